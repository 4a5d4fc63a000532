"""The object that `ask --json` writes under `answer`."""

from typing import cast

import pytest

from bot.rendering.answer_json import Json, as_json
from knowledge.question import Candidate, Finding, Intent
from tests.bot.asked import answered
from tests.knowledge.records import lighthouse

FACTS = lighthouse()
Object = dict[str, Json]


def told(intent: Intent, *teams: str, **more: object) -> Object:
    return as_json(answered(FACTS, intent, *teams, **more))  # type: ignore[arg-type]  # passed on as they are


def entries(answer: Object) -> list[Object]:
    return cast("list[Object]", answer["teams"])


def test_a_stance_has_the_fields_that_others_build_on() -> None:
    answer = told(Intent.STANCE, "sora")
    assert (answer["kind"], answer["language"], answer["as_of"], answer["stance"]) == ("stance", "ko", None, None)
    (entry,) = entries(answer)
    shown = {key: entry[key] for key in ("team", "name", "stance", "voice", "said", "quote", "source")}
    assert shown == {
        "team": "sora",
        "name": "소라테크",
        "stance": "bids",
        "voice": "own",
        "said": "2026-03-11",
        "quote": "sora의 4번째 말이다.",
        "source": {"publisher": "바다신문", "title": "등대 4보", "url": None, "published": "2026-03-10"},
    }
    assert entry["conflict"] == []


def test_result_unconfirmed_and_conflicts_are_statements_too() -> None:
    (sora,) = entries(told(Intent.STANCE, "sora"))
    (byeol,) = entries(told(Intent.STANCE, "byeol"))
    result, unconfirmed = cast("Object", sora["result"]), cast("Object", sora["unconfirmed"])
    (conflict,) = cast("list[Object]", byeol["conflict"])
    assert [each["stance"] for each in (result, unconfirmed, conflict)] == ["lost", "stays_out", "bids"]
    assert set(result) == set(unconfirmed) == set(conflict) >= {"stance", "voice", "said", "quote", "source", "speaker"}


def test_a_team_without_a_statement_has_nulls() -> None:
    (entry,) = entries(told(Intent.STANCE, "neul"))
    assert (entry["team"], entry["stance"], entry["quote"], entry["source"]) == ("neul", None, None, None)
    assert (entry["result"], entry["unconfirmed"]) == (None, None)


def test_an_interval_is_written_as_one() -> None:
    (entry,) = entries(told(Intent.STANCE, "harbour"))
    assert entry["said"] == "2026-03-10/2026-03-12"


def test_a_list_names_its_stance_and_a_list_of_several_names_none() -> None:
    assert told(Intent.LIST, stances=("bids",))["stance"] == "bids"
    assert told(Intent.LIST, stances=("bids", "weighs"))["stance"] is None
    assert [each["team"] for each in entries(told(Intent.LIST, stances=("bids", "stays_out")))] == [
        "sora",
        "byeol",
        "harbour",
    ]


def test_a_history_gives_one_entry_a_statement_oldest_first() -> None:
    told_in_order = entries(told(Intent.HISTORY, "harbour"))
    assert [(each["team"], each["stance"]) for each in told_in_order] == [("harbour", "bids"), ("harbour", "stays_out")]
    (silent,) = entries(told(Intent.HISTORY, "neul"))
    assert (silent["team"], silent["stance"]) == ("neul", None)


def test_an_overview_names_every_team_once() -> None:
    named = [each["team"] for each in entries(told(Intent.OVERVIEW))]
    assert sorted(map(str, named)) == sorted(FACTS.teams)


@pytest.mark.parametrize("intent", [Intent.AMBIGUOUS, Intent.UNKNOWN])
def test_candidates_are_at_most_three_and_no_team_is_answered(intent: Intent) -> None:
    near = tuple(Candidate(team=each, name=each, score=0.9, view="keystroke") for each in FACTS.teams)
    answer = told(intent, finding=Finding(candidates=near))
    assert entries(answer) == []
    assert cast("list[Object]", answer["candidates"])[0] == {"team": "harbour", "name": "harbour", "score": 0.9}
    assert len(cast("list[Object]", answer["candidates"])) == 3
