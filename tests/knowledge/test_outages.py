"""When the database cannot serve: a plain code, nothing half-written, and on it goes once the cause is gone."""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event, text

from knowledge.errors import Outage, StoreError
from knowledge.model import Names, Team
from knowledge.record.changes import AddStatement, AddTeam
from knowledge.record.editor import Editor
from knowledge.storage.backup import backup, restore
from knowledge.storage.database import Database
from knowledge.store import Store
from tests.databases import Engines
from tests.knowledge.lighthouse import lit, new_statement

IMPATIENT = 0.3


def _path(url: str) -> Path:
    return Path(url.partition("///")[2])


@pytest.fixture
async def impatient(database_url: str) -> AsyncIterator[tuple[Database, Store]]:
    """A store with a record, whose writers wait for a third of a second."""
    database = Database.at(database_url, patience=IMPATIENT)
    store = Store(database)
    await lit(store)
    yield database, store
    await store.close()


async def test_a_lock_that_is_held_is_told_and_waited_out(impatient: tuple[Database, Store], database_url: str) -> None:
    _, store = impatient
    other = Database.at(database_url)
    before = await store.facts()
    editor = Editor(store)
    async with other.writing():
        outcomes = await asyncio.gather(
            *(editor.save(AddStatement(statement=new_statement()), by="tg:1", key=f"k{n}") for n in range(5)),
            return_exceptions=True,
        )
        assert [getattr(outcome, "code", outcome) for outcome in outcomes] == [Outage.LOCKED] * 5
        assert await store.facts() == before
    await other.close()
    await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k0")
    assert len((await store.facts()).statements) == 3


async def test_a_full_disk_is_told_and_nothing_is_half_written(sqlite_url: str) -> None:
    database = Database.at(sqlite_url)
    store = Store(database)
    await lit(store)
    before = await store.facts()
    room = 0

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {room or 1}")

    event.listen(database.engine.sync_engine, "connect", limit)
    await database.engine.dispose()
    big = Team(id="big", names=Names(ko=tuple(f"이름 {n} {'가' * 200}" for n in range(2000))))
    with pytest.raises(StoreError, match=Outage.FULL):
        await Editor(store).save(AddTeam(team=big), by="tg:1", key="k1")
    assert await store.facts() == before
    room = 1_000_000
    await database.engine.dispose()
    await Editor(store).save(AddTeam(team=big), by="tg:1", key="k1")
    assert await store.verify() == ()
    await store.close()


@pytest.fixture
def volume(tmp_path: Path) -> Iterator[Path]:
    """A volume of one megabyte."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small volume takes rights that this machine does not give")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


async def test_a_full_volume_is_told_by_whoever_writes_to_it(volume: Path) -> None:
    url = f"sqlite:///{volume / 'bot.db'}"
    store = await Store.open(url)
    editor = await lit(store)
    (volume / "rest").write_bytes(b"x" * (os.statvfs(volume).f_bavail * os.statvfs(volume).f_bsize))
    saved = [await store.facts()]

    async def fill() -> None:
        for number in range(200):
            await editor.save(
                AddStatement(statement=new_statement(quote=f"{number}" * 500)), by="tg:1", key=f"k{number}"
            )
            saved.append(await store.facts())

    with pytest.raises(StoreError, match=Outage.FULL):
        await fill()
    assert await store.facts() == saved[-1]
    with pytest.raises(StoreError, match=Outage.FULL):
        await backup(url, volume / "kept.db")
    assert not (volume / "kept.db").exists()
    (volume / "rest").unlink()
    await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="room again")
    assert await store.verify() == ()
    await store.close()


async def test_a_volume_that_became_read_only_is_told(sqlite_url: str) -> None:
    database = Database.at(sqlite_url)
    store = Store(database)
    await lit(store)

    def forbid(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    event.listen(database.engine.sync_engine, "connect", forbid)
    await database.engine.dispose()
    with pytest.raises(StoreError, match=Outage.READ_ONLY):
        await Editor(store).save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    assert len((await store.facts()).statements) == 2
    event.remove(database.engine.sync_engine, "connect", forbid)
    await database.engine.dispose()
    await Editor(store).save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    await store.close()


OPEN = """
import asyncio, os, sys
from knowledge.errors import StoreError
from knowledge.store import Store

async def attempt(url):
    store = await Store.open(url)
    async with store.changing():
        pass
    await store.close()

