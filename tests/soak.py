"""`make soak`: the faults of the suite, for hours instead of seconds if need be; one table of what was tried and lost.

`python -m tests.soak [--kills 300] [--fuzz 100000] [--minutes 5] [--only NAME]`. Every reply is counted by the question
that it answers. Leaves with 1 when anything was lost or given twice, or a trial failed; the others go on all the same.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic

from tests.bot.test_web import beaten
from tests.databases import Engines
from tests.faults.corrected import Readers, correct_through_kills
from tests.faults.followers import AT_ONCE as TOLD_AT_ONCE
from tests.faults.followers import Followers, tell_through_kills
from tests.faults.neighbours import (
    PERSON,
    TROUBLES,
    Neighbours,
    Trouble,
    begun,
    beyond_pace,
    calls_to,
    is_there,
    told,
    webhook,
)
from tests.faults.process import BotProcess, bot_of, running
from tests.faults.record import sentences
from tests.faults.replies import Account, Question, account
from tests.faults.test_fuzz import GROWTH, survive, unexpected
from tests.faults.test_injected import gaps, live_through_faults
from tests.faults.test_kills import live_through_kills
from tests.faults.test_redelivery import live_thrice, replicas
from tests.faults.test_stopping import go_dark
from tests.faults.test_storage import SENTENCE, hold_lock, ready, saved_in_the_end
from tests.faults.town import Town
from tests.loopback.server import Loopback
from tests.loopback.updates import message

LOCK_SECONDS = 30.0
DARK_SECONDS = 90.0
AT_ONCE = 2.0
"""Seconds in which 99 of 100 neighbours of a chat in trouble have to be answered."""
LEFT_ALONE = 25.0
SERVED_WITHIN = 30.0
"""Seconds after which a chat that was to be left alone has to be served, once it may be."""
TOLD, TOLD_WITHIN, BESIDE = 1_000, 60.0, 5.0
"""Chats that are told of one change, the seconds in which they have to be, and questions a second meanwhile."""
CORRECTED, CORRECTED_WITHIN = (500, 700), 120.0
"""Chats and the answers that they were given, and the seconds in which all have to be corrected."""
RATE = 14.0
"""Questions a second of the neighbours: half of what a bot may send."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `lost` and `doubled` have to be 0 (None: nobody knows), and `problem` empty."""

    name: str
    tried: str
    lost: int | None
    doubled: int | None
    notes: str = ""
    problem: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether the trial found something."""
        return bool(self.lost or self.doubled or self.problem)

    def __str__(self) -> str:
        notes = f"PROBLEM: {self.problem}; {self.notes}" if self.problem else self.notes
        lost, doubled = ("?" if number is None else number for number in (self.lost, self.doubled))
        return f"{self.name:48} {self.tried:48} {lost:>5} {doubled:>8}  {notes}"


HEAD = f"{'trial':48} {'tried':48} {'lost':>5} {'doubled':>8}  notes"
Trial = Callable[[Path, argparse.Namespace], Coroutine[None, None, Sequence[Line]]]


async def tally(name: str, tried: str, town: Town, bot: BotProcess | None, url: str, notes: str = "") -> Line:
    """What a town lost or got twice: replies, by question, and sentences, by what stands in the record."""
    on_record = await sentences(url)
    found = town.account(bot.kills if bot is not None else ())
    lost = sum(on_record[sentence] == 0 for sentence in town.pressed) + found.lost
    doubled = sum(max(0, on_record[sentence] - 1) for sentence in town.pressed) + found.doubled
    return Line(name, f"{tried}, {found.asked} questions, {len(town.pressed)} saves", lost, doubled, notes)


async def kills(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """kill -9 at random moments."""
    async with Loopback() as telegram:
        bot = bot_of(telegram, folder)
        try:
            town = await live_through_kills(telegram, bot, options.kills, seed=options.kills)
        finally:
            await bot.kill()
        return [await tally("kill -9", f"{options.kills} kills", town, bot, bot.settings["BOT_DATABASE_URL"])]


async def injected(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """Three calls in ten fail."""
    async with Loopback() as telegram, running(telegram, folder, BOT_SEND_RATE="30") as bot:
        town = await live_through_faults(telegram, options.minutes * 60)
        tried = f"{telegram.faults.injected} of {len(telegram.calls)} calls"
        notes = f"shortest gap in a chat {min(gaps(telegram)):.2f} s"
        return [await tally("30 % of calls fail", tried, town, bot, bot.settings["BOT_DATABASE_URL"], notes)]


async def page(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """Hostile paths and queries at the public page; raises where one is an error of ours or shows what is private."""
    await beaten(f"sqlite+aiosqlite:///{folder}/page.db", seed=options.fuzz, count=max(1, options.fuzz // 10))
    return [Line("hostile paths and queries", f"{max(1, options.fuzz // 10)} requests of the page", 0, 0)]


async def redelivered(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """Everything three times, to two processes on one PostgreSQL."""
    engines = Engines(folder, folder, "soak")
    url = await asyncio.to_thread(engines.postgresql)
    async with Loopback() as telegram, AsyncExitStack() as stack:
        await replicas(stack, telegram, folder, url)
        town = await live_thrice(telegram, questions=int(200 * options.minutes), saves=int(20 * options.minutes))
        return [await tally("all of it thrice, 2 processes", f"{telegram.pushing.posts} posts", town, None, url)]


async def fuzz(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """Mutated updates, and neighbours who ask meanwhile."""
    settings = webhook()
    root = settings["BOT_WEBHOOK_URL"].removesuffix("/hook")
    async with Loopback() as telegram, running(telegram, folder, **settings) as bot:
        await is_there(telegram)
        neighbours = Neighbours(telegram)
        asking = asyncio.create_task(neighbours.ask_steadily(1.0, 3600.0))
        before, after = await survive(telegram, bot, root, options.fuzz)
        asking.cancel()
        await neighbours.all_answered()
        wrong = {
            "calls that Telegram refuses": len(unexpected(telegram)),
            "tracebacks": bot.log.count("Traceback"),
            "growth": int(after > before * (1 + GROWTH)),
        }
        problem = ", ".join(f"{count} {what}" for what, count in wrong.items() if count)
        found, memory = neighbours.account(), f"memory {before / 1024:.0f} -> {after / 1024:.0f} MB"
        tried = f"{options.fuzz} posts, {found.asked} questions"
        return [Line("mutated updates", tried, found.lost, found.doubled, memory, problem)]


async def dark(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """The network goes away without a word while somebody asks."""
    async with Loopback() as telegram, running(telegram, folder) as bot:
        await is_there(telegram)
        questions = [Question(7, "카카오는")]
        resumed = await go_dark(telegram, DARK_SECONDS)
        neighbours = Neighbours(telegram)
        neighbours.ask()
        await neighbours.all_answered()
        found = account(telegram, [*questions, *neighbours.questions])
        problem = "" if "Traceback" not in bot.log else "a traceback"
        notes = f"answered {resumed:.0f} s after its return"
        return [Line("dead network", f"{DARK_SECONDS:.0f} s", found.lost, found.doubled, notes, problem)]


async def locked(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """Somebody else holds the database."""
    async with Loopback() as telegram, ready(telegram, folder) as (bot, preview):
        began = monotonic()
        await hold_lock(telegram, bot, preview, LOCK_SECONDS)
        released = monotonic()
        await saved_in_the_end(telegram, bot, preview)
        asked = [Question(chat, "카카오는", began) for chat in range(10, 10 + int(LOCK_SECONDS))]
        found, saved = account(telegram, asked), (await sentences(bot.settings["BOT_DATABASE_URL"]))[SENTENCE]
        meanwhile = sum(bool(each.replies) and each.replies[0] < released for each in asked)
        tried, notes = f"{LOCK_SECONDS:.0f} s, {found.asked} questions, 1 save", f"{meanwhile} answered meanwhile"
        lost, doubled = found.lost + (saved == 0), found.doubled + max(0, saved - 1)
        return [Line("locked database", tried, lost, doubled, notes)]


async def stopped(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """SIGTERM under load."""
    async with Loopback() as telegram:
        bot, town, slowest = bot_of(telegram, folder), Town(telegram), 0.0
        times = max(5, options.kills // 10)
        try:
            async with asyncio.TaskGroup() as everything:
                everything.create_task(town.live(20, 3))
                for _ in range(times):
                    slowest = max(slowest, await _start_and_stop(telegram, bot, town))
                town.closing.set()
                await bot.start()
            await bot.terminate()
        finally:
            await bot.kill()
        notes = f"slowest stop {slowest:.1f} s"
        url = bot.settings["BOT_DATABASE_URL"]
        return [await tally("SIGTERM under load", f"{times} stops", town, None, url, notes)]


async def _start_and_stop(telegram: Loopback, bot: BotProcess, town: Town) -> float:
    await bot.start()
    begun = town.answered
    await telegram.until(lambda: town.answered > begun + 20, 120)
    began = monotonic()
    await bot.terminate()
    return monotonic() - began


async def trouble(wrong: Trouble, kills: bool, folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """One chat is in trouble, with polling and with the webhook, and with a kill in the middle where it is wanted."""
    return [
        await _trouble(wrong, kills, folder / way, options, way, settings)
        for way, settings in (("polling", {}), ("webhook", webhook()))
    ]


async def _trouble(
    wrong: Trouble, kills: bool, folder: Path, options: argparse.Namespace, way: str, settings: dict[str, str]
) -> Line:
    seconds = max(10.0, options.minutes * 20)
    async with Loopback() as telegram, running(telegram, folder, BOT_SEND_RATE="30", **settings) as bot:
        await is_there(telegram)
        neighbours = Neighbours(telegram)
        async with begun(wrong, telegram):
            await neighbours.ask_steadily(RATE, seconds / 2)
            if kills:
                await bot.kill()
                await bot.start()
            await neighbours.ask_steadily(RATE, seconds / 2)
        await neighbours.all_answered()
        found = neighbours.account(bot.kills)
        name = f"{wrong.name}{', a kill' if kills else ''}, {way}"
        notes, problem = _judged(telegram, wrong, found, kills)
        return Line(name, f"{found.asked} questions of others", found.lost, found.doubled, notes, problem)


def _judged(telegram: Loopback, wrong: Trouble, found: Account, kills: bool) -> tuple[str, str]:
    """What is to be noted of a chat in trouble and its neighbours, and what is wrong with it."""
    by_polling = not telegram.pushing.url  # the webhook is given the updates of a chat one by one
    calls = calls_to(telegram, wrong.chat)
    too_soon, notices = beyond_pace(calls, is_group=wrong.chat < 0), told(telegram, wrong.chat)
    problems = {
        f"p99 {found.p99:.1f} s": found.p99 > AT_ONCE and not kills,  # the start of a process takes its time
        f"{too_soon} messages beyond the pace": too_soon and not kills,
        f"told {notices} times": notices > 1 + kills or (by_polling and notices < wrong.fills_queue),
        f"{len(calls)} calls to a chat that refuses": wrong.is_refused and not 1 <= len(calls) <= 2,
    }
    notes = f"p99 {found.p99:.2f} s; the chat: {len(calls)} calls, told {notices} times"
    return notes, ", ".join(problem for problem, is_true in problems.items() if is_true)


async def left_alone(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """A chat is to be left alone for a while, and the bot is killed meanwhile: it is served when it may be, once."""
    async with Loopback() as telegram, running(telegram, folder) as bot:
        await is_there(telegram)
        telegram.faults.refuse(PERSON, LEFT_ALONE)
        asked = []
        for text, expected in (("카카오는?", "카카오는"), ("네이버는?", "네이버클라우드는"), ("KT는?", "KT는")):
            asked.append(Question(PERSON, expected))
            telegram.receive(message(text, place=PERSON))
            await asyncio.sleep(LEFT_ALONE / 6)
            await bot.kill()
            await bot.start()
        await telegram.until(lambda: len(telegram.texts(PERSON)) >= len(asked), LEFT_ALONE + SERVED_WITHIN)
        await asyncio.sleep(3)
        found, calls = account(telegram, asked), calls_to(telegram, PERSON)
        late = calls[-1] - telegram.faults.refused[PERSON]
        refusals = len(calls) - len(telegram.texts(PERSON))
        problem = "" if 1 <= refusals <= 2 and late <= SERVED_WITHIN else f"{refusals} refused calls, {late:.0f} s late"
        tried = f"{LEFT_ALONE:.0f} s, {len(bot.kills)} kills, {found.asked} questions"
        notes = f"{refusals} refused calls, served {late:.1f} s after it might be"
        return [Line("a chat to be left alone, kills", tried, found.lost, found.doubled, notes, problem)]


async def told_through_kills(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """kill -9 in the middle of notices: ten notices a kill, and as many kills as four times the minutes allow."""
    kills = max(4, options.kills * 2 // 3)
    async with Loopback() as telegram:
        bot = bot_of(telegram, folder, **TOLD_AT_ONCE)
        followers = await Followers.settled(telegram, bot.settings["BOT_DATABASE_URL"], 10 * kills)
        try:
            lost, doubled = await tell_through_kills(followers, bot, kills, seed=kills, seconds=options.minutes * 240)
        finally:
            await bot.kill()
        made = len(bot.kills) - 1  # the last one ends the trial
        problem = "" if doubled <= made else "more than one twice a kill"
        tried, notes = f"{len(followers.chats)} notices, {made} kills", f"{doubled} came twice: at most one a kill may"
        return [Line("kill -9 while changes are told", tried, lost, 0, notes, problem)]


async def told_beside_answers(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """A thousand chats are told of one change while others ask, as they did before it."""
    async with Loopback() as telegram:
        url = bot_of(telegram, folder).settings["BOT_DATABASE_URL"]
        followers = await Followers.settled(telegram, url, TOLD)
        async with running(telegram, folder, BOT_SEND_RATE="30", **TOLD_AT_ONCE) as bot:
            await is_there(telegram)
            before, meanwhile = Neighbours(telegram), Neighbours(telegram)
            await before.ask_steadily(BESIDE, LEFT_ALONE)
            await before.all_answered()
            began, spent = monotonic(), bot.processor
            asking = asyncio.create_task(meanwhile.ask_steadily(BESIDE, 3600.0))
            await followers.change()
            await followers.all_told(1, 300)
            took, spent = monotonic() - began, bot.processor - spent
            asking.cancel()
            await meanwhile.all_answered()
            found, told = meanwhile.account(), followers.told(1)
            problem = "" if took <= TOLD_WITHIN and "Traceback" not in bot.log else "too slow, or a traceback"
            notes = (
                f"all told in {took:.0f} s, {1000 * spent / TOLD:.1f} ms of a processor each; answers p50 / p99 "
                f"{_milliseconds(before.account())} before, {_milliseconds(found)} meanwhile; "
                f"load {os.getloadavg()[0]:.1f}"
            )
            lost, doubled = found.lost + sum(not each for each in told), found.doubled + sum(each > 1 for each in told)
            return [Line("1,000 chats are told, others ask", f"{found.asked} questions", lost, doubled, notes, problem)]


def _milliseconds(found: Account) -> str:
    return f"{found.p50 * 1000:.0f} / {found.p99 * 1000:.0f} ms"


async def corrected_through_kills(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """kill -9 while answers are corrected."""
    kills = max(4, options.kills // 3)
    async with Loopback() as telegram:
        bot = bot_of(telegram, folder, **TOLD_AT_ONCE)
        readers = await Readers.settled(telegram, bot.settings["BOT_DATABASE_URL"], 6 * kills, 8 * kills)
        try:
            lost, doubled = await correct_through_kills(readers, bot, kills, seed=kills)
        finally:
            await bot.kill()
        problem = "" if doubled <= kills and not readers.strangers else "more than one twice a kill, or told to others"
        tried = f"{len(readers.given)} answers, {kills} kills"
        return [Line("kill -9 while answers are corrected", tried, lost, 0, f"{doubled} replies came twice", problem)]


async def corrected_in_time(folder: Path, options: argparse.Namespace) -> Sequence[Line]:
    """700 answers in 500 chats are corrected at Telegram's pace; nobody else hears of it."""
    async with Loopback() as telegram:
        url = bot_of(telegram, folder).settings["BOT_DATABASE_URL"]
        readers = await Readers.settled(telegram, url, *CORRECTED)
        async with running(telegram, folder, BOT_SEND_RATE="30", **TOLD_AT_ONCE) as bot:
            await is_there(telegram)
            began = monotonic()
            await readers.correct()
            await readers.all_told(300)
            took = monotonic() - began
            await asyncio.sleep(2.5)
            is_well = took <= CORRECTED_WITHIN and not readers.strangers and "Traceback" not in bot.log
            problem = "" if is_well else "too slow, told to others, or a traceback"
            tried = f"{len(readers.given)} answers in {CORRECTED[0]} chats"
            lost = readers.whole - readers.done
            return [Line("answers are corrected", tried, lost, readers.doubled, f"all in {took:.0f} s", problem)]


