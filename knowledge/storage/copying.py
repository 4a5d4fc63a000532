"""Every row of one database into another, in one transaction, compared afterwards table by table."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row, Select, Table, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import tables
from knowledge.errors import Outage, StoreError
from knowledge.storage.bulk import insert_rows
from knowledge.storage.database import Database
from knowledge.talk_tables import TALK_TABLES

Progress = Callable[[int, int], None]
"""Called with how many rows are done, and of how many."""

CHUNK = 5_000
COPIED: tuple[Table, ...] = (*(each for each in tables.FACT_TABLES if each is not tables.record), *TALK_TABLES)
"""In an order in which every row finds what it refers to."""
IN_SEQUENCE: Mapping[str, str] = {"sources": "sequence", "statements": "sequence", "audit": "number"}
"""Tables that are numbered, and take their rows in no other order; passages and revisions go by their keys."""


@dataclass
class Fingerprint:
    """How many rows a table has, and a sum over them that no order changes: text sorts otherwise on each engine."""

    rows: int = 0
    sum: int = 0

    def take(self, rows: Sequence[Row[Any]]) -> None:
        """Add rows to it."""
        digests = (blake2b(repr(tuple(row)).encode(), digest_size=8).digest() for row in rows)
        self.rows += len(rows)
        self.sum = (self.sum + sum(map(int.from_bytes, digests))) % 2**64


def no_progress(done: int, total: int) -> None:
    """Show nothing."""


async def is_empty(connection: AsyncConnection) -> bool:
    """Whether a migrated database holds nothing yet."""
    for table in COPIED:
        if (await connection.execute(select(table).limit(1))).first() is not None:
            return False
    return True


async def copy_rows(source: Database, target: AsyncConnection, progress: Progress = no_progress) -> Mapping[str, int]:
    """Fill an empty, migrated database, inside its transaction; gives the number of rows of each table.

    Raises StoreError (`differs`) where what arrived is not what was sent.
    """
    async with source.reading() as connection:
        total = sum([await _count(connection, table) for table in COPIED])
        counts: dict[str, int] = {}
        for table in COPIED:
            sent = Fingerprint()
            async for part in rows_of(connection, select(table).order_by(*_order(table))):
                await insert_rows(target, table, [dict(row._mapping) for row in part])  # noqa: SLF001 - its public name
                sent.take(part)
                progress(sum(counts.values()) + sent.rows, total)
            if sent != await fingerprint(target, table):
                raise StoreError(Outage.DIFFERS, table=table.name)
            counts[table.name] = sent.rows
        version = (await connection.execute(select(tables.record.c.version))).scalar_one()
    await target.execute(update(tables.record).values(version=version))
    return counts


def _order(table: Table) -> list[Any]:
    number = IN_SEQUENCE.get(table.name)
    return [table.c[number]] if number else list(table.primary_key)


async def _count(connection: AsyncConnection, table: Table) -> int:
    return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def fingerprint(connection: AsyncConnection, table: Table) -> Fingerprint:
    """Count a table's rows and sum up their digests."""
    found = Fingerprint()
    async for part in rows_of(connection, select(table)):
        found.take(part)
    return found


async def rows_of(connection: AsyncConnection, query: Select[Any]) -> AsyncIterator[Sequence[Row[Any]]]:
    """The rows of a query, thousands at a time: one by one, each would cost a switch between two stacks."""
    async with connection.stream(query) as stream:
        async for part in stream.partitions(CHUNK):
            yield part
