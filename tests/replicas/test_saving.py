"""A fact saved through one replica is served by the other within five seconds, with and without announcements."""

import asyncio
from collections.abc import AsyncIterator, Callable
from time import monotonic

import pytest

from tests.loopback.server import Loopback
from tests.replicas.conftest import Hire
from tests.replicas.conversation import People, sentence
from tests.replicas.processes import open_for_business
from tests.replicas.wires import Wire, the_line

pytestmark = pytest.mark.xdist_group("replicas")

FRESH_WITHIN = 5.0
"""Seconds after a save in which every replica has to serve the new fact."""


@pytest.fixture
async def wire(postgresql_url: str) -> AsyncIterator[Wire]:
    """What stands between the second replica and the database."""
    async with Wire(postgresql_url) as opened:
        yield opened


FAULTS: dict[str, Callable[[Wire], None]] = {
    "announced": lambda wire: wire.mend(),
    "the announcements are cut": lambda wire: wire.cut(the_line),
    "the announcements fall silent": lambda wire: wire.silence(the_line),
}


@pytest.fixture
async def two(hire: Hire, telegram: Loopback, postgresql_url: str, wire: Wire) -> tuple[People, People]:
    """People who reach the one replica, and people who reach the other."""
    one, other = hire(postgresql_url, webhook=True), hire(wire.url(), webhook=True)
    await open_for_business(one, other)
    return People(telegram, one.deliver), People(telegram, other.deliver)


async def _seconds_until_told(readers: People, number: int) -> float:
    """From now to the first question that is answered with this statement, asked again and again."""
    since = monotonic()
    while monotonic() - since < 4 * FRESH_WITHIN:
        if sentence(number) in await readers.is_told():
            return monotonic() - since
        await asyncio.sleep(0.1)
    raise AssertionError("it is never told")


async def test_the_other_replica_serves_a_saved_fact_in_time(two: tuple[People, People], wire: Wire) -> None:
    editors, readers = two
    for number, (fault, happens) in enumerate(FAULTS.items(), start=1):
        happens(wire)
        await editors.records(number)
        assert await _seconds_until_told(readers, number) < FRESH_WITHIN, fault
        wire.mend()
