"""The queue of updates, with the offsets of `getUpdates`: an update is confirmed when one behind it is asked for."""

import asyncio
from collections.abc import Sequence
from time import monotonic

from tests.loopback.refusal import Refusal
from tests.loopback.updates import Json

SOON = 0.5
"""Seconds within which a second request with the same offset gets one update only, as with Telegram's own server."""


class UpdateQueue:
    """What was not confirmed yet, by id."""

    def __init__(self) -> None:
        self.waiting: dict[int, Json] = {}
        self.confirmed: dict[int, float] = {}
        self.asked = 0
        self._next = 1000
        self._more = asyncio.Event()
        self._last_offset: int | None = None
        self._last_asked = float("-inf")
        self._turn = 0

    def add(self, content: Json) -> int:
        """Put one more update at the end and give its id; an `update_id` in it stays."""
        given = content.get("update_id")
        update_id = given if isinstance(given, int) else self._next
        self._next = max(self._next, update_id) + 1
        self.waiting[update_id] = {"update_id": update_id, **content}
        self._more.set()
        return update_id

    def confirm(self, update_id: int) -> None:
        """Forget one update, as it was delivered."""
        if self.waiting.pop(update_id, None) is not None:
            self.confirmed[update_id] = monotonic()

    async def get(self, offset: int, limit: int, seconds: float) -> Sequence[Json]:
        """Confirm what is below the offset, and give what is not; waits where there is nothing.

        Raises Refusal (409) in a request that a later one replaces.
        """
        self._turn += 1
        turn = self._turn
        self._more.set()  # whoever else is waiting finds that it is not their turn any more
        self.asked += 1
        self._confirm_below(offset)
        if offset == self._last_offset and monotonic() < self._last_asked + SOON:
            limit = 1
        self._last_offset, self._last_asked = offset, monotonic()
        await self._wait(turn, seconds)
        return [self.waiting[each] for each in sorted(self.waiting)][: max(1, min(limit, 100))]

    def _confirm_below(self, offset: int) -> None:
        ids = sorted(self.waiting)
        for update_id in ids[:offset] if offset < 0 else [each for each in ids if each < offset]:
            self.confirm(update_id)

    async def _wait(self, turn: int, seconds: float) -> None:
        end = monotonic() + seconds
        while not self.waiting and (left := end - monotonic()) > 0:
            self._more.clear()
            try:
                async with asyncio.timeout(left):
                    await self._more.wait()
            except TimeoutError:
                return
            if turn != self._turn:
                raise Refusal(
                    "terminated by other getUpdates request; make sure that only one bot instance is running", 409
                )
