"""Backup, restore and copy, between files and servers: complete, alike, and never over something else."""

import asyncio
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.editing import Editor
from knowledge.errors import Outage, StoreError
from knowledge.facts import Facts
from knowledge.record.changes import Correction
from knowledge.storage.database import Database
from knowledge.storage.keeping import backup, copy, restore
from knowledge.storage.schema import migrate_to
from knowledge.store import Store
from tests.databases import Engines
from tests.knowledge.lighthouse import START, lit, new_statement

LIKE_ANY = ("sqlite", "postgresql")


@pytest.fixture
async def filled(store: Store) -> Store:
    """A store with a past: recorded, corrected, retracted, editors, a register, conversations."""
    editor = await lit(store)
    receipt = await editor.record(new_statement(), by="tg:1", key="k1")
    await editor.correct(receipt.id, Correction(speaker="누구"), expected=1, reason="발언자", by="tg:1", key="k2")
    await editor.retract("dl-lost", reason="오보", by="tg:2", key="k3")
    await editor.grant(7, by="tg:1", key="k4")
    await editor.add_register("dart", range(-300, 300), by="cli", key="k5")
    await store.drafts.put(7, 7, {"step": "team"}, expires=START)
    await store.gaps.count([("없는 회사는?", "unknown")], day=START.date())
    await store.chats.set_language(-100, "en")
    return store


async def _content(url: str) -> tuple[Facts, list[int], object, object]:
    store = await Store.open(url)
    try:
        return (
            await store.facts(),
            sorted(await store.register()),
            await store.audit.page(size=999),
            await store.chats.all(),
        )
    finally:
        await store.close()


def _names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


