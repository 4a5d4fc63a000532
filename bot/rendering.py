"""Answer -> Reply: what is said in which order, in the answer's language."""

from typing import assert_never

from bot.buttons import Press, Verb
from bot.listing import history, listing, overview
from bot.markup import bold, escape
from bot.passages import Page
from bot.reply import Button, Reply
from bot.splitting import split
from bot.stances import stance
from knowledge.conversation import (
    AmbiguousAnswer,
    Answer,
    HelpAnswer,
    HistoryAnswer,
    ListAnswer,
    OverviewAnswer,
    StanceAnswer,
    UnknownAnswer,
)
from knowledge.model import Team


def render(answer: Answer) -> Reply:
    """The reply to an answer."""
    page = Page(answer)
    match answer:
        case StanceAnswer():
            return stance(page, answer)
        case ListAnswer():
            return listing(page, answer)
        case OverviewAnswer():
            return overview(page, answer)
        case HistoryAnswer():
            return history(page, answer)
        case AmbiguousAnswer():
            return Reply(parts=(bold(page.phrases.which()),), buttons=choices(page, answer.teams))
        case UnknownAnswer():
            return _unknown(page, answer)
        case HelpAnswer():
            return _help(page, answer)
        case _:
            assert_never(answer)


def both_scripts(team: Team) -> str:
    """A team's name in both languages where they differ: 한국과학기술원 (KAIST)."""
    korean, english = team.names.official("ko"), team.names.official("en")
    return korean if korean == english else f"{korean} ({english})"


def choices(page: Page, teams: tuple[Team, ...]) -> tuple[tuple[Button, ...], ...]:
    """One button a team, in both scripts, a row each: names are long and phones narrow."""
    return tuple(
        (Button(label=both_scripts(team), data=Press(verb=Verb.STANCE, language=page.language, subject=team.id).data),)
        for team in teams
    )


def _unknown(page: Page, answer: UnknownAnswer) -> Reply:
    known = page.phrases.stranger(answer.strangers) if answer.strangers else page.phrases.unknown()
    lines = [bold(known)]
    if answer.teams:
        lines.append(escape(page.phrases.perhaps()))
    overview_button = Button(
        label=page.phrases.button_overview(), data=Press(verb=Verb.OVERVIEW, language=page.language).data
    )
    return Reply(parts=split([lines]), buttons=(*choices(page, answer.teams), (overview_button,)))


def _help(page: Page, answer: HelpAnswer) -> Reply:
    language = page.language
    names = [team.names.official(language) for team in answer.examples]
    labels = [each.label.ko if language == "ko" else each.label.en for each in answer.stances]
    examples = page.phrases.help_examples(names, labels)
    paragraphs = [
        (bold(page.phrases.help(answer.programme.names.official(language))),),
        tuple(f"• {escape(example)}" for example in examples),
        page.footer(),
    ]
    return Reply(parts=split(paragraphs), buttons=choices(page, answer.examples))
