"""The days that a question names, in Korean and English: a table of patterns, and the arithmetic behind it."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from knowledge.understanding.marks import DATE

DAYS_IN_WEEK: Final = 7
SUNDAY: Final = 6


def on_day(year: int | None, month: int, day: int, today: date) -> date | None:
    """That day; without a year the most recent one that is not to come; None where there is no such day."""
    try:
        if year is not None:
            return date(year, month, day)
        here = date(today.year, month, day)
    except ValueError:
        return _leap_day(month, day, today) if year is None else None
    return here if here <= today else _year_before(here)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _leap_day(month: int, day: int, today: date) -> date | None:
    """29 February of the most recent year that has one."""
    if (month, day) != (2, 29):
        return None
    year = next(
        year for year in range(today.year - 1, today.year - 9, -1) if (year % 4 == 0 and year % 100) or not year % 400
    )
    return date(year, 2, 29)


def shifted(day: date, days: int) -> date | None:
    """Days later, or earlier; None off the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def months_before(day: date, months: int) -> date:
    """The same day that many months before, or the last of its month; never before the year 1."""
    count = max(12, day.year * 12 + day.month - 1 - months)
    year, month = divmod(count, 12)
    last = end_of_month(date(year, month + 1, 1))
    return last.replace(day=min(day.day, last.day))


def end_of_month(day: date) -> date:
    """The last day of a day's month."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1) if day.year < 9999 or day.month < 12 else None
    return following - timedelta(days=1) if following else date(9999, 12, 31)


def ended_month(year: int | None, month: int, today: date) -> date | None:
    """The last day of a month, or today within it; without a year the most recent one that has begun."""
    first = on_day(year, month, 1, today)
    if first is None:
        return None
    end = end_of_month(first)
    return today if first <= today < end else end


def end_of_week(day: date) -> date:
    """The Sunday of a day's week, which begins on Monday."""
    return day + timedelta(days=SUNDAY - day.weekday())


