"""One database, SQLite or PostgreSQL: how it is reached, read consistently, and written by one at a time."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import aiosqlite
from sqlalchemy import URL, Executable, Row, Select, event, make_url, select
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from knowledge.errors import Outage, StoreError
from knowledge.storage.outages import outages_told
from knowledge.tables import record

LOCK_WAIT = 5.0
"""Seconds that a writer waits for another process before it gives up with a sentence."""
CONNECT_WAIT = 5.0
"""Seconds that a PostgreSQL server may take to accept a connection."""
CHECK_MORE = 1.0
"""Seconds more until there is a connection that answers: a pooled one is asked first, and a dead one says nothing."""
ANSWER_WAIT = 60.0
"""Seconds that a PostgreSQL server may take for one command: the slowest, a COPY of 115,000 rows, takes five."""
POOL_SIZE = 5
VANISHED = {
    # A process whose machine vanished is noticed by the server after 25 seconds, and its locks are free again: by
    # probes where it was sent nothing, and where it was sent something by what it has not acknowledged.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "25000",
}
"""What a server is asked to do about clients that are gone without a word."""
READ_ONLY_STATE = "25006"
"""What a server says that is a standby or was told to accept no change."""
IDLE_WAIT = 60
"""Seconds after which it ends a change that nobody goes on with: the next writer waits for no hanging process."""

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_TLS = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
_SESSIONS = frozenset({"any", "primary", "standby", "read-write", "read-only", "prefer-standby"})
SERVER_OPTIONS: Mapping[str, Callable[[str], bool]] = {
    "host": bool,
    "ssl": _TLS.__contains__,
    "sslmode": _TLS.__contains__,
    "connect_timeout": lambda text: text.isdecimal() and 1 <= int(text) <= 60,
    "prepared_statement_cache_size": lambda text: text.isdecimal() and len(text) <= 5,
    "target_session_attrs": _SESSIONS.__contains__,
    # The driver binds no channel: who requires it would be told that it was done.
    "channel_binding": {"disable", "prefer"}.__contains__,
}
"""What may stand behind the `?` of a server's URL, as people copy it, and which values each takes."""
SQLITE_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA trusted_schema = OFF",
    # A tenth of the usual pages a connection: what is asked for often is answered from memory of our own.
    "PRAGMA cache_size = -200",
)
SLOW = 2.0
"""Seconds for which somebody has waited for a connection that answers, when others do not begin to wait as well."""
BELIEVED = 5.0
"""Seconds for which a silence is believed to last. The look at the version, every two seconds, asks all the same."""


def read_url(url: str) -> URL:
    """A database URL with its async driver; raises StoreError (`bad_url`), which never repeats a password."""
    try:
        parsed = make_url(url)
        parsed = parsed.set(drivername=DRIVERS[parsed.drivername])
    except (ArgumentError, KeyError, ValueError) as error:
        raise StoreError(Outage.BAD_URL, engines=("sqlite", "postgresql")) from error
    return parsed if parsed.get_backend_name() == "sqlite" else _with_known_options(parsed)


def _with_known_options(url: URL) -> URL:
    """A server's URL as the driver takes it, which calls `sslmode` `ssl`; raises StoreError with what it refuses."""
    wrong = [
        f"{name}={value}" if name in SERVER_OPTIONS and isinstance(value, str) else name
        for name, value in url.query.items()
        if not _is_fit(name, value)
    ]
    if wrong:
        raise StoreError(Outage.BAD_OPTION, options=sorted(wrong), known=sorted(SERVER_OPTIONS))
    options = {"ssl" if name == "sslmode" else name: value for name, value in url.query.items()}
    options.pop("channel_binding", None)
    return url.set(query=options)


def _is_fit(name: str, value: str | tuple[str, ...]) -> bool:
    if not isinstance(value, str):
        return name == "host"
    return name in SERVER_OPTIONS and SERVER_OPTIONS[name](value)


def connect_wait(url: URL) -> float:
    """Seconds that its server may take to accept a connection."""
    return float(str(url.query.get("connect_timeout", CONNECT_WAIT)))


