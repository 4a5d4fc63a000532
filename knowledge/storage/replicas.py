"""What the processes on one database tell each other: a new version, who leads, whose turn a chat is.

On PostgreSQL one session beside the pool carries all of it. An SQLite database has one process, which leads.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Self

from knowledge.errors import StoreError
from knowledge.storage.database import Database

if TYPE_CHECKING:
    from knowledge.storage.pg_session import PgSession

logger = logging.getLogger(__name__)

CHANNEL = "ipjang_version"
"""Every change of the facts notifies here, as its transaction commits."""
HANDLED = "ipjang_handled"
"""The channel on which each process tells which updates it has handled."""
LEADER_LOCK = 0x69706A6C65616421
"""The advisory lock of the process that polls Telegram."""
TELLER_LOCK = 0x69706A74656C6C21
"""The advisory lock of the process that tells of changes: by the webhook nobody polls."""
TURN_LOCKS = 0x69706A
"""The class of the advisory locks of chats: who has one is handling an update of that chat."""
TURN_WAIT = (0.005, 0.1)
"""Seconds between two tries to get a chat's turn, at first and at most."""
REMEMBERED = 4_500
"""Updates remembered as handled by somebody: fifty times what Telegram has under way at once."""

TAKE_TICKET = "SELECT pg_advisory_lock_shared($1)"
TAKE_TURN = """
SELECT CASE WHEN EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid = $1::bigint::oid AND objid::bigint < $2
    AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
) THEN false ELSE pg_try_advisory_lock($3, $4) END
"""
"""The turn of a chat, unless an earlier update of it has a ticket in another process.

Within this process its lanes keep the order; a late copy of an earlier update that waits there for the one that asks
must not be waited for in its turn.
"""


