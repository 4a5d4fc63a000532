from collections.abc import AsyncIterator

import pytest
from telegram import Update

from bot.chat.notes import Preferences
from bot.chat.posting import Apologies
from bot.messages.talk import talk
from tests.bot.recording import BOT_NAME, Call
from tests.bot.stage import GROUP, PERSON, Json, Stage, message, staged, user


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


async def apologised(stage: Stage, **content: object) -> list[Call]:
    bot = stage.application.bot
    manners = Apologies(bot, Preferences(stage.record.store.chats, "ko"))
    stage.telegram.take()
    await manners.apologise(Update.de_json({"update_id": 1, **content}, bot), "a1b2c3d4")
    return stage.telegram.take()


async def test_an_apology_names_its_reference_in_the_readers_language(stage: Stage) -> None:
    (call,) = await apologised(stage, message=message(5, "KT?", PERSON))
    assert call.text() == talk("ko").apology("a1b2c3d4")
    (call,) = await apologised(stage, message=message(5, "KT?", PERSON, **{"from": user(PERSON, "en")}))
    assert call.text() == talk("en").apology("a1b2c3d4")


async def test_a_group_hears_an_apology_only_where_it_asked(stage: Stage) -> None:
    assert await apologised(stage, message=message(5, "KT?", GROUP)) == []
    (call,) = await apologised(stage, message=message(5, f"@{BOT_NAME} KT?", GROUP))
    assert "reply_parameters" in call.parameters


async def test_a_press_is_answered_with_the_apology(stage: Stage) -> None:
    query: Json = {"id": "q", "from": user(PERSON), "chat_instance": "1", "data": "x", "inline_message_id": "i"}
    (call,) = await apologised(stage, callback_query=query)
    assert call.method == "answerCallbackQuery"


async def test_an_inline_query_gets_none(stage: Stage) -> None:
    query: Json = {"id": "q", "from": user(PERSON), "query": "", "offset": ""}
    assert await apologised(stage, inline_query=query) == []


async def test_patience_is_asked_for_politely(stage: Stage) -> None:
    bot = stage.application.bot
    manners = Apologies(bot, Preferences(stage.record.store.chats, "ko"))
    stage.telegram.take()
    await manners.ask_for_patience(Update.de_json({"update_id": 1, "message": message(5, "KT?", PERSON)}, bot))
    (call,) = stage.telegram.take()
    assert call.text() == talk("ko").patience()
