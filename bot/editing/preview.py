"""A change as an editor sees it before Save: the readers' reply, what changes, and warnings (pure)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.editing.context import EditContext
from bot.editing.draft import CLAIM_PARTS
from bot.editing.form_view import why
from bot.editing.warnings import Warned, warnings
from bot.messages.answers import phrases
from bot.messages.articles import article_messages
from bot.messages.editing_changes import editing_changes
from bot.messages.editing_lists import editing_lists
from bot.messages.editing_steps import editing_steps
from bot.rendering.answers import label, name, render
from bot.rendering.reply import blockquote, bold, escape, italic, split
from bot.rendering.statement import StatementView
from knowledge.answer import StanceAnswer, Stated
from knowledge.answering import answer
from knowledge.errors import KnowledgeError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.files.difference import Difference, left_out
from knowledge.files.programme_file import ProgrammeFile
from knowledge.matching import Clash, NameIndex
from knowledge.model import Claim, Kind, Source, Statement, Team
from knowledge.question import Intent, Question
from knowledge.record.changes import (
    AddDecoy,
    AddName,
    AddStatement,
    AddStatements,
    AddTeam,
    Correct,
    EditorsChange,
    Grant,
    Load,
    NamesChange,
    PutNames,
    Reinstate,
    RemoveDecoy,
    RemoveName,
    Retract,
    Revoke,
    Rule,
    Stamp,
)
from knowledge.record.plan import Plan
from knowledge.record.rules import plan
from knowledge.standing import standing, stated


def differences(old: Claim, new: Claim, facts: Facts, context: EditContext, language: Language) -> Iterator[str]:
    """Each part that is another one in the new claim, from what to what; `facts` know both."""
    said = editing_changes(language)
    for part in CLAIM_PARTS:
        if getattr(old, part) != getattr(new, part):
            yield said.part(part, *(_value(part, claim, facts, context, language) for claim in (old, new)))
    if old.source != new.source:
        yield said.part("source", *(_source(facts.sources[each.source], context, language) for each in (old, new)))


def meanwhile(
    error: KnowledgeError, proposal: EditorsChange, context: EditContext, language: Language
) -> Iterator[str]:
    """What somebody else changed since an editor saw the statement that this proposal was to change."""
    if error.code != Rule.CHANGED_MEANWHILE or not isinstance(proposal, Correct | Retract | Reinstate):
        return
    statement = context.facts.statements[proposal.id]
    seen = next(each for each in statement.revisions if each.number == proposal.revision)
    yield from differences(seen.claim, statement.claim, context.facts, context, language)
    if statement.current.reason:
        yield editing_changes(language).reason(why(statement.current.reason, language))


def _value(part: str, claim: Claim, facts: Facts, context: EditContext, language: Language) -> str | None:
    match part:
        case "team":
            return name(facts.teams[claim.team], language)
        case "stance":
            return label(facts.stances[claim.stance], language)
        case "said":
            return phrases(language).said(claim.said, facts.zone, context.today)
        case "voice":
            return editing_steps(language).voice(claim.voice)
        case "quote":
            return claim.quote
        case _:
            return claim.speaker


def _source(source: Source, context: EditContext, language: Language) -> str:
    day = phrases(language).day(source.published, context.today) if source.published else None
    return " · ".join(part for part in (source.publisher, source.title, day, source.url) if part)


Parts = tuple[str, ...]
PREVIEWER = "preview"
"""Who makes the revisions of a plan that is only shown; nobody is told it."""
IndexOf = Callable[[Iterable[Team]], NameIndex]
"""Builds the index of these teams, with the registers and the programme's names of the record."""
CLASHES_SHOWN = 10
NAMED_LEFT = 5
"""Ids that are named of those which left a file."""
RULE = "────────────"
"""Stands between the readers' reply and what only the editor sees."""


def preview(change: EditorsChange, made: Plan, context: EditContext, index_of: IndexOf, language: Language) -> Parts:
    """The messages of the preview of a change that comes to this plan, without buttons."""
    match change:
        case AddStatement() | Correct() | Retract() | Reinstate():
            view = _StatementView(change, made, context, language)
            return split([view.title(), *view.reply(), *view.changes(), *view.warnings()])
        case AddStatements():
            return _several(change, made.receipt.at, context, language)
        case Load():
            return _file(change, made, context, language)
        case Grant(kind=kind, user=user) | Revoke(kind=kind, user=user):
            said = editing_changes(language)
            return split([(bold(said.preview(kind, "")), escape(said.access(kind, user)))])
        case _:
            return _NamesView(change, made, context, language).parts(index_of)


