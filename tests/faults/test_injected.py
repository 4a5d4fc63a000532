"""Three calls in ten fail, for as long as it runs: everything arrives all the same, and no faster than it may."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest

from tests.faults.process import running
from tests.faults.town import Town
from tests.loopback.server import Loopback

SECONDS = 10.0
QUESTIONS = 24
"""Answers at the least, however slow the machine is."""
SHARE = 0.3


async def live_through_faults(telegram: Loopback, seconds: float) -> Town:
    """A town whose Telegram fails for so long; gives what became of everything once it could finish."""
    telegram.faults.share = SHARE
    telegram.faults.hang = 6.0
    town = Town(telegram)
    async with asyncio.TaskGroup() as everything:
        everything.create_task(town.live(6, 1))
        await asyncio.sleep(seconds)
        await telegram.until(lambda: town.answered >= QUESTIONS, 300)
        town.closing.set()
    telegram.faults.share = 0.0
    await telegram.until(lambda: not telegram.updates.waiting, 120)
    return town


def gaps(telegram: Loopback) -> list[float]:
    """The seconds between two messages to the same chat, tries that failed included."""
    moments: dict[object, list[float]] = {}
    for call in telegram.calls:
        if call.method in {"sendMessage", "editMessageText"}:
            moments.setdefault(call.chat, []).append(call.at)
    return [later - earlier for each in moments.values() for earlier, later in pairwise(each)]


@pytest.mark.timeout(400)
async def test_everything_arrives_and_no_limit_is_passed(tmp_path: Path) -> None:
    async with Loopback() as telegram, running(telegram, tmp_path, BOT_SEND_RATE="30") as bot:
        town = await live_through_faults(telegram, SECONDS)
        assert town.answered == town.asked
        assert (town.account().lost, town.account().doubled) == (0, 0)
        assert set(town.saved) == set(town.pressed)
        assert telegram.faults.injected > 20
        assert min(gaps(telegram)) > 0.99
        assert await bot.terminate() == 0
        assert "Traceback" not in bot.log
        assert "is given up" not in bot.log
