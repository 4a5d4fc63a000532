"""Rounds, each with every contender in turn, and the medians that are left of them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

from tests.benchmarks.wire.contenders import Contender
from tests.benchmarks.wire.load import Load

IN_FLIGHT = 64
RATE = 100.0
WARM_UP = 2.0
IDLE = 10.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What one contender came to in one round: seconds, megabytes, shares of a processor."""

    per_second: float
    p50: float
    p99: float
    cold_start: float
    at_rest: float
    """Resident memory a moment after the first answer."""
    resident: float
    """Resident memory after the load."""
    idle_cpu: float


async def measure(contender: Contender, seconds: float) -> Figures:
    """One contender: started cold, warmed up, loaded, asked steadily, and left alone."""
    async with Load() as load:
        began = perf_counter()
        async with contender.running(load.url) as process:
            await load.first_answer(process.port)
            cold_start = perf_counter() - began
            await asyncio.sleep(1)
            at_rest = process.resident
            await load.closed_loop(process.port, in_flight=IN_FLIGHT, seconds=WARM_UP)
            began = perf_counter()
            answered = await load.closed_loop(process.port, in_flight=IN_FLIGHT, seconds=seconds)
            per_second = len(answered) / (perf_counter() - began)
            await asyncio.sleep(1)
            steady = quantiles(await load.steady(process.port, rate=RATE, seconds=seconds), n=100)
            await asyncio.sleep(1)
            used = process.cpu_seconds
            await asyncio.sleep(IDLE)
            idle = (process.cpu_seconds - used) / IDLE
            return Figures(per_second, steady[49], steady[98], cold_start, at_rest, process.resident, idle)


async def rounds(contenders: Sequence[Contender], times: int, seconds: float) -> Mapping[str, Sequence[Figures]]:
    """Everybody in turn, so many times: what disturbs the machine disturbs all of them."""
    figures: dict[str, list[Figures]] = {contender.name: [] for contender in contenders}
    for _ in range(times):
        for contender in contenders:
            figures[contender.name].append(await measure(contender, seconds))
    return figures


def medians(figures: Sequence[Figures]) -> Figures:
    """The median of each figure."""
    return Figures(*(median(getattr(each, name) for each in figures) for name in Figures.__slots__))
