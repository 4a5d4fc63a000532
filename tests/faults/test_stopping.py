"""SIGTERM in the middle of everything, and a network that goes away without a word and comes back."""

import asyncio
from pathlib import Path
from time import monotonic

import pytest

from bot.telegram import updater as polling
from tests.bot.wired import wired
from tests.faults.process import STOP_LIMIT, bot_of
from tests.faults.record import sentences
from tests.faults.town import Town
from tests.loopback.server import Loopback
from tests.loopback.updates import message

RESUMES_WITHIN = 60.0


@pytest.mark.timeout(300)
async def test_a_bot_that_is_stopped_under_load_ends_in_time_and_forgets_nothing(tmp_path: Path) -> None:
    async with Loopback() as telegram:
        bot, town = bot_of(telegram, tmp_path), Town(telegram)
        try:
            async with asyncio.TaskGroup() as everything:
                everything.create_task(town.live(20, 3))
                for _ in range(3):
                    await bot.start()
                    begun = town.answered
                    await telegram.until(lambda: town.answered > begun + 20, 60)  # noqa: B023 - awaited in this turn
                    began = monotonic()
                    assert await bot.terminate() == 0
                    assert monotonic() - began < STOP_LIMIT
                town.closing.set()
                await bot.start()
            assert await bot.terminate() == 0
        finally:
            await bot.kill()
        assert town.answered == town.asked
        assert (town.account().lost, town.account().doubled) == (0, 0)
        assert set(town.saved) == set(town.pressed)
        on_record = await sentences(bot.settings["BOT_DATABASE_URL"])
        assert {sentence: on_record[sentence] for sentence in town.pressed} == dict.fromkeys(town.pressed, 1)
        assert "Traceback" not in bot.log


async def test_a_dead_line_is_noticed_and_polling_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "LONG_POLL", 1)
    async with Loopback() as telegram, wired(telegram) as bot:
        telegram.receive(message("before", place=7))
        await telegram.until(lambda: telegram.texts(7) == ["before"])
        telegram.faults.black_hole()
        telegram.receive(message("meanwhile", place=7))
        await asyncio.sleep(7.5)  # longer than a poll and its timeout: the line is known to be dead
        assert telegram.texts(7) == ["before"]
        telegram.faults.lift()
        await telegram.until(lambda: telegram.texts(7) == ["before", "meanwhile"], RESUMES_WITHIN)
        assert not bot.notices.apologies


async def go_dark(telegram: Loopback, seconds: float) -> float:
    """A process whose network is gone for so long; gives the seconds from its return to the first answer.

    `make soak` runs it: a dead line takes as long to be noticed as a long poll takes.
    """
    before = len(telegram.texts(7))
    telegram.faults.black_hole()
    telegram.receive(message("카카오는?", place=7))
    await asyncio.sleep(seconds)
    telegram.faults.lift()
    returned = monotonic()
    await telegram.until(lambda: len(telegram.texts(7)) > before, RESUMES_WITHIN)
    return monotonic() - returned
