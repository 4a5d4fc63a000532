"""The schema: opened as it is when current, migrated under a lock when older, refused when newer or not ours.

And compared as a whole with what this version makes: whatever is missing, added or altered is another program's doing.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex

from sqlalchemy import (
    CheckConstraint,
    Dialect,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    UniqueConstraint,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, CreateTable

from knowledge.errors import Outage, StoreError
from knowledge.migrations.guards import postgresql_guards, sqlite_guards
from knowledge.record.audit import Fault, FaultKind
from knowledge.storage.database import Database
from knowledge.storage.files import copy_file, make_private_file
from knowledge.storage.outages import outages_told, plainly, telling
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

LOOKS = 3
"""Transactions in which a pooler shows whether it shares sessions."""
MIGRATION_WAIT = 50
"""Seconds that a process waits for another one that migrates: longer than for a writer, shorter than `ANSWER_WAIT`."""


async def prepare(database: Database, *, migrate: bool, keep_copy: bool = True) -> None:
    """Bring the schema to HEAD, or raise StoreError where it is newer, not ours, or older and `migrate` is false."""
    if database.path is not None and migrate:
        with outages_told():
            make_private_file(database.path)
            await _use_write_ahead_log(database)
    async with database.reading() as connection:
        is_direct = await _is_fit(connection)
        revision = await current_revision(connection)
    if not is_direct and await _is_shared(database):
        raise StoreError(Outage.POOLER, detail="it gives sessions to others between two transactions")
    if revision == HEAD:
        return
    if not migrate:
        raise StoreError(Outage.OLDER, revision=revision)
    await migrate_to(database, HEAD, keep_copy=keep_copy)


async def _is_fit(connection: AsyncConnection) -> bool:
    """Whether the session is the server's own and none lent by a pooler; raises StoreError (`encoding`)."""
    if connection.dialect.name == "sqlite":
        return True
    row = (await connection.execute(text("SELECT current_setting('server_encoding'), pg_backend_pid()"))).one()
    if row[0] != "UTF8":
        raise StoreError(Outage.ENCODING, encoding=row[0])
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    return bool(driver.get_server_pid() == row[1])


async def _is_shared(database: Database) -> bool:
    """Whether two connections at once are lent the same session, or one of them several: locks and notices get lost."""
    with outages_told():
        async with database.engine.connect() as one, database.engine.connect() as other:
            lent: tuple[set[int], set[int]] = set(), set()
            for _ in range(LOOKS):
                for connection, seen in zip((one, other), lent, strict=True):
                    async with connection.begin():
                        seen.add(int((await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()))
            return len(lent[0]) > 1 or len(lent[1]) > 1 or not lent[0].isdisjoint(lent[1])


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
        try:
            await connection.run_sync(_run_alembic, target)
        except DBAPIError as error:
            # Every version's own schema migrates, which the tests show: this one has something in the way.
            if isinstance(telling(error), StoreError):
                raise
            raise StoreError(Outage.TAMPERED, detail=plainly(error)) from error
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
    metadata.create_all(connection, checkfirst=False)
    connection.execute(insert(record).values(id=1, version=0, filling=new_filling()))
    for guard in postgresql_guards() if connection.dialect.name == "postgresql" else sqlite_guards():
        connection.exec_driver_sql(guard)
    connection.exec_driver_sql(REVISION_TABLE)
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})


def new_filling() -> str:
    """The id of a filling: no two records have the same."""
    return token_hex(8)


def _run_alembic(connection: Connection, target: str) -> None:
    # Imported here: a database that is current, which is nearly every start, does not pay for it.
    import alembic.command
    import alembic.config

    options = alembic.config.Config()
    options.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    options.attributes["connection"] = connection
    if target == "base" or (_at(connection) or "") > target:
        alembic.command.downgrade(options, target)
    else:
        alembic.command.upgrade(options, target)


def _at(connection: Connection) -> str | None:
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if revision is None else str(revision)


async def schema_faults(connection: AsyncConnection) -> list[Fault]:
    """Where the schema is not the one that this version makes, by name."""
    if connection.dialect.name == "sqlite":
        wanted, query = _sqlite_shape(connection.dialect), SQLITE_SHAPE
    else:
        wanted, query = _postgresql_shape(connection.dialect), POSTGRESQL_SHAPE
    found = {(kind, name): _clauses(rest or "") for kind, name, rest in await connection.execute(text(query))}
    faults = []
    for key in sorted(wanted.keys() | found.keys()):
        kind = _kind_of_fault(key[0], wanted.get(key), found.get(key))
        if kind is not None:
            faults.append(Fault(kind=kind, detail=" ".join(key)))
    return faults


