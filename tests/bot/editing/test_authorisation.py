"""The authorisation matrix: every forbidden path times every command and every live button has no effect at all."""

from collections.abc import Mapping

import pytest

from bot.editing.access import COMMANDS
from bot.editing.handlers import ROWS_EACH
from bot.editing.state import WAITING
from knowledge.record.changes import Revoke
from tests.bot.editing.editorial import ADD, EDITOR, OWNER, STRANGER, Editorial, button, texts
from tests.bot.editing.paths import COMMAND_PATHS, Path
from tests.bot.recording import Call
from tests.bot.stage import GROUP, Json, chat_of, message, user

TYPED: Mapping[str, str] = {
    "add": ADD,
    "correct": "/correct kakao-20260116\nsaid: 2026-01-15\nreason: wrong date",
    "retract": "/retract kakao-20260116 wrong",
    "reinstate": "/reinstate kakao-20260116 right",
    "statements": "/statements KT",
    "team": "/team add samsung\nko: 삼성전자",
    "alias": "/alias KT 올레",
    "decoy": "/decoy KT 케이티엠모바일",
    "audit": "/audit",
    "export": "/export",
    "gaps": "/gaps",
    "proposals": "/proposals",
    "cancel": "/cancel",
    "grant": "/grant 13",
    "revoke": "/revoke 12",
    "editors": "/editors",
}
PUBLIC_WORDS = ("불참", "미정", "Not joining", "kakao-20260116", "연합뉴스", "Yonhap", "편집할 수 있는", "person may")
"""What a reply would hold if it told anything of the record or of who may edit it."""


async def refusals(desk: Editorial) -> int:
    """How many refused attempts the audit holds."""
    entries = await desk.services.store.audit.page(size=1000)
    return sum(entry.action == "refused" for entry in entries)


def nothing_told(calls: list[Call]) -> bool:
    """Whether no reply tells anything, and none has a button that does something."""
    told = texts(calls) + str([call.parameters.get("caption", "") for call in calls])
    buttons = [key for call in calls for key in call.buttons() if "callback_data" in key]
    sent_files = [call for call in calls if call.method == "sendDocument"]
    return not any(word in told for word in PUBLIC_WORDS) and not buttons and not sent_files


def test_every_command_is_tried() -> None:
    assert set(TYPED) == set(COMMANDS)
    assert len(COMMAND_PATHS) >= 25


@pytest.mark.parametrize("path", COMMAND_PATHS.values(), ids=COMMAND_PATHS.keys())
async def test_no_command_has_an_effect_by_a_forbidden_path(desk: Editorial, path: Path) -> None:
    before = await desk.dump()
    for number, text in enumerate(TYPED.values(), start=1):
        calls = await desk.stage.play(**path(text))
        if "start" not in str(path(text)):
            assert nothing_told(calls), (text, calls)
        assert await refusals(desk) == number, text
    assert await desk.dump() == before
    assert await desk.services.store.drafts.get(EDITOR, EDITOR) is None


@pytest.mark.parametrize("command", ["grant", "revoke", "editors"])
async def test_what_is_the_owners_is_not_an_editor_s(desk: Editorial, command: str) -> None:
    before = await desk.dump()
    calls = await desk.say(TYPED[command])
    assert "소유자만" in texts(calls)
    assert nothing_told(calls)
    assert await desk.dump() == before
    assert await refusals(desk) == 1


async def test_an_editor_in_a_group_is_shown_the_way(desk: Editorial) -> None:
    calls = await desk.stage.hear("/add", chat=GROUP, **{"from": user(EDITOR)})
    assert "1:1 대화" in texts(calls)
    assert calls[0].buttons()[0]["url"] == "https://t.me/ipjang_bot"


LIVE: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "record": (EDITOR, (ADD,)),
    "correct": (EDITOR, (TYPED["correct"],)),
    "retract": (EDITOR, (TYPED["retract"],)),
    "team": (EDITOR, (TYPED["team"],)),
    "names": (EDITOR, ("/team names KT\nko: 케이티\nen: KT",)),
    "alias": (EDITOR, (TYPED["alias"],)),
    "unalias": (EDITOR, ("/alias remove KT 케이티",)),
    "decoy": (EDITOR, (TYPED["decoy"],)),
    "undecoy": (EDITOR, ("/decoy remove KT KTX",)),
    "reinstate": (EDITOR, ("/retract kakao-20260116 wrong", "/reinstate kakao-20260116 right")),
    "load": (EDITOR, ()),
    "grant": (OWNER, (TYPED["grant"],)),
    "revoke": (OWNER, (TYPED["revoke"],)),
}
"""What leads to a live Save button -> whose it is."""


async def previewed(desk: Editorial, kind: str) -> list[Call]:
    """The preview of a kind of change, its Save not pressed."""
    owner, typed = LIVE[kind]
    if not typed:
        return await desk.stage.play(message=document(desk, owner))
    for text in typed[:-1]:
        await desk.tap(await desk.say(text, by=owner), "저장", by=owner)
    return await desk.say(typed[-1], by=owner)


