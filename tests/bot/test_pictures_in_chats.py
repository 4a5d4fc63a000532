"""Pictures through the real Application, in the console, and by the command."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.chat.asking import UserText
from bot.chat.posting import TALLEST_PHOTO, PictureKey, Pictures
from bot.menus import menus
from bot.rendering.keyboards import DATA_LIMIT, ButtonVerb, Press, picture_buttons
from bot.rendering.lists import caption
from bot.rendering.reply import plain
from knowledge.answering import answer
from knowledge.model import Names, Team
from knowledge.question import Intent, Question
from knowledge.record.changes import AddTeam
from knowledge.record.editor import Editor
from tests.benchmarks.boards import crowd
from tests.bot.recording import Call
from tests.bot.stage import GROUP, NOW, PERSON, Stage, chat_of, staged, user
from tests.commands import run

KOREAN, ENGLISH = "ko", "en"
HEADING = "독자 AI 파운데이션 모델 현황 · 16팀"


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


def uploaded(call: Call) -> Image.Image:
    """The picture that a call uploads."""
    (content,) = call.files.values()
    assert isinstance(content, bytes)
    return Image.open(BytesIO(content))


def labels(call: Call) -> list[str]:
    return [button["text"] for button in call.buttons()]


async def press_picture(stage: Stage, data: str, chat: int = PERSON) -> list[Call]:
    """A press of a button under a picture, which has no text to edit."""
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1080, "height": 1920}]
    sent = {"message_id": 901, "date": 1, "chat": chat_of(chat), "from": dict(stage.telegram.me), "photo": photo}
    query = {"id": "q", "from": user(PERSON), "chat_instance": "1", "data": data, "message": sent}
    return await stage.play(callback_query=query)


async def test_board_sends_a_picture_with_the_counts_and_the_text_one_button_away(stage: Stage) -> None:
    (call,) = await stage.hear("/board")
    assert call.method == "sendPhoto"
    assert uploaded(call).size[0] == 1080
    told = plain(str(call.parameters["caption"]))
    assert told.splitlines()[0] == HEADING
    assert "불참 3팀 · 검토 중 3팀 · 미정 1팀 · 탈락 10팀" in told
    assert "기록은 1월 16일까지" in told
    assert labels(call) == ["글로 보기", "타임라인"]
    (_, text) = await press_picture(stage, call.data_of("글로 보기"))
    assert text.method == "sendMessage"
    assert text.text().startswith(f"<b>{HEADING}")


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("/board 1월 15일", f"{HEADING} (1월 15일 기준)"),
        ("/board KT", "KT 발언 기록 2건"),
        ("/board 카카오랑 네이버", "카카오와 네이버클라우드 발언 기록 3건"),
        ("/board where does KT stand", "KT: 2 statements on record"),
        ("/start Board", HEADING),
        ("/start Timelinenc_ai", "NC AI 발언 기록 1건"),
        ("/start Timeline", "전체 발언 기록 17건"),
    ],
)
async def test_what_is_asked_for_is_what_is_drawn(stage: Stage, words: str, heading: str) -> None:
    (call,) = await stage.hear(words)
    assert call.method == "sendPhoto"
    assert plain(str(call.parameters["caption"])).splitlines()[0] == heading


async def test_a_stranger_has_no_picture_and_gets_the_words(stage: Stage) -> None:
    (call,) = await stage.hear("/board KT&G")
    assert call.method == "sendMessage"
    assert "KT&amp;G" in call.text()


async def test_the_overview_and_every_history_have_a_picture_below_them(stage: Stage) -> None:
    (overview,) = await stage.hear("전체 현황")
    (history,) = await stage.hear("/history KT")
    (several,) = await stage.hear("카카오랑 NC AI 입장 어떻게 바뀌었어?")
    (english,) = await stage.hear("Timeline of KT")
    assert "Picture" in labels(english)
    for told, teams in ((overview, None), (history, ("kt",)), (several, ("kakao", "nc_ai"))):
        data = told.data_of("그림")
        press = Press.parse(data)
        assert press is not None
        assert press.subjects == (teams or ())
        answered, sent = await stage.press(data)
        assert [answered.method, sent.method] == ["answerCallbackQuery", "sendPhoto"]
        assert "text" not in answered.parameters


async def test_every_button_under_a_picture_can_be_pressed(stage: Stage) -> None:
    seen: set[str] = set()
    waiting = [(await stage.hear("/board"))[0]]
    while waiting:
        for button in waiting.pop().buttons():
            if button["callback_data"] not in seen and button["callback_data"][0] in "ptho":
                seen.add(button["callback_data"])
                waiting += (await press_picture(stage, button["callback_data"]))[1:]
    assert {data[0] for data in seen} == {"p", "t", "h", "o"}


async def test_a_picture_is_uploaded_once_and_sent_again_by_its_id(stage: Stage) -> None:
    (first,) = await stage.hear("/board")
    (again,) = await stage.hear("/board@ipjang_bot", chat=GROUP)
    (_, pressed) = await stage.press(Press(verb=ButtonVerb.PICTURE, language="ko").data)
    assert len(first.files) == 1
    for later in (again, pressed):
        assert (later.method, later.files) == ("sendPhoto", {})
        assert str(later.parameters["photo"]).startswith("file-")
    assert "reply_parameters" in again.parameters
    (other,) = await stage.hear("/board where is everybody, as of January 20")
    assert len(other.files) == 1


async def test_a_new_version_of_the_record_is_drawn_anew(stage: Stage) -> None:
    (first,) = await stage.hear("/board")
    team = Team(id="new", names=Names(ko=("새벽연구소",)))
    await Editor(stage.record.store).save(AddTeam(team=team), by="test", key="k")
    await stage.record.refresh()
    (second,) = await stage.hear("/board")
    assert len(second.files) == 1
    assert uploaded(second).size[1] > uploaded(first).size[1]


async def test_a_picture_that_telegram_has_lost_is_uploaded_again(stage: Stage) -> None:
    await stage.hear("/board")
    stage.telegram.refuse("sendPhoto", 400, "Bad Request: wrong file identifier/HTTP URL specified")
    tried, sent = await stage.hear("/board")
    assert (len(tried.files), len(sent.files)) == (0, 1)


@pytest.mark.parametrize("said", ["/board@ipjang_bot", "press"])
async def test_a_group_that_takes_no_pictures_gets_the_words(stage: Stage, said: str) -> None:
    stage.telegram.refuse("sendPhoto", 400, "Bad Request: not enough rights to send photos to the chat")
    if said == "press":
        calls = await stage.press(Press(verb=ButtonVerb.PICTURE, language="ko").data, chat=GROUP)
    else:
        calls = await stage.hear(said, chat=GROUP)
    assert [call.method for call in calls][-2:] == ["sendPhoto", "sendMessage"]
    assert calls[-1].text().startswith(f"<b>{HEADING}")


@pytest.mark.parametrize(
    ("press", "payload"),
    [
        (Press(verb=ButtonVerb.PICTURE, language="ko"), "Board"),
        (Press(verb=ButtonVerb.TIMELINE, language="en", subject="nc_ai"), "Timelinenc_ai"),
        (Press(verb=ButtonVerb.TIMELINE, language="en"), "Timeline"),
    ],
)
async def test_under_an_inline_message_the_button_leads_to_the_private_chat(
    stage: Stage, press: Press, payload: str
) -> None:
    query = {"id": "q", "from": user(PERSON), "chat_instance": "1", "data": press.data, "inline_message_id": "i"}
    (call,) = await stage.play(callback_query=query)
    assert call.method == "answerCallbackQuery"
    assert call.parameters["url"] == f"https://t.me/ipjang_bot?start={payload}"


async def test_an_edited_board_is_not_sent_twice(stage: Stage) -> None:
    await stage.hear("/board")
    assert await stage.edit(1, "/board KT") == []


async def test_what_was_drawn_may_be_asked_about(stage: Stage) -> None:
    await stage.hear("/board KT")
    (call,) = await stage.hear("왜?")
    assert "KT" in call.text()


async def test_the_menus_have_the_command_in_both_languages(stage: Stage) -> None:
    for menu in menus(stage.record.snapshot.facts, "ko"):
        (told,) = [each.description for each in menu.commands if each.command == "board"]
        assert ("그림" in told) is (menu.code != "en")


async def test_the_loop_goes_on_while_a_picture_is_drawn_once_for_all_who_ask() -> None:
    record, pictures = crowd(100), Pictures()
    key = PictureKey(is_timeline=False, language="ko")
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(turn())
    drawn = await asyncio.gather(*(pictures.drawn(key, record) for _ in range(5)))
    beside.cancel()
    assert turns > 3
    assert all(each is drawn[0] for each in drawn)
    assert drawn[0].pages == 2
    assert not drawn[0].is_photo


async def test_a_picture_that_is_too_tall_for_a_photo_is_sent_as_a_file(stage: Stage) -> None:
    for number in range(30):
        team = Team(id=f"more{number}", names=Names(ko=(f"더하기{number}연구소",)))
        await Editor(stage.record.store).save(AddTeam(team=team), by="test", key=f"k{number}")
    await stage.record.refresh()
    (first,) = await stage.hear("/board")
    (again,) = await stage.hear("/board")
    assert (first.method, again.method, again.files) == ("sendDocument", "sendDocument", {})
    assert uploaded(first).size[1] > TALLEST_PHOTO


@pytest.mark.parametrize("language", [KOREAN, ENGLISH])
def test_a_crowd_has_pages_and_a_caption_within_the_limits(language: str) -> None:
    record = crowd(100)
    for intent, teams in ((Intent.OVERVIEW, ()), (Intent.HISTORY, ()), (Intent.HISTORY, tuple(record.teams))):
        question = Question(text="", intent=intent, teams=teams)
        found = answer(question, record, now=NOW, language="ko" if language == KOREAN else "en")
        assert len(plain(caption(found)).encode("utf-16-le")) // 2 <= 1024
        buttons = [each for row in picture_buttons(found, 0, 2) for each in row]
        assert all(len(each.data or "") <= DATA_LIMIT for each in buttons)
        if not teams:
            (more,) = [press for each in buttons if (press := Press.parse(each.data or "")) and press.page]
            assert (more.page, more.verb) == (
                1,
                ButtonVerb.PICTURE if intent is Intent.OVERVIEW else ButtonVerb.TIMELINE,
            )


async def test_the_next_page_of_a_crowd_is_one_press_away(sqlite_url: str) -> None:
    async with staged(sqlite_url) as stage:
        for number in range(50):
            team = Team(id=f"more{number}", names=Names(ko=(f"더하기{number}연구소",)))
            await Editor(stage.record.store).save(AddTeam(team=team), by="test", key=f"k{number}")
        await stage.record.refresh()
        (first,) = await stage.hear("/board")
        (_, second) = await press_picture(stage, first.data_of("더 보기"))
        assert "더 보기" in labels(first)
        assert "더 보기" not in labels(second)
        assert uploaded(second).size[1] < uploaded(first).size[1]


def test_whether_a_picture_is_wanted() -> None:
    assert UserText("", "board").wants_picture
    assert UserText("Board", "start").wants_picture
    assert not UserText("Status", "start").wants_picture
    assert not UserText("board").wants_picture


def test_the_console_says_how_to_get_the_file(tmp_path: Path) -> None:
    given = "/board\n/board KT 1월 20일\nwhere is everybody\n/board as of January 20\n".encode()
    told = run(tmp_path, "chat", given=given).stdout.decode()
    assert HEADING in told
    assert "그림 파일은 이 명령으로 만듭니다: ipjang board board.png --language ko\n" in told
    assert "ipjang board board.png --timeline --language ko --as-of 2026-01-20" in told
    assert "This command makes the picture: ipjang board board.png --language en --as-of" in told


def test_a_press_in_the_console_says_so_too(tmp_path: Path) -> None:
    told = run(tmp_path, "chat", given="전체 현황\n".encode()).stdout.decode()
    (line,) = [line for line in told.splitlines() if line.endswith("] 그림")]
    number = line[line.index("[") + 1 : line.index("]")]
    told = run(tmp_path, "chat", given=f"전체 현황\n{number}\n".encode()).stdout.decode()
    assert "ipjang board board.png --language ko" in told


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    for arguments in ((), ("--timeline",), ("--language", "en"), ("--as-of", "2025-12-01")):
        done = run(tmp_path, "board", "out.png", *arguments)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        with Image.open(tmp_path / "out.png") as image:
            assert (image.format, image.width) == ("PNG", 1080)


def test_the_command_refuses_in_one_sentence(tmp_path: Path) -> None:
    missing = run(tmp_path, "board", "nowhere/out.png")
    assert (missing.returncode, missing.stderr.count(b"\n")) == (1, 1)
    assert run(tmp_path, "board", "out.png", "--as-of", "yesterday").returncode == 2
    assert run(tmp_path, "board", "out.png", "--language", "fr").returncode == 2
    assert run(tmp_path, "board").returncode == 2


def test_pillow_is_not_imported_before_it_is_needed() -> None:
    script = "import sys, bot.app; print('PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"False"
