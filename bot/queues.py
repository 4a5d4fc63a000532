"""Queues: what belongs to one chat happens in order and within a bound, what belongs to different chats at once."""

from asyncio import Lock
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

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
