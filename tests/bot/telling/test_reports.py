"""Readers say that something is wrong: counted once a chat and day, seen by editors, told to owners at the third."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import pytest

from bot.rendering.reply import plain
from bot.telling.following import telegram_teller
from bot.telling.outbox import AtOnce
from bot.telling.reports import is_objection
from knowledge.model import ReportKind
from knowledge.storage.reports import MOST_A_DAY, Report
from knowledge.store import Store
from tests.bot.editing.editorial import OWNER, Editorial, button, editorial, texts
from tests.bot.recording import Call
from tests.bot.stage import GROUP, Stage, answer_of, user
from tests.bot.telling.test_corrections import AFTER_LOADING

KAKAO, KT = "kakao-20260116", "kt-20260116"


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Editorial]:
    async with editorial(sqlite_url) as opened:
        yield opened


@pytest.fixture
def stage(desk: Editorial) -> Stage:
    return desk.stage


async def counts(stage: Stage) -> list[tuple[str, Mapping[ReportKind, int]]]:
    return [(each.statement, each.counts) for each in await stage.record.store.reports.reported()]


def toast(calls: list[Call]) -> object:
    return next(call.parameters.get("text") for call in calls if call.method == "answerCallbackQuery")


async def report(stage: Stage, chat: int, kind: int = 2) -> None:
    await stage.press(f"wk:{KAKAO}/{kind}", chat=chat)


WRONG = [
    "틀렸어", "틀렸어요", "틀렸습니다.", "틀렸는데요", "틀린데", "틀린 것 같은데", "틀린거 같아요",
    "그거 틀렸어", "이 답은 틀렸어!", "이건 좀 틀린 것 같습니다", "아닌데", "아닌데?", "아닌데요",
    "그게 아닌 것 같은데요", "잘못됐어", "잘못된 것 같아요", "사실이 아니야", "사실과 달라요", "오류 신고",
    "that's wrong", "That’s wrong.", "this is incorrect", "that is not right", "that isn't right",
    "no, that's not true", "I think that's wrong", "wrong!", "your answer is wrong", "report an error",
    "you're wrong",
]  # fmt: skip
NO_OBJECTIONS = [
    "KT는 아닌데", "카카오가 틀렸어?", "아니", "아니 KT 말고", "이거 확실해?", "what is wrong with KT?",
    "is that right?", "that's right", "틀린 팀은?", "불참이 아닌 팀은?", "that is true", "오류가 난 팀은?",
    "",
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_words_that_say_that_an_answer_is_wrong(text: str) -> None:
    assert is_objection(text)


@pytest.mark.parametrize("text", NO_OBJECTIONS)
def test_words_that_say_no_such_thing(text: str) -> None:
    assert not is_objection(text)


async def test_the_button_under_a_source_asks_what_is_wrong_and_counts_it(stage: Stage) -> None:
    shown = await stage.press("qk:kt")
    data = button(shown, "오류 신고 · 미정")
    asked = await stage.press(data)
    assert [call.method for call in asked] == ["answerCallbackQuery", "editMessageReplyMarkup"]
    assert toast(asked) == "KT: 미정: 무엇이 틀렸나요?"
    assert [key["text"] for key in asked[1].buttons()] == ["팀 이름", "입장", "날짜", "문장", "링크"]
    taken = await stage.press(button(asked, "문장"))
    assert toast(taken) == "알려 주셔서 고맙습니다. 편집자가 확인합니다."
    assert button(taken, "오류 신고 · 미정") == data  # the source stands as before
    assert await counts(stage) == [(KT, {"sentence": 1})]


@pytest.mark.parametrize("text", ["틀렸어", "that's wrong"])
async def test_the_next_message_in_private_is_about_the_answer(stage: Stage, text: str) -> None:
    await stage.hear("KT는?")
    is_korean = text == "틀렸어"
    (asked,) = await stage.hear(text)
    (_, kinds) = await stage.press(button([asked], "KT: 미정" if is_korean else "KT: Undecided"))
    assert ("무엇이 틀렸나요?" in kinds.text()) == is_korean
    (_, edited) = await stage.press(button([kinds], "날짜" if is_korean else "Day"))
    assert edited.method == "editMessageText"
    assert not edited.buttons()
    assert await counts(stage) == [(KT, {"day": 1})]


async def test_a_reply_in_a_group_works_for_anybody_and_for_long(stage: Stage) -> None:
    await stage.hear("/ask KT는?", chat=GROUP)
    await stage.notes.write()
    old = answer_of(stage, 1001)
    stage.clock.now += timedelta(days=3)
    (asked,) = await stage.hear("틀린 것 같은데", chat=GROUP, reply_to_message=old, **{"from": user(8)})
    assert asked.parameters["chat_id"] == GROUP
    (_, kinds) = await stage.press(button([asked], "KT: 미정"), chat=GROUP, sender=9)
    await stage.press(button([kinds], "링크"), chat=GROUP, sender=10)
    assert await counts(stage) == [(KT, {"link": 1})]


async def test_in_a_group_nobody_is_overheard(stage: Stage) -> None:
    await stage.hear("/ask 카카오는?", chat=GROUP)
    assert await stage.hear("틀렸어", chat=GROUP) == []


async def test_of_an_answer_with_several_statements_one_is_chosen(stage: Stage) -> None:
    await stage.hear("카카오랑 KT는?")
    (asked,) = await stage.hear("아닌데")
    assert "어느 기록이 틀렸나요?" in asked.text()
    (_, kinds) = await stage.press(button([asked], "카카오: 불참"))
    assert "무엇이 틀렸나요?" in kinds.text()
    await stage.press(button([kinds], "입장"))
    assert await counts(stage) == [(KAKAO, {"stance": 1})]


async def test_where_no_answer_was_given_it_is_a_message_like_any(stage: Stage) -> None:
    (reply,) = await stage.hear("틀렸어")
    assert "무엇이 틀렸나요?" not in reply.text()


async def test_a_flood_from_one_chat_counts_one_a_kind_and_day(stage: Stage) -> None:
    for _ in range(20):
        await report(stage, GROUP)
    await report(stage, GROUP, kind=3)
    assert await counts(stage) == [(KAKAO, {"stance": 1, "day": 1})]
    stage.clock.now += timedelta(days=1)
    await report(stage, GROUP)
    assert await counts(stage) == [(KAKAO, {"stance": 2, "day": 1})]


async def test_no_user_and_no_chat_is_kept(stage: Stage) -> None:
    await stage.press(f"wk:{KAKAO}/2", chat=GROUP, sender=4711)
    async with stage.record.store._database.reading() as connection:
        kept = repr((await connection.exec_driver_sql("SELECT * FROM reports")).all())
    assert KAKAO in kept
    assert "4711" not in kept
    assert str(GROUP) not in kept


async def test_the_owners_are_told_once_at_the_third_chat_of_a_day(desk: Editorial) -> None:
    stage = desk.stage
    teller = telegram_teller(stage.following.subscriptions, stage.record, stage.application.bot, AtOnce())

    async def told() -> list[str]:
        stage.telegram.take()
        await teller.outbox.send_due()
        return [plain(call.text()) for call in stage.telegram.take() if call.parameters.get("chat_id") == OWNER]

    for kind in (1, 2, 3):  # one chat is one, whatever it says is wrong
        await report(stage, 101, kind)
    await report(stage, 102)
    assert await told() == []
    await report(stage, 103, 4)
    (alert,) = await told()
    assert "오늘 대화 3곳에서 틀렸다고 한 기록 · 카카오: 불참 (1월 16일)" in alert
    await report(stage, 104)
    assert await told() == []


async def test_editors_see_reports_and_all_right_clears_them(desk: Editorial) -> None:
    for chat in (101, 102):
        await report(desk.stage, chat)
    await report(desk.stage, 101, 5)
    listed = await desk.say("/gaps")
    assert "A. 카카오: 불참 (1월 16일) · 입장 2, 링크 1 · kakao-20260116" in texts(listed)
    cleared = await desk.tap(listed, "A 이상 없음")
    assert "답하지 못한 질문이 없습니다" in texts(cleared)
    assert await counts(desk.stage) == []


async def test_a_report_leads_to_a_retraction_which_settles_it(desk: Editorial) -> None:
    await report(desk.stage, 101)
    preview = await desk.tap(await desk.say("/gaps"), "A 철회")
    await desk.tap(preview, "저장")
    await desk.stage.record.refresh()
    assert desk.facts.statements[KAKAO].is_retracted
    assert desk.facts.statements[KAKAO].current.reason == "독자 신고로 확인"
    assert "카카오" not in texts(await desk.say("/gaps"))
    assert toast(await desk.stage.press(f"wk:{KAKAO}/2")) == "그 사이 고쳐진 기록입니다. 다시 물어봐 주세요."


async def test_a_report_leads_to_a_correction(desk: Editorial) -> None:
    await report(desk.stage, 101)
    told = texts(await desk.tap(await desk.say("/gaps"), "A 정정"))
    assert f"/correct {KAKAO}" in told


async def test_a_report_of_what_is_not_on_record_is_none(stage: Stage) -> None:
    for data in ("wk:nobody/2", f"wk:{KAKAO}/9", "wk:/2"):
        await stage.press(data)
    assert await counts(stage) == []


async def test_reports_are_bounded_and_forgotten(database_url: str) -> None:
    store = await Store.open(database_url)
    try:
        day = AFTER_LOADING.date()
        for number in range(MOST_A_DAY + 5):
            await store.reports.add(Report("a", 1, "day", day, f"{number}"), [])
        (kept,) = await store.reports.reported()
        assert kept.counts == {"day": MOST_A_DAY}
        await store.sweep(AFTER_LOADING + timedelta(days=91))
        assert await store.reports.reported() == ()
    finally:
        await store.close()