def last_weekday(today: date, weekday: int) -> date:
    """The most recent such day of the week before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % DAYS_IN_WEEK + 1)


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
YEARLY_DAYS: Final = {
    "새해 첫날": (1, 1), "새해첫날": (1, 1), "신정": (1, 1), "새해": (1, 1), "크리스마스": (12, 25), "성탄절": (12, 25),
    "광복절": (8, 15), "한글날": (10, 9), "개천절": (10, 3), "삼일절": (3, 1), "현충일": (6, 6), "어린이날": (5, 5),
    "new year's day": (1, 1), "new years day": (1, 1), "new year's eve": (12, 31), "new year": (1, 1),
    "christmas eve": (12, 24), "christmas": (12, 25), "xmas": (12, 25),
}  # fmt: skip
"""Days that people call by a name, on the same date each year."""
THIRDS: Final = {"초": 10, "초순": 10, "중순": 20}
"""Which day of its month a vague part of it ends on; 말 is its last."""


def _year(match: re.Match[str]) -> int | None:
    written = match["year"]
    if written is None:
        return None
    digits = written.lstrip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def full_date(match: re.Match[str], today: date) -> date | None:
    """2026.1.20, 26/1/20, 1월 20일."""
    return on_day(_year(match), int(match["month"]), int(match["day"]), today)


def year_behind(match: re.Match[str], today: date) -> date | None:
    """1/20/2026 as Americans write it, or 20.1.2026 where only that can be meant."""
    one, two = int(match["one"]), int(match["two"])
    month, day = (two, one) if one > 12 else (one, two)
    return on_day(int(match["year"]), month, day, today)


def english_date(match: re.Match[str], today: date) -> date | None:
    """January 20, 20 Jan 2026."""
    return on_day(_year(match), MONTHS[match["month"][:3]], int(match["day"]), today)


def spoken_date(match: re.Match[str], today: date) -> date | None:
    """삼월 십일일."""
    month, day = (_spoken(match[group]) for group in ("month", "day"))
    return on_day(None, month, day, today) if month and day else None


def named_day(match: re.Match[str], today: date) -> date | None:
    """이월 보름, 3월 초하루, the fifth of March."""
    if match.groupdict().get("ordinal"):
        return on_day(None, MONTHS[match["month"][:3]], ORDINALS.index(match["ordinal"]) + 1, today)
    month = int(match["month"]) if match["month"].isdigit() else _spoken(match["month"])
    return on_day(None, month, DAY_NAMES[match["day"]], today) if month else None


def _spoken(written: str) -> int:
    """십일 is 11, 이십 20, 유 (of 유월) 6, 시 (of 시월) 10."""
    tens, ten, ones = written.partition("십")
    if not ten:
        return {"유": 6, "시": 10}.get(written) or NUMBERS.get(written, 0)
    return 10 * NUMBERS.get(tens, 1) + NUMBERS.get(ones, 0)


def slashed_date(match: re.Match[str], today: date) -> date | None:
    """1/20: the month first, as Koreans write it."""
    return on_day(None, int(match["month"]), int(match["day"]), today)


def part_of_month(match: re.Match[str], today: date) -> date | None:
    """1월 말, in December, 2025년 12월 초."""
    month = int(match["month"]) if match["month"].isdigit() else MONTHS[match["month"][:3]]
    end = ended_month(_year(match), month, today)
    third = THIRDS.get((match["part"] or "").strip())
    return min(end.replace(day=third), today) if end and third else end


def relative_year(match: re.Match[str], today: date) -> date | None:
    """작년 말, 작년 12월 30일, last year."""
    year = today.year - {"재작년": 2, "작년": 1, "지난해": 1, "올해": 0, "last year": 1}[match["which"]]
    month, day = match["month"], match["day"]
    if month and day:
        return on_day(year, int(month), int(day), today)
    if month:
        return ended_month(year, int(month), today)
    return date(year, 12, 31) if year < today.year else None


def whole_year(match: re.Match[str], today: date) -> date | None:
    """2025년 기준, at the end of 2025."""
    year = int(match["year"] or match["year_2"])
    return min(date(year, 12, 31), today) if year >= 1 else None


def year_end(_: re.Match[str], today: date) -> date | None:
    """연말 기준, at year end: of the year that ended last."""
    return on_day(None, 12, 31, today)


def yearly_day(match: re.Match[str], today: date) -> date | None:
    """새해 첫날, on Christmas."""
    return on_day(_year(match), *YEARLY_DAYS[match["word"]], today)


def relative_month(match: re.Match[str], today: date) -> date | None:
    """지난달, 지난달 초, 지난달 15일, last month."""
    months = {"지지난": 2, "저저번": 2, "이번": 0, "이": 0}.get(match["which"], 1)
    if months == 0 and not (match["day"] or match["part"]):
        return None
    end = end_of_month(months_before(today, months))
    if match["day"]:
        return on_day(end.year, end.month, int(match["day"]), today)
    third = THIRDS.get((match["part"] or "").strip())
    if months == 0 and match["part"] == "말":
        return end
    return min(end.replace(day=third) if third else end, today)


def relative_week(match: re.Match[str], today: date) -> date | None:
    """지난주, 지난주 금요일, 이번 주 월요일, last week."""
    weeks = {"이번": 0, "금": 0, "this ": 0, "지지난": 2, "저저번": 2}.get(match["which"].strip(), 1)
    end = end_of_week(today) - timedelta(days=DAYS_IN_WEEK * weeks)
    if match["weekday"]:
        return end - timedelta(days=DAYS_IN_WEEK - 1 - _weekday(match["weekday"]))
    return end if weeks else None


def _weekday(written: str) -> int:
    return WEEKDAYS[written[0]] if written[0] in WEEKDAYS else ENGLISH_WEEKDAYS[written[:3]]


def weekday_before(match: re.Match[str], today: date) -> date | None:
    """지난 금요일, last Friday."""
    return last_weekday(today, _weekday(match["weekday"] or match["first"]))


def time_ago(match: re.Match[str], today: date) -> date | None:
    """사흘 전, 2주 전, three days ago."""
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


def relative_day(match: re.Match[str], today: date) -> date | None:
    """어제, the day before yesterday."""
    return shifted(today, -RELATIVE_DAYS[match["word"]])


def this_day(_: re.Match[str], today: date) -> date | None:
    """오늘 기준, as of now."""
    return today


def no_day(_: re.Match[str], __: date) -> date | None:
    """다음 주 월요일, every Friday: nothing is on record of what is to come."""
    return None


def day_of_month(match: re.Match[str], today: date) -> date | None:
    """16일에: the most recent 16th."""
    day = int(match["day"])
    here = on_day(today.year, today.month, day, today)
    if here is not None and here <= today:
        return here
    before = months_before(today, 1)
    return on_day(before.year, before.month, day, today)


def compact_date(match: re.Match[str], today: date) -> date | None:
    """20260120."""
    return on_day(int(match["year"]), int(match["month"]), int(match["day"]), today)


_YEAR: Final = r"(?:(?P<year>\d{4}|['’]?\d{2})\s{0,3}년?\s{0,3})"
_ENGLISH_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMBER: Final = "|".join(sorted(NUMBERS, key=len, reverse=True))
DAY_NAMES: Final = {
    "초하루": 1, "첫날": 1, "초이틀": 2, "초사흘": 3, "초나흘": 4, "초닷새": 5, "초엿새": 6, "초이레": 7, "초여드레": 8,
    "초아흐레": 9, "열흘": 10, "보름": 15, "스무날": 20, "그믐": 30,
}  # fmt: skip
ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip
_ORDINAL: Final = "|".join(sorted(ORDINALS, key=len, reverse=True))
_KOREAN_NUMBER: Final = r"[이삼]?십?[일이삼사오육유칠팔구시]?"
_ENDED: Final = r"(?![\d%])"
_WEEKDAY: Final = r"(?P<weekday>[월화수목금토일])(?:요일?|욜)"
_LIMIT: Final = r"(?:(?<=since\s)|(?<=until\s)|(?<=before\s)|(?<=after\s)|(?<=from\s))"
"""What stays beside a day, since it says on which side of it something was."""
_ENGLISH_WEEKDAY: Final = r"(?P<weekday>mon|tue(?:s)?|wed(?:nes)?|thu(?:rs|r)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])"
_AS_OF: Final = r"(?:\s{0,3}(?:기준|까지|에|엔|자|날|시점|당시|현재|밤|아침|오전|오후))"

Reading = Callable[[re.Match[str], date], date | None]

RULES: Final[tuple[tuple[re.Pattern[str], Reading], ...]] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (rf"(?:(?<!\d){_YEAR})?(?P<word>{'|'.join(YEARLY_DAYS)})", yearly_day),
        (rf"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d){_ENDED}", compact_date),
        (
            rf"(?<![\d.]){_YEAR}\s{{0,3}}[-./년]?\s{{0,3}}(?P<month>\d{{1,2}})\s{{0,3}}[-./월]\s{{0,3}}(?P<day>\d{{1,2}})(?:\s{{0,3}}일)?{_ENDED}",
            full_date,
        ),
        (
            r"(?<![\d./])(?P<one>\d{1,2})\s?[-./]\s?(?P<two>\d{1,2})\s?[-./]\s?(?P<year>20\d\d)(?!\d)",
            year_behind,
        ),
        (
            r"(?P<which>재작년|작년|지난해"
            r"|올해)\s{0,3}(?:(?P<month>\d{1,2})\s{0,3}월\s{0,3}(?:(?P<day>\d{1,2})\s{0,3}일)?)?\s{0,3}(?:연?말)?",
            relative_year,
        ),
        (
            rf"(?P<year>(?!))?(?<!\d)(?P<month>\d{{1,2}})\s{{0,3}}월\s{{0,3}}(?P<day>\d{{1,2}})(?:\s{{0,3}}일)?{_ENDED}",
            full_date,
        ),
        (
            rf"(?<![a-z]){_ENGLISH_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s{{0,3}}(?P<year>20\d\d))?{_ENDED}",
            english_date,
        ),
        (
            rf"(?<![\d])(?P<day>\d{{1,2}})(?:st|nd|rd"
            rf"|th)?\s+(?:of\s+)?{_ENGLISH_MONTH}(?:,?\s{{0,3}}(?P<year>20\d\d))?{_ENDED}",
            english_date,
        ),
        (
            rf"(?<![가-힣])(?P<month>\d{{1,2}}|{_KOREAN_NUMBER})\s?월\s?(?P<day>{'|'.join(DAY_NAMES)})",
            named_day,
        ),
        (
            rf"(?:the\s+)?(?P<ordinal>{_ORDINAL})\s+of\s+{_ENGLISH_MONTH}(?P<year>(?!))?",
            named_day,
        ),
        (rf"(?<![가-힣])(?P<month>{_KOREAN_NUMBER})\s?월\s?(?P<day>{_KOREAN_NUMBER})\s?일", spoken_date),
        (r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/%])", slashed_date),
        (
            r"(?<![\d.])(?P<month>\d{1,2})[.\-](?P<day>\d{1,2})(?=\.?\s{0,3}(?:일|기준|현재|자|까지|에|당시|시점))",
            slashed_date,
        ),
        (r"(?:the\s+)?(?:end of\s+)?(?P<which>last year)(?P<month>(?!))?(?P<day>(?!))?", relative_year),
        (
            r"(?P<which>지지난|저저번|지난|저번|전(?=\s)|이번|이)\s{0,3}달\s{0,3}(?:(?P<day>\d{1,2})\s{0,3}일"
            r"|(?P<part>초순|초|중순|하순|말))?",
            relative_month,
        ),
        (r"(?:the\s+)?(?:end of\s+)?(?P<which>last|previous) month(?P<day>(?!))?(?P<part>(?!))?", relative_month),
        (
            rf"(?:{_YEAR}\s{{0,3}})?(?<!\d)(?P<month>\d{{1,2}})\s{{0,3}}월(?!\s{{0,3}}\d)\s{{0,3}}(?P<part>초순|초|중순"
            rf"|하순|말)?(?![가-힣]*(?:요일|욜))",
            part_of_month,
        ),
        (
            rf"(?:the\s+)?(?:end of|in|during|by|as of|of|through|early|late)\s+(?:the end of\s+"
            rf"|end\s+)?{_ENGLISH_MONTH}(?!\w)"
            r"(?:,?\s{0,3}(?P<year>20\d\d))?(?P<part>(?!))?",
            part_of_month,
        ),
        (
            rf"(?P<which>지지난|저저번|지난|저번|이번|전|금)\s{{0,3}}주(?![시대역민권식])\s{{0,3}}(?:{_WEEKDAY}"
            rf"|말까지|말|초)?",
            relative_week,
        ),
        (
            rf"(?:다음|담|매)\s{{0,3}}(?:주|달|해)(?:\s{{0,3}}{_WEEKDAY})?|내년|내일|모레|tomorrow|(?:next|every"
            rf"|coming)\s+(?:week|month|year|\w+day)",
            no_day,
        ),
        (rf"(?P<which>last|this) week(?:'s)?(?:\s+{_ENGLISH_WEEKDAY})?", relative_week),
        (rf"(?:지난|저번)\s{{0,3}}{_WEEKDAY}", weekday_before),
        (rf"(?:(?<![a-z])(?:last|on|past|as of|as on|as at)\s+|{_LIMIT}){_ENGLISH_WEEKDAY}", weekday_before),
        (rf"{_WEEKDAY}(?={_AS_OF})|^\s{{0,3}}{_WEEKDAY.replace('weekday', 'first')}(?=\s)", weekday_before),
        (
            r"지난\s{0,3}연말|연말(?=\s{0,3}(?:기준|당시|시점|현재))"
            r"|(?:at|as of|by|since|until|before)\s+(?:the\s+)?(?:year[\s-]?end|end of (?:the\s+|last\s+)?year)",
            year_end,
        ),
        (
            r"(?<![\d.])(?P<year>20\d\d)\s{0,3}년?\s{0,3}(?:연말|말|(?=(?:기준|까지|에|엔|당시|시점)))"
            r"|(?:the\s+)?(?:end of|in|during|by|as of|back in)\s+(?:the end of\s+)?(?P<year_2>20\d\d)(?![\d.\-/])",
            whole_year,
        ),
        (
            rf"(?:(?:on|as of)\s+|{_LIMIT})the\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)"
            r"(?![a-z]|\s+(?:of|team|place|round))",
            day_of_month,
        ),
        (rf"(?P<native>{'|'.join(NATIVE_DAYS)})\s{{0,3}}전", time_ago),
        (
            rf"(?P<number>\d{{1,3}}|(?<![가-힣])(?:{_NUMBER}))\s{{0,3}}(?P<unit>일|주일|주|달|개월|년|해)\s{{0,3}}전",
            time_ago,
        ),
        (
            rf"(?P<number>\d{{1,3}}|(?<![a-z])(?:{_NUMBER}))\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier|back)",
            time_ago,
        ),
        (rf"(?:the\s+)?(?P<word>{'|'.join(RELATIVE_DAYS)})", relative_day),
        (r"(?:오늘|금일)\s{0,3}(?:자|기준|까지|현재|시점)|as of (?:today|now)", this_day),
    )
)


CURRENT: Final = frozenset(("이번", "이", "금", "this", "올해"))
_YEAR_SAID: Final = re.compile(r"\d{4}|['’]\d\d|년|year|작년|지난|last|ago|전")
_AHEAD: Final = re.compile(r"\bwill\b|\bwont\b|\bwon['’]t\b|\bgonna\b|\bgoing to\b|\S(?:까|겠|려나|라나|거임|예정)")
"""How people speak of what is to come: a day without a year is the next one then."""
_SINCE: Final = re.compile(
    rf"{DATE}\s*(?:일|자)?\s*(?:이후|이래|부터|다음(?!\s*주)|뒤(?!집)|후(?!보|속))|(?:since|after|from"
    rf"|following)\s+(?:the\s+)?{DATE}"
)
_BEFORE: Final = re.compile(
    rf"{DATE}\s*(?:일|자)?\s*(?:이전|전|직전)(?!\s*달|체|부|원|반|국|망|일|날)|(?:before|prior to"
    rf"|until)\s+(?:the\s+)?{DATE}"
)
_VAGUE: Final = re.compile(
    r"(?<![\d월.])(?P<day>\d{1,2})일(?=\s*(?:기준|까지|에|엔|날|밤|아침|오전|오후|저녁|자|시점|당시|현재|$|[?\s]))"
)
_HAS_DAY: Final = re.compile(
    r"\d|[월화수목금토일](?:요|욜)|[주달해년전절날월]|내일|모레|어제|어저께|그제|그저|간밤|어젯밤|오늘|금일|연말"
    r"|신정|크리스마스"
    r"|day|ago|month|year|last|in |of |on |since|until|before|after|christmas|xmas|tomorrow|next|coming"
)
"""What every text that names a day holds somewhere."""


class Named(NamedTuple):
    """A day named in a text, with its place: `first` is the first day of a week, a month or a year that is named.

    `is_vague` where only a number of the month is said (16일); `is_current` where the time has not ended (이번 주);
    `is_ahead` where it is still to come (다음 주), whatever its `day`.
    """

    start: int
    end: int
    day: date
    first: date | None = None
    is_vague: bool = False
    is_current: bool = False
    is_ahead: bool = False


def named_days(text: str, today: date) -> list[Named]:
    """The days named in a folded text, in their order; one without a year is the most recent that is not to come."""
    return [each for each in _times(text, today) if not each.is_ahead and not each.is_current]


def _times(text: str, today: date) -> list[Named]:
    """All days and longer times named in a folded text, in their order."""
    found: list[Named] = []
    if not _HAS_DAY.search(text):
        return found
    taken = text
    for pattern, reading in RULES:
        for match in pattern.finditer(taken):
            named = _named(match, reading, today)
            if named is not None:
                found.append(named)
            # What is no day (30 February) is not read in another way either.
            taken = _without(taken, match.start(), match.end())
    found += [Named(match.start(), match.end(), day, day, is_vague=True) for match, day in _vague(taken, today)]
    return sorted(found, key=lambda each: each.start)


def _named(match: re.Match[str], reading: Reading, today: date) -> Named | None:
    start, end = match.span()
    day = reading(match, today)
    if day is not None:
        is_ahead = day.year < today.year and not _YEAR_SAID.search(match.group()) and _AHEAD.search(match.string)
        return Named(start, end, day, _first_day(match, reading, day), is_ahead=bool(is_ahead))
    if reading is no_day:
        return Named(start, end, today, is_ahead=True)
    group = match.groupdict().get("which") or ""
    if group.strip() in CURRENT:
        first = today.replace(day=1) if reading is relative_month else end_of_week(today) - timedelta(days=SUNDAY)
        first = date(today.year, 1, 1) if reading is relative_year else first
        return Named(start, end, today, first, is_current=True)
    return None


def _first_day(match: re.Match[str], reading: Reading, day: date) -> date:
    """The first day of the time that ends on a day: of last week its Monday."""
    said = match.groupdict()
    if reading is relative_week and not said.get("weekday"):
        return day - timedelta(days=SUNDAY)
    if (reading is relative_month or reading is part_of_month) and not said.get("day") and not said.get("part"):
        return day.replace(day=1)
    if (reading is relative_year and not said.get("month")) or reading is whole_year:
        return date(day.year, 1, 1)
    return day


def _vague(text: str, today: date) -> Iterator[tuple[re.Match[str], date]]:
    for match in _VAGUE.finditer(text):
        day = day_of_month(match, today)
        if day is not None:
            yield match, day


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + DATE * (end - start) + text[end:]


class Days(NamedTuple):
    """The times that a question names: `text` has a mark in the place of each.

    `as_of` is the day that it is about; `since` the one after which it asks; `first` and `last` the bounds of the time
    that it names, for what changed within it.
    """

    text: str
    as_of: date | None = None
    since: date | None = None
    first: date | None = None
    last: date | None = None
    is_ahead: bool = False
    """Whether it asks about a time that is to come, which no record speaks to."""


def asked_days(text: str, today: date) -> Days:
    """The day that a question is about, the last of those that it names: what is asked as of stands at its end."""
    times = _times(text, today)
    if not times:
        return Days(text)
    marked = _marked(text, times)
    past = [each for each in times if not each.is_ahead]
    is_ahead = len(past) < len(times)
    if not past:
        return Days(marked, is_ahead=True)
    last = past[-1]
    over = [each for each in past if not each.is_current]
    as_of = over[-1].day if over else None
    if _SINCE.search(marked):
        since = past[0].day if not past[0].is_current else past[0].first
        return Days(marked, as_of=as_of if len(past) > 1 else None, since=since, first=since, is_ahead=is_ahead)
    if as_of is not None and _BEFORE.search(marked):
        as_of -= timedelta(days=1)
    until = None if last.is_current else last.day
    return Days(marked, as_of=as_of, first=past[0].first, last=until, is_ahead=is_ahead)


def day_spans(text: str, today: date) -> Iterator[tuple[int, int]]:
    """Where a text as it was typed names days: no part of a team's name (20260120 kt, kt jan 20 2026)."""
    low = text.lower()
    return ((each.start, each.end) for each in (_times(low, today) if len(low) == len(text) else ()))


def _marked(text: str, named: list[Named]) -> str:
    for each in reversed(named):
        text = f"{text[: each.start]}{DATE}{text[each.end :]}"
    return text
