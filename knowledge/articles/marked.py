"""A sentence with its names marked, and what was read of one of its stance words."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.articles.claims import Doubt
from knowledge.model import Voice
from knowledge.question import Mention

_QUOTED: Final = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class Marked:
    """A sentence in forms of one length.

    `flat` is in lower case with straight quotation marks and nothing in its parentheses; `masked` has marks for teams.
    """

    text: str
    flat: str
    masked: str
    mentions: tuple[Mention, ...]
    others: tuple[tuple[int, int], ...]
    programme: tuple[tuple[int, int], ...]

    @cached_property
    def quotes(self) -> tuple[tuple[int, int], ...]:
        """The places of its quotations, with their marks."""
        return tuple((match.start(), match.end()) for match in _QUOTED.finditer(self.flat))

    @cached_property
    def unquoted(self) -> str:
        """The sentence in lower case with blanks for its quotations."""
        return _QUOTED.sub(lambda match: '"' + " " * (len(match.group()) - 2) + '"', self.flat)

    def quote_at(self, at: int) -> tuple[int, int] | None:
        """The quotation that a place lies in."""
        return next((span for span in self.quotes if span[0] <= at < span[1]), None)


@dataclass(frozen=True, slots=True)
class Told:
    """One stance of one row of teams, as a sentence tells it; its day is looked for in `day_spans`, in that order."""

    teams: tuple[str, ...]
    code: str
    voice: Voice
    speaker: str | None
    day_spans: tuple[tuple[int, int], ...]
    doubts: tuple[Doubt, ...]
