"""What the processes on one database tell each other: a new version, who polls Telegram, whose turn a chat is.

On PostgreSQL one connection beside the pool carries all of it. An SQLite database has one process, which leads.
"""

import asyncio
import logging
from contextlib import suppress

from knowledge.errors import StoreError
from knowledge.seen import Seen
from knowledge.storage.database import Database
from knowledge.storage.line import Line
from knowledge.storage.turns import HANDLED, AnyPlace, FreePlace, Place

logger = logging.getLogger(__name__)

CHANNEL = "ipjang_version"
"""Every change of the facts notifies here, as its transaction commits."""
LEADER_LOCK = 0x69706A6C65616421
"""The advisory lock of the process that polls Telegram."""
TELLER_LOCK = 0x69706A74656C6C21
"""The advisory lock of the process that tells of changes: by the webhook nobody polls."""
REMEMBERED = 4_500
"""Updates remembered as handled by somebody: fifty times what Telegram has under way at once."""


class Replicas:
    """This process among those on the same database."""

    def __init__(self, database: Database) -> None:
        self._line: Line | None = None
        if not database.is_sqlite:
            self._line = Line(database.url, (CHANNEL, HANDLED), self._heard, self._connected)
        self._news = asyncio.Event()
        self._handled = Seen(REMEMBERED)
        self._locked_in = 0
        """The session that has the leader's lock."""
        self._leads = False
        self._tells_in = 0
        """The session that has the teller's lock."""

    async def announced(self, seconds: float) -> bool:
        """Wait until a new version is announced, at most this long; whether one was.

        A hint, not a promise: who waits looks at the version in any case.
        """
        if self._line is not None:
            self._line.open()
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    async def is_held(self) -> bool:
        """Whether this process is the one that polls Telegram; takes the place when it is free.

        While the server is out of reach it stays as it was: answers need no database, and where another process has
        taken the place meanwhile, Telegram tells (`is_mine`).
        """
        if self._line is None:
            return True
        try:
            self._leads = await self._has_lock(self._line)
        except StoreError as error:
            logger.debug("who polls Telegram cannot be asked: %s", error)
        return self._leads

    async def is_mine(self) -> bool:
        """Whether the place is surely this process's, although Telegram says that another one polls.

        One that cannot be sure gives way: it was cut off from the server, and another has its place.
        """
        if self._line is None:
            return True
        try:
            self._leads = await self._has_lock(self._line)
        except StoreError:
            self._leads = False
        return self._leads

    async def tells(self) -> bool:
        """Whether this process is the one that tells of changes; takes the place when it is free.

        One that cannot be sure is not: another may have its place.
        """
        if self._line is None:
            return True
        line = self._line
        try:
            if self._tells_in == line.session:
                await line.ask("SELECT 1")
            if self._tells_in != line.session and await line.ask("SELECT pg_try_advisory_lock($1)", TELLER_LOCK):
                self._tells_in = line.session
        except StoreError:
            return False
        return self._tells_in == line.session

    async def release(self) -> None:
        """Leave the place to another process."""
        had, self._locked_in, self._leads = self._locked_in, 0, False
        if self._line is not None and had == self._line.session and self._line.is_up:
            with suppress(StoreError):
                await self._line.ask("SELECT pg_advisory_unlock($1)", LEADER_LOCK)

    def queued(self, chat: int, update: int) -> AnyPlace:
        """A block in which this update stands in its chat's queue, which all processes share."""
        if self._line is None:
            return FreePlace()
        return Place(self._line, self._handled, chat, update)

    async def close(self) -> None:
        """Let go of everything."""
        self._leads = False
        if self._line is not None:
            await self._line.close()

    async def _has_lock(self, line: Line) -> bool:
        """Whether the present session has the leader's lock; a lock went with its session."""
        if self._locked_in == line.session:
            await line.ask("SELECT 1")
        if self._locked_in != line.session and await line.ask("SELECT pg_try_advisory_lock($1)", LEADER_LOCK):
            self._locked_in = line.session
        return self._locked_in == line.session

    async def _connected(self) -> None:
        """There is a new session. Who led takes its place back at once: it would be in the middle of a long poll."""
        self._news.set()  # whatever was announced while nobody listened
        if self._leads:
            await self.is_held()

    def _heard(self, channel: str, says: str) -> None:
        if channel == CHANNEL:
            self._news.set()
        elif says.isdecimal():
            self._handled.add(int(says))
