"""Dates as they are written: 1월 16일, January 16; with the year when it is not this one; intervals shortened."""

from datetime import date, datetime, tzinfo

from knowledge.fields import Language
from knowledge.said import Point, Said, day_of, in_zone

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NOON = 12


def written_day(day: date, today: date, language: Language) -> str:
    """`1월 16일`, `January 16`; in another year `2025년 12월 30일`, `December 30, 2025`."""
    is_this_year = day.year == today.year
    if language == "ko":
        return _bare(day, language) if is_this_year else f"{day.year}년 {_bare(day, language)}"
    return _bare(day, language) if is_this_year else f"{_bare(day, language)}, {day.year}"


def _bare(day: date, language: Language) -> str:
    return f"{day.month}월 {day.day}일" if language == "ko" else f"{MONTHS[day.month - 1]} {day.day}"


def _clock(moment: datetime, language: Language) -> str:
    """`오후 2시`, `오전 9시 30분`; `2 p.m.`, `9:30 a.m.`."""
    hour, is_morning = moment.hour % NOON or NOON, moment.hour < NOON
    if language == "ko":
        whole = f"{'오전' if is_morning else '오후'} {hour}시"
        return f"{whole} {moment.minute}분" if moment.minute else whole
    return f"{hour}{f':{moment.minute:02d}' if moment.minute else ''} {'a.m.' if is_morning else 'p.m.'}"


def written_span(seconds: int, language: Language) -> str:
    """`10분`, `90초`; `10 minutes`, `1 minute`, `90 seconds`."""
    count, is_minutes = (seconds, False) if seconds % 60 else (seconds // 60, True)
    if language == "ko":
        return f"{count}{'분' if is_minutes else '초'}"
    return f"{count} {'minute' if is_minutes else 'second'}{'' if count == 1 else 's'}"


def written_point(point: Point, zone: tzinfo, today: date, language: Language) -> str:
    """A day, or a day with its time: `1월 16일 오후 2시`, `January 16, 2 p.m.`."""
    day = written_day(day_of(point, zone), today, language)
    if not isinstance(point, datetime):
        return day
    return f"{day}{' ' if language == 'ko' else ', '}{_clock(in_zone(point, zone), language)}"


def written_said(said: Said, zone: tzinfo, today: date, language: Language) -> str:
    """A point, or an interval: `1월 15~16일`, `1월 30일~2월 2일`; `January 15–16`, `January 30 – February 2`."""
    end = written_point(said.end, zone, today, language)
    if not said.is_interval:
        return end
    first, last = said.start, said.end
    start, dash = written_point(first, zone, today, language), "~" if language == "ko" else " – "
    if isinstance(first, datetime) or isinstance(last, datetime) or first.year != last.year:
        return f"{start}{dash}{end}"
    # Both are days of one year, which is written once: before the first in Korean, behind the last in English.
    if language == "ko":
        is_one_month = first.month == last.month
        return f"{start.removesuffix('일')}~{last.day}일" if is_one_month else f"{start}~{_bare(last, language)}"
    if first.month == last.month:
        return f"{_bare(first, language)}–{end.split(' ', 1)[1]}"
    return f"{_bare(first, language)} – {end}"
