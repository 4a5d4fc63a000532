"""The rules of four eyes: who may decide on a pending change, and when; each inside the transaction that decides."""

from datetime import datetime

from knowledge.errors import ConflictError, NotFoundError, RefusedError
from knowledge.record.changes import Approval, Outcome, PendingChange, Receipt, Rule, Stamp, line
from knowledge.storage.ledger import Ledger


async def admit(ledger: Ledger, approval: Approval, now: datetime) -> PendingChange:
    """The pending change, which waits and may be approved by this editor on this record; raises KnowledgeError."""
    pending = await _waiting(ledger, approval, now)
    for user in approval.editors:
        if not await ledger.look.is_editor(user):
            raise RefusedError(Rule.NO_EDITOR, user=user)
    version = await ledger.version()
    if version != approval.version:
        raise ConflictError(Rule.RECORD_MOVED, version=version)
    return pending


async def approve(ledger: Ledger, approval: Approval, pending: PendingChange, stamp: Stamp, receipt: Receipt) -> None:
    """Note beside the change what it came to and who approved it."""
    await ledger.decide(pending, Outcome.APPROVED, by=approval.by, at=stamp.at, about=receipt.id)


async def reject(ledger: Ledger, approval: Approval, reason: str, *, now: datetime, moment: datetime) -> None:
    """Decide that a pending change does not take effect, and why; the record stays at its version.

    `now` is the clock's, by which its time may be over; `moment` the record's, which never goes back.
    """
    pending = await _waiting(ledger, approval, now)
    for user in approval.editors:
        if user != pending.user and not await ledger.look.is_editor(user):
            raise RefusedError(Rule.NO_EDITOR, user=user)
    await ledger.decide(pending, Outcome.REJECTED, by=approval.by, at=moment, reason=line(reason))
    await ledger.note(Stamp(approval.by, moment, pending.token))


async def _waiting(ledger: Ledger, approval: Approval, now: datetime) -> PendingChange:
    pending = await ledger.look.pending(approval.token)
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
