"""From what a pattern of `day_rules` matched to the day that it names, counted from today; None where there is none."""

import re
from datetime import date, timedelta
from typing import Final

from knowledge.questions.calendar import (
    DAYS_IN_WEEK,
    end_of_month,
    end_of_week,
    ended_month,
    last_weekday,
    months_before,
    on_day,
    shifted,
)

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
