"""Every reply by the question that it answers: what was lost, what was given twice, and how long it took."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

from tests.loopback.server import Loopback

FORGIVEN = 2.0
"""Seconds before a kill in which an answer may not have been confirmed yet, and may be given again."""


@dataclass(eq=False, slots=True)
class Question:
    """What somebody asked in a chat, what an answer to it contains, and when it was asked and answered."""

    chat: int
    expected: str
    at: float = field(default_factory=monotonic)
    replies: list[float] = field(default_factory=list)

    def is_repeated(self, kills: Iterable[float] = ()) -> int:
        """How many answers too many it got; none where a kill came so soon behind the first that nobody knew of it."""
        forgiven = any(0 <= kill - self.replies[0] <= FORGIVEN for kill in kills) if self.replies else True
        return 0 if forgiven else len(self.replies) - 1


def find_replies(telegram: Loopback, questions: Sequence[Question]) -> None:
    """Give each question its replies: a reply belongs to the last question before it in its chat that it answers.

    Who asks the same twice makes that a guess: let each question of a chat have an answer of its own.
    """
    by_chat: defaultdict[object, list[Question]] = defaultdict(list)
    for question in questions:
        question.replies.clear()
        by_chat[question.chat].append(question)
    for call in telegram.answers("sendMessage"):
        earlier = (each for each in reversed(by_chat[call.chat]) if each.at <= call.at and each.expected in call.text)
        if (answered := next(earlier, None)) is not None:
            answered.replies.append(call.at)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of some questions."""

    asked: int
    lost: int
    doubled: int
    p99: float


def account(telegram: Loopback, questions: Sequence[Question], kills: Sequence[float] = ()) -> Account:
    """Look every question's replies up."""
    find_replies(telegram, questions)
    taken = sorted(each.replies[0] - each.at for each in questions if each.replies)
    return Account(
        asked=len(questions),
        lost=sum(not each.replies for each in questions),
        doubled=sum(each.is_repeated(kills) for each in questions),
        p99=taken[ceil(0.99 * len(taken)) - 1] if taken else float("inf"),
    )
