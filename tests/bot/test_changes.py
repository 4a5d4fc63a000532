"""What changed and who was the first, as replies and as JSON."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rendering.answer_json import as_json
from bot.rendering.answers import render
from knowledge.answer import Answer
from knowledge.answering import answer
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Voice
from knowledge.question import Intent, Question, Rank
from tests.knowledge.records import facts, statement

NOW = datetime(2026, 3, 21, 12, tzinfo=ZoneInfo("Asia/Seoul"))
RECORD = facts(
    (
        statement(1, "harbour", "weighs", "2026-03-02"),
        statement(2, "harbour", "stays_out", "2026-03-12"),
        statement(3, "dl", "bids", "2026-03-05"),
        statement(4, "dl", "stays_out", "2026-03-15", voice=Voice.REPORTED),
        statement(5, "sora", "lost", "2026-03-18"),
        statement(6, "byeol", "stays_out", "2026-03-10/2026-03-14"),
    )
)


def asked(intent: Intent, language: Language = "ko", record: Facts = RECORD, **fields: object) -> Answer:
    question = Question.model_validate({"text": "?", "intent": intent, **fields})
    return answer(question, record, now=NOW, language=language)


def text_of(found: Answer) -> str:
    return "\n".join(render(found).parts)


def test_changes_go_from_one_stance_to_another_oldest_first() -> None:
    found = asked(Intent.CHANGES, since=date(2026, 3, 11))
    told = as_json(found)
    assert told["kind"] == "changes"
    entries = told["teams"]
    assert isinstance(entries, list)
    assert [(each["team"], each["from"], each["stance"]) for each in entries if isinstance(each, dict)] == [
        ("harbour", "weighs", "stays_out"),
        ("byeol", None, "stays_out"),
        ("dl", "bids", "bids"),
        ("sora", None, "lost"),
    ]
    text = text_of(found)
    assert "한빛항만: 저울질 → 불참" in text
    assert "DL등대: 새 미확인 보도, 불참" in text
    assert "3월 11~21일에 달라진 것 4건" in text
    assert "harbour의 2번째 말이다." in text


def test_nothing_is_said_plainly() -> None:
    found = asked(Intent.CHANGES, since=date(2026, 3, 19), until=date(2026, 3, 19))
    assert as_json(found)["teams"] == []
    assert "3월 19일에 입장이나 결과가 달라진 것이 없습니다." in text_of(found)
    english = asked(Intent.CHANGES, "en", since=date(2026, 3, 19), until=date(2026, 3, 19), teams=("dl",))
    assert "Nothing changed for DL Lighthouse, March 19." in text_of(english)


def test_what_was_recorded_meanwhile_stands_apart() -> None:
    found = asked(Intent.CHANGES, since=date(2026, 3, 19))
    assert as_json(found)["teams"] == []
    assert "발언은 더 이르지만 이 기간에 기록하거나 고친 것 6건" in text_of(found)


def test_an_interval_the_wrong_way_round_is_turned() -> None:
    found = asked(Intent.CHANGES, since=date(2026, 3, 13), until=date(2026, 3, 11))
    assert "3월 11~13일" in text_of(found)


@pytest.mark.parametrize(
    ("rank", "teams", "says"),
    [
        (
            "first",
            ["harbour", "byeol"],
            "누가 맨 먼저 밝혔는지는 기록으로 알 수 없습니다. 때가 겹치는 팀: 한빛항만과 별빛연구원",
        ),
        ("last", ["dl"], "‘불참’을 가장 나중에 밝힌 팀은 DL등대입니다."),
    ],
)
def test_first_and_last_name_exactly_those_that_may_be(rank: Rank, teams: list[str], says: str) -> None:
    found = asked(Intent.LIST, stances=("stays_out",), rank=rank)
    told = as_json(found)
    entries = told["teams"]
    assert isinstance(entries, list)
    assert {each["team"] for each in entries if isinstance(each, dict)} == set(teams)
    assert told["stance"] == "stays_out"
    assert says in text_of(found)


def test_nobody_is_the_first_of_none() -> None:
    assert "“Won”" in text_of(asked(Intent.LIST, "en", stances=("won",), rank="first"))


def test_an_interval_stands_in_one_bracket() -> None:
    found = asked(Intent.HISTORY, since=date(2026, 3, 10), as_of=date(2026, 3, 15))
    (heading, *_) = text_of(found).split("</b>")
    assert heading.endswith("(3월 10~15일)")
    assert heading.count("(") == 1
    silent = asked(Intent.HISTORY, teams=("neul",), since=date(2026, 3, 10), as_of=date(2026, 3, 15))
    assert "기록된 발언이 없습니다. (3월 10~15일)" in text_of(silent)
