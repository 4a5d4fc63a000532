"""What is typed or printed by itself: `key: value` lines, days, and what a news text says of its source (pure)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import ValidationError

from bot.messages.editing_steps import spellings_of_keys
from knowledge.fields import LINE_LENGTH, Frozen
from knowledge.said import Point, Said
from knowledge.understanding.dates import named_days


class Key(StrEnum):
    """What a line of `/add` or `/correct` speaks of."""

    TEAM = "team"
    STANCE = "stance"
    SAID = "said"
    VOICE = "voice"
    SPEAKER = "speaker"
    PUBLISHER = "publisher"
    TITLE = "title"
    URL = "url"
    PUBLISHED = "published"
    REASON = "reason"
    QUOTE = "quote"


SPELLINGS: Mapping[str, str] = spellings_of_keys(list(Key))
"""How a key may be typed -> the key."""

_LINE = re.compile(r"\s*([^:\uff1a]{1,40}?)\s*[:\uff1a](.*)", re.DOTALL)


class InputErrorCode(StrEnum):
    """What is wrong with a line."""

    NO_KEY = "no_key"
    UNKNOWN_KEY = "unknown_key"
    REPEATED = "repeated"
    MISSING = "missing"
    EMPTY = "empty"
    TEAM_UNKNOWN = "team_unknown"
    TEAM_UNCLEAR = "team_unclear"
    STANCE_UNKNOWN = "stance_unknown"
    STANCE_UNCLEAR = "stance_unclear"
    DATE = "date"
    VOICE = "voice"
    URL = "url"
    TOO_LONG = "too_long"
    ODD = "odd"
    IN_QUOTE = "in_quote"
    """It stands below the quote, which takes all that follows it."""
    ID = "id"


class InputError(Frozen):
    """A mistake in what was typed: the 1-based line of the message (None: the whole), and what a sentence needs."""

    code: InputErrorCode
    line: int | None = None
    key: str | None = None
    text: str = ""
    options: tuple[str, ...] = ()
    """What was expected instead, or may be meant: keys, names, labels."""


class Entry(Frozen):
    """The value of one key, and the line that it began on."""

    line: int
    text: str


class Lines(Frozen):
    """What the lines of a message say, and what is wrong with them."""

    entries: Mapping[str, Entry]
    errors: tuple[InputError, ...] = ()
    swallowed: Mapping[str, int] = {}
    """Keys that stand below the last one and were read as part of it -> their line."""

    def text(self, key: str) -> str | None:
        """The value of a key, or None where no line gives it."""
        entry = self.entries.get(key)
        return entry.text if entry else None


def read_lines(text: str, first: int = 1, spellings: Mapping[str, str] = SPELLINGS, tail: str = Key.QUOTE) -> Lines:
    """Read the lines of a text whose first line is line `first` of the message; `tail` takes all that follows it."""
    entries: dict[str, Entry] = {}
    errors: list[InputError] = []
    rows = text.split("\n")
    for place, row in enumerate(rows):
        if not row.strip():
            continue
        key, value = _keyed(row, spellings)
        if key == tail:
            value = "\n".join([value, *rows[place + 1 :]])
        errors += _slips_of(row, key, value, first + place, entries, spellings)
        if key is not None and key not in entries:
            entries[key] = Entry(line=first + place, text=value.strip())
        if key == tail:
            break
    swallowed = dict(reversed([*keys_below(rows[place + 1 :], first + place + 1, spellings)]))
    return Lines(entries=entries, errors=tuple(errors), swallowed=swallowed)


def keys_below(
    rows: Iterable[str], first: int = 1, spellings: Mapping[str, str] = SPELLINGS
) -> Iterator[tuple[str, int]]:
    """The keys that rows begin with, each with its line; rows of a sentence hardly ever do."""
    for place, row in enumerate(rows):
        key, _ = _keyed(row, spellings)
        if key is not None:
            yield key, first + place


def looks_like_lines(text: str, spellings: Mapping[str, str] = SPELLINGS) -> bool:
    """Whether the first line that is not blank begins with a known key."""
    first = next((row for row in text.split("\n") if row.strip()), "")
    return _keyed(first, spellings)[0] is not None


def _keyed(row: str, spellings: Mapping[str, str]) -> tuple[str | None, str]:
    """The key of a line, None where it has none that is known, and its value."""
    match = _LINE.fullmatch(row)
    if match is None:
        return None, row
    return spellings.get(_plain(match[1])), match[2]


def _plain(key: str) -> str:
    """A key without width, case and inner spaces: `화자 구분`, `Said`, NFD."""
    return re.sub(r"[\s_\-*]+", "", unicodedata.normalize("NFKC", key)).casefold()


def _slips_of(
    row: str, key: str | None, value: str, line: int, entries: Mapping[str, Entry], spellings: Mapping[str, str]
) -> Iterator[InputError]:
    if key is None:
        yield _no_key(row, line, spellings)
    elif key in entries:
        yield InputError(code=InputErrorCode.REPEATED, line=line, key=key)
    elif not value.strip():
        yield InputError(code=InputErrorCode.EMPTY, line=line, key=key)


def _no_key(row: str, line: int, spellings: Mapping[str, str]) -> InputError:
    match = _LINE.fullmatch(row)
    if match is None or match[1].casefold() in {"http", "https"}:
        return InputError(code=InputErrorCode.NO_KEY, line=line, text=row.strip())
    near = get_close_matches(_plain(match[1]), spellings, n=1)
    return InputError(code=InputErrorCode.UNKNOWN_KEY, line=line, text=match[1], options=tuple(near))


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


HOSTS: Mapping[str, str] = dict(
    row.split("\t") for row in Path(__file__).with_name("publishers.tsv").read_text(encoding="utf-8").splitlines()
)
"""The site of a publisher -> its name as printed; other sites name no publisher."""

_WIRE = re.compile(r"[(\[]\s*[가-힣]{2,8}\s*=\s*([^\s()\[\]=,]{2,20})\s*[)\]]")
"""(서울=연합뉴스), [세종=뉴시스]"""
_DATELINE = re.compile(
    r"^[A-Z][A-Za-z .]{2,30},\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2}\s+\(([A-Z][\w .&-]{2,30})\)", re.MULTILINE
)
"""SEOUL, Jan. 23 (Yonhap)"""
_BRACKET = re.compile(r"^\s*[\[(]\s*([^\s()\[\]=]{2,20})(?:\s+[가-힣]{2,4}\s*기자)?\s*[\])]", re.MULTILINE)
"""[전자신문], [디지털데일리 홍길동 기자]; only where the name is a publisher that is known."""
_RIGHTS = re.compile(
    r"(?:저작권자|ⓒ|©|Copyright)[^가-힣A-Za-z]{0,12}(?:\(c\))?\s*([가-힣A-Za-z0-9]{2,20})", re.IGNORECASE
)
_LINK = re.compile(r"https?://[^\s<>\"'()\[\]]+")

_FULL_DATE = r"(20\d{2})\s*(?:[.\-/]|년)\s*(\d{1,2})\s*(?:[.\-/]|월)\s*(\d{1,2})(?!\d)"
_DATE = re.compile(rf"(?<!\d){_FULL_DATE}")
_DATED = re.compile(
    r"(?:입력|송고|등록|승인|발행|작성|게재|보도|published|posted)(?:\s*(?:일시|일자|시간|일|on|at))?\s*[:|]?\s*"
    + _FULL_DATE,
    re.IGNORECASE,
)
_DATED_BEHIND = re.compile(_FULL_DATE + r"\.?\s*(?:\d{1,2}:\d{2})?\s*(?:입력|송고|등록|승인|발행|보도)")
_DATELINE_WORDS = re.compile(
    r"기사|최종|최초|입력|수정|송고|등록|승인|발행|작성|게재|보도|업데이트|일시|일자|시간|날짜|오전|오후|현지"
    r"|\b(?:published|posted|updated|last|modified|first|on|at|date|am|pm|a\.m|p\.m|kst|gmt|utc|by)\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|[월화수목금토일]요일|\([월화수목금토일]\)|[년월일시분초]|[\W\d_]",
    re.IGNORECASE,
)
"""All that a line may hold which says only when an article appeared."""


def is_dateline(line: str) -> bool:
    """True if a line only says when an article appeared: `입력 2026.01.16 07:29 수정 2026.01.16 09:10`."""
    has_day = re.search(r"\d{1,4}\s*[./년월-]\s*\d{1,2}|\d{1,2}:\d{2}|[a-z]{3,9}\.? \d{1,2}", line, re.IGNORECASE)
    return has_day is not None and not _DATELINE_WORDS.sub("", line)


def publisher_of(text: str, known: Iterable[str] = ()) -> str | None:
    """The publisher that a text names as its own; `known` are publishers that are on record."""
    names = {*HOSTS.values(), *known}
    wire = _WIRE.search(text) or _DATELINE.search(text)
    if wire is not None:
        return wire[1].strip()
    for pattern in (_BRACKET, _RIGHTS):
        named = next((match[1] for match in pattern.finditer(text) if match[1] in names), None)
        if named is not None:
            return named
    return next(filter(None, map(_publisher_at, _links(text))), None)


def link_of(text: str) -> str | None:
    """The first web address of a text, without the punctuation that follows it."""
    return next(_links(text), None)


def published_on(text: str) -> date | None:
    """The day that a text says it appeared on; a single full date in it counts, of several none."""
    for pattern in (_DATED, _DATED_BEHIND):
        dated = next(filter(None, map(_printed_day, pattern.finditer(text))), None)
        if dated is not None:
            return dated
    days = {day for match in _DATE.finditer(_LINK.sub(" ", text)) if (day := _printed_day(match))}
    return days.pop() if len(days) == 1 else None


_BOILERPLATE = re.compile(
    r"바로\s?가기|건너뛰기|^(?:검색|메뉴|로그인|구독|공유|본문|원문보기|보도자료|뉴스|홈)$|언론사 이미지"
    r"|^skip to|^menu$|^배포일?\b|^입력\b",
    re.IGNORECASE,
)
"""What stands above the headline of a copied page."""


def title_of(text: str) -> str | None:
    """The first line that is no date line, where it ends no sentence and a text follows it, as headlines stand."""
    first, _, rest = text.strip().partition("\n")
    while rest.strip() and (is_dateline(first) or not first.strip() or _BOILERPLATE.search(first.strip())):
        first, _, rest = rest.strip().partition("\n")
    title = first.strip()
    if not rest.strip() or len(title) > LINE_LENGTH or title.endswith(".") or "://" in title or title[:1] in "([":
        return None
    return title


def _links(text: str) -> Iterator[str]:
    return (match[0].rstrip(".,;:!?…»”’") for match in _LINK.finditer(text))


def _publisher_at(link: str) -> str | None:
    host = (urlsplit(link).hostname or "").lower()
    return next((name for site, name in HOSTS.items() if host == site or host.endswith("." + site)), None)


def _printed_day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
