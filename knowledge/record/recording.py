"""The rules of statements: what may be recorded, corrected, retracted and reinstated, inside one change."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NoReturn

from knowledge.errors import ConflictError, NotFoundError, RefusedError
from knowledge.model import UNDONE, Action, Claim, Revision, Source, Statement
from knowledge.record.changes import (
    UNDO_WITHIN,
    Correction,
    NewSource,
    NewStatement,
    Receipt,
    Rule,
    Stamp,
    Subject,
    line,
    mended_text,
)
from knowledge.record.identifiers import free, source_stem, statement_stem
from knowledge.said import day_of
from knowledge.storage.ledger import Ledger

Seen = Sequence[tuple[str, int]]
"""Ids of statements, each with the number of the revision that the editor saw."""


async def record(ledger: Ledger, stamp: Stamp, new: NewStatement) -> Receipt:
    """Append a statement, with its source where that is new."""
    source = await _source_for(ledger, stamp, new.source, new.quote)
    claim = new.claim(source.id)
    await _check_references(ledger, claim)
    stem = statement_stem(claim.team, await _day(ledger, stamp, claim, source))
    name = free(stem, await ledger.look.taken(stem, of="statements"))
    first = Revision(number=1, action=Action.RECORD, claim=claim, by=stamp.by, at=stamp.at)
    await ledger.add_statements([(name, [first])])
    return _receipt(name, first)


async def record_all(ledger: Ledger, stamp: Stamp, new: Sequence[NewStatement]) -> Receipt:
    """Append several statements; the first one's source serves the others that describe the same."""
    receipts = [await record(ledger, stamp, each) for each in new]
    return receipts[0].model_copy(update={"ids": tuple(receipt.id for receipt in receipts)})


async def correct(
    ledger: Ledger, stamp: Stamp, name: str, correction: Correction, *, expected: int, reason: str, also: Seen = ()
) -> Receipt:
    """Append a correction to a statement that still is as the editor saw it.

    `also` are other statements of the same source, which go to the corrected source with it.
    """
    statement = await _seen(ledger, name, expected)
    if statement.is_retracted:
        raise ConflictError(Rule.IS_RETRACTED, id=name)
    source = await _corrected_source(ledger, stamp, statement.claim, correction)
    claim = correction.corrected(statement.claim, source.id)
    if claim == statement.claim:
        raise RefusedError(Rule.NOTHING_CHANGES, id=name)
    await _check_references(ledger, claim)
    for other, seen in also:
        await _follow(ledger, stamp, await _seen(ledger, other, seen), source.id, reason)
    mended = await _with_mended_text(ledger, stamp, source, statement.claim.quote, claim.quote)
    if mended is not None:
        claim = correction.corrected(statement.claim, mended.id)
    await _keep_quote(ledger, claim.source, claim.quote)
    return await _append(ledger, stamp, statement, Action.CORRECT, claim, reason)


async def _follow(ledger: Ledger, stamp: Stamp, statement: Statement, source: str, reason: str) -> None:
    """Append a correction that only names the corrected source."""
    if statement.is_retracted:
        raise ConflictError(Rule.IS_RETRACTED, id=statement.id)
    claim = statement.claim.model_copy(update={"source": source})
    await _keep_quote(ledger, source, claim.quote)
    await _append(ledger, stamp, statement, Action.CORRECT, claim, reason)


async def _with_mended_text(ledger: Ledger, stamp: Stamp, source: Source, old: str, new: str) -> Source | None:
    """The source with a typo of the quote mended in its text too: a revision of it; None where that is not needed."""
    whole = next((text for text, is_whole in await ledger.look.passages(source.id) if is_whole), None)
    text = mended_text(whole, old, new) if whole is not None and new not in whole else None
    if text is None:
        return None
    parts = source.model_dump(exclude={"id", "revises", "share"})
    return await _add_source(ledger, stamp, NewSource(**parts, text=text), source)


async def retract(ledger: Ledger, stamp: Stamp, name: str, *, reason: str, expected: int | None = None) -> Receipt:
    """Append a retraction: it should never have been recorded."""
    statement = await _seen(ledger, name, expected)
    if statement.is_retracted:
        raise ConflictError(Rule.IS_RETRACTED, id=name)
    return await _append(ledger, stamp, statement, Action.RETRACT, statement.claim, reason)


async def reinstate(
    ledger: Ledger, stamp: Stamp, name: str, *, reason: str | None, expected: int | None = None
) -> Receipt:
    """Append what undoes a retraction."""
    statement = await _seen(ledger, name, expected)
    if not statement.is_retracted:
        raise ConflictError(Rule.NOT_RETRACTED, id=name)
    return await _append(ledger, stamp, statement, Action.REINSTATE, statement.claim, reason)


