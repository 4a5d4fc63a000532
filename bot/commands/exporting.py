"""`ipjang export` and `ipjang board`: the record as a programme file, as a spreadsheet, and as a picture."""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

from bot.cli.session import opened
from bot.commands.options import Options
from bot.commands.progress import progress
from bot.settings import Settings, SettingsError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.files.export import to_json, to_yaml
from knowledge.files.jsonld import to_jsonld
from knowledge.files.sheet import to_csv

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
    from bot.board import draw_board, draw_timeline, page_count  # with Pillow, which `export` does without

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
