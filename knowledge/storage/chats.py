"""What chats chose and what they were sent: language, greeting, block; which message answered which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import delete, select, update

from knowledge.fields import Language
from knowledge.storage.bulk import upsert, upsert_columns
from knowledge.storage.database import Database
from knowledge.storage.follows import move_followers, sweep_followers
from knowledge.talk_tables import (
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
        async with self._database.reading() as connection:
            rows = await connection.execute(select(chats))
            return {row.chat: ChatSettings(row.language, row.greeted, row.blocked) for row in rows}

    async def get(self, chat: int) -> ChatSettings:
        """One chat's settings."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(chats).where(chats.c.chat == chat))).one_or_none()
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
        async with self._database.writing() as connection:
            await connection.execute(update(chats).where(chats.c.chat == chat).values(blocked=None))

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
                columns: dict[str, Sequence[Any]] = {
                    "chat": [chat for (chat, _), _ in portion],
                    "question": [question for (_, question), _ in portion],
                    "answer": [answer for _, answer in portion],
                    "at": [at] * len(portion),
                }
                await upsert_columns(connection, answers_sent, columns)

    async def answer_to(self, chat: int, question: int) -> int | None:
        """The id of the message that answered a question."""
        table = answers_sent
        found = select(table.c.answer).where(table.c.chat == chat, table.c.question == question)
        async with self._database.reading() as connection:
            return (await connection.execute(found)).scalar_one_or_none()


async def sweep(database: Database, now: datetime, today: date) -> None:
    """Forget what has been kept long enough: gaps after 90 days, answers sent and expired drafts after two.

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
