"""Corrections through kills and faults: nobody is missed, at most one reply comes twice a kill, nobody else hears."""

from pathlib import Path

import pytest

from tests.faults.corrected import Readers, correct_through_kills
from tests.faults.followers import AT_ONCE
from tests.faults.process import bot_of, running
from tests.loopback.server import Loopback

CHATS, ANSWERS, KILLS = 40, 56, 4
SHARE = 0.3


@pytest.mark.timeout(300)
async def test_a_kill_loses_no_correction_and_doubles_at_most_one_reply(tmp_path: Path) -> None:
    async with Loopback() as telegram:
        bot = bot_of(telegram, tmp_path, **AT_ONCE)
        readers = await Readers.settled(telegram, bot.settings["BOT_DATABASE_URL"], CHATS, ANSWERS)
        try:
            lost, doubled = await correct_through_kills(readers, bot, KILLS, seed=16)
        finally:
            await bot.kill()
    assert lost == 0
    assert doubled <= KILLS
    assert readers.strangers == 0
    assert "Traceback" not in bot.log


@pytest.mark.timeout(300)
async def test_with_three_calls_in_ten_failing_all_are_told(tmp_path: Path) -> None:
    async with Loopback() as telegram:
        url = bot_of(telegram, tmp_path).settings["BOT_DATABASE_URL"]
        readers = await Readers.settled(telegram, url, CHATS, ANSWERS)
        async with running(telegram, tmp_path, BOT_SEND_RATE="30", **AT_ONCE) as bot:
            telegram.faults.share, telegram.faults.hang = SHARE, 6.0
            await readers.correct()
            await readers.all_told(240)
            assert (readers.strangers, readers.edited) == (0, ANSWERS)
            assert telegram.faults.injected > 10
            assert "Traceback" not in bot.log


@pytest.mark.timeout(300)
async def test_what_is_undone_before_it_has_stood_is_told_to_nobody(tmp_path: Path) -> None:
    async with Loopback() as telegram:
        url = bot_of(telegram, tmp_path).settings["BOT_DATABASE_URL"]
        readers = await Readers.settled(telegram, url, CHATS, ANSWERS)
        settings = {**AT_ONCE, "BOT_SETTLE_SECONDS": "4"}
        async with running(telegram, tmp_path, **settings):
            await readers.correct()
            await readers.correct()
            await readers.telegram.until(lambda: bool(telegram.calls), 60)
            with pytest.raises(TimeoutError):
                await telegram.until(lambda: readers.done > 0, 12)
        assert readers.done == 0
