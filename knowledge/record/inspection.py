"""Looking over the facts themselves: quotes, references, numbers, the order of what was done (pure)."""

from collections.abc import Iterator

from knowledge.facts import Facts
from knowledge.model import Action, Statement
from knowledge.record.changes import Subject
from knowledge.record.faults import Fault, FaultKind


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
