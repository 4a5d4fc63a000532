"""What waits: updates that somebody was promised and that are not handled yet, kept through any end of the process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from knowledge.storage.bulk import upsert
from knowledge.storage.database import Database
from knowledge.talk_tables import waiting_updates


@dataclass(frozen=True, slots=True)
class WaitingUpdate:
    """One update of a chat, as JSON, that is not to be handled before it is due."""

    update: int
    chat: int
    due: datetime
    content: str


class WaitingUpdates:
    """The updates that wait; what was written is on the disk when `write` returns."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.is_shared = not database.is_sqlite
        """Whether other processes may keep theirs in the same place."""

    async def write(self, waiting: Sequence[WaitingUpdate], handled: Sequence[int]) -> None:
        """Keep some, each in the place of what was kept of it before, and forget others, all in one transaction."""
        async with self._database.writing() as connection:
            if handled:
                gone = delete(waiting_updates).where(waiting_updates.c.update == bindparam("handled"))
                await connection.execute(gone, [{"handled": each} for each in handled])
            if waiting:
                rows = [
                    {"update": each.update, "chat": each.chat, "due": each.due, "content": each.content}
                    for each in waiting
                ]
                await upsert(connection, waiting_updates, *rows)

    async def due(self, now: datetime, limit: int) -> Sequence[WaitingUpdate]:
        """Those that need not wait any longer, in the order in which they came."""
        found = select(waiting_updates).where(waiting_updates.c.due <= now).order_by(waiting_updates.c.update)
        async with self._database.reading() as connection:
            rows = await connection.execute(found.limit(limit))
            return [WaitingUpdate(row.update, row.chat, row.due, row.content) for row in rows]

    async def all(self) -> Mapping[int, tuple[int, datetime]]:
        """Every one that waits: its chat, and when it is due."""
        table = waiting_updates
        async with self._database.reading() as connection:
            rows = await connection.execute(select(table.c.update, table.c.chat, table.c.due))
            return {row.update: (row.chat, row.due) for row in rows}

    async def has(self, update: int) -> bool:
        """Whether an update still waits: another process may have handled it."""
        found = select(waiting_updates.c.update).where(waiting_updates.c.update == update)
        async with self._database.reading() as connection:
            return (await connection.execute(found)).first() is not None
