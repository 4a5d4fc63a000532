"""`ipjang load`, `decoys`, `export` and `board`: what comes onto the record from files, and what is written to them."""

import asyncio
import os
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from uuid import uuid4

from bot.board import draw_board, draw_timeline, page_count
from bot.cli.findings import MOST_TEAMS, Grade, check_names
from bot.cli.parser import Options
from bot.cli.session import SHIPPED, Progress, opened, opened_to_look, progress
from bot.settings import Settings, SettingsError
from knowledge.errors import FileRefusedError, Outage, StoreError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.files.difference import Difference, Section, compare, left_out
from knowledge.files.document import FROM_AN_OPERATOR
from knowledge.files.export import to_json, to_yaml
from knowledge.files.jsonld import to_jsonld
from knowledge.files.programme_file import ProgrammeFile, read_programme_file, refuse_if_any
from knowledge.files.registers import read_register
from knowledge.files.sheet import read_sheet, to_csv
from knowledge.matching import NameIndex
from knowledge.matching.decoys import decoy_hash
from knowledge.record.changes import AddRegister, LoadFile, Receipt
from knowledge.record.editor import Editor
from knowledge.store import Store

WRITERS: dict[str, Callable[[Facts], str]] = {"yaml": to_yaml, "json": to_json, "csv": to_csv, "jsonld": to_jsonld}


def export(options: Options) -> int:
    """Write the record to standard output, or into a file that only its owner can read."""
    text = asyncio.run(_text(options.settings(), options.format, fill=not options.empty)).encode("utf-8")
    if options.output is None:
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    else:
        write_private(options.output, text)
    return 0


async def _text(settings: Settings, form: str, *, fill: bool) -> str:
    async with opened(settings, fill=fill) as store:
        with progress("exporting"):
            facts = await store.facts()
            return to_jsonld(facts, settings.web_url or "") if form == "jsonld" else WRITERS[form](facts)


def board(options: Options) -> int:
    """Write the board, or the timeline, as PNG files: `board.png`, and `board-2.png` where there are many teams."""
    settings = options.settings()
    language = options.language or settings.language
    for number, picture in enumerate(asyncio.run(_pictures(settings, options, language)), start=1):
        file = options.file if number == 1 else options.file.with_stem(f"{options.file.stem}-{number}")
        write_private(file, picture)
    return 0


async def _pictures(settings: Settings, options: Options, language: Language) -> list[bytes]:
    async with opened(settings, fill=not options.empty) as store:
        facts = await store.facts()
    draw = draw_timeline if options.timeline else draw_board
    with progress("drawing"):
        return [draw(facts, language=language, as_of=options.as_of, page=page) for page in range(page_count(facts))]


def write_private(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all; raises SettingsError where it cannot be written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.unlink(missing_ok=True)  # of one that was killed: in a container the next has the same number
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {(error.strerror or 'unknown').lower()}.") from None
    finally:
        beside.unlink(missing_ok=True)


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


SHOWN_EVERY = 5_000


def decoys(options: Options) -> int:
    """Take registers in: all files that can be read, or none of them."""
    settings = options.settings()
    registers = [(path.name, _hashes(path)) for path in options.files]
    for name, found, new in asyncio.run(_take(settings, registers, fill=not options.empty)):
        sys.stdout.write(f"{name}: {found:,} names, {new:,} of them new.\n")
    return 0


def _hashes(path: Path) -> "array[int]":
    with progress(f"reading {path}") as shown:
        try:
            return _hashed(path, shown)
        except FileRefusedError as refused:
            refused.facts["file"] = path
            raise


def _hashed(path: Path, shown: Progress) -> "array[int]":
    hashes = array("q")
    for name in read_register(path):
        hashes.append(decoy_hash(name))
        if len(hashes) % SHOWN_EVERY == 0:
            shown.at(len(hashes))
    return hashes


async def _take(
    settings: Settings, registers: Sequence[tuple[str, "array[int]"]], *, fill: bool
) -> list[tuple[str, int, int]]:
    """Each register's name, how many names it has, and how many of them were not there yet."""
    taken = []
    async with opened(settings, fill=fill) as store:
        for name, hashes in registers:
            with progress(f"taking in {name}"):
                receipt = await Editor(store).save(
                    AddRegister(name=name, hashes=hashes), by=BY, key=f"decoys-{uuid4().hex}"
                )
            taken.append((name, len(hashes), receipt.counts.get("new", {}).get("names", 0)))
    return taken
