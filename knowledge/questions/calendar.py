"""Days counted from today: ends of weeks and months, the last Friday, the most recent 16 January."""

from datetime import date, timedelta
from typing import Final

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
