"""Headline changes: what readers are told first of a team, and when it became another; computed, never stored."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from knowledge.answer import ChangeKind, HeadlineChange, Stated
from knowledge.facts import Facts
from knowledge.fields import Frozen, Identifier
from knowledge.model import Action, Kind, Statement, Voice
from knowledge.said import first_moment, last_moment
from knowledge.standing import stated


class Part(NamedTuple):
    """One kind of stance of a headline: the stance, whose voice says so, and what contradicts it."""

    stance: str | None = None
    voice: Voice | None = None
    conflict: frozenset[str] = frozenset()


class Headline(NamedTuple):
    """What a reader is told first of a team; `unconfirmed` is the stance of a later report that disagrees."""

    position: Part = Part()
    result: Part = Part()
    unconfirmed: str | None = None


def headline_of(
    team: str, facts: Facts, *, as_of: date | None = None, known_at: datetime | None = None
) -> tuple[Headline, dict[Kind, Statement | None], Statement | None]:
    """The headline of a team, the statement of each kind, and the unconfirmed report."""
    latest = {kind: facts.latest(team, kind, as_of=as_of, known_at=known_at) for kind in Kind}
    parts = {
        kind: Part()
        if each.statement is None
        else Part(
            each.statement.claim.stance,
            each.statement.claim.voice,
            frozenset(other.claim.stance for other in each.conflict),
        )
        for kind, each in latest.items()
    }
    report = latest[Kind.POSITION].unconfirmed or latest[Kind.RESULT].unconfirmed
    made = {kind: each.statement for kind, each in latest.items()}
    headline = Headline(parts[Kind.POSITION], parts[Kind.RESULT], report.claim.stance if report else None)
    return headline, made, report


def headline_changes(facts: Facts, since: date, until: date) -> tuple[HeadlineChange, ...]:
    """What changed from the beginning of `since` to the end of `until`, by the days on which it was said, oldest first.

    The same stance in a new article is no change; a team that changed twice changed twice.
    """
    found = [change for team in facts.on_record for change in _of_team(team, facts, since, until)]
    return tuple(sorted(found, key=lambda each: each.day))


def _of_team(team: str, facts: Facts, since: date, until: date) -> Iterator[HeadlineChange]:
    said = {facts.dated(each) for each in facts.as_known(team)}
    before = _eve(since)
    for day in sorted(day for day in said if since <= day <= until):
        yield from changes_between(team, facts, facts, before, day)
        before = day


def _eve(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


def changes_between(
    team: str, old: Facts, new: Facts, before: date | None, after: date | None
) -> Iterator[HeadlineChange]:
    """What of a team's headline differs between one record as of a day and another; None is now."""
    was, _, _ = headline_of(team, old, as_of=before)
    now, made, report = headline_of(team, new, as_of=after)
    yield from _differences(team, was, now, _Makers(made[Kind.POSITION], made[Kind.RESULT], report), new, after)


class _Makers(NamedTuple):
    """The statements that make a headline."""

    position: Statement | None = None
    result: Statement | None = None
    unconfirmed: Statement | None = None


def _differences(
    team: str, was: Headline, now: Headline, made: _Makers, facts: Facts, after: date | None
) -> Iterator[HeadlineChange]:
    """What differs between two headlines, of which the second is made by these statements."""
    day = after or facts.last_day or date.min

    def change(kind: ChangeKind, old_code: str | None, new_code: str | None, by: Statement | None) -> HeadlineChange:
        shown = stated(by, facts) if by is not None else None
        placed = min(day, facts.dated(by)) if by is not None else day
        before, after = (facts.stances[code] if code else None for code in (old_code, new_code))
        return HeadlineChange(team=facts.teams[team], kind=kind, before=before, after=after, day=placed, made_by=shown)

    for named, old_part, part, by in (
        (ChangeKind.POSITION, was.position, now.position, made.position),
        (ChangeKind.RESULT, was.result, now.result, made.result),
    ):
        if part.stance != old_part.stance:
            yield change(named, old_part.stance, part.stance, by)
        elif part.conflict != old_part.conflict:
            yield change(ChangeKind.CONFLICT, old_part.stance, part.stance, by)
        elif part.voice is not old_part.voice:
            yield change(ChangeKind.VOICE, old_part.stance, part.stance, by)
    if now.unconfirmed is not None and now.unconfirmed != was.unconfirmed:
        yield change(
            ChangeKind.UNCONFIRMED, now.position.stance or now.result.stance, now.unconfirmed, made.unconfirmed
        )


class SettledChange(Frozen):
    """What became of a team's headline between two states of the record, in values that outlive the process.

    `made_by` names, by statement and revision, what makes the later headline's position, result and unconfirmed report.
    """

    team: Identifier
    before: Headline
    after: Headline
    made_by: tuple[tuple[Identifier, int] | None, ...]
    is_correction: bool
    """Whether it was us who had it wrong, and not the team that changed its mind."""
    at: datetime
    """When the newest part of it was recorded."""

    def is_report_only(self) -> bool:
        """Whether nothing but an unconfirmed report is new."""
        return self.before[:2] == self.after[:2]


