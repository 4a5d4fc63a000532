"""What `verify` may find wrong with a record (pure)."""

from enum import StrEnum

from knowledge.fields import Frozen
from knowledge.record.changes import Subject


class FaultKind(StrEnum):
    """The kinds of faults: none can come about through the bot, each can through another program."""

    DAMAGED = "damaged"
    """The file itself; `detail` is what SQLite says."""
    NO_GUARD = "no_guard"
    """A trigger by which the database refuses is missing."""
    MISSING = "missing"
    """A table, an index or another part of the schema is not there."""
    EXTRA = "extra"
    """A table, a trigger or another part of the schema that no version makes."""
    ALTERED = "altered"
    """A part of the schema is not as this version makes it."""
    UNREADABLE = "unreadable"
    """A value that cannot be read; `detail` is where it stands."""
    QUOTE_NOT_IN_SOURCE = "quote_not_in_source"
    DANGLING = "dangling"
    """It refers to what is not there."""
    NUMBERING = "numbering"
    """Entries that are numbered have a gap, or their actions an impossible order."""
    OUT_OF_ORDER = "out_of_order"
    """The audit's moments go backwards."""
    NO_REQUEST = "no_request"
    """A change in the audit belongs to no request."""
    AUDIT_CHAIN = "audit_chain"
    """A change in the audit begins with something else than the change before it ended with."""
    AUDIT_DIFFERS = "audit_differs"
    """The record is not what its audit makes of it."""


class Fault(Frozen):
    """One thing that is wrong, and with what."""

    kind: FaultKind
    subject: Subject | None = None
    id: str = ""
    detail: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.subject, self.id, self.detail) if part)
