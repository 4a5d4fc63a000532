"""Matching: text in, the teams that it names out, with what it nearly names and what is somebody else's."""

from collections.abc import Iterable
from typing import Self

from knowledge.matching.index import Clash, Index, clashes_of, terms_of
from knowledge.matching.message import Message
from knowledge.matching.search import Search
from knowledge.model import Programme, Stance, Team
from knowledge.question import Finding
from knowledge.text.tokens import Tokens, tokenise

__all__ = ["Clash", "NameIndex"]


class NameIndex(Index):
    """The names of every team, ready to be found. `build` makes one; `find` asks it; nothing changes it afterwards."""

    @classmethod
    def of(
        cls, programme: Programme, stances: Iterable[Stance], teams: Iterable[Team], *, register: Iterable[int] = ()
    ) -> Self:
        """The index of a programme's teams, which knows its names and the words of its stances."""
        return cls.build(teams, register=register, programme_names=programme.names.every, talk=terms_of(stances))

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Names that two teams share, and names of two teams that one keystroke parts."""
        return clashes_of(self)

    def find(self, text: str | Tokens) -> Finding:
        """What a text names, or the tokens of one; the same for the same index and text."""
        tokens = tokenise(text) if isinstance(text, str) else text
        return Search(Message(self, tokens)).finding()
