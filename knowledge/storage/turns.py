"""Turns: the updates of one chat are handled in their order and once, whichever processes they were delivered to."""

import asyncio
import random
from collections.abc import AsyncIterator, Container
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from typing import Protocol, Self

from knowledge.errors import StoreError
from knowledge.storage.line import Line

HANDLED = "ipjang_handled"
"""The channel on which each process tells which updates it has handled."""
TURN_LOCKS = 0x69706A
"""The class of the advisory locks of chats: who has one is handling an update of that chat."""
TURN_WAIT = (0.005, 0.1)
"""Seconds between two tries to get a chat's turn, at first and at most."""

TAKE_TICKET = "SELECT pg_advisory_lock_shared($1)"
TAKE_TURN = """
SELECT CASE WHEN EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid = $1::bigint::oid AND objid::bigint < $2
    AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
) THEN false ELSE pg_try_advisory_lock($3, $4) END
"""
"""The turn of a chat, unless an earlier update of it has a ticket in another process.

Within this process its lanes keep the order; a late copy of an earlier update that waits there for the one that asks
must not be waited for in its turn.
"""


class AnyPlace(Protocol):
    """An update's place in the queue of its chat, as an async context manager."""

    async def __aenter__(self) -> Self:
        """Get in line."""

    async def __aexit__(self, *_: object) -> None:
        """Leave the queue."""

    def held(self) -> AbstractAsyncContextManager[bool]:
        """A block in which no other process handles an update of this chat; false where this one is handled already.

        At the end of the block the update counts as handled, unless an exception ended it.
        """


class FreePlace:
    """The place of an update where there is one process only."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    def held(self) -> AbstractAsyncContextManager[bool]:
        """Nobody to wait for."""
        return nullcontext(True)


class Place:
    """A place that all processes know of: its ticket is an advisory lock, numbered by chat and update.

    The same update may have several tickets, one in each process that it was delivered to; the first of them handles
    it. In an outage there is nobody to ask, and each process keeps its own order.
    """

    def __init__(self, line: Line, handled: Container[int], chat: int, update: int) -> None:
        self._line = line
        self._handled = handled
        self._update = update
        self._chat_key = _folded(chat)
        self._ticket = update % 2**32
        self._session = -1

    async def __aenter__(self) -> Self:
        if self._update in self._handled:  # a late copy: whoever came behind it need not wait for it
            return self
        try:
            with suppress(StoreError):
                await self._line.ask(TAKE_TICKET, self._ticket_key)
                self._session = self._line.session
        except asyncio.CancelledError:
            self._session = self._line.session  # it was given all the same, and who comes behind would wait for it
            await self._leave()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._has_ticket:  # it was never held
            await self._leave()

    @asynccontextmanager
    async def held(self) -> AsyncIterator[bool]:
        """Wait for the turn, and keep it for the length of the block."""
        await self._take_turn()
        is_first = self._update not in self._handled
        try:
            yield is_first
        except BaseException:
            await self._leave()
            raise
        # The notice goes out before the locks are free: who gets the next turn has heard of it.
        await self._leave(f"BEGIN; SELECT pg_notify('{HANDLED}', '{self._update}'); COMMIT; " if is_first else "")

    @property
    def _ticket_key(self) -> int:
        return (self._chat_key << 32) | self._ticket

    @property
    def _has_ticket(self) -> bool:
        """A ticket goes with its session."""
        return self._session == self._line.session and self._line.is_up

    async def _take_turn(self) -> None:
        wait, longest = TURN_WAIT
        asked = (self._chat_key % 2**32, self._ticket, TURN_LOCKS, self._chat_key)
        with suppress(StoreError):
            while self._has_ticket and not await self._line.ask(TAKE_TURN, *asked):
                await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - so that two do not try in step
                wait = min(2 * wait, longest)

    async def _leave(self, first: str = "") -> None:
        """Give back the turn and the ticket; unlocking what one has not got does nothing."""
        script = first
        if self._has_ticket:
            script += f"SELECT pg_advisory_unlock({TURN_LOCKS}, {self._chat_key})"
            script += f", pg_advisory_unlock_shared({self._ticket_key})"
        self._session = -1
        if script:
            with suppress(StoreError):
                await self._line.do(script)


def _folded(chat: int) -> int:
    """A chat as a signed 32-bit number; two chats that share one take turns, which harms nobody."""
    return (chat ^ (chat >> 32)) % 2**32 - 2**31
