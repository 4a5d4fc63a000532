"""What is noted of answers that were given, behind them: where each stands, and which statements it showed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zlib import crc32

from bot.chat.asking import Asked
from bot.rendering.lists import history_page
from knowledge.answer import Answer, ChangesAnswer, HistoryAnswer, StanceAnswer, Stated
from knowledge.corrections import shown_revisions, shown_statements
from knowledge.facts import Facts
from knowledge.question import Finding, Question
from knowledge.storage.told import OF_ALL, ToldAnswer, ToldAnswers, told_key

WAITING = 5_000
"""Answers that wait to be noted; more of them in a second are a flood, or the database is away."""
INLINE_CHATS = -(2**60)
"""Below it are the chats that inline messages are noted under, which Telegram does not tell: no chat has such an id."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, where it was given."""

    asked: Asked
    at: datetime
    chat: int
    topic: int = 0
    messages: tuple[int, ...] = ()
    inline: str | None = None

    @property
    def key(self) -> str:
        """The message that it stands in."""
        return f"i{self.inline}" if self.inline is not None else told_key(self.chat, self.messages[0])


@dataclass(slots=True)
class ToldLog:
    """Takes what was given at once, and writes it down a little later (`bot.chat.notes`)."""

    told: ToldAnswers
    facts: Callable[[], Facts]
    clock: Callable[[], datetime]
    _waiting: dict[str, Given] = field(default_factory=dict)

    def given(self, asked: Asked, chat: int, topic: int | None, messages: Sequence[int]) -> None:
        """An answer stands in these messages of a chat."""
        if messages:
            self._take(Given(asked, self.clock(), chat, topic or 0, tuple(messages)))

    def given_inline(self, asked: Asked, inline: str) -> None:
        """An answer stands in a message that was sent through inline mode, or to a guest."""
        self._take(Given(asked, self.clock(), INLINE_CHATS - crc32(inline.encode()), inline=inline))

    def _take(self, given: Given) -> None:
        if len(self._waiting) < WAITING or given.key in self._waiting:
            self._waiting[given.key] = given

    async def write(self) -> None:
        """Write down what waits; what cannot be written waits on. Raises StoreError."""
        given, self._waiting = self._waiting, {}
        facts, made = self.facts(), dict[int, ToldAnswer | None]()
        try:
            kept: list[ToldAnswer] = []
            for each in given.values():
                if id(each.asked) not in made:
                    made[id(each.asked)] = _told(each, facts)
                told = made[id(each.asked)]
                if told is not None:
                    kept.append(_at(told, each))
            gone = given.keys() - {each.key for each in kept}
            if gone:
                await self.told.forget(gone)
            if kept:
                await self.told.remember(kept)
        except BaseException:
            self._waiting = {**dict(list(given.items())[-WAITING:]), **self._waiting}
            raise


def _told(given: Given, facts: Facts) -> ToldAnswer | None:
    """What is kept of an answer; None for one that tells nothing of the record, or only of its past."""
    asked = given.asked
    if asked.answer.kind in ("ambiguous", "unknown", "help") or asked.answer.known_at is not None:
        return None
    shown = shown_revisions(shown_in(asked.answer), facts)
    question = bare_question(asked)
    return _at(
        ToldAnswer(
            "", 0, 0, (), None, question, shown, asked.answer.language, given.at, frozenset(_teams(asked.answer))
        ),
        given,
    )


def _at(told: ToldAnswer, given: Given) -> ToldAnswer:
    return ToldAnswer(
        given.key, given.chat, given.topic, given.messages, given.inline, told.question, told.statements,
        told.language, given.at, told.teams,
    )  # fmt: skip


def shown_in(answer: Answer) -> Sequence[Stated]:
    """The statements that the messages of an answer show: of a long history one page."""
    if isinstance(answer, HistoryAnswer):
        return [each for group in history_page(answer) for each in group]
    return shown_statements(answer)


def bare_question(asked: Asked) -> str:
    """What makes the answer again, as JSON: no words, and the days of a change as they were then."""
    update: dict[str, object] = {"text": "", "finding": Finding(), "strangers": (), "unread": ()}
    if isinstance(asked.answer, ChangesAnswer):
        update |= {"since": asked.answer.since, "until": asked.answer.until}
    question: Question = asked.question.model_copy(update=update)
    return question.model_dump_json(exclude_defaults=True)


def _teams(answer: Answer) -> Sequence[str]:
    if isinstance(answer, StanceAnswer):
        return [each.team.id for each in answer.standings]
    if isinstance(answer, HistoryAnswer) and answer.teams:
        return [each.id for each in answer.teams]
    return (OF_ALL,)