class RecentNumbers(Container[int]):
    """The last `count` numbers at least, and twice as many at most."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._newer: set[int] = set()
        self._older: set[int] = set()

    def __contains__(self, number: object) -> bool:
        return number in self._newer or number in self._older

    def add(self, number: int) -> None:
        """Remember a number; one that is known already counts as new."""
        if number in self._newer:
            return
        if len(self._newer) == self._count:
            self._older, self._newer = self._newer, set()
        self._newer.add(number)


class ChatTurn:
    """The turn of one update among those of its chat, in all processes; entered, it stands in line.

    Its ticket is an advisory lock, numbered by chat and update. The same update may have several tickets, one in each
    process that it was delivered to; the first of them handles it. In an outage there is nobody to ask, and each
    process keeps its own order, as it does where there is one process only, without a session.
    """

    def __init__(
        self, chat: int, update: int, session: "PgSession | None" = None, handled: Container[int] = frozenset()
    ) -> None:
        self._session = session
        self._handled = handled
        self._update = update
        # Two chats that share a number take turns, which harms nobody.
        self._chat_key = (chat ^ (chat >> 32)) % 2**32 - 2**31
        self._ticket = update % 2**32
        self._ticket_in = -1
        """The number of the session that has the ticket."""

    async def __aenter__(self) -> Self:
        if self._session is None or self._update in self._handled:  # a late copy: nobody need wait for it
            return self
        try:
            with suppress(StoreError):
                await self._session.ask(TAKE_TICKET, self._ticket_key)
                self._ticket_in = self._session.number
        except asyncio.CancelledError:
            self._ticket_in = self._session.number  # it was given all the same, and who comes behind would wait for it
            await self._leave(self._session)
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None and self._has_ticket(self._session):  # it was never held
            await self._leave(self._session)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[bool]:
        """A block in which no other process handles an update of this chat; False where this one is handled already.

        At the end of the block the update counts as handled, unless an exception ended it.
        """
        if self._session is None:
            yield True
            return
        await self._wait(self._session)
        is_first = self._update not in self._handled
        try:
            yield is_first
        except BaseException:
            await self._leave(self._session)
            raise
        # The notice goes out before the locks are free: who gets the next turn has heard of it.
        notice = f"BEGIN; SELECT pg_notify('{HANDLED}', '{self._update}'); COMMIT; "
        await self._leave(self._session, notice if is_first else "")

    @property
    def _ticket_key(self) -> int:
        return (self._chat_key << 32) | self._ticket

    def _has_ticket(self, session: "PgSession") -> bool:
        """True if the ticket is there: it goes with its session."""
        return self._ticket_in == session.number and session.is_up

    async def _wait(self, session: "PgSession") -> None:
        wait, longest = TURN_WAIT
        asked = (self._chat_key % 2**32, self._ticket, TURN_LOCKS, self._chat_key)
        with suppress(StoreError):
            while self._has_ticket(session) and not await session.ask(TAKE_TURN, *asked):
                await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - so that two do not try in step
                wait = min(2 * wait, longest)

    async def _leave(self, session: "PgSession", script: str = "") -> None:
        """Give back the turn and the ticket; unlocking what one has not got does nothing."""
        if self._has_ticket(session):
            script += f"SELECT pg_advisory_unlock({TURN_LOCKS}, {self._chat_key})"
            script += f", pg_advisory_unlock_shared({self._ticket_key})"
        self._ticket_in = -1
        if script:
            with suppress(StoreError):
                await session.do(script)


class Replicas:
    """This process among those on the same database."""

    def __init__(self, database: Database) -> None:
        self._session: PgSession | None = None
        if not database.is_sqlite:
            # Imported here: the driver of the other engine would add 3 MB and 50 ms to every start on SQLite.
            import knowledge.storage.pg_session as postgres

            self._session = postgres.PgSession(database.url, (CHANNEL, HANDLED), self._heard, self._connected)
        self._news = asyncio.Event()
        self._handled = RecentNumbers(REMEMBERED)
        self._locked_in: dict[int, int] = {}
        """The number of the session that has each lock."""
        self._leads = False

    async def announced(self, seconds: float) -> bool:
        """Wait until a new version is announced, at most this long; whether one was.

        A hint, not a promise: who waits looks at the version in any case.
        """
        if self._session is not None:
            self._session.open()
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    async def is_held(self) -> bool:
        """True if this process is the one that polls Telegram; takes the place when it is free.

        While the server is out of reach it stays as it was: answers need no database, and where another process has
        taken the place meanwhile, Telegram tells (`is_mine`).
        """
        held = await self._has_lock(LEADER_LOCK)
        self._leads = self._leads if held is None else held
        return self._leads

    async def is_mine(self) -> bool:
        """True if the place is surely this process's, although Telegram says that another one polls.

        One that cannot be sure gives way: it was cut off from the server, and another has its place.
        """
        self._leads = bool(await self._has_lock(LEADER_LOCK))
        return self._leads

    async def tells(self) -> bool:
        """True if this process is the one that tells of changes; takes the place when it is free.

        One that cannot be sure is not: another may have its place.
        """
        return bool(await self._has_lock(TELLER_LOCK))

    async def release(self) -> None:
        """Leave the place to another process."""
        had, self._leads = self._locked_in.pop(LEADER_LOCK, None), False
        if self._session is not None and had == self._session.number and self._session.is_up:
            with suppress(StoreError):
                await self._session.ask("SELECT pg_advisory_unlock($1)", LEADER_LOCK)

    def turn(self, chat: int, update: int) -> ChatTurn:
        """The turn of an update in its chat's queue, which all processes share."""
        return ChatTurn(chat, update, self._session, self._handled)

    async def close(self) -> None:
        """Let go of everything."""
        self._leads = False
        if self._session is not None:
            await self._session.close()

    async def _has_lock(self, key: int) -> bool | None:
        """True if the present session has a lock, taken now if it was free; None where nobody can tell."""
        session = self._session
        if session is None:
            return True
        try:
            if self._locked_in.get(key) == session.number:
                await session.ask("SELECT 1")
            if self._locked_in.get(key) != session.number and await session.ask("SELECT pg_try_advisory_lock($1)", key):
                self._locked_in[key] = session.number
        except StoreError as error:
            logger.debug("who has the lock %x cannot be asked: %s", key, error)
            return None
        return self._locked_in.get(key) == session.number

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
