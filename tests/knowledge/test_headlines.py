"""Headline changes: what is one, what is none, and who was the first."""

from datetime import UTC, date, datetime

from knowledge.answer import ChangeKind
from knowledge.facts import Facts
from knowledge.headlines import changes_between, headline_changes, possibly_first, recorded_between
from knowledge.model import Action, Voice
from tests.knowledge.records import facts, statement

JANUARY = date(2026, 1, 1), date(2026, 1, 31)
AFTER_THE_FIFTH = date(2026, 1, 6)


def told(record: Facts, since: date = JANUARY[0], until: date = JANUARY[1]) -> list[tuple[str, str, str, str, str]]:
    return [
        (
            each.team.id,
            each.kind.value,
            each.before.code if each.before else "-",
            each.after.code if each.after else "-",
            each.day.isoformat(),
        )
        for each in headline_changes(record, since, until)
    ]


def test_another_stance_is_a_change_from_the_old_one() -> None:
    record = facts((statement(1, "harbour", "weighs", "2026-01-05"), statement(2, "harbour", "bids", "2026-01-20")))
    assert told(record) == [
        ("harbour", "position", "-", "weighs", "2026-01-05"),
        ("harbour", "position", "weighs", "bids", "2026-01-20"),
    ]
    assert told(record, AFTER_THE_FIFTH) == [("harbour", "position", "weighs", "bids", "2026-01-20")]
    assert told(record, AFTER_THE_FIFTH, date(2026, 1, 19)) == []


def test_a_result_is_a_change_beside_the_position() -> None:
    record = facts((statement(1, "harbour", "bids", "2026-01-05"), statement(2, "harbour", "won", "2026-01-20")))
    assert told(record, AFTER_THE_FIFTH) == [("harbour", "result", "-", "won", "2026-01-20")]


def test_the_same_stance_in_a_new_article_is_no_change() -> None:
    record = facts((statement(1, "harbour", "bids", "2026-01-05"), statement(2, "harbour", "bids", "2026-01-20")))
    assert told(record, AFTER_THE_FIFTH) == []


def test_a_later_report_that_disagrees_is_a_change_of_its_own_kind() -> None:
    report = statement(2, "harbour", "stays_out", "2026-01-20", voice=Voice.REPORTED)
    record = facts((statement(1, "harbour", "bids", "2026-01-05"), report))
    assert told(record, AFTER_THE_FIFTH) == [("harbour", "unconfirmed", "bids", "stays_out", "2026-01-20")]


def test_a_report_that_the_team_confirms_changes_the_voice() -> None:
    report = statement(1, "harbour", "bids", "2026-01-05", voice=Voice.REPORTED)
    record = facts((report, statement(2, "harbour", "bids", "2026-01-20")))
    assert told(record, AFTER_THE_FIFTH) == [("harbour", "voice", "bids", "bids", "2026-01-20")]


def test_a_contradiction_of_the_same_day_is_a_change_though_the_stance_stands() -> None:
    first, second = statement(2, "harbour", "bids", "2026-01-20"), statement(3, "harbour", "stays_out", "2026-01-20")
    changes = changes_between("harbour", facts((second,)), facts((first, second)), None, None)
    assert [each.kind for each in changes] == [ChangeKind.CONFLICT]


def test_what_is_taken_back_changes_to_what_stands_then() -> None:
    old = statement(1, "harbour", "weighs", "2026-01-05")
    taken = statement(
        2, "harbour", "bids", "2026-01-20", past=[(Action.RETRACT, "r", datetime(2026, 3, 21, tzinfo=UTC))]
    )
    before = facts((old, statement(2, "harbour", "bids", "2026-01-20")))
    changes = [*changes_between("harbour", before, facts((old, taken)), None, None)]
    assert [(each.before and each.before.code, each.after and each.after.code) for each in changes] == [
        ("bids", "weighs")
    ]
    gone = [*changes_between("harbour", before, facts(()), None, None)]
    assert [(each.after, each.made_by) for each in gone] == [(None, None)]


def test_what_is_recorded_later_stands_apart_from_what_changed() -> None:
    record = facts((statement(1, "harbour", "bids", "2025-12-05"),))
    day = record.statements["harbour-1"].recorded.astimezone(record.zone).date()
    assert headline_changes(record, day, day) == ()
    assert [each.id for each in recorded_between(record, day, day)] == ["harbour-1"]
    assert recorded_between(record, date(2020, 1, 1), date(2020, 1, 2)) == ()


def test_a_retraction_in_that_time_is_told_apart() -> None:
    past = [(Action.RETRACT, "r", datetime(2026, 4, 9, tzinfo=UTC))]
    record = facts((statement(1, "harbour", "bids", "2026-04-09", past=past),))
    assert [each.id for each in recorded_between(record, date(2026, 4, 9), date(2026, 4, 9))] == ["harbour-1"]


def test_the_first_is_told_where_the_days_tell_it() -> None:
    record = facts(
        (
            statement(1, "harbour", "stays_out", "2026-01-05"),
            statement(2, "dl", "stays_out", "2026-01-07"),
            statement(3, "sora", "bids", "2026-01-01"),
            statement(4, "harbour", "stays_out", "2026-01-30"),
        )
    )
    out = ["stays_out"]
    assert [each.team.id for each in possibly_first(record, out, record.teams)] == ["harbour"]
    assert [each.team.id for each in possibly_first(record, out, record.teams, last=True)] == ["dl"]
    assert [each.team.id for each in possibly_first(record, out, {"dl"})] == ["dl"]


def test_where_days_overlap_all_that_may_be_first_are_named() -> None:
    record = facts(
        (
            statement(1, "harbour", "stays_out", "2026-01-05/2026-01-09"),
            statement(2, "dl", "stays_out", "2026-01-07"),
            statement(3, "sora", "stays_out", "2026-01-20"),
        )
    )
    out = ["stays_out"]
    assert {each.team.id for each in possibly_first(record, out, record.teams)} == {"harbour", "dl"}
    assert [each.team.id for each in possibly_first(record, out, record.teams, last=True)] == ["sora"]
