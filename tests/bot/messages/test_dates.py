"""Dates as people write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.messages.dates import written_said
from knowledge.said import Said

SEOUL = ZoneInfo("Asia/Seoul")
TODAY = date(2026, 1, 28)


@pytest.mark.parametrize(
    ("said", "korean", "english"),
    [
        ("2026-01-16", "1월 16일", "January 16"),
        ("2025-12-30", "2025년 12월 30일", "December 30, 2025"),
        ("2026-01-15/2026-01-16", "1월 15~16일", "January 15–16"),
        ("2026-01-30/2026-02-02", "1월 30일~2월 2일", "January 30 – February 2"),
        ("2025-12-30/2026-01-02", "2025년 12월 30일~1월 2일", "December 30, 2025 – January 2"),
        ("2025-12-01/2025-12-03", "2025년 12월 1~3일", "December 1–3, 2025"),
        ("2026-01-16T14:00", "1월 16일 오후 2시", "January 16, 2 p.m."),
        ("2026-01-16T00:30", "1월 16일 오전 12시 30분", "January 16, 12:30 a.m."),
        ("2026-01-16T20:00+00:00", "1월 17일 오전 5시", "January 17, 5 a.m."),
        ("2026-01-16T14:00/2026-01-17", "1월 16일 오후 2시~1월 17일", "January 16, 2 p.m. – January 17"),
    ],
)
def test_dates_are_written_as_people_write_them(said: str, korean: str, english: str) -> None:
    assert written_said(Said.parse(said), SEOUL, TODAY, "ko") == korean
    assert written_said(Said.parse(said), SEOUL, TODAY, "en") == english


def test_a_moment_is_shown_in_the_programmes_time_zone() -> None:
    late = Said(
        start=datetime(2026, 1, 16, 23, tzinfo=ZoneInfo("UTC")), end=datetime(2026, 1, 16, 23, tzinfo=ZoneInfo("UTC"))
    )
    assert written_said(late, SEOUL, TODAY, "ko") == "1월 17일 오전 8시"
