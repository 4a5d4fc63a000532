"""Answer -> Reply: what is said in which order, in the answer's language; and the answer about one or more teams."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from bot.rendering.keyboards import Keyboard, rows, stance_buttons, team_choices
from bot.rendering.lists import changes, history, listing, overview, ranked
from bot.rendering.reply import Paragraph, Reply, bold, escape, split
from bot.rendering.statement import StatementView, alike, compose, label, name
from knowledge.answer import (
    AmbiguousAnswer,
    Answer,
    Assurance,
    ChangesAnswer,
    HelpAnswer,
    HistoryAnswer,
    ListAnswer,
    OverviewAnswer,
    RankedAnswer,
    StanceAnswer,
    Standing,
    Stated,
    UnknownAnswer,
    Verdict,
)
from knowledge.model import Kind
from knowledge.standing import headline, is_earlier

__all__ = ["label", "name", "stance"]


def stance(answer: StanceAnswer) -> Reply:
    """Each team's standing; teams that one sentence speaks of alike are told of together."""
    if answer.recorded:
        return Reply(parts=compose(answer, (), lambda page: _known_then(page, answer)), buttons=stance_buttons(answer))
    entries = (each for standing in answer.standings for each in _shown(standing))
    parts = compose(answer, (*entries, *answer.otherwise), lambda page: list(_paragraphs(page, answer)))
    return Reply(parts=parts, buttons=stance_buttons(answer))


def _known_then(page: StatementView, answer: StanceAnswer) -> Iterator[Paragraph]:
    """What the record held of each team on a day, and what it holds of that day now where that is not the same."""
    day = page.day(answer.known_at or answer.today)
    for then, now in zip(answer.standings, answer.recorded, strict=True):
        team, entries = page.name(then.team), _headlines(then)
        for each in entries:
            yield page.passage(page.told.known_then(day=day, team=team, label=page.label(each.stance)), each)
        if not entries:
            lines = [page.told.nothing_then(day=day, team=team)]
            lines.append(page.told.first_recorded(day=page.day(now.first)) if now.first else page.told.nothing_yet())
            yield [bold(lines[0]), escape(lines[1])]
        if now.is_alike:
            if entries:
                yield [escape(page.told.alike_now())]
            continue
        for each in _headlines(now.standing):
            yield page.passage(page.told.told_today(team=team, label=page.label(each.stance)), each)
        yield from _doubts(page, now.standing, names_team=True)


def _headlines(standing: Standing) -> list[Stated]:
    return [each for each in (standing.position, standing.result) if each is not None]


def _shown(standing: Standing) -> Iterator[Stated]:
    first = (standing.position, standing.result, standing.unconfirmed)
    yield from (each for each in first if each is not None)
    yield from (*standing.conflict, *standing.result_conflict)


def _paragraphs(page: StatementView, answer: StanceAnswer) -> Iterator[Paragraph]:
    if answer.unread:
        yield [escape(page.phrases.unread(answer.unread))]
    kinds = _kinds(answer)
    if answer.asks and Verdict.BEYOND in answer.verdicts:
        yield [bold(page.phrases.beyond(page.reach()))]
    summary = _summary(page, answer, kinds[0])
    is_alike = len(set(answer.verdicts)) == 1
    if summary:
        yield [bold(summary)]
    yield from _section(page, answer, kinds[0], is_asked=True, names_only=summary is not None and is_alike)
    for each in answer.otherwise:
        heading = page.phrases.entry(page.said(each), page.name(each.team), page.label(each.stance))
        yield page.undated(heading, each, page.speaker(each), fold=True)
    yield from _section(page, answer, kinds[1], is_asked=False, names_only=False)
    for standing in answer.standings:
        yield from _doubts(page, standing, names_team=len(answer.standings) > 1)
    for assurance in answer.assurances:
        yield [escape(_sure(page, assurance, names_team=len(answer.assurances) > 1))]
    yield from _notes(page, answer)


def _sure(page: StatementView, told: Assurance, *, names_team: bool) -> str:
    """How sure that is: whose word, how many sources and sentences, what speaks against it, how old."""
    said, shown = page.told, told.headline
    sentence = [
        page.phrases.voice(shown.voice, shown.stance.kind),
        said.sure_sources(sources=told.sources, origins=told.origins),
        said.sure_conflicts(count=told.conflicts) if told.conflicts else said.sure_no_conflict(),
        said.sure_days(days=told.days),
    ]
    line = said.sure(told=" · ".join(sentence))
    return page.phrases.of_team(page.name(shown.team), line) if names_team else line


def _kinds(answer: StanceAnswer) -> tuple[Kind, Kind]:
    """What is told first: results where the question is about one, and cannot be about a position (out) as well."""
    asked = {each.kind for each in answer.presumed}
    holds_position = any(each.position for each in answer.standings)
    asks_result = asked == {Kind.RESULT} or (Kind.RESULT in asked and not holds_position)
    return (Kind.RESULT, Kind.POSITION) if asks_result else (Kind.POSITION, Kind.RESULT)


