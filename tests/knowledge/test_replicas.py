"""Processes on one PostgreSQL: they hear of each other's changes, one of them leads, and a chat is one's at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import text

from bot.telegram.delivery import ChatQueues
from knowledge.record.changes import AddStatement, LoadFile
from knowledge.storage.database import Database
from knowledge.store import Store
from tests.knowledge.lighthouse import lighthouse, lit, new_statement
from tests.replicas.wires import Wire


@pytest.fixture
async def two(postgresql_url: str) -> AsyncIterator[tuple[Store, Store]]:
    """Two processes' stores on one server."""
    stores = await Store.open(postgresql_url), await Store.open(postgresql_url)
    yield stores
    for store in stores:
        await store.close()


async def _disconnect(url: str) -> None:
    """Cut every connection beside the pools to this database, as a server that restarts does."""
    database = Database.at(url)
    lines = "application_name = 'ipjang replica' AND datname = current_database()"
    async with database.engine.connect() as connection:
        await connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {lines}"))
    await database.close()


async def _wait_until(holds: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(600):
        if await holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it has not come true within 30 s")


async def test_a_change_is_announced_to_the_other_process(two: tuple[Store, Store]) -> None:
    one, other = two
    editor = await lit(one)
    assert await other.replicas.announced(5)  # now it listens
    waiting = asyncio.create_task(other.replicas.announced(20))
    await asyncio.sleep(0.1)
    receipt = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    assert await waiting
    assert await other.version() == receipt.version


async def test_nothing_is_announced_when_nothing_changed(two: tuple[Store, Store]) -> None:
    one, other = two
    editor = await lit(one)
    assert await other.replicas.announced(5)  # now it listens
    while await other.replicas.announced(0.5):  # and has heard of all that was
        pass
    await editor.save(LoadFile(file=lighthouse()), by="cli", key="again")
    assert not await other.replicas.announced(0.2)


async def test_a_change_during_a_lost_connection_is_announced_afterwards(
    two: tuple[Store, Store], postgresql_url: str
) -> None:
    one, other = two
    editor = await lit(one)
    assert await other.replicas.announced(5)  # now it listens
    await _disconnect(postgresql_url)
    await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
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
    await _wait_until(other.replicas.is_held)


async def test_a_new_session_takes_the_place_back_at_once(two: tuple[Store, Store], postgresql_url: str) -> None:
    # The leader is in the middle of a long poll, and would ask for its place only at the end of it.
    one, other = two
    assert await one.replicas.is_held()
    assert await other.replicas.announced(5)
    await one.replicas.announced(5)
    await _disconnect(postgresql_url)
    assert await one.replicas.announced(10)
    await asyncio.sleep(0.2)
    assert not await other.replicas.is_held()
    assert await one.replicas.is_held()


async def test_a_leader_that_is_cut_off_gives_way_only_where_another_polls(postgresql_url: str) -> None:
    async with Wire(postgresql_url) as wire:
        one, other = await Store.open(wire.url()), await Store.open(postgresql_url)
        assert await one.replicas.is_held()
        wire.cut()
        await _wait_until(other.replicas.is_held)
        assert await one.replicas.is_held()  # it cannot know
        assert not await one.replicas.is_mine()  # Telegram told
        assert not await one.replicas.is_held()
        assert await other.replicas.is_mine()
        wire.mend()
        await asyncio.sleep(1.5)
        assert not await one.replicas.is_held()
        await one.close()
        await other.close()


async def _listening(two: tuple[Store, Store]) -> None:
    """Wait until both have a connection: a process knows of what was handled and is waited for since it has one."""
    for store in two:
        assert await store.replicas.announced(10)


async def _handle(store: Store, update: int, done: list[int], chat: int = -1001234567890, seconds: float = 0.0) -> None:
    async with store.replicas.turn(chat, update) as turn, turn.held() as is_first:
        await asyncio.sleep(seconds)
        if is_first:
            done.append(update)


async def test_the_updates_of_a_chat_are_handled_in_order_by_whichever_process(two: tuple[Store, Store]) -> None:
    done: list[int] = []
    queues = ChatQueues(), ChatQueues()  # within a process only the first of a chat asks the server, as in delivery
    await _listening(two)

    async def handle(update: int, queued: asyncio.Event) -> None:
        replicas, queue = two[update % 2].replicas, queues[update % 2]
        queue.admit(-100123, None, always=True)
        async with replicas.turn(-100123, update) as turn:
            queued.set()
            async with queue.turn(-100123), turn.held():
                await asyncio.sleep(0.01)
                done.append(update)

    async with asyncio.TaskGroup() as updates:
        for update in range(20):
            updates.create_task(handle(update, queued := asyncio.Event()))
            await queued.wait()  # it has arrived; most of those before it are still waiting
    assert done == list(range(20))


async def test_an_update_that_comes_to_both_processes_is_handled_once(two: tuple[Store, Store]) -> None:
    done: list[int] = []
    await _listening(two)
    for update in range(20):
        together = (_handle(store, update, done, seconds=0.002) for store in two)
        await asyncio.gather(*together)
    for update in range(20):  # and once more, long afterwards
        await _handle(two[update % 2], update, done)
    assert done == list(range(20))


async def test_an_update_that_one_process_could_not_handle_is_handled_by_the_other(two: tuple[Store, Store]) -> None:
    done: list[int] = []
    with pytest.raises(ZeroDivisionError):
        async with two[0].replicas.turn(1, 7) as turn, turn.held():
            1 / 0  # noqa: B018
    await _handle(two[1], 7, done, chat=1)
    assert done == [7]


async def test_an_update_that_a_dead_process_held_is_handled_by_the_other(two: tuple[Store, Store]) -> None:
    done: list[int] = []
    entered = asyncio.Event()

    async def hang() -> None:
        async with two[0].replicas.turn(1, 7) as turn, turn.held():
            entered.set()
            await asyncio.sleep(60)

    hanging = asyncio.create_task(hang())
    await entered.wait()
    waiting = asyncio.create_task(_handle(two[1], 7, done, chat=1))
    await asyncio.sleep(0.1)
    assert not done
    await two[0].replicas.close()
    await asyncio.wait_for(waiting, 20)
    assert done == [7]
    hanging.cancel()


async def test_no_lock_is_left_behind(two: tuple[Store, Store], postgresql_url: str) -> None:
    done: list[int] = []
    await asyncio.gather(*(_handle(two[n % 2], n, done, chat=n % 5) for n in range(50)))
    for number in range(300):  # in the midst of a question to the server, and after it
        waiting = asyncio.create_task(_handle(two[0], 100 + number, done, chat=number, seconds=60))
        await asyncio.sleep(number * 0.00003)
        waiting.cancel()
        await asyncio.wait([waiting])
    database = Database.at(postgresql_url)
    async with database.engine.connect() as connection:
        here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        left = text(f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND {here}")
        found = await connection.execute(left)
        assert found.scalar_one() == 0
    await database.close()


async def test_chats_do_not_wait_for_each_other(two: tuple[Store, Store]) -> None:
    done: list[int] = []
    long = asyncio.create_task(_handle(two[0], 1, done, chat=1, seconds=60))
    await asyncio.sleep(0.1)
    async with asyncio.timeout(10):
        await _handle(two[1], 2, done, chat=2)
    long.cancel()


async def test_an_sqlite_process_leads_and_waits_in_vain(sqlite_url: str) -> None:
    store = await Store.open(sqlite_url)
    done: list[int] = []
    assert await store.replicas.is_held()
    assert await store.replicas.is_mine()
    assert not await store.replicas.announced(0.01)
    await _handle(store, 1, done)
    assert done == [1]
    await store.close()


async def test_a_server_that_has_said_farewell_and_not_yet_hung_up_harms_nobody(postgresql_url: str) -> None:
    # The driver complains of itself in that moment: "cannot switch to state 12; another operation (2) is in progress".
    done: list[int] = []
    async with Wire(postgresql_url) as wire:
        store = await Store.open(wire.url())
        await lit(store)
        assert await store.replicas.is_held()
        version = await store.version()
        wire.bid_farewell()
        await asyncio.sleep(0.05)
        await _handle(store, 1, done)
        assert await store.version() == version
        await _wait_until(store.replicas.is_mine)
        assert done == [1]
        await store.close()


@pytest.mark.parametrize("fault", ["cut", "silence"])
async def test_the_leader_goes_on_while_the_server_is_out_of_reach(postgresql_url: str, fault: str) -> None:
    # Another process cannot take its place meanwhile, and answers need no database.
    done: list[int] = []
    async with Wire(postgresql_url) as wire:
        store = await Store.open(wire.url())
        assert await store.replicas.is_held()
        getattr(wire, fault)()
        assert await store.replicas.is_held()
        async with asyncio.timeout(10):
            await asyncio.gather(*(_handle(store, n, done, chat=n) for n in range(100)))
        assert len(done) == 100
        wire.mend()
        await _wait_until(store.replicas.is_mine)
        await store.close()
