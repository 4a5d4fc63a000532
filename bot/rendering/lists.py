"""Many teams in one reply: who holds a stance, the whole programme, and what was said in order."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import assert_never

from bot.rendering.keyboards import ButtonVerb, Keyboard, history_buttons, list_buttons, overview_buttons, rows
from bot.rendering.reply import Paragraph, Reply, bold, escape, folded_quotes, italic
from bot.rendering.statement import StatementView, alike, compose
from knowledge.answer import (
    Answer,
    ChangeKind,
    ChangesAnswer,
    Group,
    HeadlineChange,
    HistoryAnswer,
    ListAnswer,
    OverviewAnswer,
    RankedAnswer,
    Standing,
    Stated,
)
from knowledge.model import Team
from knowledge.said import day_of
from knowledge.standing import headlines

PAGE_TEAMS = 20
"""Teams of a list in one reply: two messages with every sentence whole; the button leads to the next."""
PAGE_STATEMENTS = 10
"""Sentences of a history in one reply."""
CAPTION_LINE = 180
"""Characters of one line of a caption, of which there are five at most; one may be two UTF-16 code units."""
BOARD_TEAMS = 12
"""Teams of one stance that the overview names."""


def entry_of(standing: Standing, group: Group) -> Stated:
    """The statement by which a team belongs to a group: of who reached the final also the one that says who won."""
    shown = headlines(standing, group.stance.kind)
    return next((each for each in shown if each.stance.code == group.stance.code), shown[0])


def listing(answer: ListAnswer) -> Reply:
    """Who holds each stance asked by, counted, with the sentences."""
    pages = [_page_of(group, answer.page) for group in answer.groups]
    entries = [entry_of(each, group) for group in pages for each in group.standings]
    parts = compose(answer, entries, lambda page: list(_listed(page, answer)))
    count = max((-(-len(group.standings) // PAGE_TEAMS) for group in answer.groups), default=1)
    return Reply(parts=parts, buttons=list_buttons(answer, count))


def _page_of(group: Group, page: int) -> Group:
    first = page * PAGE_TEAMS
    return Group(stance=group.stance, standings=group.standings[first : first + PAGE_TEAMS])


def _listed(page: StatementView, answer: ListAnswer) -> Iterator[Paragraph]:
    without = [page.label(each) for each in answer.excluded]
    if without and not answer.is_of_asked:
        held = {each.team.id for group in answer.groups for each in group.standings}
        yield [bold(page.dated(page.phrases.excluding(without, len(held) + len(answer.silent))))]
    for group in answer.groups:
        label = _label(page, group, answer)
        if group.standings:
            yield from _group(page, group, answer.page, label)
        else:
            yield [bold(page.dated(page.phrases.nobody(label, answer.considered)))]
    if answer.silent or not answer.groups:
        yield _named(page, page.phrases.silent(len(answer.silent)), answer.silent)
    if answer.reported:
        yield [escape(page.phrases.reported(_reports(page, answer.reported)))]
    for group in answer.apart:
        yield [escape(page.phrases.apart(page.label(group.stance), len(group.standings)))]


def _label(page: StatementView, group: Group, answer: ListAnswer) -> str:
    """The stance that a group is of, with what narrows it: 검토 중 (‘탈락’ 가운데)."""
    label = page.label(group.stance)
    if answer.narrowed:
        label = page.phrases.narrowed(label, [page.label(each) for each in answer.narrowed])
    if answer.excluded and answer.is_of_asked:
        label = page.phrases.less(label, [page.label(each) for each in answer.excluded])
    return label


def _reports(page: StatementView, standings: Sequence[Standing]) -> str:
    """`KT (불참, 1월 18일, 보도)`."""
    told = ((each.team, each.unconfirmed) for each in standings if each.unconfirmed)
    return ", ".join(f"{page.name(team)} ({page.label(said.stance)}, {page.brief(said)})" for team, said in told)


def _group(page: StatementView, group: Group, number: int, label: str) -> Iterator[Paragraph]:
    yield [bold(page.dated(page.phrases.counted(label, len(group.standings))))]
    shown = _page_of(group, number)
    for each in alike([entry_of(standing, group) for standing in shown.standings]):
        yield page.passage(page.names(entry.team for entry in each), each[0])
    left = len(group.standings) - (number + 1) * PAGE_TEAMS
    if left > 0:
        yield [escape(page.phrases.more_teams(left))]


def overview(answer: OverviewAnswer) -> Reply:
    """The whole programme by stance, in few lines; the sentences stand folded below."""
    groups = (*answer.positions, *answer.results)
    entries = [entry_of(each, group) for group in groups for each in group.standings[:BOARD_TEAMS]]
    parts = compose(answer, entries, lambda page: list(_board(page, answer, entries)))
    return Reply(parts=parts, buttons=overview_buttons(answer))


def _board(page: StatementView, answer: OverviewAnswer, entries: Sequence[Stated]) -> Iterator[Paragraph]:
    speaking = {each.team.id for group in answer.positions for each in group.standings}
    name = answer.programme.names.official(answer.language)
    yield [bold(page.dated(page.phrases.overview(name, len(speaking) + len(answer.silent))))]
    for group in (*answer.positions, *answer.results):
        yield _line_by_line(page, group)
    if answer.silent:
        yield _named(page, page.phrases.silent(len(answer.silent)), answer.silent)
    if answer.reported:
        yield [escape(page.phrases.reported(_reports(page, answer.reported)))]
    if entries:
        yield [bold(page.phrases.sentences()), *_folded(page, entries)]


def _line_by_line(page: StatementView, group: Group) -> Paragraph:
    """Teams of one stance, those of one sentence in one line with its day and voice."""
    shown = group.standings[:BOARD_TEAMS]
    counted = bold(page.phrases.counted(page.label(group.stance), len(group.standings)))
    lines = (
        f"• {escape(page.names(entry.team for entry in each))} {italic(page.brief(each[0]))}"
        for each in alike([entry_of(standing, group) for standing in shown])
    )
    return [counted, *lines, *_left(page, len(group.standings))]


def _named(page: StatementView, heading: str, teams: Sequence[Team]) -> Paragraph:
    return [bold(heading), escape(page.names(teams[:BOARD_TEAMS])), *_left(page, len(teams))]


def _left(page: StatementView, count: int) -> list[str]:
    return [escape(page.phrases.more_teams(count - BOARD_TEAMS))] if count > BOARD_TEAMS else []


def _folded(page: StatementView, entries: Sequence[Stated]) -> list[str]:
    """The sentences, each with its teams and, where they differ, its source."""
    told = []
    for each in alike(entries):
        source = f" · {page.source_text(each[0].source)}" if page.names_sources else ""
        told.append((f"{page.names(entry.team for entry in each)}{source}", each[0].quote))
    return folded_quotes(told)


def caption(answer: Answer) -> str:
    """What stands below a picture: what it is of, how many teams hold which stance, and how far the record goes."""
    page = StatementView(answer)
    lines = []
    if isinstance(answer, OverviewAnswer):
        speaking = {each.team.id for group in answer.positions for each in group.standings}
        name = answer.programme.names.official(answer.language)
        lines.append(page.phrases.overview(name, len(speaking) + len(answer.silent)))
        counted = [
            page.phrases.counted(page.label(group.stance), len(group.standings))
            for group in (*answer.positions, *answer.results)
        ]
        silent = [page.phrases.silent(len(answer.silent))] if answer.silent else []
        lines.append(" · ".join([*counted, *silent]))
    elif isinstance(answer, HistoryAnswer):
        told, names = answer.statements, page.names(answer.teams)
        lines.append(page.phrases.history(names, len(told)) if told else page.phrases.no_history(names))
        codes = Counter(each.stance.code for each in told)
        labels = {each.stance.code: page.label(each.stance) for each in told}
        lines.append(" · ".join(f"{labels[code]} {count}" for code, count in codes.most_common()))
    heading, *counts = [_cut(line) for line in lines]
    told_counts = [escape(line) for line in counts if line]
    return "\n".join([bold(page.dated(heading)), *told_counts, *page.footer()])


def _cut(line: str) -> str:
    """A line of a caption, which holds 1024 characters in all."""
    return line if len(line) <= CAPTION_LINE else f"{line[: CAPTION_LINE - 1]}…"


def history_page(answer: HistoryAnswer) -> list[list[Stated]]:
    """The sentences of one page of a history, counted from the newest."""
    groups = alike(answer.statements)
    end = max(0, len(groups) - answer.page * PAGE_STATEMENTS)
    return groups[max(0, end - PAGE_STATEMENTS) : end]


def history(answer: HistoryAnswer) -> Reply:
    """What was said, oldest first, the newest page of it."""
    groups, shown = alike(answer.statements), history_page(answer)
    entries = [each for group in shown for each in group]
    parts = compose(answer, entries, lambda page: list(_told(page, answer, shown)))
    return Reply(parts=parts, buttons=history_buttons(answer, -(-len(groups) // PAGE_STATEMENTS)))


def _told(page: StatementView, answer: HistoryAnswer, shown: Sequence[Sequence[Stated]]) -> Iterator[Paragraph]:
    said = page.phrases
    if answer.statements:
        speaking = [team for team in answer.teams if team not in answer.silent]
        heading = said.history(page.names(speaking), len(answer.statements))
        yield [bold(page.since(heading, answer.since))]
    for group in shown:
        first = group[0]
        names = page.names(each.team for each in group)
        heading = said.entry(page.said(first), names, page.label(first.stance))
        yield page.undated(heading, first, page.speaker(first), *_recorded_later(page, first))
    if answer.silent or not answer.statements:
        yield [bold(page.since(said.no_history(page.names(answer.silent)), answer.since))]


def _recorded_later(page: StatementView, stated: Stated) -> Iterator[str]:
    """When it was recorded, where that is more than a day from when it was said."""
    recorded = stated.recorded.astimezone(page.zone).date()
    end = stated.said.end if stated.said is not None else stated.source.published
    if end is not None and abs(recorded - day_of(end, page.zone)) > timedelta(days=1):
        yield page.told.recorded_on(day=page.day(recorded))


def changes(answer: ChangesAnswer) -> Reply:
    """Whose headline changed, oldest first, each with its sentence; what was put right meanwhile stands apart."""
    shown = answer.changes[-PAGE_TEAMS:]
    meanwhile = answer.recorded[-PAGE_STATEMENTS:]
    entries = [*(each.made_by for each in shown if each.made_by), *meanwhile]
    parts = compose(answer, entries, lambda page: list(_changed(page, answer, shown, meanwhile)))
    keyboard = Keyboard(answer)
    history_button = keyboard.button(keyboard.phrases.button_all_history(), ButtonVerb.HISTORY)
    return Reply(parts=parts, buttons=rows([keyboard.overview(), history_button]))


def _changed(
    page: StatementView, answer: ChangesAnswer, shown: Sequence[HeadlineChange], meanwhile: Sequence[Stated]
) -> Iterator[Paragraph]:
    said = page.phrases
    span = said.between(answer.since, answer.until, answer.today)
    if not answer.changes:
        yield [bold(said.no_changes(page.names(answer.teams), span))]
    else:
        yield [bold(said.changes(len(answer.changes), span)), *_left_out(page, len(answer.changes) - len(shown))]
    for each in shown:
        heading = change_line(page, each)
        yield page.passage(heading, each.made_by) if each.made_by else [bold(heading)]
    if meanwhile:
        yield [bold(said.recorded_meanwhile(len(answer.recorded)))]
    for stated in meanwhile:
        heading = said.entry(page.said(stated), page.name(stated.team), page.label(stated.stance))
        yield page.undated(heading, stated, page.speaker(stated), fold=True)


def _left_out(page: StatementView, count: int) -> list[str]:
    return [escape(page.phrases.more_teams(count))] if count > 0 else []


def change_line(page: StatementView, change: HeadlineChange) -> str:
    """What became of a team's headline, in one line: `KT: 미정 → 불참`."""
    said, name = page.phrases, page.name(change.team)
    before, after = (page.label(each) if each else None for each in (change.before, change.after))
    match change.kind:
        case ChangeKind.POSITION | ChangeKind.RESULT:
            return said.change(name, before, after)
        case ChangeKind.CONFLICT:
            return said.contradicted(name, after)
        case ChangeKind.VOICE:
            return said.other_voice(name, after)
        case ChangeKind.UNCONFIRMED:
            return said.new_report(name, after or "")
        case _:
            assert_never(change.kind)


def ranked(answer: RankedAnswer) -> Reply:
    """Who was the first or the last of all to say so, or that it cannot be told."""
    parts = compose(answer, answer.statements, lambda page: list(_ranked(page, answer)))
    keyboard = Keyboard(answer)
    return Reply(parts=parts, buttons=rows([*map(keyboard.stance, answer.stances), keyboard.overview()]))


def _ranked(page: StatementView, answer: RankedAnswer) -> Iterator[Paragraph]:
    said, labels = page.phrases, [page.label(each) for each in answer.stances]
    names = page.names(each.team for each in answer.statements)
    if not answer.statements:
        yield [bold(page.dated(said.nobody_ranked(labels)))]
    elif len(answer.statements) == 1:
        yield [bold(page.dated(said.ranked(answer.rank, labels, names)))]
    else:
        yield [bold(page.dated(said.rank_unknown(answer.rank, labels, names)))]
    for group in alike(answer.statements):
        heading = said.entry(page.said(group[0]), page.names(each.team for each in group), page.label(group[0].stance))
        yield page.undated(heading, group[0], page.speaker(group[0]))
