"""Delivery: each update, in its chat's queue, is seen through; confirmed when it was handled or written down to be."""

import asyncio
import logging
from asyncio import Lock
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto
from time import time
from typing import Any, Protocol
from uuid import uuid4

from telegram import Bot, Update
from telegram.error import RetryAfter

from bot.telegram.application import SENT
from bot.telegram.backlog import SENT_SO_FAR, Backlog, PendingUpdate, Settled, WaitingRows, settled_as
from bot.telegram.retry import (
    UnfinishedError,
    UpdateOutcome,
    is_final,
    is_network,
    is_unreachable,
    pause_before,
    seconds_asked,
)
from bot.telegram.updates import Arrival, UnreadableError, kind_of, read_arrival, update_id_of
from knowledge.errors import StoreError
from knowledge.storage.replicas import ChatTurn, RecentNumbers

LONGEST_QUEUE = 20
"""Updates of one chat that may wait or be handled: at Telegram's pace 20 s of a private chat, a minute of a group."""
PERSONS_SHARE = 10
"""Updates that one person may have among those of a group, so that who floods it leaves room to the others."""


class ThrottleDecision(Enum):
    """What becomes of an update that comes to its chat's queue."""

    ADMIT = auto()
    TELL = auto()
    """There is no room, and nobody in the chat was told so yet."""
    DROP = auto()


@dataclass(slots=True)
class _Queue:
    lock: Lock = field(default_factory=Lock)
    persons: list[int | None] = field(default_factory=list)
    is_told: bool = False


class ChatQueues:
    """First come, first served, within a chat; a queue is forgotten, and its chat may be told again, when it is empty.

    What comes to a full queue is turned away while it is full, so a chat that never stops is served at its pace.
    """

    def __init__(self) -> None:
        self._queues: dict[Hashable, _Queue] = {}

    def __len__(self) -> int:
        return len(self._queues)

    def admit(self, chat: int, person: int | None, *, always: bool = False) -> ThrottleDecision:
        """Take an update into the queue of its chat, where there is room; whoever is admitted has to `leave`.

        `always` is for those that were admitted before.
        """
        queue = self._queues.get(chat)
        if queue is None:
            queue = self._queues[chat] = _Queue()
        elif not always and self._is_full(queue, chat, person):
            decision = ThrottleDecision.DROP if queue.is_told else ThrottleDecision.TELL
            queue.is_told = True
            return decision
        queue.persons.append(person)
        return ThrottleDecision.ADMIT

    def turns_away(self, chat: object, person: object) -> bool:
        """Whether an update of a chat would be dropped in silence."""
        if not isinstance(chat, int) or not isinstance(person, int):
            return False
        queue = self._queues.get(chat)
        return queue is not None and queue.is_told and self._is_full(queue, chat, person)

    def is_crowded(self, chat: int) -> bool:
        """Whether more than one update stands in the queue of a chat."""
        return len(self._queues[chat].persons) > 1

    def leave(self, chat: int, person: int | None) -> None:
        """Make room for another."""
        queue = self._queues[chat]
        queue.persons.remove(person)
        if not queue.persons:
            del self._queues[chat]

    @asynccontextmanager
    async def turn(self, chat: int) -> AsyncIterator[None]:
        """Wait for the turn of an update that was admitted, and keep it for the length of the block."""
        async with self._queues[chat].lock:
            yield

    def _is_full(self, queue: _Queue, chat: int, person: int | None) -> bool:
        if len(queue.persons) >= LONGEST_QUEUE:
            return True
        return chat < 0 and queue.persons.count(person) >= PERSONS_SHARE


MAX_TRIES = 5
"""Tries at one update before it is given up: 3 s in all for a bug."""
REMEMBERED = 4_500
"""Update ids remembered as handled: fifty times what Telegram has under way at once."""
LAST_WRITING = 1.0
"""Seconds that the last writing of a process may take."""
ANSWERED_BY_MESSAGE = frozenset({"message", "edited_message", "my_chat_member"})
"""Kinds of update that begin when their chat may be sent a message; others are first answered in other ways."""
SOON_OR_NEVER = frozenset({"inline_query", "guest_message", "chosen_inline_result"})
"""Kinds of update that nobody waits for after some seconds."""

