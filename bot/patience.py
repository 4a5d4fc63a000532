"""Waiting that ends when the bot is stopped, and complaints that are not repeated every second."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import Any, TypeVar

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
