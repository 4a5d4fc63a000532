"""Names that cannot be told apart: shared by two teams, or one keystroke away from each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from knowledge.finding.index import Index
from knowledge.finding.views import View, surest, team_of, view_of


@dataclass(frozen=True)
class Clash:
    """Two teams that a name cannot tell apart: `keystrokes` is 0 where they share it, 1 where one key parts them."""

    teams: tuple[str, str]
    names: tuple[str, str]
    keystrokes: int


def clashes_of(index: Index) -> tuple[Clash, ...]:
    """Every clash of an index once, the shared names first."""
    return tuple(dict.fromkeys((*_shared(index), *_near(index))))


def _clash(index: Index, teams: tuple[int, int], names: tuple[str, str], keystrokes: int) -> Clash:
    one, other = sorted(zip(teams, names, strict=True))
    return Clash((index.team_ids[one[0]], index.team_ids[other[0]]), (one[1], other[1]), keystrokes)


def _shared(index: Index) -> Iterator[Clash]:
    for form, owners in index.written.items():
        if isinstance(owners, tuple):
            exact = [owner for owner in surest(owners) if view_of(owner) <= View.LETTERS]
            for one, other in combinations(exact, 2):
                yield _clash(index, (team_of(one), team_of(other)), (form, form), 0)


def _near(index: Index) -> Iterator[Clash]:
    strings = index.keys.strings
    for number, keys in enumerate(strings):
        team = team_of(index.key_owners[number])
        for other, distance in index.keys.near(keys).items():
            if other > number and distance and team_of(index.key_owners[other]) != team:
                names = (index.team_names[team], index.team_names[team_of(index.key_owners[other])])
                yield _clash(index, (team, team_of(index.key_owners[other])), names, 1)
