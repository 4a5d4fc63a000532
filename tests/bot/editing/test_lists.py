"""/statements, /audit, /editors, /gaps and /grant, through the real application."""

import pytest

from bot.editing.lists import ENTRIES_PER_PAGE, PER_PAGE
from tests.bot.editing.editorial import ADD, EDITOR, OWNER, STRANGER, Editorial, texts
from tests.bot.stage import message, user


async def test_statements_come_with_ids_page_by_page(desk: Editorial) -> None:
    for day in range(1, PER_PAGE + 2):
        await desk.tap(await desk.say(ADD.replace("2026-01-23", f"2026-01-{day:02}")), "저장")
    calls = await desk.say("/statements KT")
    assert "(1/2쪽)" in texts(calls)
    older = await desk.tap(calls, "이전 기록")
    assert "(2/2쪽)" in texts(older)
    assert "kt-eliminated-2025" in texts(calls) + texts(older)
    assert "(1/2쪽)" in texts(await desk.tap(older, "최근 기록"))


async def test_a_retracted_statement_stays_in_the_list(desk: Editorial) -> None:
    await desk.tap(await desk.say("/retract kt-20260116 잘못된 <기사>"), "저장")
    told = texts(await desk.say("/statements 케이티"))
    assert "철회됨" in told
    assert "잘못된 &lt;기사&gt;" in told


@pytest.mark.parametrize(("typed", "told"), [("/statements", "/statements 팀"), ("/statements 삼성", "팀이 아닙니다")])
async def test_statements_need_a_team(desk: Editorial, typed: str, told: str) -> None:
    assert told in texts(await desk.say(typed))


async def test_the_audit_says_who_when_what_before_and_after(desk: Editorial) -> None:
    await desk.tap(await desk.say("/correct kakao-20260116\nstance: 미정\nreason: 오기"), "저장")
    told = texts(await desk.say("/audit 카카오"))
    assert str(EDITOR) in told
    assert "정정" in told
    assert "입장: 불참 → 미정" in told
    assert "오기" in told


async def test_the_audit_of_names_says_which_came_and_which_went(desk: Editorial) -> None:
    await desk.tap(await desk.say("/decoy KT 케이티엠모바일"), "저장")
    await desk.tap(await desk.say("/alias remove KT 케티"), "저장")
    told = texts(await desk.say("/audit KT"))
    assert "다른 회사: 케이티엠모바일 추가" in told
    assert "한국어 이름: 케티 삭제" in told


async def test_the_audit_shows_where_two_long_sentences_part(desk: Editorial) -> None:
    long = "KT는 " + "여러 사정을 두루 살펴 본 끝에 " * 10
    await desk.tap(
        await desk.say(ADD.replace("quote: KT는", f"quote: {long}").replace("밝혔다.", "밝혔다. 가")), "저장"
    )
    mended = f"{long}{ADD.partition('quote: KT는')[2]}".replace("밝혔다.", "밝혔다. 나")
    await desk.tap(await desk.say(f"/correct kt-20260123\nreason: 오타\nquote: {mended}"), "저장")
    told = texts(await desk.say("/audit KT"))
    assert "밝혔다. 가 → …" in told
    assert "밝혔다. 나" in told


async def test_the_audit_of_one_editor_has_only_that_editor(desk: Editorial) -> None:
    await desk.tap(await desk.say(ADD), "저장")
    told = texts(await desk.say(f"/audit {EDITOR}"))
    assert "kt-20260123" in told
    assert "ipjang" not in told
    assert "변경 내역이 없습니다" in texts(await desk.say(f"/audit {STRANGER}"))


async def test_the_pages_of_the_audit_do_not_move_when_something_is_added(desk: Editorial) -> None:
    calls = await desk.say("/audit")
    first = texts(await desk.tap(calls, "이전 기록"))
    await desk.tap(await desk.say(ADD), "저장")
    assert texts(await desk.tap(calls, "이전 기록")) == first
    assert first.count(" · ") >= ENTRIES_PER_PAGE


async def test_a_refused_attempt_is_in_the_audit(desk: Editorial) -> None:
    await desk.say("/add", by=STRANGER)
    told = texts(await desk.say("/audit"))
    assert f"{STRANGER} · 거절된 시도: /add · 편집자가 아님" in told


async def test_a_refused_press_is_called_a_button(desk: Editorial) -> None:
    await desk.press(f"e:{'A' * 22}:save")
    assert "거절된 시도: 버튼 · 모르는 버튼" in texts(await desk.say("/audit"))
    assert "refused: a button · an unknown button" in texts(await desk.say("/audit", language="en"))


