"""What the processes on one database tell each other: a new version, who polls Telegram, whose turn a chat is.

On PostgreSQL one connection beside the pool carries all of it: notifications and advisory locks, which go with the
connection when its process dies. An SQLite database has one process, which leads, and takes turns within itself.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from knowledge.errors import Outage, StoreError
from knowledge.storage.database import CONNECT_WAIT, Database

if TYPE_CHECKING:
    import asyncpg

logger = logging.getLogger(__name__)

CHANNEL = "ipjang_version"
"""Every change of the facts notifies here, as its transaction commits."""
LEADER_LOCK = 0x69706A6C65616421
"""The advisory lock of the process that polls Telegram."""
TURN_LOCKS = 0x69706A
"""The class of the advisory locks of chats."""
TURN_WAIT = (0.005, 0.1)
"""Seconds between two tries to get a chat's turn, at first and at most."""
COMMAND_WAIT = 5.0
"""Seconds that the server may take to answer: it is asked for nothing that takes time."""
KEEPALIVE = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3"}
"""A process whose machine vanished is noticed by the server after 25 seconds, and its locks are free again."""


class Replicas:
    """This process among those on the same database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: asyncpg.Connection[Any] | None = None
        self._busy = asyncio.Lock()
        self._news = asyncio.Event()
        self._has_lock = False
        self._leads = False

    async def announced(self, seconds: float) -> bool:
        """Wait until a new version is announced, at most this long; whether one was.

        A hint, not a promise: who waits looks at the version in any case.
        """
        if not self._database.is_sqlite:
            with suppress(StoreError):
                await self._run("SELECT 1")
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        self._news.clear()
        return True

    async def is_held(self) -> bool:
        """Whether this process is the one that polls Telegram; takes the place when it is free.

        While the server is out of reach it stays as it was: nobody else can take the place then either, and answers
        need no database. A connection that broke alone costs the place, as soon as another process has taken it.
        """
        if self._database.is_sqlite:
            return True
        try:
            await self._run("SELECT 1")
            if not self._has_lock:
                self._has_lock = bool(await self._run("SELECT pg_try_advisory_lock($1)", LEADER_LOCK))
            self._leads = self._has_lock
        except StoreError as error:
            logger.warning("who polls Telegram cannot be asked: %s", error)
        return self._leads

    async def release(self) -> None:
        """Leave the place to another process."""
        had, self._has_lock, self._leads = self._has_lock, False, False
        if had:
            with suppress(StoreError):
                await self._run("SELECT pg_advisory_unlock($1)", LEADER_LOCK)

    @asynccontextmanager
    async def holding(self, chat: int) -> AsyncIterator[None]:
        """A block in which no other process handles an update of this chat; in an outage there is nobody to ask."""
        held = False
        if not self._database.is_sqlite:
            with suppress(StoreError):
                await self._take_turn(_key_of(chat))
                held = True
        try:
            yield
        finally:
            if held:
                with suppress(StoreError):
                    await self._run("SELECT pg_advisory_unlock($1, $2)", TURN_LOCKS, _key_of(chat))

    async def _take_turn(self, key: int) -> None:
        wait, longest = TURN_WAIT
        while not await self._run("SELECT pg_try_advisory_lock($1, $2)", TURN_LOCKS, key):
            await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - so that two do not try in step
            wait = min(2 * wait, longest)

    async def close(self) -> None:
        """Let go of everything."""
        self._has_lock = self._leads = False
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    async def _run(self, sql: str, *values: int) -> Any:
        """Ask the server, over a new connection where the last one is gone; raises StoreError."""
        from asyncpg import InterfaceError, PostgresError

        async with self._busy:
            try:
                connection = await self._connected()
                return await connection.fetchval(sql, *values, timeout=COMMAND_WAIT)
            except (PostgresError, InterfaceError, OSError, TimeoutError) as error:
                if self._connection is not None:
                    self._connection.terminate()
                raise StoreError(Outage.UNREACHABLE, detail=str(error) or type(error).__name__) from error

    async def _connected(self) -> "asyncpg.Connection[Any]":
        if self._connection is None or self._connection.is_closed():
            # A connection that is gone took its locks with it.
            self._has_lock = False
            self._connection = await self._connect()
            await self._connection.add_listener(CHANNEL, self._told)
            # Whatever was announced while nobody listened.
            self._news.set()
        return self._connection

    async def _connect(self) -> "asyncpg.Connection[Any]":
        import asyncpg

        url = self._database.url
        host = url.query.get("host", url.host)
        return await asyncpg.connect(
            host=host if isinstance(host, (str, type(None))) else list(host),
            port=url.port,
            user=url.username,
            password=url.password,
            database=url.database,
            timeout=CONNECT_WAIT,
            server_settings={"application_name": "ipjang replica", **KEEPALIVE},
        )

    def _told(self, *_: object) -> None:
        self._news.set()


def _key_of(chat: int) -> int:
    """A chat as a signed 32-bit number; two chats that share one take turns, which harms nobody."""
    return (chat ^ (chat >> 32)) % 2**32 - 2**31
