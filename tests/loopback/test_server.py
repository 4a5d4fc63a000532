"""The stand-in keeps the promises of Telegram that delivery is built on."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.request import AiohttpRequest, Timeouts
from tests.loopback.faults import Fault
from tests.loopback.server import TOKEN, Loopback
from tests.loopback.updates import inline, message, press


def bot_of(telegram: Loopback) -> Bot:
    """A bot without any retries."""
    requests = [AiohttpRequest(timeouts=Timeouts(read=0.5)) for _ in range(2)]
    return Bot(TOKEN, f"{telegram.url}/bot", request=requests[0], get_updates_request=requests[1])


async def test_an_update_comes_again_until_one_behind_it_is_asked_for() -> None:
    async with Loopback() as telegram, bot_of(telegram) as bot:
        first, second = (telegram.receive(message(text, place=7)) for text in "ab")
        assert [each.update_id for each in await bot.get_updates(offset=0)] == [first, second]
        await asyncio.sleep(0.51)
        assert [each.update_id for each in await bot.get_updates(offset=0)] == [first, second]
        assert [each.update_id for each in await bot.get_updates(offset=0)] == [first], "asked too soon, it gives one"
        assert [each.update_id for each in await bot.get_updates(offset=second)] == [second]
        assert list(telegram.updates.confirmed) == [first]
        assert await bot.get_updates(offset=second + 1) == ()


async def test_a_long_poll_ends_when_something_comes() -> None:
    async with Loopback() as telegram, bot_of(telegram) as bot:
        polling = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.05)
        telegram.receive(message("q", place=7))
        assert len(await polling) == 1


async def test_a_second_poller_ends_the_first() -> None:
    async with Loopback() as telegram, bot_of(telegram) as bot, bot_of(telegram) as other:
        polling = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.sleep(0.05)
        assert await other.get_updates(timeout=0) == ()
        with pytest.raises(Conflict, match="terminated by other"):
            await polling


async def test_a_webhook_forbids_polling_and_must_be_https_but_on_loopback() -> None:
    async with Loopback() as telegram, bot_of(telegram) as bot:
        with pytest.raises(BadRequest, match="https url"):
            await bot.set_webhook("http://example.org/hook")
        await bot.set_webhook("https://example.org/hook")
        with pytest.raises(Conflict, match="webhook"):
            await bot.get_updates()
        await bot.delete_webhook()
        await bot.get_updates()


async def test_a_question_can_be_answered_once() -> None:
    async with Loopback() as telegram, bot_of(telegram) as bot:
        telegram.receive(inline("카카", query="i1", sender=7))
        telegram.receive(press("x", query="c1", sent={"message_id": 1}, sender=7))
        await bot.answer_callback_query("c1")
        await bot.answer_inline_query("i1", [])
        with pytest.raises(BadRequest, match="too old"):
            await bot.answer_callback_query("c1")
        with pytest.raises(BadRequest, match="too old"):
            await bot.answer_inline_query("never asked", [])


async def test_chats_are_known_blocked_or_edited_as_in_earnest() -> None:
    async with Loopback() as telegram, bot_of(telegram) as bot:
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(7, "x")
        telegram.receive(message("q", place=7))
        sent = await bot.send_message(7, "x")
        await bot.edit_message_text("y", chat_id=7, message_id=sent.message_id)
        with pytest.raises(BadRequest, match="not modified"):
            await bot.edit_message_text("y", chat_id=7, message_id=sent.message_id)
        with pytest.raises(BadRequest, match="not found"):
            await bot.edit_message_text("y", chat_id=7, message_id=1)
        telegram.chats.blocked.add(7)
        with pytest.raises(Forbidden):
            await bot.send_message(7, "x")


@pytest.mark.parametrize(
    ("fault", "error", "carried_out"),
    [
        (Fault.FLOOD, RetryAfter, False),
        (Fault.BAD_GATEWAY, NetworkError, False),
        (Fault.TIMEOUT, TimedOut, False),
        (Fault.CUT, NetworkError, False),
        (Fault.LOST_ANSWER, NetworkError, True),
        (Fault.BLOCKED, Forbidden, False),
        (Fault.GARBAGE, NetworkError, False),
    ],
)
async def test_each_fault_is_what_it_says(fault: Fault, error: type[TelegramError], carried_out: bool) -> None:
    async with Loopback() as telegram, bot_of(telegram) as bot:
        telegram.receive(message("q", place=7))
        telegram.faults.inject(fault, method="sendMessage")
        with pytest.raises(error):
            await bot.send_message(7, "x")
        assert telegram.texts(7) == (["x"] if carried_out else [])
        await bot.send_message(7, "y")


async def test_a_black_hole_swallows_everything_until_it_is_lifted() -> None:
    async with Loopback() as telegram, bot_of(telegram) as bot:
        telegram.receive(message("q", place=7))
        telegram.faults.black_hole()
        with pytest.raises(TimedOut):
            await bot.send_message(7, "x")
        telegram.faults.lift()
        await bot.send_message(7, "y")
        assert telegram.texts(7) == ["y"]


async def test_what_is_set_can_be_read_again() -> None:
    async with Loopback() as telegram, bot_of(telegram) as bot:
        await bot.set_my_commands([("start", "시작"), ("help", "도움말")], language_code="ko")
        assert [each.command for each in await bot.get_my_commands(language_code="ko")] == ["start", "help"]
        assert await bot.get_my_commands() == ()
