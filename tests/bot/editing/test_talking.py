"""The conversation with an editor through the real application: back, cancel, restart, expiry, repetition."""

from datetime import timedelta

import pytest

from bot.editing.form import EXPIRY
from tests.bot.editing.editorial import ADD, EDITOR, Editorial, editorial, texts
from tests.bot.recording import Call
from tests.bot.stage import message, user

SENTENCE = "KT는 23일 독자 AI 파운데이션 모델 재공모에 참여하지 않기로 했다고 밝혔다."
STEPS = (
    ("say", "/add"),
    ("say", "KT"),
    ("tap", "불참"),
    ("say", SENTENCE),
    ("tap", "어제"),
    ("tap", "본인"),
    ("tap", "밝히지 않음"),
    ("say", "뉴스1"),
)


async def walk(desk: Editorial, count: int) -> list[Call]:
    """Take the first steps."""
    calls: list[Call] = []
    for how, what in STEPS[:count]:
        calls = await desk.say(what) if how == "say" else await desk.tap(calls, what)
    return calls


@pytest.mark.parametrize("count", range(1, len(STEPS) + 1))
async def test_cancel_works_at_every_step(desk: Editorial, count: int) -> None:
    before = await desk.dump()
    await walk(desk, count)
    assert "취소했습니다" in texts(await desk.say("/cancel"))
    assert "취소할 작업이 없습니다" in texts(await desk.say("/cancel"))
    assert await desk.dump() == before
    assert "KT는 미정" in texts(await desk.say("KT는?"))


@pytest.mark.parametrize("count", range(2, len(STEPS) + 1))
async def test_back_works_at_every_step_but_the_first(desk: Editorial, count: int) -> None:
    calls = await walk(desk, count)
    back = await desk.tap(calls, "뒤로")
    assert "그대로 두기" in str([key["text"] for call in back for key in call.buttons()])
    kept = await desk.tap(back, "그대로 두기")
    assert texts(kept) == texts(calls)


async def test_a_step_that_was_left_is_dead_and_its_save_too(desk: Editorial) -> None:
    preview = await walk(desk, len(STEPS))
    before = await desk.dump()
    await desk.tap(preview, "뒤로")
    await desk.tap(preview, "저장")
    assert await desk.dump() == before


async def test_a_conversation_survives_a_restart(filled_url: str) -> None:
    async with editorial(filled_url, fresh=False) as desk:
        calls = await walk(desk, 5)
    async with editorial(filled_url, fresh=False) as desk:
        calls = await desk.tap(calls, "본인")
        calls = await desk.tap(calls, "밝히지 않음")
        calls = await desk.say("뉴스1")
        assert "kt-20260123" in texts(await desk.tap(calls, "저장"))


async def test_a_preview_survives_a_restart(filled_url: str) -> None:
    async with editorial(filled_url, fresh=False) as desk:
        calls = await desk.say(ADD)
    async with editorial(filled_url, fresh=False) as desk:
        assert "kt-20260123" in texts(await desk.tap(calls, "저장"))


async def test_a_stale_conversation_says_so_once_and_gives_back_what_was_told(desk: Editorial) -> None:
    await walk(desk, 4)
    desk.clock.turn(EXPIRY + timedelta(seconds=1))
    told = texts(await desk.say("카카오는?"))
    assert "만료됐습니다" in told
    assert SENTENCE in told
    assert "카카오는 불참입니다." in told
    assert "만료" not in texts(await desk.say("카카오는?"))


async def test_a_message_that_is_delivered_twice_answers_one_step(desk: Editorial) -> None:
    await desk.say("/add")
    update = {"message": {**message(5000, "KT", EDITOR), "from": user(EDITOR)}}
    first = texts(await desk.stage.play(**update))
    assert texts(await desk.stage.play(**update)) == first
    assert "어떤 입장" in first


async def test_messages_that_are_all_delivered_twice_answer_one_step_each(desk: Editorial) -> None:
    await walk(desk, 4)
    updates = [
        {"message": {**message(number, text, EDITOR), "from": user(EDITOR)}}
        for number, text in ((5000, "1월 22일"), (5001, "본인"), (5002, "KT 관계자"))
    ]
    first = [texts(await desk.stage.play(**update)) for update in updates]
    for update in updates:  # handled and unconfirmed when the process died: Telegram gives all of them again
        assert texts(await desk.stage.play(**update)) == first[-1]


async def test_a_command_that_is_delivered_twice_shows_one_preview_and_its_save_lives(desk: Editorial) -> None:
    update = {"message": {**message(5000, ADD, EDITOR), "from": user(EDITOR)}}
    first = await desk.stage.play(**update)
    assert texts(await desk.stage.play(**update)) == texts(first)
    assert "kt-20260123" in texts(await desk.tap(first, "저장"))


async def test_a_press_that_is_delivered_twice_answers_one_step(desk: Editorial) -> None:
    calls = await walk(desk, 2)
    first = texts(await desk.tap(calls, "불참"))
    assert texts(await desk.tap(calls, "불참")) == first


async def test_a_question_by_command_passes_through_a_conversation(desk: Editorial) -> None:
    await walk(desk, 3)
    assert "카카오는 불참입니다." in texts(await desk.say("/ask 카카오는?"))
    assert "언제 한 말인가요?" in texts(await desk.say(SENTENCE))