class CircuitBreaker:
    """Whether a server answers, as far as those who ask it have found out.

    Whoever asks a server that has fallen silent is told so at once, while one asker finds out.
    """

    def __init__(self) -> None:
        self._waiting: dict[object, float] = {}
        self._silent_at = float("-inf")

    @contextmanager
    def overcome(self, *, probing: bool = False) -> Iterator[None]:
        """A block that waits for an answer; raises TimeoutError at once where none is likely, unless `probing`."""
        now, key = monotonic(), object()
        if not probing and self._is_due(now):
            raise TimeoutError
        self._waiting[key] = now
        try:
            yield
        except TimeoutError:
            self._silent_at = monotonic()
            raise
        else:
            self._silent_at = float("-inf")
        finally:
            del self._waiting[key]

    def _is_due(self, now: float) -> bool:
        return now - self._silent_at < BELIEVED or now - min(self._waiting.values(), default=now) > SLOW


if TYPE_CHECKING:
    import asyncpg


class Idle:
    """The connections that wait in a pool for their next use."""

    def __init__(self) -> None:
        self._connections: WeakSet[asyncpg.Connection[Any]] = WeakSet()

    def watch(self, engine: AsyncEngine) -> None:
        """Know of each connection that is put back and taken out."""
        event.listen(engine.sync_engine, "checkin", self._put_back)
        event.listen(engine.sync_engine, "checkout", self._taken)

    def hang_up(self) -> None:
        """End all of them without a word to the server; the pool notices at once when it takes one out."""
        for connection in list(self._connections):
            connection.terminate()
        self._connections.clear()

    def _put_back(self, connection: DBAPIConnection | None, _: ConnectionPoolEntry) -> None:
        if connection is not None:
            self._connections.add(_driver_of(connection))

    def _taken(self, connection: DBAPIConnection, _: ConnectionPoolEntry, __: object) -> None:
        self._connections.discard(_driver_of(connection))


def _driver_of(connection: Any) -> "asyncpg.Connection[Any]":
    """What SQLAlchemy has wrapped."""
    driver: asyncpg.Connection[Any] = connection.driver_connection
    return driver


class Database:
    """The connections to one database. `reading` gives one moment of it; `writing` is alone until it commits."""

    def __init__(self, url: URL, engine: AsyncEngine, patience: float) -> None:
        self.url = url
        self.engine = engine
        self._patience = patience
        self._check_wait = connect_wait(url) + CHECK_MORE
        self._turn = asyncio.Lock()
        self._breaker = CircuitBreaker()
        self._idle = Idle()
        if not self.is_sqlite:
            self._idle.watch(engine)

    @classmethod
    def at(cls, url: str, *, patience: float = LOCK_WAIT) -> "Database":
        """Prepare the connections; nothing is opened before the first use. A writer waits for `patience` seconds."""
        parsed = read_url(url)
        is_sqlite = parsed.get_backend_name() == "sqlite"
        return cls(parsed, (_sqlite_engine if is_sqlite else _postgresql_engine)(parsed, patience), patience)

    def again(self) -> "Database":
        """The same database over connections of its own."""
        engine = (_sqlite_engine if self.is_sqlite else _postgresql_engine)(self.url, self._patience)
        return Database(self.url, engine, self._patience)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite; otherwise it is PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database; None for one in memory and for PostgreSQL."""
        return _file_of(self.url) if self.is_sqlite else None

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    @asynccontextmanager
    async def reading(self, *, probing: bool = False) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one moment of the database for as long as it is held, and cannot write.

        Nobody waits for a server that is known to be silent but who is `probing` whether it still is.
        """
        with outages_told():
            engine = self.engine
            if not self.is_sqlite:
                engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            async with self._checked(engine, probing=probing) as connection, connection.begin():
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A connection that is the only writer of the record; commits at the end, takes all back on any exception."""
        with outages_told():
            engine = self.engine.execution_options(ipjang_writes=True)
            async with self._waited_for_turn(), self._checked(engine) as connection, connection.begin():
                if not self.is_sqlite:
                    await connection.execute(select(record.c.version).with_for_update())
                yield connection

    async def rows(self, query: Select[Any]) -> Sequence[Row[Any]]:
        """Returns all rows of a query."""
        async with self.reading() as connection:
            found: Sequence[Row[Any]] = (await connection.execute(query)).all()
        return found

    async def row(self, query: Select[Any]) -> Row[Any] | None:
        """Returns the one row of a query; None where there is none."""
        async with self.reading() as connection:
            found: Row[Any] | None = (await connection.execute(query)).one_or_none()
        return found

    async def value(self, query: Select[Any]) -> Any:
        """Returns the one value of a query; None where there is none."""
        async with self.reading() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def write(self, statement: Executable) -> int:
        """Execute one statement in a transaction of its own; returns how many rows it changed."""
        async with self.writing() as connection:
            return (await connection.execute(statement)).rowcount

    @asynccontextmanager
    async def _checked(self, engine: AsyncEngine, *, probing: bool = False) -> AsyncIterator[AsyncConnection]:
        """A connection that answers; raises TimeoutError, soon even where a server has vanished without a word."""
        connection = engine.connect()
        with self._breaker.overcome(probing=probing):
            try:
                async with asyncio.timeout(self._check_wait):
                    await connection.start()
            except TimeoutError:
                self._idle.hang_up()
                raise
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def _waited_for_turn(self) -> AsyncIterator[None]:
        """Wait for this process's other writers, no longer than for a lock: behind one, their waits would add up."""
        try:
            async with asyncio.timeout(self._patience):
                await self._turn.acquire()
        except TimeoutError as error:
            raise StoreError(Outage.LOCKED, detail="another change is being written") from error
        try:
            yield
        finally:
            self._turn.release()


