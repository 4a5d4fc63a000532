"""The doors: what text may enter the record."""

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from knowledge.fields import IDENTIFIER_LENGTH, LINE_LENGTH, Identifier, Line, Quote, Url, is_blank
from knowledge.model import Names
from knowledge.store import Store

IDENTIFIER = TypeAdapter[str](Identifier)
LINE = TypeAdapter[str](Line)
QUOTE = TypeAdapter[str](Quote)
URL = TypeAdapter[str](Url)


@pytest.mark.parametrize("text", ["kakao", "nc_ai", "o00434003", "yna-20260116", "kt.2", "7"])
def test_small_latin_ids_enter(text: str) -> None:
    assert IDENTIFIER.validate_python(text) == text


@pytest.mark.parametrize("text", ["", "KT", "카카오", "a b", "-a", "a-", "a:b", "a\n", "a" * (IDENTIFIER_LENGTH + 1)])
def test_ids_that_a_button_could_not_carry_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        IDENTIFIER.validate_python(text)


def test_a_line_is_trimmed() -> None:
    assert LINE.validate_python("  카카오 ") == "카카오"


@pytest.mark.parametrize("text", ["", "   ", "a\nb", "a\0b", "\ud800", "a\u202eb", "a\u2028b", "a" * (LINE_LENGTH + 1)])
def test_odd_lines_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        LINE.validate_python(text)


CONTROLS = (*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)))
"""Those of Unicode that turn the direction of what stands behind them."""


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: f"U+{ord(control):04X}")
async def test_what_turns_the_direction_of_text_is_neither_stored_nor_kept_of_a_question(
    control: str, sqlite_url: str
) -> None:
    for door in (LINE, QUOTE):
        with pytest.raises(ValidationError, match=f"U.{ord(control):04X}"):
            door.validate_python(f"카카오{control}오카카")
    store = await Store.open(sqlite_url)
    await store.gaps.count([(f"삼성{control}은?", "unknown")], day=date(2026, 1, 24))
    assert [gap.text for gap in await store.gaps.most_frequent()] == ["삼성 은?"]
    await store.close()


@pytest.mark.parametrize(
    "text", ["\u3164", "\u200b\u2060", "\u2800 \u3164", "\u115f\u1160", "\uffa0", "\ufeff", "\xad"]
)
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(f"{text}카")


def test_a_quote_is_kept_to_the_letter() -> None:
    text = " KT는 “정해진 게 없다”는\n입장이고 "
    assert QUOTE.validate_python(text) == text


@pytest.mark.parametrize("text", ["", " \n ", "a\0", "\udfff", "a\rb"])
def test_odd_quotes_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        QUOTE.validate_python(text)


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "ftp://a.b", "https://", "https://a b", 'https://a/"x', "//a.b"]
)
def test_addresses_that_are_no_web_links_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        URL.validate_python(text)


def test_an_error_about_a_value_does_not_repeat_it() -> None:
    with pytest.raises(ValidationError) as refusal:
        Names(ko=("비밀\u202e",))
    assert "비밀" not in str(refusal.value)
    assert "비밀" in str(refusal.value.errors()[0]["input"])
