"""Lanes: what belongs to one chat happens in order, what belongs to different chats at the same time."""

from asyncio import Lock
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol

from knowledge.storage.turns import AnyPlace, FreePlace


@dataclass(slots=True)
class _Lane:
    lock: Lock = field(default_factory=Lock)
    waiting: int = 0


class Lanes:
    """First come, first served, within a key; a lane is forgotten when nobody is in it."""

    def __init__(self) -> None:
        self._lanes: dict[Hashable, _Lane] = {}

    def __len__(self) -> int:
        return len(self._lanes)

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Wait for the turn in the lane of this key, and keep it for the length of the block."""
        lane = self._lanes.setdefault(key, _Lane())
        lane.waiting += 1
        try:
            async with lane.lock:
                yield
        finally:
            lane.waiting -= 1
            if not lane.waiting:
                self._lanes.pop(key, None)


class ChatLocks(Protocol):
    """Keeps a chat in order across several processes; one process alone needs none."""

    def queued(self, chat: int, update: int) -> AnyPlace:
        """A block in which this update stands in the queue of its chat."""


class NoChatLocks:
    """For one process: its lanes are enough."""

    def queued(self, chat: int, update: int) -> AnyPlace:  # noqa: ARG002
        """Nobody else is in the queue."""
        return FreePlace()
