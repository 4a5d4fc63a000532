"""A webhook on every replica: a chat's updates are answered in their order and once, wherever each of them arrives."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from itertools import count

import pytest
from sqlalchemy import text as sql

from knowledge.storage.database import Database
from tests.faults.record import sentences
from tests.loopback.faults import Fault
from tests.loopback.server import Loopback
from tests.loopback.updates import Json, message
from tests.replicas.conftest import Hire
from tests.replicas.conversation import People, sentence
from tests.replicas.processes import OWNER, Replica, open_for_business

pytestmark = pytest.mark.xdist_group("replicas")

QUESTIONS = ("카카오는?", "네이버는?", "KT는?", "NC AI는?", "코난은?")
ANSWERED = ("카카오는", "네이버클라우드는", "KT는", "NC AI는", "코난테크놀로지는")

TICKETS = sql(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@pytest.fixture
async def two(hire: Hire, postgresql_url: str) -> tuple[Replica, Replica]:
    """Two replicas with a webhook."""
    one, other = hire(postgresql_url, webhook=True), hire(postgresql_url, webhook=True)
    await open_for_business(one, other)
    return one, other


_ids = count(900_000)


def _update(telegram: Loopback, content: Json) -> Json:
    telegram.chats.see(content)
    return {"update_id": next(_ids), **content}


@pytest.fixture
async def tickets(postgresql_url: str) -> AsyncIterator[Callable[[], Awaitable[int]]]:
    """Counts the updates that stand in a queue, in any process."""
    database = Database.at(postgresql_url)

    async def count_them() -> int:
        async with database.engine.begin() as connection:
            return int((await connection.execute(TICKETS)).scalar_one())

    yield count_them
    await database.close()


async def test_a_chat_that_reaches_the_replicas_by_turns_is_answered_in_order(
    two: tuple[Replica, Replica], telegram: Loopback, tickets: Callable[[], Awaitable[int]]
) -> None:
    places = (5001, 5002, -5003)
    telegram.faults.retry_after = 2
    telegram.faults.inject(Fault.FLOOD, method="sendMessage", times=len(places))  # the first of each chat takes longest
    posts: list[asyncio.Task[int]] = []
    for number, text in enumerate(QUESTIONS):
        for place in places:
            asked = message(f"/ask {text}", place=place, sender=5001)
            posts.append(asyncio.create_task(two[number % 2].post(_update(telegram, asked))))
        with suppress(TimeoutError):
            await _until_at_least(tickets, len(posts), seconds=1)
    assert await tickets() > len(places)
    assert set(await asyncio.gather(*posts)) == {200}
    # What a flood holds up is kept, confirmed to Telegram, and answered when its time has come.
    await telegram.until(lambda: all(len(telegram.texts(place)) >= len(QUESTIONS) for place in places), seconds=40)
    for place in places:
        heard = telegram.texts(place)
        assert [name for text in heard for name in ANSWERED if text.startswith(f"<b>{name}")] == list(ANSWERED)


async def _until_at_least(count_them: Callable[[], Awaitable[int]], number: int, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while await count_them() < number:  # noqa: ASYNC110 - nothing in this process could tell
            await asyncio.sleep(0.01)


async def test_what_reaches_both_replicas_takes_effect_once(
    two: tuple[Replica, Replica], telegram: Loopback, postgresql_url: str
) -> None:
    places = range(6001, 6021)
    for place in places:
        asked = _update(telegram, message("KT는?", place=place))
        assert await asyncio.gather(*(replica.post(asked) for replica in two)) == [200, 200]
    assert [len(telegram.texts(place)) for place in places] == [1] * len(places)
    preview = await People(telegram, two[0].deliver).preview(1)
    pressed = _update(telegram, People(telegram).save(preview))
    assert await asyncio.gather(*(replica.post(pressed) for replica in two)) == [200, 200]
    assert (await sentences(postgresql_url))[sentence(1)] == 1
    # What takes long is written down and confirmed to Telegram before it is done.
    await telegram.until(lambda: any("저장했" in call.text for call in telegram.calls), seconds=40)
    assert sum("저장했" in call.text for call in telegram.calls if call.chat == OWNER) == 1
