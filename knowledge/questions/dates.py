"""As of which day: the days that a question names, in Korean and English, counted from today."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from knowledge.questions.day_readings import day_of_month
from knowledge.questions.day_rules import RULES
from knowledge.questions.hearing import DATE

_VAGUE: Final = re.compile(
    r"(?<![\d월.])(?P<day>\d{1,2})일(?=\s*(?:기준|까지|에|엔|날|밤|아침|오전|오후|저녁|자|시점|당시|현재|$|[?\s]))"
)
_HAS_DAY: Final = re.compile(
    r"\d|[월화수목금토일](?:요|욜)|[주달해년전절날]|어제|어저께|그제|그저|간밤|어젯밤|오늘|금일|연말|신정|크리스마스"
    r"|day|ago|month|year|last|in |of |on |since|until|before|after|christmas|xmas"
)
"""What every text that names a day holds somewhere."""


class Named(NamedTuple):
    """A day named in a text, with its place; `is_vague` where only a number of the month is said (16일)."""

    start: int
    end: int
    day: date
    is_vague: bool = False


def named_days(text: str, today: date) -> list[Named]:
    """The days named in a folded text, in their order; one without a year is the most recent that is not to come."""
    found: list[Named] = []
    if not _HAS_DAY.search(text):
        return found
    taken = text
    for pattern, reading in RULES:
        for match in pattern.finditer(taken):
            day = reading(match, today)
            if day is not None:
                found.append(Named(match.start(), match.end(), day))
            # What is no day (30 February) is not read in another way either.
            taken = _without(taken, match.start(), match.end())
    found += [Named(match.start(), match.end(), day, is_vague=True) for match, day in _vague(taken, today)]
    return sorted(found)


def _vague(text: str, today: date) -> Iterator[tuple[re.Match[str], date]]:
    for match in _VAGUE.finditer(text):
        day = day_of_month(match, today)
        if day is not None:
            yield match, day


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + DATE * (end - start) + text[end:]
