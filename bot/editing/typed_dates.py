"""The date line of an editor, as the record keeps it: 어제, 1월 23일, 2026-01-23 14:00, 1월 15일~16일 (pure)."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from pydantic import ValidationError

from knowledge.questions.dates import named_days
from knowledge.said import Point, Said

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
HALF_A_YEAR = timedelta(days=182)
_HAS_MONTH = re.compile(
    r"\d\s*월|\d/\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|\d\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
RECENT = timedelta(days=31)
"""How long before its article a thing was said at most that the article calls by a day without its year."""
WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_BARE_DAY = re.compile(
    r"(?<![\d월./-])(?<!월\s)(?P<day>\d{1,2})일(?![째간차가-힣]*[째간차])(?=[\s,(·에엔]|오전|오후|자\s|$)"
    r"|이날|당일|같은 날|(?<![가-힣])오늘|\b(?:today|on the same day)\b"
    r"|\b(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day\b"
)
_NOT_SAID_THEN = re.compile(r"(?:\([^)]*\))?\s*(?:까지|부터|이후|이내|동안|만에|간\b|앞으로|정도|여\s?일|전\b|뒤|후\b)")
_IS_A_DAY = re.compile(
    r"\d일|\d\s*일|\d[./-]\d|전날|어제|그제|그저께|오늘|이날|당일|같은 날|요일|day|\d(?:st|nd|rd|th)?$|^\w+\.? \d"
)


def read_day(text: str, today: date) -> date | None:
    """One day; without a year the newest such day that is not in the future. None where the text is no date."""
    return _day(_WEEKDAY.sub("", text).strip().rstrip(","), today)


def read_said(text: str, today: date, latest: date | None = None) -> Said | None:
    """A day, a day with its time, or an interval of either; None where the text is none.

    `today` is the day that 어제 and 23일 count from: the one on which the article was published, where that is known.
    A day of a month (1월 24일) is the one nearest to it, up to `latest`: one that comes a little later is a
    mistake to be warned about, and not a day of the year before.
    """
    if latest is not None and _HAS_MONTH.search(text):
        today = max(today, min(latest, today + HALF_A_YEAR))
    cleaned = re.sub(r"까지$", "", _WEEKDAY.sub("", text).strip())
    pieces = _SLASH.split(cleaned, maxsplit=1)
    if len(pieces) == 1:
        pieces = _INTERVAL.split(cleaned, maxsplit=1)
    first = _point(pieces[0], today)
    last = _point(pieces[1], today, first) if len(pieces) > 1 else first
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
    alone = _DAY_ONLY.fullmatch(heard)
    if alone is not None:
        return _newest(int(alone[1]), today)
    named = named_days(heard, today)
    return named[0].day if len(named) == 1 and (named[0].start, named[0].end) == (0, len(heard)) else None


def days_in(sentence: str, today: date) -> tuple[tuple[str, date], ...]:
    """The days of the last month that a sentence names, with their words, the first first; `today` as in `read_said`.

    `KT는 23일 밝혔다`, `전날 열린`, `said Friday`; no deadline (6일까지) and no duration (3일 동안).
    """
    heard = sentence.casefold()
    found = [(each.start, each.end, each.day) for each in named_days(heard, today) if not each.is_vague]
    found += [(match.start(), match.end(), day) for match, day in _bare_days(heard, today)]
    days: dict[date, str] = {}
    for start, end, day in sorted(found):
        word = sentence[start:end].strip()
        is_recent = today - RECENT <= day <= today
        if is_recent and _IS_A_DAY.search(word.casefold()) and not _NOT_SAID_THEN.match(heard, end):
            days.setdefault(day, word)
    return tuple((word, day) for day, word in days.items())


def _bare_days(heard: str, today: date) -> Iterator[tuple[re.Match[str], date]]:
    for match in _BARE_DAY.finditer(heard):
        if match["day"]:
            day = _newest(int(match["day"]), today)
        elif match["weekday"]:
            day = today - timedelta(days=(today.weekday() - WEEKDAYS.index(match["weekday"])) % len(WEEKDAYS))
        else:
            day = today
        if day is not None:
            yield match, day


def _newest(day: int, today: date) -> date | None:
    """The most recent such day of a month: 23일 on the 23rd is today, on the 5th it was last month."""
    here = _date(today.year, today.month, day)
    if here is not None and here <= today:
        return here
    before = today.replace(day=1) - timedelta(days=1)
    return _date(before.year, before.month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
