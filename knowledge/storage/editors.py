"""Who may edit: granted and revoked through `Editor`, asked here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from knowledge import talk_tables
from knowledge.storage.database import Database


@dataclass(frozen=True, slots=True)
class GrantedEditor:
    """A user who may edit, and who let them when."""

    user: int
    granted_by: str
    granted_at: datetime


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
