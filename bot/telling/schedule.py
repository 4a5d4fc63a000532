"""When people are told: quiet hours and digests, read from what is typed and worked out in a time zone (pure)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

QUIET_OFF: Final = "off"
"""Quiet hours of a place that has none."""
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_WORDS: Final = {
    **{each: number for number, each in enumerate(DAYS)},
    **{each: number for number, each in enumerate("월화수목금토일")},
}
OFF_WORDS: Final = frozenset({"off", "none", "stop", "no", "끄기", "꺼줘", "끔", "없음", "해제", "그만", "안 받기"})
_TIME: Final = r"(\d{1,2})(?:\s*시(?:\s*(\d{1,2})\s*분)?|[:.](\d{2}))?"
_QUIET: Final = re.compile(rf"{_TIME}\s*(?:-|–|~|부터|to|에서)\s*{_TIME}(?:\s*까지)?", re.IGNORECASE)
_DIGEST: Final = re.compile(
    rf"(?:(?P<daily>daily|every ?day|매일)|(?:weekly|every|매주)\s*(?P<day>{'|'.join(DAYS)}|[월화수목금토일])\w*)"
    rf"(?:\s+(?:at\s+)?(?P<half>오전|오후)?\s*(?P<time>{_TIME}))?(?:\s*에)?",
    re.IGNORECASE,
)
DIGEST_TIME: Final = time(9)
"""When a digest comes whose time nobody gave."""
NOON: Final = 12


class Digest(NamedTuple):
    """When a digest comes: at this time each day, or on one weekday only (0 is Monday)."""

    at: time
    weekday: int | None = None

    def __str__(self) -> str:
        clock = self.at.strftime("%H:%M")
        return f"daily {clock}" if self.weekday is None else f"weekly {DAYS[self.weekday]} {clock}"


def is_off(text: str) -> bool:
    """True for what people type to have none: off, 끄기."""
    return text.strip().lower() in OFF_WORDS


def read_quiet(text: str) -> str | None:
    """Quiet hours in one form: `23-7` -> `23:00-07:00`, `off` -> `off`; None for what is neither."""
    if is_off(text):
        return QUIET_OFF
    match = _QUIET.fullmatch(text.strip())
    if match is None:
        return None
    start, end = _time(match[1], match[2] or match[3]), _time(match[4], match[5] or match[6])
    if start is None or end is None or start == end:
        return None
    return f"{start:%H:%M}-{end:%H:%M}"


def read_digest(text: str) -> Digest | None:
    """`daily 8:30`, `weekly mon 9:00`, `매일 8시 30분`, `매주 월요일 9시`; None for what is none of them."""
    match = _DIGEST.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    at: time | None = DIGEST_TIME
    if match["time"] is not None:
        hour, *minutes = re.fullmatch(_TIME, match["time"].strip()).groups()  # type: ignore[union-attr] # it matched
        if match["half"] == "오후" and int(hour) < NOON:
            hour = str(int(hour) + NOON)
        at = _time(hour, minutes[0] or minutes[1])
    if at is None:
        return None
    return Digest(at, None if match["daily"] else DAY_WORDS[match["day"].lower()])


def _time(hour: str, minute: str | None) -> time | None:
    """The time of a day; 24 is midnight."""
    hours, minutes = int(hour), int(minute or 0)
    if hours == 24 and not minutes:
        hours = 0
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def quiet_until(now: datetime, quiet: str, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours that hold at this moment end; None where none hold."""
    if quiet == QUIET_OFF:
        return None
    start, end = (time.fromisoformat(each) for each in quiet.split("-"))
    local = now.astimezone(zone)
    clock = local.time()
    is_quiet = start <= clock < end if start < end else clock >= start or clock < end
    if not is_quiet:
        return None
    day = local.date() if clock < end else local.date() + timedelta(days=1)
    return max(now, datetime.combine(day, end, zone).astimezone(UTC))


def next_digest(digest: Digest, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment behind `after` at which a digest is due: one a day of the calendar, whatever the clocks do.

    A time that the clocks jump over comes as much later; of one that they pass twice, the first counts.
    """
    day = after.astimezone(zone).date() - timedelta(days=1)
    while True:
        moment = datetime.combine(day, digest.at, zone).astimezone(UTC)
        if moment > after and digest.weekday in (None, day.weekday()):
            return moment
        day += timedelta(days=1)


def day_of_digest(due: datetime, zone: ZoneInfo) -> date:
    """The day that a digest belongs to."""
    return due.astimezone(zone).date()
