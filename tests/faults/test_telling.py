"""Notices through kills, blocked chats and floods: never lost, at most one twice a kill, and behind every answer."""

from pathlib import Path

import pytest

from tests.faults.followers import AT_ONCE, Followers, tell_through_kills
from tests.faults.neighbours import Neighbours
from tests.faults.process import bot_of, running
from tests.loopback.server import Loopback
from tests.loopback.updates import message

CHATS, KILLS = 60, 4


@pytest.mark.timeout(300)
async def test_a_kill_loses_no_notice_and_doubles_at_most_one(tmp_path: Path) -> None:
    async with Loopback() as telegram:
        bot = bot_of(telegram, tmp_path, **AT_ONCE)
        followers = await Followers.settled(telegram, bot.settings["BOT_DATABASE_URL"], CHATS)
        try:
            lost, doubled = await tell_through_kills(followers, bot, KILLS, seed=15)
            assert await bot.terminate() == 0
        finally:
            if bot.is_running:
                await bot.kill()
    assert lost == 0
    assert doubled <= KILLS
    assert "Traceback" not in bot.log


@pytest.mark.timeout(300)
async def test_a_stop_in_the_middle_doubles_nothing(tmp_path: Path) -> None:
    async with Loopback() as telegram:
        bot = bot_of(telegram, tmp_path, **AT_ONCE)
        followers = await Followers.settled(telegram, bot.settings["BOT_DATABASE_URL"], CHATS)
        await followers.change()
        try:
            for share in (1, 2):
                await bot.start()
                await telegram.until(lambda: followers.total >= CHATS * share // 3, 60)  # noqa: B023
                assert await bot.terminate() == 0
            await bot.start()
            await followers.all_told(1, 60)
            assert await bot.terminate() == 0
        finally:
            if bot.is_running:
                await bot.kill()
        assert set(followers.told(1)) == {1}


@pytest.mark.timeout(300)
async def test_a_blocked_chat_is_tried_once_and_answers_go_first(tmp_path: Path) -> None:
    async with Loopback() as telegram:
        url = bot_of(telegram, tmp_path).settings["BOT_DATABASE_URL"]
        followers = await Followers.settled(telegram, url, CHATS)
        blocked = followers.chats[0]
        telegram.chats.blocked.add(blocked)
        async with running(telegram, tmp_path, BOT_SEND_RATE="30", **AT_ONCE) as bot:
            neighbours = Neighbours(telegram)
            await followers.change()
            await telegram.until(lambda: followers.total >= 5, 60)
            await neighbours.ask_steadily(5.0, 2.0)
            await neighbours.all_answered()
            await telegram.until(lambda: followers.total >= CHATS - 1, 60)
            assert neighbours.account().lost == 0
            telegram.chats.blocked.clear()
            await followers.change()
            await telegram.until(lambda: followers.total >= 2 * (CHATS - 1), 60)
            assert len([call for call in telegram.calls if call.chat == blocked]) == 1
            telegram.receive(message("KT는?", place=blocked))
            await telegram.until(lambda: len(telegram.texts(blocked)) == 2, 30)
            assert "알림을 다시 보내 드립니다" in telegram.texts(blocked)[0]
            await followers.change()
            await telegram.until(lambda: followers.told(3)[0] == 1, 60)
            assert "Traceback" not in bot.log
