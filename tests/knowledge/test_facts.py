"""Latest, as of, known at, conflict, unconfirmed and history: what the record comes to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.facts import VOICE_RANKS, Facts, Latest
from knowledge.model import Action, Claim, Kind, Revision, Statement, Voice
from tests.knowledge.records import RECORDED, TEAMS, facts, source, statement

OWN, AUTHORITY, REPORTED = Voice.OWN, Voice.AUTHORITY, Voice.REPORTED
SEOUL = ZoneInfo("Asia/Seoul")


def _latest(*statements: Statement, kind: Kind = Kind.POSITION, **when: date | datetime) -> Latest:
    return facts(statements).latest("dl", kind, **when)  # type: ignore[arg-type] # the names of its parameters


def _ids(statements: Sequence[Statement]) -> list[str]:
    return [each.id for each in statements]


def test_nothing_on_record_is_no_headline() -> None:
    assert _latest() == Latest()
    assert _latest(statement(1, "sora", "bids")) == Latest()


ORDERS: dict[str, tuple[Statement, Statement]] = {
    "the later day": (statement(1, "dl", "bids", "2026-03-09"), statement(2, "dl", "stays_out", "2026-03-10")),
    "the later day, recorded first": (
        statement(2, "dl", "bids", "2026-03-09"),
        statement(1, "dl", "stays_out", "2026-03-10"),
    ),
    "the later moment of a day": (
        statement(2, "dl", "bids", "2026-03-10T09:00"),
        statement(1, "dl", "stays_out", "2026-03-10T14:00"),
    ),
    "the later moment across offsets": (
        statement(2, "dl", "bids", "2026-03-10T23:00+09:00"),
        statement(1, "dl", "stays_out", "2026-03-10T15:00Z"),
    ),
    "the interval that ends later": (
        statement(2, "dl", "bids", "2026-03-10"),
        statement(1, "dl", "stays_out", "2026-03-01/2026-03-11"),
    ),
    "a day before none": (statement(2, "dl", "bids", None), statement(1, "dl", "stays_out", "2020-01-01")),
    "an own word before a later report": (
        statement(2, "dl", "bids", "2026-03-20", voice=REPORTED),
        statement(1, "dl", "stays_out", "2026-03-01"),
    ),
    "an own word without a day before a report": (
        statement(2, "dl", "bids", "2026-03-20", voice=REPORTED),
        statement(1, "dl", "stays_out", None),
    ),
    "of two without a day the one recorded later": (
        statement(1, "dl", "bids", None),
        statement(2, "dl", "bids", None),
    ),
    "of one day the one recorded later": (
        statement(1, "dl", "bids", "2026-03-10"),
        statement(2, "dl", "bids", "2026-03-10"),
    ),
}


@pytest.mark.parametrize("rule", ORDERS)
def test_the_headline_is(rule: str) -> None:
    other, wanted = ORDERS[rule]
    assert _latest(other, wanted).statement == wanted
    assert _latest(wanted, other).statement == wanted


def test_of_one_day_the_one_published_later_is_the_headline() -> None:
    statements = statement(1, "dl", "bids"), statement(2, "dl", "bids")
    sources = source(1, published=date(2026, 3, 12)), source(2, published=date(2026, 3, 11))
    assert facts(statements, sources=sources).latest("dl", Kind.POSITION).statement == statements[0]


def test_a_source_without_a_date_is_published_before_all_others() -> None:
    statements = statement(1, "dl", "bids"), statement(2, "dl", "bids")
    sources = source(1, published=date(2026, 3, 12)), source(2, published=None)
    assert facts(statements, sources=sources).latest("dl", Kind.POSITION).statement == statements[0]


def test_a_result_is_believed_of_the_authority_first() -> None:
    own = statement(1, "dl", "won", "2026-03-20")
    official = statement(2, "dl", "lost", "2026-03-10", voice=AUTHORITY)
    assert _latest(own, official, kind=Kind.RESULT).statement == official


def test_a_position_is_believed_of_the_team_first() -> None:
    own = statement(1, "dl", "bids", "2026-03-10")
    official = statement(2, "dl", "stays_out", "2026-03-20", voice=AUTHORITY)
    latest = _latest(own, official)
    assert (latest.statement, latest.unconfirmed) == (own, official)


def test_a_result_never_overrides_a_position() -> None:
    position, result = statement(1, "dl", "bids", "2026-03-01"), statement(2, "dl", "lost", "2026-03-20")
    record = facts((position, result))
    assert record.latest("dl", Kind.POSITION).statement == position
    assert record.latest("dl", Kind.RESULT).statement == result


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-03-10", "2026-03-10"),
        ("2026-03-10", "2026-03-10T14:00"),
        ("2026-03-09/2026-03-10", "2026-03-10"),
        ("2026-03-10T14:00", "2026-03-10T05:00Z"),
        (None, None),
    ],
)
def test_two_stances_at_one_time_are_a_conflict(one: str | None, other: str | None) -> None:
    latest = _latest(statement(1, "dl", "bids", one), statement(2, "dl", "stays_out", other))
    assert latest.statement is not None
    assert {latest.statement.id, *_ids(latest.conflict)} == {"dl-1", "dl-2"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2026-03-09", "2026-03-10"),
        ("2026-03-10T09:00", "2026-03-10T14:00"),
        ("2026-03-10", None),
        ("2026-03-10/2026-03-11", "2026-03-10"),
    ],
)
def test_two_stances_at_two_times_are_none(one: str | None, other: str | None) -> None:
    assert _latest(statement(1, "dl", "bids", one), statement(2, "dl", "stays_out", other)).conflict == ()


def test_the_same_stance_twice_is_no_conflict() -> None:
    assert _latest(statement(1, "dl", "bids"), statement(2, "dl", "bids")).conflict == ()


def test_a_report_does_not_conflict_with_an_own_word() -> None:
    latest = _latest(statement(1, "dl", "bids"), statement(2, "dl", "stays_out", voice=REPORTED))
    assert (latest.conflict, latest.unconfirmed) == ((), None)


def test_of_each_other_stance_the_newest_conflicts() -> None:
    latest = _latest(
        statement(1, "dl", "stays_out"), statement(2, "dl", "stays_out"), statement(3, "dl", "weighs"),
        statement(4, "dl", "bids"),
    )  # fmt: skip
    assert latest.statement is not None
    assert (latest.statement.id, _ids(latest.conflict)) == ("dl-4", ["dl-3", "dl-2"])


def test_without_days_what_was_published_on_one_day_conflicts() -> None:
    statements = statement(1, "dl", "bids", None), statement(2, "dl", "stays_out", None)
    apart = source(1, published=date(2026, 3, 9)), source(2, published=date(2026, 3, 10))
    assert facts(statements, sources=apart).latest("dl", Kind.POSITION).conflict == ()
    assert facts(statements).latest("dl", Kind.POSITION).conflict == (statements[0],)


def test_a_later_report_that_disagrees_is_unconfirmed() -> None:
    own, newer = statement(1, "dl", "bids", "2026-03-01"), statement(2, "dl", "weighs", "2026-03-09", voice=REPORTED)
    newest = statement(3, "dl", "stays_out", "2026-03-10", voice=REPORTED)
    assert _latest(own, newer, newest).unconfirmed == newest


def test_an_earlier_report_or_one_that_agrees_is_not() -> None:
    own = statement(1, "dl", "bids", "2026-03-05")
    earlier = statement(2, "dl", "stays_out", "2026-03-04", voice=REPORTED)
    alike = statement(3, "dl", "bids", "2026-03-09", voice=REPORTED)
    assert _latest(own, earlier, alike).unconfirmed is None


def test_a_report_without_a_day_is_as_late_as_it_was_published() -> None:
    own = statement(1, "dl", "bids", "2026-03-05")
    report = statement(2, "dl", "stays_out", None, voice=REPORTED)
    assert _latest(own, report).unconfirmed == report
    early = source(2, published=date(2026, 3, 4))
    assert facts((own, report), sources=(early,)).latest("dl", Kind.POSITION).unconfirmed is None


def test_a_retracted_statement_is_neither_headline_nor_conflict_nor_unconfirmed() -> None:
    retracted = [(Action.RETRACT, "r", RECORDED + timedelta(hours=1))]
    own = statement(1, "dl", "bids", "2026-03-05")
    others = (
        statement(2, "dl", "stays_out", "2026-03-09", past=retracted),
        statement(3, "dl", "stays_out", "2026-03-05", past=retracted),
        statement(4, "dl", "stays_out", "2026-03-09", voice=REPORTED, past=retracted),
    )
    assert _latest(own, *others) == Latest(own)


def test_a_reinstated_statement_counts_again() -> None:
    past = [
        (Action.RETRACT, "r", RECORDED + timedelta(hours=1)),
        (Action.REINSTATE, "s", RECORDED + timedelta(hours=2)),
    ]
    back = statement(1, "dl", "bids", past=past)
    assert _latest(back).statement == back


def test_a_sentence_that_is_not_in_its_source_is_never_told() -> None:
    invented = statement(2, "dl", "stays_out", "2026-03-11")
    record = facts((statement(1, "dl", "bids"), invented), texts={"source-2": "다른 문장이다."})
    latest = record.latest("dl", Kind.POSITION)
    assert latest.statement is not None
    assert latest.statement.id == "dl-1"
    assert _ids(record.history("dl")) == ["dl-1"]


@pytest.mark.parametrize(
    ("as_of", "wanted"),
    [
        (date(2026, 3, 8), None),
        (date(2026, 3, 9), "dl-1"),
        (date(2026, 3, 10), "dl-2"),
        (date(2026, 3, 11), "dl-2"),
        (date(2026, 3, 12), "dl-3"),
    ],
)
def test_as_of_keeps_what_was_said_up_to_the_end_of_the_day(as_of: date, wanted: str | None) -> None:
    latest = _latest(
        statement(1, "dl", "bids", "2026-03-09"),
        statement(2, "dl", "weighs", "2026-03-10T23:59"),
        statement(3, "dl", "stays_out", "2026-03-11/2026-03-12"),
        as_of=as_of,
    )
    assert (latest.statement.id if latest.statement else None) == wanted


def test_the_day_ends_in_the_programmes_time_zone() -> None:
    late = statement(1, "dl", "bids", "2026-03-10T15:30Z")
    assert _latest(late, as_of=date(2026, 3, 10)).statement is None
    assert _latest(late, as_of=date(2026, 3, 11)).statement == late


def test_as_of_an_unknown_day_goes_by_the_day_of_publishing() -> None:
    unknown = statement(1, "dl", "lost", None)
    assert _latest(unknown, kind=Kind.RESULT, as_of=date(2026, 3, 9)).statement is None
    assert _latest(unknown, kind=Kind.RESULT, as_of=date(2026, 3, 10)).statement == unknown


def test_with_no_day_at_all_it_goes_by_the_day_of_recording() -> None:
    unknown = statement(1, "dl", "lost", None)
    record = facts((unknown,), sources=(source(1, published=None),))
    recorded = RECORDED.astimezone(SEOUL).date()
    assert record.dated(unknown) == recorded
    assert record.latest("dl", Kind.RESULT, as_of=recorded - timedelta(days=1)).statement is None


def _corrected(team: str = "sora") -> Statement:
    """Recorded of dl, corrected to another team after an hour, retracted after two, reinstated after three."""
    first = statement(1, "dl", "bids").revisions[0]
    claim = first.claim.model_copy(update={"team": team})
    steps = (Action.CORRECT, Action.RETRACT, Action.REINSTATE)
    later = tuple(
        Revision(number=n, action=step, claim=claim, by="x", at=RECORDED + timedelta(hours=n - 1), reason="r")
        for n, step in enumerate(steps, start=2)
    )
    return Statement(id="dl-1", sequence=1, revisions=(first, *later))


@pytest.mark.parametrize(
    ("hours", "holder"), [(-0.5, None), (0, "dl"), (0.5, "dl"), (1, "sora"), (1.5, "sora"), (2, None), (3, "sora")]
)
def test_known_at_keeps_what_was_recorded_up_to_the_moment(hours: float, holder: str | None) -> None:
    record = facts((_corrected(),))
    moment = RECORDED + timedelta(hours=hours)
    holders = [
        team.id for team in TEAMS if record.latest(team.id, Kind.POSITION, known_at=moment).statement is not None
    ]
    assert holders == ([holder] if holder else [])


def test_a_statement_that_was_corrected_to_another_team_is_that_teams() -> None:
    record = facts((_corrected(),))
    assert record.latest("dl", Kind.POSITION).statement is None
    assert _ids(record.history("sora")) == ["dl-1"]
    assert record.history("dl") == ()


def test_history_is_oldest_first_and_keeps_what_was_retracted() -> None:
    retracted = [(Action.RETRACT, "r", RECORDED + timedelta(hours=1))]
    record = facts(
        (
            statement(1, "dl", "bids", "2026-03-12"),
            statement(2, "dl", "lost", None),
            statement(3, "dl", "weighs", "2026-03-09", past=retracted),
            statement(4, "sora", "bids", "2026-03-10T08:00"),
        )
    )
    assert _ids(record.history("dl")) == ["dl-3", "dl-2", "dl-1"]
    assert _ids(record.history()) == ["dl-3", "sora-4", "dl-2", "dl-1"]
    assert _ids(record.history("dl", as_of=date(2026, 3, 10))) == ["dl-3", "dl-2"]


def test_the_record_reaches_from_the_first_to_the_last_day_that_stands() -> None:
    retracted = [(Action.RETRACT, "r", RECORDED + timedelta(hours=1))]
    record = facts(
        (
            statement(1, "dl", "bids", "2026-03-12"),
            statement(2, "dl", "bids", "2026-03-30", past=retracted),
            statement(3, "sora", "bids", "2026-03-02"),
        )
    )
    assert (record.first_day, record.last_day) == (date(2026, 3, 2), date(2026, 3, 12))
    assert (facts(()).first_day, facts(()).last_day) == (None, None)


# A second opinion: the rules of the design once more, written without regard to speed.

DAYS = ("2026-03-09", "2026-03-10", "2026-03-10T14:00", "2026-03-09/2026-03-11", None)
STATEMENTS = st.tuples(
    st.sampled_from(("bids", "stays_out", "weighs", "won", "lost")),
    st.sampled_from(DAYS),
    st.sampled_from(tuple(Voice)),
    st.booleans(),
)


def _ends(record: Facts, claim: Claim, unknown: datetime) -> datetime:
    if claim.said is None:
        return unknown
    end = claim.said.end
    if isinstance(end, datetime):
        return end.astimezone(SEOUL) if end.tzinfo else end.replace(tzinfo=SEOUL)
    return datetime(end.year, end.month, end.day, 23, 59, 59, 999_999, tzinfo=SEOUL)


def _expected(record: Facts, kind: Kind) -> str | None:
    never = datetime.min.replace(tzinfo=UTC) + timedelta(days=1)
    best: tuple[int, datetime, date, int] | None = None
    found = None
    for each in record.statements.values():
        claim = each.claim
        if each.is_retracted or record.stances[claim.stance].kind is not kind:
            continue
        published = record.sources[claim.source].published or date.min
        rank = -VOICE_RANKS[kind].index(claim.voice)
        order = rank, _ends(record, claim, never), published, each.sequence
        if best is None or order > best:
            best, found = order, each.id
    return found


@given(st.lists(STATEMENTS, max_size=8), st.sampled_from(Kind))
def test_the_headline_is_what_a_second_reading_of_the_rules_finds(
    given_statements: list[tuple[str, str | None, Voice, bool]], kind: Kind
) -> None:
    retracted = [(Action.RETRACT, "r", RECORDED + timedelta(hours=1))]
    record = facts(
        statement(number, "dl", stance, said, voice=voice, past=retracted if gone else ())
        for number, (stance, said, voice, gone) in enumerate(given_statements, start=1)
    )
    latest = record.latest("dl", kind)
    assert (latest.statement.id if latest.statement else None) == _expected(record, kind)
    if latest.statement is None:
        assert latest == Latest()
        return
    shown = [latest.statement, *latest.conflict]
    assert len({each.claim.stance for each in shown}) == len(shown)
    assert {each.claim.voice for each in latest.conflict} <= {latest.statement.claim.voice}
    if latest.unconfirmed is not None:
        assert latest.unconfirmed.claim.stance != latest.statement.claim.stance
        assert latest.unconfirmed.claim.voice is not latest.statement.claim.voice


@given(st.lists(STATEMENTS, max_size=6), st.integers(min_value=7, max_value=13))
def test_as_of_a_day_is_the_latest_of_what_was_said_by_then(
    given_statements: list[tuple[str, str | None, Voice, bool]], day: int
) -> None:
    cut = date(2026, 3, day)
    every = [
        statement(number, "dl", stance, said, voice=voice)
        for number, (stance, said, voice, _) in enumerate(given_statements, start=1)
    ]
    record = facts(every)
    kept = replace(record, statements={each.id: each for each in every if record.dated(each) <= cut})
    for kind in Kind:
        assert record.latest("dl", kind, as_of=cut) == kept.latest("dl", kind)
