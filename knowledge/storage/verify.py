"""Verifying a database: its file, its guards, its facts, and its audit replayed."""

from collections.abc import Iterator

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import tables
from knowledge.errors import Outage, StoreError
from knowledge.facts import Facts
from knowledge.record.audit import Fault, FaultKind, Kept, Replay, differences, inspect
from knowledge.startup import collector_resting
from knowledge.storage.audit import entry_of, passage_digest
from knowledge.storage.bulk import Progress, no_progress, rows_of
from knowledge.storage.database import Database
from knowledge.storage.facts import read_facts
from knowledge.storage.schema import schema_faults


async def verify(database: Database, progress: Progress = no_progress, *, most: int | None = None) -> tuple[Fault, ...]:
    """Everything that is wrong with a record, at one moment of it; nothing for a sound one.

    An audit of more entries than `most` is not replayed; schema, file and quotes are looked at all the same.
    """
    async with database.reading() as connection:
        faults = await schema_faults(connection)
        if any(fault.kind in {FaultKind.MISSING, FaultKind.ALTERED} for fault in faults):
            return tuple(faults)  # what is not there cannot be read
        faults += await _damage(connection)
        with collector_resting():
            try:
                facts = await _facts(connection)
                faults += inspect(facts) if facts is not None else ()
                if most is None or await _length(connection) <= most:
                    replay = await _replayed(connection, progress)
                    faults += [*replay.faults, *differences(replay, facts, await _kept(connection))]
            except ValueError as error:
                faults.append(Fault(kind=FaultKind.UNREADABLE, detail=_where(error)))
    return tuple(faults)


def _where(error: ValueError) -> str:
    """Which value cannot be read, and not what it says."""
    if isinstance(error, ValidationError):
        return f"{error.title}.{'.'.join(map(str, error.errors()[0]['loc']))}"
    return "a value that ipjang does not write"


async def _facts(connection: AsyncConnection) -> Facts | None:
    try:
        return await read_facts(connection)
    except StoreError as error:
        if error.code == Outage.NO_PROGRAMME:
            return None
        if isinstance(error.__cause__, ValueError):
            raise error.__cause__ from None
        raise


async def _length(connection: AsyncConnection) -> int:
    return int((await connection.execute(select(func.count()).select_from(tables.audit))).scalar_one())


async def _damage(connection: AsyncConnection) -> Iterator[Fault]:
    if connection.dialect.name != "sqlite":
        return iter(())
    found = (await connection.exec_driver_sql("PRAGMA integrity_check(5)")).scalars().all()
    loose = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).mappings().all()
    return iter(
        [Fault(kind=FaultKind.DAMAGED, detail=str(each)) for each in found if each != "ok"]
        + [Fault(kind=FaultKind.DANGLING, detail=f"{row['table']} refers to {row['parent']}") for row in loose]
    )


async def _replayed(connection: AsyncConnection, progress: Progress) -> Replay:
    table = tables.audit
    total = await _length(connection)
    replay = Replay()
    async for part in rows_of(connection, select(table).order_by(table.c.number)):
        for row in part:
            replay.take(entry_of(row._mapping))  # noqa: SLF001 - its public name
        progress(part[-1].number, total)
    return replay


async def _kept(connection: AsyncConnection) -> Kept:
    passages, editors = tables.source_passages, tables.editors
    digests = {
        f"{row.source}#{row.number}": passage_digest(row.text, whole=row.whole)
        for row in await connection.execute(select(passages))
    }
    rights = {str(row.user): row.revoked_at is None for row in await connection.execute(select(editors))}
    counted = await connection.execute(select(func.count()).select_from(tables.register_decoys))
    return Kept(digests, rights, int(counted.scalar_one()))
