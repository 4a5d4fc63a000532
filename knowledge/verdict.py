"""What the record says to what a question presumes, and what else on it a plain yes or no would pass over."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from knowledge.answer import Standing, Stated, Verdict
from knowledge.facts import Facts
from knowledge.model import Kind, Statement, Voice
from knowledge.question import Presumed
from knowledge.standing import headline, headlines, stated


class Judgement(NamedTuple):
    """A verdict, with the statements that speak otherwise and that the standing does not show."""

    verdict: Verdict
    otherwise: tuple[Stated, ...] = ()


def judge(standing: Standing, presumed: Presumed, facts: Facts, *, as_of: date | None = None) -> Judgement:
    """Hold what is presumed of one team against all that stands of it, up to the end of a day or now.

    What holds now is a plain yes whatever was said before, which is told beside it. What holds instead is a
    plain no only where it leaves no room: an undecided team makes none, and nothing is said of a day beyond the record.
    """
    if presumed.is_ahead or _is_beyond(as_of, facts):
        return Judgement(Verdict.BEYOND)
    kind = _kind_asked(standing, presumed, facts)
    headlined = {each.stance.code for each in headlines(standing, kind)}
    if not headlined:
        return Judgement(Verdict.SILENT)
    held = facts.implied(headlined)
    is_held = bool(held & set(presumed.stances))
    against = presumed.opposed if is_held else presumed.stances
    told = _told(standing, {code for code in against if facts.stances[code].kind is kind}, facts, as_of)
    verdict = _verdict(standing, presumed, kind, held, told, facts) if len(headlined) == 1 else Verdict.MIXED
    return Judgement(verdict, _unshown(told, standing, held, facts))


def _is_beyond(as_of: date | None, facts: Facts) -> bool:
    """True for a day that the record does not reach."""
    return as_of is not None and facts.last_day is not None and as_of > facts.last_day


def _verdict(
    standing: Standing, presumed: Presumed, kind: Kind, held: frozenset[str], told: list[Statement], facts: Facts
) -> Verdict:
    now = headline(standing, kind)
    assert now is not None
    if presumed.is_own_word and now.voice is Voice.REPORTED:
        return Verdict.MIXED
    if _is_doubted(standing, presumed, held, kind):
        return Verdict.MIXED
    is_held = bool(held & set(presumed.stances))
    if is_held and presumed.negated and set(presumed.stances) <= set(presumed.undecided):
        return Verdict.OTHER  # 결정 났어? is no claim that it was
    if is_held:
        return Verdict.NO if presumed.negated else Verdict.YES
    own = [each for each in told if each.claim.voice is not Voice.REPORTED]
    if presumed.is_of_then and own:
        return Verdict.YES if not presumed.negated else Verdict.NO
    stages = [each for each in told if kind is Kind.RESULT and _is_stage(each.claim.stance, facts)]
    if stages:  # a report is as good as the one that speaks of what came after
        is_sure = now.voice is Voice.REPORTED or any(each in own for each in stages)
        return Verdict.MIXED if not is_sure else Verdict.NO if presumed.negated else Verdict.YES
    if presumed.is_still and told:
        return _no(presumed)
    if own and not presumed.is_of_now and kind is Kind.POSITION:
        return Verdict.MIXED
    return _instead(held, presumed, kind, facts, holds_beside=_holds_beside(standing, presumed, kind))


def _no(presumed: Presumed) -> Verdict:
    return Verdict.YES if presumed.negated else Verdict.NO


def _instead(held: frozenset[str], presumed: Presumed, kind: Kind, facts: Facts, *, holds_beside: bool) -> Verdict:
    """The verdict where another stance holds than the one presumed."""
    if holds_beside:
        return Verdict.OTHER
    is_open, asks_open = bool(held & set(presumed.undecided)), set(presumed.stances) <= set(presumed.undecided)
    if kind is Kind.RESULT and not held & set(presumed.opposed) and _asks_stage(presumed, facts):
        return Verdict.OTHER
    if (
        not presumed.negated
        and presumed.joint != "all"
        and any(facts.implied((code,)) & held for code in presumed.stances)
    ):
        return Verdict.OTHER  # who is shortlisted may still win
    if kind is Kind.RESULT or held & set(presumed.opposed) or (asks_open and not is_open):
        return _no(presumed)
    if is_open or asks_open:
        return Verdict.OTHER
    return _no(presumed) if held & set(presumed.leaning) else Verdict.OTHER


def _asks_stage(presumed: Presumed, facts: Facts) -> bool:
    """True if a stage is asked about that who lost later may have passed: no record of it is no "no"."""
    return all(_is_stage(code, facts) for code in presumed.stances)


def _is_stage(code: str, facts: Facts) -> bool:
    """True for a result that others include: who was shortlisted once stays one of the shortlisted."""
    return len(facts.implying(code)) > 1


def _is_doubted(standing: Standing, presumed: Presumed, held: frozenset[str], kind: Kind) -> bool:
    """True if a later report, not confirmed, says otherwise about just what is asked."""
    report = standing.unconfirmed
    if report is None or report.stance.kind is not kind:
        return False
    code = report.stance.code
    return code in presumed.stances or (bool(held & set(presumed.stances)) and code in presumed.opposed)


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


def _unshown(told: list[Statement], standing: Standing, held: Collection[str], facts: Facts) -> tuple[Stated, ...]:
    """The newest of each stance that the team does not hold, but for the report that its standing shows anyway."""
    report = standing.unconfirmed.id if standing.unconfirmed else None
    newest = {each.claim.stance: each for each in told if each.claim.stance not in held and each.id != report}
    return tuple(stated(each, facts) for each in newest.values())


def _holds_beside(standing: Standing, presumed: Presumed, kind: Kind) -> bool:
    """Whether what is presumed holds in the other kind: of a bidder that lost, "out" is not simply false."""
    other = headline(standing, Kind.RESULT if kind is Kind.POSITION else Kind.POSITION)
    return other is not None and other.stance.code in presumed.stances
