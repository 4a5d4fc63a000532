"""The rules of the record: what a change comes to on these facts, before anything is written (pure)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from difflib import SequenceMatcher
from typing import assert_never

from knowledge.errors import ConflictError, NotFoundError, Outage, RefusedError, StoreError
from knowledge.facts import Facts
from knowledge.fields import folded
from knowledge.files.difference import Difference, compare
from knowledge.files.document import FROM_AN_EDITOR
from knowledge.files.programme_file import ProgrammeFile, read_programme_file, refuse_if_any
from knowledge.files.sheet import read_sheet
from knowledge.model import UNDONE, Action, Claim, Names, Revision, Source, Team
from knowledge.record.changes import (
    UNDO_WITHIN,
    AddDecoy,
    AddName,
    AddRegister,
    AddStatement,
    AddStatements,
    AddTeam,
    Change,
    Correct,
    Grant,
    Load,
    LoadFile,
    NamesChange,
    NewSource,
    NewStatement,
    PutNames,
    Receipt,
    Reinstate,
    RemoveDecoy,
    RemoveName,
    Retract,
    Revoke,
    Rule,
    Stamp,
    StatementChange,
    Subject,
    Undo,
    source_parts,
    unseen,
)
from knowledge.record.plan import Making, Plan, RecordRow, free, source_stem, standing_at, statement_stem
from knowledge.said import day_of
from knowledge.text.normalise import compact_core

TYPO = 0.8
"""How much of a quote a correction has to leave as it was, to be that of a typo and not another sentence."""


def plan(
    change: Change,
    facts: Facts | None,
    stamp: Stamp,
    *,
    editors: Collection[int] = (),
    undo_within: timedelta = UNDO_WITHIN,
) -> Plan:
    """Returns what a change comes to; the preview shows it, and `Editor.save` writes it.

    `facts` is None where no programme was loaded yet; `editors` are the users who may edit, for `Grant` and `Revoke`.
    Raises KnowledgeError with the rule that the change would break: then nothing may be written.
    """
    match change:
        case Grant() | Revoke():
            return _access(change, facts, stamp, editors)
        case AddRegister(name=name):
            receipt = Receipt(subject=Subject.REGISTER, id=name, version=0, at=stamp.at)
            return Plan(facts, (RecordRow(Subject.REGISTER, None, change.hashes, name),), receipt)
        case Load(name=name, content=content):
            return _load(read_sent(content, name, facts), facts, stamp)
        case LoadFile(file=file):
            return _load(file, facts, stamp)
        case AddTeam() | PutNames() | AddName() | RemoveName() | AddDecoy() | RemoveDecoy():
            making = Making.on(_some(facts), stamp)
            return making.plan(_team(making, change))
        case _:
            making = Making.on(_some(facts), stamp)
            return making.plan(_statement(making, change, undo_within))


def _some(facts: Facts | None) -> Facts:
    if facts is None:
        raise StoreError(Outage.NO_PROGRAMME, version=0)
    return facts


def read_sent(content: bytes | str, name: str, facts: Facts | None) -> ProgrammeFile:
    """Returns a sent document, read by the kind that its name tells; raises FileRefusedError with each problem's line.

    A spreadsheet's teams, stances and sources are looked up in the facts.
    """
    if name.lower().endswith(".csv"):
        return read_sheet(content, _some(facts), limits=FROM_AN_EDITOR)
    return read_programme_file(content, name=name, limits=FROM_AN_EDITOR)


def _statement(making: Making, change: StatementChange | Undo, undo_within: timedelta) -> Receipt:
    match change:
        case AddStatement(statement=new):
            return _record(making, new)
        case AddStatements(statements=several):
            # The first one's source serves the others that describe the same.
            return _together([_record(making, new) for new in several])
        case Correct():
            return _correct(making, change)
        case Retract(id=name, revision=seen, reason=reason):
            statement = standing_at(making.statements, name, seen)
            return making.append(statement, Action.RETRACT, statement.claim, reason)
        case Reinstate(id=name, revision=seen, reason=why):
            statement = standing_at(making.statements, name, seen, retracted=True)
            return making.append(statement, Action.REINSTATE, statement.claim, why)
        case Undo(statements=names):
            undone = [_undo(making, name, undo_within) for name in names]
            return undone[0] if len(undone) == 1 else _together(undone)
        case _:
            assert_never(change)


def _together(receipts: list[Receipt]) -> Receipt:
    return receipts[0].model_copy(update={"ids": tuple(receipt.id for receipt in receipts)})


def _record(making: Making, new: NewStatement) -> Receipt:
    source = _source_for(making, new.source, new.quote)
    claim = new.claim(source.id)
    _check_references(making, claim)
    day = source.published or making.today
    if claim.said is not None:
        day = day_of(claim.said.end, making.facts.zone)
    name = free(statement_stem(claim.team, day), making.statements)
    stamp = making.stamp
    first = Revision(number=1, action=Action.RECORD, claim=claim, by=stamp.by, at=stamp.at)
    return making.add_statement(name, [first])


def _correct(making: Making, change: Correct) -> Receipt:
    statement, correction = standing_at(making.statements, change.id, change.revision), change.correction
    source = _known_source(making, correction.source or statement.claim.source)
    revised = correction.revised(source)
    if revised is not None:
        source = _same_source(making, revised) or _add_source(making, revised, source)
    claim = correction.corrected(statement.claim, source.id)
    if claim == statement.claim:
        raise RefusedError(Rule.NOTHING_CHANGES, id=change.id)
    _check_references(making, claim)
    for name, seen in change.also:
        other = standing_at(making.statements, name, seen)
        followed = other.claim.model_copy(update={"source": source.id})
        _keep_quote(making, source.id, followed.quote)
        making.append(other, Action.CORRECT, followed, change.reason)
    mended = _with_mended_text(making, source, statement.claim.quote, claim.quote)
    if mended is not None:
        claim = correction.corrected(statement.claim, mended.id)
    _keep_quote(making, claim.source, claim.quote)
    return making.append(statement, Action.CORRECT, claim, change.reason)


def _undo(making: Making, name: str, within: timedelta) -> Receipt:
    """Retract a statement that the same editor recorded a moment ago and nobody has touched since."""
    statement, stamp = standing_at(making.statements, name, 1), making.stamp
    if statement.current.by != stamp.by:
        raise RefusedError(Rule.UNDO_NOT_YOURS, id=name)
    if stamp.at - statement.recorded > within:
        raise RefusedError(Rule.UNDO_EXPIRED, id=name, seconds=within // timedelta(seconds=1))
    return making.append(statement, Action.RETRACT, statement.claim, UNDONE)


def _check_references(making: Making, claim: Claim) -> None:
    if claim.team not in making.teams:
        raise NotFoundError(Rule.NO_TEAM, id=claim.team)
    if claim.stance not in making.stances:
        raise NotFoundError(Rule.NO_STANCE, id=claim.stance)


def _source_for(making: Making, wanted: str | NewSource, quote: str) -> Source:
    """The source on record, or a new one; either has the quote in its text afterwards."""
    if isinstance(wanted, str):
        source = _known_source(making, wanted)
    else:
        source = _same_source(making, wanted) or _add_source(making, wanted, None)
        if wanted.text is not None:
            _keep_whole(making, source.id, wanted.text)
    _keep_quote(making, source.id, quote)
    return source


def _known_source(making: Making, name: str) -> Source:
    source = making.sources.get(name)
    if source is None:
        raise NotFoundError(Rule.NO_SOURCE, id=name)
    return source


def _same_source(making: Making, wanted: NewSource) -> Source | None:
    """The newest source with the same publisher, title, address and date; one without title and address is new."""
    if wanted.url is None and wanted.title is None:
        return None
    parts = source_parts(wanted)
    return next((each for each in reversed(making.sources.values()) if source_parts(each) == parts), None)


def _add_source(making: Making, new: NewSource, revises: Source | None) -> Source:
    """A new source; one that revises another takes over its text, so that what was quoted stays quotable."""
    stem = source_stem(new.url, new.published or making.today)
    source = new.named(free(stem, making.sources), revises)
    making.put_source(None, source)
    if revises is not None:
        kept = making.passages(revises.id)
        if new.text is not None:
            making.add_passage(source.id, new.text, whole=True)
        elif revises.id in making.whole:
            making.add_passage(source.id, kept[-1], whole=True)
        else:
            for text in kept:
                making.add_passage(source.id, text, whole=False)
    return source


def _with_mended_text(making: Making, source: Source, old: str, new: str) -> Source | None:
    """The source with a typo of the quote mended in its text too: a revision of it; None where that is not needed."""
    whole = making.passages(source.id)[-1] if source.id in making.whole else None
    text = mended_text(whole, old, new) if whole is not None and new not in whole else None
    if text is None:
        return None
    parts = source.model_dump(exclude={"id", "revises", "share"})
    return _add_source(making, NewSource(**parts, text=text), source)


def mended_text(text: str, old: str, new: str) -> str | None:
    """A source's text with a typo of one quote mended in it; None where it has that quote not, or it is another one."""
    if old not in text or SequenceMatcher(None, old, new, autojunk=False).ratio() < TYPO:
        return None
    return text.replace(old, new)


