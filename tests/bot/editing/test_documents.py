"""Programme files from and to editors: a dry run with the difference, loaded on Save; bombs and archives refused."""

import csv
import gzip
import io
import time
import zipfile

import pytest
from telegram import Chat, Document, Message

from bot.editing.documents import MEGABYTE, document
from bot.editing.terminal import ConsoleOutlet
from bot.editing.update import EditorUpdate
from bot.messages.editing_lists import editing_lists
from knowledge.files.programme_file import read_programme_file
from tests.bot.editing.editorial import EDITOR, STRANGER, Editorial, texts
from tests.bot.recording import Call
from tests.bot.stage import chat_of, user

YAML = """
format: ipjang-programme/1
teams:
  - {id: hanbit, names: {ko: [한빛에이아이], en: [Hanbit AI]}}
sources:
  - {id: news1-20260123, publisher: 뉴스1, title: 한빛도 나간다, url: null, published: 2026-01-23}
statements:
  - id: hanbit-20260123
    team: hanbit
    stance: joining
    voice: own
    said: 2026-01-23
    source: news1-20260123
    quote: 한빛에이아이는 재공모에 참여한다고 밝혔다.
"""
CSV = """team,stance,voice,said,quote,publisher,published
KT,불참,본인,2026-01-23,KT는 나가지 않는다고 밝혔다.,뉴스1,2026-01-23
"""
SECONDS = 5.0
"""A bound against hanging only; the refusal itself takes a fraction of a second."""


async def send(desk: Editorial, name: str, content: bytes, *, by: int = EDITOR, size: int | None = None) -> list[Call]:
    """Somebody sends a document in private."""
    desk.stage.telegram.answers["getFile"] = {"file_id": "f", "file_unique_id": "u", "file_path": "documents/sent"}
    desk.stage.telegram.downloads["sent"] = content
    document = {"file_id": "f", "file_unique_id": "u", "file_name": name, "file_size": size or len(content)}
    sent = {"message_id": 77, "date": 1, "chat": chat_of(by), "from": user(by), "document": document}
    return await desk.stage.play(message=sent)


async def test_a_document_is_compared_and_loaded_on_save(desk: Editorial) -> None:
    before = await desk.dump()
    calls = await send(desk, "new.yaml", YAML.encode())
    assert "새 팀 1건" in texts(calls)
    assert "새 기록 1건" in texts(calls)
    assert await desk.dump() == before
    await desk.tap(calls, "저장")
    assert "한빛에이아이는 참여입니다." in texts(await desk.stage.hear("한빛에이아이는?"))
    again = await send(desk, "new.yaml", YAML.encode())
    assert "새 내용이 없습니다" in texts(again)
    assert not [key for call in again for key in call.buttons()]


async def test_a_spreadsheet_is_loaded_on_save(desk: Editorial) -> None:
    calls = await send(desk, "new.csv", CSV.encode("utf-8-sig"))
    assert "새 기록 1건" in texts(calls)
    await desk.tap(calls, "저장")
    assert "KT는 불참입니다." in texts(await desk.stage.hear("KT는?"))


async def test_what_is_refused_is_told_with_its_line_and_nothing_can_be_saved(desk: Editorial) -> None:
    before = await desk.dump()
    broken = YAML.replace("team: hanbit", "team: nobody").replace("stance: joining", "stance: maybe")
    calls = await send(desk, "new.yaml", broken.encode())
    assert "2군데" in texts(calls)
    assert "9번째 줄" in texts(calls)
    assert "nobody" in texts(calls)
    assert not [key for call in calls for key in call.buttons()]
    assert await desk.dump() == before


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.yaml", YAML)
    return out.getvalue()


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
)
HOSTILE = {
    "a bomb of anchors": ("bomb.yaml", BOMB.encode()),
    "a million rows of YAML": ("rows.yaml", b"format: ipjang-programme/1\nteams:\n" + b"- a\n" * 500_000),
    "a million rows of CSV": ("rows.csv", b"team,stance\n" + b"a,b\n" * 500_000),
    "a million brackets": ("deep.json", b"[" * 1_000_000),
    "a million braces": ("deep.yaml", b"{" * 1_000_000),
    "one endless cell": ("cell.csv", b'team,stance,voice,quote\n"' + b"a" * 1_900_000),
    "an archive by name": ("new.zip", _zip()),
    "an archive by content": ("new.yaml", _zip()),
    "a compressed file": ("new.yaml.gz", gzip.compress(YAML.encode())),
    "a compressed file by content": ("new.yaml", gzip.compress(YAML.encode())),
    "no text": ("new.yaml", bytes(range(256)) * 10),
    "another encoding": ("new.yaml", YAML.encode("euc-kr", "ignore")),
    "too much": ("new.yaml", b"#" * (2 * MEGABYTE + 1)),
    "an empty file": ("new.yaml", b""),
    "another format": ("new.json", b'{"a": 1}'),
    "no name": ("", YAML.encode()),
    "a picture": ("photo.png", b"\x89PNG"),
}


@pytest.mark.parametrize(("name", "content"), HOSTILE.values(), ids=HOSTILE.keys())
async def test_hostile_documents_are_refused_quickly(desk: Editorial, name: str, content: bytes) -> None:
    before = await desk.dump()
    started = time.perf_counter()
    calls = await send(desk, name, content)
    assert time.perf_counter() - started < SECONDS
    assert texts(calls)
    assert not [key for call in calls for key in call.buttons()]
    assert await desk.dump() == before


async def test_a_document_that_lies_about_its_size_is_refused(desk: Editorial) -> None:
    calls = await send(desk, "new.yaml", b"#" * (2 * MEGABYTE + 1), size=10)
    assert "너무 큽니다" in texts(calls)


async def test_a_document_that_says_it_is_too_large_is_not_fetched(desk: Editorial) -> None:
    calls = await send(desk, "new.yaml", b"", size=3 * MEGABYTE)
    assert [call.method for call in calls] == ["sendMessage"]


async def test_a_stranger_s_document_is_not_even_fetched(desk: Editorial) -> None:
    calls = await send(desk, "new.yaml", YAML.encode(), by=STRANGER)
    assert "getFile" not in [call.method for call in calls]


async def test_an_export_can_be_loaded_again(desk: Editorial) -> None:
    calls = await desk.say("/export")
    yaml, table = (bytes(call.files["document"]) for call in calls)  # type: ignore[call-overload]
    assert len(read_programme_file(yaml, name="x.yaml").statements) == len(desk.facts.statements)
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert {row["id"] for row in rows} == set(desk.facts.statements)
    assert "새 내용이 없습니다" in texts(await send(desk, "dokpamo.yaml", yaml))
    assert "새 내용이 없습니다" in texts(await send(desk, "dokpamo.csv", table))


async def test_a_document_that_cannot_be_fetched_is_said_to_be_no_text(desk: Editorial) -> None:
    outlet, sent = ConsoleOutlet("ko"), Document("f", "u", file_name="x.yaml", file_size=10)
    came = Message(1, desk.services.clock(), Chat(1, "private"), document=sent)
    await document(EditorUpdate(desk.services, outlet, 1, 1, "ko", came, console=True))
    (reply,) = outlet.replies
    assert reply.parts == (editing_lists("ko").not_a_text(),)
