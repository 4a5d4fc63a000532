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
        async with self._database.reading() as connection:
            row = (await connection.execute(found)).one_or_none()
            return None if row is None else SavedDraft(row.state, row.expires)

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
        async with self._database.reading() as connection:
            return (
                await connection.execute(select(changes.c.token).where(or_(_WAITS, _UNTOLD)).limit(1))
            ).first() is not None

    async def expire(self, now: datetime) -> None:
        """Decide that those whose time is over have expired."""
        over = (_WAITS, changes.c.expires <= now)
        async with self._database.reading() as connection:
            if (await connection.execute(select(changes.c.token).where(*over).limit(1))).first() is None:
                return
        async with self._database.writing() as connection:
            await connection.execute(update(changes).where(*over).values(outcome=Outcome.EXPIRED.value, decided=now))

    async def sent(self) -> frozenset[tuple[str, int]]:
        """The tokens and users of what was sent of changes that wait."""
        found = select(posts.c.change, posts.c.user).join(changes, changes.c.token == posts.c.change)
        async with self._database.reading() as connection:
            rows = await connection.execute(found.where(_WAITS, posts.c.sent.is_not(None)))
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
        async with self._database.writing() as connection:
            await connection.execute(later)

    async def mark_sent(self, token: str, user: int, now: datetime) -> None:
        """Note that it was sent."""
        done = update(posts).where(posts.c.change == token, posts.c.user == user).values(sent=now)
        async with self._database.writing() as connection:
            await connection.execute(done)

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
        async with self._database.reading() as connection:
            rows = await connection.execute(found)
            return tuple(GrantedEditor(row.user, row.granted_by, row.granted_at) for row in rows)

    async def includes(self, user: int) -> bool:
        """Whether a user may edit at this moment: asked anew for each action, so that a revoked one is out at once."""
        found = select(editors.c.user).where(editors.c.user == user, editors.c.revoked_at.is_(None))
        async with self._database.reading() as connection:
            return (await connection.execute(found)).first() is not None
