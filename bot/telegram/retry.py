"""How the handling of an update can end, which failures are tried again and when, and waiting that a stop ends."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from enum import StrEnum
from time import monotonic
from typing import Any, TypeVar

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

Result = TypeVar("Result")

SAID_LATELY = 60.0
"""Seconds for which the same complaint is not made again."""


async def sleep_unless(stop: asyncio.Event, seconds: float) -> None:
    """Sleep, but no longer than until `stop` is set."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


async def unless_stopped(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """The result of some work; None when `stop` is set before, and the work is given up."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.wait({working, stopping})


class Occasionally:
    """Logs each sentence at most once a minute; `clock` gives monotonic seconds."""

    def __init__(self, log: logging.Logger, clock: Callable[[], float] = monotonic) -> None:
        self._log = log
        self._clock = clock
        self._said: dict[str, float] = {}

    def warn(self, sentence: str) -> bool:
        """Log a warning, unless the same was logged within the minute; True if it was logged now."""
        now = self._clock()
        self._said = {each: at for each, at in self._said.items() if now - at < SAID_LATELY}
        if sentence in self._said:
            return False
        self._said[sentence] = now
        self._log.warning("%s", sentence)
        return True


LONGEST_PAUSE = 60.0
"""Seconds between two tries at one update, whatever Telegram asks for: its chat waits that long."""


NO_ENTRY = ("chat not found", "not enough rights to send", "have no rights to send", "chat_write_forbidden")
"""What Telegram says, with 400 and not with 403, where a chat is gone or the bot was silenced in it."""

NO_MEDIA = (
    "to send photos",
    "to send documents",
    "to send media",
    "chat_send_photos_forbidden",
    "chat_send_docs_forbidden",
)
"""What Telegram says where a chat takes text from the bot and no pictures, or no files."""


class UpdateOutcome(StrEnum):
    """What became of an update; each of them confirms it."""

    HANDLED = "handled"
    WAITING = "waiting"
    """It is written down and will be handled."""
    REPEATED = "repeated"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"
    GIVEN_UP = "given_up"


class UnfinishedError(Exception):
    """The bot stopped before this update was handled: it must be delivered again."""


def is_unreachable(error: Exception) -> bool:
    """Whether the chat cannot be written to: the bot was blocked, removed or silenced, or the chat is gone."""
    if is_media_refused(error):
        return False
    if isinstance(error, BadRequest):
        said = str(error).lower()
        return any(each in said for each in NO_ENTRY)
    return isinstance(error, Forbidden)


def is_media_refused(error: Exception) -> bool:
    """Whether the chat takes no pictures or files from the bot; words it may take all the same."""
    said = str(error).lower()
    return isinstance(error, BadRequest) and any(each in said for each in NO_MEDIA)


def is_network(error: Exception) -> bool:
    """Whether the request may never have reached Telegram; to the library a refusal is a network error too."""
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def is_final(error: Exception) -> bool:
    """Whether Telegram would refuse the same again: what the bot sent is wrong, not when it sent it."""
    return isinstance(error, BadRequest)


def seconds_asked(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def pause_before(tries: int, error: Exception) -> float:
    """Seconds before the next try at an update that failed `tries` times; an outage is asked after every 3 s."""
    if isinstance(error, RetryAfter):
        return min(seconds_asked(error), LONGEST_PAUSE)
    return min(0.1 * 2.0**tries, 3.0)