def _several(change: AddStatements, at: datetime, context: EditContext, language: Language) -> Parts:
    """An article's statements, each against the record with those before it."""
    title = bold(article_messages(language).batch_title(count=len(change.statements)))
    parts: list[Sequence[str]] = [[title]]
    for number, each in enumerate(change.statements, start=1):
        one = AddStatement(statement=each)
        made = plan(one, context.facts, Stamp(PREVIEWER, at, ""))
        view = _StatementView(one, made, context, language)
        parts += view.in_short(number)
        context = replace(context, facts=view.after)
    return split(parts)


def _file(change: Load, made: Plan, context: EditContext, language: Language) -> Parts:
    """What a document would add."""
    found, file = made.difference, made.file
    title = bold(editing_changes(language).preview(change.kind, change.name))
    reading = escape(editing_lists(language).reading(change.name))
    counts = difference_lines(found, language) if found is not None else ()
    left = left_lines(file, context.facts, language) if file is not None else ()
    return split([(title,), (reading, *counts), *left])


def difference_lines(found: Difference, language: Language) -> tuple[str, ...]:
    """How many entries of a file are new, changed and unchanged."""
    said = editing_lists(language)
    told = said.difference(tuple(found.new.items()), tuple(found.changed.items()), sum(found.unchanged.values()))
    return tuple(map(escape, told.split("\n")))


def left_lines(file: ProgrammeFile, facts: Facts, language: Language) -> Iterator[tuple[str, ...]]:
    """What is on record and has left the file."""
    for section, names in left_out(file, facts).items():
        yield (escape(editing_lists(language).left_out(section, len(names), names[:NAMED_LEFT])),)


def basis(team: str, facts: Facts) -> str:
    """What a preview rests on: the team's statements with their revisions. Another basis: the record has moved on."""
    return " ".join(f"{each.id}.{each.current.number}" for each in facts.history(team))


@dataclass(frozen=True)
class _StatementView:
    """One preview in one language: the statement as it would be, and the records without it and with it."""

    proposal: AddStatement | Correct | Retract | Reinstate
    made: Plan
    context: EditContext
    language: Language

    @property
    def after(self) -> Facts:
        """The record with the change in it."""
        return self.made.after or self.context.facts

    @property
    def statement(self) -> Statement:
        """The statement as it would be."""
        return self.after.statements[self.made.receipt.id]

    @property
    def before(self) -> Statement | None:
        """The statement as it stands; None for a new one."""
        return self.context.facts.statements.get(self.statement.id)

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
            *(escape(self._warning(each)) for each in warnings(self.statement, self.context, self.after)),
        ]

    def reply(self) -> Iterator[Sequence[str]]:
        """The readers' reply about the team, and the statement itself where that reply does not show it."""
        question = Question(text="", intent=Intent.STANCE, language=self.language, teams=self.teams)
        found = answer(question, self.after, now=self.context.now, language=self.language)
        shown = render(found)
        yield from ((part,) for part in shown.parts)
        if isinstance(found, StanceAnswer) and self.statement.id not in set(_shown(found)):
            entry = stated(self.statement, self.after)
            yield StatementView(found).passage(label(entry.stance, self.language), entry)

    def changes(self) -> Iterator[Sequence[str]]:
        said = editing_changes(self.language)
        lines = [RULE, bold(said.changes())]
        lines += [escape(line) for team in self.teams for line in self._headlines(team)]
        lines += [escape(line) for line in self._parts()]
        if isinstance(self.proposal, Correct | Retract | Reinstate) and self.proposal.reason:
            lines.append(escape(said.reason(self.proposal.reason)))
        yield lines

    def warnings(self) -> Iterator[Sequence[str]]:
        if isinstance(self.proposal, Retract):
            return
        found = [self._warning(each) for each in warnings(self.statement, self.context, self.after)]
        if self._mends_text():
            found.append(editing_changes(self.language).warning("mends_text", {}))
        if found:
            yield [*map(escape, found)]

    def _mends_text(self) -> bool:
        """True if the sentence is not in the text kept of its source, which is mended with it."""
        if self.before is None or not isinstance(self.proposal, Correct):
            return False
        facts, source = self.context.facts, self.before.claim.source
        quote = self.statement.claim.quote
        return source in facts.whole_sources and quote not in facts.source_texts.get(source, "")

    def _headlines(self, team: str) -> Iterator[str]:
        kinds = dict.fromkeys(
            self.after.stances[each.claim.stance].kind for each in (self.before, self.statement) if each is not None
        )
        for kind in kinds:
            old, new = (self._headline(team, kind, facts) for facts in (self.context.facts, self.after))
            yield editing_changes(self.language).headline(
                self._team_name(team), is_result=kind is Kind.RESULT, before=old, after=new
            )

    def _headline(self, team: str, kind: Kind, facts: Facts) -> str | None:
        shown = standing(team, facts)
        entry = shown.position if kind is Kind.POSITION else shown.result
        return None if entry is None else f"{label(entry.stance, self.language)} ({self._said(entry)})"

    def _said(self, entry: Stated) -> str:
        return phrases(self.language).said(entry.said, self.after.zone, self.context.today)

    def _parts(self) -> Iterator[str]:
        """Which parts of the statement a correction changes, each from what to what."""
        if self.before is None or not isinstance(self.proposal, Correct):
            return
        yield from differences(self.before.claim, self.statement.claim, self.after, self.context, self.language)

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


