"""Opening the database of a command: migrated and, when it is empty, filled with the programme that ships."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import knowledge
from bot.settings import Settings
from bot.snapshot import Record
from knowledge.errors import Outage, StoreError
from knowledge.record.changes import LoadFile
from knowledge.store import Store

SHIPPED = Path(knowledge.__file__).parent / "programmes" / "dokpamo.yaml"
IN_MEMORY = "sqlite+aiosqlite:///:memory:"
FILL_KEY = "shipped-programme"
"""The request key of filling an empty database: two processes that start at once do it once."""


@asynccontextmanager
async def opened(settings: Settings, *, fill: bool) -> AsyncIterator[Store]:
    """The store of these settings, closed at the end; `fill` puts the shipped programme into an empty one."""
    store = await Store.open(settings.database_url.get_secret_value())
    try:
        if fill and await store.version() == 0:
            await fill_with_shipped(store)
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def opened_to_look(settings: Settings, *, fill: bool) -> AsyncIterator[Store]:
    """The store as it is, nothing written to it; where there is none yet, one in memory as first use would make it."""
    url = settings.database_url.get_secret_value()
    if missing_file(url) is not None:
        async with opened(settings.with_database(IN_MEMORY), fill=fill) as store:
            yield store
        return
    try:
        store = await Store.open(url, migrate=False)
    except StoreError as error:
        if error.code != Outage.OLDER or error.facts.get("revision") is not None:
            raise
        store = await Store.open(IN_MEMORY)
    try:
        yield store
    finally:
        await store.close()


def missing_file(url: str) -> Path | None:
    """The file of an SQLite database that nobody has made yet; None for any other database."""
    scheme, _, path = url.partition(":///")
    name = path.partition("?")[0]
    if not scheme.startswith("sqlite") or name in ("", ":memory:") or Path(name).exists():
        return None
    return Path(name)


async def fill_with_shipped(store: Store) -> None:
    """Load the shipped programme."""
    from knowledge.files.programme_file import read_programme_file
    from knowledge.record.editor import Editor

    await Editor(store).save(
        LoadFile(file=read_programme_file(SHIPPED.read_bytes(), name=SHIPPED.name)), by="ipjang", key=FILL_KEY
    )


@asynccontextmanager
async def opened_record(settings: Settings, *, fill: bool) -> AsyncIterator[Record]:
    """The record of these settings, ready for questions; raises StoreError (`no_programme`) for an empty one."""
    async with opened(settings, fill=fill) as store:
        yield await Record.read(store)
