"""The audit of one change while it is made: what was, what is now, row by row, written when the change is done."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.fields import Frozen
from knowledge.record.changes import Stamp, Subject
from knowledge.storage.bulk import insert_rows
from knowledge.storage.rows import Row
from knowledge.tables import audit


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
