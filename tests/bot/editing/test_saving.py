"""Save, once: pressed again, delivered again, after a crash, beside another editor, and taken back."""

from datetime import timedelta

import pytest
from telegram.error import BadRequest

from bot.editing.state import PAYLOADS, PreviewedChange
from bot.editing.update import read_press
from knowledge.record.changes import Undo
from tests.bot.editing.editorial import ADD, EDITOR, OWNER, Editorial, button, texts

CORRECT = "/correct kakao-20260116\nsaid: {day}\nreason: 날짜 오기"


async def test_ten_presses_save_one_statement(desk: Editorial) -> None:
    data = button(await desk.say(ADD), "저장")
    replies = [texts(await desk.press(data)) for _ in range(10)]
    assert all("kt-20260123" in reply for reply in replies)
    assert [each for each in desk.facts.statements if each.startswith("kt-20260123")] == ["kt-20260123"]


CONFIRMED = "저장했습니다. 기록 번호는 kt-20260123입니다."


async def cut_off(desk: Editorial, data: str) -> None:
    """What is left of a press of Save where the transaction committed and the process died at once."""
    wish = read_press(data)
    assert wish is not None
    kept = await desk.services.store.previews.get(wish.token)
    assert kept is not None
    change = PAYLOADS.validate_python(kept.payload)
    assert isinstance(change, PreviewedChange)
    await desk.services.editor.save(change.proposal, by=f"telegram:{EDITOR}", key=wish.token)


@pytest.mark.parametrize("hours", [0, 5], ids=["at once", "after the preview expired"])
async def test_a_save_that_was_cut_off_before_its_confirmation_is_confirmed_when_it_comes_again(
    desk: Editorial, hours: int
) -> None:
    data = button(await desk.say(ADD), "저장")
    await cut_off(desk, data)
    version = await desk.services.store.version()
    desk.clock.turn(timedelta(hours=hours))
    replies = texts(await desk.press(data))
    assert CONFIRMED in replies
    assert "이미 처리한" not in replies
    assert await desk.services.store.version() == version
    assert "KT는 불참입니다." in texts(await desk.stage.hear("KT는?"))


async def test_a_save_whose_confirmation_telegram_did_not_take_is_confirmed_and_not_called_used(
    desk: Editorial,
) -> None:
    data = button(await desk.say(ADD), "저장")
    desk.stage.telegram.refuse("editMessageText", 400, "Bad Request: not now")
    with pytest.raises(BadRequest):
        await desk.press(data)
    replies = texts(await desk.press(data))
    assert CONFIRMED in replies
    assert "이미 처리한" not in replies


async def test_nobody_is_told_that_a_saved_change_is_cancelled(desk: Editorial) -> None:
    preview = await desk.say(ADD)
    await cut_off(desk, button(preview, "저장"))
    assert "이미 처리한" in texts(await desk.tap(preview, "취소"))
    assert CONFIRMED in texts(await desk.tap(preview, "저장"))


async def test_an_undo_that_was_cut_off_is_told_when_it_comes_again_however_late(desk: Editorial) -> None:
    undo = button(await desk.tap(await desk.say(ADD), "저장"), "되돌리기")
    wish = read_press(undo)
    assert wish is not None
    await desk.services.editor.save(Undo(statements=("kt-20260123",)), by=f"telegram:{EDITOR}", key=wish.token)
    desk.clock.turn(timedelta(hours=5))
    assert "되돌렸습니다" in texts(await desk.press(undo))


async def test_undo_takes_it_back_within_ten_minutes(desk: Editorial) -> None:
    data = button(await desk.say(ADD), "저장")
    saved = await desk.press(data)
    undo = button(saved, "되돌리기")
    undone = await desk.press(undo)
    assert "되돌렸습니다" in texts(undone)
    statement = desk.facts.statements["kt-20260123"]
    assert statement.is_retracted
    assert statement.current.reason == "undone"
    version = await desk.services.store.version()
    await desk.press(undo)
    assert "되돌렸습니다" in texts(await desk.press(data))
    assert await desk.services.store.version() == version


async def test_undo_is_gone_after_ten_minutes(desk: Editorial) -> None:
    saved = await desk.tap(await desk.say(ADD), "저장")
    desk.clock.turn(timedelta(minutes=10))
    await desk.tap(saved, "되돌리기")
    assert not desk.facts.statements["kt-20260123"].is_retracted


async def test_undo_is_nobody_else_s(desk: Editorial) -> None:
    saved = await desk.tap(await desk.say(ADD), "저장")
    await desk.press(button(saved, "되돌리기"), by=OWNER)
    assert not desk.facts.statements["kt-20260123"].is_retracted


async def test_the_second_of_two_editors_is_told_what_changed_and_overwrites_nothing(desk: Editorial) -> None:
    first = await desk.say(CORRECT.format(day="2026-01-15"))
    second = await desk.say(CORRECT.format(day="2026-01-14"), by=OWNER)
    await desk.tap(first, "저장")
    refused = texts(await desk.tap(second, "저장", by=OWNER))
    assert "덮어쓴 것도 없습니다" in refused
    assert "발언일: 1월 16일 → 1월 15일" in refused
    assert str(EDITOR) in refused
    statement = desk.facts.statements["kakao-20260116"]
    assert str(statement.claim.said) == "2026-01-15"
    assert statement.current.number == 2