def _keep_whole(making: Making, source: str, text: str) -> None:
    passages = making.passages(source)
    if text in passages:
        return
    if source in making.whole or any(passage not in text for passage in passages):
        raise ConflictError(Rule.SOURCE_DIFFERS, id=source)
    making.add_passage(source, text, whole=True)


def _keep_quote(making: Making, source: str, quote: str) -> None:
    """See the quote in the source's text; a source that is known by its quotes takes it in."""
    if any(quote in passage for passage in making.passages(source)):
        return
    if source in making.whole:
        raise RefusedError(Rule.QUOTE_NOT_IN_SOURCE, id=source)
    making.add_passage(source, quote, whole=False)


def _team(making: Making, change: NamesChange) -> Receipt:
    if isinstance(change, AddTeam):
        before, after = None, change.team
        if after.id in making.teams:
            raise ConflictError(Rule.TEAM_TAKEN, id=after.id)
        _refuse_taken(making, after.names.every, after)
        _refuse_named(making, after.decoys)
    else:
        before = making.teams.get(change.team)
        if before is None:
            raise NotFoundError(Rule.NO_TEAM, id=change.team)
        after = _changed(making, before, change)
        if after == before:
            raise RefusedError(Rule.NOTHING_CHANGES, id=before.id)
    making.put_team(before, after)
    return Receipt(subject=Subject.TEAM, id=after.id, version=0, at=making.stamp.at)


