from collections.abc import AsyncIterator

import pytest

from bot.markup import plain
from tests.bot.recording import BOT_ID, BOT_NAME, Call
from tests.bot.stage import GROUP, PERSON, Stage, message, staged, user


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


def headline(calls: list[Call]) -> str:
    """The first line of the one message sent."""
    (call,) = calls
    assert call.method == "sendMessage"
    return plain(call.text()).partition("\n")[0]


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("카카오 재도전해?", ["카카오", "불참", "재도전에 나서지 않는 편이 맞는 것 같다", "1월 16일"], []),
        ("KT는?", ["KT", "미정", "정해진 게 없다"], ["불참"]),
        ("네이버랑 NC AI 둘 다 안 나가?", ["네이버클라우드", "NC AI", "불참"], ["미정"]),
        ("is Konan in?", ["Konan", "Considering", "reported"], ["Not joining"]),
        ("루닛은?", ["루닛", "탈락"], ["불참"]),
        ("업스테이지는?", ["업스테이지", "기록된 발언이 없습니다"], ["불참", "미정"]),
        ("KT&G는?", [], ["미정", "불참", "정해진"]),
    ],
)
async def test_the_first_questions_are_answered_rightly(
    stage: Stage, question: str, said: list[str], unsaid: list[str]
) -> None:
    calls = await stage.hear(question)
    text = "\n".join(plain(call.text()) for call in calls)
    assert [words for words in said if words not in text] == []
    assert [words for words in unsaid if words in text.partition("결과:")[0]] == []


async def test_a_private_answer_is_html_without_preview_and_replies_to_nothing(stage: Stage) -> None:
    (call,) = await stage.hear("KT는?")
    assert call.parameters["parse_mode"] == "HTML"
    assert call.parameters["link_preview_options"] == {"is_disabled": True}
    assert "reply_parameters" not in call.parameters
    assert "message_thread_id" not in call.parameters


async def test_group_chatter_gets_no_answer(stage: Stage) -> None:
    for text in ("카카오 재도전한대?", "KT는?", "@other_bot KT는?", "/ask@other_bot KT는?", "/weather", "ㅋㅋ"):
        assert await stage.hear(text, chat=GROUP) == []


@pytest.mark.parametrize(
    "text",
    [
        f"@{BOT_NAME} KT는?",
        f"KT는 어때 @{BOT_NAME}",
        f"@{BOT_NAME.upper()} KT는?".replace(BOT_NAME.upper(), BOT_NAME),
        f"😀🎉 @{BOT_NAME} KT는?",
        f"/ask@{BOT_NAME} KT는?",
        "/ask KT는?",
        f"/ask@{BOT_NAME.upper()} KT는?",
    ],
)
async def test_a_group_is_answered_when_it_asks(stage: Stage, text: str) -> None:
    calls = await stage.hear(text, chat=GROUP)
    assert headline(calls) == "KT는 미정입니다."
    assert calls[0].parameters["reply_parameters"] == {
        "message_id": calls[0].parameters["reply_parameters"]["message_id"],  # type: ignore[index]
        "allow_sending_without_reply": True,
    }


async def test_a_mention_by_name_link_is_a_mention(stage: Stage) -> None:
    linked = {
        "type": "text_mention",
        "offset": 0,
        "length": 3,
        "user": {"id": BOT_ID, "is_bot": True, "first_name": "입장"},
    }
    assert headline(await stage.hear("입장아 KT는?", chat=GROUP, entities=[linked])) == "KT는 미정입니다."


async def test_a_mention_in_the_caption_of_a_photo_is_answered(stage: Stage) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    content = message(5, f"@{BOT_NAME} KT는?", GROUP)
    content |= {"caption": content.pop("text"), "caption_entities": content.pop("entities"), "photo": photo}
    assert headline(await stage.play(message=content)) == "KT는 미정입니다."


async def test_a_reply_to_the_bot_is_a_question(stage: Stage) -> None:
    mine = {
        "message_id": 3,
        "date": 1,
        "chat": {"id": GROUP, "type": "supergroup"},
        "from": dict(stage.telegram.me),
        "text": "…",
    }
    assert headline(await stage.hear("KT는?", chat=GROUP, reply_to_message=mine)) == "KT는 미정입니다."


@pytest.mark.parametrize(
    "words", [f"@{BOT_NAME}", f"@{BOT_NAME} 이거 맞아?", f"/ask@{BOT_NAME}", f"출처는? @{BOT_NAME}"]
)
async def test_a_mention_in_reply_to_somebody_asks_about_that_message(stage: Stage, words: str) -> None:
    theirs = {
        "message_id": 3,
        "date": 1,
        "chat": {"id": GROUP, "type": "supergroup"},
        "from": user(8),
        "text": "카카오도 나간대",
    }
    calls = await stage.hear(words, chat=GROUP, reply_to_message=theirs)
    assert "카카오" in headline(calls)
    assert "불참" in headline(calls)


async def test_own_words_count_before_the_message_replied_to(stage: Stage) -> None:
    theirs = {
        "message_id": 3,
        "date": 1,
        "chat": {"id": GROUP, "type": "supergroup"},
        "from": user(8),
        "text": "카카오도 나간대",
    }
    calls = await stage.hear(f"@{BOT_NAME} KT는?", chat=GROUP, reply_to_message=theirs)
    assert headline(calls) == "KT는 미정입니다."


