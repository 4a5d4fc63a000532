"""What is kept of chats: settings, which message answered which, what waits, and questions nobody could answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Literal

from sqlalchemy import bindparam, delete, func, select, update

from knowledge.fields import Language, is_odd
from knowledge.storage.bulk import add_to_count, upsert
from knowledge.storage.database import Database
from knowledge.storage.follows import move_followers, sweep_followers
from knowledge.storage.reports import sweep_reports
from knowledge.tables import (
    answers_sent,
    chats,
    drafts,
    gaps,
    pending_change_posts,
    pending_changes,
    previews,
    waiting_updates,
)

GAPS_KEPT = timedelta(days=90)
ANSWERS_KEPT = timedelta(days=2)
"""Telegram lets a message be edited for two days."""
EXPIRED_KEPT = timedelta(days=2)
"""An expired draft or preview can still be told so for this long."""
WAITING_KEPT = timedelta(days=1)
"""As long as Telegram keeps an update that nobody fetches: after a longer absence of the bot nobody waits any more."""
DECIDED_KEPT = timedelta(days=30)
"""A pending change that was decided; the audit keeps who decided."""
PORTION = 1000
"""Rows of one write that are bound at a time: what many need at once stays with the process for good."""
GAP_LENGTH = 200
"""Characters kept of a question."""
GapKind = Literal["unknown", "ambiguous"]


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What is kept about a chat; None where it chose nothing."""

    language: Language | None = None
    greeted: datetime | None = None
    blocked: datetime | None = None


class Chats:
    """Settings a chat; a private chat has its user's id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> dict[int, ChatSettings]:
        """Every chat's settings: few and small, so a process keeps them in memory."""
        rows = await self._database.rows(select(chats))
        return {row.chat: ChatSettings(row.language, row.greeted, row.blocked) for row in rows}

    async def get(self, chat: int) -> ChatSettings:
        """One chat's settings."""
        row = await self._database.row(select(chats).where(chats.c.chat == chat))
        return ChatSettings() if row is None else ChatSettings(row.language, row.greeted, row.blocked)

    async def set_language(self, chat: int, language: Language | None) -> None:
        """Answer this chat in one language; None for each question's own."""
        await self._put(chat, language=language)

    async def greet(self, chat: int, at: datetime) -> bool:
        """Note that a chat was greeted; whether it was the first time."""
        if (await self.get(chat)).greeted is not None:
            return False
        await self._put(chat, greeted=at)
        return True

    async def block(self, chat: int, at: datetime) -> None:
        """Note that a chat takes no more messages."""
        await self._put(chat, blocked=at)

    async def unblock(self, chat: int) -> None:
        """Note that it takes messages again."""
        await self._database.write(update(chats).where(chats.c.chat == chat).values(blocked=None))

    async def move(self, chat: int, to: int) -> None:
        """Give a supergroup the settings, and whom it follows, of the group that it was."""
        settings = await self.get(chat)
        async with self._database.writing() as connection:
            kept = {"language": settings.language, "greeted": settings.greeted, "blocked": None}
            await upsert(connection, chats, {"chat": to, **kept})
            await connection.execute(delete(chats).where(chats.c.chat == chat))
            await move_followers(connection, chat, to)

    async def _put(self, chat: int, **values: Language | datetime | None) -> None:
        async with self._database.writing() as connection:
            await upsert(connection, chats, {"chat": chat, **values})


class SentAnswers:
    """Which message answered which: message ids only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, answers: Mapping[tuple[int, int], int], *, at: datetime) -> None:
        """Keep what answered several questions, each by its chat and message; many at once cost one write."""
        async with self._database.writing() as connection:
            given = iter(answers.items())
            while portion := list(islice(given, PORTION)):
                rows = [
                    {"chat": chat, "question": question, "answer": answer, "at": at}
                    for (chat, question), answer in portion
                ]
                await upsert(connection, answers_sent, *rows)

    async def answer_to(self, chat: int, question: int) -> int | None:
        """The id of the message that answered a question."""
        table = answers_sent
        answer: int | None = await self._database.value(
            select(table.c.answer).where(table.c.chat == chat, table.c.question == question)
        )
        return answer


async def sweep(database: Database, now: datetime, today: date) -> None:
    """Forget what has been kept long enough: gaps and reports after 90 days, answers sent and expired drafts after two.

    What waits is forgotten a day after it was due, a pending change a month after it was decided; of who follows see
    `sweep_followers`.
    """
    async with database.writing() as connection:
        await connection.execute(delete(gaps).where(gaps.c.day < today - GAPS_KEPT))
        await connection.execute(delete(answers_sent).where(answers_sent.c.at < now - ANSWERS_KEPT))
        await connection.execute(delete(drafts).where(drafts.c.expires < now - EXPIRED_KEPT))
        await connection.execute(delete(previews).where(previews.c.expires < now - EXPIRED_KEPT))
        await connection.execute(delete(waiting_updates).where(waiting_updates.c.due < now - WAITING_KEPT))
        await connection.execute(delete(pending_changes).where(pending_changes.c.decided < now - DECIDED_KEPT))
        gone = pending_change_posts.c.change.not_in(select(pending_changes.c.token))
        await connection.execute(delete(pending_change_posts).where(gone))
        await sweep_followers(connection, now)
        await sweep_reports(connection, now)


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
        rows = await self._database.rows(found.limit(limit))
        return [WaitingUpdate(row.update, row.chat, row.due, row.content) for row in rows]

    async def all(self) -> Mapping[int, tuple[int, datetime]]:
        """Every one that waits: its chat, and when it is due."""
        table = waiting_updates
        rows = await self._database.rows(select(table.c.update, table.c.chat, table.c.due))
        return {row.update: (row.chat, row.due) for row in rows}

    async def has(self, update: int) -> bool:
        """Whether an update still waits: another process may have handled it."""
        found = select(waiting_updates.c.update).where(waiting_updates.c.update == update)
        return await self._database.row(found) is not None


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question that was asked `count` times and not answered."""

    text: str
    kind: GapKind
    count: int
    last: date


class Gaps:
    """The counted questions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, asked: Iterable[tuple[str, GapKind]], *, day: date) -> None:
        """Count questions of a day; many at once cost one write."""
        rows = [
            {"day": day, "kind": kind, "text": kept, "count": 1} for text, kind in asked if (kept := _storable(text))
        ]
        if not rows:
            return
        async with self._database.writing() as connection:
            await add_to_count(connection, gaps, *rows)

    async def most_frequent(self, size: int = 20, *, since: date | None = None) -> tuple[UnansweredQuestion, ...]:
        """The questions asked most often, the newest of equals first."""
        total = func.sum(gaps.c.count).label("total")
        last = func.max(gaps.c.day).label("last")
        found = select(gaps.c.text, gaps.c.kind, total, last).group_by(gaps.c.text, gaps.c.kind)
        if since is not None:
            found = found.where(gaps.c.day >= since)
        rows = await self._database.rows(found.order_by(total.desc(), last.desc()).limit(size))
        return tuple(UnansweredQuestion(row.text, row.kind, int(row.total), row.last) for row in rows)

    async def forget(self, text: str) -> None:
        """Forget a question: it has become an alias or a decoy, or an editor waved it away."""
        await self._database.write(delete(gaps).where(gaps.c.text == text))


def _storable(text: str) -> str:
    kept = "".join(" " if is_odd(character) else character for character in text[: 2 * GAP_LENGTH])
    return " ".join(kept.split())[:GAP_LENGTH]
