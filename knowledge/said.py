"""When something was said: a day, a moment, or an interval of either, and how two of them compare."""

from datetime import date, datetime, time, tzinfo
from typing import Any, Self

from pydantic import model_serializer, model_validator

from knowledge.fields import Frozen

Point = date | datetime
"""A day, or a moment; a moment without an offset is in the programme's time zone."""


def parse_point(text: str) -> Point:
    """Read one ISO 8601 date or date and time; raises ValueError for anything else."""
    stripped = text.strip()
    if len(stripped) == len("2026-01-16"):
        return date.fromisoformat(stripped)
    if len(stripped) < len("2026-01-16T00:00"):
        raise ValueError(f"{text!r} is not a date")
    return datetime.fromisoformat(stripped)


def format_point(point: Point) -> str:
    """ISO 8601: `2026-01-16`, `2026-01-16T14:00`; seconds only where there are any."""
    if not isinstance(point, datetime):
        return point.isoformat()
    return point.isoformat(timespec="auto" if point.second or point.microsecond else "minutes")


def in_zone(point: datetime, zone: tzinfo) -> datetime:
    """The moment in a time zone; one without an offset is taken to be of that zone."""
    return point.replace(tzinfo=zone) if point.tzinfo is None else point.astimezone(zone)


def first_moment(point: Point, zone: tzinfo) -> datetime:
    """The first moment that a point covers: midnight for a day."""
    return in_zone(point, zone) if isinstance(point, datetime) else datetime.combine(point, time.min, zone)


def last_moment(point: Point, zone: tzinfo) -> datetime:
    """The last moment that a point covers: the end of the day for a day."""
    return in_zone(point, zone) if isinstance(point, datetime) else datetime.combine(point, time.max, zone)


def day_of(point: Point, zone: tzinfo) -> date:
    """The calendar day of a point in a time zone."""
    return in_zone(point, zone).date() if isinstance(point, datetime) else point


class Said(Frozen):
    """`2026-01-16`, `2026-01-16T14:00` or `2026-01-15/2026-01-16`; written and read as that text."""

    start: Point
    end: Point

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, date):
            return {"start": value, "end": value}
        if not isinstance(value, str):
            return value
        start, slash, end = value.partition("/")
        first = parse_point(start)
        return {"start": first, "end": parse_point(end) if slash else first}

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if _naive_end(self.end) < _naive_start(self.start):
            raise ValueError("the interval ends before it begins")
        return self

    @model_serializer
    def __str__(self) -> str:
        if self.start == self.end:
            return format_point(self.start)
        return f"{format_point(self.start)}/{format_point(self.end)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text form; raises ValueError (pydantic's) where it is none."""
        return cls.model_validate(text)

    @property
    def is_interval(self) -> bool:
        """Whether it spans more than one point."""
        return self.start != self.end


def _naive_start(point: Point) -> datetime:
    """The first moment as written, for a comparison that knows no time zone."""
    return point.replace(tzinfo=None) if isinstance(point, datetime) else datetime.combine(point, time.min)


def _naive_end(point: Point) -> datetime:
    return point.replace(tzinfo=None) if isinstance(point, datetime) else datetime.combine(point, time.max)
