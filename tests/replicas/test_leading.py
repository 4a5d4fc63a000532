"""Replicas that poll: one at a time, another as soon as that one is gone, and nothing lost or doubled in between."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic

import pytest

from tests.faults.record import sentences
from tests.faults.town import Town
from tests.loopback.server import Loopback
from tests.replicas.conftest import Hire
from tests.replicas.conversation import People
from tests.replicas.processes import Replica, open_for_business
from tests.replicas.thrones import Throne
from tests.replicas.wires import Wire

pytestmark = pytest.mark.xdist_group("replicas")

TAKEN_OVER_WITHIN = 30.0
"""Seconds without a poller that are allowed when one dies."""
KILLS, ASKERS = 2, 4


async def live_through_takeovers(
    town: Town, replicas: Sequence[Replica], throne: Throne, times: int
) -> Sequence[float]:
    """Kill the leader under load, so many times; gives the seconds until the next one answered somebody."""
    gaps: list[float] = []
    async with asyncio.TaskGroup() as everything:
        everything.create_task(town.live(ASKERS, 2))
        for _ in range(times):
            leader = await throne.taken(replicas)
            begun = town.answered
            await town.telegram.until(lambda: town.answered > begun + 5, 60)  # noqa: B023 - awaited in this turn
            gaps.append(await _kill_and_time(town, leader))
            await leader.start()
        town.closing.set()
    await town.telegram.until(lambda: not town.telegram.updates.waiting, 60)
    return gaps


async def _kill_and_time(town: Town, leader: Replica) -> float:
    await leader.kill()
    killed, begun = monotonic(), town.answered
    await town.telegram.until(lambda: town.answered > begun, 2 * TAKEN_OVER_WITHIN)
    return monotonic() - killed


def conflicts(telegram: Loopback) -> int:
    """How often two processes polled at the same time."""
    return sum(call.method == "getUpdates" and call.status == 409 for call in telegram.calls)


async def _two(hire: Hire, throne: Throne) -> tuple[Replica, Replica]:
    """Two replicas that poll, each known to the server by its name; the first one leads."""
    one, other = [hire(await throne.url_for(f"replica{number}")) for number in (1, 2)]
    await open_for_business(one)
    assert await throne.taken([one]) is one
    await open_for_business(other)
    return one, other


async def test_the_leader_is_killed_again_and_again_and_nothing_is_lost_or_done_twice(
    hire: Hire, telegram: Loopback, throne: Throne, postgresql_url: str
) -> None:
    replicas = await _two(hire, throne)
    town = Town(telegram)
    gaps = await live_through_takeovers(town, replicas, throne, KILLS)
    assert max(gaps) < TAKEN_OVER_WITHIN
    assert conflicts(telegram) == 0
    assert town.answered == town.asked
    assert set(town.saved) == set(town.pressed)
    on_record = await sentences(postgresql_url)
    assert {sentence: on_record[sentence] for sentence in town.pressed} == dict.fromkeys(town.pressed, 1)


async def test_a_leader_that_is_stopped_hands_over_in_peace(
    hire: Hire, telegram: Loopback, throne: Throne, people: People
) -> None:
    one, other = await _two(hire, throne)
    places = [people.asks() for _ in range(20)]
    assert await one.stop() == 0
    assert await throne.taken([other], seconds=10) is other
    for place in places:
        await people.hears(place)
    await people.is_told()
    assert [len(telegram.texts(place)) for place in places] == [1] * len(places)
    assert conflicts(telegram) == 0


async def test_one_that_stands_by_comes_and_goes_without_disturbing_the_leader(
    hire: Hire, telegram: Loopback, throne: Throne, people: People
) -> None:
    one, other = await _two(hire, throne)
    assert await other.stop() == 0
    await open_for_business(other)
    await people.is_told()
    assert await throne.holders() == [one.name]
    assert conflicts(telegram) == 0
    assert "Another process" not in one.log


async def test_a_leader_that_is_cut_off_from_the_database_gives_way_without_a_complaint(
    hire: Hire, telegram: Loopback, throne: Throne, people: People, postgresql_url: str
) -> None:
    async with Wire(postgresql_url) as wire:
        one, other = hire(wire.url("replica1")), hire(await throne.url_for("replica2"))
        await throne.url_for("replica1")
        await open_for_business(one)
        await open_for_business(other)
        assert await throne.taken([one, other]) is one
        wire.cut()
        assert await throne.taken([other]) is other
        await telegram.until(lambda: conflicts(telegram) > 0, TAKEN_OVER_WITHIN)  # it has the place, and polls
        for _ in range(5):
            await people.is_told()
        wire.mend()
        settled = conflicts(telegram)
        with suppress(TimeoutError):
            await telegram.until(lambda: conflicts(telegram) > settled, 7)
        assert conflicts(telegram) == settled <= 2
        assert await throne.holders() == [other.name]
        assert "Another process" not in one.log + other.log
