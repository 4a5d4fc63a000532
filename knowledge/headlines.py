"""Headline changes: what readers are told first of a team, and when it became another; computed, never stored."""

from collections.abc import Container, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from knowledge.conversation import ChangeKind, HeadlineChange, Stated
from knowledge.facts import Facts
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
    day = after or new.last_day or date.min

    def change(kind: ChangeKind, old_code: str | None, new_code: str | None, by: Statement | None) -> HeadlineChange:
        shown = stated(by, new) if by is not None else None
        placed = min(day, new.dated(by)) if by is not None else day
        before, after = (new.stances[code] if code else None for code in (old_code, new_code))
        return HeadlineChange(team=new.teams[team], kind=kind, before=before, after=after, day=placed, made_by=shown)

    for kind, old_part, part in (
        (Kind.POSITION, was.position, now.position),
        (Kind.RESULT, was.result, now.result),
    ):
        by = made[kind]
        if part.stance != old_part.stance:
            named = ChangeKind.POSITION if kind is Kind.POSITION else ChangeKind.RESULT
            yield change(named, old_part.stance, part.stance, by)
        elif part.conflict != old_part.conflict:
            yield change(ChangeKind.CONFLICT, old_part.stance, part.stance, by)
        elif part.voice is not old_part.voice:
            yield change(ChangeKind.VOICE, old_part.stance, part.stance, by)
    if now.unconfirmed is not None and now.unconfirmed != was.unconfirmed:
        yield change(ChangeKind.UNCONFIRMED, now.position.stance or now.result.stance, now.unconfirmed, report)


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
