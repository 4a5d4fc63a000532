"""Quiet hours and digests as people type them, and a year of digests in five zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.telling.schedule import Digest, day_of_digest, next_digest, quiet_until, read_digest, read_quiet

SEOUL = ZoneInfo("Asia/Seoul")
ZONES = ("Asia/Seoul", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("23-7", "23:00-07:00"), ("22:00-08:00", "22:00-08:00"), ("23:30 - 7:15", "23:30-07:15"),
        ("9~18", "09:00-18:00"),
        ("23시부터 7시까지", "23:00-07:00"), ("22시 30분~8시", "22:30-08:00"), ("24-6", "00:00-06:00"),
        ("off", "off"), ("끄기", "off"),
        ("없음", "off"), ("25-7", None), ("7-7", None), ("soon", None), ("23", None), ("", None), ("23:60-7", None),
    ],
)  # fmt: skip
def test_quiet_hours_are_read(typed: str, read: str | None) -> None:
    assert read_quiet(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("daily 8:30", "daily 08:30"), ("매일 8:30", "daily 08:30"), ("매일 오후 6시", "daily 18:00"),
        ("daily", "daily 09:00"),
        ("weekly mon 9:00", "weekly mon 09:00"), ("매주 월요일 9시", "weekly mon 09:00"),
        ("every friday at 17:00", "weekly fri 17:00"),
        ("매주 금 18시 30분에", "weekly fri 18:30"),
        ("weekly", None), ("8:30", None), ("daily 25:00", None), ("monthly 1", None),
    ],
)  # fmt: skip
def test_digests_are_read_and_written_in_one_form(typed: str, read: str | None) -> None:
    found = read_digest(typed)
    assert (None if found is None else str(found)) == read
    assert found is None or read_digest(str(found)) == found


@pytest.mark.parametrize(
    ("clock", "quiet", "until"),
    [
        ("23:00", "22:00-08:00", "2026-03-22T08:00"), ("07:59", "22:00-08:00", "2026-03-21T08:00"),
        ("08:00", "22:00-08:00", None),
        ("21:59", "22:00-08:00", None), ("12:00", "09:00-18:00", "2026-03-21T18:00"),
        ("18:00", "09:00-18:00", None), ("23:00", "off", None),
    ],
)  # fmt: skip
def test_quiet_hours_end_on_the_minute_in_their_zone(clock: str, quiet: str, until: str | None) -> None:
    now = datetime.fromisoformat(f"2026-03-21T{clock}").replace(tzinfo=SEOUL)
    expected = None if until is None else datetime.fromisoformat(until).replace(tzinfo=SEOUL)
    assert quiet_until(now.astimezone(UTC), quiet, SEOUL) == expected


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("typed", ["daily 8:30", "daily 2:30", "daily 1:45", "daily 0:00", "weekly sun 2:30"])
def test_a_year_of_digests_has_exactly_one_a_due_day(zone: str, typed: str) -> None:
    """A bot that looks every few minutes, is away for hours now and then, and is started again with what it kept."""
    place, timing = ZoneInfo(zone), read_digest(typed)
    assert timing is not None
    now = datetime(2026, 1, 1, tzinfo=place).astimezone(UTC)
    end = datetime(2027, 1, 1, tzinfo=place).astimezone(UTC)
    due, days = next_digest(timing, now - timedelta(seconds=1), place), []
    step = 0
    while due < end:
        step += 1
        now = max(now, due) + timedelta(minutes=7 * (step % 5), hours=step % 3)  # late, but on the same day at most
        days.append(day_of_digest(due, place))
        due = next_digest(timing, due, place)
    first = date(2026, 1, 1)
    every = [first + timedelta(days=number) for number in range(365)]
    assert days == [day for day in every if timing.weekday in (None, day.weekday())]


def test_a_time_that_does_not_exist_comes_as_much_later() -> None:
    zone = ZoneInfo("America/New_York")
    before = datetime(2026, 3, 8, tzinfo=zone)
    assert next_digest(Digest(datetime.min.time().replace(hour=2, minute=30)), before, zone) == datetime(
        2026, 3, 8, 3, 30, tzinfo=zone
    ).astimezone(UTC)
