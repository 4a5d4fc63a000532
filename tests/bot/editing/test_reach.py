"""Whom a correction reaches is told before it is saved; it is saved and told, or saved only, with a reason."""

from datetime import timedelta

from bot.telling.corrections import Corrections
from tests.bot.editing.editorial import OWNER, Editorial, button, editorial, texts

CORRECT = "/correct kakao-20260116\nstance: 검토 중\nreason: 잘못 읽음"
STATEMENT = "kakao-20260116"


async def ask(desk: Editorial) -> None:
    """Three answers about Kakao in two chats, and one about KT."""
    for chat, text in ((71, "카카오는?"), (71, "카카오 이력"), (72, "카카오는?"), (73, "KT는?")):
        await desk.stage.hear(text, chat=chat)
    await desk.stage.notes.write()


async def told_after(desk: Editorial) -> int:
    """How many notices of corrections the settled record makes."""
    follows = desk.services.store.follows
    entries = await follows.revisions_after(await follows.newest_number() - 1)
    return await Corrections(desk.services.record).make(entries, desk.clock.now + timedelta(hours=1), is_quiet=False)


async def test_where_nobody_was_told_there_is_a_plain_save(desk: Editorial) -> None:
    calls = await desk.say(CORRECT)
    labels = [key["text"] for key in calls[-1].buttons()]
    assert labels[:2] == ["저장", "취소"]
    assert "전해집니다" not in texts(calls)


async def test_the_preview_holds_the_number_of_chats_and_answers(desk: Editorial) -> None:
    await ask(desk)
    calls = await desk.say(CORRECT)
    assert "이 정정은 대화 2곳의 답 3개에 전해집니다." in texts(calls)
    assert [key["text"] for key in calls[-1].buttons()][:3] == ["저장하고 알리기", "저장만", "취소"]
    english = await desk.say(CORRECT, language="en")
    assert "This correction will reach 3 answers in 2 chats." in texts(english)


async def test_saved_and_told(desk: Editorial) -> None:
    await ask(desk)
    saved = await desk.tap(await desk.say(CORRECT), "저장하고 알리기")
    assert "정정했습니다" in texts(saved)
    assert await told_after(desk) == 5


async def test_saved_only_asks_for_a_reason_tells_nobody_and_is_audited(desk: Editorial) -> None:
    await ask(desk)
    asked = await desk.tap(await desk.say(CORRECT), "저장만")
    assert "왜 알리지 않나요?" in texts(asked)
    assert desk.facts.statements[STATEMENT].current.number == 1
    saved = await desk.press(button(asked, "오탈자"))
    assert "정정했습니다" in texts(saved)
    assert desk.facts.statements[STATEMENT].claim.stance == "considering"
    assert await told_after(desk) == 0
    audit = texts(await desk.say("/audit"))
    assert "알리지 않음 · 사유: 오탈자일 뿐임" in audit


async def test_the_audit_tells_how_many_chats_were_reached_and_how_many_not(desk: Editorial) -> None:
    await ask(desk)
    await desk.tap(await desk.say(CORRECT), "저장하고 알리기")
    await told_after(desk)
    follows = desk.services.store.follows
    for notice in await follows.due(desk.clock.now + timedelta(days=400 * 365), here=False):
        if notice.chat == 71:
            await follows.claim(notice.key, (), desk.clock.now + timedelta(days=400 * 365))
            await follows.note_sent([notice.key])
        else:
            await follows.put_off(notice.key, None)
    audit = texts(await desk.say("/audit", by=OWNER))
    assert "정정이 전해진 대화: 1곳" in audit
    assert "전하지 못한 대화: 1곳" in audit


async def test_a_retraction_and_a_reinstatement_have_their_reach(desk: Editorial) -> None:
    await ask(desk)
    retracted = await desk.say(f"/retract {STATEMENT} 다른 회사")
    assert "답 3개에 전해집니다" in texts(retracted)
    await desk.tap(retracted, "저장하고 알리기")
    await told_after(desk)
    assert "답 3개에 전해집니다" in texts(await desk.say(f"/reinstate {STATEMENT} 맞았음"))


async def test_the_reason_may_be_typed(desk: Editorial) -> None:
    await ask(desk)
    await desk.tap(await desk.say(CORRECT), "저장만")
    assert "카카오는" in texts(await desk.say("카카오는?"))  # a question is answered meanwhile
    saved = await desk.say("기자와  통화로 정리함")
    assert "정정했습니다" in texts(saved)
    assert desk.facts.statements[STATEMENT].claim.stance == "considering"
    assert await told_after(desk) == 0
    assert "알리지 않음 · 사유: 기자와 통화로 정리함" in texts(await desk.say("/audit"))
    await desk.say("또 다른 사유")
    assert desk.facts.statements[STATEMENT].current.number == 2


async def test_a_reason_that_is_asked_for_may_be_cancelled(desk: Editorial) -> None:
    await ask(desk)
    await desk.tap(await desk.say(CORRECT), "저장만")
    assert "취소" in texts(await desk.say("/cancel"))
    await desk.say("기자와 통화로 정리함")
    assert desk.facts.statements[STATEMENT].current.number == 1


async def test_a_typed_reason_waits_for_another_editor_too(sqlite_url: str) -> None:
    async with editorial(sqlite_url, four_eyes="corrections") as desk:
        await ask(desk)
        await desk.tap(await desk.say(CORRECT), "저장만")
        waiting = await desk.say("기자와 통화로 정리함")
        approved = await desk.tap(waiting, "승인", by=OWNER)
        assert desk.facts.statements[STATEMENT].claim.stance == "considering", texts(approved)
        assert await told_after(desk) == 0
