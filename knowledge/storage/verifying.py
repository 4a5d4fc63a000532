"""Verifying a database: its file, its guards, its facts, and its audit replayed."""

from collections.abc import Iterator

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import tables, talk_tables
from knowledge.errors import Outage, StoreError
from knowledge.facts import Facts
from knowledge.migrations.guards import APPEND_ONLY, GUARDS
from knowledge.record.faults import Fault, FaultKind
from knowledge.record.inspection import inspect
from knowledge.record.replaying import Kept, Replay, differences
from knowledge.resting import collector_resting
from knowledge.storage.audit import entry_of
from knowledge.storage.copying import Progress, no_progress, rows_of
from knowledge.storage.database import Database
from knowledge.storage.rows import passage_digest
from knowledge.storage.snapshot import read_facts


async def verify(database: Database, progress: Progress = no_progress) -> tuple[Fault, ...]:
    """Everything that is wrong with a record, at one moment of it; nothing for a sound one."""
    async with database.reading() as connection:
        faults = [*await _damage(connection), *await _missing_guards(connection)]
        with collector_resting():
            facts = await _facts(connection)
            faults += inspect(facts) if facts is not None else ()
            replay = await _replayed(connection, progress)
            faults += [*replay.faults, *differences(replay, facts, await _kept(connection))]
    return tuple(faults)


async def _facts(connection: AsyncConnection) -> Facts | None:
    try:
        return await read_facts(connection)
    except StoreError as error:
        if error.code == Outage.NO_PROGRAMME:
            return None
        raise


async def _damage(connection: AsyncConnection) -> Iterator[Fault]:
    if connection.dialect.name != "sqlite":
        return iter(())
    found = (await connection.exec_driver_sql("PRAGMA integrity_check(5)")).scalars().all()
    loose = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).mappings().all()
    return iter(
        [Fault(kind=FaultKind.DAMAGED, detail=str(each)) for each in found if each != "ok"]
        + [Fault(kind=FaultKind.DANGLING, detail=f"{row['table']} refers to {row['parent']}") for row in loose]
    )


async def _missing_guards(connection: AsyncConnection) -> Iterator[Fault]:
    if connection.dialect.name == "sqlite":
        names = await connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        expected = {f"{guard.table}_{guard.code}" for guard in GUARDS}
        expected |= {f"{table}_no_{event}" for table in APPEND_ONLY for event in ("update", "delete")}
    else:
        names = await connection.execute(
            text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        )
        expected = {f"{guard.table}_guard" for guard in GUARDS}
        expected |= {f"{table}_{rule}" for table in APPEND_ONLY for rule in ("append_only", "no_truncate")}
    missing = expected - set(names.scalars())
    return (Fault(kind=FaultKind.NO_GUARD, detail=name) for name in sorted(missing))


async def _replayed(connection: AsyncConnection, progress: Progress) -> Replay:
    table = tables.audit
    total = int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
    replay = Replay()
    async for part in rows_of(connection, select(table).order_by(table.c.number)):
        for row in part:
            replay.take(entry_of(row._mapping))  # noqa: SLF001 - its public name
        progress(part[-1].number, total)
    return replay


async def _kept(connection: AsyncConnection) -> Kept:
    passages, editors = tables.source_passages, talk_tables.editors
    digests = {
        f"{row.source}#{row.number}": passage_digest(row.text, whole=row.whole)
        for row in await connection.execute(select(passages))
    }
    rights = {str(row.user): row.revoked_at is None for row in await connection.execute(select(editors))}
    counted = await connection.execute(select(func.count()).select_from(tables.register_decoys))
    return Kept(digests, rights, int(counted.scalar_one()))