def document(desk: Editorial, by: int, **more: object) -> Json:
    """A programme file with a new team, in private unless `more` says otherwise."""
    content = b"format: ipjang-programme/1\nteams:\n  - {id: hanbit, names: {ko: [\xed\x95\x9c\xeb\xb9\x9b]}}\n"
    desk.stage.telegram.answers["getFile"] = {"file_id": "f", "file_unique_id": "u", "file_path": "documents/sent"}
    desk.stage.telegram.downloads["sent"] = content
    sent = {"file_id": "f", "file_unique_id": "u", "file_name": "new.yaml", "file_size": len(content)}
    return {"message_id": 7, "date": 1, "chat": chat_of(by), "from": user(by), "document": sent, **more}


def query(data: str, by: int, chat: int, **more: object) -> Json:
    """A press, with fields replaced or added."""
    sent = {"message_id": 900, "date": 1, "chat": chat_of(chat), "text": "…"}
    return {"id": "q", "from": user(by), "chat_instance": "1", "data": data, "message": sent, **more}


def pressed(data: str, owner: int) -> Mapping[str, Json]:
    """Every forbidden way to press somebody's live button."""
    token = data.split(":")[1]
    return {
        "a stranger": {"callback_query": query(data, STRANGER, STRANGER)},
        "another editor": {"callback_query": query(data, OWNER + EDITOR - owner, OWNER + EDITOR - owner)},
        "another editor in the owner's chat": {"callback_query": query(data, OWNER + EDITOR - owner, owner)},
        "the editor in a group": {"callback_query": query(data, owner, GROUP)},
        "a stranger in the editor's chat": {"callback_query": query(data, STRANGER, owner)},
        "an inline message": {
            "callback_query": {**query(data, owner, owner), "message": None, "inline_message_id": "i"}
        },
        "both kinds of message": {"callback_query": query(data, owner, owner, inline_message_id="i")},
        "no message": {"callback_query": {**query(data, owner, owner), "message": None}},
        "a bot": {"callback_query": query(data, owner, owner, **{"from": {**user(owner), "is_bot": True}})},
        "a forged token": {"callback_query": query(f"e:{'A' * 22}:save", owner, owner)},
        "a short token": {"callback_query": query("e:A:save", owner, owner)},
        "no token": {"callback_query": query("e:save", owner, owner)},
        "another verb": {"callback_query": query(f"e:{token}:approve", owner, owner)},
        "another verb's number": {"callback_query": query(f"e:{token}:7", owner, owner)},
        "undo before it was saved": {"callback_query": query(f"e:{token}:undo", owner, owner)},
        "a deep link": {"message": {**_start(f"/start {data}", owner)}},
        "an escaped deep link": {"message": {**_start(f"/start e_{token}_save", owner)}},
    }


def _start(text: str, by: int) -> Json:
    return {"message_id": 6, "date": 1, "chat": chat_of(by), "from": user(by), "text": text}


@pytest.mark.parametrize("kind", LIVE)
async def test_no_live_button_has_an_effect_by_a_forbidden_path(desk: Editorial, kind: str) -> None:
    owner = LIVE[kind][0]
    data = button(await previewed(desk, kind), "저장")
    before = await desk.dump()
    for number, (path, update) in enumerate(pressed(data, owner).items(), start=1):
        calls = await desk.stage.play(**update)
        assert "link" in path or nothing_told(calls), path
        assert await desk.dump() == before, path
        assert await refusals(desk) == number, path
    await desk.press(data, by=owner)
    assert await desk.dump() != before


async def test_nobody_is_left_untold_by_a_forbidden_path(desk: Editorial) -> None:
    await desk.stage.hear("카카오는?", chat=71)
    await desk.stage.notes.write()
    data = button(await desk.say(TYPED["correct"]), "저장만")
    await desk.press(data)
    before = await desk.dump()
    reason = f"{data.rpartition(':')[0]}:onlytypo"
    for number, (path, update) in enumerate(pressed(reason, EDITOR).items(), start=1):
        calls = await desk.stage.play(**update)
        assert "link" in path or nothing_told(calls), path
        assert await desk.dump() == before, path
        assert await refusals(desk) == number, path
    await desk.say("오탈자", by=STRANGER)
    assert await desk.dump() == before
    await desk.say("오탈자")
    assert await desk.dump() != before


async def test_what_readers_report_is_settled_by_no_forbidden_path(desk: Editorial) -> None:
    await desk.stage.press("wk:kakao-20260116/2", chat=GROUP)
    data = button(await desk.say("/gaps"), "이상 없음")
    before, kept = await desk.dump(), await desk.services.store.reports.reported()
    assert kept
    for number, (path, update) in enumerate(pressed(data, EDITOR).items(), start=1):
        calls = await desk.stage.play(**update)
        assert "link" in path or nothing_told(calls), path
        assert await desk.services.store.reports.reported() == kept, path
        assert await refusals(desk) == number, path
    await desk.press(data)
    assert await desk.services.store.reports.reported() == ()
    assert await desk.dump() == before


