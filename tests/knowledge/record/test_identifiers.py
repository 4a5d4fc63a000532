"""Ids for what has none: readable, unique, never too long."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from knowledge.fields import IDENTIFIER_LENGTH, Identifier
from knowledge.record.plan import free, source_stem, statement_stem

DAY = date(2026, 1, 23)


def test_a_statement_is_named_by_its_team_and_day() -> None:
    assert statement_stem("kt", DAY) == "kt-20260123"
    assert statement_stem("kt", None) == "kt"


@pytest.mark.parametrize(
    ("url", "stem"),
    [
        ("https://www.news1.kr/articles/1", "news1-20260123"),
        ("https://n.news.naver.com/article/1", "naver-20260123"),
        ("https://yna.co.kr/view/1", "yna-20260123"),
        ("https://한글.kr/1", "source-20260123"),
        ("https://www.co.kr/", "source-20260123"),
        ("https:///nowhere", "source-20260123"),
        (None, "source-20260123"),
    ],
)
def test_a_source_is_named_by_its_address_and_day(url: str | None, stem: str) -> None:
    assert source_stem(url, DAY) == stem


def test_what_is_taken_gets_the_next_number() -> None:
    assert free("kt-20260123", {"kt-20260123", "kt-20260123-2", "kt-20260123-4"}) == "kt-20260123-3"


@given(
    st.from_regex(r"[a-z0-9](?:[a-z0-9_.\-]{0,42}[a-z0-9])?", fullmatch=True),
    st.dates(date(1000, 1, 1)),
    st.integers(min_value=0, max_value=900),
)
def test_whatever_the_team_the_id_is_one(team: str, day: date, others: int) -> None:
    stem = statement_stem(team, day)
    name = free(stem, {stem, *(f"{stem}-{number}" for number in range(2, others + 2))})
    assert TypeAdapter(Identifier).validate_python(name) == name
    assert len(name) <= IDENTIFIER_LENGTH