async def test_an_owner_grants_and_revokes(desk: Editorial) -> None:
    assert "편집자만" in texts(await desk.say("/add", by=STRANGER))
    await desk.tap(await desk.say(f"/grant {STRANGER}", by=OWNER), "저장", by=OWNER)
    assert "어느 팀" in texts(await desk.say("/add", by=STRANGER))
    assert f"{STRANGER} · 편집자" in texts(await desk.say("/editors", by=OWNER))
    await desk.tap(await desk.say(f"/revoke {STRANGER}", by=OWNER), "저장", by=OWNER)
    assert "편집자만" in texts(await desk.say("/add", by=STRANGER))
    assert "KT는 미정" in texts(await desk.say("KT", by=STRANGER))


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (f"/grant {EDITOR}", "12는 이미 편집자입니다"),
        (f"/revoke {STRANGER}", "13은 편집자가 아닙니다"),
        (f"/grant {OWNER}", "11은 소유자입니다"),
        (f"/revoke {OWNER}", "11은 소유자입니다"),
    ],
)
async def test_what_changes_nobody_s_right_is_said_at_once(desk: Editorial, command: str, answer: str) -> None:
    calls = await desk.say(command, by=OWNER)
    assert answer in texts(calls)
    assert not any(call.buttons() for call in calls)


async def test_granting_by_a_reply_to_a_forwarded_message(desk: Editorial) -> None:
    forwarded = {
        **message(3, "안녕하세요", OWNER),
        "from": user(OWNER),
        "forward_origin": {"type": "user", "date": 1, "sender_user": user(STRANGER)},
    }
    preview = await desk.say("/grant", by=OWNER, reply_to_message=forwarded)
    assert f"사용자 {STRANGER}에게" in texts(preview)


@pytest.mark.parametrize("typed", ["/grant", "/grant x", "/grant -1", "/grant 99999999999999999999", "/grant ١٢"])
async def test_a_grant_needs_somebody(desk: Editorial, typed: str) -> None:
    calls = await desk.say(typed, by=OWNER)
    assert "아이디" in texts(calls)
    assert not [key for call in calls for key in call.buttons()]


async def test_a_hidden_person_cannot_be_granted_by_a_forward(desk: Editorial) -> None:
    forwarded = {
        **message(3, "안녕하세요", OWNER),
        "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "누구"},
    }
    assert "숨기도록" in texts(await desk.say("/grant", by=OWNER, reply_to_message=forwarded))


async def test_an_editor_s_menu_follows_the_right_to_edit(desk: Editorial) -> None:
    saved = await desk.tap(await desk.say(f"/grant {STRANGER}", by=OWNER), "저장", by=OWNER)
    menus = [call for call in saved if call.method == "setMyCommands"]
    words = [command["command"] for command in menus[0].parameters["commands"]]  # type: ignore[attr-defined]
    assert {"ask", "add", "correct", "gaps"} <= set(words)
    assert "grant" not in words
    gone = await desk.tap(await desk.say(f"/revoke {STRANGER}", by=OWNER), "저장", by=OWNER)
    assert any(call.method == "deleteMyCommands" for call in gone)


async def test_a_gap_becomes_an_alias(desk: Editorial) -> None:
    day = desk.clock().date()
    await desk.services.store.gaps.count([("올레텔레콤은?", "unknown")] * 3, day=day)
    await desk.services.store.gaps.count([("누구세요", "ambiguous")], day=day)
    calls = await desk.say("/gaps")
    assert "1. 올레텔레콤 (3번)" in texts(calls)
    calls = await desk.tap(calls, "1 팀 이름")
    assert "‘올레텔레콤’" in texts(calls)
    await desk.tap(await desk.tap(calls, "KT"), "저장")
    assert "KT는 미정" in texts(await desk.stage.hear("올레텔레콤은?"))
    assert "올레텔레콤" not in texts(await desk.say("/gaps"))


async def test_a_gap_becomes_a_decoy(desk: Editorial) -> None:
    await desk.services.store.gaps.count([("카카오헤어샵은?", "unknown")], day=desk.clock().date())
    calls = await desk.tap(await desk.say("/gaps"), "1 다른 회사")
    await desk.tap(await desk.tap(calls, "카카오"), "저장")
    assert "카카오헤어샵" in desk.facts.teams["kakao"].decoys


async def test_what_is_settled_leaves_the_gaps(desk: Editorial) -> None:
    for question in ("크래프톤은?", "크래프톤 입장 뭐야", "KT&G는?"):
        await desk.stage.hear(question)
    await desk.stage.notes.write()
    told = texts(await desk.say("/gaps"))
    assert "1. 크래프톤 (2번)" in told
    assert "KT&amp;G" not in told
    await desk.tap(await desk.say("/decoy KT 크래프톤"), "저장")
    assert "답하지 못한 질문이 없습니다" in texts(await desk.say("/gaps"))


async def test_without_gaps_it_says_so(desk: Editorial) -> None:
    assert "없습니다" in texts(await desk.say("/gaps"))