def _summary(page: StatementView, answer: StanceAnswer, kind: Kind) -> str | None:
    """The one line that answers for several teams at once: yes, both of them."""
    told = [(headline(each, kind), verdict) for each, verdict in zip(answer.standings, answer.verdicts, strict=False)]
    labels = {entry.stance for entry, _ in told if entry}
    verdicts = {verdict for _, verdict in told}
    is_plain = all(entry for entry, _ in told) and len(labels) == 1 and len(verdicts) == 1
    if len(told) < 2 or not answer.asks or not is_plain or not verdicts <= {Verdict.YES, Verdict.NO}:
        return _joint(page, answer)
    names, label = page.names(each.team for each in answer.standings), page.label(labels.pop())
    said = page.phrases
    line = said.all_hold(names, label) if kind is Kind.POSITION else said.all_have_result(names, label)
    told_plainly = said.yes if verdicts == {Verdict.YES} else said.no
    return page.dated(told_plainly(line, is_negative=answer.is_negative))


def _joint(page: StatementView, answer: StanceAnswer) -> str | None:
    """The one line for all of several teams together, or any of them, where they differ: no, not both."""
    if answer.joint is None or answer.plain_verdict is None or len(answer.standings) < 2:
        return None
    said, kinds = page.phrases, zip(answer.standings, answer.verdicts, strict=False)
    if answer.plain_verdict == "no":
        line = said.no(said.not_all(page.names(each.team for each in answer.standings)), is_negative=answer.is_negative)
    else:
        names = page.names(each.team for each, verdict in kinds if verdict is Verdict.YES)
        line = said.yes(said.some(names), is_negative=answer.is_negative)
    return page.dated(line)


def _section(
    page: StatementView, answer: StanceAnswer, kind: Kind, *, is_asked: bool, names_only: bool
) -> Iterator[Paragraph]:
    verdicts = dict(zip((each.team.id for each in answer.standings), answer.verdicts, strict=False)) if is_asked else {}
    entries = [entry for each in answer.standings if (entry := headline(each, kind))]
    is_beside = not is_asked and any(headline(each, _kinds(answer)[0]) for each in answer.standings)
    for group in _judged_alike(entries, verdicts, _told_apart(answer)):
        first, names = group[0], page.names(each.team for each in group)
        verdict = verdicts.get(first.team.id)
        more = _denials(page, answer, kind) if _contradicts(verdict, answer) else []
        more.extend(_otherwise(page, each, first) for each in answer.otherwise if is_asked and each.team == first.team)
        if answer.wants_source:
            more.append(page.phrases.recorded(first.id, page.day(first.recorded.astimezone(page.zone).date())))
        heading = names if names_only else _heading(page, answer, group, verdict)
        if not is_asked and len(answer.standings) == 1:
            heading = page.phrases.in_short(kind, page.label(first.stance))
        yield page.passage(heading, first, *more, fold=is_beside)
    if is_asked:
        yield from _missing(page, answer, kind)


def _told_apart(answer: StanceAnswer) -> set[str]:
    """The teams of which more is to be told than a sentence that they share with others."""
    contradicted = {each.team.id for each in answer.standings if each.conflict or each.result_conflict}
    return contradicted | {each.team.id for each in answer.otherwise}


def _judged_alike(
    entries: Iterable[Stated], verdicts: Mapping[str, Verdict], apart: Container[str]
) -> Iterator[list[Stated]]:
    """Entries of one sentence and one verdict together; the teams `apart`, of which more is to be told, stand alone."""
    for group in alike(entries):
        parts: dict[object, list[Stated]] = {}
        for each in group:
            team = each.team.id
            parts.setdefault(team if team in apart else verdicts.get(team), []).append(each)
        yield from parts.values()


def _otherwise(page: StatementView, said: Stated, headline: Stated) -> str:
    """That the team is on record with another stance as well, and when."""
    told = page.phrases.said_before if is_earlier(said, headline, page.zone) else page.phrases.said_too
    return told(page.label(said.stance), page.said(said))


def _contradicts(verdict: Verdict | None, answer: StanceAnswer) -> bool:
    """Whether the reader has to be told that what the question presumes is not on record.

    Not where it is denied: 결정 났어? denies 미정, and that nothing says 미정 would sound like a yes.
    """
    return not answer.is_negated and (verdict is Verdict.OTHER or (verdict is Verdict.NO and not answer.asks))


def _denials(page: StatementView, answer: StanceAnswer, kind: Kind) -> list[str]:
    """What the question presumes is not on record."""
    return [page.phrases.nobody_said([page.label(each) for each in answer.presumed if each.kind is kind])]


