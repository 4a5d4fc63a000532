"""`ipjang decoys`: registers of other companies, kept as hashes, so that their names are not mistaken for a team's."""

import asyncio
import sys
from array import array
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from bot.commands.loading import BY
from bot.commands.opening import opened
from bot.commands.options import Options
from bot.commands.progress import Progress, progress
from bot.settings import Settings
from knowledge.errors import FileRefusedError
from knowledge.files.registers import read_register
from knowledge.matching.decoys import decoy_hash
from knowledge.record.changes import AddRegister
from knowledge.record.editor import Editor

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
