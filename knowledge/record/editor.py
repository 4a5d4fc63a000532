"""Editor: the only write path. Each change is one transaction: planned, written, audited, and kept under its key."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

from knowledge.errors import ConflictError, NotFoundError, RefusedError
from knowledge.facts import Facts
from knowledge.record.changes import (
    UNDO_WITHIN,
    AddRegister,
    Approval,
    Change,
    Grant,
    Load,
    LoadFile,
    Outcome,
    PendingChange,
    Receipt,
    Revoke,
    Rule,
    Stamp,
    line,
)
from knowledge.record.rules import plan
from knowledge.startup import collector_resting
from knowledge.storage.ledger import Ledger
from knowledge.store import Store

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)


class Editor:
    """Changes the record.

    A second call with the same key has no effect and gives the first one's receipt. What a rule forbids raises a
    KnowledgeError with its facts (`Rule` lists the codes), and then nothing at all was written.
    """

    def __init__(self, store: Store, clock: Clock = utc_now, *, undo_within: timedelta = UNDO_WITHIN) -> None:
        self.undo_within = undo_within
        self._store = store
        self._clock = clock

    async def save(
        self, change: Change, *, by: str, key: str, approval: Approval | None = None, known: Facts | None = None
    ) -> Receipt:
        """Do what a change comes to, in one transaction; `by` is who asks, and `key` the unique key of the request.

        `known` are facts that are at hand: where the record is still at their version they are not read again. With an
        `approval` the change is the pending one that is approved, in one transaction, or neither happens: `by` is then
        its author and `key` its token. Raises besides what the change does: `decided`, `lapsed`, `own_change`,
        `no_editor`, and `record_moved` where the record is not at the version that the approver saw.
        """
        async with self._store.changing() as ledger:
            pending = None if approval is None else await self._admitted(ledger, approval)
            earlier = await ledger.result_of(key)
            if earlier is not None:
                return Receipt.model_validate(earlier)
            stamp = Stamp(by, await self._moment(ledger), key)
            receipt = await self._write(ledger, change, stamp, known)
            if approval is not None and pending is not None:
                await ledger.decide(pending, Outcome.APPROVED, by=approval.by, at=stamp.at, about=receipt.id)
            receipt = receipt.model_copy(update={"version": await ledger.finish(stamp)})
            await ledger.keep(stamp, receipt.model_dump(mode="json"))
            return receipt

    async def reject(self, rejected: Approval, reason: str) -> None:
        """Decide that a pending change does not take effect, and why; the record stays at its version."""
        async with self._store.changing() as ledger:
            # The clock tells whether its time is over; the record's moment never goes back.
            moment = await self._moment(ledger)
            pending = await _waiting(ledger, rejected, self._clock())
            await _refuse_strangers(ledger, {user for user in rejected.editors if user != pending.user})
            await ledger.decide(pending, Outcome.REJECTED, by=rejected.by, at=moment, reason=line(reason))
            await ledger.note(Stamp(rejected.by, moment, pending.token))

    async def earlier(self, key: str) -> Receipt | None:
        """The receipt of a request that took effect; None for one that did not."""
        kept = await self._store.result_of(key)
        return None if kept is None else Receipt.model_validate(kept)

    async def _write(self, ledger: Ledger, change: Change, stamp: Stamp, known: Facts | None) -> Receipt:
        is_bulk = isinstance(change, Load | LoadFile)
        with collector_resting() if is_bulk else nullcontext():
            facts = None if isinstance(change, Grant | Revoke | AddRegister) else await ledger.facts(known)
            editors = await ledger.editors() if isinstance(change, Grant | Revoke) else frozenset[int]()
            made = plan(change, facts, stamp, editors=editors, undo_within=self.undo_within)
            registered = await ledger.write(made.rows, stamp)
        if isinstance(change, AddRegister):
            return made.receipt.model_copy(update={"counts": {"new": {"names": registered}}})
        return made.receipt

    async def _admitted(self, ledger: Ledger, approval: Approval) -> PendingChange:
        """The pending change, which waits and may be approved by this editor on this record; raises KnowledgeError."""
        pending = await _waiting(ledger, approval, self._clock())
        await _refuse_strangers(ledger, set(approval.editors))
        version = await ledger.version()
        if version != approval.version:
            raise ConflictError(Rule.RECORD_MOVED, version=version)
        return pending

    async def _moment(self, ledger: Ledger) -> datetime:
        """Now, and never before what is already on record: a clock that was set back does not reorder it."""
        last = await ledger.last_moment()
        now = self._clock().astimezone(UTC)
        return now if last is None else max(now, last)


async def _waiting(ledger: Ledger, approval: Approval, now: datetime) -> PendingChange:
    pending = await ledger.pending(approval.token)
    if pending is None:
        raise NotFoundError(Rule.NO_PENDING, id=approval.token)
    if pending.outcome is Outcome.EXPIRED:
        raise ConflictError(Rule.LAPSED, id=pending.about)
    if pending.outcome is not None:
        raise ConflictError(Rule.DECIDED, outcome=pending.outcome, by=pending.decided_by)
    if pending.expires <= now:
        raise ConflictError(Rule.LAPSED, id=pending.about)
    if pending.author == approval.by:
        raise RefusedError(Rule.OWN_CHANGE)
    return pending


async def _refuse_strangers(ledger: Ledger, users: set[int]) -> None:
    for user in sorted(users - await ledger.editors()):
        raise RefusedError(Rule.NO_EDITOR, user=user)
