"""The database: reachable, writable, of this version's schema, and how old its record is."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from bot.checks.finding import Finding, note, problem, well
from bot.checks.names import MOST_TEAMS, check_names
from bot.commands.opening import missing_file
from bot.messages.refusals import fault_sentence, refusals
from bot.setting_values import FourEyes
from bot.settings import Settings
from knowledge.errors import Outage, StoreError
from knowledge.facts import Facts
from knowledge.matching import NameIndex
from knowledge.store import LOOKED_THROUGH, Store

RESTORE = "See `ipjang verify` for all of it, and restore a backup from before: `ipjang restore FILE --force`."
TOLD = 5
"""Faults that are told one by one."""
OLD_DAYS = 14
"""After which a record without anything new is worth a word: a programme in the news moves every week."""


async def check_database(settings: Settings) -> AsyncIterator[Finding]:
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


async def _approvers(store: Store, settings: Settings) -> Finding:
    try:
        granted = {each.user for each in await store.editors.all()}
    except StoreError as error:
        return problem(" ".join(refusals(error, "en")))
    return check_approvers(settings.four_eyes, len(granted | set(settings.owners)))


def check_approvers(four_eyes: FourEyes, editors: int) -> Finding:
    """Whether there is anybody to approve what another editor saves; owners are among the editors."""
    if editors > 1:
        return well(f"BOT_FOUR_EYES is {four_eyes}: {editors} editors can approve each other's changes.")
    who = "one editor alone" if editors else "no editor"
    return note(
        f"BOT_FOUR_EYES is {four_eyes} and there is {who}: nobody can approve a change, so none takes effect.",
        "/grant another editor in Telegram, or set BOT_FOUR_EYES=off.",
    )


def _unmade(file: Path) -> Finding:
    folder = file.absolute().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return problem(
            f"The folder {folder} cannot be written, so no database can be made there.",
            "Name another in BOT_DATABASE_URL.",
        )
    return note("The database file does not exist yet.", "Nothing: the first use makes it, with the shipped programme.")


def _unopened(error: StoreError) -> Finding:
    if error.code == Outage.OLDER and error.facts.get("revision") is None:
        return note("The database is empty.", "Nothing: the first use fills it with the shipped programme.")
    if error.code == Outage.OLDER:
        return note("The database has an older schema.", "Run `ipjang migrate`, or let the next start do it.")
    return problem(" ".join(refusals(error, "en")))


def _engine(url: str) -> str:
    return "SQLite" if url.startswith("sqlite") else "PostgreSQL"


async def _writable(store: Store) -> Finding:
    try:
        async with store.changing():
            return well("It can be written.")
    except StoreError as error:
        return problem(" ".join(refusals(error, "en")))


async def _tampering(store: Store) -> list[Finding]:
    """What another program changed, as far as a moment's look tells; `ipjang verify` looks through a long past."""
    try:
        faults = await store.verify(most=LOOKED_THROUGH)
    except StoreError as error:
        return [problem(" ".join(refusals(error, "en")))]
    return [problem(f"Another program has changed it: {fault_sentence(each)}", RESTORE) for each in faults[:TOLD]]


async def _record(store: Store) -> list[Finding]:
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


def how_old(facts: Facts, now: datetime) -> Finding:
    """How far the record goes, seen from now."""
    advice = "Record what was said since: /add in Telegram, or `ipjang load FILE`."
    if facts.last_day is None:
        return note("There is no statement on record.", advice)
    days = (now.astimezone(facts.zone).date() - facts.last_day).days
    if days > OLD_DAYS:
        return note(f"Nothing new since {facts.last_day}, {days} days ago.", advice)
    return well(f"The newest statement is of {facts.last_day}.")
