"""Every update three times, late and shuffled, to two processes on one PostgreSQL: each save takes effect once."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.bot.wired import SECRET
from tests.faults.neighbours import Neighbours
from tests.faults.process import BotProcess, running
from tests.faults.record import sentences
from tests.faults.town import Town
from tests.loopback.server import Loopback
from tests.loopback.table import METHODS
from tests.ports import free_port

QUESTIONS, SAVES = 40, 6
FORGIVEN = 5.0
"""Seconds in which an answer is confirmed on a machine that does other things; `make soak` holds it to 2."""


async def live_thrice(telegram: Loopback, questions: int, saves: int) -> Town:
    """A town until so much was asked and saved; gives what became of everything, the last late copy included."""
    telegram.pushing.copies, telegram.pushing.lateness = 3, 0.5
    town = Town(telegram)
    async with asyncio.TaskGroup() as everything:
        everything.create_task(town.live(8, 3))
        await telegram.until(lambda: town.answered >= questions and len(town.saved) >= saves, 900)
        town.closing.set()
    await telegram.until(lambda: not telegram.updates.waiting and not telegram.pushing.late_copies, 60)
    return town


async def replicas(stack: AsyncExitStack, telegram: Loopback, folder: Path, url: str) -> list[BotProcess]:
    """Two processes behind what would be a proxy."""
    ports = [free_port(), free_port()]
    telegram.pushing.targets = [f"http://127.0.0.1:{port}/hook" for port in ports]
    webhook = {"BOT_WEBHOOK_URL": "https://bot.example.org/hook", "BOT_WEBHOOK_SECRET": SECRET}
    return [
        await stack.enter_async_context(
            running(
                telegram, folder / str(port), BOT_DATABASE_URL=url, BOT_LISTEN=f"127.0.0.1:{port}", **webhook
            )
        )
        for port in ports
    ]  # fmt: skip


@pytest.mark.timeout(400)
async def test_two_processes_that_get_everything_three_times_do_each_thing_once(
    tmp_path: Path, postgresql_url: str
) -> None:
    async with Loopback() as telegram, AsyncExitStack() as stack:
        bots = await replicas(stack, telegram, tmp_path, postgresql_url)
        # While a process has no session with the server yet, as in an outage, it cannot know what others answer.
        warming = Neighbours(telegram)
        for _ in range(8):
            warming.ask()
        await warming.all_answered(120)
        town = await live_thrice(telegram, QUESTIONS, SAVES)
        assert town.answered == town.asked
        assert (town.account().lost, town.account().doubled) == (0, 0)
        assert set(town.saved) == set(town.pressed)
        for bot in bots:
            assert await bot.terminate() == 0
            assert "Traceback" not in bot.log
            assert " handled in " in bot.log
    on_record = await sentences(postgresql_url)
    assert {sentence: on_record[sentence] for sentence in town.pressed} == dict.fromkeys(town.pressed, 1)


@pytest.mark.timeout(400)
async def test_when_the_process_that_polls_is_killed_another_takes_its_place(
    tmp_path: Path, postgresql_url: str
) -> None:
    async with Loopback() as telegram, AsyncExitStack() as stack:
        bots = [
            await stack.enter_async_context(running(telegram, tmp_path / str(number), BOT_DATABASE_URL=postgresql_url))
            for number in range(2)
        ]
        town = Town(telegram)
        async with asyncio.TaskGroup() as everything:
            everything.create_task(town.live(4, 2))
            for number in range(4):
                begun = town.answered + len(town.saved)
                await telegram.until(lambda: town.answered + len(town.saved) > begun + 5, 60)  # noqa: B023
                await bots[number % 2].kill()
                await bots[number % 2].start()
            town.closing.set()
        assert town.answered == town.asked
        found = town.account([moment for bot in bots for moment in bot.kills], FORGIVEN)
        assert (found.lost, found.doubled) == (0, 0)
        assert set(town.saved) == set(town.pressed)
    on_record = await sentences(postgresql_url)
    assert {sentence: on_record[sentence] for sentence in town.pressed} == dict.fromkeys(town.pressed, 1)
    assert {call.method for call in telegram.calls} <= set(METHODS)
