"""Dates as they are written: 1월 16일, January 16; with the year when it is not this one; intervals shortened."""

from datetime import date, datetime, tzinfo

from knowledge.fields import Language
from knowledge.said import Point, Said, day_of, in_zone

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NOON = 12


def korean_day(day: date, today: date) -> str:
    """`1월 16일`, or `2025년 12월 30일` in another year."""
    written = f"{day.month}월 {day.day}일"
    return written if day.year == today.year else f"{day.year}년 {written}"


def english_day(day: date, today: date) -> str:
    """`January 16`, or `December 30, 2025` in another year."""
    written = f"{MONTHS[day.month - 1]} {day.day}"
    return written if day.year == today.year else f"{written}, {day.year}"


def korean_clock(moment: datetime) -> str:
    """`오후 2시`, `오전 9시 30분`."""
    half = "오전" if moment.hour < NOON else "오후"
    hour = f"{half} {moment.hour % NOON or NOON}시"
    return f"{hour} {moment.minute}분" if moment.minute else hour


def english_clock(moment: datetime) -> str:
    """`2 p.m.`, `9:30 a.m.`."""
    half = "a.m." if moment.hour < NOON else "p.m."
    hour = moment.hour % NOON or NOON
    return f"{hour}:{moment.minute:02d} {half}" if moment.minute else f"{hour} {half}"


def korean_span(seconds: int) -> str:
    """`10분`, `90초`."""
    return f"{seconds}초" if seconds % 60 else f"{seconds // 60}분"


def english_span(seconds: int) -> str:
    """`10 minutes`, `1 minute`, `90 seconds`."""
    count, unit = (seconds, "second") if seconds % 60 else (seconds // 60, "minute")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def korean_point(point: Point, zone: tzinfo, today: date) -> str:
    """A day, or a day with its time."""
    day = korean_day(day_of(point, zone), today)
    return f"{day} {korean_clock(in_zone(point, zone))}" if isinstance(point, datetime) else day


def english_point(point: Point, zone: tzinfo, today: date) -> str:
    """A day, or a day with its time."""
    day = english_day(day_of(point, zone), today)
    return f"{day}, {english_clock(in_zone(point, zone))}" if isinstance(point, datetime) else day


def _bare_days(said: Said) -> tuple[date, date] | None:
    """Both ends where they are days of the same year, which are shortened."""
    first, last = said.start, said.end
    if isinstance(first, datetime) or isinstance(last, datetime) or first.year != last.year:
        return None
    return first, last


def korean_said(said: Said, zone: tzinfo, today: date) -> str:
    """`1월 16일`, `1월 15~16일`, `1월 30일~2월 2일`."""
    end = korean_point(said.end, zone, today)
    if not said.is_interval:
        return end
    start = korean_point(said.start, zone, today)
    days = _bare_days(said)
    if days is None:
        return f"{start}~{end}"
    if days[0].month == days[1].month:
        return f"{start.removesuffix('일')}~{days[1].day}일"
    return f"{start}~{days[1].month}월 {days[1].day}일"


def english_said(said: Said, zone: tzinfo, today: date) -> str:
    """`January 16`, `January 15–16`, `January 30 – February 2`."""
    end = english_point(said.end, zone, today)
    if not said.is_interval:
        return end
    days = _bare_days(said)
    if days is None:
        return f"{english_point(said.start, zone, today)} – {end}"
    first = f"{MONTHS[days[0].month - 1]} {days[0].day}"
    return f"{first}–{end.split(' ', 1)[1]}" if days[0].month == days[1].month else f"{first} – {end}"


def written_day(day: date, today: date, language: Language) -> str:
    """A day as a language writes it."""
    return korean_day(day, today) if language == "ko" else english_day(day, today)


def written_point(point: Point, zone: tzinfo, today: date, language: Language) -> str:
    """A day or a moment as a language writes it."""
    return korean_point(point, zone, today) if language == "ko" else english_point(point, zone, today)


def written_said(said: Said, zone: tzinfo, today: date, language: Language) -> str:
    """A day, a moment or an interval as a language writes it."""
    return korean_said(said, zone, today) if language == "ko" else english_said(said, zone, today)


def written_span(seconds: int, language: Language) -> str:
    """A length of time as a language writes it."""
    return korean_span(seconds) if language == "ko" else english_span(seconds)
