"""The way of one question without a network: read, ask, render; by Telegram and by the terminal alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from bot.buttons import Press, question_of
from bot.rendering import render
from bot.reply import Reply
from bot.snapshot import Record, Snapshot
from knowledge.answering import answer
from knowledge.conversation import Answer, Intent, Question
from knowledge.fields import Language

READ_LENGTH = 8192
"""Characters of a text that are read: twice Telegram's longest message. Nobody asks beyond the first pages."""


class Command(StrEnum):
    """What anybody may ask by a command."""

    ASK = "ask"
    LIST = "list"
    STATUS = "status"
    HISTORY = "history"
    HELP = "help"
    START = "start"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answer and the reply to send."""

    question: Question
    answer: Answer
    reply: Reply

    @property
    def is_gap(self) -> bool:
        """Whether nobody here could answer it: worth counting, for editors to close."""
        return self.answer.kind in ("unknown", "ambiguous")


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers questions from the newest snapshot of the record; `clock` gives this moment, aware."""

    record: Record
    clock: Callable[[], datetime]

    @property
    def snapshot(self) -> Snapshot:
        """The record as it is answered from at this moment."""
        return self.record.snapshot

    def read(self, text: str, context: str = "dm") -> Question:
        """A text as a question."""
        return self.snapshot.reader.read(text[:READ_LENGTH], now=self._now(), context=context)

    def ask(self, text: str, *, language: Language, context: str = "dm") -> Asked:
        """Answer a text; `language` serves where the text shows none."""
        return self.answer(self.read(text, context), language)

    def answer(self, question: Question, language: Language) -> Asked:
        """Answer a question that was already read."""
        found = answer(question, self.snapshot.facts, now=self._now(), language=language)
        return Asked(question, found, render(found))

    def press(self, press: Press) -> Asked | None:
        """Answer a pressed button; None where the record no longer knows what it is about."""
        question = question_of(press, self.snapshot.facts)
        return None if question is None else self.answer(question, press.language)

    def command(self, command: Command, rest: str, context: str = "dm") -> Question:
        """What a command asks, `rest` being the text behind it."""
        match command:
            case Command.ASK:
                return self.read(rest, context) if rest else _bare(Intent.HELP)
            case Command.START:
                return self._started(rest)
            case Command.LIST | Command.STATUS:
                return self.read(rest, context) if rest else _bare(Intent.OVERVIEW)
            case Command.HISTORY:
                return self._history(rest, context)
            case Command.HELP:
                return _bare(Intent.HELP)
            case _:
                assert_never(command)

    def _history(self, rest: str, context: str) -> Question:
        if not rest:
            return _bare(Intent.HISTORY)
        read = self.read(rest, context)
        asks_otherwise = not read.teams and not (read.as_of or read.since)
        return read if asks_otherwise else read.model_copy(update={"intent": Intent.HISTORY, "presumed": None})

    def _started(self, payload: str) -> Question:
        """`/start kakao`, as a link from an inline result sends it: the team, or help where it is none."""
        team = decoded_payload(payload)
        if team not in self.snapshot.facts.teams:
            return _bare(Intent.HELP)
        return Question(text="", intent=Intent.STANCE, teams=(team,))

    def _now(self) -> datetime:
        return self.clock().astimezone(self.snapshot.facts.zone)


def _bare(intent: Intent) -> Question:
    return Question(text="", intent=intent)


def payload_of(team: str) -> str:
    """A team's id as the payload of a deep link, which takes no dot: capital letters are free, ids have none."""
    return team.replace(".", "D")


def decoded_payload(payload: str) -> str:
    """The id of the team that a payload names."""
    return payload.strip().replace("D", ".")
