"""Where a team stands, put together from the facts: statements as they are shown, standings, groups of one stance."""

from collections.abc import Container, Iterable
from datetime import date, tzinfo

from knowledge.answer import Group, Mark, Reach, Standing, Stated
from knowledge.facts import Facts
from knowledge.model import Action, Kind, Stance, Statement
from knowledge.said import first_moment, last_moment

KEPT_STANDINGS = 20_000
"""Standings of past days that are kept beside those of today: some 20 MB; what is asked beyond is worked out anew."""


def stated(statement: Statement, facts: Facts) -> Stated:
    """One statement as it is shown, with the mark of its newest correction or retraction."""
    claim, current = statement.claim, statement.current
    marked = current.action is not Action.RECORD
    return Stated(
        id=statement.id,
        team=facts.teams[claim.team],
        stance=facts.stances[claim.stance],
        voice=claim.voice,
        speaker=claim.speaker,
        said=claim.said,
        quote=claim.quote,
        source=facts.sources[claim.source],
        recorded=statement.recorded,
        mark=Mark(action=current.action, on=current.at, reason=current.reason) if marked else None,
    )


def _shown(statement: Statement | None, facts: Facts) -> Stated | None:
    return None if statement is None else stated(statement, facts)


def _retracted(team: str, facts: Facts, headline: Statement | None, as_of: date | None) -> Statement | None:
    """The newest statement of the team that was taken back and would have been later than its headline.

    One that was undone at once is no news to anybody.
    """
    floor = facts.dated(headline) if headline is not None else date.min
    past = (each for each in facts.history(team, as_of=as_of) if each.is_retracted and not each.is_undone)
    taken_back = [each for each in past if facts.dated(each) >= floor]
    return taken_back[-1] if taken_back else None


def standing(team: str, facts: Facts, *, as_of: date | None = None) -> Standing:
    """Where one team stands, at the end of a day or now."""
    if not facts.is_on_record(team):
        return Standing(team=facts.teams[team])
    kept = facts.standings.get((team, as_of)) or _standing(team, facts, as_of)
    if as_of is None or len(facts.standings) < KEPT_STANDINGS:
        facts.standings[team, as_of] = kept
    return kept


def _standing(team: str, facts: Facts, as_of: date | None) -> Standing:
    position = facts.latest(team, Kind.POSITION, as_of=as_of)
    result = facts.latest(team, Kind.RESULT, as_of=as_of)
    return Standing(
        team=facts.teams[team],
        position=_shown(position.statement, facts),
        result=_shown(result.statement, facts),
        unconfirmed=_shown(position.unconfirmed or result.unconfirmed, facts),
        conflict=tuple(stated(each, facts) for each in position.conflict),
        result_conflict=tuple(stated(each, facts) for each in result.conflict),
        retracted=_shown(_retracted(team, facts, position.statement, as_of), facts),
    )


def substance(standing: Standing) -> tuple[object, ...]:
    """All that a standing shows, without ids and marks: two that show the same are alike."""
    first = (standing.position, standing.result, standing.unconfirmed)
    shown = (*first, *standing.conflict, *standing.result_conflict)
    return tuple(
        each and (each.stance.code, each.voice, each.speaker, each.said, each.quote, each.source) for each in shown
    )


def headline(standing: Standing, kind: Kind) -> Stated | None:
    """What a standing shows first when a stance of this kind is asked for."""
    return standing.position if kind is Kind.POSITION else standing.result


def headlines(standing: Standing, kind: Kind) -> tuple[Stated, ...]:
    """The headline of that kind with those that contradict it: a team in conflict holds each of them."""
    first = headline(standing, kind)
    if first is None:
        return ()
    return (first, *(standing.conflict if kind is Kind.POSITION else standing.result_conflict))


def is_earlier(one: Stated, other: Stated, zone: tzinfo) -> bool:
    """Whether the one was said before the other beyond doubt; one without a day was said by the day it was printed."""
    end = one.said.end if one.said is not None else one.source.published
    if end is None or other.said is None:
        return False
    return last_moment(end, zone) < first_moment(other.said.start, zone)


def _newness(standing: Standing, kind: Kind, codes: Container[str]) -> date:
    """The day by which the newest first are sorted; a statement without a day counts by its source's day."""
    held = next(each for each in headlines(standing, kind) if each.stance.code in codes)
    if held.said is not None:
        end = held.said.end
        return date(end.year, end.month, end.day)
    return held.source.published or date.min


def group(stance: Stance, standings: Iterable[Standing], *, implying: Container[str] = ()) -> Group:
    """The teams that hold a stance, or one of those `implying` it, newest first, else in the order of the file."""
    codes = implying or (stance.code,)
    holding = [each for each in standings if any(shown.stance.code in codes for shown in headlines(each, stance.kind))]
    newest_first = sorted(holding, key=lambda each: _newness(each, stance.kind, codes), reverse=True)
    return Group(stance=stance, standings=tuple(newest_first))


def holders(stance: Stance, facts: Facts, *, as_of: date | None = None) -> Group:
    """Everybody who holds a stance; of today it is worked out once, for it looks at every team on record."""
    kept = facts.holders.get(stance.code) if as_of is None else None
    if kept is None:
        everybody = (standing(team, facts, as_of=as_of) for team in facts.on_record)
        kept = group(stance, everybody, implying=facts.implying(stance.code))
    if as_of is None:
        facts.holders[stance.code] = kept
    return kept


def reach(facts: Facts) -> Reach:
    """How far the record goes."""
    return Reach(first=facts.first_day, last=facts.last_day, version=facts.version)
