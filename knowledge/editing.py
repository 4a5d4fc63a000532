"""Editor: the only write path. Each change is one transaction: checked, written, audited, and kept under its key."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from knowledge.changes import Receipt, Stamp, Subject
from knowledge.comparison import difference
from knowledge.difference import Difference
from knowledge.model import Action, Revision
from knowledge.programme_file import ProgrammeFile, refuse_if_any
from knowledge.storage.ledger import Ledger
from knowledge.store import Store

Clock = Callable[[], datetime]
Work = Callable[[Ledger, Stamp], Awaitable[Receipt]]


def utc_now() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)


class Editor:
    """Changes the record. Every method takes `by`, who asks, and `key`, the unique key of the request.

    A second call with the same key has no effect and gives the first one's receipt.
    """

    def __init__(self, store: Store, clock: Clock = utc_now) -> None:
        self._store = store
        self._clock = clock

    async def load(self, file: ProgrammeFile, *, by: str, key: str) -> Receipt:
        """Load a programme file, all of it or nothing; raises FileRefusedError with the line of what is refused."""

        async def work(ledger: Ledger, stamp: Stamp) -> Receipt:
            found = difference(file, await ledger.facts())
            refuse_if_any(found.refused)
            await _write(found, ledger, stamp)
            counts = {"new": found.new, "changed": found.changed, "unchanged": dict(found.unchanged)}
            return Receipt(subject=Subject.FILE, id=key, version=0, at=stamp.at, counts=counts)

        return await self._once(by, key, work)

    async def _once(self, by: str, key: str, work: Work) -> Receipt:
        """Do the work in one transaction, unless the key says that it was done."""
        async with self._store.changing() as ledger:
            earlier = await ledger.earlier(key)
            if earlier is not None:
                return Receipt.model_validate(earlier)
            stamp = Stamp(by, await self._moment(ledger), key)
            receipt = await work(ledger, stamp)
            receipt = receipt.model_copy(update={"version": await ledger.finish(stamp)})
            await ledger.keep(stamp, receipt.model_dump(mode="json"))
            return receipt

    async def _moment(self, ledger: Ledger) -> datetime:
        """Now, and never before what is already on record: a clock that was set back does not reorder it."""
        last = await ledger.last_moment()
        now = self._clock().astimezone(UTC)
        return now if last is None else max(now, last)


async def _write(found: Difference, ledger: Ledger, stamp: Stamp) -> None:
    if found.programme is not None:
        await ledger.put_programme(*found.programme)
    await ledger.put_stances(found.stances)
    await ledger.put_teams(found.teams)
    await ledger.add_sources([entry.source for entry in found.sources])
    await ledger.add_passages(found.passages)
    await ledger.add_statements(
        [
            (entry.id, Revision(number=1, action=Action.RECORD, claim=entry.claim, by=stamp.by, at=stamp.at))
            for entry in found.statements
        ]
    )
