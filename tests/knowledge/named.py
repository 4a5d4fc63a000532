"""Names that are hard to tell, with the teams that an answer may speak of: `rows/names.tsv`, and who got them right.

    python -m tests.knowledge.named [--misses]

Everyday words and names of one syllable, tails, places where something was heard, English words, names stuck together,
layouts, romanisation, peoples. The key is `=a,b` where exactly these teams are asked about, `~a,b` where they are asked
about or asked back, `-` where nobody is. They were written with their keys before they were asked: at first sight
81.6 % were right and 40 of 364 answered for a wrong team. Every third row was kept aside while the others were mended:
80.2 % of those were right at first (16 wrong teams of 121), 90.1 % (6) when they were looked at.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import NamedTuple

from knowledge.question import Intent, Question
from tests.knowledge import keyed

FILE = keyed.FOLDER / "names.tsv"
APART = 3
"""Every so many rows one was kept aside."""


class Named(NamedTuple):
    """One question with its key."""

    programme: str
    text: str
    key: str
    kind: str

    @property
    def wanted(self) -> frozenset[str]:
        """The teams of the key."""
        return frozenset(self.key[1:].split(",")) if len(self.key) > 1 else frozenset()


@cache
def _moments() -> dict[str, datetime]:
    asked = {row["programme"]: row["now"] for row in reversed(list(keyed.rows()))}
    return {programme: datetime.fromisoformat(now) for programme, now in asked.items()}


def read(row: Named) -> Question:
    """A row as the reader of its programme understands it."""
    return keyed.reader(row.programme).read(row.text, now=_moments()[row.programme])


def told_of(question: Question) -> frozenset[str]:
    """The teams that the answer to a question is about."""
    is_about = question.intent in (Intent.STANCE, Intent.HISTORY, Intent.LIST)
    return frozenset(question.teams) if is_about else frozenset()


def is_right(row: Named, question: Question) -> bool:
    """True if a question is about the teams of the key, or asks back where it may."""
    told = told_of(question)
    finding = question.finding
    near = {each.team for each in finding.candidates} | {each.team for each in finding.mentions}
    return told == row.wanted or (row.key[0] == "~" and not told and bool(near & row.wanted))


def is_wrong(row: Named, question: Question) -> bool:
    """True if a question is taken to be about a team that the key does not have."""
    return not told_of(question) <= row.wanted


def rows() -> Iterator[Named]:
    """All rows."""
    with FILE.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield Named(**row)


def main(arguments: list[str]) -> None:
    """Print the share of right rows, of those that were kept aside and of the others, by kind."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for number, row in enumerate(rows()):
        question = read(row)
        told = {"asked": True, "right": is_right(row, question), "wrong": is_wrong(row, question)}
        for name in ("all", "kept aside" if number % APART == APART - 1 else "mended on", row.kind):
            counts[name].update(each for each, holds in told.items() if holds)
        if "--misses" in arguments and not told["right"]:
            miss = "WRONG" if told["wrong"] else "miss"
            print(f"{miss}\t{row.text}\t{row.key}\t{question.intent.value} {question.teams}")
    for name, count in counts.items():
        share = 100 * count["right"] / count["asked"]
        print(f"{name:12} {share:5.1f} % of {count['asked']}, wrong teams {count['wrong']}")


if __name__ == "__main__":
    main(sys.argv[1:])
