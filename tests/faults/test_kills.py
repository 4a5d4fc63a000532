"""kill -9 in the middle of questions and saves: nothing that was acknowledged is lost, nothing is done twice."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from tests.faults.process import BotProcess, bot_of
from tests.faults.record import sentences
from tests.faults.town import Town
from tests.loopback.server import Loopback

KILLS = 25
ASKERS, EDITORS = 4, 2


async def kill_often(bot: BotProcess, town: Town, times: int, generator: Random) -> None:
    """Let the bot work for a random while and kill it, so many times; then let it finish in peace."""
    for _ in range(times):
        await bot.start()
        moment = generator.random()
        if moment < 0.5:  # in the middle of a save
            presses = town.presses
            await town.telegram.until(lambda: town.presses > presses, 120)  # noqa: B023 - awaited in this turn
            await asyncio.sleep(generator.uniform(0.0, 0.15))
        elif moment < 0.85:  # in the middle of questions
            begun = town.answered
            await town.telegram.until(lambda: town.answered > begun, 120)  # noqa: B023
            await asyncio.sleep(generator.uniform(0.0, 0.5))
        else:  # while it starts
            await asyncio.sleep(generator.uniform(0.0, 1.0))
        await bot.kill()
    await bot.start()
    await town.telegram.until(lambda: len(town.saved) >= times // 5, 300)
    town.closing.set()


async def live_through_kills(telegram: Loopback, bot: BotProcess, times: int, seed: int) -> Town:
    """A town whose bot is killed so many times; gives what became of everything once it could finish."""
    town = Town(telegram)
    async with asyncio.TaskGroup() as everything:
        everything.create_task(town.live(ASKERS, EDITORS))
        everything.create_task(kill_often(bot, town, times, Random(seed)))
    await telegram.until(lambda: not telegram.updates.waiting)
    return town


@pytest.mark.timeout(600)
async def test_nothing_is_lost_and_nothing_is_done_twice_when_the_bot_is_killed(tmp_path: Path) -> None:
    async with Loopback() as telegram:
        bot = bot_of(telegram, tmp_path)
        try:
            town = await live_through_kills(telegram, bot, KILLS, seed=25)
            assert await bot.terminate() == 0
        finally:
            if bot.is_running:
                await bot.kill()
        on_record = await sentences(bot.settings["BOT_DATABASE_URL"])
    assert town.answered == town.asked
    assert (town.account(bot.kills).lost, town.account(bot.kills).doubled) == (0, 0)
    assert set(town.saved) == set(town.pressed)
    assert {sentence: on_record[sentence] for sentence in town.pressed} == dict.fromkeys(town.pressed, 1)
    assert "Traceback" not in bot.log
