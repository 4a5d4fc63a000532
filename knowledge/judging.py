"""What the record says to what a question presumes, and what else on it a plain yes or no would pass over."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from knowledge.conversation import Presumed, Standing, Stated, Verdict
from knowledge.facts import Facts
from knowledge.model import Kind, Statement, Voice
from knowledge.standing import headline, headlines, is_earlier, stated


class Judgement(NamedTuple):
    """A verdict, with the statements that speak otherwise and that the standing does not show."""

    verdict: Verdict
    otherwise: tuple[Stated, ...] = ()


def judge(standing: Standing, presumed: Presumed, facts: Facts, *, as_of: date | None = None) -> Judgement:
    """Hold what is presumed of one team against all that stands of it, up to the end of a day or now.

    People ask about then as they ask about now (포기했었어?, did it sign?): what holds now is a yes whatever was said
    before, which is told beside it; what held once makes no plain no but to a question about now, and a later report no
    plain yes.
    """
    kind = _kind_asked(standing, presumed, facts)
    headlined = {each.stance.code for each in headlines(standing, kind)}
    if not headlined:
        return Judgement(Verdict.SILENT)
    is_single, held = len(headlined) == 1, facts.implied(headlined)
    is_held = is_single and bool(held & set(presumed.stances))
    against = presumed.opposed if is_held else presumed.stances
    told = _told(standing, {code for code in against if facts.stances[code].kind is kind}, facts, as_of)
    is_no = presumed.is_of_now and is_single and bool(held & set(presumed.opposed))
    is_over = (is_held or is_no) and all(_is_over(each, standing, kind, facts) for each in told)
    now = headline(standing, kind)
    is_hearsay = presumed.is_own_word and now is not None and now.voice is Voice.REPORTED
    verdict = (
        Verdict.MIXED
        if is_hearsay or (told and not is_over)
        else _plain(standing, held, presumed, kind, is_single=is_single)
    )
    return Judgement(verdict, _unshown(told, standing, held, facts))


def _kind_asked(standing: Standing, presumed: Presumed, facts: Facts) -> Kind:
    """The kind of the stances presumed; of both (out), the one that the team has something of, the position first."""
    kinds = {facts.stances[code].kind for code in presumed.stances}
    if len(kinds) == 1:
        return kinds.pop()
    return Kind.POSITION if standing.position else Kind.RESULT


def _told(standing: Standing, codes: set[str], facts: Facts, as_of: date | None) -> list[Statement]:
    """What stands on record of the team with one of these stances, oldest first."""
    history = facts.history(standing.team.id, as_of=as_of)
    return [each for each in history if not each.is_retracted and each.claim.stance in codes]


def _is_over(said: Statement, standing: Standing, kind: Kind, facts: Facts) -> bool:
    """Whether a statement is older than what holds now, beyond doubt."""
    now = headline(standing, kind)
    return now is not None and is_earlier(stated(said, facts), now, facts.zone)


def _unshown(told: list[Statement], standing: Standing, held: Collection[str], facts: Facts) -> tuple[Stated, ...]:
    """The newest of each stance that the team does not hold, but for the report that its standing shows anyway."""
    report = standing.unconfirmed.id if standing.unconfirmed else None
    newest = {each.claim.stance: each for each in told if each.claim.stance not in held and each.id != report}
    return tuple(stated(each, facts) for each in newest.values())


def _plain(standing: Standing, held: frozenset[str], presumed: Presumed, kind: Kind, *, is_single: bool) -> Verdict:
    """The verdict where nothing on record speaks against it."""
    if is_single and held & set(presumed.stances):
        return Verdict.NO if presumed.negated else Verdict.YES
    if not held & set(presumed.opposed) or _holds_beside(standing, presumed, kind):
        return Verdict.OTHER
    return Verdict.YES if presumed.negated else Verdict.NO


def _holds_beside(standing: Standing, presumed: Presumed, kind: Kind) -> bool:
    """Whether what is presumed holds in the other kind: of a bidder that lost, "out" is not simply false."""
    other = headline(standing, Kind.RESULT if kind is Kind.POSITION else Kind.POSITION)
    return other is not None and other.stance.code in presumed.stances
