"""Telling in the terminal: notices appear above the prompt while somebody types, and while nobody does."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from bot.chat.asking import Asking
from bot.chat.snapshot import Record
from bot.chat.terminal import PROMPT, typed_so_far
from bot.rendering.reply import Reply
from bot.settings import Settings
from bot.telling.outbox import Outbox, Teller
from bot.telling.settlement import Settlement
from bot.telling.subscriptions import FollowedTeams, Subscriptions
from knowledge.errors import KnowledgeError
from knowledge.storage.follows import Notice, Place
from knowledge.store import Store

HERE: Place = (0, 0)
"""The terminal as a place; no chat of Telegram's has this number."""
ENDS_WITHIN = 2.0
"""Seconds that the end of the conversation waits for what is being told."""


def terminal_subscriptions(asking: Asking, settings: Settings) -> Subscriptions:
    """What the one who types follows; the terminal has quiet hours only where it was given some."""
    follows = asking.record.store.follows
    settle = timedelta(seconds=settings.settle_seconds)
    return Subscriptions(asking, follows, FollowedTeams(follows), asking.clock, settle)


@contextlib.contextmanager
def telling(settings: Settings, show: Callable[[Reply], str]) -> Iterator[None]:
    """For the length of the block, print the notices that are due, in a thread with a database connection of its own.

    Reading a line blocks the conversation's own thread.
    """
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(_tell(settings, show, stop)), daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        with contextlib.suppress(KeyboardInterrupt):  # another Ctrl-C while it ends
            thread.join(ENDS_WITHIN)
        if not thread.is_alive():
            loop.close()


async def _tell(settings: Settings, show: Callable[[Reply], str], stop: asyncio.Event) -> None:
    try:
        async with AsyncExitStack() as opened:
            store = await Store.open(settings.database_url.get_secret_value())
            opened.push_async_callback(store.close)
            record = await Record.read(store)
            await _teller(settings, record, show).run(stop)
    except KnowledgeError:
        return  # the conversation says so itself; a record in memory is its own


def _teller(settings: Settings, record: Record, show: Callable[[Reply], str]) -> Teller:
    settle = timedelta(seconds=settings.settle_seconds)
    settlement = Settlement(record, settle, "off", _now)

    async def say(notice: Notice, reply: Reply) -> None:  # noqa: ARG001
        print_above(show(reply))

    return Teller(settlement, Outbox(record, settlement, say, _now, here=True), _always)


async def _always() -> bool:
    return True


def _now() -> datetime:
    return datetime.now(UTC)


def print_above(text: str) -> None:
    """Print a text above the prompt, and what was typed so far below it again."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
        return
    sys.stdout.write(f"\r\x1b[K{text}\n\n{PROMPT}{typed_so_far()}")
    sys.stdout.flush()
