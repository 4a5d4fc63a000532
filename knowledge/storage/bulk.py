"""Many rows at once, each engine's quickest way: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

COPY_FROM = 200
"""Rows from which PostgreSQL's COPY is worth its set-up."""


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


def _bound(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> Iterable[tuple[Any, ...]]:
    """The rows as the driver takes them, in the order of the first row's columns."""
    names = tuple(rows[0])
    processors = [
        table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for name in names
    ]
    return (
        tuple(
            row[name] if process is None else process(row[name])
            for name, process in zip(names, processors, strict=True)
        )
        for row in rows
    )


async def _copy(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    # The raw driver does not begin the transaction by itself, as SQLAlchemy would have.
    await connection.exec_driver_sql("SELECT 1")
    records = list(_bound(connection, table, rows))
    await driver.copy_records_to_table(table.name, records=records, columns=list(rows[0]))


async def _insert_prepared(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in rows[0])
    places = ", ".join("?" for _ in rows[0])
    sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our own tables
    await connection.exec_driver_sql(sql, list(_bound(connection, table, rows)))