async def test_a_backup_is_private_whole_and_restores_to_the_same(
    filled: Store, database_url: str, engines: Engines, tmp_path: Path
) -> None:
    target = tmp_path / "kept.db"
    await backup(database_url, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert _names_in(tmp_path) == ["kept.db"]
    url = engines.sqlite(migrated=False)
    await restore(target, url)
    assert await _content(url) == await _content(database_url)


async def test_a_backup_is_taken_while_editors_write(filled: Store, database_url: str, tmp_path: Path) -> None:
    async def write() -> None:
        editor = Editor(filled)
        for number in range(10):
            await editor.record(new_statement(quote=f"{number}번 말했다."), by="tg:1", key=f"w{number}")

    writing = asyncio.create_task(write())
    await backup(database_url, tmp_path / "kept.db")
    await writing
    url = f"sqlite+aiosqlite:///{tmp_path / 'kept.db'}"
    facts = (await _content(url))[0]
    assert facts.version <= await filled.version()
    assert all(facts.is_verbatim(each.claim) for each in facts.statements.values())


@pytest.mark.parametrize("into", LIKE_ANY)
async def test_a_copy_has_every_row_on_either_engine(
    filled: Store, database_url: str, engines: Engines, into: str
) -> None:
    url = engines.sqlite(migrated=False) if into == "sqlite" else engines.postgresql(migrated=False)
    counts = await copy(database_url, url)
    assert await _content(url) == await _content(database_url)
    assert (counts["statement_revisions"], counts["register_decoys"], counts["drafts"]) == (5, 600, 1)
    engines.drop(url)


async def test_a_copied_record_goes_on_where_the_old_one_ended(
    filled: Store, database_url: str, engines: Engines
) -> None:
    url = engines.sqlite(migrated=False)
    await copy(database_url, url)
    store = await Store.open(url)
    again = await Editor(store).record(new_statement(), by="tg:1", key="k1")
    new = await Editor(store).record(new_statement(), by="tg:1", key="new")
    assert (again.id, new.id) == ("sora-20260318", "sora-20260318-2")
    await store.close()


async def test_nothing_is_copied_over_a_record(filled: Store, database_url: str, tmp_path: Path) -> None:
    await backup(database_url, tmp_path / "kept.db")
    for attempt in (copy(database_url, database_url), restore(tmp_path / "kept.db", database_url)):
        with pytest.raises(StoreError, match=Outage.OCCUPIED):
            await attempt


async def test_a_forced_restore_replaces_what_is_there_for_those_who_have_it_open(
    filled: Store, database_url: str, tmp_path: Path
) -> None:
    await backup(database_url, tmp_path / "kept.db")
    await Editor(filled).retract("harbour-1", reason="later", by="tg:1", key="later")
    before = await filled.version()
    await restore(tmp_path / "kept.db", database_url, force=True)
    facts = await filled.facts()
    assert not facts.statements["harbour-1"].is_retracted
    assert facts.version > before
    await Editor(filled).retract("harbour-1", reason="again", by="tg:1", key="again")


@pytest.mark.parametrize("broken", ["text", "missing", "torn", "other", "empty"])
async def test_what_is_no_sound_backup_changes_nothing(
    filled: Store, database_url: str, tmp_path: Path, broken: str
) -> None:
    source = tmp_path / "kept.db"
    if broken == "text":
        source.write_text("not a database, and long enough to be looked at" * 40)
    elif broken == "torn":
        await backup(database_url, source)
        source.write_bytes(source.read_bytes()[:30_000])
    elif broken == "other":
        with sqlite3.connect(source) as other:
            other.execute("CREATE TABLE recipes (name TEXT)")
        other.close()
    elif broken == "empty":
        source.touch()
    before = await filled.facts()
    with pytest.raises(StoreError):
        await restore(source, database_url, force=True)
    assert await filled.facts() == before
    assert _names_in(tmp_path) == ([] if broken == "missing" else ["kept.db"])


async def test_a_backup_replaces_an_older_one_and_no_other_file(
    filled: Store, database_url: str, tmp_path: Path
) -> None:
    target = tmp_path / "kept.db"
    await backup(database_url, target)
    await backup(database_url, target)
    diary = tmp_path / "diary.txt"
    diary.write_text("dear diary")
    with pytest.raises(StoreError, match=Outage.FOREIGN):
        await backup(database_url, diary)
    assert diary.read_text() == "dear diary"


async def test_what_a_killed_backup_left_is_in_nobodys_way(
    filled: Store, database_url: str, engines: Engines, tmp_path: Path
) -> None:
    # In a container the next process has the number of the last.
    left = tmp_path / f".kept.db.{os.getpid()}.part"
    left.write_bytes(b"SQLite format 3\x00 and half of a record")
    left.with_name(f"{left.name}-wal").write_bytes(b"half of a log")
    await backup(database_url, tmp_path / "kept.db")
    assert _names_in(tmp_path) == ["kept.db"]
    url = engines.sqlite(migrated=False)
    await restore(tmp_path / "kept.db", url)
    assert await _content(url) == await _content(database_url)


async def test_a_database_of_somebody_else_is_never_overwritten(
    filled: Store, database_url: str, tmp_path: Path
) -> None:
    await backup(database_url, tmp_path / "kept.db")
    with sqlite3.connect(tmp_path / "recipes.db") as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    with pytest.raises(StoreError, match=Outage.FOREIGN):
        await restore(tmp_path / "kept.db", f"sqlite:///{tmp_path / 'recipes.db'}", force=True)


async def test_the_log_of_the_replaced_file_is_not_read_into_the_new_one(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    store = await Store.open(url)
    editor = await lit(store)
    await backup(url, tmp_path / "kept.db")
    for number in range(20):
        await editor.record(new_statement(quote=f"{number}번 말했다."), by="tg:1", key=f"w{number}")
    # As a killed process leaves it: the changes are in the log beside the file only.
    assert (tmp_path / "bot.db-wal").stat().st_size > 0
    await restore(tmp_path / "kept.db", url, force=True)
    assert len((await store.facts()).statements) == 2
    await store.close()


async def test_a_backup_is_taken_before_an_update_and_restored_after_it(sqlite_url: str, tmp_path: Path) -> None:
    store = await Store.open(sqlite_url)
    await lit(store)
    before = await store.facts()
    await store.close()
    database = Database.at(sqlite_url)
    await migrate_to(database, "0001", keep_copy=False)
    await database.close()
    await backup(sqlite_url, tmp_path / "old.db")
    url = f"sqlite:///{tmp_path / 'new.db'}"
    await restore(tmp_path / "old.db", url)
    assert (await _content(url))[0] == before


async def test_there_is_nothing_to_back_up_before_there_is_a_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        await backup(f"sqlite:///{tmp_path / 'bot.db'}", tmp_path / "kept.db")
    assert _names_in(tmp_path) == []


async def test_a_copy_that_does_not_arrive_as_it_was_sent_is_taken_back(
    filled: Store, database_url: str, engines: Engines
) -> None:
    url = engines.sqlite()
    with closing(sqlite3.connect(url.partition("///")[2])) as other:
        # As a disk that forgets, or another program on the same file.
        rename = "UPDATE team_names SET name = name || '!' WHERE team = NEW.team"
        other.execute(f"CREATE TRIGGER forgetful AFTER INSERT ON team_names BEGIN {rename}; END")
    with pytest.raises(StoreError, match=Outage.DIFFERS) as refusal:
        await copy(database_url, url)
    assert refusal.value.facts["table"] == "team_names"
    store = await Store.open(url)
    assert await store.version() == 0
    await store.close()
