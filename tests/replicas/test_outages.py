"""The database goes away, each way that databases do: readers are answered, `/readyz` says so, no restart is needed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy import text

from bot.app import STALE_SECONDS
from knowledge.record.changes import AddStatement
from knowledge.record.editor import Editor
from knowledge.said import Said
from knowledge.storage.database import IDLE_WAIT, VANISHED, Database
from knowledge.store import Store
from tests.knowledge.lighthouse import new_statement
from tests.replicas.conftest import Hire
from tests.replicas.conversation import People, sentence
from tests.replicas.processes import Replica, open_for_business
from tests.replicas.wires import Wire

pytestmark = pytest.mark.xdist_group("replicas")

PROMPT = 10.0
"""Seconds in which a reader is answered in any case: a line that falls silent is noticed after half of it."""
NOTICED = STALE_SECONDS + 20.0
"""Seconds until `/readyz` tells: the limit, and what a last question to the database may take."""
RECOVERED = 45.0
"""Seconds from the return of the database to the newest facts: some pooled connections have to be found dead first."""


@pytest.fixture
async def wire(postgresql_url: str) -> AsyncIterator[Wire]:
    """What stands between the bot and the database."""
    async with Wire(postgresql_url) as opened:
        yield opened


@pytest.fixture
async def bot(hire: Hire, wire: Wire) -> Replica:
    """One that polls."""
    replica = hire(wire.url())
    await open_for_business(replica)
    return replica


async def _until(holds: Callable[[], Awaitable[bool]], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - what is waited for is in other processes
            await asyncio.sleep(0.2)


@pytest.mark.parametrize("fault", [Wire.cut, Wire.silence], ids=["refused", "silent"])
async def test_readers_are_answered_through_an_outage_and_it_ends_without_a_restart(
    bot: Replica, people: People, wire: Wire, fault: Callable[[Wire], None]
) -> None:
    fault(wire)

    async def is_told() -> bool:
        assert "KT는 미정" in await people.is_told("KT는?", PROMPT)
        assert "KT" in await people.is_told("...KT", PROMPT)  # shows no language: whose was chosen is in the database
        return "facts" in (await bot.problems() or {})

    await _until(is_told, NOTICED)
    wire.mend()

    async def is_fresh() -> bool:
        problems = await bot.problems()
        return problems is not None and "facts" not in problems

    await _until(is_fresh, RECOVERED)
    await people.records(1)
    assert sentence(1) in await people.is_told()
    assert "Traceback" not in bot.log


async def test_a_server_that_ends_every_connection_is_not_even_noticed(
    bot: Replica, people: People, postgresql_url: str
) -> None:
    database = Database.at(postgresql_url)
    for number in range(1, 4):
        async with database.engine.begin() as connection:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            await connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"))
        await people.is_told("KT는?", PROMPT)
        await people.records(number)
        assert sentence(number) in await people.is_told()
    assert await bot.problems() == {}
    assert "Traceback" not in bot.log
    await database.close()


async def test_connections_that_were_forgotten_on_the_way_are_replaced(
    bot: Replica, people: People, wire: Wire, postgresql_url: str
) -> None:
    await people.is_told()
    await asyncio.sleep(1)  # what a bot writes as it starts is written
    wire.forget()
    await _record_elsewhere(postgresql_url, sentence(1))

    async def is_told() -> bool:
        return sentence(1) in await people.is_told("KT는?", PROMPT)

    await _until(is_told, RECOVERED)
    assert "Traceback" not in bot.log


async def test_the_server_is_asked_to_notice_a_client_that_vanished(wire: Wire) -> None:
    store = await Store.open(wire.url())
    assert await store.replicas.is_held()
    await store.close()
    assert len(wire.greetings) >= 2
    for name, value in VANISHED.items():
        assert all(f"{name}\0{value}\0".encode() in greeting for greeting in wire.greetings)
    in_the_pool = [each for each in wire.greetings if b"ipjang replica" not in each]
    assert all(f"idle_in_transaction_session_timeout\0{IDLE_WAIT}s\0".encode() in each for each in in_the_pool)


async def _record_elsewhere(url: str, quote: str) -> None:
    """Record a statement of KT's from this process."""
    store = await Store.open(url)
    new = new_statement(team="kt", stance="not_joining", said=Said.parse("2026-02-01"), quote=quote)
    await Editor(store).save(AddStatement(statement=new), by="test", key=quote)
    await store.close()