def _file_of(url: URL) -> Path | None:
    return Path(url.database) if url.database and url.database != ":memory:" else None


def _sqlite_engine(url: URL, patience: float) -> AsyncEngine:
    path = _file_of(url)
    # mode=rw: a file that has gone missing is an outage, not a reason to start an empty one in its place.
    database = f"file:{_uri_path(path)}" if path else ":memory:"
    target = url.set(database=database, query={"mode": "rw", "uri": "true"} if path else {})
    engine = create_async_engine(
        target,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=POOL_SIZE if path else 1,
        max_overflow=POOL_SIZE if path else 0,
        hide_parameters=True,
        connect_args={"timeout": patience, "async_creator_fn": _connect_sqlite},
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    if path:
        _watch_file(engine, path)
    return engine


async def _connect_sqlite(*arguments: Any, **options: Any) -> aiosqlite.Connection:
    """A connection; where none comes about, its thread is over too: one that outlives the loop prints a traceback."""
    connection = aiosqlite.connect(*arguments, **options)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does where it connects by itself
    try:
        return await connection
    except BaseException:
        await asyncio.to_thread(connection._thread.join)  # noqa: SLF001
        raise


def _uri_path(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver's own idea of transactions is switched off: `_begin_sqlite` says when and how one begins.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("ipjang_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _watch_file(engine: AsyncEngine, path: Path) -> None:
    """Serve the file that was opened first and no other: what an editor was told is saved is in that one.

    Another file under its name is refused before it is opened, as it would be given the log of the first. A restore
    fills the file that is there, and is none of this.
    """
    opened: tuple[int, int] | None = None

    def look() -> tuple[int, int]:
        status = path.stat()
        return status.st_dev, status.st_ino

    def refuse_other(*_: object) -> None:
        if opened is not None and look() != opened:
            raise StoreError(Outage.REPLACED, file=path.name)

    def take_leave(connection: DBAPIConnection, *_: object) -> None:
        try:
            refuse_other()
        except StoreError as error:
            # What is in the log belongs into the file that was opened, wherever that is now, and into no other.
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raise DisconnectionError from error
        except OSError as error:
            raise DisconnectionError from error

    def note(*_: object) -> None:
        nonlocal opened
        opened = opened or look()

    event.listen(engine.sync_engine, "do_connect", refuse_other)
    event.listen(engine.sync_engine, "connect", note)
    event.listen(engine.sync_engine, "checkout", take_leave)


def _postgresql_engine(url: URL, patience: float) -> AsyncEngine:
    wait = connect_wait(url)
    engine = create_async_engine(
        url.difference_update_query(["connect_timeout"]),
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_timeout=wait + CHECK_MORE,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={
            "timeout": wait,
            "command_timeout": ANSWER_WAIT,
            "server_settings": {
                "application_name": "ipjang",
                # For a command whose asker is gone; who is there has stopped waiting before.
                "statement_timeout": f"{ANSWER_WAIT + 5:.0f}s",
                "lock_timeout": str(int(patience * 1000)),
                "idle_in_transaction_session_timeout": f"{IDLE_WAIT}s",
                **VANISHED,
            },
        },
    )
    event.listen(engine.sync_engine, "handle_error", _renew_read_only)
    return engine


def _renew_read_only(failed: ExceptionContext) -> None:
    """After a failover the sessions that are open are of a server that may only be read: the pool begins anew."""
    if getattr(failed.original_exception, "sqlstate", None) == READ_ONLY_STATE:
        failed.is_disconnect = True