def _changed(making: Making, team: Team, change: PutNames | AddName | RemoveName | AddDecoy | RemoveDecoy) -> Team:
    match change:
        case PutNames(names=names):
            _refuse_taken(making, names.every, team)
            ko, en = (tuple(dict.fromkeys(each)) for each in (names.ko, names.en))
            return team.model_copy(update={"names": Names(ko=ko, en=en)})
        case AddName(name=name, language=language):
            _refuse_taken(making, (name,), team)
            _refuse_twice(name, getattr(team.names, language), team)
            longer = {**dict(team.names), language: (*getattr(team.names, language), name)}
            return team.model_copy(update={"names": Names(**longer)})
        case RemoveName(name=name):
            return _without_name(team, name)
        case AddDecoy(name=name):
            _refuse_named(making, (name,))
            _refuse_twice(name, team.decoys, team)
            return team.model_copy(update={"decoys": (*team.decoys, name)})
        case RemoveDecoy(name=name):
            kept = _left(team.decoys, name)
            if kept == team.decoys:
                raise NotFoundError(Rule.NO_NAME, name=name, team=team.id)
            return team.model_copy(update={"decoys": kept})
        case _:
            assert_never(change)


def _without_name(team: Team, name: str) -> Team:
    ko, en = _left(team.names.ko, name), _left(team.names.en, name)
    if (ko, en) == (team.names.ko, team.names.en):
        raise NotFoundError(Rule.NO_NAME, name=name, team=team.id)
    if not ko and not en:
        raise RefusedError(Rule.LAST_NAME, name=name, team=team.id)
    return team.model_copy(update={"names": Names(ko=ko, en=en)})


def _left(names: tuple[str, ...], removed: str) -> tuple[str, ...]:
    """The names without the one that is written so, or where none is, without those that are found alike."""
    for form in (folded, compact_core):
        kept = tuple(each for each in names if form(each) != form(removed))
        if kept != names:
            return kept
    return names


