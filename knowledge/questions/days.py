"""The days that a question is about: as of which one, or since when."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from knowledge.questions import cues
from knowledge.questions.dates import Named, named_days
from knowledge.questions.hearing import DATE


class Days(NamedTuple):
    """`text` has a mark in the place of each day that counts."""

    text: str
    as_of: date | None = None
    since: date | None = None


def asked_days(text: str, today: date) -> Days:
    """The day that a question is about, the last of those that it names: what is asked as of stands at its end."""
    named = named_days(text, today)
    if not named:
        return Days(text)
    marked = _marked(text, named)
    last = named[-1].day
    if cues.SINCE.search(marked):
        return Days(marked, since=named[0].day, as_of=last if len(named) > 1 else None)
    return Days(marked, as_of=last - timedelta(days=1) if cues.BEFORE.search(marked) else last)


def day_spans(text: str, today: date) -> Iterator[tuple[int, int]]:
    """Where a text as it was typed names days: no part of a team's name (20260120 kt, kt jan 20 2026)."""
    low = text.lower()
    return ((each.start, each.end) for each in (named_days(low, today) if len(low) == len(text) else ()))


def _marked(text: str, named: list[Named]) -> str:
    for each in reversed(named):
        text = f"{text[: each.start]}{DATE}{text[each.end :]}"
    return text
