"""The line: one connection to PostgreSQL beside the pool, kept up in the background, for notices and advisory locks."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL

from knowledge.errors import Outage, StoreError
from knowledge.storage.database import VANISHED, connect_wait

if TYPE_CHECKING:
    import asyncpg

logger = logging.getLogger(__name__)

ANSWER_WAIT = 5.0
"""Seconds that the server may take to answer: it is asked for nothing that takes time."""
HEARTBEAT = 2.0
"""Seconds between two questions that are asked in any case: a line that fell silent looks like one that works."""
RETRY = 1.0
"""Seconds between two attempts to connect."""
SERVER_SETTINGS = {
    "application_name": "ipjang replica",
    # Only notices are committed here, and those need not survive the server: no commit waits for the disk.
    "synchronous_commit": "off",
    **VANISHED,
}

Answer = TypeVar("Answer")
Heard = Callable[[str, str], None]
"""Told of each notice: its channel, and what it says."""


class Line:
    """One session at a time, whose locks go with it; `session` is the number of the newest.

    While the line is down whoever asks is told so at once: no answer to anybody waits for a connection. Only the first
    question of all waits for the first attempt to connect.
    """

    def __init__(
        self, url: URL, channels: Sequence[str], heard: Heard, connected: Callable[[], Awaitable[None]]
    ) -> None:
        self.session = 0
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
        """Whether there is a session, as far as anybody knows."""
        return self._connection is not None and not self._connection.is_closed()

    def open(self) -> None:
        """Begin to keep the line up; once is enough."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep())

    async def ask(self, sql: str, *values: int) -> Any:
        """The first value of the first row; raises StoreError. Who is cancelled meanwhile waits for the answer."""

        async def asked() -> Any:
            async with self._held() as connection:
                return await connection.fetchval(sql, *values, timeout=ANSWER_WAIT)

        return await _seen_through(asked())

    async def do(self, script: str) -> None:
        """Several commands, each after the last; raises StoreError. Who is cancelled meanwhile waits for their end."""

        async def done() -> None:
            async with self._held() as connection:
                await connection.execute(script, timeout=ANSWER_WAIT)

        await _seen_through(done())

    async def close(self) -> None:
        """Hang up for good."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        self._hang_up()

    @asynccontextmanager
    async def _held(self) -> "AsyncIterator[asyncpg.Connection[Any]]":
        """The connection, for one question at a time; what goes wrong with it raises StoreError."""
        from asyncpg import InterfaceError, InternalClientError, PostgresError

        self.open()
        await self._tried.wait()
        async with self._busy:
            if self._connection is None or self._connection.is_closed():
                raise StoreError(Outage.UNREACHABLE, detail="there is no connection at this moment")
            try:
                yield self._connection
            except PostgresError as error:  # the server answers, so the connection and its locks stay
                raise StoreError(Outage.UNREACHABLE, detail=str(error)) from error
            # An internal error too: the driver raises it where the server has said farewell and not yet hung up.
            except (InterfaceError, InternalClientError, OSError, TimeoutError) as error:
                self._hang_up()
                raise StoreError(Outage.UNREACHABLE, detail=str(error) or type(error).__name__) from error

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
        self._connection = None
        self._gone.set()

    async def _keep(self) -> None:
        """Connect, watch, and connect again, for as long as it runs."""
        from asyncpg import InterfaceError, InternalClientError, PostgresError

        while True:
            try:
                await self._connect()
            except (PostgresError, InterfaceError, InternalClientError, OSError, TimeoutError) as error:
                logger.debug("no line to the database: %s", str(error) or type(error).__name__)
                self._hang_up()
                self._tried.set()
                await asyncio.sleep(RETRY)
            else:
                await self._watch()
                logger.debug("the line to the database is lost")

    async def _connect(self) -> None:
        connection = await _connected(self._url)
        try:
            for channel in self._channels:
                await connection.add_listener(channel, self._take_notice)
        except BaseException:
            connection.terminate()
            raise
        self._gone.clear()
        connection.add_termination_listener(lambda _: self._gone.set())
        # Both at once: nobody may take this connection for the session before.
        self.session, self._connection = self.session + 1, connection
        self._tried.set()
        await self._on_connected()

    def _take_notice(self, _: object, __: int, channel: str, says: object) -> None:
        self._heard(channel, str(says))

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


async def _seen_through(question: Coroutine[Any, Any, Answer]) -> Answer:
    """Ask to the end, whoever is cancelled: the server told to cancel might cancel the next question instead."""
    asking = asyncio.create_task(question)
    try:
        return await asyncio.shield(asking)
    except asyncio.CancelledError:
        await asyncio.gather(asking, return_exceptions=True)
        raise


async def _connected(url: URL) -> "asyncpg.Connection[Any]":
    import asyncpg

    host = url.query.get("host", url.host)
    return await asyncpg.connect(
        host=host if isinstance(host, (str, type(None))) else list(host),
        port=url.port,
        user=url.username,
        password=url.password,
        database=url.database,
        ssl=url.query.get("ssl"),
        target_session_attrs=url.query.get("target_session_attrs"),
        timeout=connect_wait(url),
        server_settings=SERVER_SETTINGS,
    )
