"""Delivery: sees each update through to its end, so that it is confirmed only after it was handled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter, time
from typing import Any, Protocol
from uuid import uuid4

from telegram import Bot, Update

from bot.arrival import Arrival, UnreadableError, kind_of, read_arrival, update_id_of
from bot.lanes import ChatLocks, Lanes, NoChatLocks
from bot.outcomes import Outcome, UnfinishedError, is_final, is_network, is_unreachable, pause_before
from bot.throttling import Throttle, Verdict
from knowledge.seen import Seen

MAX_TRIES = 5
"""Tries at one update before it is given up: 3 s in all for a bug, longer when Telegram asks for patience."""
REMEMBERED = 4_500
"""Update ids remembered as handled: fifty times what Telegram has under way at once."""

_log = logging.getLogger(__name__)


class Manners(Protocol):
    """The few words that the bot says of its own accord."""

    async def apologise(self, update: Update, reference: str) -> None:
        """Say that this update could not be handled; `reference` is what the log calls it."""

    async def ask_for_patience(self, update: Update) -> None:
        """Say once to somebody who sends too much that the rest is not read for a while."""


class Observer(Protocol):
    """Counts what happens."""

    def update(self, kind: str, outcome: str, seconds: float) -> None:
        """One update was seen through."""


@dataclass(frozen=True, slots=True)
class Handling:
    """What delivery needs: `handle` raises what went wrong; `last_answer` is the loop's time of Telegram's last one."""

    bot: Bot
    handle: Callable[[Update], Awaitable[None]]
    last_answer: Callable[[], float | None]
    manners: Manners | None = None
    observer: Observer | None = None
    locks: ChatLocks = field(default_factory=NoChatLocks)
    throttle: Throttle | None = None
    heard_from: Callable[[int, float], None] | None = None
    """Told of each chat where somebody wrote, and how many seconds ago: it may be open again."""


class Delivery:
    """Handles updates concurrently across chats and in order within one; tries again what failed, within a bound."""

    def __init__(self, handling: Handling) -> None:
        self._by = handling
        self._lanes = Lanes()
        self._in_hand: dict[int, asyncio.Future[bool]] = {}
        self._done = Seen(REMEMBERED)

    @property
    def in_hand(self) -> int:
        """How many updates are being handled or wait for their turn."""
        return len(self._in_hand)

    async def take(self, raw: dict[str, Any]) -> Outcome:
        """See one update through; the same one is handled once, however often it comes.

        Raises UnreadableError for what has no update id, and UnfinishedError when the bot stopped before the end.
        """
        update_id = update_id_of(raw)
        if update_id is None:
            raise UnreadableError("it has no update_id")
        if update_id in self._done:
            return Outcome.REPEATED
        if (under_way := self._in_hand.get(update_id)) is not None:
            if await asyncio.shield(under_way):
                return Outcome.REPEATED
            raise UnfinishedError
        return await self._first_time(update_id, raw)

    async def drain(self, seconds: float) -> bool:
        """Wait until nothing is in hand; False when it took longer than that."""
        if self._in_hand:
            await asyncio.wait(self._in_hand.values(), timeout=seconds)
        return not self._in_hand

    async def _first_time(self, update_id: int, raw: dict[str, Any]) -> Outcome:
        end = self._in_hand[update_id] = asyncio.get_running_loop().create_future()
        try:
            outcome = await self._see_through(update_id, raw)
        finally:
            del self._in_hand[update_id]
            finished = update_id in self._done
            end.set_result(finished)
        return outcome

    async def _see_through(self, update_id: int, raw: dict[str, Any]) -> Outcome:
        began = perf_counter()
        try:
            outcome = await self._handle(read_arrival(raw, self._by.bot))
        except UnreadableError as error:
            _log.warning("Update %d cannot be read: %s", update_id, error)
            outcome = Outcome.UNREADABLE
        self._done.add(update_id)
        self._report(update_id, kind_of(raw), outcome, perf_counter() - began)
        return outcome

    def _report(self, update_id: int, kind: str, outcome: Outcome, seconds: float) -> None:
        if _log.isEnabledFor(logging.INFO):
            facts = {"update_id": update_id, "kind": kind, "outcome": outcome.value, "ms": round(seconds * 1000, 1)}
            _log.info("Update %d (%s) %s in %.1f ms", update_id, kind, outcome.value, seconds * 1000, extra=facts)
        if self._by.observer is not None:
            self._by.observer.update(kind, outcome.value, seconds)

    async def _handle(self, arrival: Arrival) -> Outcome:
        if self._by.heard_from is not None and arrival.written is not None:
            self._by.heard_from(arrival.lane, max(0.0, time() - arrival.written))
        throttle, manners = self._by.throttle, self._by.manners
        verdict = throttle.judge(arrival.user) if throttle is not None and arrival.user is not None else Verdict.PASS
        if verdict is Verdict.WARN and manners is not None:  # at once, before what is still waiting in the lane
            await self._politely(manners.ask_for_patience(arrival.update))
        if verdict is not Verdict.PASS:
            return Outcome.THROTTLED
        async with (
            self._by.locks.queued(arrival.lane, arrival.update_id) as place,
            self._lanes.turn(arrival.lane),
            place.held() as is_first,
        ):
            return await self._try(arrival) if is_first else Outcome.REPEATED

    async def _try(self, arrival: Arrival) -> Outcome:
        """Handle it, again where that failed; an outage is nobody's fault and is waited for."""
        tries = 0
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._by.handle(arrival.update)
            except Exception as error:  # noqa: BLE001 - one update's bug must not hold up the others; it is logged
                if is_unreachable(error):
                    return Outcome.UNREACHABLE
                tries += MAX_TRIES if is_final(error) else not self._is_outage(error, began)
                if tries >= MAX_TRIES:
                    await self._give_up(arrival, error)
                    return Outcome.GIVEN_UP
                _log.warning("Update %d failed (%s), it is tried again", arrival.update_id, type(error).__name__)
                await asyncio.sleep(pause_before(tries, error))
            else:
                return Outcome.HANDLED

    def _is_outage(self, error: Exception, since: float) -> bool:
        last = self._by.last_answer()
        return is_network(error) and (last is None or last < since)

    async def _give_up(self, arrival: Arrival, error: Exception) -> None:
        reference = uuid4().hex[:8]
        facts = {"update_id": arrival.update_id, "kind": arrival.kind, "reference": reference}
        _log.error("Update %d is given up, reference %s", arrival.update_id, reference, exc_info=error, extra=facts)
        if self._by.manners is not None:
            await self._politely(self._by.manners.apologise(arrival.update, reference))

    async def _politely(self, words: Awaitable[None]) -> None:
        """Say something that does not matter enough to fail for."""
        try:
            await words
        except Exception as error:  # noqa: BLE001 - nothing depends on it
            _log.warning("A notice could not be sent: %s", type(error).__name__)