@dataclass(frozen=True)
class _NamesView:
    """The preview of a change of names in one language: what will be understood, and which names clash."""

    proposal: NamesChange
    made: Plan
    context: EditContext
    language: Language

    @property
    def teams(self) -> Mapping[str, Team]:
        """The teams as they would be."""
        return (self.made.after or self.context.facts).teams

    @property
    def team(self) -> Team:
        """The team as it would be."""
        return self.teams[self.made.receipt.id]

    def parts(self, index_of: IndexOf) -> Parts:
        """The messages."""
        before = index_of(self.context.facts.teams.values()) if isinstance(self.proposal, AddName) else None
        return split([self.title(), self.change(), self.clashes(index_of(self.teams.values()), before)])

    def title(self) -> Sequence[str]:
        return [bold(editing_changes(self.language).preview(self.proposal.kind, self._called))]

    def change(self) -> Sequence[str]:
        said = editing_changes(self.language)
        match self.proposal:
            case AddTeam() | PutNames():
                return [escape(line) for line in team_lines(self.team, self.language)]
            case AddName(name=changed) | RemoveName(name=changed):
                return [escape(said.name_change(self.proposal.kind, self._called, changed))]
            case AddDecoy(name=changed) | RemoveDecoy(name=changed):
                return [escape(said.name_change(self.proposal.kind, self._called, changed))]

    def clashes(self, index: NameIndex, before: NameIndex | None) -> Sequence[str]:
        """The clashes that the change brings, and those that it leaves with this team; of an added name, as its own."""
        said = editing_changes(self.language)
        found = [clash for clash in index.clashes if self.team.id in clash.teams]
        if not found:
            return [escape(said.no_clash())]
        known = before.clashes if before is not None else found
        return [
            escape(self._clash(each if each in known else self._of_the_new_name(each)))
            for each in found[:CLASHES_SHOWN]
        ]

    def _of_the_new_name(self, clash: Clash) -> Clash:
        """A clash that the added name brings, told with it and not with the team's official name."""
        if not isinstance(self.proposal, AddName) or clash.keystrokes == 0:
            return clash
        names = [
            self.proposal.name if team == self.team.id else name
            for team, name in zip(clash.teams, clash.names, strict=True)
        ]
        return replace(clash, names=(names[0], names[1]))

    def _clash(self, clash: Clash) -> str:
        said, known = editing_changes(self.language), self.teams
        teams = [name(known[each], self.language) for each in clash.teams]
        return said.clash(clash.names, teams, is_shared=clash.keystrokes == 0)

    @property
    def _called(self) -> str:
        return name(self.team, self.language)


def team_lines(team: Team, language: Language) -> Iterator[str]:
    """A team with its id, all of its names and its decoys."""
    said = editing_changes(language)
    yield said.team_names(name(team, language), team.id)
    yield said.names_line("ko", team.names.ko)
    yield said.names_line("en", team.names.en)
    if team.ticker:
        yield said.names_line("ticker", (team.ticker,))
    if team.decoys:
        yield said.names_line("decoys", team.decoys)
