"""Parts of names: which teams a word may mean that is only the end, or the middle, of what they are called."""

from collections.abc import Iterable
from typing import Final

from knowledge.conversation import Candidate
from knowledge.model import Team
from knowledge.text.normalise import compact_core

SHORTEST: Final = 3
"""Characters of a part: two syllables (랩스, 메드) are in too many words to mean anything."""
MOST_TEAMS: Final = 500
"""Beyond it every word is a part of somebody's name, and looking through all of them takes time."""
MOST_CANDIDATES: Final = 3


class PartialNames:
    """The names of the teams of a programme, looked at for parts of them: 테크놀로지 is in two."""

    def __init__(self, teams: Iterable[Team]) -> None:
        known = tuple(teams)
        self._names = [
            (team, core)
            for team in (known if len(known) <= MOST_TEAMS else ())
            for core in {compact_core(name) for name in team.names.every}
        ]

    def holding(self, word: str) -> tuple[Candidate, ...]:
        """At most three teams with a name that the word is a part of, the largest part first."""
        part = compact_core(word)
        best: dict[str, Candidate] = {}
        for team, core in self._names if len(part) >= SHORTEST else ():
            if part in core:
                score = round(len(part) / len(core), 3)
                candidate = Candidate(team=team.id, name=team.names.every[0], score=score, view="part")
                best[team.id] = max(best.get(team.id, candidate), candidate, key=lambda each: each.score)
        return tuple(sorted(best.values(), key=lambda each: -each.score)[:MOST_CANDIDATES])