asyncio.run(attempt("sqlite://"))  # everything is imported before the rights to read it are gone
os.setuid(65534)
try:
    asyncio.run(attempt(sys.argv[1]))
except StoreError as error:
    print(error.code)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can act as somebody else")
@pytest.mark.parametrize("name", ["bot.db", "new.db"])
def test_a_place_where_one_may_only_read_is_told(engines: Engines, name: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        place.chmod(0o755)
        shutil.copyfile(_path(engines.sqlite()), place / "bot.db")
        run = [sys.executable, "-c", OPEN, f"sqlite:///{place / name}"]
        outcome = subprocess.run(run, capture_output=True, text=True, check=False)
    assert outcome.stdout.strip() in {Outage.READ_ONLY, Outage.UNREACHABLE}, outcome.stderr
    assert outcome.stderr == ""


DAMAGES = {
    "text": b"this is no database at all, whatever its name says" * 30,
    "garbage": os.urandom(8192),
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_file_that_is_no_database_is_told(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "bot.db"
    path.write_bytes(DAMAGES[damage])
    with pytest.raises(StoreError, match=Outage.CORRUPT):
        await Store.open(f"sqlite:///{path}")
    assert path.read_bytes() == DAMAGES[damage]


async def test_a_file_damaged_under_the_bot_is_told_and_restored_without_a_restart(
    sqlite_url: str, tmp_path: Path
) -> None:
    store = await Store.open(sqlite_url)
    editor = await lit(store)
    before = await store.facts()
    await backup(sqlite_url, tmp_path / "kept.db")
    _damage(_path(sqlite_url))
    with pytest.raises(StoreError, match=Outage.CORRUPT):
        await store.facts()
    with pytest.raises(StoreError, match=Outage.CORRUPT):
        await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    await restore(tmp_path / "kept.db", sqlite_url, force=True)
    assert (await store.facts()).statements == before.statements
    await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    assert await store.verify() == ()
    await store.close()


def _damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))


async def test_a_file_that_is_gone_is_told_and_never_begun_anew(sqlite_url: str) -> None:
    store = await Store.open(sqlite_url)
    editor = await lit(store)
    path = _path(sqlite_url)
    path.rename(path.with_suffix(".elsewhere"))
    with pytest.raises(StoreError, match=Outage.UNREACHABLE):
        await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    assert not path.exists()
    path.with_suffix(".elsewhere").rename(path)
    await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    await store.close()


async def test_a_directory_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=Outage.UNREACHABLE):
        await Store.open(f"sqlite:///{tmp_path / 'nowhere' / 'bot.db'}")


@pytest.mark.parametrize("host", ["127.0.0.1:1", "nowhere.invalid"])
async def test_a_server_that_does_not_answer_is_told_without_its_password(host: str) -> None:
    with pytest.raises(StoreError, match=Outage.UNREACHABLE) as refusal:
        await Store.open(f"postgresql://bot:geheim@{host}/ipjang")
    assert "geheim" not in str(refusal.value)


async def test_a_server_that_restarted_is_used_again_without_a_word(postgresql_url: str) -> None:
    store, other = await Store.open(postgresql_url), Database.at(postgresql_url)
    editor = await lit(store)
    await asyncio.gather(*(store.version() for _ in range(4)))
    await _cut_all_but(other)
    receipts = await asyncio.gather(
        *(editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1") for _ in range(3))
    )
    assert len({receipt.id for receipt in receipts}) == 1
    await other.close()
    await store.close()


async def test_a_connection_that_breaks_during_a_change_leaves_nothing(postgresql_url: str) -> None:
    store, other = await Store.open(postgresql_url), Database.at(postgresql_url)
    await lit(store)
    before = await store.facts()

    async def change() -> None:
        async with store.changing() as ledger:
            await ledger.add_passages([("sea-1", "새 문장이다.", False)])
            await _cut_all_but(other)
            await ledger.add_passages([("sea-1", "또 새 문장이다.", False)])

    with pytest.raises(StoreError, match=Outage.UNREACHABLE):
        await change()
    assert await store.facts() == before
    await other.close()
    await store.close()


async def _cut_all_but(database: Database) -> None:
    async with database.engine.connect() as connection:
        mine = "datname = current_database() AND pid <> pg_backend_pid()"
        await connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}"))
