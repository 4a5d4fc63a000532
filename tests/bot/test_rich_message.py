"""Rich messages (Bot API 10.1) and parts of other API versions: what a message says is read, whatever it came in."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message

from bot.rendering.reply import plain
from bot.telegram.updates import LONGEST, UnreadableError, flattened, read_arrival
from tests.bot.recording import BOT_ID, BOT_NAME, Call
from tests.bot.stage import GROUP, PERSON, Json, Stage, answer_of, chat_of, message, staged, user

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "text", "blocks", "items", "cells", "caption", "label", "url", "user", "credit"]),
            inner,
        )
    ),
    max_leaves=12,
)


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


def paragraph(*text: object) -> Json:
    return {"type": "paragraph", "text": list(text) if len(text) != 1 else text[0]}


def rich(number: int, *blocks: Json, chat: int = PERSON, **more: object) -> Json:
    """A message whose only content is rich."""
    content: Json = {"message_id": number, "date": 1, "chat": chat_of(chat), "from": user(PERSON)}
    return {**content, "rich_message": {"blocks": list(blocks)}, **more}


def text_of(*blocks: Json) -> str:
    return str(flattened({"rich_message": {"blocks": list(blocks)}})["text"])


def headline(calls: list[Call]) -> str:
    (call,) = calls
    return plain(call.text()).partition("\n")[0]


KT = [
    [paragraph("KT는?")],
    [paragraph({"type": "bold", "text": "KT"}, "는?")],
    [paragraph({"type": "italic", "text": ["K", {"type": "marked", "text": "T"}]}, {"type": "custom_emoji",
    "alternative_text": "🙂", "custom_emoji_id": "1"}, " 입장?")],
    [{"type": "heading", "size": 1, "text": "질문"}, {"type": "divider"}, paragraph("KT는?")],
    [{"type": "blockquote", "blocks": [paragraph("KT는?")]}],
    [{"type": "list", "items": [{"label": "•", "blocks": [paragraph("KT 입장은?")]}]}],
    [{"type": "table", "cells": [[{"text": "KT", "align": "left", "valign": "top"}, {"text": "입장?",
    "align": "left", "valign": "top"}]]}],
    [{"type": "details", "summary": "KT는?", "blocks": []}],
    [{"type": "photo", "photo": [], "caption": {"text": "KT는?"}}],
    [{"type": "something of 10.4", "text": {"type": "glowing", "text": "KT는?"}}],
]  # fmt: skip


@pytest.mark.parametrize("blocks", KT)
async def test_a_rich_question_is_answered(stage: Stage, blocks: list[Json]) -> None:
    assert headline(await stage.play(message=rich(5, *blocks))) == "KT는 미정입니다."


async def test_a_rich_mention_in_a_group_is_heard_and_rich_talk_is_not(stage: Stage) -> None:
    mention = {"type": "mention", "text": f"@{BOT_NAME}", "username": BOT_NAME}
    linked = {"type": "text_mention", "text": "입장아", "user": {"id": BOT_ID, "is_bot": True, "first_name": "입장"}}
    for name in (mention, linked):
        assert (
            headline(await stage.play(message=rich(5, paragraph("😀 ", name, " KT는?"), chat=GROUP)))
            == "KT는 미정입니다."
        )
    command = {"type": "bot_command", "text": f"/ask@{BOT_NAME}", "bot_command": "ask"}
    assert headline(await stage.play(message=rich(5, paragraph(command, " KT는?"), chat=GROUP))) == "KT는 미정입니다."
    assert await stage.play(message=rich(5, paragraph("KT는?"), chat=GROUP)) == []


async def test_a_rich_message_is_edited_replied_to_and_forwarded(stage: Stage) -> None:
    await stage.play(message=rich(5, paragraph("KT는?")))
    (call,) = await stage.play(edited_message=rich(5, paragraph("카카오는?"), edit_date=2))
    assert (call.method, "카카오는 불참입니다." in plain(call.text())) == ("editMessageText", True)
    theirs = rich(3, paragraph("카카오 소식"), chat=GROUP, **{"from": user(8)})
    assert headline(await stage.hear(f"@{BOT_NAME} 이거 맞아?", chat=GROUP, reply_to_message=theirs)).endswith(
        "불참입니다."
    )
    origin = {"type": "user", "date": 1, "sender_user": user(8)}
    assert headline(await stage.play(message=rich(6, paragraph("KT는?"), forward_origin=origin))) == "KT는 미정입니다."
    mine = answer_of(stage, 900) | {"rich_message": {"blocks": [paragraph("KT는 미정입니다.")]}}
    del mine["text"]
    assert "출처" in plain((await stage.hear("출처?", chat=GROUP, reply_to_message=mine))[0].text())


def test_blocks_are_lines_and_cells_are_parted() -> None:
    items = [{"label": f"{n}.", "blocks": [paragraph(name), paragraph("…")]} for n, name in ((1, "카카오"), (2, "KT"))]
    assert text_of({"type": "list", "items": items}) == "1. 카카오\n…\n2. KT\n…"
    cell = [{"text": each, "align": "left", "valign": "top"} for each in ("카카오", "불참")]
    assert text_of({"type": "table", "cells": [cell, cell], "caption": "표"}) == "카카오\t불참\n카카오\t불참\n표"
    assert (
        text_of({"type": "pullquote", "text": "나간다", "credit": "KT"}, {"type": "divider"}, paragraph("끝"))
        == "나간다\nKT\n끝"
    )


def test_entities_count_utf16_units_in_the_whole_text() -> None:
    link = {"type": "url", "text": ["기", {"type": "bold", "text": "사"}], "url": "https://yna.co.kr/1"}
    flat = flattened({"rich_message": {"blocks": [paragraph("😀"), paragraph("이 ", link)]}})
    assert flat["text"] == "😀\n이 기사"
    assert flat["entities"] == [
        {"type": "bold", "offset": 6, "length": 1},
        {"type": "text_link", "offset": 5, "length": 2, "url": "https://yna.co.kr/1"},
    ]


def test_a_message_with_a_text_of_its_own_keeps_it() -> None:
    assert flattened({"text": "KT", "rich_message": {"blocks": [paragraph("카카오")]}})["text"] == "KT"


def test_only_so_much_is_read() -> None:
    deep: Json = paragraph("바닥")
    for _ in range(5000):
        deep = {"type": "blockquote", "blocks": [deep]}
    assert "text" not in flattened({"rich_message": {"blocks": [deep]}})
    assert len(text_of(*[paragraph("가" * 9000)] * 9)) <= LONGEST


def test_replies_to_replies_without_end_do_no_harm() -> None:
    content: Json = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "rich_message": {}}
    for _ in range(5000):
        content = {**content, "reply_to_message": content}
    message = read_arrival({"update_id": 5, "message": {**content, "text": "KT는?"}}, None).update.message
    assert isinstance(message, Message)
    assert message.text == "KT는?"


@given(JSON)
def test_whatever_stands_in_the_blocks_is_a_message_or_a_refusal(value: object) -> None:
    content = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "rich_message": {"blocks": value}}
    try:
        parsed = read_arrival({"update_id": 5, "message": content}, None).update.message
    except UnreadableError:
        return
    assert parsed is not None
    for entity in parsed.entities:
        parsed.parse_entity(entity)


POLL_OF_ANOTHER_VERSION = {"id": "1", "question": "누가 나갈까", "options": [{"text": "KT"}]}
PARTS = [
    {"poll": POLL_OF_ANOTHER_VERSION},
    {"unique_gift": {"gift": {}}},
    {"checklist": {"title": "할 일"}},
    {"story": {"id": 1}},
    {"game": {"title": "게임"}},
    {"pinned_message": {"message_id": "?"}},
]


@pytest.mark.parametrize("part", PARTS)
async def test_a_part_of_another_api_version_does_not_cost_the_text(stage: Stage, part: Json) -> None:
    (call,) = await stage.hear("KT는?", chat=PERSON, **part)
    assert plain(call.text()).startswith("KT는 미정입니다.")


async def test_neither_does_one_in_the_message_replied_to_or_behind_a_button(stage: Stage) -> None:
    theirs = {**message(3, "카카오 소식", GROUP), "from": user(8), "poll": POLL_OF_ANOTHER_VERSION}
    (call,) = await stage.hear(f"@{BOT_NAME} 이거 맞아?", chat=GROUP, reply_to_message=theirs)
    assert "불참" in plain(call.text())
    (sent,) = await stage.hear("KT는?")
    data = sent.data_of("발언 기록")
    under = {**answer_of(stage, 900, chat=PERSON), "checklist": {"title": "할 일"}}
    query = {"id": "q", "from": user(PERSON), "chat_instance": "1", "data": data, "message": under}
    assert [call.method for call in await stage.play(callback_query=query)] == [
        "answerCallbackQuery",
        "editMessageText",
    ]


def test_what_was_dropped_is_named_and_what_can_be_read_is_kept() -> None:
    dice = {"emoji": "🎲", "value": 3}
    content = {**message(5, "KT는?", PERSON), "poll": POLL_OF_ANOTHER_VERSION, "dice": dice}
    parsed = read_arrival({"update_id": 5, "message": content}, None).update.message
    assert isinstance(parsed, Message)
    assert (parsed.poll, parsed.api_kwargs["unreadable_part"]) == (None, ["poll"])
    assert parsed.dice is not None
    assert parsed.text == "KT는?"


async def test_a_dropped_poll_alone_cannot_be_read_and_a_dropped_gift_is_no_message(stage: Stage) -> None:
    content = message(5, "", PERSON)
    del content["text"], content["entities"]
    (call,) = await stage.play(message={**content, "poll": POLL_OF_ANOTHER_VERSION})
    assert "읽지 못합니다" in call.text()
    assert await stage.play(message={**content, "unique_gift": {"gift": {}}}) == []