async def undo(ledger: Ledger, stamp: Stamp, name: str, within: timedelta = UNDO_WITHIN) -> Receipt:
    """Retract a statement that the same editor recorded a moment ago and nobody has touched since."""
    statement = await _seen(ledger, name, 1)
    if statement.current.by != stamp.by:
        raise RefusedError(Rule.UNDO_NOT_YOURS, id=name)
    if stamp.at - statement.recorded > within:
        raise RefusedError(Rule.UNDO_EXPIRED, id=name, seconds=within // timedelta(seconds=1))
    return await _append(ledger, stamp, statement, Action.RETRACT, statement.claim, UNDONE)


async def _seen(ledger: Ledger, name: str, expected: int | None) -> Statement:
    """The statement, which has to be at the revision that the editor saw; None for whichever it is at."""
    statement = await ledger.look.statement(name)
    if statement is None:
        raise NotFoundError(Rule.NO_STATEMENT, id=name)
    if expected is not None and statement.current.number != expected:
        _tell_what_changed(statement, expected)
    return statement


def _tell_what_changed(statement: Statement, expected: int) -> NoReturn:
    newest = statement.current
    raise ConflictError(
        Rule.CHANGED_MEANWHILE,
        id=statement.id,
        expected=expected,
        number=newest.number,
        action=newest.action,
        by=newest.by,
        at=newest.at,
    )


async def _append(
    ledger: Ledger, stamp: Stamp, statement: Statement, action: Action, claim: Claim, reason: str | None
) -> Receipt:
    given = line(reason) if reason and reason.strip() else None
    if given is None and action is not Action.REINSTATE:
        raise RefusedError(Rule.NO_REASON, id=statement.id)
    number = statement.current.number + 1
    revision = Revision(number=number, action=action, claim=claim, by=stamp.by, at=stamp.at, reason=given)
    await ledger.add_revision(statement, revision)
    return _receipt(statement.id, revision)


def _receipt(name: str, revision: Revision) -> Receipt:
    return Receipt(subject=Subject.STATEMENT, id=name, version=0, at=revision.at, revision=revision.number)


async def _check_references(ledger: Ledger, claim: Claim) -> None:
    if await ledger.look.team(claim.team) is None:
        raise NotFoundError(Rule.NO_TEAM, id=claim.team)
    if not await ledger.look.has_stance(claim.stance):
        raise NotFoundError(Rule.NO_STANCE, id=claim.stance)


async def _source_for(ledger: Ledger, stamp: Stamp, wanted: str | NewSource, quote: str) -> Source:
    """The source on record, or a new one; either has the quote in its text afterwards."""
    if isinstance(wanted, str):
        source = await _known_source(ledger, wanted)
    else:
        source = await ledger.look.same_source(wanted) or await _add_source(ledger, stamp, wanted, None)
        if wanted.text is not None:
            await _keep_whole(ledger, source.id, wanted.text)
    await _keep_quote(ledger, source.id, quote)
    return source


async def _corrected_source(ledger: Ledger, stamp: Stamp, claim: Claim, correction: Correction) -> Source:
    source = await _known_source(ledger, correction.source or claim.source)
    revised = correction.revised(source)
    if revised is None:
        return source
    same = await ledger.look.same_source(revised)
    return same or await _add_source(ledger, stamp, revised, source)


async def _known_source(ledger: Ledger, name: str) -> Source:
    source = await ledger.look.source(name)
    if source is None:
        raise NotFoundError(Rule.NO_SOURCE, id=name)
    return source


async def _add_source(ledger: Ledger, stamp: Stamp, new: NewSource, revises: Source | None) -> Source:
    """A new source; one that revises another takes over its text, so that what was quoted stays quotable."""
    stem = source_stem(new.url, new.published or await _today(ledger, stamp))
    source = new.named(free(stem, await ledger.look.taken(stem, of="sources")), revises)
    await ledger.add_sources([source])
    if new.text is not None and revises is not None:
        await ledger.add_passages([(source.id, new.text, True)])
    elif revises is not None:
        kept = await ledger.look.passages(revises.id)
        whole = [(source.id, text, True) for text, is_whole in kept if is_whole]
        await ledger.add_passages(whole or [(source.id, text, False) for text, _ in kept])
    return source


async def _keep_whole(ledger: Ledger, source: str, text: str) -> None:
    passages = await ledger.look.passages(source)
    if any(passage == text for passage, _ in passages):
        return
    if any(whole or passage not in text for passage, whole in passages):
        raise ConflictError(Rule.SOURCE_DIFFERS, id=source)
    await ledger.add_passages([(source, text, True)])


async def _keep_quote(ledger: Ledger, source: str, quote: str) -> None:
    """See the quote in the source's text; a source that is known by its quotes takes it in."""
    passages = await ledger.look.passages(source)
    if any(quote in passage for passage, _ in passages):
        return
    if any(whole for _, whole in passages):
        raise RefusedError(Rule.QUOTE_NOT_IN_SOURCE, id=source)
    await ledger.add_passages([(source, quote, False)])


async def _day(ledger: Ledger, stamp: Stamp, claim: Claim, source: Source) -> date:
    programme = await ledger.look.programme()
    if claim.said is not None and programme is not None:
        return day_of(claim.said.end, programme.zone)
    return source.published or await _today(ledger, stamp)


async def _today(ledger: Ledger, stamp: Stamp) -> date:
    programme = await ledger.look.programme()
    moment: datetime = stamp.at if programme is None else stamp.at.astimezone(programme.zone)
    return moment.date()
