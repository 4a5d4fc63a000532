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
from knowledge.errors import FileRefusedError, Outage, StoreError
from knowledge.facts import Facts
from knowledge.files.difference import Difference, Section, compare, left_out
from knowledge.files.document import FROM_AN_OPERATOR
from knowledge.files.programme_file import ProgrammeFile, read_programme_file, refuse_if_any
from knowledge.files.sheet import read_sheet
from knowledge.matching import NameIndex
from knowledge.record.changes import LoadFile, Receipt
from knowledge.record.editor import Editor
from knowledge.store import Store

BY = "command line"
STDIN = Path("-")
SHEET = ".csv"
NAMED_LEFT = 5
"""Ids that are named of those which left a file."""
Left = Mapping[Section, tuple[str, ...]]


def load(options: Options) -> int:
    """Load a programme file or a spreadsheet of statements, or show what loading it would change."""
    settings = options.settings()
    try:
        with progress(f"reading {options.file}"):
            content = read_bytes(options.file)
            is_sheet = options.file.suffix.lower() == SHEET
            given = None if is_sheet else read_programme_file(content, name=options.file.name)
        fill = not options.empty and not (given is not None and _is_another_programme(given))
        if options.dry_run:
            file, left, found = asyncio.run(_look(settings, given or content, fill=fill))
            refuse_if_any(found.refused)
            _tell(options.file, "would be", found.new, found.changed, found.unchanged)
        else:
            file, left, receipt = asyncio.run(_load(settings, given or content, fill=fill))
            _tell(options.file, "is", *(receipt.counts.get(each, {}) for each in ("new", "changed", "unchanged")))
    except FileRefusedError as refused:
        refused.facts["file"] = options.file
        raise
    _tell_what_stays(file, left)
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


async def _load(settings: Settings, given: ProgrammeFile | bytes, *, fill: bool) -> tuple[ProgrammeFile, Left, Receipt]:
    async with opened(settings, fill=fill) as store:
        with progress("loading"):
            file, facts = await _read_on(store, given)
            return (
                file,
                left_out(file, facts),
                await Editor(store).save(LoadFile(file=file), by=BY, key=f"load-{uuid4().hex}"),
            )


async def _look(
    settings: Settings, given: ProgrammeFile | bytes, *, fill: bool
) -> tuple[ProgrammeFile, Left, Difference]:
    async with opened_to_look(settings, fill=fill) as store:
        file, facts = await _read_on(store, given)
        return file, left_out(file, facts), compare(file, facts)


async def _read_on(store: Store, given: ProgrammeFile | bytes) -> tuple[ProgrammeFile, Facts | None]:
    """The file and the record; a spreadsheet is read by the teams, stances and sources that are on record."""
    if isinstance(given, ProgrammeFile):
        return given, await _facts_if_any(store) if await store.version() else None
    facts = await store.facts()
    return read_sheet(given, facts, limits=FROM_AN_OPERATOR), facts


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


def _tell_what_stays(file: ProgrammeFile, left: Left) -> None:
    """A line for what is on record and has left the file, and one for what was passed over."""
    for section, names in left.items():
        listed = ", ".join(names[:NAMED_LEFT]) + (", …" if len(names) > NAMED_LEFT else "")
        sys.stdout.write(
            f"Still on record, not in this file: {len(names):,} {_noun(section, len(names))} ({listed}).\n"
        )
    if file.passed_over:
        rows = "1 row is" if file.passed_over == 1 else f"{file.passed_over:,} rows are"
        sys.stdout.write(f"{rows} marked as retracted and not on record, and stayed out.\n")


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
