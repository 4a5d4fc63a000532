"""An editor against the bot as a real process: recorded before a kill, answered after it, with the menu in place."""

import asyncio
import re
import signal
from pathlib import Path

from tests.bot.editing.editorial import ADD
from tests.bot.test_process import running
from tests.commands import run
from tests.loopback.server import Loopback
from tests.loopback.updates import Json, message, press

OWNER, READER = 11, 12


def save_button(telegram: Loopback) -> tuple[str, Json]:
    """The data of the newest Save button, and the message that it stands under."""
    sent = [call for call in telegram.answers("sendMessage") if call.chat == OWNER and "저장" in str(call.parameters)]
    data = re.search(r"e:[\w-]{22}:save", str(sent[-1].parameters["reply_markup"]))
    assert data is not None
    number = max(number for place, number in telegram.chats.messages if place == OWNER)
    return data[0], telegram.chats.messages[OWNER, number]


async def test_a_statement_recorded_by_the_owner_outlives_a_kill(tmp_path: Path) -> None:
    async with Loopback() as telegram:
        telegram.receive(message("/add", place=OWNER))
        async with running(telegram, tmp_path, BOT_OWNERS=str(OWNER)) as process:
            await telegram.until(lambda: len(telegram.texts(OWNER)) == 1)
            telegram.receive(message(ADD, place=OWNER))
            await telegram.until(lambda: len(telegram.texts(OWNER)) == 2)
            process.kill()
            await process.wait()
        data, under = save_button(telegram)
        async with running(telegram, tmp_path, BOT_OWNERS=str(OWNER)) as process:
            for number in range(3):
                telegram.receive(press(data, query=f"q{number}", sent=under, sender=OWNER))
            telegram.receive(message("KT는?", place=READER))
            await telegram.until(lambda: len(telegram.answers("answerCallbackQuery")) == 3)
            await telegram.until(lambda: len(telegram.texts(READER)) >= 1)
            telegram.receive(message("KT는?", place=READER))
            await telegram.until(lambda: len(telegram.texts(READER)) == 2)
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.communicate(), 15)
        assert "kt-20260123" in telegram.answers("editMessageText")[-1].text
        assert "KT는 불참입니다." in telegram.texts(READER)[1]
        menus = [call for call in telegram.answers("setMyCommands") if str(OWNER) in str(call.parameters.get("scope"))]
        assert "grant" in str(menus[-1].parameters["commands"])
        assert all("message is not modified" in str(call.refusal) for call in telegram.refusals)


SECOND = 13


def under_button(telegram: Loopback, chat: int, verb: str) -> tuple[str, Json]:
    """The data of the newest button of a verb in a chat, and the newest message there."""
    sent = [call for call in telegram.answers("sendMessage") if call.chat == chat]
    data = re.findall(rf"e:[\w-]{{22}}:{verb}\b", str([call.parameters.get("reply_markup") for call in sent]))
    return data[-1], telegram.chats.messages[max(key for key in telegram.chats.messages if key[0] == chat)]


async def test_a_change_that_waits_outlives_kills_and_is_approved_once(tmp_path: Path) -> None:
    settings = {"BOT_OWNERS": f"{OWNER},{SECOND}", "BOT_FOUR_EYES": "all"}
    async with Loopback() as telegram:
        async with running(telegram, tmp_path, **settings) as process:
            telegram.receive(message("/proposals", place=SECOND))
            telegram.receive(message(ADD, place=OWNER))
            await telegram.until(lambda: len(telegram.texts(OWNER)) == len(telegram.texts(SECOND)) == 1)
            data, under = under_button(telegram, OWNER, "save")
            telegram.receive(press(data, query="save", sent=under, sender=OWNER))
            await telegram.until(lambda: any("승인 요청" in text for text in telegram.texts(SECOND)))
            process.kill()
            await process.wait()
        data, under = under_button(telegram, SECOND, "approve")
        async with running(telegram, tmp_path, **settings) as process:
            telegram.receive(press(data, query="a0", sent=under, sender=SECOND))
            await telegram.until(lambda: any("승인되어" in text for text in telegram.texts(OWNER)))
            process.kill()
            await process.wait()
        async with running(telegram, tmp_path, **settings) as process:
            telegram.receive(press(data, query="a1", sent=under, sender=SECOND))
            telegram.receive(message("/audit", place=SECOND))
            await telegram.until(lambda: any("변경 내역" in text for text in telegram.texts(SECOND)))
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.communicate(), 15)
        audit = next(text for text in telegram.texts(SECOND) if "변경 내역" in text)
        assert audit.count("승인: KT 새 기록") == 1
        assert f"올린 사람 {OWNER}" in audit
        assert sum("승인 요청" in text for text in telegram.texts(SECOND)) == 1
        assert sum("승인되어" in text for text in telegram.texts(OWNER)) == 1


async def test_what_was_saved_at_the_console_is_sent_by_the_bot_that_runs(tmp_path: Path) -> None:
    settings = {"BOT_OWNERS": str(OWNER), "BOT_FOUR_EYES": "all"}
    said = await asyncio.to_thread(run, tmp_path, "chat", given="/alias KT 올레텔레콤\n1\n".encode(), **settings)
    assert "승인을 기다립니다" in said.stdout.decode()
    async with Loopback() as telegram, running(telegram, tmp_path, **settings) as process:
        telegram.chats.known.add(OWNER)
        await telegram.until(lambda: len(telegram.texts(OWNER)) == 1)
        assert "올린 사람 console" in telegram.texts(OWNER)[0]
        data, under = under_button(telegram, OWNER, "approve")
        telegram.receive(press(data, query="a", sent=under, sender=OWNER))
        await telegram.until(lambda: len(telegram.answers("editMessageText")) == 1)
        assert "승인했습니다: KT 이름 추가" in telegram.answers("editMessageText")[0].text
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 15)
