"""Delivery through a loopback Bot API: confirmed after handling, in order within a chat, nobody held up by another."""

import asyncio
import time

import aiohttp
import pytest
from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram import delivery as delivery_module
from bot.telegram import rate_limits as sending
from bot.telegram.application import Context
from bot.telegram.delivery import MAX_TRIES, PERSONS_SHARE
from bot.telegram.server import SECRET_HEADER
from tests.bot.wired import SECRET, Wired, wired
from tests.loopback.faults import Fault
from tests.loopback.server import Loopback
from tests.loopback.updates import message

BY_POLLING_AND_WEBHOOK = pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])


def text_of(update: Update) -> str:
    """What somebody wrote."""
    assert update.message is not None
    return update.message.text or ""


async def done(telegram: Loopback) -> None:
    """Wait until everything is confirmed."""
    await telegram.until(lambda: not telegram.updates.waiting)


@BY_POLLING_AND_WEBHOOK
async def test_a_question_is_answered_and_confirmed(webhook: bool) -> None:
    async with Loopback() as telegram, wired(telegram, webhook=webhook) as bot:
        telegram.receive(message("카카오는?", place=7))
        await done(telegram)
        assert telegram.texts(7) == ["카카오는?"]
        assert not telegram.refusals
        assert bot.counted("ipjang_updates_total", kind="message", outcome="handled") == 1


async def test_a_server_that_knows_no_webhooks_is_polled_all_the_same() -> None:
    async with Loopback() as telegram:
        telegram.faults.inject(Fault.UNKNOWN_METHOD, method="deleteWebhook")
        async with wired(telegram):
            telegram.receive(message("카카오는?", place=7))
            await done(telegram)
        assert telegram.texts(7) == ["카카오는?"]


@BY_POLLING_AND_WEBHOOK
async def test_nothing_is_confirmed_while_it_is_handled(webhook: bool) -> None:
    go = asyncio.Event()

    async def wait(update: Update, context: Context) -> None:
        await go.wait()

    async with Loopback() as telegram, wired(telegram, wait, webhook=webhook) as bot:
        telegram.receive(message("q", place=7))
        await telegram.until(lambda: bot.counted("ipjang_updates_in_hand") == 1)
        await asyncio.sleep(0.8)  # long enough to be asked for again
        assert telegram.updates.waiting
        go.set()
        await done(telegram)
        assert bot.counted("ipjang_updates_total", kind="message", outcome="handled") == 1


@BY_POLLING_AND_WEBHOOK
async def test_one_chat_keeps_its_order_and_many_go_on_at_once(webhook: bool) -> None:
    at_work, most, order = 0, 0, list[tuple[int, int]]()

    async def work(update: Update, context: Context) -> None:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        number = int(text_of(update))
        await asyncio.sleep(0.03 if number % 3 == 0 else 0.001)
        assert update.effective_chat is not None
        order.append((update.effective_chat.id, number))
        at_work -= 1

    async with Loopback() as telegram, wired(telegram, work, webhook=webhook):
        for number in range(60):
            telegram.receive(message(str(number), place=1 + number % 6))
        await done(telegram)
    for chat in range(1, 7):
        numbers = [number for place, number in order if place == chat]
        assert numbers == sorted(numbers)
        assert len(numbers) == 10
    assert most == 6


@BY_POLLING_AND_WEBHOOK
async def test_a_stuck_update_holds_up_its_own_chat_only(webhook: bool) -> None:
    go, heard = asyncio.Event(), list[str]()

    async def work(update: Update, context: Context) -> None:
        if text_of(update) == "stuck":
            await go.wait()
        heard.append(text_of(update))

    async with Loopback() as telegram, wired(telegram, work, webhook=webhook):
        telegram.receive(message("stuck", place=1))
        telegram.receive(message("behind it", place=1))
        for number in range(30):
            telegram.receive(message(str(number), place=100 + number))
            await asyncio.sleep(0.01)
        await telegram.until(lambda: len(heard) == 30)
        go.set()
        await done(telegram)
        assert heard[30:] == ["stuck", "behind it"]


