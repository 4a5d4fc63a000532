import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.snapshot import Record, Snapshot
from bot.cli.session import fill_with_shipped
from knowledge.errors import StoreError
from knowledge.model import Names, Team
from knowledge.record.changes import AddTeam
from knowledge.record.editor import Editor
from knowledge.store import Store

NEWCOMER = Team(id="newcomer", names=Names(ko=("한빛등대",)))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    store = await Store.open(url)
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture
async def record(sqlite_url: str) -> AsyncIterator[Record]:
    async with opened(sqlite_url) as store:
        await fill_with_shipped(store)
        yield await Record.read(store)


async def test_nothing_is_read_again_while_the_version_stands(record: Record) -> None:
    before = record.snapshot
    assert await record.refresh() is False
    assert record.snapshot is before


async def test_what_another_process_wrote_is_answered_from_after_a_refresh(record: Record, sqlite_url: str) -> None:
    async with opened(sqlite_url) as other:
        await Editor(other).save(AddTeam(team=NEWCOMER), by="test", key="k")
    assert await record.refresh() is True
    assert [mention.team for mention in record.snapshot.index.find("한빛등대는?").mentions] == ["newcomer"]


async def test_following_finds_it_within_a_moment(record: Record, sqlite_url: str) -> None:
    following = asyncio.create_task(record.follow(0.05))
    async with opened(sqlite_url) as other:
        await Editor(other).save(AddTeam(team=NEWCOMER), by="test", key="k")
        async with asyncio.timeout(10):
            while "newcomer" not in record.snapshot.facts.teams:  # noqa: ASYNC110 -- it is the poll that is tried
                await asyncio.sleep(0.02)
    following.cancel()


async def test_the_index_serves_on_where_no_name_changed(record: Record) -> None:
    facts, register = await record.store.facts(), await record.store.register()
    assert Snapshot.build(facts, register, record.snapshot).index is record.snapshot.index
    register.append(7)
    assert Snapshot.build(facts, register, record.snapshot).index is not record.snapshot.index


async def test_the_index_is_built_again_where_a_stance_word_changed(record: Record) -> None:
    facts, register = await record.store.facts(), await record.store.register()
    stance = next(iter(facts.stances.values()))
    words = stance.words.model_copy(update={"en": (*stance.words.en, "zigzagging")})
    changed = {**facts.stances, stance.code: stance.model_copy(update={"words": words})}
    after = Snapshot.build(replace(facts, stances=changed), register, record.snapshot)
    asked = "has kakao zigzagged yet"
    assert record.snapshot.index.find(asked).mentions == ()
    assert [mention.team for mention in after.index.find(asked).mentions] == ["kakao"]


async def test_an_outage_leaves_the_answers_as_they_are(
    record: Record, caplog: pytest.LogCaptureFixture, sqlite_url: str
) -> None:
    before = record.snapshot
    await record.store.close()
    _break(sqlite_url)
    assert [await record.refresh_or_keep() for _ in range(3)] == [False] * 3
    assert record.snapshot is before
    assert [entry.levelname for entry in caplog.records].count("WARNING") == 1


async def test_a_database_without_a_programme_has_no_record(sqlite_url: str) -> None:
    async with opened(sqlite_url) as store:
        with pytest.raises(StoreError, match="no_programme"):
            await Record.read(store)


def _break(url: str) -> None:
    """Take the database file away."""

    Path(url.partition(":///")[2]).unlink()
