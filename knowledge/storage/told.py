"""Which answers showed which statements, so that they can be corrected where they were given: ids only, for a month."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.fields import Language
from knowledge.storage.bulk import insert_new, upsert
from knowledge.storage.database import Database
from knowledge.tables import no_corrections, quiet_corrections, told, told_teams

OF_ALL: Final = ""
"""In the place of a team's id: an answer about the whole programme, which a change of any team may make another."""
MOST_TOLD: Final = 1_000_000
"""Answers remembered, some 400 MB of a database; beyond them the oldest are forgotten first."""
PORTION: Final = 200
"""Answers that are written or read at a time."""

Revision = tuple[str, int]
"""A statement and one of its revisions, counted from 1."""


def told_key(chat: int, message: int) -> str:
    """The key of the answer that begins with this message of a chat."""
    return f"c{chat}:{message}"


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """One answer that was given: where, what makes it again (JSON of a question without words), and what it showed.

    `messages` are the ids of all its parts; an inline one has `inline`, and a `chat` that is none (`inline_chat`).
    """

    key: str
    chat: int
    topic: int
    messages: tuple[int, ...]
    inline: str | None
    question: str
    statements: tuple[Revision, ...]
    language: Language
    at: datetime
    teams: frozenset[str] = frozenset()
    """The teams that it is about, or OF_ALL; known only where it is written."""


@dataclass(frozen=True, slots=True)
class QuietCorrection:
    """A revision that an editor saved without telling those who were told otherwise, and why."""

    statement: str
    revision: int
    reason: str
    by: str


