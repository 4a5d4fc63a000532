"""Many rows at once, each engine's quickest way: COPY on PostgreSQL, one prepared statement on SQLite."""

from array import array
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from sqlalchemy import Row, Select, Table, text
from sqlalchemy.ext.asyncio import AsyncConnection

Progress = Callable[[int, int], None]
"""Called with how many rows are done, and of how many."""

CHUNK = 5_000
"""Rows that are read at a time."""
COPY_FROM = 200
"""Rows from which PostgreSQL's COPY is worth its set-up."""
HASHES_AT_ONCE = 50_000
"""Hashes that are handed to the driver at once: a million in one go take 200 MB as its values."""


async def insert_rows(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; each names the same columns."""
    if not rows:
        return
    if connection.dialect.name == "postgresql" and len(rows) >= COPY_FROM:
        await _copy(connection, table, rows)
    elif connection.dialect.name == "sqlite" and len(rows) >= COPY_FROM:
        await _insert_prepared(connection, table, rows)
    else:
        await connection.execute(table.insert(), [dict(row) for row in rows])


def _columns(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Sequence[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def _bound(connection: AsyncConnection, table: Table, columns: Mapping[str, Sequence[Any]]) -> list[tuple[Any, ...]]:
    """The rows of these columns as the driver takes them, in this order."""
    bound = []
    for name, values in columns.items():
        process = table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        bound.append(values if process is None else [process(value) for value in values])
    return list(zip(*bound, strict=True))


async def _copy(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    # The raw driver begins no transaction: it joins the one that `Database.writing` has begun.
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    records = _bound(connection, table, _columns(rows))
    await driver.copy_records_to_table(table.name, records=records, columns=list(rows[0]))


async def _insert_prepared(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in rows[0])
    places = ", ".join("?" for _ in rows[0])
    sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own tables
    await connection.exec_driver_sql(sql, _bound(connection, table, _columns(rows)))


async def merge_hashes(connection: AsyncConnection, hashes: "array[int]") -> None:
    """Add to the register the hashes that it does not have."""
    given = "SELECT DISTINCT unnest(CAST(:hashes AS bigint[]))"
    for at in range(0, len(hashes), HASHES_AT_ONCE):
        some = hashes[at : at + HASHES_AT_ONCE]
        if connection.dialect.name == "postgresql":
            sql = text(f"INSERT INTO register_decoys (hash) {given} ON CONFLICT DO NOTHING")
            await connection.execute(sql, {"hashes": some.tolist()})
        else:
            rows = [(each,) for each in some]
            await connection.exec_driver_sql("INSERT OR IGNORE INTO register_decoys (hash) VALUES (?)", rows)


async def upsert(connection: AsyncConnection, table: Table, *rows: Mapping[str, Any]) -> None:
    """Insert each row, or give the one with the same primary key these values; each names the same columns."""
    statement, keys = _insert_of(connection, table)
    others = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others), _dictionaries(rows))


async def insert_new(connection: AsyncConnection, table: Table, *rows: Mapping[str, Any]) -> None:
    """Insert each row whose primary key is not there yet."""
    statement, keys = _insert_of(connection, table)
    await connection.execute(statement.on_conflict_do_nothing(index_elements=keys), _dictionaries(rows))


async def add_to_count(connection: AsyncConnection, table: Table, *rows: Mapping[str, Any]) -> None:
    """Insert each row, or add its `count` to that of the row with the same primary key."""
    statement, keys = _insert_of(connection, table)
    total = {"count": table.c.count + statement.excluded["count"]}
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=total), _dictionaries(rows))


def _insert_of(connection: AsyncConnection, table: Table) -> tuple[Any, list[str]]:
    """Returns an insert of no rows yet, so that many need one statement only, and the names of the primary key."""
    # The engine has imported its dialect; the other one would add to every start.
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    return dialect.insert(table), [column.name for column in table.primary_key]


def _dictionaries(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


async def rows_of(connection: AsyncConnection, query: Select[Any]) -> AsyncIterator[Sequence[Row[Any]]]:
    """The rows of a query, thousands at a time: one by one, each would cost a switch between two stacks."""
    async with connection.stream(query) as stream:
        async for part in stream.partitions(CHUNK):
            yield part
