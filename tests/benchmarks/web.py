"""The page under load beside a bot under load: `python -m tests.benchmarks.web`.

500 requests a second of the page, the feeds and the API, while 100 questions a second are answered in chats.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from statistics import quantiles
from time import perf_counter

from tests.benchmarks.wire.contenders import Contender
from tests.benchmarks.wire.load import Load
from tests.benchmarks.wire.messages import Exchange
from tests.ports import free_port

REQUESTS, QUESTIONS = 500.0, 100.0
SECONDS = 15.0
PATHS = (
    "/p/dokpamo/", "/en/p/dokpamo/", "/p/dokpamo/kakao", "/p/dokpamo/s/kakao-20260116", "/p/dokpamo/corrections",
    "/p/dokpamo/feed.xml", "/p/dokpamo/feed.json", "/api/1/teams", "/api/1/changes?after=0",
    "/api/1/statements/kakao-20260116",
)  # fmt: skip


async def browse(port: int, rate: float, seconds: float) -> Sequence[float]:
    """Ask for pages at a rate, whether they come or not; gives the seconds of each."""
    free: list[Exchange] = []
    taken: list[float] = []

    async def get(path: str) -> None:
        if free:
            connection = free.pop()
        else:
            _, connection = await asyncio.get_running_loop().create_connection(Exchange, "127.0.0.1", port)
        began = perf_counter()
        status = await connection.post(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert status == 200, (path, status)
        taken.append(perf_counter() - began)
        free.append(connection)

    began = perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - perf_counter()))
            tasks.create_task(get(PATHS[number % len(PATHS)]))
    return taken


def bot(page: int | None) -> Contender:
    """The bot, with its page on a port or without one."""
    setting = () if page is None else (f"BOT_WEB_LISTEN=127.0.0.1:{page}",)
    return Contender("ipjang", ("env", *setting, sys.executable, "-m", "bot", "run"))


async def measure(*, has_page: bool, requests: float) -> str:
    """One line: the bot's answers and the page's, and its memory."""
    page = free_port() if has_page else None
    async with Load() as load, bot(page).running(load.url) as process:
        began = perf_counter()
        await load.first_answer(process.port)
        started = perf_counter() - began
        await load.closed_loop(process.port, in_flight=16, seconds=1)
        if page is not None:
            await browse(page, 50.0, 1)
        asking, spent = load.steady(process.port, rate=QUESTIONS, seconds=SECONDS), process.cpu_seconds
        if page is not None and requests:
            steady, pages = await asyncio.gather(asking, browse(page, requests, SECONDS))
            shown = _quantiles(pages)
        else:
            steady, shown = await asking, "-"
        spent = process.cpu_seconds - spent
        name = f"{'with' if has_page else 'without'} the page, {requests:g} requests/s"
        return (
            f"| {name} | {started:.2f} s | {_quantiles(steady)} | {shown} | {spent:.2f} s | {process.resident:.0f} MB |"
        )


def _quantiles(taken: Sequence[float]) -> str:
    found = quantiles(taken, n=100)
    return f"{1000 * found[49]:.1f} / {1000 * found[98]:.1f} ms"


async def main() -> None:
    """Print the table."""
    print("| | start to first answer | answers p50 / p99 | pages p50 / p99 | processor | memory |")
    print("|---|---|---|---|---|---|")
    for has_page, requests in ((False, 0.0), (True, 0.0), (True, REQUESTS)):
        print(await measure(has_page=has_page, requests=requests), flush=True)
    print(f"\n{SECONDS:g} s each, {QUESTIONS:g} answers/s; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    asyncio.run(main())
