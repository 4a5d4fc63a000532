"""`python -m tests.benchmarks.record TEAMS:STATEMENTS…`: what a large record costs, on SQLite and on PostgreSQL.

Each record is made from companies that never were, loaded by `ipjang load` in a process of its own, and read by
another, so that memory is what that process has. Seconds and milliseconds are processor time of the bot's process,
which a busy machine does not stretch; a server's own work comes on top. docs/scale.md says what follows.
"""

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import quantiles

import asyncpg

from bot.chat.snapshot import Snapshot
from knowledge.answering import answer
from knowledge.store import Store
from tests.benchmarks.companies import companies
from tests.databases import Engines

DAYS = 700
"""Over which the statements are said."""
QUESTIONS = 500
PER_SOURCE = 2
"""Statements of one source: an article says a little more than one thing."""
QUOTE = (
    "{name} 고위 관계자는 {number}번째 통화에서 “큰 사업의 추가 공모에 나갈지를 두고 내부에서 살펴보았고,"
    " 지금으로서는 이 입장이 바뀌지 않을 것으로 본다”고 말했다."
)
STANCES = [
    {"code": code, "kind": kind, "label": {"ko": korean, "en": english}, "words": {"ko": [korean], "en": [english]}}
    for code, kind, korean, english in (
        ("joining", "position", "참여", "Joining"),
        ("not_joining", "position", "불참", "Not joining"),
        ("eliminated", "result", "탈락", "Eliminated"),
    )
]


def programme(teams: int, statements: int) -> Mapping[str, object]:
    """A programme file of that size; a quote has about 90 characters, as the shipped ones have."""
    known = list(companies(teams))
    sources = max(1, statements // PER_SOURCE)
    return {
        "format": "ipjang-programme/1",
        "programme": {"id": "large", "timezone": "Asia/Seoul", "names": {"ko": ["큰 사업"], "en": ["Large Programme"]}},
        "stances": STANCES,
        "teams": [{"id": each.id, "names": {"ko": each.names[:1], "en": each.names[1:]}} for each in known],
        "sources": [
            {
                "id": f"s{number}", "publisher": "연합뉴스",
                "title": f"큰 사업 공모에 나선 회사들, 그 {number}번째 소식(종합)",
                "url": f"https://example.org/news/{number}", "published": str(_day(number)),
            }
            for number in range(sources)
        ],
        "statements": [
            {
                "id": f"t{number}", "team": (company := known[number % len(known)]).id,
                "stance": STANCES[number % len(STANCES)]["code"], "voice": "own", "speaker": "회사 고위 관계자",
                "said": str(_day(number % sources)), "source": f"s{number % sources}",
                "quote": QUOTE.format(name=company.names[0], number=number),
            }
            for number in range(statements)
        ],
    }  # fmt: skip


def _day(number: int) -> date:
    return date(2024, 1, 1) + timedelta(days=number % DAYS)


def resident() -> float:
    """The memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def read(url: str) -> Mapping[str, float]:
    """What a process pays that answers from this record: seconds, MB, milliseconds."""
    before = resident()
    store = await Store.open(url)
    began = time.process_time()
    facts, register = await store.facts(), await store.register()
    read_at = time.process_time()
    with_facts = resident()
    snapshot = Snapshot.build(facts, register)
    built_at = time.process_time()
    answered = quantiles(_answered(snapshot), n=100)
    again = time.process_time()
    Snapshot.build(await store.facts(), await store.register(), snapshot)
    read_again = time.process_time() - again
    await store.close()
    return {
        "read s": read_at - began, "index s": built_at - read_at, "again s": read_again,
        "facts MB": with_facts - before, "in all MB": resident(), "p50 ms": answered[49], "p99 ms": answered[98],
    }  # fmt: skip


def _answered(snapshot: Snapshot) -> Iterator[float]:
    """Milliseconds of reading and answering a question about one team after another."""
    teams = list(snapshot.facts.teams.values())
    now = datetime(2026, 1, 20, 9, tzinfo=snapshot.facts.zone)
    for number in range(QUESTIONS):
        text = f"{teams[number * 37 % len(teams)].names.ko[0]} 나가?"
        began = time.process_time()
        answer(snapshot.reader.read(text, now=now), snapshot.facts, now=now, language="ko")
        yield (time.process_time() - began) * 1000


def megabytes(url: str) -> float:
    """The size of a database: the file, or what the server says."""
    if url.startswith("sqlite"):
        return Path(url.partition(":///")[2]).stat().st_size / 1e6
    return asyncio.run(_told_by_server(url))


async def _told_by_server(url: str) -> float:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        return float(await connection.fetchval("SELECT pg_database_size(current_database())")) / 1e6
    finally:
        await connection.close()


def measure(file: Path, url: str) -> Mapping[str, float]:
    """Load a file into an empty database and read it, each in a process of its own."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    before = used.ru_utime + used.ru_stime
    loading = [sys.executable, "-m", "bot", "load", "--empty", "--database", url, str(file)]
    subprocess.run(loading, check=True, stdout=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = used.ru_utime + used.ru_stime - before
    reading = [sys.executable, "-m", "tests.benchmarks.record", "--read", url]
    figures = json.loads(subprocess.run(reading, check=True, capture_output=True, text=True).stdout)
    return {"load s": took, "size MB": megabytes(url), **figures}


async def turns(url: str) -> Sequence[float]:
    """Milliseconds of getting and leaving the turn of one chat, by two replicas one after the other."""
    replicas = [await Store.open(url), await Store.open(url)]
    taken = []
    for number in range(QUESTIONS):
        began = time.perf_counter()
        async with replicas[number % 2].replicas.turn(7, number) as turn, turn.held():
            pass
        taken.append((time.perf_counter() - began) * 1000)
    for each in replicas:
        await each.close()
    return quantiles(taken, n=100)


def main() -> None:
    """Measure each size on both engines, or read one database that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", metavar="TEAMS:STATEMENTS")
    parser.add_argument("--turns", action="store_true", help="what a turn between two replicas costs, too")
    parser.add_argument("--read", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        print(json.dumps(asyncio.run(read(options.read))))
        return
    with tempfile.TemporaryDirectory() as folder:
        engines = Engines(Path(folder, "cluster"), Path(folder), "record")
        if options.turns:
            cost = asyncio.run(turns(engines.postgresql()))
            print(f"a turn between two replicas: p50 {cost[49]:.2f} ms, p99 {cost[98]:.2f} ms", flush=True)
        for size in options.sizes:
            teams, statements = map(int, size.split(":"))
            file = Path(folder, "large.json")
            file.write_text(json.dumps(programme(teams, statements), ensure_ascii=False), encoding="utf-8")
            for url in (engines.sqlite(), engines.postgresql()):
                figures = "  ".join(f"{name} {value:.2f}" for name, value in measure(file, url).items())
                print(f"{teams:,} teams, {statements:,} statements, {url.partition('+')[0]}:  {figures}", flush=True)
                engines.drop(url)


if __name__ == "__main__":
    main()
