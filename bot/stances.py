"""Where one or more teams stand, as a reply."""

from collections.abc import Iterator

from bot.buttons import Press, Verb
from bot.markup import bold, escape
from bot.passages import Page
from bot.reply import Button, Reply
from bot.splitting import Paragraph, split
from knowledge.conversation import StanceAnswer, Standing, Verdict
from knowledge.fields import Language
from knowledge.model import Kind, Stance, Team


def label(stance: Stance, language: Language) -> str:
    """The stance's label in a language."""
    return stance.label.ko if language == "ko" else stance.label.en


def name(team: Team, language: Language) -> str:
    """The team's official name in a language."""
    return team.names.official(language)


def stance(page: Page, answer: StanceAnswer) -> Reply:
    """Each team's standing in the order asked, then what the names leave open and how far the record goes."""
    paragraphs: list[Paragraph] = []
    verdicts = answer.verdicts or (None,) * len(answer.standings)
    for standing, verdict in zip(answer.standings, verdicts, strict=True):
        paragraphs.extend(_standing(page, answer, standing, verdict))
    paragraphs.extend(_notes(page, answer))
    return Reply(parts=split(paragraphs), buttons=tuple(_buttons(page, answer)))


def _standing(page: Page, answer: StanceAnswer, standing: Standing, verdict: Verdict | None) -> Iterator[Paragraph]:
    if standing.position is None and standing.result is None:
        yield (bold(page.phrases.no_statement(name(standing.team, page.language))),)
    elif answer.presumed and answer.presumed[0].kind is Kind.RESULT:
        yield _result_first(page, answer, standing, verdict)
        if standing.position:
            yield page.passage(page.phrases.position(label(standing.position.stance, page.language)), standing.position)
    else:
        yield _position_first(page, answer, standing, verdict)
        if standing.result:
            yield page.passage(page.phrases.result(label(standing.result.stance, page.language)), standing.result)
    yield from _doubts(page, standing)


def _position_first(page: Page, answer: StanceAnswer, standing: Standing, verdict: Verdict | None) -> Paragraph:
    said, called = page.phrases, name(standing.team, page.language)
    position = standing.position
    if position is None:
        return (bold(said.no_position(called)),)
    held = label(position.stance, page.language)
    if standing.conflict:
        labels = [held, *(label(each.stance, page.language) for each in standing.conflict)]
        return page.passage(said.contradicts(called, labels), position)
    if verdict is Verdict.OTHER:
        presumed = [label(each, page.language) for each in answer.presumed]
        return page.passage(said.holds(called, held), position, said.nobody_said(presumed))
    heading = said.holds(called, held) if verdict is None else said.verdict(verdict, called, held)
    return page.passage(heading, position)


def _result_first(page: Page, answer: StanceAnswer, standing: Standing, verdict: Verdict | None) -> Paragraph:
    said, called = page.phrases, name(standing.team, page.language)
    if standing.result is None:
        return (bold(said.no_result(called)),)
    held = label(standing.result.stance, page.language)
    if verdict is Verdict.OTHER:
        presumed = [label(each, page.language) for each in answer.presumed]
        return page.passage(said.has_result(called, held), standing.result, said.nobody_said(presumed))
    heading = said.has_result(called, held) if verdict is None else said.result_verdict(verdict, called, held)
    return page.passage(heading, standing.result)


def _doubts(page: Page, standing: Standing) -> Iterator[Paragraph]:
    """What speaks against the headline: conflicts, a newer unconfirmed report, a statement taken back."""
    for each in (*standing.conflict, *standing.result_conflict):
        yield page.passage(label(each.stance, page.language), each)
    if standing.unconfirmed:
        heading = page.phrases.unconfirmed(label(standing.unconfirmed.stance, page.language))
        yield page.passage(heading, standing.unconfirmed)
    if standing.retracted and standing.retracted.mark:
        taken = standing.retracted
        on = page.day(standing.retracted.mark.on.astimezone(page.zone).date())
        held = label(taken.stance, page.language)
        yield (escape(page.phrases.retracted(held, page.said(taken), on, standing.retracted.mark.reason)),)


def _notes(page: Page, answer: StanceAnswer) -> Iterator[Paragraph]:
    if answer.strangers:
        yield (escape(page.phrases.stranger(answer.strangers)),)
    yield page.footer()


def _buttons(page: Page, answer: StanceAnswer) -> Iterator[tuple[Button, ...]]:
    several = len(answer.standings) > 1
    for standing in answer.standings:
        called = name(standing.team, page.language) if several else None
        press = Press(verb=Verb.HISTORY, language=page.language, subject=standing.team.id)
        yield (Button(label=page.phrases.button_history(called), data=press.data),)
