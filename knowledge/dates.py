"""As of which day: the days that a question names, in Korean and English, counted from today."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from knowledge.calendar import (
    DAYS_IN_WEEK,
    end_of_month,
    end_of_week,
    ended_month,
    last_weekday,
    months_before,
    on_day,
    shifted,
)
from knowledge.hearing import DATE

WEEKDAYS: Final = {each: number for number, each in enumerate("월화수목금토일")}
ENGLISH_WEEKDAYS: Final = {
    each: number for number, each in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
}
MONTHS: Final = {
    each: number
    for number, each in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
NATIVE_DAYS: Final = {
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8, "아흐레": 9, "열흘": 10,
    "보름": 15,
}  # fmt: skip
NUMBERS: Final = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
    "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9, "십": 10,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "couple of": 2, "few": 3,
}  # fmt: skip
RELATIVE_DAYS: Final = {
    "그끄저께": 3, "그끄제": 3, "엊그저께": 2, "엊그제": 2, "그저께": 2, "그저깨": 2, "그제": 2, "어저께": 1, "어제": 1,
    "어젯밤": 1, "간밤": 1, "전날": 1, "day before yesterday": 2, "yesterday": 1, "last night": 1,
}  # fmt: skip
THIRDS: Final = {"초": 10, "초순": 10, "중순": 20}
"""Which day of its month a vague part of it ends on; 말 is its last."""

_YEAR: Final = r"(?:(?P<year>\d{4}|['’]?\d{2})\s*년?\s*)"
_ENGLISH_MONTH: Final = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NUMBER: Final = "|".join(sorted(NUMBERS, key=len, reverse=True))


class Named(NamedTuple):
    """A day named in a text, with its place; `is_vague` where only a number of the month is said (16일)."""

    start: int
    end: int
    day: date
    is_vague: bool = False


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]]


def _year(match: re.Match[str]) -> int | None:
    written = match["year"]
    if written is None:
        return None
    digits = written.lstrip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _full(match: re.Match[str], today: date) -> date | None:
    return on_day(_year(match), int(match["month"]), int(match["day"]), today)


def _english(match: re.Match[str], today: date) -> date | None:
    return on_day(_year(match), MONTHS[match["month"]], int(match["day"]), today)


def _slashed(match: re.Match[str], today: date) -> date | None:
    first, second = int(match["month"]), int(match["day"])
    return on_day(None, first, second, today) or on_day(None, second, first, today)


def _part_of_month(match: re.Match[str], today: date) -> date | None:
    month = int(match["month"]) if match["month"].isdigit() else MONTHS[match["month"]]
    end = ended_month(_year(match), month, today)
    third = THIRDS.get((match["part"] or "").strip())
    return min(end.replace(day=third), today) if end and third else end


def _relative_year(match: re.Match[str], today: date) -> date | None:
    year = today.year - {"재작년": 2, "작년": 1, "지난해": 1, "올해": 0, "last year": 1}[match["which"]]
    month, day = match["month"], match["day"]
    if month and day:
        return on_day(year, int(month), int(day), today)
    if month:
        return ended_month(year, int(month), today)
    return date(year, 12, 31) if year < today.year else None


def _relative_month(match: re.Match[str], today: date) -> date | None:
    months = 2 if match["which"].startswith("지지") else 1
    end = end_of_month(months_before(today, months))
    if match["day"]:
        return on_day(end.year, end.month, int(match["day"]), today)
    third = THIRDS.get((match["part"] or "").strip())
    return end.replace(day=third) if third else end


def _relative_week(match: re.Match[str], today: date) -> date | None:
    weeks = {"이번": 0, "금": 0, "this ": 0, "지지난": 2, "저저번": 2}.get(match["which"].strip(), 1)
    end = end_of_week(today) - timedelta(days=DAYS_IN_WEEK * weeks)
    if match["weekday"]:
        return end - timedelta(days=DAYS_IN_WEEK - 1 - _weekday(match["weekday"]))
    return end if weeks else None


def _weekday(written: str) -> int:
    return WEEKDAYS[written[0]] if written[0] in WEEKDAYS else ENGLISH_WEEKDAYS[written[:3]]


def _last_weekday(match: re.Match[str], today: date) -> date | None:
    return last_weekday(today, _weekday(match["weekday"]))


def _ago(match: re.Match[str], today: date) -> date | None:
    native = match.groupdict().get("native")
    if native:
        return shifted(today, -NATIVE_DAYS[native])
    written, unit = match["number"], match["unit"]
    number = int(written) if written.isdigit() else NUMBERS[written]
    if unit.startswith(("달", "개월", "month")):
        return months_before(today, number)
    if unit.startswith(("년", "해", "year")):
        return months_before(today, 12 * number)
    return shifted(today, -number * (DAYS_IN_WEEK if unit.startswith(("주", "week")) else 1))


def _plain(match: re.Match[str], today: date) -> date | None:
    return shifted(today, -RELATIVE_DAYS[match["word"]])


def _today(_: re.Match[str], today: date) -> date | None:
    return today


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    day = int(match["day"])
    here = on_day(today.year, today.month, day, today)
    if here is not None and here <= today:
        return here
    before = months_before(today, 1)
    return on_day(before.year, before.month, day, today)


def _compact(match: re.Match[str], today: date) -> date | None:
    return on_day(int(match["year"]), int(match["month"]), int(match["day"]), today)


_ENDED = r"(?![\d%])"
RULES: Final[tuple[Rule, ...]] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (rf"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d){_ENDED}", _compact),
        (
            rf"(?<![\d.]){_YEAR}\s*[-./년]?\s*(?P<month>\d{{1,2}})\s*[-./월]\s*(?P<day>\d{{1,2}})(?:\s*일)?{_ENDED}",
            _full,
        ),
        (
            r"(?P<which>재작년|작년|지난해|올해)\s*(?:(?P<month>\d{1,2})\s*월\s*(?:(?P<day>\d{1,2})\s*일)?)?\s*(?:연?말)?",
            _relative_year,
        ),
        (rf"(?P<year>(?!))?(?<!\d)(?P<month>\d{{1,2}})\s*월\s*(?P<day>\d{{1,2}})(?:\s*일)?{_ENDED}", _full),
        (
            rf"(?<![a-z]){_ENGLISH_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s*(?P<year>20\d\d))?{_ENDED}",
            _english,
        ),
        (
            rf"(?<![\d])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_ENGLISH_MONTH}(?:,?\s*(?P<year>20\d\d))?{_ENDED}",
            _english,
        ),
        (r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/%])", _slashed),
        (
            r"(?<![\d.])(?P<month>\d{1,2})[.\-](?P<day>\d{1,2})(?=\.?\s*(?:일|기준|현재|자|까지|에|당시|시점))",
            _slashed,
        ),
        (r"(?P<which>last year)(?P<month>(?!))?(?P<day>(?!))?", _relative_year),
        (
            r"(?P<which>지지난|저저번|지난|저번|전)\s*달\s*(?:(?P<day>\d{1,2})\s*일|(?P<part>초순|초|중순|말))?",
            _relative_month,
        ),
        (r"(?:the\s+)?(?:end of\s+)?(?P<which>last) month(?P<day>(?!))?(?P<part>(?!))?", _relative_month),
        (
            rf"(?:{_YEAR}\s*)?(?<!\d)(?P<month>\d{{1,2}})\s*월(?!\s*\d)\s*(?P<part>초순|초|중순|말)?(?![가-힣]*요일)",
            _part_of_month,
        ),
        (
            rf"(?:the\s+)?(?:end of|in|during|by|as of|of|through)\s+(?:the end of\s+)?{_ENGLISH_MONTH}(?!\w)"
            r"(?:,?\s*(?P<year>20\d\d))?(?P<part>(?!))?",
            _part_of_month,
        ),
        (
            r"(?P<which>지지난|저저번|지난|저번|이번|전|금)\s*주\s*(?:(?P<weekday>[월화수목금토일])요일?|말까지|말|초)?",
            _relative_week,
        ),
        (r"(?P<which>last|this) week(?:'s)?(?:\s+(?P<weekday>[a-z]{3,6}day))?", _relative_week),
        (r"(?:지난|저번)\s*(?P<weekday>[월화수목금토일])요일", _last_weekday),
        (r"(?:last|on|past|since|until)\s+(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)", _last_weekday),
        (r"(?P<weekday>[월화수목금토일])요일(?=\s*(?:기준|까지|에|자|시점|당시|현재))", _last_weekday),
        (rf"(?P<native>{'|'.join(NATIVE_DAYS)})\s*전", _ago),
        (rf"(?P<number>\d{{1,3}}|(?<![가-힣])(?:{_NUMBER}))\s*(?P<unit>일|주일|주|달|개월|년|해)\s*전", _ago),
        (
            rf"(?P<number>\d{{1,3}}|(?<![a-z])(?:{_NUMBER}))\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier|back)",
            _ago,
        ),
        (rf"(?:the\s+)?(?P<word>{'|'.join(RELATIVE_DAYS)})", _plain),
        (r"(?:오늘|금일)\s*(?:자|기준|까지|현재|시점)|as of (?:today|now)", _today),
    )
)
_VAGUE: Final = re.compile(r"(?<![\d월.])(?P<day>\d{1,2})일(?=\s*(?:기준|까지|에|자|시점|당시|현재|$|[?\s]))")
_HAS_DAY: Final = re.compile(
    r"\d|[월화수목금토일]요일|[주달해년전]|어제|어저께|그제|그저|간밤|어젯밤|오늘|금일|day|ago|month|year|last|in |of "
)
"""What every text that names a day holds somewhere."""


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
                taken = _without(taken, match.start(), match.end())
    found += [Named(match.start(), match.end(), day, is_vague=True) for match, day in _vague(taken, today)]
    return sorted(found)


def _vague(text: str, today: date) -> Iterator[tuple[re.Match[str], date]]:
    for match in _VAGUE.finditer(text):
        day = _day_of_month(match, today)
        if day is not None:
            yield match, day


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + DATE * (end - start) + text[end:]
