"""As of which day, in Korean and English."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.understanding.dates import asked_days, named_days

TODAY = date(2026, 1, 28)
"""A Wednesday."""

NAMED = [
    ("1월 20일 기준 kt", "2026-01-20"),
    ("2026.1.20 kt", "2026-01-20"),
    ("2026-01-20", "2026-01-20"),
    ("26/1/20 기준", "2026-01-20"),
    ("26. 1. 20.", "2026-01-20"),
    ("20260120", "2026-01-20"),
    ("1/20 카카오", "2026-01-20"),
    ("1.20 기준", "2026-01-20"),
    ("12월 30일엔?", "2025-12-30"),
    ("1월 29일", "2025-01-29"),
    ("2월 29일", "2024-02-29"),
    ("어제까지는?", "2026-01-27"),
    ("그저께", "2026-01-26"),
    ("엊그제", "2026-01-26"),
    ("사흘 전", "2026-01-25"),
    ("열흘전", "2026-01-18"),
    ("3일 전", "2026-01-25"),
    ("두 달 전", "2025-11-28"),
    ("2주 전", "2026-01-14"),
    ("일주일 전", "2026-01-21"),
    ("1년 전", "2025-01-28"),
    ("지난주 금요일", "2026-01-23"),
    ("지난 금요일", "2026-01-23"),
    ("저번 주 월요일", "2026-01-19"),
    ("이번 주 월요일", "2026-01-26"),
    ("지난주", "2026-01-25"),
    ("지난달 말", "2025-12-31"),
    ("지난달 15일", "2025-12-15"),
    ("지난달 초", "2025-12-10"),
    ("작년 말", "2025-12-31"),
    ("작년 12월 30일", "2025-12-30"),
    ("2025년 12월", "2025-12-31"),
    ("1월 말", "2026-01-28"),
    ("16일에 뭐랬어", "2026-01-16"),
    ("29일 기준", "2025-12-29"),
    ("오늘 기준", "2026-01-28"),
    ("as of jan 20", "2026-01-20"),
    ("as of jan. 20, 2026", "2026-01-20"),
    ("on 20 january", "2026-01-20"),
    ("20th of january", "2026-01-20"),
    ("january 20th", "2026-01-20"),
    ("yesterday", "2026-01-27"),
    ("the day before yesterday", "2026-01-26"),
    ("three days ago", "2026-01-25"),
    ("a week ago", "2026-01-21"),
    ("last friday", "2026-01-23"),
    ("last wednesday", "2026-01-21"),
    ("last week", "2026-01-25"),
    ("last month", "2025-12-31"),
    ("in december", "2025-12-31"),
    ("end of december 2025", "2025-12-31"),
    ("2027년 1월 1일", "2027-01-01"),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_a_day_is_found_and_counted_from_today(text: str, expected: str) -> None:
    assert [each.day.isoformat() for each in named_days(text, TODAY)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "5개 정예팀",
        "15개 팀",
        "99%",
        "1차 평가",
        "2월 30일",
        "13월 1일",
        "035720",
        "5g",
        "24/7",
        "0/0",
        "may i ask",
        "march on",
        "1.5배",
        "ai 2.0",
        "오전 9시",
    ],
)
def test_other_numbers_are_no_days(text: str) -> None:
    assert named_days(text, TODAY) == []


@pytest.mark.parametrize(
    ("text", "as_of", "since"),
    [
        ("1월 16일 이후 바뀐 거", None, "2026-01-16"),
        ("since jan 16", None, "2026-01-16"),
        ("1월 10일부터 1월 20일까지", "2026-01-20", "2026-01-10"),
        ("1월 20일 이전", "2026-01-19", None),
        ("before january 20", "2026-01-19", None),
        ("1월 20일까지", "2026-01-20", None),
        ("카카오 나가?", None, None),
    ],
)
def test_since_and_before_are_told_apart_from_as_of(text: str, as_of: str | None, since: str | None) -> None:
    days = asked_days(text, TODAY)
    assert (days.as_of and days.as_of.isoformat(), days.since and days.since.isoformat()) == (as_of, since)


@given(st.text(max_size=80), st.dates())
def test_no_text_and_no_today_is_too_strange(text: str, today: date) -> None:
    for each in named_days(text, today):
        assert text[each.start : each.end]


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_with_its_year_is_that_day_in_any_writing(day: date) -> None:
    written = (
        f"{day.year}년 {day.month}월 {day.day}일",
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
    )
    assert {each.day for text in written for each in named_days(text, TODAY)} == {day}


@given(
    st.dates(min_value=date(2001, 1, 1), max_value=date(2099, 12, 31)),
    st.dates(min_value=date(2001, 1, 1), max_value=date(2099, 12, 31)),
)
def test_a_day_without_its_year_is_never_to_come_and_less_than_a_year_ago(day: date, today: date) -> None:
    (named,) = named_days(f"{day.month}월 {day.day}일", today)
    assert named.day <= today
    assert (today - named.day).days < 366 or (day.month, day.day) == (2, 29)
