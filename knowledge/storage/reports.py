"""What readers say is wrong of which statement: counted by kind and day, once a chat, without who said so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.model import ReportKind
from knowledge.storage.bulk import insert_new
from knowledge.storage.database import Database
from knowledge.storage.follows import Notice, write_notices
from knowledge.tables import reports

ALERT_AT = 3
"""Chats that say on one day that a statement is wrong, at which the owners are told."""
MOST_A_DAY = 300
"""Reports of one statement on one day that are kept: more tell an editor nothing more."""
REPORTS_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Report:
    """One reader's; `mark` is of the chat, the statement and the day, and leads back to none of them."""

    statement: str
    revision: int
    kind: ReportKind
    day: date
    mark: str


@dataclass(frozen=True, slots=True)
class ReportedStatement:
    """What was reported of one revision of a statement: how often which kind, and lately on which day."""

    statement: str
    revision: int
    counts: Mapping[ReportKind, int]
    last: date


class Reports:
    """The counted reports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, report: Report, alerts: Sequence[tuple[Notice, str]]) -> None:
        """Count a report; the third chat of a day brings the owners' notices with it, whose keys hold them once."""
        same = (reports.c.statement == report.statement) & (reports.c.day == report.day)
        async with self._database.writing() as connection:
            counted = (await connection.execute(select(func.count()).select_from(reports).where(same))).scalar_one()
            if counted >= MOST_A_DAY:
                return
            row = {
                "statement": report.statement, "revision": report.revision, "kind": report.kind, "day": report.day,
                "mark": report.mark,
            }  # fmt: skip
            await insert_new(connection, reports, row)
            chats = select(func.count(reports.c.mark.distinct())).where(same, reports.c.revision == report.revision)
            if (await connection.execute(chats)).scalar_one() >= ALERT_AT:
                await write_notices(connection, alerts)

    async def reported(self) -> tuple[ReportedStatement, ...]:
        """What was reported and not settled, the most frequent first."""
        last, count = func.max(reports.c.day).label("last"), func.count().label("times")
        found = select(reports.c.statement, reports.c.revision, reports.c.kind, count, last)
        counts: dict[tuple[str, int], dict[ReportKind, int]] = {}
        days: dict[tuple[str, int], date] = {}
        for row in await self._database.rows(found.group_by(reports.c.statement, reports.c.revision, reports.c.kind)):
            key = (row.statement, row.revision)
            counts.setdefault(key, {})[row.kind] = int(row.times)
            days[key] = max(row.last, days.get(key, row.last))
        every = [ReportedStatement(*key, each, days[key]) for key, each in counts.items()]
        return tuple(sorted(every, key=lambda each: (-sum(each.counts.values()), -each.last.toordinal())))

    async def clear(self, statement: str) -> None:
        """Forget what was reported of a statement: an editor finds it all right."""
        await self._database.write(delete(reports).where(reports.c.statement == statement))


async def sweep_reports(connection: AsyncConnection, now: datetime) -> None:
    """Forget what was reported 90 days ago."""
    await connection.execute(delete(reports).where(reports.c.day < now.date() - REPORTS_KEPT))
