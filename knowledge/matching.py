"""NameIndex: text in, the teams that it names out, with what it nearly names and what is somebody else's."""

from collections.abc import Iterable
from typing import Self

from knowledge.conversation import Finding
from knowledge.finding.clashes import Clash, clashes_of
from knowledge.finding.index import Index
from knowledge.finding.own_talk import words_of
from knowledge.finding.search import Search
from knowledge.model import Programme, Stance, Team

__all__ = ["Clash", "NameIndex"]


class NameIndex(Index):
    """The names of every team, ready to be found. `build` makes one; `find` asks it; nothing changes it afterwards."""

    @classmethod
    def of(
        cls, programme: Programme, stances: Iterable[Stance], teams: Iterable[Team], *, register: Iterable[int] = ()
    ) -> Self:
        """The index of a programme's teams, which knows its names and the words of its stances."""
        names, talk = programme.names.every, words_of(stances)
        return cls.build(teams, register=register, programme_names=names, talk=talk)

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Names that two teams share, and names of two teams that one keystroke parts."""
        return clashes_of(self)

    def find(self, text: str) -> Finding:
        """What a text names; the same for the same index and text."""
        return Search(self, text).finding()
