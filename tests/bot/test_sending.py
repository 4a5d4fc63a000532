"""Sending through the loopback Bot API: limits that delay one chat only, and tries that end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
from telegram import InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.telegram import rate_limits as sending_module
from bot.telegram.application import IpjangBot, build_application
from bot.telegram.rate_limits import MAX_TRIES, Sending
from tests.loopback.faults import Fault
from tests.loopback.server import Call, Loopback


@asynccontextmanager
async def bot_of(telegram: Loopback, sending: Sending) -> AsyncIterator[IpjangBot]:
    """A bot that sends, and chats that it may send to."""
    telegram.chats.known |= {1, 2, 3, *range(100, 200), -5, -100500}
    application = build_application(telegram.token, api_url=telegram.url, limiter=sending)
    async with application.bot:
        yield application.bot


def moments(telegram: Loopback, chat: int) -> list[float]:
    """When messages arrived in a chat."""
    return [call.at for call in telegram.answers("sendMessage") if call.chat == chat]


async def test_one_chat_gets_one_message_a_second_and_others_do_not_wait() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(30)) as bot:
        first = [asyncio.create_task(bot.send_message(1, str(number))) for number in range(3)]
        await asyncio.gather(*(bot.send_message(chat, "x") for chat in range(100, 110)))
        assert telegram.texts(1) in ([], ["0"])
        await asyncio.gather(*first)
        one = moments(telegram, 1)
        assert all(later - earlier >= 1 for earlier, later in pairwise(one))
        assert telegram.texts(1) == ["0", "1", "2"]


async def test_all_chats_together_get_as_many_messages_as_the_rate_says() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(20)) as bot:
        await asyncio.gather(*(bot.send_message(chat, "x") for chat in range(100, 150)))
        sent = sorted(call.at for call in telegram.answers("sendMessage"))
        # A busy machine hears of some of them late; without a limit it would be all of them at once.
        assert all(later - earlier >= 0.7 for earlier, later in zip(sent, sent[20:], strict=False))


async def test_a_rate_of_nought_is_no_limit() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        async with asyncio.timeout(25):  # with one a second it would take fifty
            for number in range(50):
                await bot.send_message(1, str(number))


async def test_patience_with_one_chat_is_no_patience_with_others() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        telegram.faults.retry_after = 2
        telegram.faults.inject(Fault.FLOOD, method="sendMessage")
        waiting = asyncio.create_task(bot.send_message(1, "patient"))
        await telegram.until(lambda: telegram.faults.injected == 1)
        flooded = telegram.calls[-1].at
        behind = asyncio.create_task(bot.send_message(1, "behind it"))
        await bot.send_message(2, "at once")
        assert telegram.texts(1) == []
        await asyncio.gather(waiting, behind)
        assert moments(telegram, 1)[0] - flooded >= 2
        assert telegram.texts(1) == ["patient", "behind it"]


@pytest.mark.parametrize("fault", [Fault.BAD_GATEWAY, Fault.CUT, Fault.GARBAGE])
async def test_a_passing_fault_is_tried_again(fault: Fault) -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        telegram.faults.inject(fault, method="sendMessage", times=2)
        await bot.send_message(1, "x")
        assert telegram.texts(1) == ["x"]


async def test_an_answer_that_got_lost_is_asked_for_again() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        telegram.faults.inject(Fault.LOST_ANSWER, method="sendMessage")
        await bot.send_message(1, "x")
        assert telegram.texts(1) == ["x", "x"]  # twice rather than never


async def test_tries_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending_module, "FIRST_PAUSE", 0.01)
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        telegram.faults.inject(Fault.BAD_GATEWAY, method="sendMessage", times=50)
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(1, "x")
        assert telegram.faults.injected == MAX_TRIES


async def test_more_patience_than_an_update_has_is_not_waited_for() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        telegram.faults.retry_after = 3600
        telegram.faults.inject(Fault.FLOOD, method="sendMessage")
        with pytest.raises(RetryAfter):
            await bot.send_message(1, "x")


async def test_a_refusal_is_not_tried_again() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        with pytest.raises(BadRequest, match="Can't parse entities"):
            await bot.send_message(1, "<b>x", parse_mode="HTML")
        assert len(telegram.refusals) == 1


@pytest.mark.parametrize("chat", [2, 999])
async def test_nothing_more_is_sent_to_a_chat_that_refuses_the_bot(chat: int) -> None:
    sending = Sending(0)
    async with Loopback() as telegram, bot_of(telegram, sending) as bot:
        telegram.chats.blocked.add(2)
        for _ in range(3):
            with pytest.raises(TelegramError):
                await bot.send_message(chat, "x")
        assert len([call for call in telegram.calls if call.chat == chat]) == 1
        with pytest.raises(Forbidden):
            await bot.send_message(chat, "x")


async def test_a_chat_where_somebody_writes_again_is_answered_again() -> None:
    sending = Sending(0)
    async with Loopback() as telegram, bot_of(telegram, sending) as bot:
        telegram.chats.blocked.add(2)
        sending.heard_from(2, 1_000)
        with pytest.raises(Forbidden):
            await bot.send_message(2, "x")
        telegram.chats.blocked.clear()
        sending.heard_from(2, 990)
        with pytest.raises(Forbidden):
            await bot.send_message(2, "what was written before it refused does not open it")
        sending.heard_from(2, 1_001)
        await bot.send_message(2, "back")
        assert telegram.texts(2) == ["back"]


async def test_a_group_that_became_a_supergroup_is_followed_and_told_of() -> None:
    moved: list[tuple[int, int]] = []

    async def note(old: int, new: int) -> None:
        moved.append((old, new))

    async with Loopback() as telegram, bot_of(telegram, Sending(0, migrated=note)) as bot:
        telegram.chats.migrated[-5] = -100500
        await bot.send_message(-5, "x")
        assert telegram.texts(-100500) == ["x"]
        assert moved == [(-5, -100500)]


async def test_an_answer_that_nobody_waits_for_any_more_is_no_failure() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        assert await bot.answer_callback_query("long gone", "saved") is True
        result = InlineQueryResultArticle("1", "t", InputTextMessageContent("x"))
        assert (await bot.answer_guest_query("long gone", result)).inline_message_id == ""
        sent = await bot.send_message(1, "x")
        assert await bot.edit_message_text("x", chat_id=1, message_id=sent.message_id) is True


async def test_every_try_is_counted() -> None:
    counted: list[tuple[str, str]] = []

    class Counter:
        def call(self, endpoint: str, outcome: str) -> None:
            counted.append((endpoint, outcome))

    async with Loopback() as telegram, bot_of(telegram, Sending(0, traffic=Counter())) as bot:
        telegram.faults.inject(Fault.BAD_GATEWAY, method="sendMessage")
        await bot.send_message(1, "x")
    assert counted == [("getMe", "ok"), ("sendMessage", "NetworkError"), ("sendMessage", "ok")]


def statuses(calls: list[Call]) -> set[int]:
    """How calls were answered."""
    return {call.status for call in calls}


async def test_with_three_calls_in_ten_failing_everything_arrives_in_order() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        telegram.faults.share = 0.3
        telegram.faults.hang = 0.0
        telegram.faults.retry_after = 1

        async def talk(chat: int) -> None:
            for number in range(5):
                await bot.send_message(chat, str(number))

        await asyncio.gather(*(talk(chat) for chat in range(100, 120)))
        telegram.faults.share = 0.0
        assert all(telegram.texts(chat) == list("01234") for chat in range(100, 120))
        assert len(statuses(telegram.calls)) > 2


async def test_what_belongs_in_a_topic_that_is_gone_goes_into_the_chat() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        await bot.send_message(-5, "answer", message_thread_id=1)  # of which the stand-in says that it is not found
        assert telegram.texts(-5) == ["answer"]
        sent = [call for call in telegram.calls if call.method == "sendMessage"]
        assert ["message_thread_id" in call.parameters for call in sent] == [True, False]


async def test_a_chat_that_is_gone_is_not_tried_again() -> None:
    async with Loopback() as telegram, bot_of(telegram, Sending(0)) as bot:
        with pytest.raises(BadRequest):
            await bot.send_message(4711, "answer", message_thread_id=5)
        assert len([call for call in telegram.calls if call.method == "sendMessage"]) == 1


async def test_a_notice_leaves_places_to_answers_and_goes_one_a_second_to_a_chat() -> None:
    sending = Sending(30)
    assert sending._all is not None
    now = asyncio.get_running_loop().time()
    for _ in range(26):
        sending._all.count(now)
    assert sending.leisure(7) == 0.0
    sending._all.count(now)
    assert sending.leisure(7) > 0.5
    unlimited = Sending(0)
    unlimited.count_notice(7)
    assert unlimited.leisure(7) > 0.5
    assert unlimited.leisure(8) == 0.0
    for chat in range(9, 33):
        unlimited.count_notice(chat)
    assert unlimited.leisure(99) > 0.5
