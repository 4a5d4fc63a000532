"""An editor against the bot as a real process: recorded before a kill, answered after it, with the menu in place."""

import asyncio
import re
import signal
from pathlib import Path

from tests.bot.editing.editorial import ADD
from tests.bot.test_process import running
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
