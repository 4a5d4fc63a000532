"""The backlog: updates that have to wait are written down and confirmed, and handled when their time has come."""

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from time import time
from typing import Any, Protocol

from bot.telegram.retry import Occasionally, UpdateOutcome
from bot.telegram.updates import Arrival
from knowledge.errors import StoreError
from knowledge.storage.chats import WaitingUpdate

SLOW = 0.75
"""Seconds that an update may take before it is written down: a call to Telegram takes a fourth of that."""
TOGETHER = 0.05
"""Seconds between two writings, each of all that came meanwhile; what stands in a queue for longer is written down."""
LOOK_EVERY = 2.0
"""Seconds between two looks for what has become due."""
ORPHANED = 10.0
"""Seconds after which what another process left is taken over: it has ended, or is as slow as one that has."""
PORTION = 500
"""Updates that are read at a time when they become due."""
AFTER_FAILURE = 1.0
"""Seconds before the next try where the database cannot be written."""

SENT_SO_FAR = "sent_so_far"
"""The field of a written update that Telegram does not know."""

Settled = asyncio.Future[UpdateOutcome | None]
"""Tells when an update may be confirmed; None means that it must not be, as the bot stopped before."""
Resume = Callable[[dict[str, Any], Settled], object]
"""Takes an update that has become due, and what its confirmation waits for."""

_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class PendingUpdate:
    """An update in memory."""

    raw: dict[str, Any]
    arrival: Arrival
    since: float
    settled: Settled
    is_resumed: bool = False
    """Whether it was read from what was written down, which another process may have done too."""
    is_written: bool = False
    """Whether it may be among what is written down, so that it has to be forgotten there at its end."""
    waits: bool = False
    """Whether it stands in a queue, behind others or until its chat may be answered."""
    task: asyncio.Task[None] | None = None
    sent: dict[str, int] = field(default_factory=dict)
    """What it has sent so far (`bot.telegram.application.SENT`); written down with it."""

    @property
    def content(self) -> dict[str, Any]:
        """The update as it comes back: what it has sent already stands beside what Telegram delivered."""
        return {**self.raw, SENT_SO_FAR: self.sent} if self.sent else self.raw

    def settle(self, outcome: UpdateOutcome | None) -> None:
        """Telegram may forget it, or must not."""
        if not self.settled.done():
            self.settled.set_result(outcome)


class WaitingRows(Protocol):
    """Where updates are written down (`knowledge.storage.chats`)."""

    is_shared: bool

    async def write(self, waiting: Sequence[WaitingUpdate], handled: Sequence[int]) -> None:
        """Keep some and forget others."""

    async def due(self, now: datetime, limit: int) -> Sequence[WaitingUpdate]:
        """Those whose time has come, in order."""

    async def all(self) -> Mapping[int, tuple[int, datetime]]:
        """The chat of each, and when it is due."""

    async def has(self, update: int) -> bool:
        """Whether one still waits."""


@dataclass(slots=True)
class _HeldChat:
    """A chat that is left alone until a moment in Unix time, and how many updates wait for it."""

    until: float
    count: int = 0


