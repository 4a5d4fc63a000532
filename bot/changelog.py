"""The log of changes beside the record in memory: read on from the audit when somebody asks, and kept."""

import asyncio
from collections.abc import Sequence

from bot.chat.snapshot import Record
from knowledge.changelog import ChangeLog, RecordedChange
from knowledge.facts import Facts
from knowledge.record.changes import Subject

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
