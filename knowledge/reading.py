"""text -> Question: which teams, what is wanted of them, by which stance, as of which day, in which language."""

from datetime import datetime
from typing import Protocol

from knowledge.conversation import Finding, Intent, Question
from knowledge.facts import Facts
from knowledge.languages import language_of


class Names(Protocol):
    """What finds names in a text: the name index."""

    def find(self, text: str) -> Finding:
        """The teams, candidates and other companies that a text names."""


class Reader:
    """Reads questions against one version of the facts and the index of its names."""

    def __init__(self, facts: Facts, index: Names) -> None:
        self._facts = facts
        self._index = index

    def read(self, text: str, *, now: datetime, context: str = "dm") -> Question:
        """Understand a text; `now` is an aware moment, against which relative dates are read."""
        del now, context
        finding = self._index.find(text)
        teams = tuple(dict.fromkeys(mention.team for mention in finding.mentions))
        strangers = tuple(dict.fromkeys(text[start:end] for start, end in finding.others))
        return Question(
            text=text,
            intent=_intent(teams, finding),
            language=language_of(text, finding.mentions),
            finding=finding,
            teams=teams,
            strangers=strangers,
        )


def _intent(teams: tuple[str, ...], finding: Finding) -> Intent:
    if teams:
        return Intent.STANCE
    if finding.others:
        return Intent.UNKNOWN
    return Intent.AMBIGUOUS if finding.candidates else Intent.HELP
