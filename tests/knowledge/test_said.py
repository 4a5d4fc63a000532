"""When something was said: written forms, order and time zones."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.said import Said, day_of, first_moment, last_moment

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-16",
        "2026-01-16T14:00",
        "2026-01-16T14:00:30",
        "2026-01-15/2026-01-16",
        "2026-01-15T09:00/2026-01-16",
        "2026-01-16T14:00+09:00",
    ],
)
def test_a_written_form_is_read_and_written_alike(text: str) -> None:
    assert str(Said.parse(text)) == text


def test_a_space_between_date_and_time_is_read_too() -> None:
    assert str(Said.parse("2026-01-23 14:00")) == "2026-01-23T14:00"


@pytest.mark.parametrize("text", ["", "yesterday", "2026", "2026-1-16", "20260116", "2026-02-30", "2026-01-16/", "/"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Said.parse(text)


def test_an_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends before"):
        Said.parse("2026-01-17/2026-01-16")


def test_an_interval_within_a_day_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends before"):
        Said.parse("2026-01-16T15:00/2026-01-16T14:00")


@given(st.dates(min_value=date(1900, 1, 1)), st.dates(min_value=date(1900, 1, 1)))
def test_every_interval_survives_its_text(one: date, other: date) -> None:
    said = Said(start=min(one, other), end=max(one, other))
    assert Said.parse(str(said)) == said
    assert said.is_interval == (one != other)


def test_a_day_covers_its_first_and_last_moment_in_the_programmes_zone() -> None:
    day = date(2026, 1, 16)
    assert first_moment(day, SEOUL).astimezone(UTC) == datetime(2026, 1, 15, 15, tzinfo=UTC)
    assert last_moment(day, SEOUL).date() == day
    assert last_moment(day, SEOUL).hour == 23


def test_a_moment_without_an_offset_is_the_programmes_own() -> None:
    assert first_moment(datetime(2026, 1, 16, 14), SEOUL).utcoffset() == SEOUL.utcoffset(datetime(2026, 1, 16))


def test_the_day_of_a_moment_elsewhere_is_the_day_in_the_programmes_zone() -> None:
    assert day_of(datetime(2026, 1, 15, 20, tzinfo=UTC), SEOUL) == date(2026, 1, 16)
