"""이거 확실해?, are you sure?: whose word it is, in how many sources and sentences, what speaks against it, how old."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rendering.answers import render
from bot.rendering.reply import plain
from knowledge.answering import answer
from knowledge.followup import Exchange, follow_up
from knowledge.model import Voice
from tests.knowledge.programme import reader_of
from tests.knowledge.records import facts, statement

NOW = datetime(2026, 3, 23, 12, tzinfo=ZoneInfo("Asia/Seoul"))
WIRE = "소라테크는 입찰한다고 했다."
RECORD = facts(
    (
        statement(1, "sora", "bids", "2026-03-11", quote=WIRE),
        statement(2, "sora", "bids", "2026-03-11", quote=WIRE),
        statement(3, "sora", "bids", "2026-03-12", quote="소라테크 대표는 뛰어든다고 했다."),
        statement(4, "sora", "stays_out", "2026-03-15", voice=Voice.REPORTED),
        statement(5, "dl", "bids", "2026-03-20"),
    )
)
READER = reader_of(RECORD)


def told(*texts: str) -> str:
    step: Exchange | None = None
    for text in texts:
        own = READER.read(text, now=NOW)
        question = follow_up(own, step, RECORD, lambda said: READER.read(said, now=NOW)) or own
        found = answer(question, RECORD, now=NOW, language="ko")
        step = Exchange.of(question, found, step)
    return plain("\n".join(render(found).parts))


@pytest.mark.parametrize("asked", [("소라테크는?", "이거 확실해?"), ("소라테크는?", "확실해?"), ("소라테크 확실해?",)])
def test_one_wire_story_in_two_papers_is_one_sentence(asked: tuple[str, ...]) -> None:
    assert "기록으로 보면: 본인 발언 · 출처 3곳, 서로 다른 문장 2개 · 엇갈리는 기록 1건 · 11일 전의 말" in told(*asked)


def test_in_english_of_what_nothing_contradicts() -> None:
    line = "What the record says: own word · sources: 1, different sentences: 1 · nothing against it · said 3 days ago"
    assert line in told("where does DL Lighthouse stand?", "are you sure?")


def test_whoever_does_not_doubt_is_told_nothing_of_it() -> None:
    assert "기록으로 보면" not in told("소라테크는?")
