"""Backup, restore and copy, between files and servers: complete, alike, and never over something else."""

import asyncio
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.chat.snapshot import Record, Snapshot
from bot.upkeep import WriteProbe
from knowledge.errors import Outage, StoreError
from knowledge.facts import Facts
from knowledge.record.changes import AddRegister, AddStatement, Correct, Correction, Grant, Retract
from knowledge.record.editor import Editor
from knowledge.storage import files
from knowledge.storage.backup import backup, copy, restore
from knowledge.storage.database import Database
from knowledge.storage.files import beside
from knowledge.storage.schema import migrate_to
from knowledge.store import Store
from tests.databases import Engines, run_aside
from tests.knowledge.lighthouse import START, lit, new_statement

LIKE_ANY = ("sqlite", "postgresql")


@pytest.fixture
async def filled(store: Store) -> Store:
    """A store with a past: recorded, corrected, retracted, editors, a register, conversations."""
    editor = await lit(store)
    receipt = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    await editor.save(
        Correct(id=receipt.id, correction=Correction(speaker="누구"), revision=1, reason="발언자"), by="tg:1", key="k2"
    )
    await editor.save(Retract(id="dl-lost", reason="오보"), by="tg:2", key="k3")
    await editor.save(Grant(user=7), by="tg:1", key="k4")
    await editor.save(AddRegister(name="dart", hashes=range(-300, 300)), by="cli", key="k5")
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
            await editor.save(
                AddStatement(statement=new_statement(quote=f"{number}번 말했다.")), by="tg:1", key=f"w{number}"
            )

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
    again = await Editor(store).save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    new = await Editor(store).save(AddStatement(statement=new_statement()), by="tg:1", key="new")
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
    await Editor(filled).save(Retract(id="harbour-1", reason="later"), by="tg:1", key="later")
    before = await filled.version()
    await restore(tmp_path / "kept.db", database_url, force=True)
    facts = await filled.facts()
    assert not facts.statements["harbour-1"].is_retracted
    assert facts.version > before
    await Editor(filled).save(Retract(id="harbour-1", reason="again"), by="tg:1", key="again")


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
    # In a container the next process has the number of the last, and on a host another one.
    for number in (os.getpid(), 1):
        left = tmp_path / f".kept.db.{number}.part"
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
        await editor.save(
            AddStatement(statement=new_statement(quote=f"{number}번 말했다.")), by="tg:1", key=f"w{number}"
        )
    # As a killed process leaves it: the changes are in the log beside the file only.
    assert (tmp_path / "bot.db-wal").stat().st_size > 0
    await restore(tmp_path / "kept.db", url, force=True)
    assert len((await store.facts()).statements) == 2
    await store.close()


async def test_a_backup_at_work_is_left_alone_by_the_next(tmp_path: Path, sqlite_url: str) -> None:
    with beside(tmp_path / "kept.db") as part:
        await backup(sqlite_url, tmp_path / "kept.db")
        assert part.exists()
    assert _names_in(tmp_path) == ["kept.db"]


@pytest.fixture
async def live(tmp_path: Path) -> AsyncIterator[tuple[str, Store, Editor]]:
    """A bot's database in a file of its own, open, with a record."""
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    store = await Store.open(url)
    yield url, store, await lit(store)
    await store.close()


async def test_a_restore_goes_into_the_file_that_the_bot_has_open(
    live: tuple[str, Store, Editor], tmp_path: Path
) -> None:
    url, _, editor = live
    await backup(url, tmp_path / "kept.db")
    await editor.save(Retract(id="harbour-1", reason="later"), by="tg:1", key="later")
    file = (tmp_path / "bot.db").stat().st_ino
    await restore(tmp_path / "kept.db", url, force=True)
    assert (tmp_path / "bot.db").stat().st_ino == file
    # What is acknowledged afterwards is there after a kill: as a new process finds the file and its log.
    receipt = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="after")
    shutil.copyfile(tmp_path / "bot.db", tmp_path / "killed.db")
    shutil.copyfile(tmp_path / "bot.db-wal", tmp_path / "killed.db-wal")
    again = await Store.open(f"sqlite:///{tmp_path / 'killed.db'}")
    facts = await again.facts()
    assert receipt.id in facts.statements
    assert not facts.statements["harbour-1"].is_retracted
    await again.close()


@pytest.mark.parametrize("saves", [1, 2])
async def test_a_restore_is_seen_whatever_was_saved_meanwhile(
    live: tuple[str, Store, Editor], tmp_path: Path, saves: int
) -> None:
    url, store, _ = live
    await backup(url, tmp_path / "kept.db")
    record, seen = await Record.read(store), list[Facts]()

    async def save() -> None:
        other = await Store.open(url)
        for number in range(saves):
            await Editor(other).save(
                AddStatement(statement=new_statement(quote=f"{number}번.")), by="tg:1", key=f"m{number}"
            )
        seen.append(await other.facts())
        await other.close()

    def look(*_: int) -> None:
        """The restore is under way, and has looked at the version."""
        if not seen:
            run_aside(save())

    await restore(tmp_path / "kept.db", url, force=True, progress=look)
    # The bot has seen what was saved, of a version that may well be the restored one's.
    record.snapshot = Snapshot.build(seen[0], record.snapshot.register)
    assert await record.refresh()
    assert len(record.snapshot.facts.statements) == 2


