"""What is looked at of a database and of names, and how each finding reads with its advice."""

import os
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from itertools import islice
from pathlib import Path

from bot.cli.session import missing_file
from bot.messages.refusals import fault_sentence, refusals
from bot.settings import FourEyes, Settings
from knowledge.errors import Outage, StoreError
from knowledge.facts import Facts
from knowledge.matching import NameIndex
from knowledge.model import Team
from knowledge.store import LOOKED_THROUGH, Store


class Grade(Enum):
    """How it is; the value is how its line begins."""

    WELL = "✓"
    NOTE = "!"
    """Worth knowing; the bot works."""
    PROBLEM = "✗"
    """The bot does not work, or will not after its next start."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was found; `advice` is empty where there is nothing to do."""

    grade: Grade
    text: str
    advice: str = ""

    def __str__(self) -> str:
        """`✗ The database cannot be written. Do this: …`."""
        return f"{self.grade.value} {self.text}" + (f"\n  → {self.advice}" if self.advice else "")


def well(text: str) -> CheckResult:
    """All is well."""
    return CheckResult(Grade.WELL, text)


def note(text: str, advice: str = "") -> CheckResult:
    """Worth knowing."""
    return CheckResult(Grade.NOTE, text, advice)


def problem(text: str, advice: str = "") -> CheckResult:
    """Something is to be done."""
    return CheckResult(Grade.PROBLEM, text, advice)


MOST_TEAMS = 2_000
"""Teams whose names are tried: a list of a hundred thousand would take as long again as its loading."""
EXAMINED = 4_000
"""Names that are tried, of those."""
HANGUL, LATIN = "그 {} 말인데", "the {} thing"
"""Sentences that could be about anything: alone, in a row or with a stance an everyday word is a name (대상은?)."""
SHOWN = 5
"""Names that are shown; the others are counted."""


def check_names(index: NameIndex, teams: Iterable[Team]) -> CheckResult:
    """Whether each team is heard by each of its names, in a sentence that leaves open what is meant."""
    unsure = list(_unsure(index, teams))
    if not unsure:
        return well("Every name tells its team.")
    shown = ", ".join(f"{name} ({team})" for team, name in unsure[:SHOWN])
    more = f" and {len(unsure) - SHOWN:,} more" if len(unsure) > SHOWN else ""
    return note(
        f"Asked back where a sentence leaves it open, as everyday words or names of several teams: {shown}{more}.",
        "Give such a team another name that people use as well, in the file or with /alias.",
    )


def _unsure(index: NameIndex, teams: Iterable[Team]) -> Iterator[tuple[str, str]]:
    named = ((team.id, name) for team in teams for name in dict.fromkeys(team.names.every))
    for team, name in islice(named, EXAMINED):
        text = (LATIN if name.isascii() else HANGUL).format(name)
        if team not in {mention.team for mention in index.find(text).mentions}:
            yield team, name


RESTORE = "See `ipjang verify` for all of it, and restore a backup from before: `ipjang restore FILE --force`."
TOLD = 5
"""Faults that are told one by one."""
OLD_DAYS = 14
"""After which a record without anything new is worth a word: a programme in the news moves every week."""


async def check_database(settings: Settings) -> AsyncIterator[CheckResult]:
    """Look at the database without changing it."""
    url = settings.database_url.get_secret_value()
    missing = missing_file(url)
    if missing is not None:
        yield _unmade(missing)
        return
    try:
        store = await Store.open(url, migrate=False)
    except StoreError as error:
        yield _unopened(error)
        return
    try:
        yield well(f"The database can be read: {_engine(url)}, schema current.")
        yield await _writable(store)
        for finding in await _record(store):
            yield finding
        for finding in await _tampering(store):
            yield finding
        if settings.four_eyes != "off":
            yield await _approvers(store, settings)
    finally:
        await store.close()


async def _approvers(store: Store, settings: Settings) -> CheckResult:
    try:
        granted = {each.user for each in await store.editors.all()}
    except StoreError as error:
        return problem(" ".join(refusals(error, "en")))
    return check_approvers(settings.four_eyes, len(granted | set(settings.owners)))


def check_approvers(four_eyes: FourEyes, editors: int) -> CheckResult:
    """Whether there is anybody to approve what another editor saves; owners are among the editors."""
    if editors > 1:
        return well(f"BOT_FOUR_EYES is {four_eyes}: {editors} editors can approve each other's changes.")
    who = "one editor alone" if editors else "no editor"
    return note(
        f"BOT_FOUR_EYES is {four_eyes} and there is {who}: nobody can approve a change, so none takes effect.",
        "/grant another editor in Telegram, or set BOT_FOUR_EYES=off.",
    )


def _unmade(file: Path) -> CheckResult:
    folder = file.absolute().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return problem(
            f"The folder {folder} cannot be written, so no database can be made there.",
            "Name another in BOT_DATABASE_URL.",
        )
    return note("The database file does not exist yet.", "Nothing: the first use makes it, with the shipped programme.")


def _unopened(error: StoreError) -> CheckResult:
    if error.code == Outage.OLDER and error.facts.get("revision") is None:
        return note("The database is empty.", "Nothing: the first use fills it with the shipped programme.")
    if error.code == Outage.OLDER:
        return note("The database has an older schema.", "Run `ipjang migrate`, or let the next start do it.")
    return problem(" ".join(refusals(error, "en")))


def _engine(url: str) -> str:
    return "SQLite" if url.startswith("sqlite") else "PostgreSQL"


async def _writable(store: Store) -> CheckResult:
    try:
        async with store.changing():
            return well("It can be written.")
    except StoreError as error:
        return problem(" ".join(refusals(error, "en")))


async def _tampering(store: Store) -> list[CheckResult]:
    """What another program changed, as far as a moment's look tells; `ipjang verify` looks through a long past."""
    try:
        faults = await store.verify(most=LOOKED_THROUGH)
    except StoreError as error:
        return [problem(" ".join(refusals(error, "en")))]
    return [problem(f"Another program has changed it: {fault_sentence(each)}", RESTORE) for each in faults[:TOLD]]


async def _record(store: Store) -> list[CheckResult]:
    try:
        facts = await store.facts()
    except StoreError as error:
        return [problem(" ".join(refusals(error, "en")))]
    statements = sum(not each.is_retracted for each in facts.statements.values())
    name = facts.programme.names.official("en")
    found = [
        well(f"The record is of {name}: {len(facts.teams)} teams, {statements} statements, version {facts.version}."),
        how_old(facts, datetime.now(UTC)),
    ]
    if len(facts.teams) <= MOST_TEAMS:
        index = NameIndex.of(facts.programme, facts.stances.values(), facts.teams.values())
        found.append(check_names(index, facts.teams.values()))
    return found


def how_old(facts: Facts, now: datetime) -> CheckResult:
    """How far the record goes, seen from now."""
    advice = "Record what was said since: /add in Telegram, or `ipjang load FILE`."
    if facts.last_day is None:
        return note("There is no statement on record.", advice)
    days = (now.astimezone(facts.zone).date() - facts.last_day).days
    if days > OLD_DAYS:
        return note(f"Nothing new since {facts.last_day}, {days} days ago.", advice)
    return well(f"The newest statement is of {facts.last_day}.")
