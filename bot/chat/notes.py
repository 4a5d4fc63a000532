"""What is kept of people and chats: languages chosen, questions that nobody could answer, which message answered which.

Written behind the answers, many at a time: an answer waits for no disk, and an outage of the database delays only this.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeVar

from telegram import User

from bot.messages.talk import TALK, talk
from bot.rendering.reply import Button, Reply
from bot.telling.told import ToldLog
from knowledge.errors import Outage, StoreError
from knowledge.fields import Language
from knowledge.question import Question
from knowledge.storage.chats import GAP_LENGTH, Chats, GapKind
from knowledge.store import Store

PREFIX = "language:"
"""How the data of a choice begins; the buttons of answers have one letter before their language."""
NAMED: Mapping[str, Language] = {
    "ko": "ko", "kr": "ko", "kor": "ko", "korean": "ko", "한국어": "ko", "한국말": "ko", "한글": "ko", "국문": "ko",
    "en": "en", "eng": "en", "us": "en", "english": "en", "영어": "en", "영문": "en",
}  # fmt: skip
"""What people type behind the command."""


def language_reply(language: Language) -> Reply:
    """The question which language to answer in."""
    buttons = tuple(Button(label=each.own_name(), data=f"{PREFIX}{code}") for code, each in TALK.items())
    return Reply(parts=(talk(language).choose_language(),), buttons=(buttons,))


def chosen_language(data: str) -> Language | None:
    """The language that a pressed button chooses; None where it is no such button."""
    return next((code for code in TALK if data == f"{PREFIX}{code}"), None)


def named_language(words: str) -> Language | None:
    """The language that is typed behind the command; None where it names none that is spoken here."""
    return NAMED.get(words.strip().strip(".!").removesuffix("로").lower())


logger = logging.getLogger(__name__)

REMEMBERED_LANGUAGES = 2_000
"""People whose choice is kept in memory."""
REMEMBERED_SECONDS = 60.0
"""For how long: another process may have been told of another choice."""


class Preferences:
    """Everybody's language; `default` is that of the settings."""

    def __init__(self, chats: Chats, default: Language) -> None:
        self.default = default
        self._chats = chats
        self._known: OrderedDict[int, tuple[float, Language | None]] = OrderedDict()

    async def language(self, user: User | None) -> Language:
        """The language of somebody whose question shows none."""
        if user is None:
            return self.default
        return await self._chosen(user.id) or self.of_client(user)

    def of_client(self, user: User | None) -> Language:
        """The language that Telegram says somebody uses; all but Korean speakers are more likely to read English."""
        code = (user.language_code or "") if user is not None else ""
        if not code:
            return self.default
        return "ko" if code.lower().partition("-")[0] == "ko" else "en"

    async def for_question(self, user: User | None, question: Question) -> Language:
        """The language to fall back on in answering; asked for only where the question shows none."""
        return question.language or await self.language(user)

    async def choose(self, user: int, language: Language) -> None:
        """Keep somebody's choice; raises StoreError where it cannot be kept."""
        await self._chats.set_language(user, language)
        self._remember(user, language)

    async def _chosen(self, user: int) -> Language | None:
        at, language = self._known.get(user, (0.0, None))
        if time.monotonic() - at < REMEMBERED_SECONDS and user in self._known:
            return language
        try:
            language = (await self._chats.get(user)).language
        except StoreError as error:
            logger.debug("the choice of a language cannot be read: %s", error)
            return language
        self._remember(user, language)
        return language

    def _remember(self, user: int, language: Language | None) -> None:
        self._known[user] = time.monotonic(), language
        self._known.move_to_end(user)
        if len(self._known) > REMEMBERED_LANGUAGES:
            self._known.popitem(last=False)


PAUSE = 1.0
"""Seconds between two writings; a crash loses no more than that."""
REMEMBERED_ANSWERS = 1_000
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
        if len(self._answers) > REMEMBERED_ANSWERS:
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
