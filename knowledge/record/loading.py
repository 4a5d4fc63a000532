"""Writing what a programme file adds, inside one change: all of it, or the first refusal with its line."""

from array import array
from collections.abc import Iterable

from knowledge.files.difference import Difference, compare
from knowledge.files.programme_file import ProgrammeFile, refuse_if_any
from knowledge.record.changes import Receipt, Stamp, Subject
from knowledge.resting import collector_resting
from knowledge.storage.ledger import Ledger


async def load(ledger: Ledger, stamp: Stamp, file: ProgrammeFile) -> Receipt:
    """Compare the file with the record as it is now, and write the difference."""
    with collector_resting():
        facts = await ledger.facts()
        found = compare(file, facts)
        refuse_if_any(found.refused)
        await _write(found, ledger, stamp, is_first=facts is None or not facts.statements)
    counts = {"new": found.new, "changed": found.changed, "unchanged": dict(found.unchanged)}
    name = file.programme.id if file.programme else "file"
    return Receipt(subject=Subject.FILE, id=name, version=0, at=stamp.at, counts=counts)


async def _write(found: Difference, ledger: Ledger, stamp: Stamp, *, is_first: bool) -> None:
    """Write it; only the first statements of a record keep the moments that an export gives them.

    So an export that is loaded elsewhere answers "known at" alike, and nobody records into the past of a living record.
    """
    if found.programme is not None:
        await ledger.put_programme(*found.programme)
    await ledger.put_stances(found.stances)
    await ledger.put_teams(found.teams)
    await ledger.add_sources([entry.source for entry in found.sources])
    await ledger.put_sharing(found.sharing)
    await ledger.add_passages(found.passages)
    await ledger.add_statements(
        [(entry.id, entry.past(stamp.by, stamp.at, keep_moments=is_first)) for entry in found.statements]
    )


async def add_register(ledger: Ledger, stamp: Stamp, name: str, hashes: Iterable[int]) -> Receipt:
    """Add the hashes that are not there yet; the receipt counts them."""
    added = await ledger.add_register(name, array("q", hashes))
    counts = {"new": {"names": added}}
    return Receipt(subject=Subject.REGISTER, id=name, version=0, at=stamp.at, counts=counts)