@BY_POLLING_AND_WEBHOOK
async def test_poison_is_given_up_and_told_and_what_is_behind_it_is_handled(
    webhook: bool, caplog: pytest.LogCaptureFixture
) -> None:
    tries, heard = 0, list[str]()

    async def work(update: Update, context: Context) -> None:
        nonlocal tries
        if text_of(update) == "poison":
            tries += 1
            raise ZeroDivisionError("a bug")
        heard.append(text_of(update))

    async with Loopback() as telegram, wired(telegram, work, webhook=webhook) as bot:
        telegram.receive(message("poison", place=1))
        telegram.receive(message("behind it", place=1))
        await done(telegram)
        assert (tries, heard) == (MAX_TRIES, ["behind it"])
        assert len(bot.notices.apologies) == 1
        assert bot.notices.apologies[0] in caplog.text
        assert bot.counted("ipjang_updates_total", kind="message", outcome="given_up") == 1
        assert "poison" not in caplog.text


async def test_what_telegram_would_refuse_again_is_not_tried_again() -> None:
    tries = 0

    async def work(update: Update, context: Context) -> None:
        nonlocal tries
        tries += 1
        assert update.message is not None
        await update.message.reply_text("<b>", parse_mode="HTML")

    async with Loopback() as telegram, wired(telegram, work) as bot:
        telegram.receive(message("q", place=7))
        await done(telegram)
        assert tries == len(bot.notices.apologies) == 1


@BY_POLLING_AND_WEBHOOK
async def test_what_fails_once_is_tried_again(webhook: bool) -> None:
    tries = 0

    async def work(update: Update, context: Context) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise OSError("a hiccup")

    async with Loopback() as telegram, wired(telegram, work, webhook=webhook) as bot:
        telegram.receive(message("q", place=1))
        await done(telegram)
        assert tries == 2
        assert not bot.notices.apologies


async def test_what_comes_again_while_it_is_handled_is_confirmed_only_with_the_first() -> None:
    go = asyncio.Event()

    async def wait(update: Update, context: Context) -> None:
        await go.wait()

    async with (
        Loopback() as telegram,
        wired(telegram, wait, webhook=True) as bot,
        aiohttp.ClientSession(bot.root) as sender,
    ):
        posted = {"update_id": 5, **message("q", place=7)}
        known = {SECRET_HEADER: SECRET}
        first = asyncio.create_task(sender.post("/hook", json=posted, headers=known))
        await telegram.until(lambda: bot.counted("ipjang_updates_in_hand") == 1)
        again = asyncio.create_task(sender.post("/hook", json=posted, headers=known))
        done, _ = await asyncio.wait([first, again], timeout=0.5)
        assert not done
        go.set()
        assert [(await each).status for each in (first, again)] == [200, 200]
        assert bot.counted("ipjang_updates_total", kind="message", outcome="handled") == 1


async def test_an_update_that_comes_three_times_is_handled_once() -> None:
    async with Loopback() as telegram:
        telegram.pushing.copies = 3
        async with wired(telegram, webhook=True) as bot:
            for place in (7, 8):
                telegram.receive(message("q", place=place))
            await done(telegram)
            assert (telegram.texts(7), telegram.texts(8)) == (["q"], ["q"])
            assert telegram.pushing.posts == 6
            await asyncio.sleep(0.05)
            assert bot.counted("ipjang_updates_in_hand") == 0


@BY_POLLING_AND_WEBHOOK
async def test_an_unreadable_update_is_passed_over(webhook: bool, caplog: pytest.LogCaptureFixture) -> None:
    async with Loopback() as telegram, wired(telegram, webhook=webhook) as bot:
        telegram.receive({"message": {"message_id": "one", "chat": {"id": 7}, "text": "private words"}})
        telegram.receive(message("q", place=7))
        await done(telegram)
        assert telegram.texts(7) == ["q"]
        assert bot.counted("ipjang_updates_total", kind="message", outcome="unreadable") == 1
        assert "private words" not in caplog.text


