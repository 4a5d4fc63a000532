"""Backup, restore and copy: the whole record from one place to another, complete or not at all."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import tables
from knowledge.errors import Outage, StoreError
from knowledge.storage.bulk import Progress, insert_rows, no_progress, rows_of
from knowledge.storage.database import Database
from knowledge.storage.files import beside, check_sound, copy_file, pour, put_in_place, seal
from knowledge.storage.follows import forget_unsent
from knowledge.storage.outages import outages_told
from knowledge.storage.schema import current_revision, new_filling, prepare, rebuilt
from knowledge.storage.verify import verify
from knowledge.tables import TALK_TABLES, waiting_updates

SQLITE_HEADER = b"SQLite format 3\x00"
COPIED: tuple[Table, ...] = (*(each for each in tables.FACT_TABLES if each is not tables.record), *TALK_TABLES)
"""In an order in which every row finds what it refers to."""
IN_SEQUENCE: Mapping[str, str] = {"sources": "sequence", "statements": "sequence", "audit": "number"}
"""Tables that are numbered, and take their rows in no other order; passages and revisions go by their keys."""


async def backup(url: str, target: Path, *, progress: Progress = no_progress) -> None:
    """Copy a database into an SQLite file while the bot runs: complete and on disk, or the file stays as it was.

    A file that is there already is replaced only where it is an SQLite database; a link to one stays a link.
    """
    target = await asyncio.to_thread(target.resolve)
    _refuse_other_file(target)
    database = Database.at(url)
    try:
        if database.path is not None:
            await _refuse_other_database(database)
            await asyncio.to_thread(copy_file, database.path, target)
        else:
            await _copy_to_file(database, target, progress)
    finally:
        await database.close()


async def restore(source: Path, url: str, *, force: bool = False, progress: Progress = no_progress) -> None:
    """Fill a database from a backup; raises StoreError (`occupied`) for one that holds something, unless forced.

    A backup of an older version is brought up to date first. What is wrong with it is found before anything changes,
    also by another program's doing (`tampered`). Whoever has the database open goes on with what was restored.
    """
    target = Database.at(url)
    try:
        occupied, version = await _state_of(target)
        if occupied and not force:
            raise StoreError(Outage.OCCUPIED)
        if target.path is not None:
            _refuse_other_file(target.path)
            async with _staged(source, target.path.resolve().parent, version, progress) as part:
                await asyncio.to_thread(pour, part, target.path)
        else:
            with tempfile.TemporaryDirectory() as directory:
                async with _staged(source, Path(directory), version, progress) as part:
                    await _restore_rows(part, target, progress)
    finally:
        await target.close()


async def copy(from_url: str, to_url: str, *, progress: Progress = no_progress) -> Mapping[str, int]:
    """Move everything into an empty database, every id, revision and audit row; gives the rows of each table.

    Both sides are compared before the copy is committed.
    """
    source, target = Database.at(from_url), Database.at(to_url)
    try:
        await prepare(source, migrate=False)
        if (await _state_of(target))[0]:
            raise StoreError(Outage.OCCUPIED)
        await prepare(target, migrate=True)
        async with target.writing() as connection:
            return await copy_rows(source, connection, progress)
    finally:
        await source.close()
        await target.close()


def _refuse_other_file(target: Path) -> None:
    with outages_told():
        if not target.exists():
            return
        with target.open("rb") as file:
            start = file.read(len(SQLITE_HEADER))
    if start and start != SQLITE_HEADER:
        raise StoreError(Outage.FOREIGN, tables=("no SQLite header",))


async def _refuse_other_database(database: Database) -> None:
    """Any schema of ours will do: a backup before an update is of the older one."""
    async with database.reading() as connection:
        if await current_revision(connection) is None:
            raise StoreError(Outage.OLDER, revision=None)


async def _copy_to_file(source: Database, target: Path, progress: Progress) -> None:
    await prepare(source, migrate=False)
    with outages_told(), beside(target) as part:
        into = Database.at(f"sqlite:///{part}")
        try:
            await prepare(into, migrate=True)
            async with into.writing() as connection:
                await copy_rows(source, connection, progress)
        finally:
            await into.close()
        seal(part)
        put_in_place(part, target)


async def _state_of(database: Database) -> tuple[bool, int]:
    """Whether a database holds anything, and its version; one that cannot be read counts as holding something."""
    if database.path is not None and (not database.path.exists() or not database.path.stat().st_size):
        return False, 0
    try:
        await prepare(database, migrate=False)
        async with database.reading() as connection:
            version = int((await connection.execute(select(tables.record.c.version))).scalar_one())
            return not await is_empty(connection), version
    except StoreError as error:
        if error.code == Outage.OLDER and error.facts["revision"] is None:
            return False, 0
        if error.code in {Outage.OLDER, Outage.NEWER, Outage.CORRUPT}:
            return True, 0
        raise


@asynccontextmanager
async def _staged(source: Path, directory: Path, version: int, progress: Progress) -> AsyncIterator[Path]:
    """A copy of a backup: sound, migrated, verified, a filling of its own and above the version that is held."""
    with outages_told(), beside(directory / source.name) as part:
        await asyncio.to_thread(check_sound, source)
        await asyncio.to_thread(copy_file, source, part)
        staged = Database.at(f"sqlite:///{part}")
        try:
            async with staged.reading() as reading:
                if await current_revision(reading) is None:
                    raise StoreError(Outage.FOREIGN, tables=())
            await prepare(staged, migrate=True, keep_copy=False)
            faults = await verify(staged, progress)
            if faults:
                raise StoreError(Outage.TAMPERED, faults=faults, detail=str(faults[0]))
            async with staged.writing() as writing:
                await _call_new(writing, version)
                # What waited when the backup was made has long been answered.
                await writing.execute(delete(waiting_updates))
                await forget_unsent(writing)
        finally:
            await staged.close()
        seal(part)
        yield part


async def _call_new(connection: AsyncConnection, version: int) -> None:
    """Give a record a filling of its own, and a version above this one: whoever holds that one looks again."""
    held = int((await connection.execute(select(tables.record.c.version))).scalar_one())
    raised = held if held > version else version + 1
    await connection.execute(update(tables.record).values(version=raised, filling=new_filling()))


async def _restore_rows(part: Path, target: Database, progress: Progress) -> None:
    staged = Database.at(f"sqlite:///{part}")
    try:
        async with rebuilt(target) as connection:
            await copy_rows(staged, connection, progress)
    finally:
        await staged.close()


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
