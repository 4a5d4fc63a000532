"""What goes on beside the conversation while the bot runs: facts, notes, clearing up, signs of life."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.health import Health
from bot.messages.refusals import fault_sentence
from bot.notes import Notes
from bot.snapshot import Record
from bot.systemd import keep_watchdog_fed
from knowledge.errors import StoreError
from knowledge.store import LOOKED_THROUGH, REMEMBER_DAYS, Store

logger = logging.getLogger(__name__)

PROBE_SECONDS = 15.0
"""Between two looks whether the database can be written."""
DAY_SECONDS = 86_400.0
TOLD = 5
"""Faults that are logged one by one."""


class Beside:
    """Work that goes on beside a block of code, and ends with it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        """Begin some work; a bug in it is logged when it happens."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def end(self) -> None:
        """Take back what still runs, and wait for it to let go.

        A task that is cancelled a second time while it gives a connection back, as a loop that closes does to whatever
        is left, waits for ever for a thread that has gone.
        """
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("%s ended", task.get_coro(), exc_info=task.exception())


@asynccontextmanager
async def upkeep(
    record: Record, notes: Notes, health: Health, remember_days: int = REMEMBER_DAYS
) -> AsyncIterator[Beside]:
    """Keep all of it going beside the block; what is noted at its end is written down."""
    probe = WriteProbe(record.store)
    health.checks["database"] = lambda: probe.problem
    beside = Beside()
    for work in (record.follow(), notes.keep_writing(), probe.keep_probing(), _clear_up(record.store, remember_days)):
        beside.start(work)
    beside.start(keep_watchdog_fed())
    beside.start(look_over(record.store))
    try:
        yield beside
    finally:
        await beside.end()
        await notes.write()


class WriteProbe:
    """Whether the database can be written, as it was found a moment ago; `problem` is None while it can."""

    def __init__(self, store: Store) -> None:
        self.problem: str | None = None
        self._store = store

    async def look(self) -> None:
        """Begin a change and make none."""
        try:
            async with self._store.changing():
                self.problem = None
        except StoreError as error:
            self.problem = f"it cannot be written: {error.code}"

    async def keep_probing(self) -> None:
        """Look now and then for as long as it runs."""
        while True:
            await self.look()
            await asyncio.sleep(PROBE_SECONDS)


async def look_over(store: Store) -> None:
    """Look once for what another program did to the record, and name it in the log."""
    try:
        faults = await store.verify_aside(LOOKED_THROUGH)
    except StoreError as error:
        logger.warning("the record cannot be looked over: %s", error)
        return
    for fault in faults[:TOLD]:
        logger.error("another program has changed the record: %s", fault_sentence(fault))
    if len(faults) > TOLD:
        logger.error("another program has changed the record: %s faults more, see ipjang verify", len(faults) - TOLD)


async def _clear_up(store: Store, remember_days: int) -> None:
    """Forget once a day what has been kept long enough."""
    while True:
        try:
            await store.sweep(datetime.now(UTC), remember_days=remember_days)
        except StoreError as error:
            logger.warning("what is out of date could not be forgotten: %s", error)
        await asyncio.sleep(DAY_SECONDS)
