"""The date line: what an editor may type on 26 January 2026."""

from datetime import date

import pytest

from bot.editing.lines import read_day, read_said
from tests.bot.editing.record import desk


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("오늘", "2026-01-26"),
        ("어제", "2026-01-25"),
        ("yesterday", "2026-01-25"),
        ("3일 전", "2026-01-23"),
        ("1월 23일", "2026-01-23"),
        ("1월 23일(금)", "2026-01-23"),
        ("2026. 1. 23.", "2026-01-23"),
        ("1/23", "2026-01-23"),
        ("12월 30일", "2025-12-30"),
        ("Jan 23", "2026-01-23"),
        ("23 January 2026", "2026-01-23"),
        ("January 23, 2026", "2026-01-23"),
        ("2026-01-23 14:00", "2026-01-23T14:00"),
        ("2026-01-23T14:00", "2026-01-23T14:00"),
        ("1월 23일 오후 2시 30분", "2026-01-23T14:30"),
        ("Jan 23 2pm", "2026-01-23T14:00"),
        ("2026-01-15/2026-01-16", "2026-01-15/2026-01-16"),
        ("1월 15일~16일", "2026-01-15/2026-01-16"),
        ("1월 15일부터 1월 16일까지", "2026-01-15/2026-01-16"),
        ("12월 30일 ~ 1월 2일", "2025-12-30/2026-01-02"),
        ("2026-01-23 14:00~16:00", "2026-01-23T14:00/2026-01-23T16:00"),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, said: str) -> None:
    assert str(read_said(text, desk().today)) == said


@pytest.mark.parametrize(
    "text",
    ["", "언젠가", "13월 1일", "2026-02-30", "25:00", "2026-01-16/2026-01-15", "1월 23일 25:00", "모름", "/", "~"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert read_said(text, desk().today) is None


def test_a_published_day_is_one_day() -> None:
    assert read_day("2026.01.23", desk().today) == date(2026, 1, 23)
    assert read_day("뉴스1", desk().today) is None
