"""What goes on beside the conversation while the bot runs: facts, notes, clearing up, signs of life."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.health import Health
from bot.notes import Notes
from bot.snapshot import Record
from bot.systemd import keep_watchdog_fed
from knowledge.errors import StoreError
from knowledge.store import Store

logger = logging.getLogger(__name__)

PROBE_SECONDS = 15.0
"""Between two looks whether the database can be written."""
DAY_SECONDS = 86_400.0


@asynccontextmanager
async def upkeep(record: Record, notes: Notes, health: Health) -> AsyncIterator[None]:
    """Keep all of it going beside the block; what is noted at its end is written down."""
    probe = WriteProbe(record.store)
    health.checks["database"] = lambda: probe.problem
    async with _beside(
        record.follow(), notes.keep_writing(), probe.keep_probing(), _clear_up(record.store), keep_watchdog_fed()
    ):
        yield
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


async def _clear_up(store: Store) -> None:
    """Forget once a day what has been kept long enough."""
    while True:
        try:
            await store.sweep(datetime.now(UTC))
        except StoreError as error:
            logger.warning("what is out of date could not be forgotten: %s", error)
        await asyncio.sleep(DAY_SECONDS)


@asynccontextmanager
async def _beside(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run these beside the block, and end them with it; a bug in one of them is logged when it happens."""
    tasks = [asyncio.create_task(each) for each in work]
    for task in tasks:
        task.add_done_callback(_report)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        logger.error("%s ended", task.get_coro(), exc_info=task.exception())
