"""The date line of an editor, as the record keeps it: 어제, 1월 23일, 2026-01-23 14:00, 1월 15일~16일 (pure)."""

import re
from datetime import date, datetime, time, timedelta

from pydantic import ValidationError

from bot.editing.desk import Desk
from knowledge.said import Point, Said

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
RELATIVE = {
    "오늘": 0, "금일": 0, "today": 0, "어제": 1, "전날": 1, "yesterday": 1, "그제": 2, "그저께": 2, "엊그제": 2,
}  # fmt: skip
"""Words for a day -> how many days ago it is."""

_NUMERIC = re.compile(r"(?:(\d{4})\s*(?:[.\-/]|년)\s*)?(\d{1,2})\s*(?:[.\-/]|월)\s*(\d{1,2})\s*(?:일|\.)?")
_DAY_ONLY = re.compile(r"(\d{1,2})\s*일?")
_AGO = re.compile(r"(\d{1,3})\s*(?:일\s*전|days?\s+ago)", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?(?:,?\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
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
    if text.lower() in RELATIVE:
        return today - timedelta(days=RELATIVE[text.lower()])
    if match := _AGO.fullmatch(text):
        return today - timedelta(days=int(match[1]))
    if match := _NUMERIC.fullmatch(text):
        return _recent(match[1], int(match[2]), int(match[3]), today)
    if match := _DAY_FIRST.fullmatch(text):
        return _named(match[2], match[1], match[3], today)
    if match := _MONTH_FIRST.fullmatch(text):
        return _named(match[1], match[2], match[3], today)
    return None


def _named(month: str, day: str, year: str | None, today: date) -> date | None:
    short = month[:3].lower()
    return _recent(year, MONTHS.index(short) + 1, int(day), today) if short in MONTHS else None


def _recent(year: str | None, month: int, day: int, today: date) -> date | None:
    """The day of a year, or the newest such day up to today where no year is told."""
    if year is not None:
        return _date(int(year), month, day)
    this = _date(today.year, month, day)
    if this is not None and this <= today:
        return this
    return _date(today.year - 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
