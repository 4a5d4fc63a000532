"""Thousands of mutated updates: no crash, no traceback, no growth, and nothing sent that Telegram refuses."""

import asyncio
from pathlib import Path
from random import Random

import aiohttp
import pytest

from bot.telegram.server import SECRET_HEADER
from tests.bot.wired import SECRET
from tests.faults.process import BotProcess, running
from tests.loopback.mutations import mutated, samples
from tests.loopback.server import Loopback
from tests.loopback.updates import chat, message
from tests.ports import free_port

UPDATES = 5000
WARM_UP = 0.3
"""Share of the updates after which memory counts: caches are full by then."""
GROWTH = 0.10
EXPECTED = (
    "chat not found",
    "query is too old",
    "message to be replied not found",
    "message to edit not found",
    "message is not modified",
)
"""What Telegram refuses because the chat, question or message was made up or comes again, whatever is sent."""


async def pelt(bot_root: str, count: int, generator: Random) -> int:
    """Post so many mutated updates, many at a time; gives how many were accepted."""
    kinds, accepted = samples(), 0

    async def keep_posting(numbers: range) -> None:
        nonlocal accepted
        for number in numbers:
            update = {"update_id": number, **generator.choice(kinds)}
            answer = await visitor.post("/hook", data=mutated(update, generator), headers={SECRET_HEADER: SECRET})
            assert answer.status in {200, 400, 413}, answer.status
            accepted += answer.status == 200

    async with aiohttp.ClientSession(bot_root) as visitor, asyncio.TaskGroup() as tasks:
        for first in range(32):
            tasks.create_task(keep_posting(range(10_000_000 + first, 10_000_000 + count, 32)))
    return accepted


async def survive(telegram: Loopback, bot: BotProcess, root: str, count: int) -> tuple[int, int]:
    """Kilobytes of resident memory when the caches are full and at the end."""
    for number in (7, -7, -100, 9):
        telegram.chats.see({"message": {"chat": chat(number)}})
    telegram.receive(message("카카오는?", place=7))
    await telegram.until(lambda: len(telegram.texts(7)) == 1, 60)
    generator = Random(6)
    await pelt(root, int(count * WARM_UP), generator)
    before = bot.resident
    accepted = await pelt(root, count - int(count * WARM_UP), generator)
    assert accepted > count / 4
    return before, bot.resident


def unexpected(telegram: Loopback) -> list[str]:
    """The refusals that are the bot's own fault."""
    return [call.refusal or "" for call in telegram.refusals if not any(each in str(call.refusal) for each in EXPECTED)]


@pytest.mark.timeout(400)
async def test_mutated_updates_do_no_harm(tmp_path: Path) -> None:
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    webhook = {"BOT_WEBHOOK_URL": f"{root}/hook", "BOT_WEBHOOK_SECRET": SECRET, "BOT_LISTEN": f"127.0.0.1:{port}"}
    async with Loopback() as telegram, running(telegram, tmp_path, **webhook) as bot:
        before, after = await survive(telegram, bot, root, UPDATES)
        telegram.receive(message("카카오는?", place=7))
        await telegram.until(lambda: not telegram.updates.waiting, 60)
        assert await bot.terminate() == 0
    assert "Traceback" not in bot.log, bot.log[bot.log.index("Traceback") - 300 :][:6000]
    assert "is given up" not in bot.log
    assert unexpected(telegram) == []
    assert after < before * (1 + GROWTH), (before, after)
