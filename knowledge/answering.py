"""Question + Facts -> Answer: the read path."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TypedDict, assert_never

from knowledge.answer import (
    AmbiguousAnswer,
    Answer,
    Assurance,
    ChangesAnswer,
    Group,
    HelpAnswer,
    HistoryAnswer,
    ListAnswer,
    OverviewAnswer,
    RankedAnswer,
    Reach,
    Recorded,
    StanceAnswer,
    Standing,
    UnknownAnswer,
)
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.headlines import headline_changes, possibly_first, recorded_between
from knowledge.model import Kind, Members
from knowledge.question import Intent, Question, Rank
from knowledge.standing import group, headlines, holders, reach, standing, stated, substance
from knowledge.text.normalise import compact_core
from knowledge.verdict import judge

EXAMPLE_COUNT = 3
"""Teams that the help offers as examples: one row of buttons on a phone."""

CHOICE_COUNT = 6
"""Teams that are offered where any may be meant: a phone's screen of buttons, and the name can be typed."""
NAMED_STANCES = 2
"""Stances that a sentence about the first or the last names; of more it says that they decided."""
CHANGES_DAYS = 7
"""Days back of which changes are told where a question names none (anything new?)."""


class _Common(TypedDict):
    language: Language
    as_of: date | None
    known_at: date | None
    first_recorded: date | None
    today: date
    reach: Reach
    zone: str
    members: Members


def answer(question: Question, facts: Facts, *, now: datetime, language: Language) -> Answer:
    """Answer a question from the record; `language` serves where the question shows none, `now` is an aware moment."""
    common = _Common(
        language=question.language or language,
        as_of=question.as_of,
        known_at=question.known_at,
        first_recorded=_day_in(facts, facts.first_recorded()) if question.known_at else None,
        today=now.astimezone(facts.zone).date(),
        reach=reach(facts),
        zone=facts.programme.timezone,
        members=facts.programme.members,
    )
    if question.known_at is None:
        return _answer(question, facts, common)
    moment = datetime.combine(question.known_at, time.max, facts.zone)
    if question.intent is Intent.STANCE:
        return _known_stance(question, facts, facts.known_at(moment, question.teams), common)
    return _answer(question, facts.known_at(moment), common)


def _answer(question: Question, facts: Facts, common: _Common) -> Answer:
    match question.intent:
        case Intent.STANCE:
            return _stance(question, facts, common)
        case Intent.LIST if question.rank is not None:
            return _ranked(question, question.rank, facts, common)
        case Intent.LIST:
            return _list(question, facts, common)
        case Intent.OVERVIEW:
            return _overview(question, facts, common)
        case Intent.HISTORY:
            return _history(question, facts, common)
        case Intent.CHANGES:
            return _changes(question, facts, common)
        case Intent.AMBIGUOUS:
            return _ambiguous(question, facts, common)
        case Intent.UNKNOWN:
            return _unknown(question, facts, common)
        case Intent.HELP:
            return _help(facts, common)
        case _:
            assert_never(question.intent)


def _stance(question: Question, facts: Facts, common: _Common) -> StanceAnswer:
    standings = tuple(standing(team, facts, as_of=question.as_of) for team in question.teams)
    presumed = question.presumed
    judged = [judge(each, presumed, facts, as_of=question.as_of) for each in standings] if presumed else []
    return StanceAnswer(
        **common,
        standings=standings,
        presumed=tuple(facts.stances[code] for code in presumed.stances) if presumed else (),
        verdicts=tuple(each.verdict for each in judged),
        otherwise=tuple(stated for each in judged for stated in each.otherwise),
        is_negated=presumed is not None and presumed.negated,
        asks=presumed is not None and presumed.asks,
        candidates=question.finding.candidates,
        suggested=tuple(facts.teams[each.team] for each in question.finding.candidates),
        strangers=question.strangers,
        wants_source=question.wants_source,
        joint=presumed.joint if presumed else None,
        is_negative=presumed is not None and presumed.is_negative,
        unread=question.unread,
        peers=_peers(standings, facts, question.as_of),
        assurances=tuple(_assurances(standings, facts, common)) if question.wants_assurance else (),
    )


