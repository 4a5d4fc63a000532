"""What has to wait is written down and confirmed, comes back when it is due, and goes when it was handled."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Update
from telegram.error import RetryAfter

from bot.telegram import backlog
from bot.telegram.application import Context
from bot.telegram.delivery import LONGEST_QUEUE
from knowledge.errors import Outage, StoreError
from knowledge.storage.chats import WaitingUpdate
from knowledge.store import Store
from tests.bot.test_delivery import BY_POLLING_AND_WEBHOOK, done, text_of
from tests.bot.wired import Wired, wired
from tests.loopback.server import Loopback
from tests.loopback.updates import inline, message


async def forgotten(store: Store) -> None:
    """Wait until nothing is written down any more."""
    async with asyncio.timeout(20):
        while await store.waiting.all():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.05)


def handled(bot: Wired) -> float:
    """How many messages were handled."""
    return bot.counted("ipjang_updates_total", kind="message", outcome="handled")


@BY_POLLING_AND_WEBHOOK
async def test_what_is_slow_is_written_down_and_confirmed_and_forgotten_at_its_end(store: Store, webhook: bool) -> None:
    go = asyncio.Event()

    async def wait(update: Update, context: Context) -> None:
        if text_of(update).startswith("slow"):
            await go.wait()

    async with Loopback() as telegram, wired(telegram, wait, webhook=webhook, rows=store.waiting) as bot:
        first = telegram.receive(message("slow", place=7))
        telegram.receive(message("slow, behind it", place=7))
        for number in range(150):
            telegram.receive(message("q", place=100 + number))
        await done(telegram)
        assert set(await store.waiting.all()) == {first, first + 1}
        assert handled(bot) == 150
        go.set()
        await forgotten(store)
        assert handled(bot) == 152


@BY_POLLING_AND_WEBHOOK
async def test_what_is_quick_is_never_written(store: Store, webhook: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    write = store.waiting.write

    async def noted(waiting: list[WaitingUpdate], gone: list[int]) -> None:
        written.extend(each.update for each in waiting)
        await write(waiting, gone)

    monkeypatch.setattr(store.waiting, "write", noted)
    monkeypatch.setattr(backlog, "SLOW", 30.0)
    monkeypatch.setattr(backlog, "TOGETHER", 0.5)
    async with Loopback() as telegram, wired(telegram, webhook=webhook, rows=store.waiting):
        for number in range(40):
            telegram.receive(message("q", place=100 + number))
        await done(telegram)
        await asyncio.sleep(0.6)
    assert not written


async def test_a_chat_that_is_to_be_left_alone_is_called_once_and_served_in_order(store: Store) -> None:
    async with Loopback() as telegram, wired(telegram, rows=store.waiting):
        telegram.faults.refuse(7, 8)
        for number in range(6):
            telegram.receive(message(str(number), place=7))
        telegram.receive(message("at once", place=8))
        await done(telegram)
        assert telegram.texts(8) == ["at once"]
        await telegram.until(lambda: len(telegram.texts(7)) == 6, 40)
        assert telegram.texts(7) == list("012345")
        refused = [call for call in telegram.calls if call.chat == 7 and call.status == 429]
        assert 1 <= len(refused) <= 2
        assert telegram.answers("sendMessage")[-6].at >= telegram.faults.refused[7]
        await forgotten(store)


async def test_another_process_takes_up_what_one_left_behind(store: Store) -> None:
    async with Loopback() as telegram:
        async with wired(telegram, rows=store.waiting):
            telegram.faults.refuse(7, 6)
            for text in ("0", "1"):
                telegram.receive(message(text, place=7))
            await done(telegram)
        assert not telegram.texts(7)
        async with wired(telegram, rows=store.waiting):
            telegram.receive(message("2", place=7))
            await telegram.until(lambda: len(telegram.texts(7)) == 3, 60)
            await forgotten(store)
        assert telegram.texts(7) == list("012")


async def test_a_reply_that_is_refused_between_its_parts_goes_on_there_also_after_a_restart(store: Store) -> None:
    async def in_parts(update: Update, context: Context) -> None:
        for part in ("first", "second", "third"):
            await context.bot.say({"chat_id": 7, "text": part})
            if part == "first" and not telegram.faults.refused:
                telegram.faults.refuse(7, 8)

    async with Loopback() as telegram:
        async with wired(telegram, in_parts, rows=store.waiting):
            telegram.receive(message("q", place=7))
            await done(telegram)
            assert telegram.texts(7) == ["first"]
        async with wired(telegram, in_parts, rows=store.waiting):
            await telegram.until(lambda: len(telegram.texts(7)) >= 3, 60)
            await forgotten(store)
        assert telegram.texts(7) == ["first", "second", "third"]


async def test_what_is_written_down_and_delivered_once_more_is_handled_once(store: Store) -> None:
    async with Loopback() as telegram:
        telegram.chats.known.add(7)
        again = {"update_id": 1500, **message("once", place=7)}
        soon = datetime.now(UTC) + timedelta(seconds=3)
        await store.waiting.write([WaitingUpdate(1500, 7, soon, json.dumps(again))], [])
        async with wired(telegram, rows=store.waiting) as bot:
            telegram.receive(again)
            await done(telegram)
            assert bot.counted("ipjang_updates_total", kind="message", outcome="handled") == 0
            await forgotten(store)
        assert telegram.texts(7) == ["once"]


async def test_a_chat_that_is_left_alone_holds_so_much_and_no_more(store: Store) -> None:
    async with Loopback() as telegram, wired(telegram, rows=store.waiting) as bot:
        telegram.faults.refuse(7, 100_000)
        telegram.receive(message("q", place=7))
        await done(telegram)
        for _ in range(3 * LONGEST_QUEUE):
            telegram.receive(message("q", place=7))
        await done(telegram)
        assert len(await store.waiting.all()) == LONGEST_QUEUE
        assert bot.counted("ipjang_updates_waiting") == LONGEST_QUEUE
        assert bot.counted("ipjang_updates_total", kind="message", outcome="throttled") == 2 * LONGEST_QUEUE + 1


class _Broken:
    """A place that cannot be written."""

    is_shared = False

    async def write(self, waiting: object, gone: object) -> None:
        raise StoreError(Outage.FULL)

    async def due(self, now: datetime, limit: int) -> list[WaitingUpdate]:
        return []

    async def all(self) -> dict[int, tuple[int, datetime]]:
        return {}

    async def has(self, update: int) -> bool:
        return True


@BY_POLLING_AND_WEBHOOK
async def test_what_cannot_be_written_down_is_not_confirmed_and_served_all_the_same(webhook: bool) -> None:
    async with Loopback() as telegram, wired(telegram, webhook=webhook, rows=_Broken()):
        telegram.faults.refuse(7, 6)
        waiting = telegram.receive(message("q", place=7))
        telegram.receive(message("at once", place=8))
        await telegram.until(lambda: telegram.texts(8) == ["at once"])
        await asyncio.sleep(1.5)
        assert waiting in telegram.updates.waiting
        await telegram.until(lambda: telegram.texts(7) == ["q"], 40)
        await done(telegram)


async def test_patience_with_an_inline_query_ends_with_the_query(store: Store) -> None:
    async def refuse(update: Update, context: Context) -> None:
        raise RetryAfter(1000)

    async with Loopback() as telegram, wired(telegram, refuse, rows=store.waiting) as bot:
        telegram.receive(inline("카카", query="i1", sender=7))
        await done(telegram)
        assert bot.counted("ipjang_updates_waiting") == 0
        assert not await store.waiting.all()


async def test_rows_are_kept_in_order_replaced_and_forgotten(store: Store) -> None:
    now = datetime.now(UTC)
    odd = '{"text": "\\ud83d\\u0000"}'
    rows = [WaitingUpdate(number, 7, now + timedelta(seconds=number - 5), odd) for number in (9, 3, 4)]
    await store.waiting.write(rows, [])
    assert [each.update for each in await store.waiting.due(now, 10)] == [3, 4]
    assert [each.content for each in await store.waiting.due(now, 1)] == [odd]
    await store.waiting.write([WaitingUpdate(3, 7, now + timedelta(hours=1), "{}")], [4])
    assert {update: chat for update, (chat, _) in (await store.waiting.all()).items()} == {3: 7, 9: 7}
    assert (await store.waiting.has(3), await store.waiting.has(4)) == (True, False)
    await store.sweep(now + timedelta(hours=24, seconds=10))
    assert set(await store.waiting.all()) == {3}
