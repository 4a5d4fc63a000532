"""The table of real-style questions, asked of the shipped programme."""

import pytest

from tests.knowledge.asked import ask, misses, questions, share

LEAST = 0.97


@pytest.mark.parametrize("written", ["tuned", "held", "fresh", "later", "latest", "plain"])
def test_nearly_all_questions_are_understood(written: str) -> None:
    assert share(written) >= LEAST, list(misses(written))


def test_no_question_is_answered_for_a_wrong_team() -> None:
    answered = [ask(each) for each in questions()]
    assert [(got.asked.text, got.wrong) for got in answered if got.wrong] == []
