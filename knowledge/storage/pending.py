"""Changes that wait for another editor's approval, and who was sent what of them."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, Select, and_, exists, insert, or_, select, update

from knowledge.record.changes import Outcome, PendingChange
from knowledge.storage.database import Database
from knowledge.talk_tables import pending_change_posts as posts
from knowledge.talk_tables import pending_changes as table

CLAIMED_FOR = timedelta(minutes=1)
"""How long a process has to send what it claimed, before another may."""
_FIELDS = tuple(each.name for each in fields(PendingChange))
_WAITS = table.c.outcome.is_(None)
_AUTHOR_IS_TOLD = exists().where(
    posts.c.change == table.c.token, posts.c.user == table.c.user, posts.c.sent.is_not(None)
)
_UNTOLD = and_(table.c.outcome.is_not(None), table.c.user != 0, ~_AUTHOR_IS_TOLD)


class PendingChanges:
    """The pending changes; decided through `Editor`, kept and asked for here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, pending: PendingChange) -> None:
        """Keep a change that waits; one that is kept already stays as it is."""
        known = select(table.c.token).where(table.c.token == pending.token)
        async with self._database.writing() as connection:
            if (await connection.execute(known)).first() is None:
                row = {name: getattr(pending, name) for name in _FIELDS}
                await connection.execute(insert(table).values(**row))

    async def get(self, token: str) -> PendingChange | None:
        """The pending change of a token, decided or not."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(table).where(table.c.token == token))).mappings().one_or_none()
            return None if row is None else pending_of(row)

    async def waiting(self, now: datetime) -> Sequence[PendingChange]:
        """Those that may still be approved, the oldest first."""
        return await self._listed(select(table).where(_WAITS, table.c.expires > now))

    async def untold(self) -> Sequence[PendingChange]:
        """Those whose author was not sent yet what became of them."""
        return await self._listed(select(table).where(_UNTOLD))

    async def has_open(self) -> bool:
        """True if any waits, or has an author to be told."""
        async with self._database.reading() as connection:
            return (
                await connection.execute(select(table.c.token).where(or_(_WAITS, _UNTOLD)).limit(1))
            ).first() is not None

    async def expire(self, now: datetime) -> None:
        """Decide that those whose time is over have expired."""
        over = (_WAITS, table.c.expires <= now)
        async with self._database.reading() as connection:
            if (await connection.execute(select(table.c.token).where(*over).limit(1))).first() is None:
                return
        async with self._database.writing() as connection:
            await connection.execute(update(table).where(*over).values(outcome=Outcome.EXPIRED.value, decided=now))

    async def sent(self) -> frozenset[tuple[str, int]]:
        """The tokens and users of what was sent of changes that wait."""
        found = select(posts.c.change, posts.c.user).join(table, table.c.token == posts.c.change)
        async with self._database.reading() as connection:
            rows = await connection.execute(found.where(_WAITS, posts.c.sent.is_not(None)))
            return frozenset((row.change, row.user) for row in rows)

    async def claim(self, token: str, user: int, now: datetime, *, waits: bool) -> bool:
        """Claim to send the change while it `waits`, or what became of it; False where that is done or begun."""
        mine = (posts.c.change == token, posts.c.user == user)
        async with self._database.writing() as connection:
            outcome = (
                await connection.execute(select(table.c.outcome).where(table.c.token == token))
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
            rows = await connection.execute(found.order_by(table.c.proposed, table.c.token))
            return [pending_of(row) for row in rows.mappings()]


def pending_of(row: RowMapping) -> PendingChange:
    """A pending change of its row."""
    outcome = None if row["outcome"] is None else Outcome(row["outcome"])
    return PendingChange(**{**row, "outcome": outcome})