def settled_change(
    team: str, facts: Facts, later: Mapping[str, int], at: datetime, *, later_still: Mapping[str, int] | None = None
) -> SettledChange | None:
    """What the revisions `later` made of a team's headline, before those `later_still`; None where it is as it was.

    Both name the first revision of each statement that belongs to them.
    """
    still = later_still or {}
    old, new = facts.without(team, {**still, **later}), facts.without(team, still)
    was, _, _ = headline_of(team, old)
    now, made, report = headline_of(team, new)
    if now[:2] == was[:2] and now.unconfirmed in (None, was.unconfirmed):
        return None
    added = {name for name, first in later.items() if first == 1}
    known = {name: each for name, each in new.statements.items() if name not in added}
    corrected, _, _ = headline_of(team, replace(new, statements=known))
    makers = (made[Kind.POSITION], made[Kind.RESULT], report)
    return SettledChange(
        team=team,
        before=was,
        after=now,
        made_by=tuple(None if each is None else (each.id, each.current.number) for each in makers),
        is_correction=corrected[:2] == now[:2] != was[:2],
        at=at,
    )


def merged_change(changes: Sequence[SettledChange]) -> SettledChange | None:
    """Several changes of one team as one, from the first's beginning to the last's end; None where nothing is left."""
    first, last = changes[0], changes[-1]
    if last.after[:2] == first.before[:2] and last.after.unconfirmed in (None, first.before.unconfirmed):
        return None
    corrects = all(each.is_correction for each in changes)
    return last.model_copy(update={"before": first.before, "is_correction": corrects})


def told_changes(change: SettledChange, facts: Facts) -> tuple[HeadlineChange, ...]:
    """A settled change as it is told, each part with its sentence as it was then, checked against its source."""
    makers = _Makers(*(None if each is None else revision_of(*each, facts) for each in change.made_by))
    return tuple(_differences(change.team, change.before, change.after, makers, facts, None))


def revision_of(name: str, number: int, facts: Facts) -> Statement | None:
    """A statement as it was at one of its revisions; None where its quote is not in its source."""
    statement = facts.statements.get(name)
    if statement is None or len(statement.revisions) < number:
        return None
    past = statement.revisions[:number]
    if not facts.is_verbatim(past[-1].claim):
        return None
    return Statement.model_construct(id=name, sequence=statement.sequence, revisions=past)


def corrected_statements(
    team: str, facts: Facts, later: Mapping[str, int], *, later_still: Mapping[str, int]
) -> tuple[Statement, ...]:
    """The statements that the revisions `later` corrected or took back, as they are then; not what is as before."""
    old = facts.without(team, {**later_still, **later}).statements
    return tuple(
        each
        for each in facts.without(team, later_still).statements.values()
        if each.id in old
        and (each.claim, each.is_retracted) != (old[each.id].claim, old[each.id].is_retracted)
        and each.claim.team == team
        and facts.is_verbatim(each.claim)
    )


def recorded_between(facts: Facts, since: date, until: date) -> tuple[Stated, ...]:
    """What was recorded, corrected or taken back in these days, though it was said before them, oldest entry first."""
    zone = facts.zone
    found: list[tuple[datetime, Stated]] = []
    for statement in facts.statements.values():
        newest = statement.current
        day = newest.at.astimezone(zone).date()
        is_in = since <= day <= until
        is_told = newest.action is Action.RECORD and facts.dated(statement) >= since
        if is_in and not is_told and facts.is_verbatim(statement.claim):
            found.append((newest.at, stated(statement, facts)))
    return tuple(each for _, each in sorted(found, key=lambda one: one[0]))


def possibly_first(
    facts: Facts, codes: Iterable[str], teams: Container[str], *, as_of: date | None = None, last: bool = False
) -> tuple[Stated, ...]:
    """Each team's first statement of one of these stances, of the teams that may have been the first of all to say so.

    Several where their days overlap: then it cannot be told. With `last`, those that may have been the last.
    """
    asked = frozenset(codes)
    first_of_each: dict[str, Statement] = {}
    for statement in facts.history(as_of=as_of):
        claim = statement.claim
        if claim.team in teams and not statement.is_retracted and facts.implied([claim.stance]) & asked:
            first_of_each.setdefault(claim.team, statement)
    spans = {team: span for team, each in first_of_each.items() if (span := _span(each, facts)) is not None}
    if last:
        from_when = max((start for start, _ in spans.values()), default=None)
        meant = [team for team, (_, end) in spans.items() if from_when is None or end >= from_when]
    else:
        by_when = min((end for _, end in spans.values()), default=None)
        meant = [team for team, (start, _) in spans.items() if by_when is None or start <= by_when]
    return tuple(stated(first_of_each[team], facts) for team in (meant if spans else first_of_each))


def _span(statement: Statement, facts: Facts) -> tuple[datetime, datetime] | None:
    """From when to when it was said; by the printed day where nobody knows; None where not even that is known."""
    claim = statement.claim
    if claim.said is not None:
        return first_moment(claim.said.start, facts.zone), last_moment(claim.said.end, facts.zone)
    published = facts.sources[claim.source].published
    return None if published is None else (first_moment(published, facts.zone), last_moment(published, facts.zone))
