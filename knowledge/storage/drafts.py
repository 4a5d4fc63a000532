"""What editors have under way: drafts, previews, changes that wait for approval; and who may edit."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, Select, and_, delete, exists, insert, or_, select, update

from knowledge.record.changes import Outcome, PendingChange
from knowledge.storage.bulk import upsert
from knowledge.storage.database import Database
from knowledge.tables import drafts, editors, previews
from knowledge.tables import pending_change_posts as posts
from knowledge.tables import pending_changes as changes

CLAIMED_FOR = timedelta(minutes=1)
"""How long a process has to send what it claimed, before another may."""
_FIELDS = tuple(each.name for each in fields(PendingChange))
_WAITS = changes.c.outcome.is_(None)
_AUTHOR_IS_TOLD = exists().where(
    posts.c.change == changes.c.token, posts.c.user == changes.c.user, posts.c.sent.is_not(None)
)
_UNTOLD = and_(changes.c.outcome.is_not(None), changes.c.user != 0, ~_AUTHOR_IS_TOLD)


@dataclass(frozen=True, slots=True)
class SavedDraft:
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

    async def get(self, user: int, chat: int) -> SavedDraft | None:
        """The conversation as it was left, expired or not."""
        found = select(drafts.c.state, drafts.c.expires).where(drafts.c.user == user, drafts.c.chat == chat)
        row = await self._database.row(found)
        return None if row is None else SavedDraft(row.state, row.expires)

    async def drop(self, user: int, chat: int) -> None:
        """Forget it."""
        await self._database.write(delete(drafts).where(drafts.c.user == user, drafts.c.chat == chat))


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
        row = await self._database.row(select(previews).where(previews.c.token == token))
        if row is None:
            return None
        return Preview(row.token, row.user, row.chat, row.payload, row.expires, row.used)

    async def use(self, token: str, at: datetime) -> bool:
        """Mark it as used; whether this was the first time."""
        first = update(previews).where(previews.c.token == token, previews.c.used.is_(None)).values(used=at)
        return await self._database.write(first) == 1


class PendingChanges:
    """The pending changes; decided through `Editor`, kept and asked for here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, pending: PendingChange) -> None:
        """Keep a change that waits; one that is kept already stays as it is."""
        known = select(changes.c.token).where(changes.c.token == pending.token)
        async with self._database.writing() as connection:
            if (await connection.execute(known)).first() is None:
                row = {name: getattr(pending, name) for name in _FIELDS}
                await connection.execute(insert(changes).values(**row))

    async def get(self, token: str) -> PendingChange | None:
        """The pending change of a token, decided or not."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(changes).where(changes.c.token == token))).mappings().one_or_none()
            return None if row is None else pending_of(row)

    async def waiting(self, now: datetime) -> Sequence[PendingChange]:
        """Those that may still be approved, the oldest first."""
        return await self._listed(select(changes).where(_WAITS, changes.c.expires > now))

    async def untold(self) -> Sequence[PendingChange]:
        """Those whose author was not sent yet what became of them."""
        return await self._listed(select(changes).where(_UNTOLD))

    async def has_open(self) -> bool:
        """True if any waits, or has an author to be told."""
        return await self._database.row(select(changes.c.token).where(or_(_WAITS, _UNTOLD)).limit(1)) is not None

    async def expire(self, now: datetime) -> None:
        """Decide that those whose time is over have expired."""
        over = (_WAITS, changes.c.expires <= now)
        if await self._database.row(select(changes.c.token).where(*over).limit(1)) is not None:
            expired = {"outcome": Outcome.EXPIRED.value, "decided": now}
            await self._database.write(update(changes).where(*over).values(**expired))

    async def sent(self) -> frozenset[tuple[str, int]]:
        """The tokens and users of what was sent of changes that wait."""
        found = select(posts.c.change, posts.c.user).join(changes, changes.c.token == posts.c.change)
        rows = await self._database.rows(found.where(_WAITS, posts.c.sent.is_not(None)))
        return frozenset((row.change, row.user) for row in rows)

    async def claim(self, token: str, user: int, now: datetime, *, waits: bool) -> bool:
        """Claim to send the change while it `waits`, or what became of it; False where that is done or begun."""
        mine = (posts.c.change == token, posts.c.user == user)
        async with self._database.writing() as connection:
            outcome = (
                await connection.execute(select(changes.c.outcome).where(changes.c.token == token))
            ).scalar_one_or_none()
            row = (await connection.execute(select(posts.c.claimed, posts.c.sent).where(*mine))).one_or_none()
            if (outcome is None) is not waits:
                return False
            if row is None:
                await connection.execute(insert(posts).values(change=token, user=user, claimed=now))
                return True
            if row.sent is not None or now - row.claimed < CLAIMED_FOR:
                return False
            await connection.execute(update(posts).where(*mine).values(claimed=now))
            return True

    async def postpone(self, token: str, user: int, until: datetime) -> None:
        """Let nobody try before then: whoever is to be sent it cannot be reached."""
        later = update(posts).where(posts.c.change == token, posts.c.user == user).values(claimed=until - CLAIMED_FOR)
        await self._database.write(later)

    async def mark_sent(self, token: str, user: int, now: datetime) -> None:
        """Note that it was sent."""
        done = update(posts).where(posts.c.change == token, posts.c.user == user).values(sent=now)
        await self._database.write(done)

    async def _listed(self, found: Select[Any]) -> Sequence[PendingChange]:
        async with self._database.reading() as connection:
            rows = await connection.execute(found.order_by(changes.c.proposed, changes.c.token))
            return [pending_of(row) for row in rows.mappings()]


def pending_of(row: RowMapping) -> PendingChange:
    """A pending change of its row."""
    outcome = None if row["outcome"] is None else Outcome(row["outcome"])
    return PendingChange(**{**row, "outcome": outcome})


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
        found = select(editors).where(editors.c.revoked_at.is_(None)).order_by(editors.c.granted_at, editors.c.user)
        rows = await self._database.rows(found)
        return tuple(GrantedEditor(row.user, row.granted_by, row.granted_at) for row in rows)

    async def includes(self, user: int) -> bool:
        """Whether a user may edit at this moment: asked anew for each action, so that a revoked one is out at once."""
        found = select(editors.c.user).where(editors.c.user == user, editors.c.revoked_at.is_(None))
        return await self._database.row(found) is not None
