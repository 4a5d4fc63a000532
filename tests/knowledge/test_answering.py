"""The read path: what the record says to a question."""

from datetime import UTC, date, datetime

import pytest

from knowledge.answering import answer
from knowledge.conversation import Intent, ListAnswer, Presumed, Question, StanceAnswer, Verdict
from knowledge.standing import holders
from tests.knowledge.programme import shipped
from tests.knowledge.records import lighthouse

FACTS = lighthouse()
NOW = datetime(2026, 3, 20, 3, tzinfo=UTC)


def stance_of(*teams: str, presumed: Presumed | None = None, as_of: date | None = None) -> StanceAnswer:
    question = Question(text="", intent=Intent.STANCE, teams=teams, presumed=presumed, as_of=as_of)
    answered = answer(question, FACTS, now=NOW, language="ko")
    assert isinstance(answered, StanceAnswer)
    return answered


def test_the_latest_own_word_is_the_headline_and_the_result_stands_below_it() -> None:
    (standing,) = stance_of("sora").standings
    assert standing.position is not None
    assert standing.result is not None
    assert (standing.position.stance.code, standing.result.stance.code) == ("bids", "lost")


def test_a_later_report_is_shown_as_unconfirmed_and_never_instead() -> None:
    (standing,) = stance_of("sora").standings
    assert standing.unconfirmed is not None
    assert standing.unconfirmed.stance.code == "stays_out"


def test_teams_come_in_the_order_asked() -> None:
    assert [each.team.id for each in stance_of("neul", "harbour").standings] == ["neul", "harbour"]


def test_the_day_asked_for_hides_what_was_said_later() -> None:
    (standing,) = stance_of("harbour", as_of=date(2026, 3, 5)).standings
    assert standing.position is not None
    assert standing.position.stance.code == "bids"


@pytest.mark.parametrize(
    ("team", "presumed", "expected"),
    [
        ("harbour", Presumed(stances=("stays_out",)), Verdict.YES),
        ("harbour", Presumed(stances=("bids",), opposed=("stays_out",)), Verdict.NO),
        ("dl", Presumed(stances=("bids",), opposed=("stays_out",)), Verdict.OTHER),
        ("dl", Presumed(stances=("weighs",), negated=True), Verdict.NO),
        ("harbour", Presumed(stances=("weighs",), negated=True), Verdict.YES),
        ("byeol", Presumed(stances=("bids",), opposed=("stays_out",)), Verdict.OTHER),
        ("neul", Presumed(stances=("bids",)), Verdict.SILENT),
        ("dl", Presumed(stances=("won",)), Verdict.OTHER),
    ],
)
def test_a_presumption_is_held_against_the_record(team: str, presumed: Presumed, expected: Verdict) -> None:
    assert stance_of(team, presumed=presumed).verdicts == (expected,)


def test_a_list_names_a_team_in_conflict_under_each_of_its_stances() -> None:
    question = Question(text="", intent=Intent.LIST, stances=("bids", "stays_out"))
    answered = answer(question, FACTS, now=NOW, language="ko")
    assert isinstance(answered, ListAnswer)
    assert [[each.team.id for each in group.standings] for group in answered.groups] == [
        ["sora", "byeol"],
        ["harbour", "byeol"],
    ]


def test_who_else_holds_a_position_is_worked_out_once_a_day_of_the_past_apart() -> None:
    facts = shipped()
    stance = facts.stances["not_joining"]
    assert holders(stance, facts) is holders(stance, facts)
    assert [each.team.id for each in holders(stance, facts).standings] == ["naver_cloud", "kakao", "nc_ai"]
    assert holders(stance, facts, as_of=date(2026, 1, 1)).standings == ()
    assert holders(stance, facts).standings