async def test_a_correction_step_by_step_that_was_overtaken_is_given_back(desk: Editorial) -> None:
    await desk.tap(await desk.say("/correct kakao-20260116"), "발언일")
    await desk.tap(await desk.say(CORRECT.format(day="2026-01-15"), by=OWNER), "저장", by=OWNER)
    asked = await desk.say("1월 24일")
    assert "왜 정정하는지" in texts(asked)
    overtaken = texts(await desk.say("오타"))
    assert "발언일: 1월 16일 → 1월 15일" in overtaken
    assert "/correct kakao-20260116" in overtaken
    assert "발언일: 2026-01-24" in overtaken
    assert await desk.services.store.drafts.get(EDITOR, EDITOR) is None


async def test_a_statement_recorded_meanwhile_brings_a_new_preview_first(desk: Editorial) -> None:
    mine = await desk.say(ADD)
    theirs = await desk.say(ADD.replace("불참", "참여"), by=OWNER)
    await desk.tap(theirs, "저장", by=OWNER)
    again = await desk.tap(mine, "저장")
    assert "미리보기 뒤에 기록이 바뀌었습니다" in texts(again)
    assert "엇갈립니다" in texts(again)
    assert "kt-20260123-2" not in desk.facts.statements
    assert "kt-20260123-2" in texts(await desk.tap(again, "저장"))


async def test_a_correction_and_its_reason_reach_readers(desk: Editorial) -> None:
    preview = await desk.say(CORRECT.format(day="1월 15일"))
    assert "발언일: 1월 16일 → 1월 15일" in texts(preview)
    assert "kakao-20260116" in texts(await desk.tap(preview, "저장"))
    assert "날짜 오기" in texts(await desk.stage.hear("카카오는?"))


async def test_retract_and_reinstate(desk: Editorial) -> None:
    await desk.tap(await desk.say("/retract kakao-20260116 다른 회사 기사"), "저장")
    assert "입장은 기록에 없습니다" in texts(await desk.stage.hear("카카오는?"))
    await desk.tap(await desk.say("/reinstate kakao-20260116 기사를 다시 확인함"), "저장")
    assert "카카오는 불참입니다." in texts(await desk.stage.hear("카카오는?"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/correct kakao-20260116\nsaid: 2026-01-15", "‘사유’ 항목이 필요합니다"),
        ("/correct nobody-1\nsaid: 2026-01-15\nreason: x", "nobody-1이라는 기록이 없습니다"),
        ("/correct kakao-20260116\nsaid: 2026-01-16\nreason: x", "바뀌는 것이 없습니다"),
        ("/retract kakao-20260116", "사유가 필요합니다"),
        ("/retract nobody-1 x", "nobody-1이라는 기록이 없습니다"),
        ("/reinstate kakao-20260116 x", "철회된 기록이 아닙니다"),
        ("/retract", "/retract 기록번호 사유"),
        ("/retract kakao-20260116 " + "가" * 301, "너무 깁니다"),
    ],
)
async def test_what_cannot_be_done_is_said_before_save(desk: Editorial, typed: str, told: str) -> None:
    calls = await desk.say(typed)
    assert told in texts(calls)
    assert not any("save" in key.get("callback_data", "") for call in calls for key in call.buttons())


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (("said: 2026-01-23", "said: 2026-01-10"), "앞선 발언입니다"),
        (("said: 2026-01-23", "said: 2026-02-23"), "아직 오지 않은 날짜"),
        (("said: 2026-01-23", "said: 2026-01-16"), "엇갈립니다"),
        (("voice: own", "voice: reported"), "공식 입장이 우선"),
        (("quote: KT는", "quote: 회사는"), "문장에 팀 이름이 없습니다"),
        (("stance: 불참", "stance: 참여"), "이 입장과 맞지 않아 보입니다"),
    ],
)
async def test_the_preview_warns(desk: Editorial, change: tuple[str, str], warning: str) -> None:
    assert warning in texts(await desk.say(ADD.replace(*change)))


async def test_a_plain_preview_warns_of_nothing(desk: Editorial) -> None:
    assert "⚠" not in texts(await desk.say(ADD))


async def test_a_line_that_the_sentence_swallowed_is_warned_of(desk: Editorial) -> None:
    shown = texts(await desk.say(f"{ADD}\nspeaker: KT 관계자"))
    assert "⚠ 문장 안에 ‘항목: 내용’ 줄이" in shown
    assert "⚠ 문장 안에" not in texts(await desk.say(f"{ADD}\n이유: 밝히지 않았다."))


async def test_the_same_statement_twice_is_warned_of(desk: Editorial) -> None:
    await desk.tap(await desk.say(ADD), "저장")
    assert "이미 기록돼 있습니다(kt-20260123)" in texts(await desk.say(ADD))


@pytest.mark.parametrize(
    "other",
    [
        ADD.replace("publisher: 뉴스1", "publisher: 뉴시스").replace("quote: KT는 23일", "quote: KT는 이날"),
        ADD.replace("said: 2026-01-23", "said: 모름").replace("밝혔다.", "밝혔다.\n업계는 놀랐다."),
    ],
)
async def test_the_same_word_from_another_paper_is_warned_of(desk: Editorial, other: str) -> None:
    await desk.tap(await desk.say(ADD), "저장")
    assert "이미 기록돼 있습니다(kt-20260123)" in texts(await desk.say(other))


async def test_a_lone_surrogate_is_neither_kept_nor_sent(desk: Editorial) -> None:
    calls = await desk.say("/retract kakao-20260116 \ud800틀림")
    assert "?틀림" in texts(calls)
    await desk.tap(calls, "저장")
    assert desk.facts.statements["kakao-20260116"].current.reason == "?틀림"
