"""What a project would use instead: rapidfuzz WRatio, and SQLite's FTS5 with trigrams over keystrokes."""

import sqlite3
from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.text.hangul import keystrokes
from knowledge.text.normalise import compact_core, fold
from knowledge.text.particles import before_particles
from tests.benchmarks.messages import Company
from tests.benchmarks.scoring import Matcher

WRATIO_CUTOFF = 90
"""Where WRatio stops to answer; lower it answers nearly everything, and wrongly."""


def by_wratio(teams: Sequence[Company]) -> Matcher:
    """WRatio between the message and every name."""
    names = [fold(name).text for company in teams for name in company.names]
    owners = [company.id for company in teams for _ in company.names]

    def match(text: str) -> tuple[set[str], list[str]]:
        near = process.extract(fold(text).text, names, scorer=fuzz.WRatio, limit=4)
        ranked = list(dict.fromkeys(owners[at] for _, _, at in near))
        best = near[0][1] if near else 0
        tied = {owners[at] for _, ratio, at in near if ratio == best}
        return (tied if best >= WRATIO_CUTOFF and len(tied) == 1 else set()), ranked

    return match


def windows(text: str) -> list[str]:
    """One to three words of a message, their particles off, as keys."""
    words = fold(text).text.split()
    cut = [word[: (before_particles(word) or (len(word),))[-1]] for word in words]
    spans = [
        words[at : at + size - 1] + cut[at + size - 1 : at + size]
        for size in (3, 2, 1)
        for at in range(len(words) - size + 1)
    ]
    return [keystrokes(compact_core(" ".join(span))).lower() for span in spans]


def by_trigrams(teams: Sequence[Company]) -> Matcher:
    """FTS5 trigrams over keystrokes give candidates for each window; one edit at most answers."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE names USING fts5(keys, team UNINDEXED, tokenize='trigram')")
    rows = ((keystrokes(compact_core(name)).lower(), company.id) for company in teams for name in company.names)
    database.executemany("INSERT INTO names VALUES (?, ?)", rows)

    def candidates(asked: str) -> list[tuple[int, str]]:
        grams = " OR ".join(f'"{asked[at : at + 3]}"' for at in range(len(asked) - 2))
        found = database.execute("SELECT keys, team FROM names WHERE names MATCH ? ORDER BY rank LIMIT 10", (grams,))
        return sorted((OSA.distance(keys, asked), team) for keys, team in found)

    def match(text: str) -> tuple[set[str], list[str]]:
        named: set[str] = set()
        suggested: list[str] = []
        for asked in windows(text):
            if len(asked) < 4:
                continue
            near = candidates(asked)
            suggested.extend(team for distance, team in near[:3] if distance <= 3)
            sure = near and near[0][0] <= 1 and (len(near) == 1 or near[1][0] > near[0][0])
            if sure:
                named.add(near[0][1])
        return named, suggested

    return match