async def test_a_chat_that_refuses_the_bot_is_left_alone() -> None:
    async with Loopback() as telegram, wired(telegram) as bot:
        telegram.receive(message("q", place=7))
        telegram.chats.blocked.add(7)
        await done(telegram)
        assert bot.counted("ipjang_updates_total", kind="message", outcome="unreachable") == 1
        assert not bot.notices.apologies


async def test_a_flood_is_answered_with_one_notice() -> None:
    heard: list[str] = []

    async def work(update: Update, context: Context) -> None:
        heard.append(text_of(update))

    async with Loopback() as telegram, wired(telegram, work, rate=1000) as bot:
        for number in range(100):
            telegram.receive(message(str(number), place=-1, sender=66))
        telegram.receive(message("calm", place=-1, sender=7))
        await done(telegram)
        assert heard == [*map(str, range(PERSONS_SHARE)), "calm"]
        assert bot.notices.told == [66]
        assert bot.counted("ipjang_updates_total", kind="message", outcome="throttled") == 100 - PERSONS_SHARE


@pytest.mark.parametrize("skew", [-3600, 0, 3600])
async def test_a_chat_that_writes_again_is_answered_whatever_our_clock_says(skew: int) -> None:
    async with Loopback() as telegram, wired(telegram) as bot:
        telegrams_time = int(time.time()) + skew
        telegram.receive(message("refused", place=7, date=telegrams_time))
        telegram.chats.blocked.add(7)
        await done(telegram)
        assert bot.counted("ipjang_updates_total", kind="message", outcome="unreachable") == 1
        telegram.chats.blocked.clear()
        telegram.receive(message("back", place=7, date=telegrams_time + 1))
        await done(telegram)
        assert telegram.texts(7) == ["back"]


@BY_POLLING_AND_WEBHOOK
async def test_a_stop_waits_for_what_is_in_hand(webhook: bool) -> None:
    began = asyncio.Event()

    async def work(update: Update, context: Context) -> None:
        began.set()
        await asyncio.sleep(0.5)
        assert update.message is not None
        await update.message.reply_text("at last")

    async with Loopback() as telegram:
        async with wired(telegram, work, webhook=webhook):
            telegram.receive(message("q", place=7))
            await began.wait()
        assert telegram.texts(7) == ["at last"]
        await done(telegram)


async def test_a_stop_leaves_what_does_not_end_to_the_next_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.updater.GRACE", 0.3)

    async def work(update: Update, context: Context) -> None:
        if text_of(update) == "endless":
            await asyncio.sleep(3600)

    async with Loopback() as telegram:
        async with wired(telegram, work) as bot:
            endless = telegram.receive(message("endless", place=7))
            telegram.receive(message("q", place=8))
            await telegram.until(lambda: bot.counted("ipjang_updates_total", kind="message", outcome="handled") == 1)
            began = time.monotonic()
        assert time.monotonic() - began < 5
        assert endless in telegram.updates.waiting
        async with wired(telegram):
            await done(telegram)
        assert telegram.texts(7) == ["endless"]


async def test_a_stop_during_an_outage_does_not_wait_for_the_network() -> None:
    async with Loopback() as telegram:
        async with wired(telegram) as bot:
            telegram.faults.black_hole()
            began = time.monotonic()
            bot.stop.set()
            await bot.task
        assert time.monotonic() - began < 5
        telegram.faults.lift()


async def test_another_poller_is_told_of_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.updater.AFTER_CONFLICT", 0.05)
    async with Loopback() as telegram, wired(telegram):
        await telegram.until(lambda: telegram.updates.asked >= 1)
        for _ in range(3):  # another process asks meanwhile
            await telegram.updates.get(0, 1, 0.05)
            await asyncio.sleep(0.1)
        telegram.receive(message("q", place=7))
        await done(telegram)
    assert caplog.text.count("409 Conflict") == 1