async def test_a_restored_record_is_of_a_higher_version_than_the_one_it_replaces(
    filled: Store, database_url: str, tmp_path: Path
) -> None:
    before = await filled.edition()
    await backup(database_url, tmp_path / "kept.db")
    await restore(tmp_path / "kept.db", database_url, force=True)
    after = await filled.edition()
    assert after.version > before.version
    assert after.filling != before.filling


KILLED = """
import asyncio, os, sys, threading, time
from pathlib import Path
from knowledge.storage.backup import restore

def end():
    sys.stdin.read(1)
    time.sleep(float(sys.argv[3]))
    os.kill(os.getpid(), 9)

threading.Thread(target=end, daemon=True).start()
print("ready", flush=True)
asyncio.run(restore(Path(sys.argv[1]), sys.argv[2], force=True))
"""


@pytest.mark.timeout(200)
async def test_a_killed_restore_has_changed_nothing_or_all(live: tuple[str, Store, Editor], tmp_path: Path) -> None:
    url, store, editor = live
    await editor.save(AddRegister(name="dart", hashes=range(60_000)), by="cli", key="r")
    await backup(url, tmp_path / "kept.db")
    for number in range(8):
        before = await store.facts()
        script = [sys.executable, "-c", KILLED, str(tmp_path / "kept.db"), url, str(number * 0.12)]
        run = await asyncio.create_subprocess_exec(
            *script, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        assert run.stdout is not None
        assert await run.stdout.readline() == b"ready\n"
        await asyncio.gather(
            run.communicate(b"x"),
            editor.save(AddStatement(statement=new_statement(quote=f"{number}번.")), by="tg:1", key=f"k{number}"),
        )
        facts = await store.facts()
        if facts.filling == before.filling:
            assert len(facts.statements) == len(before.statements) + 1
        else:
            assert len(facts.statements) <= 3
        late = await editor.save(
            AddStatement(statement=new_statement(quote=f"{number}번 뒤.")), by="tg:1", key=f"after{number}"
        )
        assert late.id in (await store.facts()).statements
    assert await store.verify() == ()


async def test_a_restore_waits_for_a_writer_and_gives_up_with_nothing_changed(
    live: tuple[str, Store, Editor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, store, _ = live
    await backup(url, tmp_path / "kept.db")
    before = await store.edition()
    monkeypatch.setattr(files, "COPY_WAIT", 0.3)
    async with store.changing():
        with pytest.raises(StoreError, match=Outage.LOCKED):
            await restore(tmp_path / "kept.db", url, force=True)
    assert await store.edition() == before
    assert not [name for name in _names_in(tmp_path) if name.endswith(".part")]


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A file over which none can be renamed, as one that is mounted into a container."""
    (tmp_path / "outside.db").touch()
    (tmp_path / "inside").mkdir()
    path = tmp_path / "inside" / "bot.db"
    path.touch()
    mount = ["mount", "--bind", str(tmp_path / "outside.db"), str(path)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file takes rights that this machine does not give")
    yield path
    subprocess.run(["umount", str(path)], check=True)


async def test_a_mounted_file_is_restored_like_any_other(mounted: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{mounted}"
    store = await Store.open(url)
    editor = await lit(store)
    await backup(url, tmp_path / "kept.db")
    await editor.save(Retract(id="harbour-1", reason="later"), by="tg:1", key="later")
    await restore(tmp_path / "kept.db", url, force=True)
    assert not (await store.facts()).statements["harbour-1"].is_retracted
    await store.close()


async def test_links_stay_links(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for name in ("bot.db", "kept.db"):
        (tmp_path / name).symlink_to(tmp_path / "data" / name)
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    (tmp_path / "data" / "bot.db").touch()
    store = await Store.open(url)
    await lit(store)
    await backup(url, tmp_path / "kept.db")
    await restore(tmp_path / "kept.db", url, force=True)
    assert (tmp_path / "bot.db").is_symlink()
    assert (tmp_path / "kept.db").is_symlink()
    assert len((await store.facts()).statements) == 2
    await store.close()


async def test_a_backup_and_its_name_are_on_the_disk_when_it_is_told(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    fsync = os.fsync

    def counted(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", counted)
    await backup(sqlite_url, tmp_path / "kept.db")
    assert synced[-2:] == [path.stat().st_ino for path in (tmp_path / "kept.db", tmp_path)]


async def test_a_backup_of_other_pages_fits_into_the_file_that_is_open(
    live: tuple[str, Store, Editor], tmp_path: Path
) -> None:
    url, store, _ = live
    await backup(url, tmp_path / "kept.db")
    with closing(sqlite3.connect(tmp_path / "kept.db")) as other:
        other.execute("PRAGMA page_size = 8192")
        other.execute("VACUUM")
    await restore(tmp_path / "kept.db", url, force=True)
    assert await store.verify() == ()


TAMPERED = {
    "CREATE TRIGGER spy AFTER INSERT ON gaps BEGIN DELETE FROM gaps; END": "trigger spy",
    "CREATE TABLE recipes (name TEXT)": "table recipes",
    "CREATE VIEW answers AS SELECT * FROM gaps": "view answers",
    "CREATE INDEX quick ON gaps (text)": "index quick",
    "DROP TRIGGER audit_no_update": "trigger audit_no_update",
    "DROP INDEX ix_audit_by": "index ix_audit_by",
    "ALTER TABLE gaps ADD COLUMN who TEXT": "table gaps",
    "UPDATE statement_revisions SET quote = '한빛항만은 접는다.' WHERE statement = 'harbour-1'": "harbour-1",
    "UPDATE statement_revisions SET voice = 'whispered' WHERE statement = 'harbour-1'": "a value",
}
"""What another program does to a database -> what is named."""


def tamper(path: Path, change: str) -> None:
    """Change a database as another program can, whose guards stand again afterwards."""
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        guards = other.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        if change.startswith("UPDATE"):
            for name, _ in guards:
                other.execute(f"DROP TRIGGER {name}")
        other.execute(change)
        if change.startswith("UPDATE"):
            for _, sql in guards:
                other.execute(sql)


@pytest.mark.parametrize("change", TAMPERED)
async def test_a_backup_that_another_program_changed_is_refused_and_named(
    live: tuple[str, Store, Editor], tmp_path: Path, change: str
) -> None:
    url, store, _ = live
    before = await store.edition()
    await backup(url, tmp_path / "kept.db")
    tamper(tmp_path / "kept.db", change)
    with pytest.raises(StoreError, match=Outage.TAMPERED) as refusal:
        await restore(tmp_path / "kept.db", url, force=True)
    assert any(TAMPERED[change] in str(fault) for fault in refusal.value.facts["faults"])
    assert await store.edition() == before


async def test_an_older_backup_with_something_in_the_way_is_refused(
    live: tuple[str, Store, Editor], tmp_path: Path
) -> None:
    url, store, _ = live
    before = await store.edition()
    await backup(url, tmp_path / "kept.db")
    database = Database.at(f"sqlite:///{tmp_path / 'kept.db'}")
    await migrate_to(database, "0001", keep_copy=False)
    await database.close()
    tamper(tmp_path / "kept.db", "CREATE TABLE gaps (other INTEGER)")
    with pytest.raises(StoreError, match=f"{Outage.TAMPERED}.*gaps"):
        await restore(tmp_path / "kept.db", url, force=True)
    assert await store.edition() == before


async def test_every_connection_waits_for_the_disk_and_no_reader_for_a_writer(
    live: tuple[str, Store, Editor],
) -> None:
    url, store, _ = live
    database = Database.at(url)
    async with database.reading() as one, database.writing() as other:
        for connection in (one, other):
            assert (await connection.exec_driver_sql("PRAGMA synchronous")).scalar_one() == 2
            assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar_one() == "wal"
        await other.exec_driver_sql("UPDATE record SET version = version + 1")
        assert (await store.facts()).statements
    await database.close()


@pytest.mark.parametrize("gone", ["another", "none"])
async def test_another_file_in_its_place_is_noticed_and_nothing_saved_into_it(
    live: tuple[str, Store, Editor], tmp_path: Path, gone: str, caplog: pytest.LogCaptureFixture
) -> None:
    url, store, editor = live
    path, aside = tmp_path / "bot.db", tmp_path / "aside.db"
    record, probe = await Record.read(store), WriteProbe(store)
    await backup(url, tmp_path / "old.db")
    receipt = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    await record.refresh()
    path.rename(aside)
    if gone == "another":
        (tmp_path / "old.db").rename(path)
    caplog.clear()
    for number in range(3):
        with pytest.raises(StoreError, match=Outage.REPLACED if gone == "another" else Outage.UNREACHABLE):
            await editor.save(Retract(id=receipt.id, reason="x"), by="tg:1", key=f"r{number}")
        assert not await record.refresh_or_keep()
    await probe.look()
    assert probe.problem is not None
    assert receipt.id in record.snapshot.facts.statements
    assert len(caplog.records) == 1
    if gone == "another":  # it is opened by nobody, and so is not given the log of the first
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("SELECT count(*) FROM statements").fetchone() == (2,)
            assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    # What was saved is in the file that was moved away, and served again when it is back.
    aside.rename(path)
    await editor.save(Retract(id=receipt.id, reason="x"), by="tg:1", key="again")
    await probe.look()
    assert await record.refresh_or_keep()
    assert not probe.problem
    assert record.snapshot.facts.statements[receipt.id].is_retracted


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
