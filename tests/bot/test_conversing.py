from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import cast

import pytest
from telegram import Update
from telegram.error import BadRequest, TimedOut

from bot.chat.addressing import Identity
from bot.rendering.reply import plain
from bot.telegram.application import Context
from tests.bot.recording import BOT_ID, BOT_NAME, Call
from tests.bot.stage import GROUP, PERSON, Stage, answer_of, chat_of, message, staged, user


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


PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
FILE = {"file_id": "f", "file_unique_id": "u"}
STICKER = {**FILE, "width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}
MEDIA = [
    {"sticker": STICKER}, {"photo": PHOTO}, {"voice": {**FILE, "duration": 3}}, {"document": FILE},
    {"location": {"latitude": 37.5, "longitude": 127.0}}, {"contact": {"phone_number": "1", "first_name": "A"}},
]  # fmt: skip


def bare(chat: int, **more: object) -> dict[str, object]:
    """A message without words."""
    content = message(5, "", chat, **more)
    del content["text"], content["entities"]
    return content


@pytest.mark.parametrize("media", MEDIA)
async def test_media_alone_gets_one_line_in_private_and_nothing_in_a_group(
    stage: Stage, media: dict[str, object]
) -> None:
    (call,) = await stage.play(message=bare(PERSON, **media))
    assert call.text() == "사진, 파일, 음성 같은 것은 읽지 못합니다. 궁금한 것을 글로 보내 주세요."
    (call,) = await stage.play(message=bare(PERSON, **media, **{"from": user(9, "en")}))
    assert call.text().startswith("I cannot read pictures")
    assert await stage.play(message=bare(GROUP, **media, reply_to_message=answer_of(stage, 3))) == []


async def test_a_live_location_is_not_told_at_each_of_its_moves(stage: Stage) -> None:
    place = {"location": {"latitude": 37.5, "longitude": 127.0, "live_period": 900}}
    assert len(await stage.play(message=bare(PERSON, **place))) == 1
    assert await stage.play(edited_message=bare(PERSON, **place, edit_date=2)) == []


async def test_an_album_gets_one_line_in_all_or_the_answer_to_its_caption(stage: Stage) -> None:
    album = [await stage.play(message=bare(PERSON, photo=PHOTO, media_group_id="1")) for _ in range(3)]
    assert [len(calls) for calls in album] == [1, 0, 0]
    captioned = await stage.play(message=bare(PERSON, photo=PHOTO, media_group_id="2", caption="KT는?"))
    assert headline(captioned) == "KT는 미정입니다."
    assert await stage.play(message=bare(PERSON, photo=PHOTO, media_group_id="2")) == []


@pytest.mark.parametrize(
    "text",
    [
        "ㅋㅋ", "고마워", "ok", "@kim 이거 봐", "ㅇㅋ", "네", "오 그렇구나", "헐 대박", "thanks!", "lol", "👍",
        "진짜?",
        "나도 그렇게 생각해", "철수야 이거 봐", "good bot", "https://t.me/kakao", "굿굿", "팝콘각", "캡처해둠",
    ],
)  # fmt: skip
async def test_a_reply_to_the_bot_that_asks_nothing_gets_no_answer_in_a_group(stage: Stage, text: str) -> None:
    assert await stage.hear(text, chat=GROUP, reply_to_message=answer_of(stage, 3)) == []
    assert await stage.edit(5, text, chat=GROUP, reply_to_message=answer_of(stage, 3)) == []
    assert await stage.hear(text)  # in a private chat everything is answered


@pytest.mark.parametrize(
    "text", ["크래프톤은?", "크래프톤은", "what about Krafton", "어떻게 물어봐?", "도움말", "who is out?", "네이버"]
)
async def test_a_reply_that_asks_is_answered(stage: Stage, text: str) -> None:
    assert len(await stage.hear(text, chat=GROUP, reply_to_message=answer_of(stage, 3))) == 1


async def test_a_deleted_topic_does_not_swallow_the_answer(stage: Stage) -> None:
    stage.telegram.refuse("sendMessage", 400, "Bad Request: message thread not found")
    calls = await stage.hear(f"@{BOT_NAME} KT는?", chat=GROUP, message_thread_id=77, is_topic_message=True)
    assert [call.parameters.get("message_thread_id") for call in calls] == [77, None]
    assert calls[0].text() == calls[1].text()


async def test_a_refusal_that_is_not_about_the_topic_is_not_sent_again(stage: Stage) -> None:
    for thread in ({}, {"message_thread_id": 77, "is_topic_message": True}):
        stage.telegram.refuse(
            "sendMessage", 400, "Bad Request: chat not found" if thread else "message thread not found"
        )
        with pytest.raises(BadRequest):
            await stage.hear(f"@{BOT_NAME} KT는?", chat=GROUP, **thread)
        assert len(stage.telegram.take()) == 1


async def test_a_renamed_bot_is_heard_by_its_new_name(stage: Stage) -> None:
    stage.telegram.me = {**stage.telegram.me, "username": "ipjang2_bot"}
    mention = {"type": "mention", "offset": 0, "length": 12}
    assert headline(await stage.hear("@ipjang2_bot KT는?", chat=GROUP, entities=[mention])) == "KT는 미정입니다."
    assert headline(await stage.hear("/ask@ipjang2_bot KT는?", chat=GROUP)) == "KT는 미정입니다."
    assert await stage.hear(f"@{BOT_NAME} KT는?", chat=GROUP) == []


async def test_other_names_make_the_bot_look_at_most_once_a_minute(stage: Stage) -> None:
    for name in ("@other_bot", "@kim", "/ask@third_bot"):
        await stage.hear(f"{name} KT는?", chat=GROUP)
    assert stage.looks == 1


async def test_it_looks_anyway_once_an_hour_and_goes_on_where_that_fails() -> None:
    now = [0.0]
    identity, looked = Identity(lambda: now[0]), list[float]()

    class Bot:
        username = BOT_NAME

        async def get_me(self) -> None:
            looked.append(now[0])
            raise TimedOut

    context = cast("Context", SimpleNamespace(bot=Bot()))
    for at, text in (
        (1, "KT는?"),
        (2, "@new_bot?"),
        (50, "@new_bot?"),
        (63, "@new_bot?"),
        (3650, "KT는?"),
        (3670, "KT는?"),
    ):
        now[0] = at
        await identity.heard(Update.de_json({"update_id": 1, "message": message(5, text, GROUP)}, None), context)
    assert looked == [2, 63, 3670]


async def test_the_quote_of_a_message_in_another_chat_is_what_a_mention_asks_about(stage: Stage) -> None:
    external = {"origin": {"type": "user", "date": 1, "sender_user": user(8)}}
    for quote in ({"text": "카카오 소식", "position": 0}, {"text": "카카오 소식", "position": 0, "is_manual": True}):
        calls = await stage.hear(f"@{BOT_NAME} 이거 맞아?", chat=GROUP, external_reply=external, quote=quote)
        assert headline(calls).endswith("카카오는 불참입니다.")
    theirs = {"message_id": 3, "date": 1, "chat": chat_of(GROUP), "from": user(8), "text": "KT 소식과 그 밖"}
    calls = await stage.hear(
        f"@{BOT_NAME} 이거 맞아?", chat=GROUP, reply_to_message=theirs, quote={"text": "그 밖", "position": 6}
    )
    assert headline(calls).endswith("KT는 미정입니다.")


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("카카오.한국 어때", "url", "카카오.한국"), ("naver.shop KT는?", "url", "naver.shop"),
        ("kakao@kt.ai KT는?", "email", "kakao@kt.ai"),
        ("글 @naver KT는?", "mention", "@naver"), ("😀 kakao.xyz KT는?", "url", "kakao.xyz"),
    ],
)  # fmt: skip
async def test_what_telegram_marks_as_an_address_names_nobody(stage: Stage, text: str, kind: str, part: str) -> None:
    before = text[: text.index(part)]
    entity = {"type": kind, "offset": len(before.encode("utf-16-le")) // 2, "length": len(part)}
    told = plain((await stage.hear(text, entities=[entity]))[0].text())
    assert "카카오" not in told.partition("\n")[0]
    if "KT" in text:
        assert told.startswith("KT는 미정입니다.")


@pytest.mark.parametrize("name", ["kt", "kakao?", "NC ai", "Kakao, naver"])
async def test_a_bare_name_is_answered_in_the_language_of_who_asks(stage: Stage, name: str) -> None:
    korean, english = [
        (await stage.hear(name, chat=PERSON, **{"from": user(7, code)}))[0].text() for code in ("ko", "en")
    ]
    assert "기록은" in korean
    assert "기록은" not in english


@pytest.mark.parametrize(
    ("words", "said"), [("ko", "한국어로"), ("English", "in English"), ("영어", "in English"), ("한국어로", "한국어로")]
)
async def test_a_language_that_is_named_is_set_at_once(stage: Stage, words: str, said: str) -> None:
    (call,) = await stage.hear(
        f"/language {words}", chat=PERSON, **{"from": user(7, "en" if "한국어" in said else "ko")}
    )
    assert said in call.text()
    assert not call.buttons()
    told = (await stage.hear("KT", chat=PERSON, **{"from": user(7, "en" if "한국어" in said else "ko")}))[0].text()
    assert ("기록은" in told) == ("한국어" in said)


async def test_a_language_that_is_not_spoken_here_and_one_that_nobody_asks_for_are_a_choice(stage: Stage) -> None:
    assert len((await stage.hear("/language fr"))[0].buttons()) == 2
    nameless = {"from": user(1087968824), "sender_chat": chat_of(GROUP)}
    assert len((await stage.hear("/language en", chat=GROUP, **nameless))[0].buttons()) == 2


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