@pytest.mark.parametrize("kind", [kind for kind in LIVE if LIVE[kind][0] == EDITOR])
async def test_a_revoked_editor_s_live_buttons_are_dead(desk: Editorial, kind: str) -> None:
    data = button(await previewed(desk, kind), "저장")
    await desk.services.editor.save(Revoke(user=EDITOR), by="test", key="revoke")
    before = await desk.dump()
    calls = await desk.press(data)
    assert nothing_told(calls)
    assert await desk.dump() == before
    assert await refusals(desk) == 1


@pytest.mark.parametrize("kind", LIVE)
async def test_an_expired_button_says_so_and_does_nothing(desk: Editorial, kind: str) -> None:
    owner = LIVE[kind][0]
    data = button(await previewed(desk, kind), "저장")
    before = await desk.dump()
    desk.clock.turn(WAITING)
    calls = await desk.press(data, by=owner)
    assert nothing_told(calls) or "적으신 내용입니다" in texts(calls)
    assert await desk.dump() == before
    assert await refusals(desk) == 1


@pytest.mark.parametrize("kind", LIVE)
async def test_a_used_button_has_no_second_effect(desk: Editorial, kind: str) -> None:
    owner = LIVE[kind][0]
    data = button(await previewed(desk, kind), "저장")
    await desk.press(data, by=owner)
    once = await desk.dump()
    for _ in range(3):
        await desk.press(data, by=owner)
    assert await desk.dump() == once


@pytest.mark.parametrize("kind", LIVE)
async def test_a_cancelled_preview_cannot_be_saved(desk: Editorial, kind: str) -> None:
    owner, calls = LIVE[kind][0], await previewed(desk, kind)
    before = await desk.dump()
    await desk.tap(calls, "취소", by=owner)
    await desk.tap(calls, "저장", by=owner)
    assert await desk.dump() == before
    assert await refusals(desk) == 1


FORBIDDEN_DOCUMENTS: Mapping[str, tuple[str, Json]] = {
    "a stranger": ("message", {"from": user(STRANGER), "chat": chat_of(STRANGER)}),
    "a stranger forwarding an editor": (
        "message",
        {"from": user(STRANGER), "forward_origin": {"type": "user", "date": 1, "sender_user": user(EDITOR)}},
    ),
    "in a group": ("message", {"chat": chat_of(GROUP)}),
    "an edited message": ("edited_message", {"edit_date": 2}),
    "in the name of a channel": ("message", {"sender_chat": {"id": -1002001, "type": "channel", "title": "C"}}),
    "an automatic forward": ("message", {"is_automatic_forward": True}),
    "a channel's post": ("channel_post", {"chat": {"id": -1002001, "type": "channel", "title": "C"}}),
    "via another bot": ("message", {"via_bot": {"id": 99, "is_bot": True, "first_name": "B"}}),
    "a business message": ("business_message", {"business_connection_id": "b"}),
    "a message with a business connection": ("message", {"business_connection_id": "b"}),
    "a guest message": ("guest_message", {"guest_query_id": "g", "chat": chat_of(GROUP)}),
    "a bot": ("message", {"from": {**user(EDITOR), "is_bot": True}}),
}


@pytest.mark.parametrize("path", FORBIDDEN_DOCUMENTS)
async def test_no_document_is_even_fetched_by_a_forbidden_path(desk: Editorial, path: str) -> None:
    kind, more = FORBIDDEN_DOCUMENTS[path]
    before = await desk.dump()
    calls = await desk.stage.play(**{kind: document(desk, EDITOR, **more)})
    assert "getFile" not in [call.method for call in calls]
    assert "e:" not in str([call.buttons() for call in calls])
    assert await desk.dump() == before


@pytest.mark.parametrize("path", FORBIDDEN_DOCUMENTS)
async def test_no_word_moves_a_conversation_by_a_forbidden_path(desk: Editorial, path: str) -> None:
    await desk.say("/add")
    kind, more = FORBIDDEN_DOCUMENTS[path]
    before = await desk.services.store.drafts.get(EDITOR, EDITOR)
    await desk.stage.play(**{kind: {**message(8, "KT", EDITOR), "from": user(EDITOR), **more}})
    assert await desk.services.store.drafts.get(EDITOR, EDITOR) == before


async def test_undo_is_pressed_by_its_editor_in_private_only(desk: Editorial) -> None:
    saved = await desk.tap(await desk.say(ADD), "저장")
    data = button(saved, "되돌리기")
    forbidden = {path: update for path, update in pressed(data, EDITOR).items() if not path.startswith("undo")}
    before = await desk.dump()
    for path, update in forbidden.items():
        await desk.stage.play(**update)
        assert await desk.dump() == before, path
    assert await refusals(desk) == len(forbidden)
    await desk.press(data)
    assert await desk.dump() != before


async def test_a_flood_of_attempts_does_not_flood_the_audit(desk: Editorial) -> None:
    for _ in range(ROWS_EACH + 20):
        await desk.say("/add", by=STRANGER)
    entries = await desk.services.store.audit.page(size=1000)
    refused = [entry for entry in entries if entry.action == "refused"]
    assert len(refused) == ROWS_EACH + 1
    assert refused[0].after == {"reason": "flood"}
