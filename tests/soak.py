"""`make soak`: the faults of the suite, for hours instead of seconds if need be; one table of what was tried and lost.

`python -m tests.soak [--kills 300] [--fuzz 100000] [--minutes 5] [--only NAME]`. Leaves with 1 when anything was lost.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.bot.wired import SECRET
from tests.databases import Engines
from tests.faults.process import BotProcess, bot_of, running
from tests.faults.record import sentences
from tests.faults.test_fuzz import GROWTH, survive, unexpected
from tests.faults.test_injected import gaps, live_through_faults
from tests.faults.test_kills import live_through_kills
from tests.faults.test_redelivery import live_thrice, replicas
from tests.faults.test_stopping import go_dark
from tests.faults.test_storage import hold_lock, ready, saved_in_the_end
from tests.faults.town import Town
from tests.loopback.server import Loopback
from tests.loopback.updates import message
from tests.ports import free_port

LOCK_SECONDS = 30.0
DARK_SECONDS = 90.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `lost` and `doubled` have to be 0."""

    name: str
    tried: str
    lost: int
    doubled: int
    notes: str = ""


async def tally(name: str, tried: str, town: Town, url: str, notes: str = "") -> Line:
    """What a town lost, by what it was told and by what stands in the record."""
    on_record = await sentences(url)
    lost = sum(on_record[sentence] == 0 for sentence in town.pressed) + town.asked - town.answered
    doubled = sum(on_record[sentence] > 1 for sentence in town.pressed)
    return Line(name, f"{tried}, {town.asked} questions, {len(town.pressed)} saves", lost, doubled, notes)


async def kills(folder: Path, options: argparse.Namespace) -> Line:
    """kill -9 at random moments."""
    async with Loopback() as telegram:
        bot = bot_of(telegram, folder)
        try:
            town = await live_through_kills(telegram, bot, options.kills, seed=options.kills)
        finally:
            await bot.kill()
        return await tally("kill -9", f"{options.kills} kills", town, bot.settings["BOT_DATABASE_URL"])


async def injected(folder: Path, options: argparse.Namespace) -> Line:
    """Three calls in ten fail."""
    async with Loopback() as telegram, running(telegram, folder, BOT_SEND_RATE="30") as bot:
        town = await live_through_faults(telegram, options.minutes * 60)
        tried = f"{telegram.faults.injected} of {len(telegram.calls)} calls"
        notes = f"shortest gap in a chat {min(gaps(telegram)):.2f} s"
        return await tally("30 % of calls fail", tried, town, bot.settings["BOT_DATABASE_URL"], notes)


async def redelivered(folder: Path, options: argparse.Namespace) -> Line:
    """Everything three times, to two processes on one PostgreSQL."""
    engines = Engines(folder, folder, "soak")
    url = await asyncio.to_thread(engines.postgresql)
    async with Loopback() as telegram, AsyncExitStack() as stack:
        await replicas(stack, telegram, folder, url)
        town = await live_thrice(telegram, questions=int(200 * options.minutes), saves=int(20 * options.minutes))
        return await tally("all of it thrice, 2 processes", f"{telegram.pushing.posts} posts", town, url)


async def fuzz(folder: Path, options: argparse.Namespace) -> Line:
    """Mutated updates."""
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    webhook = {"BOT_WEBHOOK_URL": f"{root}/hook", "BOT_WEBHOOK_SECRET": SECRET, "BOT_LISTEN": f"127.0.0.1:{port}"}
    async with Loopback() as telegram, running(telegram, folder, **webhook) as bot:
        before, after = await survive(telegram, bot, root, options.fuzz)
        wrong = len(unexpected(telegram)) + bot.log.count("Traceback") + (after > before * (1 + GROWTH))
        memory = f"memory {before / 1024:.0f} -> {after / 1024:.0f} MB"
        return Line("mutated updates", f"{options.fuzz} posts", wrong, 0, memory)


async def dark(folder: Path, options: argparse.Namespace) -> Line:
    """The network goes away without a word."""
    async with Loopback() as telegram, running(telegram, folder) as bot:
        telegram.receive(message("카카오는?", place=7))
        await telegram.until(lambda: len(telegram.texts(7)) == 1, 60)
        resumed = await go_dark(telegram, DARK_SECONDS)
        await asyncio.sleep(1)  # the last answer is confirmed with the next request
        lost = len(telegram.updates.waiting) + bot.log.count("Traceback")
        return Line("dead network", f"{DARK_SECONDS:.0f} s", lost, 0, f"answered {resumed:.0f} s after its return")


async def locked(folder: Path, options: argparse.Namespace) -> Line:
    """Somebody else holds the database."""
    async with Loopback() as telegram, ready(telegram, folder) as (bot, preview):
        await hold_lock(telegram, bot, preview, LOCK_SECONDS)
        await saved_in_the_end(telegram, bot, preview)
        return Line("locked database", f"{LOCK_SECONDS:.0f} s", 0, 0, "readers were answered throughout")


async def stopped(folder: Path, options: argparse.Namespace) -> Line:
    """SIGTERM under load."""
    async with Loopback() as telegram:
        bot, town, slowest = bot_of(telegram, folder), Town(telegram), 0.0
        times = max(5, options.kills // 10)
        async with asyncio.TaskGroup() as everything:
            everything.create_task(town.live(20, 3))
            for _ in range(times):
                slowest = max(slowest, await _start_and_stop(telegram, bot, town))
            town.closing.set()
            await bot.start()
        await bot.terminate()
        notes = f"slowest stop {slowest:.1f} s"
        return await tally("SIGTERM under load", f"{times} stops", town, bot.settings["BOT_DATABASE_URL"], notes)


async def _start_and_stop(telegram: Loopback, bot: BotProcess, town: Town) -> float:
    await bot.start()
    begun = town.answered
    await telegram.until(lambda: town.answered > begun + 20, 120)
    began = monotonic()
    await bot.terminate()
    return monotonic() - began


TRIALS: dict[str, Callable[[Path, argparse.Namespace], Coroutine[None, None, Line]]] = {
    "kills": kills, "stopped": stopped, "injected": injected, "redelivered": redelivered, "fuzz": fuzz, "dark": dark,
    "locked": locked,
}  # fmt: skip


def show(lines: list[Line]) -> str:
    """The table."""
    head = f"{'trial':30} {'tried':44} {'lost':>5} {'doubled':>8}  notes"
    rows = [f"{each.name:30} {each.tried:44} {each.lost:5} {each.doubled:8}  {each.notes}" for each in lines]
    return "\n".join([head, *rows])


def main() -> int:
    """Run the trials one after the other and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--fuzz", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=5.0, help="for each trial that is not counted")
    parser.add_argument("--only", choices=TRIALS)
    options = parser.parse_args()
    lines: list[Line] = []
    for name, trial in TRIALS.items():
        if options.only in (None, name):
            with tempfile.TemporaryDirectory() as folder:
                print(f"{name} …", file=sys.stderr, flush=True)
                lines.append(asyncio.run(trial(Path(folder), options)))
    print(show(lines))
    return 1 if any(line.lost or line.doubled for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