class ToldAnswers:
    """What is remembered of the answers that were given."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, answers: Sequence[ToldAnswer]) -> None:
        """Keep answers; one in the place of an earlier one (the same key) replaces it."""
        newest = {each.key: each for each in answers}
        every = list(newest.values())
        for start in range(0, len(every), PORTION):
            async with self._database.writing() as connection:
                await _remember(connection, every[start : start + PORTION])

    async def forget(self, keys: Collection[str]) -> None:
        """Forget answers whose message shows nothing of the record any more."""
        async with self._database.writing() as connection:
            await _forget(connection, list(keys))

    async def about(self, teams: Collection[str]) -> AsyncIterator[Sequence[ToldAnswer]]:
        """The answers that one of these teams, or everybody, is spoken of in; some at a time, and some twice.

        Not those of chats that want no corrections.
        """
        for team in sorted({*teams, OF_ALL}):
            last = ""
            while True:
                found = select(told_teams.c.told).where(told_teams.c.team == team, told_teams.c.told > last)
                async with self._database.reading() as connection:
                    page = found.order_by(told_teams.c.told).limit(PORTION)
                    keys = list((await connection.execute(page)).scalars())
                    refusing = select(no_corrections.c.chat)
                    rows = await connection.execute(
                        select(told).where(told.c.key.in_(keys), told.c.chat.not_in(refusing)).order_by(told.c.key)
                    )
                    answers = [_answer(row) for row in rows]
                if answers:
                    yield answers
                if len(keys) < PORTION:
                    break
                last = keys[-1]

    async def shown_by(self, chat: int, message: int) -> tuple[str, ...]:
        """The statements that the answer which begins with a message showed; nothing where it is not remembered."""
        found = select(told.c.statements).where(told.c.key == told_key(chat, message))
        statements = await self._database.value(found)
        return () if statements is None else tuple(name for name, _ in orjson.loads(statements))

    async def keep_quiet(self, corrections: Sequence[QuietCorrection], at: datetime) -> None:
        """Note revisions that nobody is to be told of."""
        for each in corrections:
            row = {**asdict(each), "at": at}
            async with self._database.writing() as connection:
                await upsert(connection, quiet_corrections, row)

    async def speak_again(self, corrections: Sequence[QuietCorrection]) -> None:
        """Forget that of revisions that were not made."""
        table = quiet_corrections
        for each in corrections:
            which = (table.c.statement == each.statement) & (table.c.revision == each.revision)
            async with self._database.writing() as connection:
                await connection.execute(delete(table).where(which))

    async def quiet_reason(self, statement: str, revision: int) -> str | None:
        """Why nobody is to be told of a revision; None where it is told."""
        table = quiet_corrections
        found = select(table.c.reason).where(table.c.statement == statement, table.c.revision == revision)
        async with self._database.reading() as connection:
            return (await connection.execute(found)).scalar_one_or_none()

    async def count(self) -> int:
        """How many answers are remembered."""
        async with self._database.reading() as connection:
            return int((await connection.execute(select(func.count()).select_from(told))).scalar_one())

    async def trim(self, before: datetime, most: int = MOST_TOLD) -> None:
        """Forget what was told before a moment, and the oldest of more than `most`."""
        while await self._trim(told.c.at < before, PORTION):
            pass
        beyond = await self.count() - most
        while beyond > 0 and (gone := await self._trim(told.c.at < datetime.max.replace(tzinfo=before.tzinfo), beyond)):
            beyond -= gone

    async def _trim(self, which: Any, most: int) -> int:
        async with self._database.writing() as connection:
            oldest = select(told.c.key).where(which).order_by(told.c.at, told.c.key).limit(min(most, PORTION))
            keys = list((await connection.execute(oldest)).scalars())
            await _forget(connection, keys)
            return len(keys)

    async def wants_corrections(self, chat: int, *, wanted: bool) -> None:
        """Keep whether a chat is told of corrections; what it was told stays remembered either way."""
        async with self._database.writing() as connection:
            if wanted:
                await connection.execute(delete(no_corrections).where(no_corrections.c.chat == chat))
            else:
                await insert_new(connection, no_corrections, {"chat": chat})

    async def are_corrections_wanted(self, chat: int) -> bool:
        """Whether a chat is told of corrections."""
        async with self._database.reading() as connection:
            found = await connection.execute(select(no_corrections).where(no_corrections.c.chat == chat))
            return found.first() is None


async def _remember(connection: AsyncConnection, answers: Sequence[ToldAnswer]) -> None:
    await connection.execute(delete(told_teams).where(told_teams.c.told.in_([each.key for each in answers])))
    rows = [
        {
            "key": each.key, "chat": each.chat, "topic": each.topic, "messages": _dumped(each.messages),
            "inline": each.inline, "question": each.question, "statements": _dumped(each.statements),
            "language": each.language, "at": each.at,
        }
        for each in answers
    ]  # fmt: skip
    await upsert(connection, told, *rows)
    marks = [{"team": team, "told": each.key} for each in answers for team in each.teams]
    if marks:
        await insert_new(connection, told_teams, *marks)


async def restate_told(
    connection: AsyncConnection, shown: Sequence[tuple[str, tuple[Revision, ...]]], at: datetime
) -> None:
    """Note what answers that are corrected show from now on."""
    for key, statements in shown:
        values = {"statements": _dumped(statements), "at": at}
        await connection.execute(update(told).where(told.c.key == key).values(**values))


async def move_told(connection: AsyncConnection, chat: int, to: int) -> None:
    """A group has become a supergroup, where its old messages cannot be reached: what they said is told there anew."""
    await connection.execute(update(told).where(told.c.chat == chat).values(chat=to, messages="[]"))
    await connection.execute(update(no_corrections).where(no_corrections.c.chat == chat).values(chat=to))


async def forget_chat(connection: AsyncConnection, chat: int) -> None:
    """Forget what a chat was told that takes no messages any more."""
    keys = list((await connection.execute(select(told.c.key).where(told.c.chat == chat))).scalars())
    for start in range(0, len(keys), PORTION):
        await _forget(connection, keys[start : start + PORTION])


async def _forget(connection: AsyncConnection, keys: Sequence[str]) -> None:
    await connection.execute(delete(told_teams).where(told_teams.c.told.in_(keys)))
    await connection.execute(delete(told).where(told.c.key.in_(keys)))


def _dumped(value: object) -> str:
    return orjson.dumps(value).decode()


def _answer(row: Any) -> ToldAnswer:
    statements = tuple((str(name), int(number)) for name, number in orjson.loads(row.statements))
    messages = tuple(int(each) for each in orjson.loads(row.messages))
    return ToldAnswer(
        row.key, row.chat, row.topic, messages, row.inline, row.question, statements, row.language, row.at
    )
