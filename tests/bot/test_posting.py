from collections.abc import AsyncIterator

import pytest

from bot.chat.posting import Place, post, repost
from bot.rendering.reply import Button, Reply
from bot.telegram.application import IpjangBot
from tests.bot.recording import Telegram
from tests.bot.stage import GROUP, recorded

BUTTONS = ((Button(label="기록", data="hk:kt"), Button(label="원문", url="https://example.org/a?b=1&c=2")),)
LONG = Reply(parts=("하나", "둘", "셋"), buttons=BUTTONS)
SHORT = Reply(parts=("하나",), buttons=BUTTONS)
PLACE = Place(chat=GROUP, question=5)


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[IpjangBot]:
    application = recorded(telegram)
    await application.initialize()
    telegram.take()
    yield application.bot
    await application.shutdown()


async def test_only_the_first_part_is_a_reply_and_only_the_last_has_buttons(bot: IpjangBot, telegram: Telegram) -> None:
    assert len(await post(bot, PLACE, LONG)) == 3
    calls = telegram.take()
    assert ["reply_parameters" in call.parameters for call in calls] == [True, False, False]
    assert [len(call.buttons()) for call in calls] == [0, 0, 2]


async def test_a_shorter_answer_takes_the_place_of_a_longer_one(bot: IpjangBot, telegram: Telegram) -> None:
    sent = await post(bot, PLACE, LONG)
    telegram.take()
    assert await repost(bot, PLACE, sent, SHORT) == sent[:1]
    calls = telegram.take()
    assert [(call.method, call.parameters["message_id"]) for call in calls] == [
        ("editMessageText", sent[0]), ("deleteMessage", sent[1]), ("deleteMessage", sent[2]),
    ]  # fmt: skip
    assert len(calls[0].buttons()) == 2


async def test_a_longer_answer_goes_on_behind_a_shorter_one(bot: IpjangBot, telegram: Telegram) -> None:
    sent = await post(bot, PLACE, SHORT)
    telegram.take()
    assert len(await repost(bot, PLACE, sent, LONG)) == 3
    calls = telegram.take()
    assert [call.method for call in calls] == ["editMessageText", "sendMessage", "sendMessage"]
    assert [len(call.buttons()) for call in calls] == [0, 0, 2]


async def test_an_answer_that_is_gone_is_sent_again(bot: IpjangBot, telegram: Telegram) -> None:
    telegram.refuse("editMessageText", 400, "Bad Request: message to edit not found")
    sent = await repost(bot, PLACE, [77], SHORT)
    assert len(sent) == 1
    assert [call.method for call in telegram.take()] == ["editMessageText", "sendMessage"]


async def test_a_leftover_that_cannot_be_deleted_is_no_error(bot: IpjangBot, telegram: Telegram) -> None:
    telegram.refuse("deleteMessage", 400, "Bad Request: message can't be deleted for everyone")
    assert await repost(bot, PLACE, [77, 78], SHORT) == (77,)
