"""Four eyes: Save makes a pending change, every other editor is shown it once, and one of them decides."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from telegram.error import BadRequest

from bot.editing.review import circulate
from bot.editing.save import needs_approval
from bot.editing.update import TelegramOutlet
from bot.messages.approvals import approvals
from bot.settings import FourEyes
from knowledge.model import Action
from knowledge.record.changes import APPROVED_WITHIN, AddStatement, EditorsChange, Grant, Load, Retract, Revoke
from tests.bot.editing.editorial import ADD, EDITOR, OWNER, STRANGER, Editorial, button, editorial, texts
from tests.bot.editing.test_authorisation import LIVE, nothing_told, pressed, refusals
from tests.bot.recording import Call

KOREAN, ENGLISH = approvals("ko"), approvals("en")
THIRD = 14
CORRECT = "/correct kakao-20260116\nsaid: {day}\nreason: 날짜 오기"
RETRACT = "/retract kakao-20260116 다른 회사"


@asynccontextmanager
async def opened(url: str, four_eyes: FourEyes) -> AsyncIterator[Editorial]:
    """A stage with an owner and two editors."""
    async with editorial(url, fresh=False, four_eyes=four_eyes) as desk:
        await desk.services.editor.save(Grant(user=THIRD), by="test", key="grant-third")
        yield desk


@pytest.fixture
async def watched(filled_url: str) -> AsyncIterator[Editorial]:
    """Every change waits for another editor."""
    async with opened(filled_url, "all") as desk:
        yield desk


@pytest.fixture
async def strict(filled_url: str) -> AsyncIterator[Editorial]:
    """Corrections wait for another editor."""
    async with opened(filled_url, "corrections") as desk:
        yield desk


def sent_to(user: int, calls: list[Call]) -> list[Call]:
    """The new messages of one chat."""
    return [call for call in calls if call.method == "sendMessage" and call.parameters["chat_id"] == user]


async def saved(desk: Editorial, text: str, *, by: int = EDITOR) -> list[Call]:
    """What follows on Save of what a command previews."""
    return await desk.tap(await desk.say(text, by=by), "저장", by=by)


async def seen_again(desk: Editorial) -> list[Call]:
    """What the bot sends when it looks whether something waits."""
    await circulate(desk.services, TelegramOutlet(desk.stage.application.bot, desk.services, 0))
    return desk.stage.telegram.take()


async def test_save_makes_a_pending_change_that_every_other_editor_gets_once(watched: Editorial) -> None:
    before = await watched.dump()
    preview = await watched.say(ADD)
    assert KOREAN.save_waits() in texts(preview)
    calls = await watched.tap(preview, "저장")
    assert await watched.dump() == before
    assert "승인을 기다립니다: KT 새 기록" in texts(calls)
    assert "다른 편집자 2명에게" in texts(calls)
    assert await watched.services.store.drafts.get(EDITOR, EDITOR) is None
    for user in (OWNER, THIRD):
        (shown,) = sent_to(user, calls)
        assert "승인 요청 · KT 새 기록" in shown.text()
        assert f"올린 사람 {EDITOR}" in shown.text()
        assert "KT는 23일" in shown.text()
        assert [key["text"] for key in shown.buttons()] == ["승인", "반려"]
    assert not any("되돌리기" in key["text"] for call in calls for key in call.buttons())
    assert await seen_again(watched) == []
    again = await watched.tap(preview, "저장")
    assert not sent_to(OWNER, again)


async def test_an_approved_change_is_the_authors_and_the_author_is_told(watched: Editorial) -> None:
    shown = sent_to(THIRD, await saved(watched, ADD))
    calls = await watched.tap(shown, "승인", by=THIRD)
    assert watched.facts.statements["kt-20260123"].current.by == f"telegram:{EDITOR}"
    assert "승인했습니다: KT 새 기록 · kt-20260123" in texts(calls)
    (told,) = sent_to(EDITOR, calls)
    assert "승인되어 저장됐습니다: KT 새 기록 · kt-20260123" in told.text()
    assert "KT는 불참입니다." in texts(await watched.stage.hear("KT는?"))
    audit = texts(await watched.say("/audit", by=OWNER))
    assert f"{THIRD} · 승인: KT 새 기록 · kt-20260123 · 올린 사람 {EDITOR}" in audit
    assert f"{EDITOR} · 기록 추가 · kt-20260123" in audit
    assert f"올린 사람 {EDITOR}" in texts(await watched.say("/audit KT", by=OWNER))
    assert await seen_again(watched) == []
    assert await watched.services.store.verify() == ()


async def test_a_second_press_and_a_second_editor_are_told_what_was_decided(watched: Editorial) -> None:
    calls = await saved(watched, ADD)
    owners, thirds = sent_to(OWNER, calls), sent_to(THIRD, calls)
    await watched.tap(thirds, "승인", by=THIRD)
    version = await watched.services.store.version()
    assert "승인했습니다" in texts(await watched.tap(thirds, "승인", by=THIRD))
    assert f"이미 승인된 변경입니다({THIRD})" in texts(await watched.tap(owners, "승인", by=OWNER))
    assert f"이미 승인된 변경입니다({THIRD})" in texts(await watched.tap(owners, "반려", by=OWNER))
    assert await watched.services.store.version() == version


async def test_a_rejection_asks_for_a_reason_that_the_author_is_told(watched: Editorial) -> None:
    before = await watched.dump()
    shown = sent_to(OWNER, await saved(watched, ADD))
    asked = await watched.tap(shown, "반려", by=OWNER)
    assert "반려 사유를 적어 주세요" in texts(asked)
    assert "카카오는 불참입니다." in texts(await watched.say("카카오는?", by=OWNER))
    calls = await watched.say("다른 회사의 발언입니다", by=OWNER)
    assert "반려했습니다: KT 새 기록" in texts(calls)
    (told,) = sent_to(EDITOR, calls)
    assert "반려됐습니다: KT 새 기록. 사유: 다른 회사의 발언입니다" in told.text()
    assert await watched.dump() == before
    audit = texts(await watched.say("/audit", by=OWNER))
    assert f"{OWNER} · 반려: KT 새 기록" in audit
    assert "다른 회사의 발언입니다" in audit
    assert "반려했습니다" in texts(await watched.tap(shown, "승인", by=OWNER))
    assert await watched.dump() == before


async def test_asking_for_a_reason_can_be_left(watched: Editorial) -> None:
    shown = sent_to(OWNER, await saved(watched, ADD))
    for leave in (None, "/cancel"):
        asked = await watched.tap(shown, "반려", by=OWNER)
        left = await watched.tap(asked, "취소", by=OWNER) if leave is None else await watched.say(leave, by=OWNER)
        assert KOREAN.not_rejected() in texts(left)
        assert "반려했습니다" not in texts(await watched.say("아무 말", by=OWNER))
    assert "승인했습니다" in texts(await watched.tap(shown, "승인", by=OWNER))


async def test_a_reason_that_is_too_long_is_asked_for_again(watched: Editorial) -> None:
    asked = await watched.tap(sent_to(OWNER, await saved(watched, ADD)), "반려", by=OWNER)
    assert "반려 사유" in texts(asked)
    assert "300자까지" in texts(await watched.say("가" * 301, by=OWNER))
    assert "반려했습니다" in texts(await watched.say("짧은 사유", by=OWNER))


async def test_a_rejection_delivered_again_after_a_crash_is_confirmed_again(watched: Editorial) -> None:
    await watched.tap(sent_to(OWNER, await saved(watched, ADD)), "반려", by=OWNER)
    watched.stage.telegram.refuse("sendMessage", 400, "Bad Request: not now")
    with pytest.raises(BadRequest):
        await watched.say("틀린 팀", by=OWNER)
    calls = await watched.say("틀린 팀", by=OWNER)
    assert "반려했습니다" in texts(calls)
    assert "사유: 틀린 팀" in texts(sent_to(EDITOR, calls))


async def test_an_approval_that_was_cut_off_before_its_confirmation_is_confirmed_when_it_comes_again(
    watched: Editorial,
) -> None:
    shown = sent_to(OWNER, await saved(watched, ADD))
    watched.stage.telegram.refuse("editMessageText", 400, "Bad Request: not now")
    with pytest.raises(BadRequest):
        await watched.tap(shown, "승인", by=OWNER)
    version = await watched.services.store.version()
    calls = await watched.tap(shown, "승인", by=OWNER)
    assert "승인했습니다" in texts(calls)
    assert len(sent_to(EDITOR, calls)) == 1
    assert await watched.services.store.version() == version


async def test_what_could_not_be_sent_is_sent_later_and_only_that(watched: Editorial) -> None:
    preview = await watched.say(ADD)
    watched.stage.telegram.refuse("sendMessage", 409, "Conflict")
    calls = await watched.tap(preview, "저장")
    first = {user: len(sent_to(user, calls)) for user in (OWNER, THIRD)}
    assert first == {OWNER: 1, THIRD: 1}  # the recording keeps the call that was refused
    assert await seen_again(watched) == []
    watched.clock.turn(timedelta(minutes=1))
    assert [call.parameters["chat_id"] for call in await seen_again(watched)] == [OWNER]
    watched.clock.turn(timedelta(minutes=1))
    assert await seen_again(watched) == []


async def test_who_cannot_be_reached_keeps_nobody_else_waiting_and_is_tried_again_each_hour(
    watched: Editorial,
) -> None:
    preview = await watched.say(ADD)
    watched.stage.telegram.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user")
    calls = await watched.tap(preview, "저장")
    assert len(sent_to(THIRD, calls)) == 1
    store, now = watched.services.store.pending, watched.clock.now
    (pending,) = await store.waiting(now)
    assert not await store.claim(pending.token, OWNER, now + timedelta(minutes=59), waits=True)
    assert await store.claim(pending.token, OWNER, now + timedelta(hours=1), waits=True)
    assert await store.sent() == {(pending.token, THIRD)}


@pytest.mark.parametrize("author", [EDITOR, OWNER])
async def test_nobody_approves_the_own_one_owners_neither(watched: Editorial, author: int) -> None:
    calls = await saved(watched, ADD, by=author)
    other = OWNER if author == EDITOR else EDITOR
    data = button(sent_to(other, calls), "승인")
    before = await watched.dump()
    assert nothing_told(await watched.press(data, by=author))
    listed = await watched.say("/proposals", by=author)
    assert "내가 올린 변경 · KT 새 기록" in texts(listed)
    assert not [key for call in listed for key in call.buttons()]
    assert await watched.dump() == before
    await watched.press(data, by=other)
    assert "kt-20260123" in watched.facts.statements


async def test_proposals_lists_what_waits_with_the_same_buttons(watched: Editorial) -> None:
    assert KOREAN.none() in texts(await watched.say("/proposals", by=THIRD))
    await saved(watched, ADD)
    watched.clock.turn(timedelta(minutes=1))
    await saved(watched, "/alias KT 올레", by=OWNER)
    listed = await watched.say("/proposals", by=THIRD)
    assert "승인을 기다리는 변경 2건" in texts(listed)
    assert "승인 요청 · KT 이름 추가" in texts(listed)
    assert [key["text"] for call in listed for key in call.buttons()] == ["승인", "반려"] * 2
    await watched.tap(listed, "승인", by=THIRD)
    assert "올레" in watched.facts.teams["kt"].names.ko
    assert "변경 1건" in texts(await watched.say("/proposals", by=THIRD))
    english = await watched.say("/proposals", by=THIRD, language="en")
    assert "Changes that wait for approval: 1" in texts(english)
    assert [key["text"] for call in english for key in call.buttons()] == [ENGLISH.approve(), ENGLISH.reject()]


async def test_corrections_alone_wait_where_the_setting_says_so(strict: Editorial) -> None:
    await saved(strict, ADD)
    await saved(strict, "/alias KT 올레")
    assert "kt-20260123" in strict.facts.statements
    before = await strict.dump()
    for text in (CORRECT.format(day="2026-01-15"), RETRACT):
        assert "승인을 기다립니다" in texts(await saved(strict, text))
    assert await strict.dump() == before


async def test_a_reinstatement_waits_too(strict: Editorial) -> None:
    await strict.services.editor.save(Retract(id="kakao-20260116", reason="r"), by="test", key="k")
    shown = sent_to(OWNER, await saved(strict, "/reinstate kakao-20260116 맞는 기사"))
    assert strict.facts.statements["kakao-20260116"].is_retracted
    await strict.tap(shown, "승인", by=OWNER)
    newest = strict.facts.statements["kakao-20260116"].current
    assert (newest.action, newest.by, newest.reason) == (Action.REINSTATE, f"telegram:{EDITOR}", "맞는 기사")


@pytest.mark.parametrize("kind", [kind for kind in LIVE if kind not in ("grant", "revoke", "load", "reinstate")])
async def test_every_change_of_an_editor_waits_and_is_approved(watched: Editorial, kind: str) -> None:
    before = await watched.dump()
    shown = sent_to(OWNER, await saved(watched, LIVE[kind][1][-1]))
    assert await watched.dump() == before
    assert "승인했습니다" in texts(await watched.tap(shown, "승인", by=OWNER))
    assert await watched.dump() != before
    assert await watched.services.store.verify() == ()


async def test_who_may_edit_is_said_at_once(watched: Editorial) -> None:
    await saved(watched, "/grant 13", by=OWNER)
    assert await watched.services.store.editors.includes(13)
    await saved(watched, "/revoke 13", by=OWNER)
    assert not await watched.services.store.editors.includes(13)


@pytest.mark.parametrize(
    ("proposal", "waits"),
    [
        (Retract(id="kt-1", revision=1, reason="r"), (False, True, True)),
        (Load(name="f.yaml", content=""), (False, False, True)),
        (Grant(user=1), (False, False, False)),
        (Revoke(user=1), (False, False, False)),
    ],
)
def test_which_changes_wait(proposal: EditorsChange, waits: tuple[bool, ...]) -> None:
    settings: tuple[FourEyes, ...] = ("off", "corrections", "all")
    assert tuple(needs_approval(proposal, each) for each in settings) == waits
    assert not isinstance(proposal, AddStatement)


async def test_what_moved_meanwhile_is_shown_again_before_it_can_be_approved(strict: Editorial) -> None:
    shown = sent_to(OWNER, await saved(strict, RETRACT))
    editor = strict.services.editor
    statement = strict.facts.statements["kakao-20260116"]
    second = sent_to(THIRD, await saved(strict, CORRECT.format(day="2026-01-15"), by=OWNER))
    await strict.tap(second, "승인", by=THIRD)
    assert strict.facts.statements["kakao-20260116"].current.number == statement.current.number + 1
    before = await strict.dump()
    again = await strict.tap(shown, "승인", by=OWNER)
    assert KOREAN.moved() in texts(again)
    assert "올린 뒤에 바뀐 것" in texts(again)
    assert "발언일: 1월 16일 → 1월 15일" in texts(again)
    assert await strict.dump() == before
    assert "승인했습니다" in texts(await strict.tap(again, "승인", by=OWNER))
    newest = strict.facts.statements["kakao-20260116"].current
    assert (newest.action, newest.by) == (Action.RETRACT, f"telegram:{EDITOR}")
    assert await editor.earlier("none") is None


async def test_a_new_statement_of_the_team_has_the_other_shown_again(watched: Editorial) -> None:
    first = sent_to(OWNER, await saved(watched, ADD))
    second = sent_to(OWNER, await saved(watched, ADD.replace("2026-01-23", "2026-01-22"), by=THIRD))
    await watched.tap(second, "승인", by=OWNER)
    again = await watched.tap(first, "승인", by=OWNER)
    assert KOREAN.moved() in texts(again)
    assert "kt-20260123" not in watched.facts.statements
    await watched.tap(again, "승인", by=OWNER)
    assert "kt-20260123" in watched.facts.statements


async def test_approving_one_alias_has_another_teams_not_shown_again(watched: Editorial) -> None:
    first = sent_to(OWNER, await saved(watched, "/alias KT 올레"))
    second = sent_to(OWNER, await saved(watched, "/alias 카카오 노란회사"))
    await watched.tap(first, "승인", by=OWNER)
    assert "승인했습니다" in texts(await watched.tap(second, "승인", by=OWNER))


async def test_what_the_record_would_refuse_by_now_can_only_be_rejected(strict: Editorial) -> None:
    first = sent_to(OWNER, await saved(strict, RETRACT))
    await strict.services.editor.save(Retract(id="kakao-20260116", reason="r"), by="test", key="k")
    again = await strict.tap(first, "승인", by=OWNER)
    assert "이미 철회된 기록입니다" in texts(again)
    assert [key["text"] for call in again for key in call.buttons()] == ["반려"]


async def test_after_72_hours_it_expires_with_a_word_to_its_author(watched: Editorial) -> None:
    shown = sent_to(OWNER, await saved(watched, ADD))
    before = await watched.dump()
    watched.clock.turn(APPROVED_WITHIN)
    late = await watched.tap(shown, "승인", by=OWNER)
    assert "기한이 지나" in texts(late)
    assert "기한 안에 승인되지 않아" in texts(sent_to(EDITOR, late))
    assert await watched.dump() == before
    assert await seen_again(watched) == []
    assert KOREAN.none() in texts(await watched.say("/proposals", by=OWNER))


async def test_the_word_of_the_end_comes_without_a_press(watched: Editorial) -> None:
    await saved(watched, ADD)
    watched.clock.turn(APPROVED_WITHIN)
    (told,) = await seen_again(watched)
    assert told.parameters["chat_id"] == EDITOR
    assert "기한 안에 승인되지 않아" in told.text()


async def test_a_revoked_editor_neither_decides_nor_is_approved(watched: Editorial) -> None:
    calls = await saved(watched, ADD)
    owners, thirds = sent_to(OWNER, calls), sent_to(THIRD, calls)
    before = watched.facts.statements
    await watched.services.editor.save(Revoke(user=THIRD), by="test", key="revoke-third")
    assert nothing_told(await watched.tap(thirds, "승인", by=THIRD))
    await watched.services.editor.save(Revoke(user=EDITOR), by="test", key="revoke-editor")
    assert f"{EDITOR}는 편집자가 아닙니다" in texts(await watched.tap(owners, "승인", by=OWNER))
    assert watched.facts.statements == before


async def test_no_approval_has_an_effect_by_a_forbidden_path(watched: Editorial) -> None:
    calls = await saved(watched, ADD)
    data = button(sent_to(OWNER, calls), "승인")
    before, allowed = await watched.dump(), {"another verb"}  # which is `approve` itself
    for number, (path, update) in enumerate(
        ((path, update) for path, update in pressed(data, OWNER).items() if path not in allowed), start=1
    ):
        told = await watched.stage.play(**update)
        assert "link" in path or nothing_told(told), path
        assert await watched.dump() == before, path
        assert await refusals(watched) == number, path
    await watched.press(data, by=OWNER)
    assert await watched.dump() != before


async def test_with_nobody_else_the_author_is_told_that_nobody_can_approve(filled_url: str) -> None:
    async with editorial(filled_url, fresh=False, four_eyes="all") as desk:
        await desk.services.editor.save(Revoke(user=EDITOR), by="test", key="revoke")
        assert KOREAN.waits_for_nobody() in texts(await saved(desk, ADD, by=OWNER))


async def test_an_editor_granted_later_is_shown_what_waits(watched: Editorial) -> None:
    await saved(watched, ADD)
    await watched.services.editor.save(Grant(user=STRANGER), by="test", key="grant-later")
    assert [call.parameters["chat_id"] for call in await seen_again(watched)] == [STRANGER]
