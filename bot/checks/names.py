"""Names that do not tell their team in every sentence: everyday words, very short ones, and ones that teams share."""

from collections.abc import Iterable, Iterator
from itertools import islice

from bot.checks.finding import Finding, note, well
from knowledge.matching import NameIndex
from knowledge.model import Team

MOST_TEAMS = 2_000
"""Teams whose names are tried: a list of a hundred thousand would take as long again as its loading."""
EXAMINED = 4_000
"""Names that are tried, of those."""
HANGUL, LATIN = "그 {} 말인데", "the {} thing"
"""Sentences that could be about anything: alone, in a row or with a stance an everyday word is a name (대상은?)."""
SHOWN = 5
"""Names that are shown; the others are counted."""


def check_names(index: NameIndex, teams: Iterable[Team]) -> Finding:
    """Whether each team is heard by each of its names, in a sentence that leaves open what is meant."""
    unsure = list(_unsure(index, teams))
    if not unsure:
        return well("Every name tells its team.")
    shown = ", ".join(f"{name} ({team})" for team, name in unsure[:SHOWN])
    more = f" and {len(unsure) - SHOWN:,} more" if len(unsure) > SHOWN else ""
    return note(
        f"Asked back where a sentence leaves it open, as everyday words or names of several teams: {shown}{more}.",
        "Give such a team another name that people use as well, in the file or with /alias.",
    )


def _unsure(index: NameIndex, teams: Iterable[Team]) -> Iterator[tuple[str, str]]:
    named = ((team.id, name) for team in teams for name in dict.fromkeys(team.names.every))
    for team, name in islice(named, EXAMINED):
        text = (LATIN if name.isascii() else HANGUL).format(name)
        if team not in {mention.team for mention in index.find(text).mentions}:
            yield team, name
