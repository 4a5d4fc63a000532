"""The rules of who may edit: granted and revoked, inside one change. Owners are in the settings and not here."""

from knowledge.errors import ConflictError, NotFoundError
from knowledge.record.changes import Receipt, Rule, Stamp, Subject
from knowledge.storage.ledger import Ledger


async def grant(ledger: Ledger, stamp: Stamp, user: int) -> Receipt:
    """Make a user an editor."""
    if await ledger.look.is_editor(user):
        raise ConflictError(Rule.EDITOR_TAKEN, user=user)
    await ledger.grant(stamp, user)
    return Receipt(subject=Subject.EDITOR, id=str(user), version=0, at=stamp.at)


async def revoke(ledger: Ledger, stamp: Stamp, user: int) -> Receipt:
    """Take the right to edit from a user who has it."""
    if not await ledger.look.is_editor(user):
        raise NotFoundError(Rule.NO_EDITOR, user=user)
    await ledger.revoke(stamp, user)
    return Receipt(subject=Subject.EDITOR, id=str(user), version=0, at=stamp.at)