async def test_only_the_leader_polls() -> None:
    class Other:
        held = False

        async def is_held(self) -> bool:
            return self.held

        async def is_mine(self) -> bool:
            return self.held

        async def release(self) -> None:
            self.held = False

    leadership = Other()
    async with Loopback() as telegram:
        async with wired(telegram, leadership=leadership):
            telegram.receive(message("q", place=7))
            await asyncio.sleep(0.3)
            assert telegram.updates.asked == 0
            leadership.held = True
            await done(telegram)
        assert not leadership.held


async def test_an_outage_does_not_use_up_the_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.rate_limits.MAX_TRIES", 1)
    monkeypatch.setattr("bot.telegram.delivery.MAX_TRIES", 2)
    async with Loopback() as telegram, wired(telegram) as bot:
        telegram.receive(message("q", place=7))
        telegram.faults.inject(Fault.CUT, method="sendMessage", times=4)
        await done(telegram)
        assert telegram.texts(7) == ["q"]
        assert not bot.notices.apologies


async def test_the_same_failure_while_others_get_through_does_use_them_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.rate_limits.MAX_TRIES", 1)
    monkeypatch.setattr("bot.telegram.delivery.MAX_TRIES", 2)

    async def work(update: Update, context: Context) -> None:
        assert update.effective_chat is not None
        await context.bot.get_me()
        await context.bot.send_message(update.effective_chat.id, "answer")

    async with Loopback() as telegram, wired(telegram, work) as bot:
        telegram.receive(message("q", place=7))
        telegram.faults.inject(Fault.CUT, method="sendMessage", times=9)
        await done(telegram)
        assert len(bot.notices.apologies) == 1


@pytest.mark.parametrize(
    "refusal",
    [
        Forbidden("Forbidden: bot was kicked"),
        BadRequest("Not enough rights to send text messages to the chat"),
        BadRequest("Have no rights to send a message"),
        BadRequest("CHAT_WRITE_FORBIDDEN"),
    ],
)
async def test_a_chat_where_the_bot_may_not_speak_counts_as_unreachable(refusal: TelegramError) -> None:
    async def work(update: Update, context: Context) -> None:
        raise refusal

    async with Loopback() as telegram, wired(telegram, work) as bot:
        telegram.receive(message("q", place=7))
        await done(telegram)
        assert bot.counted("ipjang_updates_total", kind="message", outcome="unreachable") == 1
        assert not bot.notices.apologies


def in_hand(bot: Wired) -> float:
    """How many updates are under way."""
    return bot.counted("ipjang_updates_in_hand")


async def test_what_was_handled_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery_module, "REMEMBERED", 10)
    async with Loopback() as telegram, wired(telegram, webhook=True) as bot:
        for number in range(50):
            telegram.receive(message("q", place=1 + number, sender=9))
        await done(telegram)
        await telegram.until(lambda: in_hand(bot) == 0)


@pytest.mark.parametrize(("webhook", "method"), [(False, "getMe"), (False, "deleteWebhook"), (True, "setWebhook")])
async def test_telegram_is_said_to_be_reachable_again_where_it_was_said_that_it_is_not(
    webhook: bool, method: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("INFO")
    async with Loopback() as telegram:
        monkeypatch.setattr("bot.telegram.rate_limits.FIRST_PAUSE", 0.01)
        telegram.faults.inject(Fault.BAD_GATEWAY, method=method, times=sending.MAX_TRIES)
        async with wired(telegram, webhook=webhook):
            await telegram.until(lambda: any(call.status == 200 for call in telegram.calls if call.method == method))
            await asyncio.sleep(0.1)
    assert caplog.text.count("Telegram is reachable again, after") == 1


async def test_a_second_poller_is_no_outage(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr("bot.telegram.updater.AFTER_CONFLICT", 0.05)
    async with Loopback() as telegram, wired(telegram):
        await telegram.until(lambda: telegram.updates.asked >= 1)
        await telegram.updates.get(0, 1, 0.05)
        telegram.receive(message("q", place=7))
        await done(telegram)
    assert "409 Conflict" in caplog.text
    assert "reachable again" not in caplog.text
