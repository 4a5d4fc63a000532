"""A statement's change as an editor sees it before Save: the readers' reply, what changes, and warnings (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.editing.desk import Desk
from bot.editing.differing import differences
from bot.editing.foresight import StatementProposal, foresee
from bot.editing.proposals import Correcting, Recording, Reinstating, Retracting
from bot.editing.warnings import Warned, warnings
from bot.i18n import phrases
from bot.i18n.article import article_messages
from bot.i18n.editing import editing_changes
from bot.markup import blockquote, bold, escape, italic
from bot.passages import Page
from bot.rendering import render
from bot.splitting import split
from bot.stances import label, name
from knowledge.answer import StanceAnswer, Stated
from knowledge.answering import answer
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Kind, Statement
from knowledge.question import Intent, Question
from knowledge.record.changes import NewStatement
from knowledge.standing import standing, stated

Parts = tuple[str, ...]
RULE = "────────────"
"""Stands between the readers' reply and what only the editor sees."""


def preview(proposal: StatementProposal, desk: Desk, language: Language) -> Parts:
    """The messages of a preview, without buttons; raises KnowledgeError where saving would be refused."""
    after, statement = foresee(proposal, desk.facts, desk.now)
    view = _View(proposal, statement, desk, after, language)
    return split([view.title(), *view.reply(), *view.changes(), *view.warnings()])


def preview_several(statements: Sequence[NewStatement], desk: Desk, language: Language) -> Parts:
    """The messages of the preview of an article's statements, each against the record with those before it."""
    title = bold(article_messages(language).batch_title.format(count=len(statements)))
    parts: list[Sequence[str]] = [[title]]
    for number, each in enumerate(statements, start=1):
        proposal = Recording(statement=each)
        after, statement = foresee(proposal, desk.facts, desk.now)
        view = _View(proposal, statement, desk, after, language)
        parts += view.in_short(number)
        desk = replace(desk, facts=after)
    return split(parts)


def basis(team: str, facts: Facts) -> str:
    """What a preview rests on: the team's statements with their revisions. Another basis: the record has moved on."""
    return " ".join(f"{each.id}.{each.current.number}" for each in facts.history(team))


@dataclass(frozen=True)
class _View:
    """One preview in one language: the statement as it would be, and the records without it and with it."""

    proposal: StatementProposal
    statement: Statement
    desk: Desk
    after: Facts
    language: Language

    @property
    def before(self) -> Statement | None:
        """The statement as it stands; None for a new one."""
        return self.desk.facts.statements.get(self.statement.id)

    @property
    def teams(self) -> tuple[str, ...]:
        """The team of the statement, and the one that it was wrongly given to."""
        claims = [self.statement.claim, *([self.before.claim] if self.before else [])]
        return tuple(dict.fromkeys(claim.team for claim in claims))

    def title(self) -> Sequence[str]:
        said = editing_changes(self.language)
        title = bold(said.preview(self.proposal.kind, self._team_name(self.teams[0])))
        return [title, italic(said.readers_see()), RULE]

    def in_short(self, number: int) -> Iterator[Sequence[str]]:
        """The statement, what it changes of the headlines, and the warnings about it, in one paragraph."""
        entry, said = stated(self.statement, self.after), phrases(self.language)
        told = [self._team_name(entry.team.id), label(entry.stance, self.language), said.brief_voice(entry.voice)]
        told += [part for part in (entry.speaker, self._said(entry)) if part]
        source = " · ".join(part for part in (entry.source.publisher, entry.source.title) if part)
        yield [
            bold(f"{number}. {' · '.join(told)}"),
            blockquote(entry.quote),
            *([escape(source)] if source and number == 1 else []),
            *(escape(line) for line in self._headlines(entry.team.id)),
            *(escape(self._warning(each)) for each in warnings(self.statement, self.desk, self.after)),
        ]

    def reply(self) -> Iterator[Sequence[str]]:
        """The readers' reply about the team, and the statement itself where that reply does not show it."""
        question = Question(text="", intent=Intent.STANCE, language=self.language, teams=self.teams)
        found = answer(question, self.after, now=self.desk.now, language=self.language)
        shown = render(found)
        yield from ((part,) for part in shown.parts)
        if isinstance(found, StanceAnswer) and self.statement.id not in set(_shown(found)):
            entry = stated(self.statement, self.after)
            yield Page(found).passage(label(entry.stance, self.language), entry)

    def changes(self) -> Iterator[Sequence[str]]:
        said = editing_changes(self.language)
        lines = [RULE, bold(said.changes())]
        lines += [escape(line) for team in self.teams for line in self._headlines(team)]
        lines += [escape(line) for line in self._parts()]
        if isinstance(self.proposal, Correcting | Retracting | Reinstating) and self.proposal.reason:
            lines.append(escape(said.reason(self.proposal.reason)))
        yield lines

    def warnings(self) -> Iterator[Sequence[str]]:
        if isinstance(self.proposal, Retracting):
            return
        found = [self._warning(each) for each in warnings(self.statement, self.desk, self.after)]
        if self._mends_text():
            found.append(editing_changes(self.language).warning("mends_text", {}))
        if found:
            yield [*map(escape, found)]

    def _mends_text(self) -> bool:
        """True if the sentence is not in the text kept of its source, which is mended with it."""
        if self.before is None or not isinstance(self.proposal, Correcting):
            return False
        facts, source = self.desk.facts, self.before.claim.source
        quote = self.statement.claim.quote
        return source in facts.whole_sources and quote not in facts.source_texts.get(source, "")

    def _headlines(self, team: str) -> Iterator[str]:
        kinds = dict.fromkeys(
            self.after.stances[each.claim.stance].kind for each in (self.before, self.statement) if each is not None
        )
        for kind in kinds:
            old, new = (self._headline(team, kind, facts) for facts in (self.desk.facts, self.after))
            yield editing_changes(self.language).headline(
                self._team_name(team), is_result=kind is Kind.RESULT, before=old, after=new
            )

    def _headline(self, team: str, kind: Kind, facts: Facts) -> str | None:
        shown = standing(team, facts)
        entry = shown.position if kind is Kind.POSITION else shown.result
        return None if entry is None else f"{label(entry.stance, self.language)} ({self._said(entry)})"

    def _said(self, entry: Stated) -> str:
        return phrases(self.language).said(entry.said, self.after.zone, self.desk.today)

    def _parts(self) -> Iterator[str]:
        """Which parts of the statement a correction changes, each from what to what."""
        if self.before is None or not isinstance(self.proposal, Correcting):
            return
        yield from differences(self.before.claim, self.statement.claim, self.after, self.desk, self.language)

    def _warning(self, warned: Warned) -> str:
        facts: dict[str, str] = {}
        if warned.other is not None:
            entry = stated(warned.other, self.after)
            facts = {"id": entry.id, "label": label(entry.stance, self.language), "said": self._said(entry)}
        return editing_changes(self.language).warning(warned.doubt, facts)

    def _team_name(self, team: str) -> str:
        return name(self.after.teams[team], self.language)


def _shown(found: StanceAnswer) -> Iterator[str]:
    """The ids of the statements that a reply shows whole."""
    for each in found.standings:
        entries = (each.position, each.result, each.unconfirmed, *each.conflict, *each.result_conflict)
        yield from (entry.id for entry in entries if entry is not None)
