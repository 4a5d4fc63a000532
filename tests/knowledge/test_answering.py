"""The read path: what the record says to a question."""

from datetime import UTC, date, datetime

import pytest

from knowledge.answer import ListAnswer, StanceAnswer, Verdict
from knowledge.answering import answer
from knowledge.model import Action
from knowledge.question import Intent, Presumed, Question
from knowledge.standing import holders, is_earlier, standing
from knowledge.verdict import judge
from tests.knowledge.programme import shipped
from tests.knowledge.records import facts, lighthouse, statement

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
        ("dl", Presumed(stances=("won",), opposed=("lost",)), Verdict.NO),
        ("harbour", Presumed(stances=("bids",), opposed=("stays_out",)), Verdict.MIXED),
        ("harbour", Presumed(stances=("stays_out",), opposed=("bids",)), Verdict.YES),
        ("harbour", Presumed(stances=("stays_out",), opposed=("bids",), negated=True), Verdict.NO),
        ("harbour", Presumed(stances=("bids",), opposed=("stays_out",), negated=True), Verdict.MIXED),
        ("harbour", Presumed(stances=("bids",), opposed=("stays_out",), is_of_now=True), Verdict.NO),
        ("harbour", Presumed(stances=("bids",), opposed=("stays_out",), negated=True, is_of_now=True), Verdict.YES),
        ("sora", Presumed(stances=("stays_out",), opposed=("bids",)), Verdict.MIXED),
        ("sora", Presumed(stances=("stays_out",), opposed=("bids",), is_of_now=True), Verdict.MIXED),
        ("sora", Presumed(stances=("weighs", "lost"), opposed=("bids",)), Verdict.OTHER),
        ("dl", Presumed(stances=("bids",), opposed=("stays_out",)), Verdict.OTHER),
        ("dl", Presumed(stances=("weighs",), negated=True), Verdict.NO),
        ("harbour", Presumed(stances=("weighs",), negated=True), Verdict.OTHER),
        ("dl", Presumed(stances=("won",), opposed=("lost",), negated=True), Verdict.YES),
        ("byeol", Presumed(stances=("bids",), opposed=("stays_out",)), Verdict.MIXED),
        ("byeol", Presumed(stances=("weighs",)), Verdict.MIXED),
        ("neul", Presumed(stances=("bids",)), Verdict.SILENT),
        ("dl", Presumed(stances=("won",)), Verdict.NO),
    ],
)
def test_a_presumption_is_held_against_the_record(team: str, presumed: Presumed, expected: Verdict) -> None:
    assert stance_of(team, presumed=presumed).verdicts == (expected,)


def test_what_a_plain_yes_or_no_would_pass_over_is_told_of_its_day_only_and_never_twice() -> None:
    bid = Presumed(stances=("bids",), opposed=("stays_out",))
    assert [each.id for each in stance_of("harbour", presumed=bid).otherwise] == ["harbour-1"]
    then = stance_of("harbour", presumed=bid, as_of=date(2026, 3, 5))
    assert (then.verdicts, then.otherwise) == ((Verdict.YES,), ())
    reported = Presumed(stances=("stays_out",), opposed=("bids",))
    assert stance_of("sora", presumed=reported).otherwise == ()


def test_a_statement_taken_back_speaks_for_nothing() -> None:
    taken_back = (Action.RETRACT, "다른 회사의 말", datetime(2026, 3, 19, tzinfo=UTC))
    record = facts(
        (statement(1, "harbour", "bids", "2026-03-02", past=[taken_back]), statement(2, "harbour", "weighs"))
    )
    judged = judge(standing("harbour", record), Presumed(stances=("bids",)), record)
    assert judged == (Verdict.OTHER, ())


def test_only_what_is_said_and_printed_before_is_earlier() -> None:
    earlier = standing("harbour", FACTS, as_of=date(2026, 3, 5)).position
    later, undated = standing("harbour", FACTS).position, standing("sora", FACTS).result
    assert earlier is not None
    assert later is not None
    assert undated is not None
    assert is_earlier(earlier, later, FACTS.zone)
    assert not is_earlier(later, earlier, FACTS.zone)
    assert not is_earlier(earlier, undated, FACTS.zone)
    assert not is_earlier(undated, later, FACTS.zone)


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
