"""How far each hook was told, kept through any end of the process."""

from sqlalchemy import select

from knowledge.storage.bulk import upsert
from knowledge.storage.database import Database
from knowledge.talk_tables import hook_cursors


class HookCursors:
    """The audit's number of the last change that each hook was posted, by a digest of its address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, hook: str) -> int | None:
        """How far a hook was told; None for a new one."""
        found = select(hook_cursors.c.number).where(hook_cursors.c.hook == hook)
        async with self._database.reading() as connection:
            number = (await connection.execute(found)).scalar_one_or_none()
        return None if number is None else int(number)

    async def write(self, hook: str, number: int) -> None:
        """Keep how far it was told."""
        async with self._database.writing() as connection:
            await upsert(connection, hook_cursors, {"hook": hook, "number": number})