def _kind_of_fault(what: str, wanted: tuple[str, ...] | None, found: tuple[str, ...] | None) -> FaultKind | None:
    if wanted == found:
        return None
    if wanted is None:
        return FaultKind.EXTRA
    if found is not None:
        return FaultKind.ALTERED
    return FaultKind.NO_GUARD if what == "trigger" else FaultKind.MISSING


SQLITE_SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
POSTGRESQL_SHAPE = """
WITH ours AS (SELECT current_schema()::regnamespace::oid AS space),
    extension AS (SELECT objid FROM pg_depend WHERE deptype = 'e')
SELECT CASE relkind WHEN 'i' THEN 'index' WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' ELSE 'relation' END, relname, ''
FROM pg_class, ours
WHERE relnamespace = space AND relkind IN ('i', 'r', 'v', 'm', 'S', 'f', 'p') AND pg_class.oid NOT IN (TABLE extension)
UNION ALL SELECT 'column', relname || '.' || attname, concat_ws(
    ' ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'NOT NULL' END, pg_get_expr(adbin, adrelid))
FROM ours, pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = space AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    AND pg_class.oid NOT IN (TABLE extension)
UNION ALL SELECT 'constraint', conname, contype::text
FROM pg_constraint, ours WHERE connamespace = space AND conrelid <> 0 AND contype IN ('c', 'f', 'p', 'u', 'x')
UNION ALL SELECT 'trigger', tgname, concat_ws(' ', relname, proname, tgtype, tgenabled, pg_get_expr(tgqual, tgrelid))
FROM ours, pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE relnamespace = space AND NOT tgisinternal
UNION ALL SELECT 'function', proname, prosrc
FROM pg_proc, ours WHERE pronamespace = space AND pg_proc.oid NOT IN (TABLE extension)
UNION ALL SELECT 'rule', rulename, '' FROM ours, pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
WHERE relnamespace = space AND relkind = 'r'
"""
"""What a schema has, but for what extensions brought into it; of a constraint only its name and kind."""

Shape = Mapping[tuple[str, str], tuple[str, ...]]
"""What a schema has: kind and name of each thing, and the clauses that say what it is."""


def _clauses(sql: str) -> tuple[str, ...]:
    """What a piece of SQL says, whether a column carries its constraints or the table does."""
    lines = sql.replace(" CONSTRAINT ", "\nCONSTRAINT ").splitlines()
    return tuple(sorted(" ".join(line.split()).rstrip(" ,") for line in lines if line.strip()))


def _sqlite_shape(dialect: Dialect) -> Shape:
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.tables.values()]
    made += [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in metadata.tables.values()
        for index in table.indexes
    ]
    made += [REVISION_TABLE.replace("IF NOT EXISTS ", ""), *sqlite_guards()]
    shape = {}
    for sql in made:
        _, kind, name, *_ = sql.split(maxsplit=3)
        shape[kind.lower(), name] = _clauses(sql.strip())
    return shape


def _postgresql_shape(dialect: Dialect) -> Shape:
    shape: dict[tuple[str, str], str] = {
        ("table", "alembic_version"): "",
        ("column", "alembic_version.version_num"): "character varying(32) NOT NULL",
        ("constraint", "alembic_version_pkc"): "p",
        ("index", "alembic_version_pkc"): "",
    }
    name_of = dialect.identifier_preparer.format_constraint
    for table in metadata.tables.values():
        shape["table", table.name] = ""
        for column in table.columns:
            kind = column.type.compile(dialect).lower()
            shape["column", f"{table.name}.{column.name}"] = kind if column.nullable else f"{kind} NOT NULL"
        for constraint in (*table.constraints, *(each for column in table.columns for each in column.constraints)):
            shape["constraint", str(name_of(constraint))] = LETTERS[type(constraint)]
        named = [each for each in table.constraints if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)]
        shape.update({("index", str(name_of(each))): "" for each in (*named, *table.indexes)})
    shape.update(_postgresql_guard_shape())
    return {key: _clauses(sql) for key, sql in shape.items()}


LETTERS = {CheckConstraint: "c", ForeignKeyConstraint: "f", PrimaryKeyConstraint: "p", UniqueConstraint: "u"}
"""How PostgreSQL's catalogue calls them."""
TRIGGER_BITS = {"ROW": 1, "BEFORE": 2, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
"""What a trigger's `tgtype` is made of."""


def _postgresql_guard_shape() -> Iterator[tuple[tuple[str, str], str]]:
    for sql in postgresql_guards():
        _, kind, name, *words = sql.split()
        if kind == "FUNCTION":
            yield ("function", name.partition("(")[0]), sql.split("$$")[1]
        else:
            table, function = words[words.index("ON") + 1], words[-1].partition("(")[0]
            bits = sum(TRIGGER_BITS.get(word, 0) for word in words)
            yield ("trigger", name), f"{table} {function} {bits} O"