async def test_at_the_preview_a_question_is_a_question(desk: Editorial) -> None:
    await walk(desk, len(STEPS))
    assert "카카오는 불참입니다." in texts(await desk.say("카카오는?"))


async def test_at_the_preview_a_line_mends_and_the_old_save_is_dead(desk: Editorial) -> None:
    preview = await walk(desk, len(STEPS))
    mended = await desk.say("발언일: 2026-01-22")
    assert "1월 22일" in texts(mended)
    await desk.tap(preview, "저장")
    assert not [each for each in desk.facts.statements if each.startswith("kt-2026012")]
    assert "kt-20260122" in texts(await desk.tap(mended, "저장"))


async def test_mistakes_keep_what_was_typed_and_go_on_step_by_step(desk: Editorial) -> None:
    typed = f"/add\nteam: KT\nstance: 불참\nsaid: 언젠가\nvoice: 본인\npublisher: 뉴스1\nquote: {SENTENCE} <b>&"
    calls = await desk.say(typed)
    assert "4번째 줄" in texts(calls)
    assert "&lt;b&gt;&amp;" in texts(calls)
    calls = await desk.tap(calls, "하나씩")
    assert "언제 한 말인가요?" in texts(calls)
    calls = await desk.tap(await desk.tap(calls, "어제"), "밝히지 않음")
    assert "kt-20260123" in texts(await desk.tap(calls, "저장"))


async def test_a_very_long_message_comes_back_in_parts_that_telegram_takes(desk: Editorial) -> None:
    calls = await desk.say("/add\nteam: KT\nquote: " + "😀&" * 2000)
    assert len(calls) > 1
    assert "너무 깁니다" in texts(calls)


async def test_a_pasted_article_offers_its_sentences_and_knows_its_source(desk: Editorial) -> None:
    await walk(desk, 3)
    article = f"(서울=뉴스1) 김기자 기자 = 업계가 술렁이고 있다.\n{SENTENCE}\n{'관련 없는 문단이다. ' * 60}\n2026.01.23"
    calls = await desk.say(article)
    assert SENTENCE in texts(calls)
    calls = await desk.tap(calls, "1")
    for label in ("어제", "본인", "밝히지 않음"):
        calls = await desk.tap(calls, label)
    assert "뉴스1 (1월 23일)" in texts(calls).replace("</a>", "")
    await desk.tap(calls, "저장")
    source = desk.facts.statements["kt-20260123"].claim.source
    assert desk.facts.source_texts[source] == article


async def test_all_that_is_missing_is_told_in_one_line(desk: Editorial) -> None:
    shown = texts(await desk.say("/add\n팀: KT\n문장: KT는 안 나간다고 했다."))
    assert "빠진 항목: 입장, 발언일, 화자구분, 매체" in shown
    assert "Missing: stance, said, voice, publisher" in texts(
        await desk.say("/add\nteam: KT\nquote: KT는 안 나간다고 했다.", language="en")
    )


async def test_add_with_a_team_begins_at_the_stance(desk: Editorial) -> None:
    assert "<b>KT</b>\n어떤 입장인가요?" in texts(await desk.say("/add KT"))
    assert "<b>KT · 불참</b>\n근거가 되는 문장" in texts(await desk.say("/add KT 불참"))


async def test_add_with_a_sentence_begins_with_what_it_tells(desk: Editorial) -> None:
    shown = texts(await desk.say("/add KT는 23일 재공모에 참여하지 않기로 했다고 밝혔다."))
    assert "<b>KT · 불참</b>\n언제 한 말인가요?" in shown


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("크래프톤", "‘크래프톤’은 명단에 있는 팀이 아닙니다"),
        ("크래프톤 불참", "‘크래프톤’은 명단에 있는 팀이 아닙니다"),
        ("KT 카카오", "어느 팀인지 알 수 없습니다"),
        ("참여한다", "어느 팀의 입장인가요?"),
    ],
)
async def test_add_with_words_that_tell_no_team_asks_for_it(desk: Editorial, words: str, told: str) -> None:
    assert told in texts(await desk.say(f"/add {words}"))


async def test_a_stance_beside_an_unknown_team_is_kept(desk: Editorial) -> None:
    await desk.say("/add 크래프톤 불참")
    assert "<b>KT · 불참</b>" in texts(await desk.say("KT"))


async def test_a_button_of_a_stale_conversation_says_so_and_gives_back_what_was_told(desk: Editorial) -> None:
    await desk.say("/add")
    asked = await desk.say("KT")
    desk.clock.turn(EXPIRY)
    calls = await desk.tap(asked, "불참")
    assert "만료됐습니다" in texts(calls)
    assert "팀: KT" in texts(calls)
    assert "만료된 버튼" in texts([call for call in calls if call.method == "answerCallbackQuery"])


async def test_a_correction_has_nothing_before_the_choice_of_what_to_mend(desk: Editorial) -> None:
    calls = await desk.say("/correct kakao-20260116")
    assert "← 뒤로" not in [key["text"] for call in calls for key in call.buttons()]
