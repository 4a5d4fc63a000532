"""The record in memory, whole and at one version, read again when that version moves; and its changes in order."""

import asyncio
import logging
import time
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.changelog import ChangeLog, RecordedChange
from knowledge.errors import StoreError
from knowledge.facts import Facts
from knowledge.matching import NameIndex
from knowledge.record.changes import Subject
from knowledge.store import Store
from knowledge.understanding.reader import Reader

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0
"""Between two looks at the version: the guarantee that nobody is told facts older than 5 s after a save."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Facts, the index of their names and the reader of questions about them, all at one version."""

    facts: Facts
    register: "array[int]"
    index: NameIndex
    reader: Reader

    @classmethod
    def build(cls, facts: Facts, register: "array[int]", before: "Snapshot | None" = None) -> "Snapshot":
        """A snapshot of these facts; the index of the one before serves on where its words are the same."""
        if before is not None and before.has_names_of(facts, register):
            index = before.index
        else:
            index = NameIndex.of(facts.programme, facts.stances.values(), facts.teams.values(), register=register)
        return cls(facts, register, index, Reader(facts, index))

    def has_names_of(self, facts: Facts, register: "array[int]") -> bool:
        """Whether its index serves these facts as well."""
        held = self.facts
        is_same = held.teams == facts.teams and held.programme == facts.programme and held.stances == facts.stances
        return is_same and self.register == register


class Record:
    """The newest snapshot of a store. Reading it needs no await; `refresh` and `follow` keep it new."""

    def __init__(self, store: Store, snapshot: Snapshot) -> None:
        self.store = store
        self.snapshot = snapshot
        self.checked = time.monotonic()
        """When the version was last seen to be this one, for health."""
        self.on_change: Callable[[Snapshot], None] = lambda _: None
        self.reachable = True
        self._turn = asyncio.Lock()

    @classmethod
    async def read(cls, store: Store) -> "Record":
        """The record of a store as it is; raises StoreError where it cannot be read or holds no programme."""
        return cls(store, Snapshot.build(await store.facts(), await store.register()))

    @property
    def age(self) -> float:
        """Seconds since the snapshot was last seen to be the newest."""
        return time.monotonic() - self.checked

    async def refresh(self) -> bool:
        """Read again where the version has moved, and say whether it had; raises StoreError."""
        async with self._turn:
            held = self.snapshot.facts
            moved = await self.store.edition() != (held.filling, held.version)
            if moved:
                facts, register = await self.store.facts(), await self.store.register()
                # In a thread: the index of a very large register takes seconds, and answers go on meanwhile.
                self.snapshot = await asyncio.to_thread(Snapshot.build, facts, register, self.snapshot)
                self.on_change(self.snapshot)
            self.checked = time.monotonic()
            return moved

    async def refresh_or_keep(self) -> bool:
        """Refresh, or keep the snapshot through an outage of the database; whether the database answered."""
        try:
            await self.refresh()
        except StoreError as error:
            # Once an outage, not every two seconds: readers keep their answers meanwhile.
            level = logging.WARNING if self.reachable else logging.DEBUG
            logger.log(level, "the record cannot be read again: %s", error)
            self.reachable = False
        else:
            self.reachable = True
        return self.reachable

    async def follow(self, seconds: float = POLL_SECONDS) -> None:
        """Refresh for as long as it runs."""
        while True:
            await self.store.replicas.announced(seconds)
            try:
                await self.refresh_or_keep()
            except Exception:
                logger.exception("the record could not be read again")


ENTRIES_AT_ONCE = 1_000
"""Entries of the audit that are read at a time: some megabytes, and a fraction of a second of a thread."""


class ChangeReader:
    """Reads the changes of one record."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._log = ChangeLog()
        self._read: tuple[str, int] | None = None
        self._turn = asyncio.Lock()

    async def read(self) -> tuple[Facts, Sequence[RecordedChange]]:
        """The record, and every change that made it, oldest first; raises StoreError."""
        async with self._turn:
            facts = self._record.snapshot.facts
            edition = facts.filling, facts.version
            if self._read is None or self._read[0] != facts.filling:
                self._log = ChangeLog()
            if self._read != edition:
                await self._read_on(facts)
                self._read = edition
            return facts, self._log.changes

    async def _read_on(self, facts: Facts) -> None:
        audit, log = self._record.store.audit, self._log
        while entries := await audit.after(log.reached, Subject.STATEMENT, ENTRIES_AT_ONCE):
            # In a thread: the headlines of a long past take seconds, and answers go on meanwhile.
            if not await asyncio.to_thread(log.extend, entries, facts):
                return