def _assurances(standings: tuple[Standing, ...], facts: Facts, common: _Common) -> Iterator[Assurance]:
    """Whose word the headline of each team is, in how many sources and sentences, and what speaks against it."""
    for each in standings:
        shown = each.position or each.result
        if shown is None:
            continue
        said = facts.as_known(each.team.id, as_of=common["as_of"])
        alike = [statement.claim for statement in said if statement.claim.stance == shown.stance.code]
        against = each.conflict if shown is each.position else each.result_conflict
        day = facts.dated(facts.statements[shown.id])
        yield Assurance(
            headline=shown,
            sources=len({claim.source for claim in alike}),
            origins=len({compact_core(claim.quote) for claim in alike}),
            conflicts=len(against) + (each.unconfirmed is not None),
            days=max(0, (common["today"] - day).days),
        )


def _known_stance(question: Question, facts: Facts, then: Facts, common: _Common) -> StanceAnswer:
    """Where teams stood on a day as the record knew it then, beside what today's record says of that day."""
    told = _stance(question.model_copy(update={"presumed": None, "unread": ()}), then, common)
    recorded = []
    for each in told.standings:
        now = standing(each.team.id, facts, as_of=question.as_of)
        first = _day_in(facts, facts.first_recorded((each.team.id,)))
        recorded.append(Recorded(standing=now, is_alike=substance(now) == substance(each), first=first))
    return told.model_copy(update={"recorded": tuple(recorded), "peers": None})


