"""Many teams in one reply: who holds a stance, the whole programme, and what was said in order."""

from collections.abc import Iterable, Iterator

from bot.markup import bold, escape
from bot.passages import Page
from bot.reply import Reply
from bot.splitting import Paragraph, split
from bot.stances import label, name
from knowledge.conversation import Group, HistoryAnswer, ListAnswer, OverviewAnswer
from knowledge.standing import headlines


def listing(page: Page, answer: ListAnswer) -> Reply:
    """Who holds each stance asked by, counted."""
    paragraphs: list[Paragraph] = []
    for group in answer.groups:
        paragraphs.extend(_group(page, group))
    return Reply(parts=split([*paragraphs, page.footer()]))


def _group(page: Page, group: Group) -> Iterator[Paragraph]:
    called = label(group.stance, page.language)
    if not group.standings:
        yield (bold(page.phrases.nobody(called)),)
        return
    yield (bold(page.phrases.counted(called, len(group.standings))),)
    for standing in group.standings:
        held = next(each for each in headlines(standing, group.stance.kind) if each.stance == group.stance)
        yield page.passage(name(standing.team, page.language), held)


def overview(page: Page, answer: OverviewAnswer) -> Reply:
    """The whole programme by stance."""
    count = len({each.team.id for group in answer.positions for each in group.standings}) + len(answer.silent)
    lines: list[Paragraph] = [(bold(page.phrases.overview(answer.programme.names.official(page.language), count)),)]
    lines += [_compact(page, group) for group in (*answer.positions, *answer.results)]
    return Reply(parts=split([*lines, page.footer()]))


def _compact(page: Page, group: Group) -> Paragraph:
    called = page.phrases.counted(label(group.stance, page.language), len(group.standings))
    names: Iterable[str] = (name(each.team, page.language) for each in group.standings)
    return (bold(called), *(f"• {escape(each)}" for each in names))


def history(page: Page, answer: HistoryAnswer) -> Reply:
    """What was said, oldest first."""
    names = [name(team, page.language) for team in answer.teams]
    if not answer.statements:
        return Reply(parts=split([(bold(page.phrases.no_history(names)),), page.footer()]))
    paragraphs: list[Paragraph] = [(bold(page.phrases.history(names, len(answer.statements))),)]
    paragraphs += [
        page.passage(f"{name(each.team, page.language)}: {label(each.stance, page.language)}", each)
        for each in answer.statements
    ]
    return Reply(parts=split([*paragraphs, page.footer()]))
