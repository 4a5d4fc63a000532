"""`ipjang copy` from a file to a server and back again: every id, revision and audit row, and the same answers."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, insert, select

from bot.cli.session import SHIPPED
from knowledge.files.programme_file import read_programme_file
from knowledge.record.changes import (
    AddDecoy,
    AddName,
    AddRegister,
    AddStatement,
    Correct,
    Correction,
    Grant,
    LoadFile,
    NewSource,
    Reinstate,
    Retract,
    Revoke,
)
from knowledge.record.editor import Editor
from knowledge.said import Said
from knowledge.storage.backup import COPIED
from knowledge.storage.database import Database
from knowledge.storage.drafts import Preview
from knowledge.store import Store
from knowledge.tables import (
    follows,
    hook_cursors,
    no_corrections,
    notices,
    pending_change_posts,
    pending_changes,
    quiet_corrections,
    reports,
    settlements,
    subscribers,
    told,
    told_teams,
    waiting_updates,
)
from tests.knowledge.lighthouse import new_statement

pytestmark = pytest.mark.xdist_group("replicas")

QUESTIONS = (
    "카카오는?", "KT 입장 어떻게 바뀌었어?", "누가 불참이야?", "전체 현황", "1월 20일 기준 KT", "케이티몬드는?",
    "KT밀크는?", "is Kakao out?", "크래프톤은?", "루닛 결과는?",
)  # fmt: skip
MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def _live(url: str) -> None:
    """A record with every kind of change in it, and with what conversations keep."""
    store = await Store.open(url)
    editor = Editor(store, lambda: MOMENT)
    await editor.save(LoadFile(file=read_programme_file(_programme(), name=SHIPPED.name)), by="cli", key="load")
    for number in range(5):
        said = Said.parse(f"2026-02-{number + 1:02d}")
        source = NewSource(publisher=f"뉴스{number}", url=f"https://news.example/{number}", published=date(2026, 2, 1))
        new = new_statement(
            team="kt", stance="not_joining", said=said, source=source, quote=f"KT는 {number}번째로 빠진다고 했다."
        )
        name = (await editor.save(AddStatement(statement=new), by="telegram:1", key=f"record-{number}")).id
        if number % 2:
            correction = Correction(stance="considering")
            await editor.save(
                Correct(id=name, correction=correction, revision=1, reason="오기"),
                by="telegram:2",
                key=f"correct-{number}",
            )
        if number > 2:
            await editor.save(Retract(id=name, reason="중복"), by="telegram:1", key=f"retract-{number}")
    await editor.save(Reinstate(id=name), by="telegram:2", key="reinstate")
    await editor.save(AddName(team="kt", name="케이티몬드", language="ko"), by="telegram:1", key="name")
    await editor.save(AddDecoy(team="kt", name="KT밀크"), by="telegram:1", key="decoy")
    await editor.save(AddRegister(name="register", hashes=range(-(2**62), 2**62, 2**53)), by="cli", key="register")
    await editor.save(Grant(user=2), by="telegram:1", key="grant")
    await editor.save(Revoke(user=2), by="telegram:1", key="revoke")
    # By the clock of another machine, which is months behind: the record stays in order all the same.
    await store.audit.note_refusal(by="telegram:3", at=MOMENT - timedelta(days=90), action="/add", reason="stranger")
    await _talk(store, url)
    await store.close()


def _programme() -> bytes:
    """The shipped programme, with a result that includes another and a source that is not shared."""
    text = SHIPPED.read_text("utf-8")
    result, sources = "  - code: selected\n    kind: result\n", "\nsources:\n"
    assert result in text
    assert sources in text
    closed = "  - {id: closed, publisher: 뉴스, title: 기사, url: null, published: 2026-01-16, share: false}\n"
    text = text.replace(result, f"{result}    includes: [advanced]\n")
    return text.replace(sources, sources + closed).encode()


async def _talk(store: Store, url: str) -> None:
    later = MOMENT + timedelta(hours=1)
    await store.chats.set_language(5, "en")
    await store.gaps.count([("크래프톤은?", "unknown")], day=MOMENT.date())
    await store.drafts.put(1, 1, {"step": "quote", "text": "‘따옴표’ 😀"}, expires=later)
    await store.previews.put(Preview(token="t", user=1, chat=1, payload={"a": [1, None]}, expires=later, used=None))
    await store.answers.remember({(5, 6): 7}, at=MOMENT)
    rows: dict[Table, dict[str, object]] = {
        waiting_updates: {"update": 9, "chat": 5, "due": later, "content": "{}"},
        hook_cursors: {"hook": "f" * 64, "number": 3},
        pending_changes: {
            "token": "p", "author": "telegram:1", "user": 1, "kind": "retract", "about": "kt-1", "team": "kt",
            "payload": {"a": "‘따옴표’"}, "proposed": MOMENT, "expires": later,
        },
        pending_change_posts: {"change": "p", "user": 2, "claimed": MOMENT, "sent": later},
        subscribers: {
            "chat": 5, "topic": 0, "language": "ko", "reports": True, "digest": "09:00", "digest_due": later,
            "digest_number": 3,
        },
        follows: {"chat": 5, "topic": 0, "team": "kt", "muted": False, "since": MOMENT},
        notices: {
            "key": "5/0/kt/3", "chat": 5, "topic": 0, "team": "kt", "content": {"a": [1, None]}, "state": "sent",
            "made": MOMENT, "due": later, "tries": 1,
        },
        settlements: {"team": "", "number": 3},
        no_corrections: {"chat": 5},
        told: {
            "key": "5/7", "chat": 5, "topic": 0, "messages": "[7]", "question": "{}", "statements": "{}",
            "language": "ko", "at": MOMENT,
        },
        told_teams: {"team": "kt", "told": "5/7"},
        quiet_corrections: {"statement": "kt-1", "revision": 2, "reason": "오기", "by": "telegram:1", "at": MOMENT},
        reports: {"statement": "kt-1", "revision": 1, "kind": "day", "day": MOMENT.date(), "mark": "f" * 16},
    }  # fmt: skip
    database = Database.at(url)
    async with database.writing() as connection:
        for table, row in rows.items():
            await connection.execute(insert(table).values(**row))
    await database.close()


async def _rows(url: str) -> Mapping[str, list[str]]:
    """Every row of every table, in one order whatever the engine."""
    database = Database.at(url)
    async with database.reading() as connection:
        rows = {table.name: sorted(map(repr, await connection.execute(select(table)))) for table in COPIED}
    await database.close()
    return rows


async def _ipjang(folder: Path, *arguments: str, given: str = "") -> str:
    """What a command prints; it has to succeed."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("BOT_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env={**inherited, "PYTHONPATH": str(Path.cwd())},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    printed, complaint = await process.communicate(given.encode())
    assert process.returncode == 0, complaint.decode()
    return printed.decode()


async def _answers(folder: Path, url: str) -> list[object]:
    given = "\n".join(json.dumps({"text": text, "now": "2026-03-02T09:00+09:00"}) for text in QUESTIONS)
    printed = await _ipjang(folder, "ask", "--json", "-", "--database", url, given=given)
    return [json.loads(line)["answer"] for line in printed.splitlines()]


async def test_a_record_goes_to_a_server_and_back_without_a_difference(
    sqlite_url: str, postgresql_url: str, tmp_path: Path
) -> None:
    await _live(sqlite_url)
    before, back = await _rows(sqlite_url), f"sqlite+aiosqlite:///{tmp_path}/back.db"
    assert all(before.values()), "each table has to hold something"
    await _ipjang(tmp_path, "copy", sqlite_url, postgresql_url)
    await _ipjang(tmp_path, "copy", postgresql_url, back)
    assert await _rows(postgresql_url) == before
    assert await _rows(back) == before
    answers = [await _answers(tmp_path, url) for url in (sqlite_url, postgresql_url, back)]
    assert answers[0] == answers[1] == answers[2]
    assert len(answers[0]) == len(QUESTIONS)
    for url in (postgresql_url, back):
        assert "sound" in await _ipjang(tmp_path, "verify", "--database", url)