def _day_in(facts: Facts, moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(facts.zone).date()


def _peers(standings: tuple[Standing, ...], facts: Facts, as_of: date | None) -> Group | None:
    """All that hold the position of the one team asked about."""
    if len(standings) != 1 or standings[0].position is None:
        return None
    return holders(standings[0].position.stance, facts, as_of=as_of)


def _list(question: Question, facts: Facts, common: _Common) -> ListAnswer:
    """The teams of a set of stances: who holds one of these, one of those as well, and none of the others."""
    considered = [t for t in (question.teams or facts.teams) if t not in question.besides]
    kind = facts.stances[next(iter((*question.stances, *question.without)), next(iter(facts.stances)))].kind
    every = [standing(team, facts, as_of=question.as_of) for team in considered if facts.is_on_record(team)]
    chosen = [each for each in every if _is_in(each, question, facts)]
    codes = question.stances or tuple(each.code for each in facts.stances.values() if each.kind is kind)
    asked = [facts.stances[code] for code in codes if code not in question.without]
    is_of_all = not question.stances
    groups = tuple(group(each, chosen, implying=() if is_of_all else facts.implying(each.code)) for each in asked)
    if is_of_all:
        groups = () if question.is_of_silent else tuple(each for each in groups if each.standings)
    named = {each.team.id for one in groups for each in one.standings}
    chosen_ids = {each.team.id for each in chosen}
    left = [team for team in considered if team not in named and (team in chosen_ids or not facts.is_on_record(team))]
    others = [each for each in facts.stances.values() if each.kind is kind and each not in asked]
    return ListAnswer(
        **common,
        groups=groups,
        apart=tuple(group(facts.stances[code], every, implying=facts.implying(code)) for code in question.apart),
        rest=tuple(each for each in (group(each, every) for each in others) if each.standings),
        considered=len(considered),
        is_of_asked=not is_of_all,
        excluded=tuple(facts.stances[code] for code in question.without),
        narrowed=tuple(facts.stances[code] for code in question.also),
        silent=tuple(facts.teams[team] for team in left) if is_of_all else (),
        reported=tuple(each for each in every if _is_reported(each, question) and each.team.id not in named),
        page=question.page,
    )


def _is_in(standing: Standing, question: Question, facts: Facts) -> bool:
    """True if a team on record is in the set that a list is of."""
    if question.is_of_silent:
        return standing.position is None
    held = facts.implied(each.stance.code for kind in Kind for each in headlines(standing, kind))
    is_any = not question.stances or bool(held & set(question.stances))
    is_also = not question.also or bool(held & set(question.also))
    return is_any and is_also and not held & set(question.without)


def _is_reported(standing: Standing, question: Question) -> bool:
    return standing.unconfirmed is not None and standing.unconfirmed.stance.code in question.stances


def _overview(question: Question, facts: Facts, common: _Common) -> OverviewAnswer:
    standings = [standing(team, facts, as_of=question.as_of) for team in facts.on_record]
    speaking = {each.team.id for each in standings if each.position is not None}
    groups = [group(stance, standings) for stance in facts.stances.values()]
    filled = [each for each in groups if each.standings]
    return OverviewAnswer(
        **common,
        programme=facts.programme,
        positions=tuple(each for each in filled if each.stance.kind is Kind.POSITION),
        results=tuple(each for each in filled if each.stance.kind is Kind.RESULT),
        silent=tuple(team for team in facts.teams.values() if team.id not in speaking),
        reported=tuple(each for each in standings if each.unconfirmed is not None),
    )


def _history(question: Question, facts: Facts, common: _Common) -> HistoryAnswer:
    chosen = set(question.teams)
    statements = [
        stated(each, facts)
        for each in facts.history(as_of=question.as_of)
        if not each.is_undone
        if each.claim.team in chosen or not chosen
        if each.claim.team not in question.besides
        if question.since is None or facts.dated(each) >= question.since
        if question.until is None or facts.dated(each) <= question.until
    ]
    teams = tuple(facts.teams[team] for team in question.teams)
    return HistoryAnswer(**common, teams=teams, statements=tuple(statements), since=question.since, page=question.page)


def _ambiguous(question: Question, facts: Facts, common: _Common) -> AmbiguousAnswer:
    """Which of the candidates; of all where there is none, as of `출처?` that follows nothing: some to choose from."""
    candidates = question.finding.candidates
    named = [each.team for each in candidates] or list(dict.fromkeys((*facts.on_record, *facts.teams)))[:CHOICE_COUNT]
    return AmbiguousAnswer(**common, candidates=candidates, teams=tuple(facts.teams[team] for team in named))


def _changes(question: Question, facts: Facts, common: _Common) -> ChangesAnswer:
    until = question.until or question.as_of or common["today"]
    since = question.since or until - timedelta(days=CHANGES_DAYS)
    since, until = min(since, until), max(since, until)
    asked = set(question.teams) or facts.teams.keys() - set(question.besides)
    return ChangesAnswer(
        **common,
        changes=tuple(each for each in headline_changes(facts, since, until) if each.team.id in asked),
        recorded=tuple(each for each in recorded_between(facts, since, until) if each.team.id in asked),
        since=since,
        until=until,
        teams=tuple(facts.teams[team] for team in question.teams),
    )


def _ranked(question: Question, rank: Rank, facts: Facts, common: _Common) -> RankedAnswer:
    codes = question.stances or facts.positions
    asked = set(question.teams) or facts.teams.keys() - set(question.besides)
    return RankedAnswer(
        **common,
        rank=rank,
        stances=tuple(facts.stances[code] for code in question.stances if len(question.stances) <= NAMED_STANCES),
        statements=possibly_first(facts, codes, asked, as_of=question.as_of, last=rank == "last"),
    )


def _unknown(question: Question, facts: Facts, common: _Common) -> UnknownAnswer:
    candidates = question.finding.candidates
    return UnknownAnswer(
        **common,
        candidates=candidates,
        teams=tuple(facts.teams[each.team] for each in candidates),
        strangers=question.strangers,
    )


def _help(facts: Facts, common: _Common) -> HelpAnswer:
    examples = tuple(facts.teams.values())[:EXAMPLE_COUNT]
    stances = tuple(facts.stances[code] for code in facts.positions or facts.stances)
    return HelpAnswer(**common, programme=facts.programme, examples=examples, stances=stances)
