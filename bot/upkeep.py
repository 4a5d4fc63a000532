"""What goes on beside the conversation while the bot runs: facts, notes, clearing up, signs of life to systemd."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.chat.notes import Notes
from bot.chat.snapshot import Record
from bot.health import Health
from bot.messages.refusals import fault_sentence
from knowledge.errors import StoreError
from knowledge.store import LOOKED_THROUGH, REMEMBER_DAYS, Store

WATCHDOG_SHARE = 3
"""A sign of life is sent this many times in each watchdog period, so that one late turn of the loop is no alarm."""


def notify(*states: str) -> bool:
    """Send states such as `READY=1` or `STATUS=…`; False where no service manager listens (see sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        try:
            # An address that starts with @ is in Linux's abstract namespace, written with a NUL.
            channel.sendto("\n".join(states).encode(), "\0" + address[1:] if address[0] == "@" else address)
        except OSError:
            return False
    return True


def watchdog_seconds() -> float | None:
    """Seconds between two signs of life, or None where systemd asks for none of this process."""
    period = os.environ.get("WATCHDOG_USEC", "")
    owner = os.environ.get("WATCHDOG_PID", "")
    if not period.isdigit() or int(period) == 0 or (owner and owner != str(os.getpid())):
        return None
    return int(period) / 1_000_000 / WATCHDOG_SHARE


async def keep_watchdog_fed() -> None:
    """Send signs of life from the event loop, which a hanging loop cannot, until cancelled; ends if none are asked."""
    seconds = watchdog_seconds()
    while seconds is not None:
        notify("WATCHDOG=1")
        await asyncio.sleep(seconds)


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
