"""The date line of an editor, as the record keeps it: 어제, 1월 23일, 2026-01-23 14:00, 1월 15일~16일 (pure)."""

import re
from datetime import date, datetime, time

from pydantic import ValidationError

from bot.editing.desk import Desk
from knowledge.said import Point, Said
from knowledge.understanding.dates import named_days

TODAY = frozenset({"오늘", "금일", "today"})

_DAY_ONLY = re.compile(r"(\d{1,2})\s*일?")
_WEEKDAY = re.compile(r"\s*[(（][^)）]{1,9}[)）]")
"""(금), (Friday): said beside a date, and not needed for it."""
_CLOCK = re.compile(
    r"(?:[T\s]|^)(?P<half>오전|오후)?\s*(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|시(?:\s*(?P<minutes>\d{1,2})분)?|(?=\s*[ap]\.?m))"
    r"\s*(?P<english>[ap]\.?m\.?)?$",
    re.IGNORECASE,
)
_INTERVAL = re.compile(r"\s*(?:~|〜|–|—|부터|\s-\s|\s+to\s+)\s*", re.IGNORECASE)
_SLASH = re.compile(r"(?<=\d)/(?=\d{4}-)")
"""The slash of ISO 8601's intervals: 2026-01-15/2026-01-16."""
NOON = 12


def read_day(text: str, desk: Desk) -> date | None:
    """One day; without a year the newest such day that is not in the future. None where the text is no date."""
    return _day(_WEEKDAY.sub("", text).strip().rstrip(","), desk.today)


def read_said(text: str, desk: Desk) -> Said | None:
    """A day, a day with its time, or an interval of either; None where the text is none."""
    cleaned = re.sub(r"까지$", "", _WEEKDAY.sub("", text).strip())
    pieces = _SLASH.split(cleaned, maxsplit=1)
    if len(pieces) == 1:
        pieces = _INTERVAL.split(cleaned, maxsplit=1)
    first = _point(pieces[0], desk.today)
    last = _point(pieces[1], desk.today, first) if len(pieces) > 1 else first
    if first is None or last is None:
        return None
    try:
        return Said(start=first, end=last)
    except ValidationError:
        return None


def _point(text: str, today: date, after: Point | None = None) -> Point | None:
    """A day or a moment; `after` is the start of an interval whose end may leave out its month: 1월 15일~16일."""
    clock = _CLOCK.search(text)
    rest = text[: clock.start()] if clock is not None else text
    moment = _time(clock) if clock is not None else None
    if clock is not None and moment is None:
        return None
    day = _end_day(rest, after) or _day(rest.strip().rstrip(","), today)
    if day is None and after is not None and not rest.strip():
        day = date(after.year, after.month, after.day)
    if day is None:
        return None
    return datetime.combine(day, moment) if moment is not None else day


def _end_day(text: str, after: Point | None) -> date | None:
    match = _DAY_ONLY.fullmatch(text.strip())
    return _date(after.year, after.month, int(match[1])) if match is not None and after is not None else None


def _time(clock: re.Match[str]) -> time | None:
    hour = int(clock["hour"])
    half = (clock["half"] or clock["english"] or "").lower()
    if half in {"오전", "오후"} or half[:1] in {"a", "p"}:
        if hour > NOON:
            return None
        hour = hour % NOON + (NOON if half == "오후" or half[:1] == "p" else 0)
    minute = int(clock["minute"] or clock["minutes"] or 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _day(text: str, today: date) -> date | None:
    """The one day that a text is, as questions name days too; without a year the newest up to today."""
    heard = text.casefold().rstrip(" .,")
    if heard in TODAY:
        return today
    named = named_days(heard, today)
    return named[0].day if len(named) == 1 and (named[0].start, named[0].end) == (0, len(heard)) else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