TRIALS: dict[str, Trial] = {
    **{wrong.key: partial(trouble, wrong, False) for wrong in TROUBLES},
    **{f"{wrong.key}-kill": partial(trouble, wrong, True) for wrong in TROUBLES if wrong.fills_queue},
    "alone": left_alone,
    "kills": kills, "stopped": stopped, "injected": injected, "redelivered": redelivered, "fuzz": fuzz, "dark": dark,
    "locked": locked, "page": page, "told": told_through_kills, "told-all": told_beside_answers,
    "corrected": corrected_through_kills, "corrected-all": corrected_in_time,
}  # fmt: skip


def attempt(name: str, trial: Trial, options: argparse.Namespace) -> Sequence[Line]:
    """The lines of one trial; one that fails has a line as well."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return asyncio.run(trial(Path(folder), options))
        except Exception as error:  # noqa: BLE001 - the other trials go on
            reason = f"{type(error).__name__}: {error}".splitlines()[0]
            causes = [str(each) for each in getattr(error, "exceptions", ())]
            return [Line(name, "not to its end", None, None, "", "; ".join([reason, *causes])[:300])]


def main() -> int:
    """Run the trials one after the other and print each line as it is known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--fuzz", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=5.0, help="for each trial that is not counted")
    parser.add_argument("--only", choices=TRIALS)
    options = parser.parse_args()
    lines: list[Line] = []
    print(HEAD, flush=True)
    for name, trial in TRIALS.items():
        if options.only in (None, name):
            found = attempt(name, trial, options)
            print(*found, sep="\n", flush=True)
            lines += found
    return 1 if any(line.is_bad for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
