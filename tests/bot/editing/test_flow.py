"""From opening /add to the public answer: the statement "KT, 23 January 2026, not joining"."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.editing.editorial import ADD, EDITOR, Editorial, editorial, texts
from tests.bot.recording import Call


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Editorial]:
    """A stage for editors, on each engine."""
    async with editorial(database_url) as opened:
        yield opened


async def _public(desk: Editorial) -> None:
    """What readers are told afterwards."""
    answer = texts(await desk.stage.hear("KT는?"))
    assert "KT는 불참입니다." in answer
    assert "참여하지 않기로 했다고" in answer
    history = texts(await desk.stage.hear("KT 입장 어떻게 바뀌었어?"))
    assert "미정" in history
    assert "불참" in history
    before = texts(await desk.stage.hear("1월 20일 기준 KT"))
    assert "미정" in before
    assert "참여하지 않기로" not in before


async def test_one_message_and_save(desk: Editorial) -> None:
    preview = await desk.say(ADD)
    assert "저장 전 미리보기" in texts(preview)
    assert "미정 (1월 16일) → 불참 (1월 23일)" in texts(preview)
    assert "KT는 미정" in texts(await desk.stage.hear("KT는?"))
    saved = await desk.tap(preview, "저장")
    assert "kt-20260123" in texts(saved)
    await _public(desk)


async def test_step_by_step_in_nine_taps_and_answers(desk: Editorial) -> None:
    answers = [
        ("say", "/add"),
        ("say", "KT"),
        ("tap", "불참"),
        ("say", "KT는 23일 독자 AI 파운데이션 모델 재공모에 참여하지 않기로 했다고 밝혔다."),
        ("tap", "어제(1월 23일)"),
        ("tap", "본인"),
        ("say", "KT 관계자"),
        ("say", "뉴스1\n2026-01-23"),
        ("tap", "저장"),
    ]
    assert len(answers) <= 9
    calls: list[Call] = []
    for how, what in answers:
        calls = await desk.say(what) if how == "say" else await desk.tap(calls, what)
    assert "kt-20260123" in texts(calls)
    await _public(desk)


async def test_an_english_editor_reads_english(desk: Editorial) -> None:
    preview = await desk.say(ADD, language="en")
    assert "nothing saved yet" in texts(preview)
    saved = await desk.tap(preview, "Save", language="en")
    assert "Saved. The statement's id is kt-20260123." in texts(saved)
    assert await desk.services.store.drafts.get(EDITOR, EDITOR) is None