class Backlog:
    """What is in hand, what is written down, and which chats wait; without rows nothing is confirmed before its end.

    An update that stands in a queue, or is slow, is written down for the case that the process ends, and goes on. One
    whose chat Telegram wants to be left alone leaves the memory, and comes back when the chat may be written to.
    """

    def __init__(self, rows: WaitingRows | None, is_done: Callable[[int], bool]) -> None:
        self.in_hand: dict[int, PendingUpdate] = {}
        self._rows = rows
        self._is_done = is_done
        self._held: dict[int, _HeldChat] = {}
        self._unwritten: dict[int, PendingUpdate] = {}
        self._written: set[int] = set()
        self._handled: set[int] = set()
        self._wake = asyncio.Event()
        self._next_look = 0.0
        self._is_recalled = False
        self._is_closing = False
        self._complaint = Occasionally(_log)

    def __contains__(self, update_id: object) -> bool:
        """Whether an update is written down and will come back by itself."""
        return update_id in self._written

    def find(self, update_id: int) -> PendingUpdate | None:
        """An update that is in memory; None for others."""
        return self.in_hand.get(update_id) or self._unwritten.get(update_id)

    @property
    def waiting(self) -> int:
        """How many updates wait for their chat."""
        return sum(held.count for held in self._held.values())

    def held_until(self, chat: int) -> float | None:
        """Until when a chat is left alone, in Unix time; None where it is not."""
        held = self._held.get(chat)
        return None if held is None else held.until

    def count_held(self, chat: int) -> int:
        """How many updates of a chat wait for it."""
        held = self._held.get(chat)
        return 0 if held is None else held.count

    def take(self, pending: PendingUpdate) -> None:
        """An update is in hand from now on."""
        self.in_hand[pending.arrival.update_id] = pending
        self._wake.set()

    def leave(self, pending: PendingUpdate) -> None:
        """An update stays unfinished: it is written down, or Telegram has to deliver it again."""
        self.in_hand.pop(pending.arrival.update_id, None)
        pending.settle(None)

    def hold(self, pending: PendingUpdate, until: float) -> None:
        """An update waits for its chat, which is left alone until then; whatever comes in it waits behind."""
        update_id = pending.arrival.update_id
        self.in_hand.pop(update_id, None)
        held = self._held.setdefault(pending.arrival.lane, _HeldChat(until))
        held.until = max(held.until, until)
        held.count += 1
        self._unwritten[update_id] = pending
        self._wake.set()

    def finish(self, pending: PendingUpdate, outcome: UpdateOutcome) -> None:
        """An update was seen through; what was written of it is forgotten."""
        update_id = pending.arrival.update_id
        self.in_hand.pop(update_id, None)
        if pending.is_written:
            self._handled.add(update_id)
            self._wake.set()
        pending.settle(outcome)

    def close(self) -> None:
        """Take nothing back any more."""
        self._is_closing = True

    async def still_waits(self, pending: PendingUpdate) -> bool:
        """Whether an update was not handled by another process since it was written down."""
        if not pending.is_resumed or self._rows is None or not self._rows.is_shared:
            return True
        with suppress(StoreError):
            return await self._rows.has(pending.arrival.update_id)
        return True

    async def recall(self) -> None:
        """Learn what waits, before anything new is taken; raises StoreError."""
        if self._rows is None or self._is_recalled:
            return
        grace = time() + ORPHANED if self._rows.is_shared else 0.0
        for update_id, (chat, due) in (await self._rows.all()).items():
            if self.find(update_id) is not None or update_id in self._handled or self._is_done(update_id):
                continue
            self._written.add(update_id)
            held = self._held.setdefault(chat, _HeldChat(grace))
            held.until = max(held.until, due.timestamp() if due.timestamp() > time() else 0.0)
            held.count += 1
        self._is_recalled = True
        self._wake.set()

    async def keep(self, resume: Resume) -> None:
        """Write down and resume for as long as it runs; `resume` takes what has become due, in order."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._wake.wait()
            self._wake.clear()
            works = await self._tried(self.recall()) and await self._tried(self.write())
            if _now() >= self._next_look and not self._is_closing:
                self._next_look = _now() + LOOK_EVERY
                works &= await self._tried(self._resume(resume))  # also where nothing can be written
            if not works:
                await asyncio.sleep(AFTER_FAILURE)
            await asyncio.sleep(TOGETHER)
            if self.in_hand:
                self._wake.set()

    async def _tried(self, step: Coroutine[Any, Any, None]) -> bool:
        """Whether a step could be done; what waits, waits on where it could not."""
        try:
            await step
        except StoreError as error:
            self._complaint.warn(f"What has to wait cannot be written down: {error.code}")
        except Exception:  # noqa: BLE001 - it must go on, whatever is wrong
            _log.exception("The backlog could not be kept")
        else:
            return True
        return False

    async def write(self) -> None:
        """Write down what has to wait, and forget what was handled; raises StoreError and then changes nothing."""
        if self._rows is None:
            self._handled.clear()
            return
        waiting, postponed, handled = self._slow(), list(self._unwritten.values()), list(self._handled)
        if not waiting and not postponed and not handled:
            return
        now = time()
        rows = [_row(each, now) for each in waiting]
        rows += [_row(each, self._held[each.arrival.lane].until) for each in postponed]
        for each in (*waiting, *postponed):
            each.is_written = True  # even before it is true: one that ends meanwhile has to be forgotten afterwards
        await self._rows.write(rows, handled)
        self._handled.difference_update(handled)
        for each in (*waiting, *postponed):
            each.settle(UpdateOutcome.WAITING)
        for each in postponed:  # it is on the disk now, and need not stay in memory
            del self._unwritten[each.arrival.update_id]
            self._written.add(each.arrival.update_id)

    def _slow(self) -> list[PendingUpdate]:
        """What stands in a queue, or has been handled for too long, and is not surely written down."""
        now = _now()
        unsettled = (each for each in self.in_hand.values() if not each.settled.done())
        return [each for each in unsettled if each.since < now - (TOGETHER if each.waits else SLOW)]

    async def _resume(self, resume: Resume) -> None:
        """Take back what has become due; a chat is open again when all of it is back."""
        now = time()
        ripe = [chat for chat, held in self._held.items() if held.until <= now]
        if not ripe and (self._rows is None or not self._rows.is_shared):
            return
        limit = len(self.in_hand) + PORTION
        found = await self._rows.due(datetime.fromtimestamp(now, UTC), limit) if self._rows is not None else ()
        due: dict[int, tuple[Any, Settled | None]]
        due = {each.update: (json.loads(each.content), None) for each in found if self._is_ours_now(each, now)}
        if len(found) < limit:
            for chat in ripe:
                del self._held[chat]
            for update_id in [each for each, one in self._unwritten.items() if one.arrival.lane not in self._held]:
                unwritten = self._unwritten.pop(update_id)
                due[update_id] = unwritten.content, unwritten.settled
        else:
            self._next_look = 0.0
        for _, (raw, settled) in sorted(due.items(), key=itemgetter(0)):
            resume(raw, settled or settled_as(UpdateOutcome.WAITING))

    def _is_ours_now(self, row: WaitingUpdate, now: float) -> bool:
        """Whether this process is to handle what is due: it waited for that, or the one that did has gone."""
        if self.find(row.update) is not None or row.update in self._handled:
            return False
        if row.update in self._written:
            held = self._held.get(row.chat)
            if held is not None and held.until > now:
                return False
            self._written.discard(row.update)
            return True
        orphaned = datetime.fromtimestamp(now, UTC) - timedelta(seconds=ORPHANED)
        return row.due <= orphaned and not self._is_done(row.update)


def settled_as(outcome: UpdateOutcome) -> Settled:
    """What may be confirmed already."""
    settled: Settled = asyncio.get_running_loop().create_future()
    settled.set_result(outcome)
    return settled


def _row(pending: PendingUpdate, due: float) -> WaitingUpdate:
    arrival = pending.arrival
    moment = datetime.fromtimestamp(due, UTC)
    return WaitingUpdate(arrival.update_id, arrival.lane, moment, json.dumps(pending.content))


def _now() -> float:
    return asyncio.get_running_loop().time()
