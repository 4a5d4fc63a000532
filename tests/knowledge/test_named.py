"""Hard names: how many are answered for the team that is meant, and how few for another."""

from tests.knowledge import named

FEWEST_RIGHT = 0.92
MOST_WRONG = 12
"""Of 364 rows; each is looked at in `python -m tests.knowledge.named --misses`."""


def test_hard_names_are_answered_for_the_team_that_is_meant() -> None:
    told = [(row, named.read(row)) for row in named.rows()]
    assert sum(named.is_right(*each) for each in told) >= FEWEST_RIGHT * len(told)


def test_hard_names_are_seldom_answered_for_another_team() -> None:
    assert sum(named.is_wrong(row, named.read(row)) for row in named.rows()) <= MOST_WRONG
