"""`python -m tests.benchmarks.matching`: our index beside WRatio and FTS5 trigrams, on companies that never were.

Every figure comes from one run on one machine over the same rows; compare within the table. `--rules` takes the rules
out one by one instead, and `--all` adds 115,000 teams.
"""

import argparse
import resource
import time
from collections.abc import Sequence
from dataclasses import fields, replace

from knowledge.matching import NameIndex
from knowledge.matching.decoys import decoy_hash
from knowledge.matching.thresholds import Thresholds
from knowledge.model import Names, Team
from tests.benchmarks.companies import companies, near_strangers
from tests.benchmarks.messages import Company, Row, rows
from tests.benchmarks.rivals import by_trigrams, by_wratio
from tests.benchmarks.scoring import Matcher, Score, score
from tests.knowledge.hostile_texts import LONGEST, SHORT, hostile_texts

REGISTER = 104_000
"""Companies of the register of others: with two names each, 208,000 hashes."""
EACH = 60
"""Messages of each kind."""
SEED = 7
LARGE = 10_000


def team_of(company: Company) -> Team:
    return Team(id=company.id, names=Names(ko=company.names[:1], en=company.names[1:]))


def ours(index: NameIndex) -> Matcher:
    def match(text: str) -> tuple[set[str], list[str]]:
        finding = index.find(text)
        return {each.team for each in finding.mentions}, [each.team for each in finding.candidates]

    return match


def register_of(others: Sequence[Company]) -> list[int]:
    return [decoy_hash(name) for company in others for name in company.names]


def show(label: str, result: Score) -> None:
    print(
        f"{label:34} {result.correct:8.2f} {result.top3:7.2f} {result.wrong:7.2f} {result.refused:8.2f}"
        f" {result.p50:8.3f} {result.p99:8.3f}",
        flush=True,
    )


def built(teams: Sequence[Company], register: Sequence[int] = (), thresholds: Thresholds | None = None) -> NameIndex:
    known = [team_of(company) for company in teams]
    begun = time.perf_counter()
    index = NameIndex.build(known, register=register, programme_names=("시험용 사업",), thresholds=thresholds)
    if len(teams) >= LARGE:
        print(f"index of {len(teams):,} teams: {time.perf_counter() - begun:.1f} s", flush=True)
    return index


def divided(world: Sequence[Company], size: int) -> tuple[Sequence[Company], Sequence[Company]]:
    """The teams, and the others, of whom the first hundred have names that are nearly a team's."""
    teams = world[:size]
    return teams, [*near_strangers(teams, 100), *world[size:]]


def compare(world: Sequence[Company], size: int, *, is_guarded: bool, rivals: bool) -> None:
    teams, others = divided(world, size)
    each = EACH if size < LARGE else EACH // 6  # Telling what is ambiguous compares with every name.
    messages = list(rows(teams, others[:800], SEED, each))
    register = register_of(others[:REGISTER]) if is_guarded else []
    label = f"{size:,} teams, {len(register):,} decoys"
    show(f"ours, {label}", score(ours(built(teams, register)), messages, teams))
    if rivals:
        show(f"FTS5 trigrams, {size:,} teams", score(by_trigrams(teams), messages, teams))
        show(f"WRatio, {size:,} teams", score(by_wratio(teams), messages, teams))


def ablate(world: Sequence[Company]) -> None:
    teams, others = divided(world, 2000)
    messages: list[Row] = list(rows(teams, others[:800], SEED, EACH))
    register = register_of(others[:REGISTER])
    switches = [field.name for field in fields(Thresholds) if isinstance(getattr(Thresholds(), field.name), bool)]
    show("every rule", score(ours(built(teams, register)), messages, teams))
    for switch in switches:
        without = replace(Thresholds(), **{switch: False})
        show(f"without {switch}", score(ours(built(teams, register, without)), messages, teams))


def show_hostile() -> None:
    """The costliest of the hostile texts: processor time of finding names in them among the first teams."""
    index = built(list(companies(100)))
    index.find("카카오 나가?")
    costs: dict[bool, list[float]] = {True: [], False: []}
    for _, text in hostile_texts():
        begun = time.process_time()
        index.find(text)
        costs[len(text) > SHORT].append((time.process_time() - begun) * 1000)
    for is_long, times in costs.items():
        label = f"{len(times):,} hostile texts of {LONGEST if is_long else SHORT:,} characters"
        print(f"{label}: p99 {sorted(times)[int(len(times) * 0.99)]:.1f} ms, longest {max(times):.1f} ms", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", action="store_true", help="take the rules out one by one")
    parser.add_argument("--all", action="store_true", help="with 115,000 teams too")
    options = parser.parse_args()
    world = list(companies(REGISTER + 12_000))
    print(f"{'':34} {'correct':>8} {'top 3':>7} {'wrong':>7} {'refused':>8} {'p50 ms':>8} {'p99 ms':>8}")
    if options.rules:
        ablate(world)
        return
    compare(world, 100, is_guarded=True, rivals=True)
    compare(world, 2000, is_guarded=True, rivals=True)
    compare(world, 2000, is_guarded=False, rivals=False)
    show_hostile()
    if options.all:
        compare(world, 115_000, is_guarded=False, rivals=False)
    print(f"peak memory of the whole run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
