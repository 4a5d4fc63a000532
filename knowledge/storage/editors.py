"""Who may edit, and the audit of who did: written through `Editor`; refused attempts are noted here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from knowledge import tables, talk_tables
from knowledge.changes import Subject
from knowledge.storage.database import Database

PAGE = 20


@dataclass(frozen=True, slots=True)
class GrantedEditor:
    """A user who may edit, and who let them when."""

    user: int
    granted_by: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change, or one attempt that was refused: who, when, what, from what to what."""

    number: int
    at: datetime
    by: str
    action: str
    subject: Subject
    id: str
    team: str | None
    before: Any
    after: Any


class Editors:
    """The users who were granted the right to edit; owners are in the settings and not here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[GrantedEditor, ...]:
        """Everyone who may edit now, in the order of granting."""
        table = talk_tables.editors
        found = select(table).where(table.c.revoked_at.is_(None)).order_by(table.c.granted_at, table.c.user)
        async with self._database.reading() as connection:
            rows = await connection.execute(found)
            return tuple(GrantedEditor(row.user, row.granted_by, row.granted_at) for row in rows)

    async def includes(self, user: int) -> bool:
        """Whether a user may edit at this moment: asked anew for each action, so that a revoked one is out at once."""
        table = talk_tables.editors
        found = select(table.c.user).where(table.c.user == user, table.c.revoked_at.is_(None))
        async with self._database.reading() as connection:
            return (await connection.execute(found)).first() is not None


class Audit:
    """The trail of changes, newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, *, team: str | None = None, by: str | None = None, before: int | None = None, size: int = PAGE
    ) -> tuple[AuditEntry, ...]:
        """The newest entries of a team or an editor; `before` is the number that the page before ended with."""
        table = tables.audit
        found = select(table).order_by(table.c.number.desc()).limit(size)
        if team is not None:
            found = found.where(table.c.team == team)
        if by is not None:
            found = found.where(table.c.by == by)
        if before is not None:
            found = found.where(table.c.number < before)
        async with self._database.reading() as connection:
            return tuple(_entry(row) for row in (await connection.execute(found)).mappings())

    async def note_refusal(self, *, by: str, at: datetime, action: str, reason: str) -> None:
        """Note an attempt that was refused; the record does not change, and its version neither."""
        table = tables.audit
        async with self._database.writing() as connection:
            number = int((await connection.execute(select(func.coalesce(func.max(table.c.number), 0)))).scalar_one())
            row = {"number": number + 1, "at": at, "by": by, "action": "refused", "subject": Subject.ACCESS.value}
            await connection.execute(insert(table).values(**row, id=action, after={"reason": reason}))


def _entry(row: Any) -> AuditEntry:
    kept = {name: row[name] for name in AuditEntry.__slots__}
    return AuditEntry(**{**kept, "subject": Subject(row["subject"])})
