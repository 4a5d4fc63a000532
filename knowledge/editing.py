"""Editor: the only write path. Each change is one transaction: checked, written, audited, and kept under its key."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from knowledge.fields import Language
from knowledge.files.programme_file import ProgrammeFile
from knowledge.model import Names, Team
from knowledge.record import access, approval, loading, naming, recording
from knowledge.record.changes import UNDO_WITHIN, Approval, Correction, NewStatement, Receipt, Stamp, line
from knowledge.storage.ledger import Ledger
from knowledge.store import Store

Clock = Callable[[], datetime]
Work = Callable[[Ledger, Stamp], Awaitable[Receipt]]


def utc_now() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)


class Editor:
    """Changes the record. Every method takes `by`, who asks, and `key`, the unique key of the request.

    A second call with the same key has no effect and gives the first one's receipt. What a rule forbids raises a
    KnowledgeError with its facts (`Rule` lists the codes), and then nothing at all was written.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock = utc_now,
        approved: Approval | None = None,
        *,
        undo_within: timedelta = UNDO_WITHIN,
    ) -> None:
        self.undo_within = undo_within
        self._store = store
        self._clock = clock
        self._approved = approved

    def approving(self, approved: Approval) -> "Editor":
        """The editor whose next change is the pending one that is approved: in one transaction, or neither happens.

        `by` is then its author and `key` its token. Raises besides what the change does: `decided`, `lapsed`,
        `own_change`, `no_editor`, and `record_moved` where the record is not at the version that the approver saw.
        """
        return Editor(self._store, self._clock, approved, undo_within=self.undo_within)

    async def reject(self, rejected: Approval, reason: str) -> None:
        """Decide that a pending change does not take effect, and why."""
        async with self._store.changing() as ledger:
            moment = await self._moment(ledger)
            await approval.reject(ledger, rejected, reason, now=self._clock(), moment=moment)

    async def record(self, new: NewStatement, *, by: str, key: str) -> Receipt:
        """Record a statement, with its source where that is new; the receipt names its id."""
        return await self._once(by, key, lambda ledger, stamp: recording.record(ledger, stamp, new))

    async def record_all(self, new: Sequence[NewStatement], *, by: str, key: str) -> Receipt:
        """Record several statements as one request, all of them or none; the receipt's `ids` name them in order."""
        return await self._once(by, key, lambda ledger, stamp: recording.record_all(ledger, stamp, new))

    async def correct(
        self,
        identifier: str,
        correction: Correction,
        *,
        expected: int,
        reason: str,
        by: str,
        key: str,
        also: recording.Seen = (),
    ) -> Receipt:
        """Say what was recorded wrongly; `expected` is the number of the revision that the editor saw.

        `also` are other statements of its source, which name the corrected source with it.

        Raises ConflictError (`changed_meanwhile`) where somebody was quicker, and nothing is overwritten.
        """

        async def work(ledger: Ledger, stamp: Stamp) -> Receipt:
            return await recording.correct(
                ledger, stamp, identifier, correction, expected=expected, reason=reason, also=also
            )

        return await self._once(by, key, work)

    async def retract(self, identifier: str, *, reason: str, by: str, key: str, expected: int | None = None) -> Receipt:
        """Take a statement back: it should never have been recorded."""

        async def work(ledger: Ledger, stamp: Stamp) -> Receipt:
            return await recording.retract(ledger, stamp, identifier, reason=reason, expected=expected)

        return await self._once(by, key, work)

    async def reinstate(
        self, identifier: str, *, by: str, key: str, reason: str | None = None, expected: int | None = None
    ) -> Receipt:
        """Undo a retraction."""

        async def work(ledger: Ledger, stamp: Stamp) -> Receipt:
            return await recording.reinstate(ledger, stamp, identifier, reason=reason, expected=expected)

        return await self._once(by, key, work)

    async def undo(self, identifier: str, *, by: str, key: str) -> Receipt:
        """Take back what the same editor recorded within the last minutes (`undo_within`)."""
        within = self.undo_within
        return await self._once(by, key, lambda ledger, stamp: recording.undo(ledger, stamp, identifier, within))

    async def add_team(self, team: Team, *, by: str, key: str) -> Receipt:
        """Add a team to the programme."""
        return await self._once(by, key, lambda ledger, stamp: naming.add_team(ledger, stamp, team))

    async def set_names(self, team: str, names: Names, *, by: str, key: str) -> Receipt:
        """Give a team other names, whole; the first of each language is the official one."""
        return await self._once(by, key, lambda ledger, stamp: naming.set_names(ledger, stamp, team, names))

    async def add_name(self, team: str, name: str, language: Language, *, by: str, key: str) -> Receipt:
        """Add an alias."""
        given = line(name)
        return await self._once(by, key, lambda ledger, stamp: naming.add_name(ledger, stamp, team, given, language))

    async def remove_name(self, team: str, name: str, *, by: str, key: str) -> Receipt:
        """Remove an alias; a team keeps at least one name."""
        given = line(name)
        return await self._once(by, key, lambda ledger, stamp: naming.remove_name(ledger, stamp, team, given))

    async def add_decoy(self, team: str, name: str, *, by: str, key: str) -> Receipt:
        """Note a name that looks like the team's and is somebody else's."""
        given = line(name)
        return await self._once(by, key, lambda ledger, stamp: naming.add_decoy(ledger, stamp, team, given))

    async def remove_decoy(self, team: str, name: str, *, by: str, key: str) -> Receipt:
        """Remove a decoy."""
        given = line(name)
        return await self._once(by, key, lambda ledger, stamp: naming.remove_decoy(ledger, stamp, team, given))

    async def load(self, file: ProgrammeFile, *, by: str, key: str) -> Receipt:
        """Load a programme file, all of it or nothing; raises FileRefusedError with the line of what is refused."""
        return await self._once(by, key, lambda ledger, stamp: loading.load(ledger, stamp, file))

    async def add_register(self, name: str, hashes: Iterable[int], *, by: str, key: str) -> Receipt:
        """Take in a register of other companies: the hashes of their names, signed 64-bit."""
        return await self._once(by, key, lambda ledger, stamp: loading.add_register(ledger, stamp, name, hashes))

    async def grant(self, user: int, *, by: str, key: str) -> Receipt:
        """Make a user an editor."""
        return await self._once(by, key, lambda ledger, stamp: access.grant(ledger, stamp, user))

    async def revoke(self, user: int, *, by: str, key: str) -> Receipt:
        """Take a user's right to edit away."""
        return await self._once(by, key, lambda ledger, stamp: access.revoke(ledger, stamp, user))

    async def earlier(self, key: str) -> Receipt | None:
        """The receipt of a request that took effect; None for one that did not."""
        kept = await self._store.result_of(key)
        return None if kept is None else Receipt.model_validate(kept)

    async def _once(self, by: str, key: str, work: Work) -> Receipt:
        """Do the work in one transaction, unless the key says that it was done."""
        async with self._store.changing() as ledger:
            approved = self._approved
            pending = None if approved is None else await approval.admit(ledger, approved, self._clock())
            earlier = await ledger.look.result_of(key)
            if earlier is not None:
                return Receipt.model_validate(earlier)
            stamp = Stamp(by, await self._moment(ledger), key)
            receipt = await work(ledger, stamp)
            if approved is not None and pending is not None:
                await approval.approve(ledger, approved, pending, stamp, receipt)
            receipt = receipt.model_copy(update={"version": await ledger.finish(stamp)})
            await ledger.keep(stamp, receipt.model_dump(mode="json"))
            return receipt

    async def _moment(self, ledger: Ledger) -> datetime:
        """Now, and never before what is already on record: a clock that was set back does not reorder it."""
        last = await ledger.last_moment()
        now = self._clock().astimezone(UTC)
        return now if last is None else max(now, last)