def _refuse_twice(name: str, names: Iterable[str], team: Team) -> None:
    if compact_core(name) in map(compact_core, names):
        raise ConflictError(Rule.NAME_TAKEN, name=name, team=team.id)


def _refuse_taken(making: Making, names: Collection[str], team: Team) -> None:
    """A name that was not the team's before has to be seen, and to be nobody else's, as names are compared."""
    owners, decoys = _owners(making), set(map(compact_core, team.decoys))
    held = making.teams.get(team.id)
    _refuse_unseen(name for name in names if held is None or name not in held.names.every)
    for name in names:
        owner = owners.get(compact_core(name))
        if owner is not None and owner != team.id:
            raise ConflictError(Rule.NAME_TAKEN, name=name, team=owner)
        if compact_core(name) in decoys:
            raise ConflictError(Rule.NAME_IS_DECOY, name=name, team=team.id)


def _refuse_named(making: Making, decoys: Collection[str]) -> None:
    """A decoy has to be seen, and to be no team's name."""
    _refuse_unseen(decoys)
    owners = _owners(making) if decoys else {}
    for name in decoys:
        if compact_core(name) in owners:
            raise ConflictError(Rule.DECOY_IS_NAME, name=name, team=owners[compact_core(name)])


def _refuse_unseen(names: Iterable[str]) -> None:
    """Raise RefusedError (`name_blank`, `name_hidden`) for a name that has something that nobody sees."""
    for name in names:
        if (found := unseen(name)) is not None:
            raise RefusedError(found[0], name=name, character=found[1])


def _owners(making: Making) -> Mapping[str, str]:
    """Which team has each name, in the form in which names are compared; of several the first on record."""
    return {compact_core(name): team.id for team in reversed(making.teams.values()) for name in team.names.every}


def _load(file: ProgrammeFile, facts: Facts | None, stamp: Stamp) -> Plan:
    """What a programme file adds: all of it, or the first refusal with its line."""
    found = compare(file, facts)
    refuse_if_any(found.refused)
    programme = file.programme or (None if facts is None else facts.programme)
    if programme is None:
        raise StoreError(Outage.NO_PROGRAMME, version=0)
    # Only the first statements of a record keep the moments that an export gives them: so an export that is loaded
    # elsewhere answers "known at" alike, and nobody records into the past of a living record.
    is_first = facts is None or not facts.statements
    making = Making.on(facts or Facts(programme, {}, {}, {}, {}, {}), stamp)
    _add_all(making, found, is_first=is_first)
    counts = {"new": found.new, "changed": found.changed, "unchanged": dict(found.unchanged)}
    name = file.programme.id if file.programme else "file"
    made = making.plan(Receipt(subject=Subject.FILE, id=name, version=0, at=stamp.at, counts=counts))
    return made._replace(file=file, difference=found)


def _add_all(making: Making, found: Difference, *, is_first: bool) -> None:
    if found.programme is not None:
        making.put_programme(*found.programme)
    for stances in found.stances:
        making.put_stance(*stances)
    for teams in found.teams:
        making.put_team(*teams)
    for entry in found.sources:
        making.put_source(None, entry.source)
    for sources in found.sharing:
        making.put_source(*sources)
    for source, text, whole in found.passages:
        making.add_passage(source, text, whole=whole)
    for statement in found.statements:
        past = statement.past(making.stamp.by, making.stamp.at, keep_moments=is_first)
        making.add_statement(statement.id, past)


def _access(change: Grant | Revoke, facts: Facts | None, stamp: Stamp, editors: Collection[int]) -> Plan:
    user = change.user
    if isinstance(change, Grant) and user in editors:
        raise ConflictError(Rule.EDITOR_TAKEN, user=user)
    if isinstance(change, Revoke) and user not in editors:
        raise NotFoundError(Rule.NO_EDITOR, user=user)
    row = RecordRow(Subject.EDITOR, isinstance(change, Revoke), isinstance(change, Grant), str(user))
    after = None if facts is None else replace(facts, version=facts.version + 1)
    return Plan(after, (row,), Receipt(subject=Subject.EDITOR, id=str(user), version=0, at=stamp.at))
