"""NameIndex: text in, the teams that it names out, with what it nearly names and what is somebody else's."""

from knowledge.conversation import Finding
from knowledge.finding.clashes import Clash, clashes_of
from knowledge.finding.index import Index
from knowledge.finding.search import Search

__all__ = ["Clash", "NameIndex"]


class NameIndex(Index):
    """The names of every team, ready to be found. `build` makes one; `find` asks it; nothing changes it afterwards."""

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Names that two teams share, and names of two teams that one keystroke parts."""
        return clashes_of(self)

    def find(self, text: str) -> Finding:
        """What a text names; the same for the same index and text."""
        return Search(self, text).finding()
