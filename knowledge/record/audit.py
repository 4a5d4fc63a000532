"""The record checked: its audit replayed and held against it, and the facts looked over (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from knowledge.facts import Facts
from knowledge.fields import Frozen
from knowledge.model import Action, Programme, Revision, Source, Stance, Statement, Team
from knowledge.record.changes import REFUSED, AuditEntry, Subject


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


def inspect(facts: Facts) -> Iterator[Fault]:
    """What is wrong with the facts as they are."""
    for place, statement in enumerate(facts.statements.values(), start=1):
        if statement.sequence != place:
            yield _fault(FaultKind.NUMBERING, statement, f"number {statement.sequence} stands where {place} belongs")
        yield from _inspect_past(statement)
        yield from _inspect_claims(statement, facts)
    for source in facts.sources.values():
        if source.revises is not None and source.revises not in facts.sources:
            yield Fault(kind=FaultKind.DANGLING, subject=Subject.SOURCE, id=source.id, detail=source.revises)


def _inspect_past(statement: Statement) -> Iterator[Fault]:
    retracted = False
    for place, revision in enumerate(statement.revisions, start=1):
        action = revision.action
        possible = (place == 1) == (action is Action.RECORD) and (action is Action.REINSTATE) == retracted
        if revision.number != place or not possible:
            yield _fault(FaultKind.NUMBERING, statement, f"revision {revision.number}: {action}")
        retracted = action is Action.RETRACT


def _inspect_claims(statement: Statement, facts: Facts) -> Iterator[Fault]:
    for revision in statement.revisions:
        claim = revision.claim
        for name, known in ((claim.team, facts.teams), (claim.stance, facts.stances), (claim.source, facts.sources)):
            if name not in known:
                yield _fault(FaultKind.DANGLING, statement, f"revision {revision.number}: {name}")
        if not facts.is_verbatim(claim):
            yield _fault(FaultKind.QUOTE_NOT_IN_SOURCE, statement, f"revision {revision.number}")


def _fault(kind: FaultKind, statement: Statement, detail: str) -> Fault:
    return Fault(kind=kind, subject=Subject.STATEMENT, id=statement.id, detail=detail)


MODELS: Mapping[Subject, type[Frozen]] = {
    Subject.PROGRAMME: Programme,
    Subject.STANCE: Stance,
    Subject.TEAM: Team,
    Subject.SOURCE: Source,
    Subject.STATEMENT: Revision,
}
"""What `before` and `after` are, where they are more than plain values."""


@dataclass
class Replay:
    """The state that the entries taken so far add up to, and what is wrong with them."""

    state: dict[tuple[Subject, str], Any] = field(default_factory=dict)
    revisions: dict[str, list[Revision]] = field(default_factory=dict)
    """Statements in the order of recording, each with its past."""
    registered: int = 0
    faults: list[Fault] = field(default_factory=list)
    _last: AuditEntry | None = None

    def take(self, entry: AuditEntry) -> None:
        """Take the next entry, in the order of their numbers."""
        self._check_order(entry)
        self._last = entry
        if entry.action == REFUSED:
            return
        if entry.request is None:
            self._fault(FaultKind.NO_REQUEST, entry, f"entry {entry.number}")
        if entry.subject is Subject.REGISTER:
            self.registered += int(entry.after["added"])
            return
        before, after = _modelled(entry.subject, entry.before), _modelled(entry.subject, entry.after)
        key = entry.subject, entry.id
        # A grant begins anew whatever was before it.
        if self.state.get(key) != before and entry.subject is not Subject.EDITOR:
            self._fault(FaultKind.AUDIT_CHAIN, entry, f"entry {entry.number}")
        self.state[key] = after
        if isinstance(after, Revision):
            self.revisions.setdefault(entry.id, []).append(after)

    def _check_order(self, entry: AuditEntry) -> None:
        expected = 1 if self._last is None else self._last.number + 1
        if entry.number != expected:
            self._fault(FaultKind.NUMBERING, entry, f"entry {entry.number} stands where {expected} belongs")
        if self._last is not None and entry.at < self._last.at:
            self._fault(FaultKind.OUT_OF_ORDER, entry, f"entry {entry.number}")

    def _fault(self, kind: FaultKind, entry: AuditEntry, detail: str) -> None:
        self.faults.append(Fault(kind=kind, subject=entry.subject, id=entry.id, detail=detail))

    def of(self, subject: Subject) -> dict[str, Any]:
        """What the entries make of one kind of subject."""
        return {name: value for (kind, name), value in self.state.items() if kind is subject}


def _modelled(subject: Subject, value: Any) -> Any:
    model = MODELS.get(subject)
    return value if model is None or value is None else model.model_validate(value)


@dataclass(frozen=True)
class Kept:
    """What is on record beside the facts: private texts by their digests, editors, the size of the registers."""

    passages: Mapping[str, Mapping[str, object]]
    editors: Mapping[str, bool]
    registered: int


def differences(replay: Replay, facts: Facts | None, kept: Kept) -> Iterator[Fault]:
    """Where the record is not what its audit makes of it."""
    record: dict[Subject, Mapping[str, Any]] = {
        Subject.PROGRAMME: {} if facts is None else {facts.programme.id: facts.programme},
        Subject.STANCE: {} if facts is None else facts.stances,
        Subject.TEAM: {} if facts is None else facts.teams,
        Subject.SOURCE: {} if facts is None else facts.sources,
        Subject.PASSAGE: kept.passages,
    }
    for subject, entries in record.items():
        yield from _unlike(subject, replay.of(subject), entries)
    yield from _unlike(Subject.EDITOR, _editors(replay), kept.editors)
    pasts = {} if facts is None else {name: list(each.revisions) for name, each in facts.statements.items()}
    yield from _unlike(Subject.STATEMENT, replay.revisions, pasts)
    if list(replay.revisions) != list(pasts) and replay.revisions.keys() == pasts.keys():
        yield Fault(kind=FaultKind.NUMBERING, subject=Subject.STATEMENT, detail="the order of recording")
    if replay.registered != kept.registered:
        detail = f"{kept.registered} names, and {replay.registered} by the audit"
        yield Fault(kind=FaultKind.AUDIT_DIFFERS, subject=Subject.REGISTER, detail=detail)


def _editors(replay: Replay) -> dict[str, bool]:
    return {name: bool(after["editor"]) for name, after in replay.of(Subject.EDITOR).items()}


def _unlike(subject: Subject, replayed: Mapping[str, Any], kept: Mapping[str, Any]) -> Iterator[Fault]:
    for name in dict.fromkeys((*replayed, *kept)):
        if replayed.get(name) != kept.get(name):
            yield Fault(kind=FaultKind.AUDIT_DIFFERS, subject=subject, id=name)
