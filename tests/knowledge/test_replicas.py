"""Processes on one PostgreSQL: they hear of each other's changes, one of them leads, and a chat is one's at a time."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from knowledge.storage.database import Database
from knowledge.store import Store
from tests.knowledge.lighthouse import lighthouse, lit, new_statement


@pytest.fixture
async def two(postgresql_url: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two processes' stores on one server."""
    stores = await Store.open(postgresql_url), await Store.open(postgresql_url)
    yield stores
    for store in stores:
        await store.close()


async def _disconnect(url: str) -> None:
    """Cut every connection beside the pools, as a server that restarts does."""
    database = Database.at(url)
    async with database.engine.connect() as connection:
        await connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ipjang replica'")
        )
    await database.close()


async def _wait_until_held(store: Store) -> None:
    for _ in range(600):
        if await store.replicas.is_held():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("nobody took the place within 30 s")


async def test_a_change_is_announced_to_the_other_process(two: tuple[Store, Store]) -> None:
    one, other = two
    editor = await lit(one)
    await other.replicas.announced(0.05)
    waiting = asyncio.create_task(other.replicas.announced(20))
    await asyncio.sleep(0.1)
    receipt = await editor.record(new_statement(), by="tg:1", key="k1")
    assert await waiting
    assert await other.version() == receipt.version


async def test_nothing_is_announced_when_nothing_changed(two: tuple[Store, Store]) -> None:
    one, other = two
    editor = await lit(one)
    await other.replicas.announced(0.05)
    await editor.load(lighthouse(), by="cli", key="again")
    assert not await other.replicas.announced(0.2)


async def test_a_change_during_a_lost_connection_is_announced_afterwards(
    two: tuple[Store, Store], postgresql_url: str
) -> None:
    one, other = two
    editor = await lit(one)
    await other.replicas.announced(0.05)
    await _disconnect(postgresql_url)
    await editor.record(new_statement(), by="tg:1", key="k1")
    assert await other.replicas.announced(5)


async def test_exactly_one_process_leads(two: tuple[Store, Store]) -> None:
    one, other = two
    assert await one.replicas.is_held()
    assert await one.replicas.is_held()
    assert not await other.replicas.is_held()
    await one.replicas.release()
    assert await other.replicas.is_held()
    assert not await one.replicas.is_held()


async def test_another_leads_when_the_leader_is_gone(two: tuple[Store, Store]) -> None:
    one, other = two
    assert await one.replicas.is_held()
    await one.replicas.close()
    await _wait_until_held(other)


async def test_a_leader_that_lost_its_connection_learns_that_it_leads_no_longer(
    two: tuple[Store, Store], postgresql_url: str
) -> None:
    one, other = two
    assert await one.replicas.is_held()
    await _disconnect(postgresql_url)
    await _wait_until_held(other)
    assert not await one.replicas.is_held()


async def test_two_processes_take_turns_with_a_chat(two: tuple[Store, Store]) -> None:
    inside: list[str] = []

    async def handle(store: Store, name: str) -> None:
        async with store.replicas.holding(-1001234567890):
            inside.append(f"+{name}")
            await asyncio.sleep(0.02)
            inside.append(f"-{name}")

    await asyncio.gather(*(handle(two[n % 2], str(n % 2)) for n in range(6)))
    pairs = list(zip(inside[::2], inside[1::2], strict=True))
    assert all(entered[1:] == left[1:] for entered, left in pairs)


async def test_chats_do_not_wait_for_each_other(two: tuple[Store, Store]) -> None:
    async with two[0].replicas.holding(1), asyncio.timeout(10), two[1].replicas.holding(2):
        pass


async def test_an_sqlite_process_leads_and_waits_in_vain(sqlite_url: str) -> None:
    store = await Store.open(sqlite_url)
    assert await store.replicas.is_held()
    assert not await store.replicas.announced(0.01)
    async with store.replicas.holding(1):
        pass
    await store.close()


async def test_the_leader_goes_on_while_the_server_is_out_of_reach(postgresql_url: str) -> None:
    # Another process cannot take its place meanwhile, and answers need no database.
    store = await Store.open(postgresql_url)
    assert await store.replicas.is_held()
    await store.replicas._connection.close()  # type: ignore[union-attr] # it has just been used
    store.replicas._database.url = store.replicas._database.url.set(database="gone")
    assert await store.replicas.is_held()
    async with store.replicas.holding(7):
        pass
    await store.close()
