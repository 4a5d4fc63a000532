"""Every reply by the question that it answers: what was lost, what was given twice, and how long it took."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

from tests.loopback.server import Loopback

FORGIVEN = 2.0
"""Seconds before a kill in which an answer may not have been confirmed yet, and may be given again."""
ON_ITS_WAY = 0.5
"""Seconds after a kill in which an answer may still arrive that left before it."""


@dataclass(eq=False, slots=True)
class Question:
    """What somebody asked in a chat, what an answer to it contains, and when it was asked and answered."""

    chat: int
    expected: str
    at: float = field(default_factory=monotonic)
    replies: list[float] = field(default_factory=list)

    def count_repeated(self, kills: Sequence[float] = (), forgiven: float = FORGIVEN) -> int:
        """How many answers too many it got: each but those that follow an answer with a kill soon behind it."""
        killed = (any(-ON_ITS_WAY <= kill - answer <= forgiven for kill in kills) for answer in self.replies[:-1])
        return sum(not each for each in killed)


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
    p50: float
    p99: float


def account(
    telegram: Loopback, questions: Sequence[Question], kills: Sequence[float] = (), forgiven: float = FORGIVEN
) -> Account:
    """Look every question's replies up; a busy machine takes longer to confirm, and needs more to be `forgiven`."""
    find_replies(telegram, questions)
    taken = sorted(each.replies[0] - each.at for each in questions if each.replies)
    return Account(
        asked=len(questions),
        lost=sum(not each.replies for each in questions),
        doubled=sum(each.count_repeated(kills, forgiven) for each in questions),
        p50=_quantile(taken, 0.5),
        p99=_quantile(taken, 0.99),
    )


def _quantile(ordered: Sequence[float], part: float) -> float:
    return ordered[ceil(part * len(ordered)) - 1] if ordered else float("inf")