Way = Callable[[PendingUpdate], Awaitable[UpdateOutcome]]
"""How an update is handled: in the queue of its chat, or at once."""

_log = logging.getLogger(__name__)


class Notices(Protocol):
    """The few words that the bot says of its own accord."""

    async def apologise(self, update: Update, reference: str) -> None:
        """Say that this update could not be handled; `reference` is what the log calls it."""

    async def ask_for_patience(self, update: Update) -> None:
        """Say once to a chat where too much is sent that the rest is not read for a while."""


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
    notices: Notices | None = None
    observer: Observer | None = None
    turn_of: Callable[[int, int], ChatTurn] = ChatTurn
    rows: WaitingRows | None = None
    """Where updates that have to wait are written down; without it they are confirmed only when they were handled."""
    ready_in: Callable[[int], float] = lambda _: 0.0
    """Seconds until a chat may be sent a message; raises RetryAfter where it has to be left alone for longer."""
    heard_from: Callable[[int, int], None] | None = None
    """Told of each chat where somebody wrote, and when by Telegram's clock: it may be open again."""
    is_for_bot: Callable[[Update], bool] = lambda _: True
    """Whether an update may want an answer; others stand in no queue, as a lively group would fill it."""


class Delivery:
    """Handles updates concurrently across chats and in order within one; tries again what failed, within a bound."""

    def __init__(self, handling: Handling) -> None:
        self._by = handling
        self._queues = ChatQueues()
        self._done = RecentNumbers(REMEMBERED)
        self._backlog = Backlog(handling.rows, self._done.__contains__)
        self._notices: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    @property
    def in_hand(self) -> int:
        """How many updates are being handled or wait in a queue; those that wait for their chat are not among them."""
        return len(self._backlog.in_hand)

    @property
    def waiting(self) -> int:
        """How many updates wait until their chat may be written to again."""
        return self._backlog.waiting

    async def recall(self) -> None:
        """Learn what is written down, before any update is taken."""
        try:
            await self._backlog.recall()
        except StoreError as error:
            _log.warning("What was written down cannot be read: %s", error.code)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """For the length of the block, take back what was written down, and write down what has to wait."""
        keeping = asyncio.create_task(self._backlog.keep(self._resume))
        try:
            yield
        finally:
            self._is_stopping = True
            await _cancelled([keeping])
            left = list(self._backlog.in_hand.values())
            await _cancelled([each.task for each in left if each.task is not None])
            for each in left:
                self._backlog.leave(each)
            await _cancelled(self._notices)
            await self._write_last()

    async def take(self, raw: dict[str, Any]) -> UpdateOutcome:
        """See one update through, or write it down; the same one is handled once, however often it comes.

        Raises UnreadableError for what has no update id, and UnfinishedError when the bot stopped before the end.
        """
        outcome = await asyncio.shield(self.begin(raw))
        if outcome is None:
            raise UnfinishedError
        return outcome

    def begin(self, raw: dict[str, Any]) -> Settled:
        """Begin to see an update through; gives what tells when it may be confirmed.

        Raises UnreadableError for what has no update id.
        """
        update_id = update_id_of(raw)
        if update_id is None:
            raise UnreadableError("it has no update_id")
        if update_id in self._done or update_id in self._backlog:
            return settled_as(UpdateOutcome.REPEATED)
        under_way = self._backlog.find(update_id)
        if under_way is None and self._is_one_of_a_flood(raw):
            return self._turned_away(update_id, "message", UpdateOutcome.THROTTLED)
        return self._begin(update_id, raw) if under_way is None else under_way.settled

    def _is_one_of_a_flood(self, raw: dict[str, Any]) -> bool:
        """Whether a text came to a full queue that was told so: reading it takes thirty times as long as this look."""
        message = raw.get("message")
        if not isinstance(message, dict) or "text" not in message:
            return False
        chat, sender = message.get("chat"), message.get("sender_chat") or message.get("from")
        if not isinstance(chat, dict) or not isinstance(sender, dict):
            return False
        return self._queues.turns_away(chat.get("id"), sender.get("id"))

    async def drain(self, seconds: float) -> bool:
        """Begin nothing more, and wait for what was begun; False when it took longer than that."""
        self._is_stopping = True
        self._backlog.close()
        begun = [each.task for each in self._backlog.in_hand.values() if each.task is not None and not each.waits]
        if begun:
            _, late = await asyncio.wait(begun, timeout=seconds)
            return not late
        return True

    def _resume(self, raw: dict[str, Any], settled: Settled) -> None:
        """Take back an update that waited."""
        update_id = update_id_of(raw)
        if update_id is not None:
            self._begin(update_id, raw, settled)

    def _begin(self, update_id: int, raw: dict[str, Any], resumed: Settled | None = None) -> Settled:
        try:
            sent = raw.pop(SENT_SO_FAR, {})
            arrival = read_arrival(raw, self._by.bot)
        except UnreadableError as error:
            _log.warning("Update %d cannot be read: %s", update_id, error)
            return self._turned_away(update_id, kind_of(raw), UpdateOutcome.UNREADABLE)
        loop = asyncio.get_running_loop()
        pending = PendingUpdate(raw, arrival, loop.time(), resumed or loop.create_future(), sent=sent)
        pending.is_written, pending.is_resumed = resumed is not None, resumed is not None and resumed.done()
        if self._by.heard_from is not None and arrival.written is not None:
            self._by.heard_from(arrival.lane, arrival.written)
        if not self._by.is_for_bot(arrival.update):
            self._start(pending, self._at_once)
            return pending.settled
        until = self._backlog.held_until(arrival.lane) if resumed is None else None
        if not self._has_room(arrival, is_held=until is not None, always=resumed is not None):
            return self._turned_away(update_id, arrival.kind, UpdateOutcome.THROTTLED)
        if until is not None:
            self._backlog.hold(pending, until)
        else:
            self._start(pending, self._queued)
        return pending.settled

    def _has_room(self, arrival: Arrival, *, is_held: bool, always: bool) -> bool:
        """Whether an update finds room in its chat, and has it then; the first that does not is told so."""
        if is_held:
            return self._backlog.count_held(arrival.lane) < LONGEST_QUEUE
        decision = self._queues.admit(arrival.lane, arrival.user, always=always)
        if decision is ThrottleDecision.TELL and self._by.notices is not None:
            notice = asyncio.create_task(self._politely(self._by.notices.ask_for_patience(arrival.update)))
            self._notices.add(notice)
            notice.add_done_callback(self._notices.discard)
        return decision is ThrottleDecision.ADMIT

    def _turned_away(self, update_id: int, kind: str, outcome: UpdateOutcome) -> Settled:
        """An update that is confirmed without being handled."""
        self._done.add(update_id)
        self._report(update_id, kind, outcome, 0.0)
        return settled_as(outcome)

    def _start(self, pending: PendingUpdate, way: Way) -> None:
        self._backlog.take(pending)
        pending.task = asyncio.create_task(self._see_through(pending, way))

    async def _see_through(self, pending: PendingUpdate, way: Way) -> None:
        arrival = pending.arrival
        try:
            outcome = await way(pending)
        except RetryAfter as refusal:
            outcome = self._put_off(pending, seconds_asked(refusal))
        except UnfinishedError:
            self._backlog.leave(pending)
            return
        except Exception:  # noqa: BLE001 - a bug of delivery itself must not stop it
            _log.exception("Update %d failed in delivery itself", arrival.update_id)
            outcome = UpdateOutcome.GIVEN_UP
        if outcome is not UpdateOutcome.WAITING:
            self._done.add(arrival.update_id)
            self._backlog.finish(pending, outcome)
        self._report(arrival.update_id, arrival.kind, outcome, asyncio.get_running_loop().time() - pending.since)

    def _put_off(self, pending: PendingUpdate, seconds: float) -> UpdateOutcome:
        """Leave the chat of an update alone for so long; then it comes back by itself."""
        if pending.arrival.kind in SOON_OR_NEVER:
            return UpdateOutcome.GIVEN_UP
        self._backlog.hold(pending, time() + seconds)
        return UpdateOutcome.WAITING

    def _report(self, update_id: int, kind: str, outcome: UpdateOutcome, seconds: float) -> None:
        level = logging.DEBUG if outcome is UpdateOutcome.THROTTLED else logging.INFO  # a flood would fill the log
        if _log.isEnabledFor(level):
            facts = {"update_id": update_id, "kind": kind, "outcome": outcome.value, "ms": round(seconds * 1000, 1)}
            _log.log(level, "Update %d (%s) %s in %.1f ms", update_id, kind, outcome.value, seconds * 1000, extra=facts)
        if self._by.observer is not None:
            self._by.observer.update(kind, outcome.value, seconds)

    async def _at_once(self, pending: PendingUpdate) -> UpdateOutcome:
        """Handle what wants no answer; it waits for nobody and nobody for it."""
        return await self._try(pending)

    async def _queued(self, pending: PendingUpdate) -> UpdateOutcome:
        """Handle an update in the queue of its chat, when its turn has come and the chat may be written to."""
        arrival = pending.arrival
        pending.waits = self._queues.is_crowded(arrival.lane)
        try:
            async with (
                self._by.turn_of(arrival.lane, arrival.update_id) as turn,
                self._queues.turn(arrival.lane),
            ):
                await self._until_ready(pending)
                pending.waits = False
                async with turn.held() as is_first:
                    if not is_first or not await self._backlog.still_waits(pending):
                        return UpdateOutcome.REPEATED
                    return await self._try(pending)
        finally:
            self._queues.leave(arrival.lane, arrival.user)

    async def _until_ready(self, pending: PendingUpdate) -> None:
        """Wait until a chat may be answered; raises RetryAfter where that takes long, UnfinishedError at a stop."""
        arrival = pending.arrival
        until = self._backlog.held_until(arrival.lane) or 0.0
        if (left := until - time()) > 0:
            raise RetryAfter(timedelta(seconds=left))
        if arrival.kind in ANSWERED_BY_MESSAGE and (seconds := self._by.ready_in(arrival.lane)):
            pending.waits = True
            await asyncio.sleep(seconds)
        if self._is_stopping:
            raise UnfinishedError

    async def _try(self, pending: PendingUpdate) -> UpdateOutcome:
        """Handle it, again where that failed; an outage is nobody's fault and is waited for."""
        SENT.set(pending.sent)
        arrival, tries = pending.arrival, 0
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await self._by.handle(arrival.update)
            except RetryAfter:
                raise
            except Exception as error:  # noqa: BLE001 - one update's bug must not hold up the others; it is logged
                if is_unreachable(error):
                    return UpdateOutcome.UNREACHABLE
                tries += MAX_TRIES if is_final(error) else not self._is_outage(error, began)
                if tries >= MAX_TRIES:
                    await self._give_up(arrival, error)
                    return UpdateOutcome.GIVEN_UP
                _log.warning("Update %d failed (%s), it is tried again", arrival.update_id, type(error).__name__)
                await asyncio.sleep(pause_before(tries, error))
            else:
                return UpdateOutcome.HANDLED

    def _is_outage(self, error: Exception, since: float) -> bool:
        last = self._by.last_answer()
        return is_network(error) and (last is None or last < since)

    async def _give_up(self, arrival: Arrival, error: Exception) -> None:
        reference = uuid4().hex[:8]
        facts = {"update_id": arrival.update_id, "kind": arrival.kind, "reference": reference}
        _log.error("Update %d is given up, reference %s", arrival.update_id, reference, exc_info=error, extra=facts)
        if self._by.notices is not None:
            await self._politely(self._by.notices.apologise(arrival.update, reference))

    async def _politely(self, words: Awaitable[None]) -> None:
        """Say something that does not matter enough to fail for."""
        try:
            await words
        except Exception as error:  # noqa: BLE001 - nothing depends on it
            _log.warning("A notice could not be sent: %s", type(error).__name__)

    async def _write_last(self) -> None:
        """Write down what waits, and forget what was handled, once more."""
        try:
            async with asyncio.timeout(LAST_WRITING):
                await self._backlog.write()
        except (StoreError, TimeoutError):
            _log.warning("What waits could not be written down: Telegram will deliver it again")


async def _cancelled(tasks: Iterable[asyncio.Task[None]]) -> None:
    """End some tasks and wait for their end."""
    left = [task for task in tasks if not task.done()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
