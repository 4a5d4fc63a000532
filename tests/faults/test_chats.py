"""One chat never stops the others, whatever is wrong with it; and what it was promised survives a kill."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.neighbours import (
    PERSON,
    TROUBLES,
    Neighbours,
    Trouble,
    begun,
    beyond_pace,
    calls_to,
    is_there,
    told,
    webhook,
)
from tests.faults.process import running
from tests.loopback.server import Loopback
from tests.loopback.updates import message

ANSWERED_WITHIN = 5.0
"""Seconds, on a machine that does other things; `make soak` holds it to 2. One who is forgotten waits far longer."""
SERVED_WITHIN = 30.0


@pytest.mark.timeout(200)
@pytest.mark.parametrize("by_webhook", [False, True], ids=["polling", "webhook"])
@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.key)
async def test_the_others_are_answered_at_once(tmp_path: Path, trouble: Trouble, by_webhook: bool) -> None:
    settings = webhook() if by_webhook else {}
    async with Loopback() as telegram, running(telegram, tmp_path, BOT_SEND_RATE="30", **settings) as bot:
        await is_there(telegram)
        neighbours = Neighbours(telegram)
        async with begun(trouble, telegram):
            await neighbours.ask_steadily(14, 10)
        await neighbours.all_answered()
        found = neighbours.account()
        assert (found.lost, found.doubled) == (0, 0)
        assert found.p99 < ANSWERED_WITHIN
        assert beyond_pace(calls_to(telegram, trouble.chat), is_group=trouble.chat < 0) == 0
        assert not trouble.is_refused or 1 <= len(calls_to(telegram, trouble.chat)) <= 2
        if by_webhook:  # Telegram posts the updates of a chat one by one, so that they may never be too many
            assert told(telegram, trouble.chat) <= trouble.fills_queue
        else:
            assert told(telegram, trouble.chat) == trouble.fills_queue
        assert await bot.terminate() == 0
        assert "Traceback" not in bot.log


@pytest.mark.timeout(200)
@pytest.mark.parametrize("by_webhook", [False, True], ids=["polling", "webhook"])
async def test_a_chat_that_is_to_be_left_alone_is_served_when_it_may_be_and_after_a_kill(
    tmp_path: Path, by_webhook: bool
) -> None:
    settings = webhook() if by_webhook else {}
    async with Loopback() as telegram, running(telegram, tmp_path, **settings) as bot:
        await is_there(telegram)
        neighbours = Neighbours(telegram)
        telegram.faults.refuse(PERSON, 14)
        until = telegram.faults.refused[PERSON]
        for text in ("카카오는?", "네이버는?"):
            telegram.receive(message(text, place=PERSON))
        for _ in range(130):
            neighbours.ask()
        await neighbours.all_answered(20)
        await telegram.until(lambda: not telegram.updates.waiting)  # all of it is confirmed, also what waits
        await asyncio.sleep(2.0)
        assert not telegram.texts(PERSON)
        await bot.kill()
        await bot.start()
        telegram.receive(message("KT는?", place=PERSON))
        await telegram.until(lambda: len(telegram.texts(PERSON)) == 3, 60)
        assert until <= calls_to(telegram, PERSON)[-1] <= until + SERVED_WITHIN
        first, second, third = telegram.texts(PERSON)
        assert ("카카오" in first, "네이버" in second, "KT" in third) == (True, True, True), (first, second, third)
        assert 3 + 1 <= len(calls_to(telegram, PERSON)) <= 3 + 2
        found = neighbours.account(bot.kills)
        assert (found.lost, found.doubled) == (0, 0)
        await telegram.until(lambda: not telegram.updates.waiting)
        assert await bot.terminate() == 0


@pytest.mark.timeout(200)
async def test_who_was_answered_two_seconds_before_a_kill_is_not_answered_again(tmp_path: Path) -> None:
    async with Loopback() as telegram, running(telegram, tmp_path) as bot:
        await is_there(telegram)
        neighbours = Neighbours(telegram)
        telegram.faults.hang = 6.0
        telegram.faults.silent.add(PERSON)
        telegram.receive(message("카카오는?", place=PERSON))
        for _ in range(99):
            neighbours.ask()
        await neighbours.all_answered(20)
        await asyncio.sleep(2.0)
        await bot.kill()
        telegram.faults.silent.clear()
        await bot.start()
        await telegram.until(lambda: len(telegram.texts(PERSON)) == 1, 60)  # it was promised, and is still owed
        neighbours.ask()
        await neighbours.all_answered(20)
        found = neighbours.account()  # with no regard to the kill
        assert (found.lost, found.doubled) == (0, 0)


@pytest.mark.timeout(200)
@pytest.mark.parametrize("trouble", [each for each in TROUBLES if each.fills_queue], ids=lambda trouble: trouble.key)
async def test_a_kill_in_the_middle_of_a_flood_loses_and_repeats_nothing(tmp_path: Path, trouble: Trouble) -> None:
    async with Loopback() as telegram, running(telegram, tmp_path, BOT_SEND_RATE="30") as bot:
        await is_there(telegram)
        neighbours = Neighbours(telegram)
        async with begun(trouble, telegram):
            asking = asyncio.create_task(neighbours.ask_steadily(14, 9))
            await asyncio.sleep(4)
            await bot.kill()
            await bot.start()
            await asking
        await neighbours.all_answered()
        found = neighbours.account(bot.kills)
        assert (found.lost, found.doubled) == (0, 0)
        await telegram.until(lambda: not telegram.updates.waiting, 60)
        assert await bot.terminate() == 0
