"""The record as it would be if a proposal were saved: what the preview is answered from (pure)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.editing.proposals import Correcting, Recording, Reinstating, Retracting
from knowledge.errors import ConflictError, NotFoundError, RefusedError
from knowledge.facts import PASSAGE_BREAK, Facts
from knowledge.model import Action, Claim, Revision, Source, Statement
from knowledge.record.changes import NewSource, Rule, mended_text
from knowledge.record.identifiers import free, source_stem, statement_stem
from knowledge.said import day_of

StatementProposal = Recording | Correcting | Retracting | Reinstating
PREVIEWER = "preview"
"""Who makes the foreseen revision; nobody is shown it."""


def foresee(proposal: StatementProposal, facts: Facts, now: datetime) -> tuple[Facts, Statement]:
    """The record with the proposal in it, and the statement that it makes or changes.

    Raises what saving it would raise: NotFoundError, ConflictError or RefusedError with the rule.
    """
    match proposal:
        case Recording():
            return _recorded(proposal, facts, now)
        case Correcting():
            return _corrected(proposal, facts, now)
        case Retracting():
            return _changed(
                facts, standing_at(facts, proposal.id, proposal.revision), Action.RETRACT, now, proposal.reason
            )
        case Reinstating():
            statement = standing_at(facts, proposal.id, proposal.revision, retracted=True)
            return _changed(facts, statement, Action.REINSTATE, now, proposal.reason)


def standing_at(facts: Facts, identifier: str, revision: int | None = None, *, retracted: bool = False) -> Statement:
    """The statement of an id at the revision that was seen, and retracted or not; raises KnowledgeError otherwise."""
    statement = facts.statements.get(identifier)
    if statement is None:
        raise NotFoundError(Rule.NO_STATEMENT, id=identifier)
    newest = statement.current
    if revision is not None and newest.number != revision:
        raise ConflictError(Rule.CHANGED_MEANWHILE, id=identifier, by=newest.by, at=newest.at, action=newest.action)
    if statement.is_retracted != retracted:
        raise ConflictError(Rule.NOT_RETRACTED if retracted else Rule.IS_RETRACTED, id=identifier)
    return statement


def _recorded(proposal: Recording, facts: Facts, now: datetime) -> tuple[Facts, Statement]:
    new = proposal.statement
    facts, source = _with_source(facts, new.source, now)
    facts = _with_quote(facts, source, new.quote)
    claim = new.claim(source)
    day = day_of(claim.said.end, facts.zone) if claim.said is not None else facts.sources[source].published
    stem = statement_stem(claim.team, day or now.astimezone(facts.zone).date())
    revision = Revision(number=1, action=Action.RECORD, claim=claim, by=PREVIEWER, at=now)
    sequence = max((each.sequence for each in facts.statements.values()), default=0) + 1
    statement = Statement(id=free(stem, facts.statements), sequence=sequence, revisions=(revision,))
    return _with(facts, statement), statement


def _corrected(proposal: Correcting, facts: Facts, now: datetime) -> tuple[Facts, Statement]:
    statement = standing_at(facts, proposal.id, proposal.revision)
    source = facts.sources[proposal.correction.source or statement.claim.source]
    revised = proposal.correction.revised(source)
    identifier = source.id
    if revised is not None:
        facts, identifier = _with_source(facts, revised, now, revises=source.id)
    claim = proposal.correction.corrected(statement.claim, identifier)
    if claim == statement.claim:
        raise RefusedError(Rule.NOTHING_CHANGES, id=statement.id)
    whole = facts.source_texts.get(identifier, "") if identifier in facts.whole_sources else claim.quote
    text = None if claim.quote in whole else mended_text(whole, statement.claim.quote, claim.quote)
    if text is not None:
        parts = facts.sources[identifier].model_dump(exclude={"id", "revises"})
        facts, identifier = _with_source(facts, NewSource(**parts, text=text), now, revises=identifier)
        claim = proposal.correction.corrected(statement.claim, identifier)
    facts = _with_quote(facts, identifier, claim.quote)
    return _changed(facts, statement, Action.CORRECT, now, proposal.reason, claim)


def _changed(
    facts: Facts, statement: Statement, action: Action, now: datetime, reason: str | None, claim: Claim | None = None
) -> tuple[Facts, Statement]:
    revision = Revision(
        number=statement.current.number + 1,
        action=action,
        claim=claim or statement.claim,
        by=PREVIEWER,
        at=now,
        reason=reason,
    )
    after = statement.model_copy(update={"revisions": (*statement.revisions, revision)})
    return _with(facts, after), after


def _with(facts: Facts, statement: Statement) -> Facts:
    return replace(facts, statements={**facts.statements, statement.id: statement})


def _with_source(facts: Facts, wanted: str | NewSource, now: datetime, revises: str | None = None) -> tuple[Facts, str]:
    """The record with the source in it, and its id; a source that revises another takes over its text."""
    if isinstance(wanted, str):
        if wanted not in facts.sources:
            raise NotFoundError(Rule.NO_SOURCE, id=wanted)
        return facts, wanted
    day = wanted.published or now.astimezone(facts.zone).date()
    name = free(source_stem(wanted.url, day), facts.sources)
    source: Source = wanted.named(name, revises)
    texts: Mapping[str, str] = facts.source_texts
    whole = facts.whole_sources
    if revises is not None:
        texts = {**texts, name: texts.get(revises, "")}
        whole = whole | {name} if revises in whole else whole
    if wanted.text is not None:
        texts, whole = {**texts, name: wanted.text}, whole | {name}
    return replace(facts, sources={**facts.sources, name: source}, source_texts=texts, whole_sources=whole), name


def _with_quote(facts: Facts, source: str, quote: str) -> Facts:
    """The record with the quote in its source's text; a text that is kept whole has it or refuses it."""
    text = facts.source_texts.get(source, "")
    if quote in text:
        return facts
    if source in facts.whole_sources:
        raise RefusedError(Rule.QUOTE_NOT_IN_SOURCE, id=source)
    joined = f"{text}{PASSAGE_BREAK}{quote}" if text else quote
    return replace(facts, source_texts={**facts.source_texts, source: joined})
