"""Who was told the old answer is told the right one: where it was given, once, and nobody else."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.telling.corrections import Comparison, Corrections
from bot.telling.following import telegram_teller
from bot.telling.outbox import AtOnce, Teller
from knowledge.fields import Language
from knowledge.record.changes import Correct, Correction, Reinstate, Retract, Stamp
from knowledge.record.editor import Editor
from knowledge.record.rules import plan
from tests.bot.recording import Call
from tests.bot.stage import GROUP, PERSON, Stage, answer_of, message, staged, user

SETTLE = timedelta(minutes=10)
AFTER_LOADING = datetime(2101, 1, 24, 3, tzinfo=UTC)
"""The shipped record is loaded by the clock of the machine, and what is written is never earlier than what is there."""
KAKAO, KT = "kakao-20260116", "kt-20260116"


@dataclass
class Corrected:
    """A stage with an editor and what tells of corrections, by a clock to turn."""

    stage: Stage
    editor: Editor
    teller: Teller
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def correct(self, statement: str = KAKAO, reason: str = "잘못 읽음", **claim: object) -> None:
        """An editor corrects a statement, to 검토 중 unless told otherwise."""
        await self.stage.record.refresh()
        expected = self.stage.record.snapshot.facts.statements[statement].current.number
        fixed = Correction.model_validate(claim or {"stance": "considering"})
        key = f"correct-{next(self.numbers)}"
        change = Correct(id=statement, revision=expected, correction=fixed, reason=reason)
        await self.editor.save(change, by="tg:1", key=key)

    async def retract(self, statement: str = KAKAO, reason: str = "다른 회사") -> None:
        """An editor takes a statement back."""
        change = Retract(id=statement, reason=reason)
        await self.editor.save(change, by="tg:1", key=f"retract-{next(self.numbers)}")

    async def reinstate(self, statement: str = KAKAO, reason: str = "맞았음") -> None:
        """An editor takes that back."""
        change = Reinstate(id=statement, reason=reason)
        await self.editor.save(change, by="tg:1", key=f"reinstate-{next(self.numbers)}")

    async def wait(self, by: timedelta = SETTLE) -> list[Call]:
        """What is noted is written, time passes, and what is due is told; gives the calls."""
        await self.stage.notes.write()
        await self.stage.record.refresh()
        self.stage.clock.now += by
        self.stage.telegram.take()
        await self.teller.settlement.look()
        await self.teller.outbox.send_due()
        return [call for call in self.stage.telegram.take() if call.method != "getMe"]


@asynccontextmanager
async def corrected(url: str) -> AsyncIterator[Corrected]:
    async with staged(url) as stage:
        stage.clock.now = AFTER_LOADING

        def now() -> datetime:
            return stage.clock.now

        editor = Editor(stage.record.store, now)
        teller = telegram_teller(stage.following.subscriptions, stage.record, stage.application.bot, AtOnce())
        await teller.settlement.look()
        yield Corrected(stage, editor, teller)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Corrected]:
    async with corrected(sqlite_url) as opened:
        yield opened


def methods(calls: Sequence[Call]) -> list[str]:
    return [call.method for call in calls]


async def test_the_message_is_edited_and_one_short_reply_names_the_correction(town: Corrected) -> None:
    (asked,) = await town.stage.hear("카카오는?")
    await town.stage.notes.write()
    await town.correct()
    edited, reply = await town.wait()
    assert (edited.method, edited.parameters["chat_id"], edited.parameters["message_id"]) == (
        "editMessageText", PERSON, 1001,
    )  # fmt: skip
    first, *rest = edited.text().splitlines()
    assert first == "<b>⚠️ 정정(1월 24일): 앞선 답은 ‘카카오: 불참’이었습니다. 사유: 잘못 읽음</b>"
    assert "카카오는 검토 중입니다." in "\n".join(rest)
    assert edited.text().count("불참") == 1
    assert edited.buttons()
    assert (reply.method, reply.parameters["chat_id"]) == ("sendMessage", PERSON)
    assert reply.parameters["reply_parameters"] == {"message_id": 1001, "allow_sending_without_reply": True}
    assert "카카오: 검토 중" in reply.text()
    assert "사유: 잘못 읽음" in reply.text()
    assert asked.method == "sendMessage"
    assert await town.wait(SETTLE * 9) == []


async def test_it_waits_until_the_correction_has_stood(town: Corrected) -> None:
    await town.stage.hear("카카오는?")
    await town.stage.notes.write()
    await town.correct()
    assert await town.wait(SETTLE - timedelta(seconds=1)) == []
    assert len(await town.wait(timedelta(seconds=1))) == 2


async def test_what_is_undone_in_time_is_told_to_nobody(town: Corrected) -> None:
    await town.stage.hear("카카오는?")
    await town.stage.notes.write()
    await town.correct()
    await town.correct(stance="not_joining", reason="되돌림")
    assert await town.wait() == []


async def test_a_retraction_names_itself_and_never_repeats_the_quote(town: Corrected) -> None:
    await town.stage.hear("카카오는?")
    await town.stage.hear("카카오 이력", chat=PERSON)
    quote = town.stage.record.snapshot.facts.statements[KAKAO].claim.quote
    await town.stage.notes.write()
    await town.retract()
    calls = await town.wait()
    assert methods(calls) == ["editMessageText", "editMessageText", "sendMessage"]
    for call in calls:
        assert "철회(1월 24일): 앞선 답은 ‘카카오: 불참’이었습니다. 사유: 다른 회사" in call.text()
        assert quote not in call.text()
        assert call.text().count("불참") == 1
    assert "지금 기록 · 카카오: 기록 없음" in calls[-1].text()


async def test_what_is_reinstated_is_told_again(town: Corrected) -> None:
    await town.stage.hear("카카오는?")
    await town.stage.notes.write()
    await town.retract()
    assert len(await town.wait()) == 2
    await town.reinstate()
    edited, reply = await town.wait()
    assert "카카오는 불참입니다." in edited.text()
    assert "정정(" in reply.text()


async def test_a_new_statement_corrects_nobody(town: Corrected) -> None:
    await town.stage.hear("KT는?")
    await town.stage.notes.write()
    await town.correct(KAKAO)
    assert await town.wait() == []


async def test_only_the_newest_answer_of_a_group_gets_a_reply_silently_in_its_topic(town: Corrected) -> None:
    topic = {"message_thread_id": 5, "is_topic_message": True}
    for text in ("/ask 카카오는?", "/ask 카카오랑 KT는?", "/ask KT는?"):
        await town.stage.hear(text, chat=GROUP, **topic)
        town.stage.clock.now += timedelta(seconds=1)
    await town.stage.notes.write()
    await town.correct()
    calls = await town.wait()
    assert methods(calls) == ["editMessageText", "editMessageText", "sendMessage"]
    reply = calls[-1].parameters
    assert (reply["chat_id"], reply["message_thread_id"], reply["disable_notification"]) == (GROUP, 5, True)
    assert reply["reply_parameters"] == {"message_id": 1002, "allow_sending_without_reply": True}


async def test_a_message_that_cannot_be_edited_is_corrected_by_the_reply_alone(town: Corrected) -> None:
    await town.stage.hear("카카오는?")
    await town.stage.notes.write()
    await town.correct()
    town.stage.telegram.refuse("editMessageText", 400, "Bad Request: message can't be edited")
    calls = await town.wait()
    assert methods(calls) == ["editMessageText", "sendMessage"]
    assert "앞선 답은 ‘카카오: 불참’이었습니다." in calls[-1].text()


async def test_a_blocked_chat_is_tried_once_and_forgotten(town: Corrected) -> None:
    await town.stage.hear("카카오는?")
    await town.stage.notes.write()
    await town.correct()
    town.stage.telegram.refuse("editMessageText", 403, "Forbidden: bot was blocked by the user")
    assert methods(await town.wait()) == ["editMessageText"]
    await town.correct(stance="not_joining")
    assert await town.wait() == []


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_it_is_told_in_the_language_of_the_answer(town: Corrected, language: Language) -> None:
    await town.stage.hear("카카오는?" if language == "ko" else "where does Kakao stand?")
    await town.stage.notes.write()
    await town.correct(reason="misread")
    edited, reply = await town.wait()
    line = "⚠️ Corrected (January 24): the earlier answer was “Kakao: Not joining”. Reason: misread"
    assert (line in edited.text()) == (language == "en")
    assert ("Kakao: Considering" in reply.text()) == (language == "en")


async def test_lists_that_missed_a_team_or_held_it_wrongly_are_put_right(town: Corrected) -> None:
    await town.stage.hear("불참하는 팀은?", chat=PERSON)
    await town.stage.hear("검토 중인 팀은?", chat=8)
    await town.stage.hear("신청한 팀은?", chat=9)
    await town.stage.notes.write()
    await town.correct()
    calls = await town.wait()
    assert [(call.method, call.parameters["chat_id"]) for call in calls] == [
        ("editMessageText", PERSON), ("editMessageText", 8), ("sendMessage", PERSON), ("sendMessage", 8),
    ]  # fmt: skip


async def test_a_chat_may_want_no_corrections(town: Corrected) -> None:
    await town.stage.hear("카카오는?")
    (reply,) = await town.stage.hear("/corrections off")
    assert "알리지 않습니다" in reply.text()
    await town.stage.notes.write()
    await town.correct()
    assert await town.wait() == []
    (reply,) = await town.stage.hear("/corrections on")
    await town.correct(stance="undecided")
    assert len(await town.wait()) == 2


async def test_inline_and_guest_answers_are_edited_where_the_bot_never_was(town: Corrected) -> None:
    shown = await town.stage.type_inline("카카오")
    results = shown.parameters["results"]
    assert isinstance(results, list)
    chosen = {"result_id": results[0]["id"], "from": user(PERSON), "query": "카카오", "inline_message_id": "inline-1"}
    assert await town.stage.play(chosen_inline_result=chosen) == []
    guest = message(77, "@ipjang_bot 카카오는?", -100900, guest_query_id="g")
    await town.stage.play(guest_message=guest)
    await town.stage.notes.write()
    await town.correct()
    calls = await town.wait()
    assert {call.parameters["inline_message_id"] for call in calls} == {"inline-1", "guest-1"}
    assert all("앞선 답은 ‘카카오: 불참’이었습니다." in call.text() for call in calls)


async def test_an_answer_that_was_pressed_away_is_no_answer_any_more(town: Corrected) -> None:
    await town.stage.hear("카카오는?")
    sent = answer_of(town.stage, 1001, chat=PERSON)
    query = {"id": "q", "from": user(PERSON), "chat_instance": "1", "data": "sk:kt", "message": sent}
    await town.stage.play(callback_query=query)
    await town.stage.notes.write()
    await town.correct()
    assert await town.wait() == []
    await town.correct(KT, stance="considering")
    assert methods(await town.wait()) == ["editMessageText", "sendMessage"]


async def test_no_text_and_nobody_who_asked_is_kept(town: Corrected) -> None:
    await town.stage.hear("카카오랑 비밀회사 주가 비밀질문은?", chat=GROUP, **{"from": user(4711)})
    await town.stage.hear("/ask 카카오랑 비밀회사 주가 비밀질문은?", chat=GROUP, **{"from": user(4711)})
    await town.stage.notes.write()
    answers = [each async for page in town.stage.record.store.told.about(["kakao"]) for each in page]
    assert answers
    for each in answers:
        assert "비밀" not in repr(each)
        assert "4711" not in repr(each)


async def test_what_was_told_is_forgotten_in_time_and_beyond_a_number(town: Corrected) -> None:
    store = town.stage.record.store
    for number in range(5):
        await town.stage.hear("카카오는?", chat=100 + number)
        town.stage.clock.now += timedelta(days=1)
    await town.stage.notes.write()
    await store.told.trim(town.stage.clock.now - timedelta(days=3))
    assert await store.told.count() == 3
    await store.told.trim(town.stage.clock.now - timedelta(days=30), most=2)
    kept = [each.chat async for page in store.told.about(["kakao"]) for each in page]
    assert sorted(kept) == [103, 104]


async def test_a_supergroup_is_told_anew_what_its_group_was_told(town: Corrected) -> None:
    await town.stage.hear("/ask 카카오는?", chat=GROUP)
    await town.stage.notes.write()
    await town.stage.record.store.chats.move(GROUP, -100999)
    await town.correct()
    (reply,) = await town.wait()
    assert (reply.method, reply.parameters["chat_id"]) == ("sendMessage", -100999)
    assert "reply_parameters" not in reply.parameters


async def test_the_database_counts_what_a_comparison_of_each_answer_counts(database_url: str) -> None:
    async with corrected(database_url) as town:
        questions = (
            "카카오는?",
            "KT는?",
            "불참하는 팀은?",
            "검토 중인 팀은?",
            "신청한 팀은?",
            "현황",
            "카카오랑 KT는?",
            "/changes",
            "카카오 이력",
        )
        for number, text in enumerate(questions * 2):
            await town.stage.hear(text, chat=100 + number % 5)
            town.stage.clock.now += timedelta(seconds=1)
        await town.stage.hear("카카오는?", chat=200)
        await town.stage.hear("/corrections off", chat=200)
        await town.stage.notes.write()
        store, facts = town.stage.record.store, town.stage.record.snapshot.facts
        change = Correct(id=KAKAO, revision=1, correction=Correction(stance="considering"), reason="…")
        after = plan(change, facts, Stamp("tg:1", town.stage.clock.now, "")).after
        assert after is not None
        comparison, teams = Comparison(after, {KAKAO: 2}, town.stage.clock.now), frozenset({"kakao"})
        wrong = {each.key: each for page in [p async for p in store.told.about(teams)] for each in page}
        wrong = {key: each for key, each in wrong.items() if comparison.corrected(each)}
        assert 8 <= len(wrong) < 2 * len(questions)
        corrections = Corrections(town.stage.record)
        chats = {each.chat for each in wrong.values()}
        assert await corrections.reach(after, {KAKAO: 2}, town.stage.clock.now) == (len(chats), len(wrong))
        affected = await corrections._affected(comparison, teams)
        newest = {chat: max((w.at, w.key) for w in wrong.values() if w.chat == chat)[1] for chat in chats}
        assert await store.told.newest(affected) == newest
        found = {each.key async for page in store.told.about(teams, affected) for each in page}
        assert found == wrong.keys()


async def test_the_reach_of_a_correction_is_counted_by_chats_and_answers(town: Corrected) -> None:
    for chat in (PERSON, PERSON, 8):
        await town.stage.hear("카카오는?", chat=chat)
    await town.stage.notes.write()
    await town.correct()
    await town.wait()
    number = await town.stage.record.store.follows.newest_number()
    assert await town.stage.record.store.follows.reached(number) == (2, 0)
