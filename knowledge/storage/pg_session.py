"""One session with PostgreSQL beside the pool, kept up in the background, for notices and advisory locks."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import URL

from knowledge.errors import Outage, StoreError
from knowledge.storage.database import VANISHED, connect_wait

logger = logging.getLogger(__name__)

ANSWER_WAIT = 5.0
"""Seconds that the server may take to answer: it is asked for nothing that takes time."""
HEARTBEAT = 2.0
"""Seconds between two questions that are asked in any case: a session that fell silent looks like one that works."""
RETRY = 1.0
"""Seconds between two attempts to connect."""
SERVER_SETTINGS = {
    "application_name": "ipjang replica",
    # Only notices are committed here, and those need not survive the server: no commit waits for the disk.
    "synchronous_commit": "off",
    **VANISHED,
}
# An internal error too: the driver raises it where the server has said farewell and not yet hung up.
LOST = (asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, TimeoutError)
"""What is raised where the connection is gone."""

Answer = TypeVar("Answer")
Question = Callable[["asyncpg.Connection[Any]"], Coroutine[Any, Any, Answer]]
"""Asks something over a connection."""
Heard = Callable[[str, str], None]
"""Told of each notice: its channel, and what it says."""


class PgSession:
    """One session at a time, whose locks go with it; `number` is that of the newest.

    While there is none whoever asks is told so at once: no answer to anybody waits for a connection. Only the first
    question of all waits for the first attempt to connect.
    """

    def __init__(
        self, url: URL, channels: Sequence[str], heard: Heard, connected: Callable[[], Awaitable[None]]
    ) -> None:
        self.number = 0
        self._url = url
        self._channels = channels
        self._heard = heard
        self._on_connected = connected
        self._connection: asyncpg.Connection[Any] | None = None
        self._busy = asyncio.Lock()
        self._tried = asyncio.Event()
        self._gone = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def is_up(self) -> bool:
        """True if there is a session, as far as anybody knows."""
        return self._connection is not None and not self._connection.is_closed()

    def open(self) -> None:
        """Begin to keep the session up; once is enough."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep())

    async def ask(self, sql: str, *values: int) -> Any:
        """Returns the first value of the first row; raises StoreError. Who is cancelled waits for the answer."""
        return await self._seen_through(lambda to: to.fetchval(sql, *values, timeout=ANSWER_WAIT))

    async def do(self, script: str) -> None:
        """Run several commands, each after the last; raises StoreError. Who is cancelled waits for their end."""
        await self._seen_through(lambda to: to.execute(script, timeout=ANSWER_WAIT))

    async def close(self) -> None:
        """Hang up for good."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        self._hang_up()

    async def _seen_through(self, question: "Question[Answer]") -> Answer:
        """Ask to the end, whoever is cancelled: the server told to cancel might cancel the next question instead."""

        async def asked() -> Answer:
            async with self._held() as connection:
                return await question(connection)

        asking = asyncio.create_task(asked())
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            await asyncio.gather(asking, return_exceptions=True)
            raise

    @asynccontextmanager
    async def _held(self) -> "AsyncIterator[asyncpg.Connection[Any]]":
        """The connection, for one question at a time; what goes wrong with it raises StoreError."""
        self.open()
        await self._tried.wait()
        async with self._busy:
            if self._connection is None or self._connection.is_closed():
                raise StoreError(Outage.UNREACHABLE, detail="there is no connection at this moment")
            try:
                yield self._connection
            except asyncpg.PostgresError as error:  # the server answers, so the connection and its locks stay
                raise StoreError(Outage.UNREACHABLE, detail=str(error)) from error
            except LOST as error:
                self._hang_up()
                raise StoreError(Outage.UNREACHABLE, detail=str(error) or type(error).__name__) from error

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
        self._connection = None
        self._gone.set()

    async def _keep(self) -> None:
        """Connect, watch, and connect again, for as long as it runs."""
        while True:
            try:
                await self._connect()
            except (asyncpg.PostgresError, *LOST) as error:
                logger.debug("no session with the database: %s", str(error) or type(error).__name__)
                self._hang_up()
                self._tried.set()
                await asyncio.sleep(RETRY)
            else:
                await self._watch()
                logger.debug("the session with the database is lost")

    async def _connect(self) -> None:
        connection = await self._connected()
        try:
            for channel in self._channels:
                await connection.add_listener(channel, lambda _, __, heard, says: self._heard(heard, str(says)))
        except BaseException:
            connection.terminate()
            raise
        self._gone.clear()
        connection.add_termination_listener(lambda _: self._gone.set())
        # Both at once: nobody may take this connection for the session before.
        self.number, self._connection = self.number + 1, connection
        self._tried.set()
        await self._on_connected()

    async def _connected(self) -> "asyncpg.Connection[Any]":
        query = self._url.query
        host = query.get("host", self._url.host)
        return await asyncpg.connect(
            host=host if isinstance(host, (str, type(None))) else list(host),
            port=self._url.port,
            user=self._url.username,
            password=self._url.password,
            database=self._url.database,
            ssl=query.get("ssl"),
            target_session_attrs=query.get("target_session_attrs"),
            timeout=connect_wait(self._url),
            server_settings=SERVER_SETTINGS,
        )

    async def _watch(self) -> None:
        """Return when the connection is gone, or does not answer any more."""
        while not self._gone.is_set() and self.is_up:
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await self._gone.wait()
            except TimeoutError:
                try:
                    await self.ask("SELECT 1")
                except StoreError:
                    return
