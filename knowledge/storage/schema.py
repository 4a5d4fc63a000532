"""The schema's age: opened as it is when current, migrated under a lock when older, refused when newer or not ours."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import talk_tables
from knowledge.errors import Outage, StoreError
from knowledge.migrations.guards import postgresql_guards, sqlite_guards
from knowledge.storage.database import Database
from knowledge.storage.files import copy_file, make_private_file
from knowledge.storage.outages import outages_told
from knowledge.tables import HEAD, metadata, record

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
REVISION_TABLE = """
CREATE TABLE IF NOT EXISTS alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)
"""
"""As Alembic makes it, which leaves it there, empty, when it takes everything down."""
MIGRATION_LOCK = 0x69706A616E67
"""The key of the advisory lock under which one of several processes migrates a PostgreSQL database."""

MIGRATION_WAIT = 50
"""Seconds that a process waits for another one that migrates: longer than for a writer, shorter than `ANSWER_WAIT`."""


async def prepare(database: Database, *, migrate: bool, keep_copy: bool = True) -> None:
    """Bring the schema to HEAD, or raise StoreError where it is newer, not ours, or older and `migrate` is false."""
    if database.path is not None and migrate:
        with outages_told():
            make_private_file(database.path)
            await _use_write_ahead_log(database)
    async with database.reading() as connection:
        revision = await current_revision(connection)
    if revision == HEAD:
        return
    if not migrate:
        raise StoreError(Outage.OLDER, revision=revision)
    await migrate_to(database, HEAD, keep_copy=keep_copy)


async def _use_write_ahead_log(database: Database) -> None:
    """Readers then never wait for a writer; the file remembers it."""
    async with database.engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("PRAGMA journal_mode = WAL")


async def current_revision(connection: AsyncConnection) -> str | None:
    """The revision that a database is at, None for an empty one; raises StoreError for one that is not ours."""
    tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    if "alembic_version" in tables and "record" in tables:
        revision = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()
        if revision is not None and str(revision) > HEAD:
            raise StoreError(Outage.NEWER, revision=revision, known=HEAD)
        return None if revision is None else str(revision)
    if tables - {"alembic_version"}:
        raise StoreError(Outage.FOREIGN, tables=sorted(tables)[:5])
    return None


async def migrate_to(database: Database, target: str, *, keep_copy: bool = True) -> None:
    """Run the migrations up or down to a revision (`base` takes everything down), all of them or none.

    An SQLite file that holds something is copied beside itself first, unless `keep_copy` is false.
    """
    if database.path is not None and keep_copy:
        await _keep_copy(database, database.path, target)
    with outages_told():
        async with database.engine.execution_options(ipjang_writes=True).connect() as connection:
            if not database.is_sqlite:
                await _migrate(connection, target)
                return
            # A table that is rebuilt is dropped for a moment, so foreign keys rest and are checked before the commit.
            # Inside a transaction the pragma does nothing: it goes to the driver, which has not begun one.
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            await driver.execute("PRAGMA foreign_keys = OFF")
            try:
                await _migrate(connection, target)
            finally:
                await driver.execute("PRAGMA foreign_keys = ON")


async def _keep_copy(database: Database, path: Path, target: str) -> None:
    async with database.reading() as connection:
        revision = await current_revision(connection)
    if revision is not None:
        await asyncio.to_thread(copy_file, path, path.with_name(f"{path.name}.{revision}-before-{target}"))


async def _migrate(connection: AsyncConnection, target: str) -> None:
    async with connection.begin():
        await _wait_for_turn(connection)
        # Somebody else may have migrated while this process waited for its turn.
        revision = await current_revision(connection)
        if revision == target:
            return
        if revision is None and target == HEAD:
            await connection.run_sync(_build)
            return
        await connection.run_sync(_run_alembic, target)
        if connection.dialect.name == "sqlite":
            broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).mappings().first()
            if broken is not None:
                detail = f"a row of {broken['table']} refers to a row of {broken['parent']} that is gone"
                raise StoreError(Outage.CORRUPT, detail=detail)


async def _wait_for_turn(connection: AsyncConnection) -> None:
    # SQLite's transaction has the file to itself from its beginning.
    if connection.dialect.name == "postgresql":
        await connection.execute(text(f"SET LOCAL lock_timeout = '{MIGRATION_WAIT}s'"))
        await connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        await connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))


@asynccontextmanager
async def rebuilt(database: Database) -> AsyncIterator[AsyncConnection]:
    """Begin anew: inside one transaction everything of ours goes, and an empty schema of this version comes.

    For PostgreSQL, whose guards let nobody delete; raises StoreError where the database is not ours or newer.
    """
    with outages_told():
        async with database.engine.begin() as connection:
            await _wait_for_turn(connection)
            if await current_revision(connection) is not None:
                await connection.run_sync(_run_alembic, "base")
            await connection.run_sync(_build)
            yield connection


def _build(connection: Connection) -> None:
    """Build the newest schema in an empty database: what all migrations together come to, which a test compares.

    Alembic would take 10 MB of memory for good, and a third of the time of a first start.
    """
    assert talk_tables.TALK_TABLES, "imported so that its tables are in the metadata"
    metadata.create_all(connection, checkfirst=False)
    connection.execute(insert(record).values(id=1, version=0))
    for guard in postgresql_guards() if connection.dialect.name == "postgresql" else sqlite_guards():
        connection.exec_driver_sql(guard)
    connection.exec_driver_sql(REVISION_TABLE)
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def _run_alembic(connection: Connection, target: str) -> None:
    # Imported here: a database that is current, which is nearly every start, does not pay for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if target == "base" or (_at(connection) or "") > target:
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)


def _at(connection: Connection) -> str | None:
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if revision is None else str(revision)
