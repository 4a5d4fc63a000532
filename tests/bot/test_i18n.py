"""Particles and dates as they are written, and that both languages say everything."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import phrases
from bot.i18n.dates import english_said, korean_said
from bot.i18n.particles import Particle, with_particle
from bot.i18n.phrases import Phrases
from knowledge.said import Said

SEOUL = ZoneInfo("Asia/Seoul")
TODAY = date(2026, 1, 28)


@pytest.mark.parametrize(
    ("word", "particle", "expected"),
    [
        ("카카오", "은", "카카오는"),
        ("네이버클라우드", "은", "네이버클라우드는"),
        ("루닛", "은", "루닛은"),
        ("KT", "은", "KT는"),
        ("SKT", "은", "SKT는"),
        ("NC AI", "은", "NC AI는"),
        ("LG", "은", "LG는"),
        ("SK텔레콤", "은", "SK텔레콤은"),
        ("LG AI연구원", "은", "LG AI연구원은"),
        ("3M", "은", "3M은"),
        ("포티투닷 2026", "은", "포티투닷 2026은"),
        ("주식회사 101", "이", "주식회사 101이"),
        ("2", "은", "2는"),
        ("株式会社", "은", "株式会社은(는)"),
        ("‘불참’", "이라", "‘불참’이라"),
        ("‘참여’", "이라", "‘참여’라"),
        ("카카오(주)", "과", "카카오(주)와"),
        ("낙찰", "으로", "낙찰로"),
        ("불참", "으로", "불참으로"),
        ("참여", "으로", "참여로"),
        ("", "을", "을(를)"),
    ],
)
def test_a_particle_follows_the_sound_and_both_forms_stand_where_it_is_unknown(
    word: str, particle: Particle, expected: str
) -> None:
    assert with_particle(word, particle) == expected


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
    assert korean_said(Said.parse(said), SEOUL, TODAY) == korean
    assert english_said(Said.parse(said), SEOUL, TODAY) == english


def test_a_moment_is_shown_in_the_programmes_time_zone() -> None:
    late = Said(
        start=datetime(2026, 1, 16, 23, tzinfo=ZoneInfo("UTC")), end=datetime(2026, 1, 16, 23, tzinfo=ZoneInfo("UTC"))
    )
    assert korean_said(late, SEOUL, TODAY) == "1월 17일 오전 8시"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_language_has_every_phrase_and_no_other(language: str) -> None:
    own = {name for name in dir(phrases("ko" if language == "ko" else "en")) if not name.startswith("_")}
    assert own == {name for name in vars(Phrases) if not name.startswith("_")}
