"""Corrections: which answers that were given a correction of the record makes wrong, and what they showed (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from knowledge.answer import (
    Answer,
    ChangesAnswer,
    HistoryAnswer,
    ListAnswer,
    OverviewAnswer,
    RankedAnswer,
    StanceAnswer,
    Standing,
    Stated,
)
from knowledge.facts import Facts
from knowledge.model import Action, Revision, Statement

ShownRevision = tuple[str, int]
"""A statement and the number of the revision that an answer showed."""


class CorrectedRevision(NamedTuple):
    """A statement that an answer told otherwise: the revision that it showed, or followed, and the one of now."""

    statement: str
    shown: int
    now: int


def shown_statements(answer: Answer) -> tuple[Stated, ...]:
    """Every statement that an answer shows."""
    match answer:
        case StanceAnswer():
            shown = (*(each for standing in answer.standings for each in _of_standing(standing)), *answer.otherwise)
        case ListAnswer():
            groups = (*answer.groups, *answer.apart)
            shown = (
                *(each for group in groups for one in group.standings for each in _of_standing(one)),
                *(each.unconfirmed for each in answer.reported if each.unconfirmed is not None),
            )
        case OverviewAnswer():
            groups = (*answer.positions, *answer.results)
            shown = tuple(each for group in groups for one in group.standings for each in _of_standing(one))
        case HistoryAnswer() | RankedAnswer():
            shown = answer.statements
        case ChangesAnswer():
            shown = (*(each.made_by for each in answer.changes if each.made_by is not None), *answer.recorded)
        case _:
            shown = ()
    return tuple({each.id: each for each in shown}.values())


def _of_standing(standing: Standing) -> Iterator[Stated]:
    single = (standing.position, standing.result, standing.unconfirmed, standing.retracted)
    yield from (each for each in single if each is not None)
    yield from (*standing.conflict, *standing.result_conflict)


def shown_revisions(shown: Sequence[Stated], facts: Facts) -> tuple[ShownRevision, ...]:
    """The newest revision of each statement that says what was shown: the record may have moved on since."""
    found = []
    for each in shown:
        statement = facts.statements.get(each.id)
        number = None if statement is None else _revision_shown(each, statement)
        if number is not None:
            found.append((each.id, number))
    return tuple(found)


def _revision_shown(shown: Stated, statement: Statement) -> int | None:
    is_retracted = shown.mark is not None and shown.mark.action is Action.RETRACT
    said = (shown.team.id, shown.stance.code, shown.voice, shown.speaker, shown.said, shown.quote, shown.source.id)
    for revision in reversed(statement.revisions):
        claim = revision.claim
        told = (claim.team, claim.stance, claim.voice, claim.speaker, claim.said, claim.quote, claim.source)
        if told == said and (revision.action is Action.RETRACT) == is_retracted:
            return revision.number
    return None


def substance_of(answer: Answer) -> tuple[object, ...]:
    """What an answer tells, without the marks of corrections: two that tell the same are alike."""
    return tuple(
        (each.team.id, each.stance.code, each.voice, each.speaker, each.said, each.quote, each.source.id)
        for each in shown_statements(answer)
        if each.mark is None or each.mark.action is not Action.RETRACT
    )


def before_corrections(facts: Facts, first: Mapping[str, int]) -> Facts:
    """The record without the revisions from `first` on of statements that were on record before."""
    kept = dict(facts.statements)
    for name, number in first.items():
        if number > 1 and name in kept:
            past = kept[name].revisions[: number - 1]
            kept[name] = Statement.model_construct(id=name, sequence=kept[name].sequence, revisions=past)
    return replace(facts, statements=kept)


def corrected_revisions(
    shown: Sequence[ShownRevision], facts: Facts, first: Mapping[str, int]
) -> tuple[CorrectedRevision, ...]:
    """What of the statements shown says something else now, of those that `first` names."""
    found = []
    for name, number in shown:
        statement = facts.statements.get(name) if name in first else None
        if statement is None or not 0 < number <= len(statement.revisions):
            continue
        if _told_by(statement.revisions[number - 1]) != _told_by(statement.current):
            found.append(CorrectedRevision(name, number, statement.current.number))
    return tuple(found)


def _told_by(revision: Revision) -> tuple[object, bool]:
    return revision.claim, revision.action is Action.RETRACT


def left_out(
    at: datetime, shown: Sequence[ShownRevision], facts: Facts, first: Mapping[str, int]
) -> tuple[CorrectedRevision, ...]:
    """The statements not shown that stood as before their correction when an answer was given at `at`."""
    found = []
    for name, number in first.items():
        statement = facts.statements.get(name)
        if number < 2 or statement is None or len(statement.revisions) < number:
            continue
        is_shown = (name, statement.current.number) in shown
        if not is_shown and statement.revisions[number - 2].at <= at <= statement.revisions[number - 1].at:
            found.append(CorrectedRevision(name, number - 1, statement.current.number))
    return tuple(found)
