"""What an editor types as an instruction is never part of a quote; what cannot be told apart is asked."""

import pytest

from tests.bot.editing.editorial import Editorial, texts
from tests.bot.recording import Call

SENTENCE = "KT는 23일 재공모에 참여하지 않겠다고 밝혔다."


async def saved(desk: Editorial, calls: list[Call]) -> str:
    """The quote that is on record when the remaining steps are answered."""
    before = set(desk.facts.statements)
    for answer in ("1월 23일", "본인", "밝히지 않음"):
        if any(answer in key["text"] for call in calls for key in call.buttons()):
            calls = await desk.tap(calls, answer)
    await desk.tap(await desk.say("뉴스1"), "저장")
    (new,) = set(desk.facts.statements) - before
    return desk.facts.statements[new].claim.quote


@pytest.mark.parametrize(
    "text",
    [
        f"KT 불참 {SENTENCE}",
        f"불참, KT: {SENTENCE}",
        f"KT 불참 2026-01-23 {SENTENCE}",
        f"KT / 불참 / {SENTENCE}",
        f"KT 불참\n{SENTENCE}",
        f"팀: KT 입장: 불참 {SENTENCE}",
        f"팀: KT 입장: 불참 문장: {SENTENCE}",
        f"KT 불참\n문장: {SENTENCE}",
        SENTENCE,
    ],
)
async def test_the_quote_is_the_sentence_alone(desk: Editorial, text: str) -> None:
    calls = await desk.say(f"/add {text}")
    if "문장: KT" in text and "\n" in text:
        calls = await desk.tap(calls, "나머지는 하나씩")
    assert "<b>KT · 불참</b>" in texts(calls)
    assert await saved(desk, calls) == SENTENCE


async def test_an_english_instruction_is_taken_off_too(desk: Editorial) -> None:
    calls = await desk.say("/add Kakao not joining Kakao said Friday it will not join.", language="en")
    assert "<blockquote>Kakao said Friday it will not join.</blockquote>" in texts(calls)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("KT 불참 확정했다고 밝혔다.", ("확정했다고 밝혔다.", "KT 불참 확정했다고 밝혔다.")),
        ("KT 관계자는 불참한다고 밝혔다.", ("관계자는 불참한다고 밝혔다.", "KT 관계자는 불참한다고 밝혔다.")),
        ("KT 불참 어제 KT는 안 간다고 밝혔다.", ("KT는 안 간다고 밝혔다.", "어제 KT는 안 간다고 밝혔다.")),
    ],
)
async def test_what_cannot_be_told_apart_is_asked(desk: Editorial, text: str, readings: tuple[str, str]) -> None:
    calls = await desk.say(f"/add {text}")
    if "어떤 입장" in texts(calls):
        calls = await desk.tap(calls, "불참")
    assert "어느 문장을 기록할까요?" in texts(calls)
    for place, reading in enumerate(readings, start=1):
        assert f"{place}. <blockquote>{reading}</blockquote>" in texts(calls)
    chosen = await desk.tap(calls, "2")
    assert await saved(desk, chosen) == readings[1]


async def test_a_key_before_the_sentence_is_no_part_of_it_in_the_steps_either(desk: Editorial) -> None:
    await desk.say("/add KT 불참")
    assert await saved(desk, await desk.say(f"문장: {SENTENCE}")) == SENTENCE


async def test_the_source_s_text_has_no_instruction_in_it(desk: Editorial) -> None:
    await saved(desk, await desk.say(f"/add KT 불참 {SENTENCE}"))
    assert "KT 불참" not in desk.facts.source_texts[desk.facts.statements["kt-20260123"].claim.source]


async def test_a_sentence_of_two_teams_asks_which(desk: Editorial) -> None:
    calls = await desk.say("/add KT와 카카오는 불참한다고 밝혔다.")
    assert [key["text"] for call in calls for key in call.buttons()][:2] == ["KT", "카카오 (Kakao)"]
    assert "KT와 카카오는 불참한다고" in texts(await desk.tap(calls, "카카오"))
