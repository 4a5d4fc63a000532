"""What did you say on the 18th?: the record as it was known then, asked for in words, and told beside today's."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.answer_json import as_json
from knowledge.answer import StanceAnswer
from knowledge.answering import answer
from knowledge.facts import Facts
from knowledge.followup import Exchange, follow_up
from knowledge.matching import NameIndex
from knowledge.model import Action, Kind, Revision, Statement
from knowledge.question import Question
from knowledge.standing import standing, substance
from knowledge.understanding.reader import Reader
from tests.knowledge.programme import shipped
from tests.knowledge.records import TEAMS, facts, statement

FOLDER = Path(__file__).with_name("known_at")
NOW = datetime.fromisoformat("2026-01-28T12:00:00+09:00")
RIGHT = 0.97
"""The share of the hand-made questions that must be answered as their keys have it."""


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T10:00:00+09:00").astimezone(UTC)


@cache
def learnt() -> Facts:
    """The shipped record, recorded on the 17th; Kakao wrong until the 25th, NC AI until the 24th, NAVER on the 22nd."""
    known = {}
    for each in shipped().statements.values():
        first = each.revisions[0].model_copy(update={"at": moment("2026-01-17")})
        revisions = [first]
        if each.id == "kakao-20260116":
            wrong = first.claim.model_copy(update={"stance": "considering"})
            revisions = [
                first.model_copy(update={"claim": wrong}),
                _later(first, Action.CORRECT, "2026-01-25", "잘못 읽음"),
            ]
        elif each.id == "nc_ai-20260116":
            revisions.append(_later(first, Action.RETRACT, "2026-01-24", "다른 회사"))
        elif each.id == "naver_cloud-20260116":
            revisions = [first.model_copy(update={"at": moment("2026-01-22")})]
        known[each.id] = Statement(id=each.id, sequence=each.sequence, revisions=tuple(revisions))
    return Facts(
        programme=shipped().programme,
        stances=shipped().stances,
        teams=shipped().teams,
        sources=shipped().sources,
        statements=known,
        source_texts=shipped().source_texts,
    )


def _later(first: Revision, action: Action, day: str, reason: str) -> Revision:
    return Revision(number=2, action=action, claim=first.claim, by="test", at=moment(day), reason=reason)


@cache
def reader() -> Reader:
    record = learnt()
    return Reader(record, NameIndex.of(record.programme, record.stances.values(), record.teams.values()))


def ask(text: str, before: str | None = None) -> dict[str, Any]:
    """The JSON of the answer to a text, after the questions before it."""
    step: Exchange | None = None
    question: Question | None = None
    for each in (before, text) if before else (text,):
        own = reader().read(each, now=NOW)
        question = follow_up(own, step, learnt(), lambda said: reader().read(said, now=NOW)) or own
        found = answer(question, learnt(), now=NOW, language="ko")
        step = Exchange.of(question, found, step)
    return dict(as_json(found))


def told(row: dict[str, Any]) -> str:
    """How a row was answered: right, wrong (the answer to another question), or not at all."""
    got = ask(row["text"], row.get("before"))
    known = (got["known_at"] or None) and str(got["known_at"])[:10]
    stances = {each["team"]: each["stance"] for each in got["teams"]}
    if row["kind"] == "list":
        is_right = got["kind"] == "list" and known == row["known_at"] and set(stances) == set(row["teams"])
    else:
        is_right = got["kind"] == "stance" and known == row["known_at"] and set(stances) == set(row["teams"])
        is_right = is_right and all(want in ("any", stances[team]) for team, want in row["teams"].items())
        is_right = is_right and row.get("as_of", got["as_of"]) == got["as_of"]
    if is_right:
        return "right"
    return "missed" if got["kind"] in ("help", "ambiguous", "unknown") else "wrong"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_was_known_on_a_day_is_told_from_apart_from_what_was_said_on_it(language: str) -> None:
    rows = [json.loads(line) for line in (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]
    outcomes = {row["text"]: told(row) for row in rows}
    assert len(rows) >= 60
    assert [text for text, outcome in outcomes.items() if outcome == "wrong"] == []
    missed = [text for text, outcome in outcomes.items() if outcome == "missed"]
    assert len(missed) <= len(rows) * (1 - RIGHT), missed


@given(st.lists(st.tuples(st.sampled_from(TEAMS), st.sampled_from(["record", "retract", "restore"])), max_size=12))
def test_replayed_at_every_moment_it_is_what_was_served_then_and_now_it_is_now(
    steps: list[tuple[Any, str]],
) -> None:
    start = datetime(2026, 3, 20, tzinfo=UTC)
    statements: dict[str, Statement] = {}
    served: list[tuple[datetime, Facts]] = []
    for number, (team, what) in enumerate(steps, start=1):
        at = start + timedelta(hours=number)
        known = [each for each in statements.values() if each.claim.team == team.id]
        if what == "record" or not known:
            stance = ("bids", "stays_out", "weighs")[number % 3]
            new = statement(number, team.id, stance, f"2026-03-{1 + number % 9:02}")
            first = new.revisions[0].model_copy(update={"at": at})
            statements[new.id] = new.model_copy(update={"revisions": (first,)})
        else:
            old, action = known[-1], Action.RETRACT if what == "retract" else Action.REINSTATE
            revision = old.current.model_copy(update={"number": len(old.revisions) + 1, "action": action, "at": at})
            statements[old.id] = old.model_copy(update={"revisions": (*old.revisions, revision)})
        served.append((at, facts(statements.values())))
    record = facts(statements.values())
    for at, then in served:
        for team in TEAMS:
            for known_then in (record.known_at(at), record.known_at(at, [team.id])):
                assert substance(standing(team.id, known_then)) == substance(standing(team.id, then))
    now = record.known_at(start + timedelta(days=9))
    assert now.statements == record.statements


def test_a_clock_that_was_set_back_hides_nothing_of_what_is_known_now() -> None:
    past = [(Action.RETRACT, "r", datetime(2020, 1, 1, tzinfo=UTC))]
    record = facts((statement(1, "sora", "bids", past=past),))
    moment = datetime(2026, 4, 1, tzinfo=UTC)
    assert record.known_at(moment).latest("sora", Kind.POSITION) == record.latest("sora", Kind.POSITION)


def test_a_day_without_a_team_asks_of_all_that_was_known_then() -> None:
    told = ask("what did you know on January 18?")
    assert (told["kind"], told["known_at"]) == ("overview", "2026-01-18")
    assert {each["team"]: each["stance"] for each in told["teams"]}["kakao"] == "considering"


def test_today_of_that_day_stands_beside_what_was_known() -> None:
    question = reader().read("1월 18일에 네가 카카오에 대해 뭐라고 답했어?", now=NOW)
    found = answer(question, learnt(), now=NOW, language="ko")
    assert isinstance(found, StanceAnswer)
    assert [each.is_alike for each in found.recorded] == [False]
    assert found.recorded[0].standing.position is not None
    assert found.recorded[0].standing.position.stance.code == "not_joining"
    assert found.recorded[0].first == date(2026, 1, 17)
