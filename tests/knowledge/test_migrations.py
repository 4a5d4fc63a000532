"""Migrations: up, down and up again on both engines; nothing lost on the way, and a copy kept of every file."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from knowledge import tables
from knowledge.errors import Outage, StoreError
from knowledge.record.changes import Retract
from knowledge.storage.database import Database
from knowledge.storage.schema import MIGRATIONS, current_revision, migrate_to, prepare
from knowledge.store import Store
from knowledge.tables import HEAD, metadata
from tests.knowledge.lighthouse import lit


def _revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def _begun(url: str) -> Database:
    """A database that is there and holds nothing, not even a schema."""
    database = Database.at(url)
    if database.path is not None:
        database.path.touch()
    return database


def _names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


async def _revision(database: Database) -> str | None:
    async with database.reading() as connection:
        return await current_revision(connection)


async def _table_names(database: Database) -> set[str]:
    async with database.reading() as connection:
        return await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))


def test_the_code_knows_the_newest_revision() -> None:
    assert _revisions()[-1] == HEAD


async def test_every_revision_runs_up_down_and_up_again(bare_url: str) -> None:
    database = Database.at(bare_url)
    await prepare(database, migrate=True)
    await migrate_to(database, "base")
    assert await _table_names(database) <= {"alembic_version"}
    below = "base"
    for revision in _revisions():
        for target in (revision, below, revision):
            await migrate_to(database, target)
            assert await _revision(database) == (None if target == "base" else target)
        below = revision
    await database.close()


async def test_the_migrations_build_what_the_tables_say(bare_url: str) -> None:
    assert tables.TALK_TABLES
    database = Database.at(bare_url)
    await prepare(database, migrate=True)

    def compare(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))

    async with database.reading() as connection:
        assert await connection.run_sync(compare) == []
    await database.close()


SQLITE_SHAPE = "SELECT type, name, sql FROM sqlite_master"
POSTGRESQL_SHAPE = """
SELECT 'column', table_name || '.' || column_name,
    concat_ws(' ', data_type, is_nullable, column_default, character_maximum_length)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def _clauses(sql: str) -> list[str]:
    """What a piece of SQL says, whether a column carries its constraints or the table does."""
    lines = sql.replace(" CONSTRAINT ", "\nCONSTRAINT ").splitlines()
    return sorted(line.strip().rstrip(",") for line in lines)


async def _shape(database: Database) -> dict[tuple[str, str], list[str]]:
    async with database.reading() as connection:
        found = await connection.execute(text(SQLITE_SHAPE if database.is_sqlite else POSTGRESQL_SHAPE))
        return {(kind, name): _clauses(sql or "") for kind, name, sql in found if name != "alembic_version"}


async def test_an_empty_database_is_built_as_the_migrations_build_it(bare_url: str) -> None:
    database = Database.at(bare_url)
    await prepare(database, migrate=True)
    built = await _shape(database)
    assert len({kind for kind, _ in built}) == (3 if database.is_sqlite else 5)
    assert await _revision(database) == HEAD
    for revision in ("base", *_revisions()):
        await migrate_to(database, revision, keep_copy=False)
    assert await _shape(database) == built
    assert await _revision(database) == HEAD
    await database.close()


async def test_a_migration_keeps_every_answer(bare_url: str) -> None:
    store = await Store.open(bare_url)
    editor = await lit(store)
    await editor.save(Retract(id="dl-lost", reason="r"), by="tg:1", key="k1")
    before = await store.facts()
    await store.close()
    database = Database.at(bare_url)
    for revision in _revisions()[-2::-1]:
        await migrate_to(database, revision)
    await database.close()
    store = await Store.open(bare_url)
    assert await store.facts() == before
    assert await store.verify() == ()
    await store.close()


async def test_a_file_is_copied_before_it_is_migrated(sqlite_url: str) -> None:
    path = Path(sqlite_url.partition("///")[2])
    store = await Store.open(sqlite_url)
    await lit(store)
    await store.close()
    database = Database.at(sqlite_url)
    await migrate_to(database, "0001", keep_copy=False)
    await prepare(database, migrate=True)
    await database.close()
    kept = path.with_name(f"{path.name}.0001-before-{HEAD}")
    assert kept.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(kept)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert copy.execute("SELECT count(*) FROM statements").fetchone() == (2,)


async def test_a_new_file_needs_no_copy(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path / 'new.db'}")
    await store.close()
    assert _names_in(tmp_path) == ["new.db"]


async def test_a_migration_that_fails_leaves_everything_as_it_was(bare_url: str) -> None:
    database = _begun(bare_url)
    await migrate_to(database, "0001")
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE gaps (other INTEGER)"))
    before = await _table_names(database)
    with pytest.raises(Exception, match="gaps"):
        await prepare(database, migrate=True)
    assert await _table_names(database) == before
    assert await _revision(database) == "0001"
    await database.close()


async def test_several_processes_that_start_at_once_migrate_once(bare_url: str) -> None:
    stores = await asyncio.gather(*(Store.open(bare_url) for _ in range(4)))
    assert [await store.version() for store in stores] == [0, 0, 0, 0]
    for store in stores:
        await store.close()


async def test_a_newer_schema_is_refused_and_left_alone(database_url: str) -> None:
    database = Database.at(database_url)
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=Outage.NEWER) as refusal:
        await Store.open(database_url)
    assert refusal.value.facts == {"revision": "9999", "known": HEAD}
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one() == "9999"
    await database.close()


async def test_a_database_of_another_program_is_refused_and_left_alone(bare_url: str) -> None:
    database = _begun(bare_url)
    async with database.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE recipes (name TEXT)"))
    with pytest.raises(StoreError, match=Outage.FOREIGN):
        await Store.open(bare_url)
    assert await _table_names(database) == {"recipes"}
    await database.close()


async def test_an_older_schema_is_only_told_where_migrating_was_not_asked_for(bare_url: str) -> None:
    database = _begun(bare_url)
    with pytest.raises(StoreError, match=Outage.OLDER) as refusal:
        await Store.open(bare_url, migrate=False)
    assert refusal.value.facts["revision"] is None
    await database.close()