async def test_the_answer_stays_in_its_forum_topic_but_never_names_the_general_one(stage: Stage) -> None:
    (call,) = await stage.hear(f"@{BOT_NAME} KT는?", chat=GROUP, message_thread_id=77, is_topic_message=True)
    assert call.parameters["message_thread_id"] == 77
    (call,) = await stage.hear(f"@{BOT_NAME} KT는?", chat=GROUP, message_thread_id=1, is_topic_message=True)
    assert "message_thread_id" not in call.parameters
    (call,) = await stage.hear(f"@{BOT_NAME} KT는?", chat=GROUP, message_thread_id=55)
    assert "message_thread_id" not in call.parameters


async def test_an_empty_mention_is_told_how_to_ask(stage: Stage) -> None:
    calls = await stage.hear(f"@{BOT_NAME}", chat=GROUP)
    assert "물어" in plain(calls[0].text())


async def test_answers_of_our_own_sent_through_inline_mode_are_not_answered(stage: Stage) -> None:
    assert await stage.hear("KT는?", via_bot=dict(stage.telegram.me)) == []


async def test_other_bots_are_not_answered(stage: Stage) -> None:
    other = {"id": 99, "is_bot": True, "first_name": "B"}
    assert await stage.hear(f"@{BOT_NAME} KT는?", chat=GROUP, **{"from": other}) == []


async def test_an_edited_question_gets_its_answer_edited(stage: Stage) -> None:
    (sent,) = await stage.hear("KT는?")
    question = next(stage.numbers) - 2
    (call,) = await stage.edit(question, "카카오는?")
    assert call.method == "editMessageText"
    assert call.parameters["message_id"] == stage.telegram.last_message
    assert "카카오는 불참입니다." in plain(call.text())
    assert sent.method == "sendMessage"


async def test_an_edited_question_is_remembered_across_a_restart(stage: Stage, sqlite_url: str) -> None:
    await stage.hear("KT는?", chat=PERSON)
    question = next(stage.numbers) - 2
    await stage.notes.write()
    async with staged(sqlite_url, fill=False) as restarted:
        (call,) = await restarted.edit(question, "카카오는?")
        assert (call.method, call.parameters["message_id"]) == ("editMessageText", stage.telegram.last_message)


async def test_an_edited_question_whose_answer_is_gone_is_answered_anew(stage: Stage) -> None:
    await stage.hear("KT는?")
    question = next(stage.numbers) - 2
    stage.telegram.refuse("editMessageText", 400, "Bad Request: message to edit not found")
    calls = await stage.edit(question, "카카오는?")
    assert [call.method for call in calls] == ["editMessageText", "sendMessage"]


async def test_an_edit_that_changes_nothing_is_no_error(stage: Stage) -> None:
    await stage.hear("KT는?")
    question = next(stage.numbers) - 2
    stage.telegram.refuse("editMessageText", 400, "Bad Request: message is not modified: …")
    assert [call.method for call in await stage.edit(question, "KT는??")] == ["editMessageText"]


async def test_an_edited_command_is_not_carried_out_again(stage: Stage) -> None:
    assert await stage.edit(4711, "/status") == []
    assert await stage.edit(4712, "/language") == []
    assert await stage.edit(4713, "/ask KT는?", chat=GROUP) == []


async def test_edited_chatter_stays_unanswered(stage: Stage) -> None:
    assert await stage.edit(4711, "KT는?", chat=GROUP) == []


async def test_a_sticker_in_a_private_chat_is_told_how_to_ask_and_an_album_only_once(stage: Stage) -> None:
    content = message(5, "", PERSON)
    del content["text"], content["entities"]
    assert "물어" in plain((await stage.play(message=content))[0].text())
    assert await stage.play(message={**content, "media_group_id": "1"}) == []


@pytest.mark.parametrize(
    "event",
    [{"new_chat_title": "T"}, {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}}],
)
async def test_what_happens_in_a_chat_is_no_question(stage: Stage, event: dict[str, object]) -> None:
    content = message(5, "", PERSON, **event)
    del content["text"], content["entities"]
    assert await stage.play(message=content) == []


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800 KT는?", "KT는?" * 20_000, "‮KT는?", "a" * 100_000, "\u200b", "<b>KT</b>는?"]
)
async def test_odd_texts_get_a_polite_answer(stage: Stage, text: str) -> None:
    calls = await stage.hear(text)
    assert calls
    assert all(call.method == "sendMessage" for call in calls)


async def test_what_nobody_could_answer_is_counted_without_a_name(stage: Stage) -> None:
    await stage.hear("삼성전자는?")
    await stage.hear("삼성전자는?")
    await stage.notes.write()
    gaps = await stage.record.store.gaps.most_frequent()
    assert [(gap.text, gap.count) for gap in gaps if gap.text == "삼성전자는?"] == [("삼성전자는?", 2)]


async def test_the_library_keeps_no_list_of_everybody_who_ever_wrote(stage: Stage) -> None:
    for chat in range(100, 120):
        await stage.hear("KT는?", chat=chat)
    kept = (getattr(stage.application, f"_{kind}_ids_to_be_updated_in_persistence") for kind in ("chat", "user"))
    assert not any(kept)
    assert not stage.application.chat_data
    assert not stage.application.user_data
