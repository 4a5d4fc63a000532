"""The store: opened, read and refused, on SQLite and on PostgreSQL."""

import asyncio
import stat
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.messages.refusals import refusals
from knowledge.errors import Outage, StoreError
from knowledge.record.changes import AddName, AddStatement, Correct, Correction, LoadFile, Retract
from knowledge.record.editor import Editor
from knowledge.storage.database import Database, connect_wait, read_url
from knowledge.storage.pg_session import PgSession
from knowledge.store import Store
from tests.knowledge.lighthouse import lighthouse, lit, new_statement


async def test_an_empty_database_has_version_zero_and_no_programme(store: Store) -> None:
    assert await store.version() == 0
    with pytest.raises(StoreError, match=Outage.NO_PROGRAMME):
        await store.facts()
    assert await store.verify() == ()
    assert list(await store.register()) == []


async def test_what_was_loaded_is_read(store: Store) -> None:
    await lit(store)
    facts, file = await store.facts(), lighthouse()
    assert facts.programme == file.programme
    assert tuple(facts.stances.values()) == file.stances
    assert tuple(facts.teams.values()) == file.teams
    assert tuple(facts.sources.values()) == tuple(entry.source for entry in file.sources)
    assert [each.claim for each in facts.statements.values()] == [entry.claim for entry in file.statements]
    assert facts.source_texts["sea-2"] == file.sources[1].text
    assert facts.whole_sources == {"sea-2"}
    assert facts.version == await store.version() == 1


async def test_what_is_read_is_of_the_types_that_it_says(store: Store) -> None:
    editor = await lit(store)
    await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    facts = await store.facts()
    for values in (facts.teams, facts.sources, facts.statements, facts.stances):
        for value in values.values():
            assert type(value).model_validate(value.model_dump()) == value
            assert type(value).model_validate_json(value.model_dump_json()) == value
    assert {each.recorded.tzname() for each in facts.statements.values()} == {"UTC"}


async def test_every_change_raises_the_version_and_nothing_else_does(store: Store) -> None:
    editor = await lit(store)
    receipt = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    assert receipt.version == await store.version() == 2
    await editor.save(LoadFile(file=lighthouse()), by="cli", key="nothing new")
    await store.chats.set_language(1, "en")
    assert await store.version() == 2


async def test_readers_see_one_moment_while_a_writer_writes(store: Store) -> None:
    editor = await lit(store)

    async def read() -> None:
        for _ in range(15):
            facts = await store.facts()
            changes = sum(len(each.revisions) for each in facts.statements.values()) - 2
            assert facts.version == changes + 1

    async def write() -> None:
        for number in range(15):
            correction = Correction(speaker=f"{number}")
            await editor.save(
                Correct(id="harbour-1", correction=correction, revision=number + 1, reason="r"),
                by="tg:1",
                key=f"k{number}",
            )

    await asyncio.gather(read(), write(), read())


async def test_a_change_that_fails_half_way_leaves_nothing(store: Store) -> None:
    await lit(store)
    before = await store.facts()

    async def change() -> None:
        async with store.changing() as ledger:
            await ledger.add_passages([("sea-1", "새 문장이다.", False)])
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        await change()
    assert await store.facts() == before


def test_text_that_a_database_could_not_keep_does_not_reach_it() -> None:
    for odd in ("a\x00b", "\ud800", "\u202eabc"):
        with pytest.raises(ValueError, match=r"not allowed|unicode"):
            new_statement(quote=odd)
        with pytest.raises(ValueError, match=r"not allowed|unicode"):
            AddName(team="sora", name=odd, language="ko")


def _modes_in(directory: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()}


async def test_a_new_file_is_private_and_so_are_those_beside_it(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path / 'new.db'}")
    await lit(store)
    assert _modes_in(tmp_path) == {"new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600}
    await store.close()


async def test_every_connection_to_a_file_is_set_up_for_safety(sqlite_url: str) -> None:
    database = Database.at(sqlite_url)
    wanted = {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2, "busy_timeout": 5000}
    connections = [await database.engine.connect() for _ in range(4)]
    for connection in connections:
        found = {name: (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one() for name in wanted}
        assert found == wanted
        await connection.close()
    await database.close()


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "mysql://host/db", "sqlite+pysqlite:///x.db", "postgresql+psycopg://u:geheim@host/db", "://"],
)
async def test_a_url_that_cannot_be_used_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(StoreError, match=Outage.BAD_URL) as refusal:
        await Store.open(url)
    assert "geheim" not in str(refusal.value)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("sqlite:///bot.db", "sqlite+aiosqlite:///bot.db"),
        ("postgres://u@host/db", "postgresql+asyncpg://u@host/db"),
        ("postgresql://u@host/db?sslmode=require", "postgresql+asyncpg://u@host/db?ssl=require"),
        ("postgresql://u@/db?host=/run/postgresql", "postgresql+asyncpg://u@/db?host=%2Frun%2Fpostgresql"),
    ],
)
def test_a_url_is_read_as_people_write_it(given: str, read: str) -> None:
    assert read_url(given).render_as_string(hide_password=False) == read


@pytest.mark.parametrize(
    "option",
    ["channel_binding=require", "sslmode=sometimes", "connect_timeout=0", "options=-csearch_path%3Dx", "sslrootcert=x"],
)
def test_an_option_that_cannot_be_met_is_named(option: str) -> None:
    with pytest.raises(StoreError, match=Outage.BAD_OPTION) as refusal:
        read_url(f"postgresql://u@host/db?sslmode=prefer&{option}")
    (named,) = refusal.value.facts["options"]
    assert named.partition("=")[0] == option.partition("=")[0]
    assert named in refusals(refusal.value, "ko")[0]
    assert named in refusals(refusal.value, "en")[0]


async def test_the_options_that_people_copy_are_understood(postgresql_url: str) -> None:
    options = "sslmode=prefer&connect_timeout=20&prepared_statement_cache_size=0&channel_binding=prefer"
    database = Database.at(f"{postgresql_url}&{options}&target_session_attrs=read-write")
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    await database.close()
    session = PgSession(database.url, (), lambda *_: None, partial(asyncio.sleep, 0))
    assert await session.ask("SELECT 1") == 1
    await session.close()
    assert connect_wait(database.url) == 20


async def test_a_database_in_memory_serves_one_process() -> None:
    store = await Store.open("sqlite://")
    editor = await lit(store)
    await asyncio.gather(
        *(editor.save(AddName(team="sora", name=f"소라{n}", language="ko"), by="tg:1", key=f"k{n}") for n in range(5))
    )
    assert len((await store.facts()).teams["sora"].names.ko) == 6
    await store.close()


async def test_two_open_stores_see_each_others_changes(database_url: str) -> None:
    one, other = await Store.open(database_url), await Store.open(database_url)
    await lit(one)
    await Editor(other).save(Retract(id="harbour-1", reason="r"), by="tg:1", key="k")
    assert (await one.facts()).statements["harbour-1"].is_retracted
    await one.close()
    await other.close()


async def test_nobody_writes_through_a_reading_connection(postgresql_url: str) -> None:
    database = Database.at(postgresql_url)
    with pytest.raises(StoreError, match=Outage.READ_ONLY):
        async with database.reading() as connection:
            await connection.execute(text("UPDATE record SET version = 7"))
    await database.close()
