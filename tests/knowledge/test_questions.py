"""The table of real-style questions, asked of the shipped programme."""

import pytest

from tests.knowledge.asked import ask, misses, questions, share

LEAST = 0.93


SETS = (
    "tuned",
    "held",
    "fresh",
    "later",
    "latest",
    "plain",
    "slang",
    "angled",
    "indirect",
    "everyday",
    "usual",
    "blind",
    "blind2",
)


@pytest.mark.parametrize("written", SETS)
def test_nearly_all_questions_are_understood(written: str) -> None:
    assert share(written) >= LEAST, list(misses(written))


def test_every_set_is_asked() -> None:
    assert {each.written for each in questions()} == set(SETS)


def test_no_question_is_answered_for_a_wrong_team() -> None:
    answered = [ask(each) for each in questions()]
    assert [(got.asked.text, got.wrong) for got in answered if got.wrong] == []
