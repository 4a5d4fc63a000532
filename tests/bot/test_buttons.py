"""Callback data: short, by ids, and what comes back from it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.keyboards import DATA_LIMIT, ButtonVerb, Press, question_of
from knowledge.fields import IDENTIFIER_LENGTH, IDENTIFIER_PATTERN, Language
from knowledge.question import Intent
from tests.knowledge.records import lighthouse

FACTS = lighthouse()

presses = st.builds(
    Press,
    verb=st.sampled_from(ButtonVerb),
    language=st.sampled_from(["ko", "en"]),
    subject=st.none() | st.from_regex(IDENTIFIER_PATTERN, fullmatch=True).filter(lambda each: len(each) <= 44),
    as_of=st.none() | st.dates(),
    page=st.integers(0, 9999),
)


@given(presses)
def test_what_is_pressed_is_what_was_meant(press: Press) -> None:
    assert Press.parse(press.data) == press


@given(presses)
def test_the_data_fits_telegrams_64_bytes(press: Press) -> None:
    assert 1 <= len(press.data.encode()) <= DATA_LIMIT


def test_the_longest_id_fits_too() -> None:
    press = Press(
        verb=ButtonVerb.LIST, language="en", subject="x" * IDENTIFIER_LENGTH, as_of=date(9999, 12, 31), page=9999
    )
    assert len(press.data.encode()) <= DATA_LIMIT


@pytest.mark.parametrize(
    "data",
    ["", "s", "sk", "sk:카카오", "zk:harbour", "sx:harbour", "sk:harbour@20261340", "sk:harbour/-1", "e:1", "sk:a\n"],
)
def test_what_is_no_press_of_ours_is_none(data: str) -> None:
    assert Press.parse(data) is None


@given(st.text(max_size=70))
def test_no_data_is_too_strange(data: str) -> None:
    press = Press.parse(data)
    assert press is None or Press.parse(press.data) == press


@pytest.mark.parametrize(
    ("verb", "subject", "intent"),
    [
        (ButtonVerb.STANCE, "harbour", Intent.STANCE),
        (ButtonVerb.SOURCE, "harbour", Intent.STANCE),
        (ButtonVerb.HISTORY, "harbour", Intent.HISTORY),
        (ButtonVerb.HISTORY, None, Intent.HISTORY),
        (ButtonVerb.LIST, "bids", Intent.LIST),
        (ButtonVerb.OVERVIEW, None, Intent.OVERVIEW),
    ],
)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_press_asks_its_question_in_its_language(
    verb: ButtonVerb, subject: str | None, intent: Intent, language: Language
) -> None:
    question = question_of(Press(verb=verb, language=language, subject=subject, as_of=date(2026, 3, 5), page=2), FACTS)
    assert question is not None
    assert (question.intent, question.language, question.as_of, question.page) == (
        intent,
        language,
        date(2026, 3, 5),
        2,
    )


@pytest.mark.parametrize(
    ("verb", "subject"), [(ButtonVerb.STANCE, "gone"), (ButtonVerb.LIST, "harbour"), (ButtonVerb.STANCE, None)]
)
def test_a_press_about_what_the_record_no_longer_knows_is_outdated(verb: ButtonVerb, subject: str | None) -> None:
    assert question_of(Press(verb=verb, language="ko", subject=subject), FACTS) is None
