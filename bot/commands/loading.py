"""`ipjang load`: a programme file onto the record, or only what that would change."""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from bot.checks.finding import Grade
from bot.checks.names import MOST_TEAMS, check_names
from bot.commands.opening import SHIPPED, opened, opened_to_look
from bot.commands.options import Options
from bot.commands.progress import progress
from bot.settings import Settings, SettingsError
from knowledge.editing import Editor
from knowledge.errors import FileRefusedError, Outage, StoreError
from knowledge.facts import Facts
from knowledge.files.comparison import difference
from knowledge.files.difference import Difference, Section
from knowledge.matching import NameIndex
from knowledge.programme_file import ProgrammeFile, read_programme_file, refuse_if_any
from knowledge.record.changes import Receipt
from knowledge.store import Store

BY = "command line"
STDIN = Path("-")


def load(options: Options) -> int:
    """Load a programme file, or show what loading it would change."""
    settings = options.settings()
    try:
        with progress(f"reading {options.file}"):
            file = read_programme_file(read_bytes(options.file), name=options.file.name)
        fill = not options.empty and not _is_another_programme(file)
        if options.dry_run:
            found = asyncio.run(_look(settings, file, fill=fill))
            refuse_if_any(found.refused)
            _tell(options.file, "would be", found.new, found.changed, found.unchanged)
        else:
            receipt = asyncio.run(_load(settings, file, fill=fill))
            _tell(options.file, "is", *(receipt.counts.get(each, {}) for each in ("new", "changed", "unchanged")))
    except FileRefusedError as refused:
        refused.facts["file"] = options.file
        raise
    _tell_of_names(file)
    return 0


def read_bytes(path: Path) -> bytes:
    """The content of a file, `-` being standard input; raises SettingsError where it cannot be read."""
    try:
        return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {(error.strerror or 'unknown').lower()}.") from None


def _is_another_programme(file: ProgrammeFile) -> bool:
    """Whether it declares another programme than the shipped one, which would then only be in its way."""
    if file.programme is None:
        return False
    shipped = read_programme_file(SHIPPED.read_bytes(), name=SHIPPED.name).programme
    return shipped is None or shipped.id != file.programme.id


async def _load(settings: Settings, file: ProgrammeFile, *, fill: bool) -> Receipt:
    async with opened(settings, fill=fill) as store:
        with progress("loading"):
            return await Editor(store).load(file, by=BY, key=f"load-{uuid4().hex}")


async def _look(settings: Settings, file: ProgrammeFile, *, fill: bool) -> Difference:
    async with opened_to_look(settings, fill=fill) as store:
        return difference(file, await _facts_if_any(store))


async def _facts_if_any(store: Store) -> Facts | None:
    try:
        return await store.facts()
    except StoreError as error:
        if error.code == Outage.NO_PROGRAMME:
            return None
        raise


def _tell(file: Path, verb: str, *counts: Mapping[Section, int] | Mapping[str, int]) -> None:
    """`dokpamo.yaml: 1 source, 3 statements new; 16 teams unchanged.`"""
    new, changed, unchanged = (_counts(each) for each in counts)
    told = [f"{each} {word}" for each, word in ((new, "new"), (changed, "changed")) if each]
    rest = f"; {unchanged} unchanged" if unchanged else ""
    sys.stdout.write(f"{file}: {', '.join(told) or f'nothing {verb} new'}{rest}.\n")


def _tell_of_names(file: ProgrammeFile) -> None:
    """A line more where readers will be asked back about a name of the file."""
    teams = file.teams
    if len(teams) > MOST_TEAMS:
        return
    index = NameIndex.of(file.programme, file.stances, teams) if file.programme else NameIndex.build(teams)
    found = check_names(index, teams)
    if found.grade is Grade.NOTE:
        sys.stdout.write(f"{found}\n")


def _counts(counts: Mapping[Section, int] | Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {_noun(section, count)}" for section, count in counts.items() if count)


def _noun(section: str, count: int) -> str:
    return section.removesuffix("s") if count == 1 else section
