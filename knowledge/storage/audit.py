"""The trail of changes: read in pages, and the attempts that were refused noted beside them."""

from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select

from knowledge.record.changes import REFUSED, AuditEntry, Subject
from knowledge.storage.database import Database
from knowledge.tables import audit as table

PAGE = 20


class Audit:
    """The trail of changes, newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, *, team: str | None = None, by: str | None = None, before: int | None = None, size: int = PAGE
    ) -> tuple[AuditEntry, ...]:
        """The newest entries of a team or an editor; `before` is the number that the page before ended with."""
        found = select(table).order_by(table.c.number.desc()).limit(size)
        if team is not None:
            found = found.where(table.c.team == team)
        if by is not None:
            found = found.where(table.c.by == by)
        if before is not None:
            found = found.where(table.c.number < before)
        async with self._database.reading() as connection:
            return tuple(entry_of(row) for row in (await connection.execute(found)).mappings())

    async def after(self, number: int, subject: Subject, size: int) -> tuple[AuditEntry, ...]:
        """The next entries about one kind of subject behind a number, oldest first."""
        found = select(table).where(table.c.number > number, table.c.subject == subject.value)
        async with self._database.reading() as connection:
            rows = await connection.execute(found.order_by(table.c.number).limit(size))
            return tuple(entry_of(row) for row in rows.mappings())

    async def newest(self) -> int:
        """The number of the newest entry; 0 for none."""
        async with self._database.reading() as connection:
            return int((await connection.execute(select(func.coalesce(func.max(table.c.number), 0)))).scalar_one())

    async def note_refusal(self, *, by: str, at: datetime, action: str, reason: str) -> None:
        """Note an attempt that was refused; the record does not change, and its version neither.

        Its moment is never before that of the newest entry: the clocks of two machines differ, and clocks are set back.
        """
        newest = select(table.c.number, table.c.at).order_by(table.c.number.desc()).limit(1)
        async with self._database.writing() as connection:
            last = (await connection.execute(newest)).one_or_none()
            number, moment = (1, at) if last is None else (last.number + 1, max(at, last.at))
            row = {"number": number, "at": moment, "by": by, "action": REFUSED, "subject": Subject.ACCESS.value}
            await connection.execute(insert(table).values(**row, id=action, after={"reason": reason}))


def entry_of(row: RowMapping) -> AuditEntry:
    """An entry of its row."""
    return AuditEntry(**{**row, "subject": Subject(row["subject"])})
