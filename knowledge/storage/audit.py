"""The audit: the notes of one change, written when it is done, and the trail of all changes, read in pages."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.fields import Frozen
from knowledge.record.changes import REFUSED, AuditEntry, Stamp, Subject
from knowledge.storage.bulk import insert_rows
from knowledge.storage.database import Database
from knowledge.tables import audit

Row = dict[str, Any]
"""A row to be written, of plain values."""

PAGE = 20


class Audit:
    """The trail of changes, newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, *, team: str | None = None, by: str | None = None, before: int | None = None, size: int = PAGE
    ) -> tuple[AuditEntry, ...]:
        """The newest entries of a team or an editor; `before` is the number that the page before ended with."""
        found = select(audit).order_by(audit.c.number.desc()).limit(size)
        if team is not None:
            found = found.where(audit.c.team == team)
        if by is not None:
            found = found.where(audit.c.by == by)
        if before is not None:
            found = found.where(audit.c.number < before)
        async with self._database.reading() as connection:
            return tuple(entry_of(row) for row in (await connection.execute(found)).mappings())

    async def after(self, number: int, subject: Subject, size: int) -> tuple[AuditEntry, ...]:
        """The next entries about one kind of subject behind a number, oldest first."""
        found = select(audit).where(audit.c.number > number, audit.c.subject == subject.value)
        async with self._database.reading() as connection:
            rows = await connection.execute(found.order_by(audit.c.number).limit(size))
            return tuple(entry_of(row) for row in rows.mappings())

    async def newest(self) -> int:
        """The number of the newest entry; 0 for none."""
        async with self._database.reading() as connection:
            return int((await connection.execute(select(func.coalesce(func.max(audit.c.number), 0)))).scalar_one())

    async def note_refusal(self, *, by: str, at: datetime, action: str, reason: str) -> None:
        """Note an attempt that was refused; the record does not change, and its version neither.

        Its moment is never before that of the newest entry: the clocks of two machines differ, and clocks are set back.
        """
        newest = select(audit.c.number, audit.c.at).order_by(audit.c.number.desc()).limit(1)
        async with self._database.writing() as connection:
            last = (await connection.execute(newest)).one_or_none()
            number, moment = (1, at) if last is None else (last.number + 1, max(at, last.at))
            row = {"number": number, "at": moment, "by": by, "action": REFUSED, "subject": Subject.ACCESS.value}
            await connection.execute(insert(audit).values(**row, id=action, after={"reason": reason}))


def entry_of(row: RowMapping) -> AuditEntry:
    """An entry of its row."""
    return AuditEntry(**{**row, "subject": Subject(row["subject"])})


class Trail:
    """The notes of one change."""

    def __init__(self) -> None:
        self._notes: list[Row] = []

    def note(self, subject: Subject, name: str, before: Frozen | None, after: Frozen, **more: str) -> None:
        """Note what an entry was and is; `action`, `team` and `by` may be given."""
        self.note_value(subject, name, None if before is None else plain(before), plain(after), **more)

    def note_value(self, subject: Subject, name: str, before: Any, after: Any, **more: str) -> None:
        """The same of plain values."""
        self._notes.append(
            {
                "action": more.get("action") or ("add" if before is None else "change"),
                "subject": subject.value,
                "id": name,
                "team": more.get("team"),
                "by": more.get("by"),
                "before": before,
                "after": after,
            }
        )

    async def write(self, connection: AsyncConnection, stamp: Stamp) -> bool:
        """Append the notes to the audit, numbered on; whether there were any."""
        if not self._notes:
            return False
        last = (await connection.execute(select(func.coalesce(func.max(audit.c.number), 0)))).scalar_one()
        for number, note in enumerate(self._notes, start=last + 1):
            note.update(number=number, by=note["by"] or stamp.by, at=stamp.at, request=stamp.key)
        await insert_rows(connection, audit, self._notes)
        self._notes.clear()
        return True


def plain(value: Frozen) -> Any:
    """A word of the record as JSON values."""
    return value.model_dump(mode="json")


def passage_digest(text: str, *, whole: bool) -> Row:
    """What the audit keeps of a private text: enough to tell that it is still the same."""
    return {"whole": whole, "length": len(text), "sha256": sha256(text.encode()).hexdigest()}
