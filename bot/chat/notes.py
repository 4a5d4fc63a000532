"""What is kept of a conversation: questions that nobody could answer, and which message answered which.

Written behind the answers, many at a time: an answer waits for no disk, and an outage of the database delays only this.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeVar

from bot.telling.told import ToldLog
from knowledge.errors import Outage, StoreError
from knowledge.storage.chats import GAP_LENGTH, GapKind
from knowledge.store import Store

logger = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between two writings; a crash loses no more than that."""
REMEMBERED = 1_000
"""Answers remembered in memory, some 0.3 MB, for the questions that are edited soon; the others are looked up."""
WAITING = 5_000
"""Gaps and answers that wait to be written; more of them in a second are a flood, or the database is away."""


Row = TypeVar("Row")
Sent = tuple[int, int]
"""A question by its chat and message."""


class Notes:
    """Takes notes at once and writes them down a little later."""

    def __init__(self, store: Store, told: ToldLog | None = None) -> None:
        self._store = store
        self.told = told
        """Where answers were given, for corrections; None where nothing of it is kept."""
        self._gaps: list[tuple[date, str, GapKind]] = []
        self._unwritten: dict[Sent, int] = {}
        self._answers: OrderedDict[Sent, tuple[int, ...]] = OrderedDict()
        self._waits = False

    def gap(self, day: date, kind: GapKind, text: str) -> None:
        """Count a question that nobody could answer; who asked it is not noted."""
        if text and len(self._gaps) < WAITING:
            self._gaps.append((day, text[:GAP_LENGTH], kind))

    def answered(self, chat: int, question: int, answers: Sequence[int]) -> None:
        """Remember which messages answered a question; none where the answer is gone."""
        if not answers:
            return
        sent = (chat, question)
        self._answers[sent] = tuple(answers)
        self._answers.move_to_end(sent)
        if len(self._unwritten) < WAITING or sent in self._unwritten:
            self._unwritten[sent] = answers[0]
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)

    async def answers_to(self, chat: int, question: int) -> tuple[int, ...]:
        """The messages that answered a question, as far as anybody remembers."""
        known = self._answers.get((chat, question))
        if known is not None:
            return known
        try:
            first = await self._store.answers.answer_to(chat, question)
        except StoreError as error:
            logger.debug("the answer to an edited question cannot be looked up: %s", error)
            return ()
        return () if first is None else (first,)

    async def write(self) -> None:
        """Write down what is waiting; what cannot be written waits on."""
        gaps, answers = self._gaps, self._unwritten
        self._gaps, self._unwritten = [], {}
        try:
            if answers:
                await _kept(list(answers.items()), self._remember)
                answers = {}
            for day in {day for day, _, _ in gaps}:
                asked = [(text, kind) for on, text, kind in gaps if on == day]
                await _kept(asked, partial(self._store.gaps.count, day=day))
                gaps = [each for each in gaps if each[0] != day]
            if self.told is not None:
                await self.told.write()
            self._waits = False
        except BaseException as error:
            self._gaps = [*gaps, *self._gaps][:WAITING]
            self._unwritten = {**dict(list(answers.items())[-WAITING:]), **self._unwritten}
            if not isinstance(error, StoreError):
                raise
            # Once an outage, and not at all in one that the record's own look at its version tells of.
            is_told = self._waits or error.code in {Outage.UNREACHABLE, Outage.REPLACED}
            logger.log(logging.DEBUG if is_told else logging.WARNING, "notes wait to be written: %s", error)
            self._waits = True

    async def _remember(self, answers: Sequence[tuple[Sent, int]]) -> None:
        await self._store.answers.remember(dict(answers), at=datetime.now(UTC))

    async def keep_writing(self, pause: float = PAUSE) -> None:
        """Write for as long as it runs."""
        while True:
            await asyncio.sleep(pause)
            try:
                await self.write()
            except Exception:
                logger.exception("notes could not be written")


async def _kept(rows: Sequence[Row], write: Callable[[Sequence[Row]], Awaitable[None]]) -> None:
    """Write rows; one that the database refuses is dropped and keeps no other back. Raises StoreError in an outage."""
    try:
        await write(rows)
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it has against one row, the others are written
        if len(rows) == 1:
            logger.warning("the database refused a note, which was dropped: %s", type(error).__name__)
            return
        half = len(rows) // 2
        await _kept(rows[:half], write)
        await _kept(rows[half:], write)
