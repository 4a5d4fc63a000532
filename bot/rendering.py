"""Answer -> Reply: what is said in which order, in the answer's language."""

from typing import assert_never

from bot.keyboards import Keyboard, rows, team_choices
from bot.listing import changes, history, listing, overview, ranked
from bot.markup import bold, escape
from bot.passages import Page, compose
from bot.reply import Reply
from bot.splitting import Paragraph, split
from bot.stances import stance
from knowledge.answer import (
    AmbiguousAnswer,
    Answer,
    ChangesAnswer,
    HelpAnswer,
    HistoryAnswer,
    ListAnswer,
    OverviewAnswer,
    RankedAnswer,
    StanceAnswer,
    UnknownAnswer,
)


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
            page = Page(answer)
            question = bold(page.phrases.which([page.name(team) for team in answer.teams]))
            return Reply(parts=split([[question]]), buttons=team_choices(answer, answer.teams))
        case UnknownAnswer():
            return _unknown(answer)
        case HelpAnswer():
            return _help(answer)
        case _:
            assert_never(answer)


def _unknown(answer: UnknownAnswer) -> Reply:
    said = Page(answer).phrases
    lines = [bold(said.strangers(answer.strangers) if answer.strangers else said.unknown())]
    if answer.teams:
        lines.append(escape(said.perhaps(len(answer.teams))))
    buttons = (*team_choices(answer, answer.teams), (Keyboard(answer).overview(),))
    return Reply(parts=split([lines]), buttons=buttons)


def _help(answer: HelpAnswer) -> Reply:
    parts = compose(answer, (), lambda page: _introduction(page, answer))
    buttons = (*team_choices(answer, answer.examples), *rows([Keyboard(answer).overview()]))
    return Reply(parts=parts, buttons=buttons)


def _introduction(page: Page, answer: HelpAnswer) -> list[Paragraph]:
    label = page.label(answer.stances[0]) if answer.stances else None
    examples = page.phrases.examples([page.name(team) for team in answer.examples], label)
    name = answer.programme.names.official(answer.language)
    return [[bold(page.phrases.help(name))], [f"• {escape(example)}" for example in examples]]
