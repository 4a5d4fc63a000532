"""Every row of one database into another, in one transaction, compared afterwards table by table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlalchemy import Table, func, select, update
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


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How many rows a table has, and a sum over them that no order changes: text sorts otherwise on each engine."""

    rows: int
    sum: int


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
        done = 0
        counts: dict[str, int] = {}
        for table in COPIED:
            sent = 0
            stream = await connection.stream(select(table).order_by(*_order(table)))
            async for part in stream.mappings().partitions(CHUNK):
                await insert_rows(target, table, [dict(row) for row in part])
                sent += len(part)
                progress(done + sent, total)
            done += sent
            counts[table.name] = sent
            if await fingerprint(connection, table) != await fingerprint(target, table):
                raise StoreError(Outage.DIFFERS, table=table.name)
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
    rows = total = 0
    async for row in await connection.stream(select(table)):
        rows += 1
        total = (total + int.from_bytes(blake2b(repr(tuple(row)).encode(), digest_size=8).digest())) % 2**64
    return Fingerprint(rows, total)
