"""Unfinished work of editors: a conversation's state, and changes that were shown and wait for Save."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from knowledge.storage.bulk import upsert
from knowledge.storage.database import Database
from knowledge.talk_tables import drafts, previews


@dataclass(frozen=True, slots=True)
class Draft:
    """A conversation as it was left; one that has expired is kept until it was told so."""

    state: Any
    expires: datetime


@dataclass(frozen=True, slots=True)
class Preview:
    """A change that was shown to one editor in one chat; `used` is when Save was pressed."""

    token: str
    user: int
    chat: int
    payload: Any
    expires: datetime
    used: datetime | None


class Drafts:
    """One conversation a user and chat."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, user: int, chat: int, state: Any, *, expires: datetime) -> None:
        """Keep a conversation's state, JSON values only."""
        async with self._database.writing() as connection:
            await upsert(connection, drafts, {"user": user, "chat": chat, "state": state, "expires": expires})

    async def get(self, user: int, chat: int) -> Draft | None:
        """The conversation as it was left, expired or not."""
        found = select(drafts.c.state, drafts.c.expires).where(drafts.c.user == user, drafts.c.chat == chat)
        async with self._database.reading() as connection:
            row = (await connection.execute(found)).one_or_none()
            return None if row is None else Draft(row.state, row.expires)

    async def drop(self, user: int, chat: int) -> None:
        """Forget it."""
        async with self._database.writing() as connection:
            await connection.execute(delete(drafts).where(drafts.c.user == user, drafts.c.chat == chat))


class Previews:
    """Changes that wait for Save, each under a token that only its buttons carry."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, preview: Preview) -> None:
        """Keep a change that is being shown."""
        async with self._database.writing() as connection:
            await upsert(connection, previews, {name: getattr(preview, name) for name in Preview.__slots__})

    async def get(self, token: str) -> Preview | None:
        """The change under a token, used and expired ones too; None for a forged one."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(previews).where(previews.c.token == token))).mappings().one_or_none()
            return None if row is None else Preview(**row)

    async def use(self, token: str, at: datetime) -> bool:
        """Mark it as used; whether this was the first time."""
        first = update(previews).where(previews.c.token == token, previews.c.used.is_(None)).values(used=at)
        async with self._database.writing() as connection:
            return (await connection.execute(first)).rowcount == 1