def _heading(page: StatementView, answer: StanceAnswer, group: Sequence[Stated], verdict: Verdict | None) -> str:
    said, kind = page.phrases, group[0].stance.kind
    names, label = page.names(each.team for each in group), page.label(group[0].stance)
    standing = next(each for each in answer.standings if each.team == group[0].team)
    against = standing.conflict if kind is Kind.POSITION else standing.result_conflict
    if against:
        return page.dated(said.contradicts(names, [label, *(page.label(each.stance) for each in against)]))
    line = said.holds(names, label) if kind is Kind.POSITION else said.has_result(names, label)
    if answer.asks and verdict in (Verdict.YES, Verdict.NO) and answer.joint is None:
        told_plainly = said.yes if verdict is Verdict.YES else said.no
        line = told_plainly(line, is_negative=answer.is_negative)
    return page.dated(line)


def _missing(page: StatementView, answer: StanceAnswer, kind: Kind) -> Iterator[Paragraph]:
    """Who has nothing of the kind that is told first on record."""
    said = page.phrases
    without = [each for each in answer.standings if headline(each, kind) is None]
    silent = [each for each in without if each.position is None and each.result is None]
    partly = [each for each in without if each not in silent]
    if partly:
        names = page.names(each.team for each in partly)
        yield [bold(page.dated(said.no_position(names) if kind is Kind.POSITION else said.no_result(names)))]
    if silent:
        yield [bold(page.dated(said.no_statement(page.names(each.team for each in silent))))]


def _doubts(page: StatementView, standing: Standing, *, names_team: bool) -> Iterator[Paragraph]:
    """What speaks against the headline: conflicts, a newer unconfirmed report, a statement taken back."""
    name = page.name(standing.team)
    for each in (*standing.conflict, *standing.result_conflict):
        yield page.passage(_of(page, name, page.phrases.contrary(page.label(each.stance)), names_team=names_team), each)
    if standing.unconfirmed:
        line = page.phrases.unconfirmed(page.label(standing.unconfirmed.stance))
        yield page.passage(_of(page, name, line, names_team=names_team), standing.unconfirmed)
    taken = standing.retracted
    if taken and taken.mark:
        on = page.day(taken.mark.on.astimezone(page.zone).date())
        line = page.phrases.retracted(page.label(taken.stance), page.said(taken), on, taken.mark.reason)
        yield [escape(_of(page, name, line, names_team=names_team))]


def _of(page: StatementView, name: str, line: str, *, names_team: bool) -> str:
    return page.phrases.of_team(name, line) if names_team else line


def _notes(page: StatementView, answer: StanceAnswer) -> Iterable[Paragraph]:
    if answer.wants_source and any(
        each.source.url is None
        for each in (*(each for standing in answer.standings for each in _shown(standing)), *answer.otherwise)
    ):
        yield [escape(page.phrases.no_link())]
    if answer.strangers:
        yield [escape(page.phrases.strangers(answer.strangers))]
    if answer.candidates:
        yield [escape(page.phrases.perhaps_also())]


def render(answer: Answer) -> Reply:
    """The reply to an answer."""
    match answer:
        case StanceAnswer():
            return stance(answer)
        case ListAnswer():
            return listing(answer)
        case OverviewAnswer():
            return overview(answer)
        case RankedAnswer():
            return ranked(answer)
        case HistoryAnswer():
            return history(answer)
        case ChangesAnswer():
            return changes(answer)
        case AmbiguousAnswer():
            page = StatementView(answer)
            question = bold(page.phrases.which([page.name(team) for team in answer.teams]))
            return Reply(parts=split([[question]]), buttons=team_choices(answer, answer.teams))
        case UnknownAnswer():
            return _unknown(answer)
        case HelpAnswer():
            return _help(answer)
        case _:
            assert_never(answer)


def _unknown(answer: UnknownAnswer) -> Reply:
    said = StatementView(answer).phrases
    lines = [bold(said.strangers(answer.strangers) if answer.strangers else said.unknown())]
    if answer.teams:
        lines.append(escape(said.perhaps(len(answer.teams))))
    buttons = (*team_choices(answer, answer.teams), (Keyboard(answer).overview(),))
    return Reply(parts=split([lines]), buttons=buttons)


def _help(answer: HelpAnswer) -> Reply:
    parts = compose(answer, (), lambda page: _introduction(page, answer))
    buttons = (*team_choices(answer, answer.examples), *rows([Keyboard(answer).overview()]))
    return Reply(parts=parts, buttons=buttons)


def _introduction(page: StatementView, answer: HelpAnswer) -> list[Paragraph]:
    label = page.label(answer.stances[0]) if answer.stances else None
    examples = page.phrases.examples([page.name(team) for team in answer.examples], label)
    name = answer.programme.names.official(answer.language)
    return [[bold(page.phrases.help(name))], [f"• {escape(example)}" for example in examples]]
