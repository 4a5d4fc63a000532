"""The store's one door: open a database, read the record, begin a change."""

import asyncio
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from knowledge.facts import Facts
from knowledge.record.audit import Fault
from knowledge.storage.audit import Audit
from knowledge.storage.bulk import Progress, no_progress
from knowledge.storage.chats import Chats, Gaps, SentAnswers, WaitingUpdates, sweep
from knowledge.storage.database import Database
from knowledge.storage.drafts import Drafts, Editors, PendingChanges, Previews
from knowledge.storage.facts import Edition, read_edition, read_facts, read_register
from knowledge.storage.follows import Follows, HookCursors
from knowledge.storage.ledger import Ledger
from knowledge.storage.replicas import Replicas
from knowledge.storage.reports import Reports
from knowledge.storage.schema import prepare
from knowledge.storage.told import ToldAnswers
from knowledge.storage.verify import verify

REMEMBER_DAYS = 30
"""How long it is remembered which answer showed which statement, unless the settings say otherwise."""
LOOKED_THROUGH = 5_000
"""Entries of the audit that a look in passing replays, in half a second; a longer one is for `ipjang verify`."""


class Store:
    """One open database. Everything it raises on purpose is a KnowledgeError; outages are StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.editors = Editors(database)
        self.audit = Audit(database)
        self.drafts = Drafts(database)
        self.previews = Previews(database)
        self.pending = PendingChanges(database)
        self.gaps = Gaps(database)
        self.chats = Chats(database)
        self.answers = SentAnswers(database)
        self.waiting = WaitingUpdates(database)
        self.hooks = HookCursors(database)
        self.follows = Follows(database)
        self.told = ToldAnswers(database)
        self.reports = Reports(database)
        self.replicas = Replicas(database)

    @classmethod
    async def open(cls, url: str, *, migrate: bool = True) -> "Store":
        """Open a database, creating the SQLite file and bringing the schema up to date unless `migrate` is false."""
        database = Database.at(url)
        try:
            await prepare(database, migrate=migrate)
        except BaseException:
            await database.close()
            raise
        return cls(database)

    async def close(self) -> None:
        """Close every connection; the store is of no use afterwards."""
        await self.replicas.close()
        await self._database.close()

    async def version(self) -> int:
        """The version of the record: 0 for an empty one, and raised by each change of the facts."""
        return (await self.edition()).version

    async def edition(self) -> Edition:
        """Which record this is now: its version, and the filling that the version belongs to."""
        async with self._database.reading(probing=True) as connection:
            return await read_edition(connection)

    async def facts(self) -> Facts:
        """The whole record at one version; raises StoreError (`no_programme`) where none was loaded yet."""
        async with self._database.reading() as connection:
            return await read_facts(connection)

    async def register(self) -> "array[int]":
        """The hashes of the names in the registers of other companies, signed 64-bit."""
        async with self._database.reading() as connection:
            return await read_register(connection)

    async def verify(self, progress: Progress = no_progress, *, most: int | None = None) -> tuple[Fault, ...]:
        """Everything that is wrong with the record; nothing for a sound one. A longer audit than `most` is left out."""
        return await verify(self._database, progress, most=most)

    async def verify_aside(self, most: int) -> tuple[Fault, ...]:
        """What `verify` finds, in a thread, over connections of its own: nobody's answer waits for it."""
        if self._database.is_sqlite and self._database.path is None:
            return ()  # in memory, where nobody else comes to

        async def look() -> tuple[Fault, ...]:
            database = self._database.again()
            try:
                return await verify(database, most=most)
            finally:
                await database.close()

        return await asyncio.to_thread(lambda: asyncio.run(look()))

    async def result_of(self, key: str) -> Any:
        """What a request was answered, JSON values; None for one that has not taken effect."""
        async with self._database.reading() as connection:
            return await Ledger(connection).result_of(key)

    async def sweep(self, now: datetime, *, remember_days: int = REMEMBER_DAYS) -> None:
        """Forget what the conversations have kept long enough; once a day is often enough."""
        await sweep(self._database, now, now.date())
        await self.told.trim(now - timedelta(days=remember_days))

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[Ledger]:
        """Begin a change of the record, alone until it commits; for `Editor`, which is the only write path."""
        async with self._database.writing() as connection:
            yield Ledger(connection)
