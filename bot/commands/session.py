"""The record, kept open and fresh for a command that itself waits for its input."""

import asyncio
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any, Self, TypeVar

from bot.chat.snapshot import Record
from bot.cli.session import opened_record
from bot.settings import Settings

Result = TypeVar("Result")

REFRESH_SECONDS = 1.0
"""Between two looks at the version: whoever holds the other end of a pipe may keep it open for days."""


class Session:
    """A record between `with` and its end; `fill` puts the shipped programme into an empty database."""

    def __init__(self, settings: Settings, *, fill: bool) -> None:
        self._opening = opened_record(settings, fill=fill)
        self._runner = asyncio.Runner()
        self._open = AsyncExitStack()

    def __enter__(self) -> Self:
        try:
            self.record: Record = self._runner.run(self._open.enter_async_context(self._opening))
        except BaseException:
            self._runner.close()
            raise
        self._checked = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._open.aclose())
        self._runner.close()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """The result of something that has to wait for the database."""
        return self._runner.run(work)

    def fresh(self) -> Record:
        """The record as it is now, or was a second ago."""
        if time.monotonic() - self._checked > REFRESH_SECONDS:
            self._runner.run(self.record.refresh_or_keep())
            self._checked = time.monotonic()
        return self.record
