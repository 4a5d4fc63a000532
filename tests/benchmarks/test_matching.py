"""The matching benchmark runs, and what it measures holds on companies and sentences that no rule was made for."""

from itertools import islice

from tests.benchmarks.companies import companies
from tests.benchmarks.matching import built, ours, register_of
from tests.benchmarks.messages import rows
from tests.benchmarks.rivals import by_trigrams, by_wratio
from tests.benchmarks.scoring import score


def test_made_up_companies_are_found_and_strangers_refused() -> None:
    world = list(companies(4000))
    teams, others = world[:400], world[400:]
    messages = list(rows(teams, others[:200], seed=3, each=25))
    result = score(ours(built(teams, register_of(others))), messages, teams)
    assert result.correct >= 93.0  # In a crowd a slip and a wrong space at once only suggest: one kind in 26.
    assert result.top3 >= 99
    assert result.wrong <= 0.3
    assert result.refused >= 99


def test_the_rivals_answer_the_same_messages_worse() -> None:
    teams = list(islice(companies(300), 200))
    messages = list(rows(teams, teams[-50:], seed=4, each=4))
    best = score(ours(built(teams)), messages, teams)
    for rival in (by_trigrams, by_wratio):
        result = score(rival(teams), messages, teams)
        assert result.correct < best.correct
        assert result.wrong > best.wrong
