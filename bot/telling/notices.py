"""What is sent to those who follow, as replies: the notice of one change, and the digest of many (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import AwareDatetime

from bot.messages.telling import telling
from bot.rendering.keyboards import ButtonVerb, Keyboard, rows
from bot.rendering.lists import change_line
from bot.rendering.reply import Paragraph, Reply, bold, escape, italic, link, split
from bot.rendering.statement import StatementView
from bot.telling.corrections import CorrectionContent, correction_reply
from bot.telling.reports import ReportContent, report_reply
from knowledge.answer import ChangeKind, ChangesAnswer, HeadlineChange
from knowledge.facts import Facts
from knowledge.fields import Frozen, Identifier, Language
from knowledge.headlines import SettledChange, revision_of, told_changes
from knowledge.standing import reach, standing, stated

FRESH_FOR = timedelta(days=1)
"""A notice of what was recorded longer ago says when that was."""
DIGEST_LINES = 30
"""Lines of a digest, which all fit in one message."""


class NoticeContent(Frozen):
    """What a notice tells: one change, with unconfirmed reports only for those who chose them."""

    change: SettledChange
    language: Language
    reports: bool = False


class DigestContent(Frozen):
    """What a digest tells: changes, and statements (with their revision) that were corrected and change no headline."""

    day: date
    language: Language
    changes: tuple[SettledChange, ...]
    corrected: tuple[tuple[Identifier, int], ...] = ()
    reports: bool = False


Content = NoticeContent | DigestContent | CorrectionContent | ReportContent


def read_content(content: Mapping[str, Any]) -> Content:
    """The content of a stored notice."""
    if "told" in content:
        return CorrectionContent.model_validate(content)
    if "report" in content:
        return ReportContent.model_validate(content)
    kind = DigestContent if "day" in content else NoticeContent
    return kind.model_validate(content)


def rendered(content: Content, facts: Facts, *, now: AwareDatetime, bot: str) -> Reply | None:
    """The message; None where nothing is left to tell. `bot` is the username that links lead to, or empty."""
    if isinstance(content, CorrectionContent):
        return correction_reply(content, facts, now=now)
    if isinstance(content, ReportContent):
        return report_reply(content, facts, now.astimezone(facts.zone).date())
    if isinstance(content, DigestContent):
        return digest_reply(content, facts, now=now, bot=bot)
    return notice_reply(content, facts, now=now)


def notice_reply(content: NoticeContent, facts: Facts, *, now: datetime) -> Reply | None:
    """`KT: 미정 → 불참`, when and by whom it was said, the sentence and its source; in one message."""
    told = _told(content.change, facts, reports=content.reports)
    if not told or content.change.team not in facts.teams:
        return None
    page = _page(told, facts, content.language, now)
    late = _late(page, content.change, now)
    parts = split([*(_paragraph(page, each, content.change, facts) for each in told), *late])
    if len(parts) > 1:  # several long sentences: the buttons lead to them
        parts = split([*([bold(_heading(page, each, content.change))] for each in told), *late])[:1]
    keyboard, said = Keyboard(page.answer), telling(content.language)
    team = content.change.team
    buttons = [keyboard.button(page.phrases.button_history(), ButtonVerb.HISTORY, team)]
    if any(each.made_by for each in told):
        buttons.append(keyboard.button(page.phrases.button_source(), ButtonVerb.SOURCE, team))
    return Reply(parts=parts, buttons=rows([*buttons, keyboard.button(said.stop(), ButtonVerb.UNFOLLOW, team)]))


def digest_reply(content: DigestContent, facts: Facts, *, now: datetime, bot: str) -> Reply | None:
    """One message of changes and corrections, each a line with a link."""
    said = telling(content.language)
    told = [(change, each) for change in content.changes for each in _told(change, facts, reports=content.reports)]
    page = _page([each for _, each in told], facts, content.language, now)
    lines = [*(_change_line(page, change, each, bot) for change, each in told)]
    lines += [_corrected_line(page, *each, facts, bot) for each in content.corrected]
    lines = [line for line in lines if line]
    if not lines:
        return None
    name = facts.programme.names.official(content.language)
    left = len(lines) - DIGEST_LINES
    shown = [f"• {line}" for line in lines[:DIGEST_LINES]]
    if left > 0:
        shown.append(escape(said.more(count=left)))
    heading = bold(said.digest(programme=name, day=page.day(content.day)))
    return Reply(parts=split([[heading, *shown]])[:1])


def _told(change: SettledChange, facts: Facts, *, reports: bool) -> tuple[HeadlineChange, ...]:
    every = told_changes(change, facts) if change.team in facts.teams else ()
    return tuple(each for each in every if reports or each.kind is not ChangeKind.UNCONFIRMED)


def _page(told: Sequence[HeadlineChange], facts: Facts, language: Language, now: datetime) -> StatementView:
    today = now.astimezone(facts.zone).date()
    return StatementView(
        ChangesAnswer(
            language=language,
            today=today,
            reach=reach(facts),
            zone=facts.programme.timezone,
            changes=tuple(told),
            since=today,
            until=today,
        )
    )


def _heading(page: StatementView, told: HeadlineChange, change: SettledChange) -> str:
    line = change_line(page, told)
    return telling(page.answer.language).correction(line=line) if change.is_correction else line


def _paragraph(page: StatementView, told: HeadlineChange, change: SettledChange, facts: Facts) -> Paragraph:
    heading = _heading(page, told, change)
    if told.made_by is not None:
        return page.passage(heading, told.made_by)
    taken = standing(change.team, facts).retracted
    if taken is None or taken.mark is None:
        return [bold(heading)]
    on = page.day(taken.mark.on.astimezone(page.zone).date())
    return [
        bold(heading),
        escape(page.phrases.retracted(page.label(taken.stance), page.said(taken), on, taken.mark.reason)),
    ]


def _late(page: StatementView, change: SettledChange, now: datetime) -> Iterator[Paragraph]:
    if now - change.at >= FRESH_FOR:
        day = page.day(change.at.astimezone(page.zone).date())
        yield [italic(telling(page.answer.language).late(day=day))]


def _change_line(page: StatementView, change: SettledChange, told: HeadlineChange, bot: str) -> str:
    heading, by = _heading(page, told, change), told.made_by
    if by is None:
        return _linked(page, heading, None, change.team, bot)
    return _linked(page, f"{heading} ({page.brief(by)})", by.source.url, change.team, bot)


def _corrected_line(page: StatementView, name: str, number: int, facts: Facts, bot: str) -> str:
    statement = revision_of(name, number, facts)
    if statement is None:
        return ""
    shown = stated(statement, facts)
    said = telling(page.answer.language)
    line = (said.taken_back if statement.is_retracted else said.corrected)(
        team=page.name(shown.team), label=page.label(shown.stance), said=page.said(shown)
    )
    return _linked(page, line, shown.source.url, shown.team.id, bot)


def _linked(page: StatementView, line: str, url: str | None, team: str, bot: str) -> str:
    """A line with a link to what was printed, or, where its address is not known, to the bot's own answer."""
    target = url or (f"https://t.me/{bot}?start={team.replace('.', 'D')}" if bot else None)
    return f"{escape(line)} · {link(telling(page.answer.language).source(), target)}" if target else escape(line)
