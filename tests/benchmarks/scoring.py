"""How many messages a matcher reads rightly, counted as `names/score.py` of the issue counts."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.matching.index import forms_of
from knowledge.text.hangul import keystrokes
from tests.benchmarks.messages import Company, Row

Matcher = Callable[[str], tuple[set[str], list[str]]]
"""A text in; the teams that it names and the teams that it suggests out."""
SLIPS_OF_SHORT_NAMES = frozenset(
    ("other-jamo", "lost-jamo", "extra-jamo", "swapped-jamo", "lost-syllable", "slip-and-space", "initials")
)


@dataclass(frozen=True)
class Score:
    """Shares in per cent, times in milliseconds."""

    correct: float
    top3: float
    wrong: float
    refused: float
    p50: float
    p99: float


class Ambiguity:
    """Whether another registered name is at least as near to what was typed as the one meant."""

    def __init__(self, teams: Sequence[Company]) -> None:
        self._keys: list[str] = []
        self._owners: list[str] = []
        self._short: set[str] = set()
        for company in teams:
            for name in company.names:
                forms = forms_of(name)
                if len(forms.core) < 3:
                    self._short.add(company.id)
                for form in {forms.core, forms.letters, *forms.romanised} - {""}:
                    self._keys.append(keystrokes(form).lower())
                    self._owners.append(company.id)

    def of(self, row: Row) -> bool:
        """Initials and slips of two syllables always are."""
        if row.kind == "initials" or (row.kind in SLIPS_OF_SHORT_NAMES and self._short.intersection(row.expect)):
            return True
        return any(self._is_as_near(typed, meant) for typed, meant in zip(row.typed, row.expect, strict=False))

    def _is_as_near(self, typed: str, meant: str) -> bool:
        forms = forms_of(typed)
        near = [
            (distance, self._owners[at])
            for form in {forms.core, forms.letters} - {""}
            for _, distance, at in process.extract(
                keystrokes(form).lower(), self._keys, scorer=OSA.distance, limit=40, score_cutoff=4
            )
        ]
        mine = min((distance for distance, owner in near if owner == meant), default=9)
        return any(distance <= mine and owner != meant for distance, owner in near)


def score(match: Matcher, rows: Iterable[Row], teams: Sequence[Company]) -> Score:
    """The figures of one matcher over these rows."""
    inside = {company.id for company in teams}
    ambiguity = Ambiguity(teams)
    counts = dict.fromkeys(("rows", "known", "correct", "top3", "wrong", "others", "refused"), 0)
    times: list[float] = []
    for row in rows:
        begun = time.perf_counter()
        named, suggested = match(row.text)
        times.append((time.perf_counter() - begun) * 1000)
        expected = inside.intersection(row.expect)
        is_wrong = bool(named - expected)
        counts["rows"] += 1
        counts["wrong"] += is_wrong
        if not expected and row.kind != "small-talk":
            counts["others"] += 1
            counts["refused"] += not is_wrong
        if expected and not ambiguity.of(row):
            counts["known"] += 1
            counts["correct"] += named == expected
            counts["top3"] += expected <= named | set(suggested[: 2 + len(expected)])
    return _score(counts, sorted(times))


def _score(counts: dict[str, int], times: list[float]) -> Score:
    def share(part: str, whole: str) -> float:
        return 100 * counts[part] / max(1, counts[whole])

    return Score(
        correct=share("correct", "known"),
        top3=share("top3", "known"),
        wrong=share("wrong", "rows"),
        refused=share("refused", "others"),
        p50=times[len(times) // 2],
        p99=times[int(len(times) * 0.99)],
    )
