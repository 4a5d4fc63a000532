"""A change as an editor sees it before Save: the readers' reply, what changes, and warnings (pure)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.editing.context import Desk
from bot.editing.foresight import StatementProposal, foresee
from bot.editing.form_view import why
from bot.editing.proposals import (
    CLAIM_PARTS,
    AddingDecoy,
    AddingName,
    AddingTeam,
    Correcting,
    Proposal,
    Recording,
    Reinstating,
    RemovingDecoy,
    RemovingName,
    Retracting,
    SettingNames,
)
from bot.editing.warnings import Warned, warnings
from bot.messages.answers import phrases
from bot.messages.articles import article_messages
from bot.messages.editing_changes import editing_changes
from bot.messages.editing_steps import editing_steps
from bot.rendering.answers import label, name, render
from bot.rendering.reply import blockquote, bold, escape, italic, split
from bot.rendering.statement import StatementView
from knowledge.answer import StanceAnswer, Stated
from knowledge.answering import answer
from knowledge.errors import ConflictError, KnowledgeError, NotFoundError, RefusedError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.matching import Clash, NameIndex
from knowledge.model import Claim, Kind, Names, Source, Statement, Team
from knowledge.question import Intent, Question
from knowledge.record.changes import NewStatement, Rule, refuse_unseen, without_name
from knowledge.standing import standing, stated
from knowledge.text.normalise import compact_core


def differences(old: Claim, new: Claim, facts: Facts, desk: Desk, language: Language) -> Iterator[str]:
    """Each part that is another one in the new claim, from what to what; `facts` know both."""
    said = editing_changes(language)
    for part in CLAIM_PARTS:
        if getattr(old, part) != getattr(new, part):
            yield said.part(part, *(_value(part, claim, facts, desk, language) for claim in (old, new)))
    if old.source != new.source:
        yield said.part("source", *(_source(facts.sources[each.source], desk, language) for each in (old, new)))


def meanwhile(error: KnowledgeError, proposal: Proposal, desk: Desk, language: Language) -> Iterator[str]:
    """What somebody else changed since an editor saw the statement that this proposal was to change."""
    if error.code != Rule.CHANGED_MEANWHILE or not isinstance(proposal, Correcting | Retracting | Reinstating):
        return
    statement = desk.facts.statements[proposal.id]
    seen = next(each for each in statement.revisions if each.number == proposal.revision)
    yield from differences(seen.claim, statement.claim, desk.facts, desk, language)
    if statement.current.reason:
        yield editing_changes(language).reason(why(statement.current.reason, language))


def _value(part: str, claim: Claim, facts: Facts, desk: Desk, language: Language) -> str | None:
    match part:
        case "team":
            return name(facts.teams[claim.team], language)
        case "stance":
            return label(facts.stances[claim.stance], language)
        case "said":
            return phrases(language).said(claim.said, facts.zone, desk.today)
        case "voice":
            return editing_steps(language).voice(claim.voice)
        case "quote":
            return claim.quote
        case _:
            return claim.speaker


def _source(source: Source, desk: Desk, language: Language) -> str:
    day = phrases(language).day(source.published, desk.today) if source.published else None
    return " · ".join(part for part in (source.publisher, source.title, day, source.url) if part)


Parts = tuple[str, ...]
RULE = "────────────"
"""Stands between the readers' reply and what only the editor sees."""


def preview(proposal: StatementProposal, desk: Desk, language: Language) -> Parts:
    """The messages of a preview, without buttons; raises KnowledgeError where saving would be refused."""
    after, statement = foresee(proposal, desk.facts, desk.now)
    view = _StatementView(proposal, statement, desk, after, language)
    return split([view.title(), *view.reply(), *view.changes(), *view.warnings()])


def preview_several(statements: Sequence[NewStatement], desk: Desk, language: Language) -> Parts:
    """The messages of the preview of an article's statements, each against the record with those before it."""
    title = bold(article_messages(language).batch_title(count=len(statements)))
    parts: list[Sequence[str]] = [[title]]
    for number, each in enumerate(statements, start=1):
        proposal = Recording(statement=each)
        after, statement = foresee(proposal, desk.facts, desk.now)
        view = _StatementView(proposal, statement, desk, after, language)
        parts += view.in_short(number)
        desk = replace(desk, facts=after)
    return split(parts)


def basis(team: str, facts: Facts) -> str:
    """What a preview rests on: the team's statements with their revisions. Another basis: the record has moved on."""
    return " ".join(f"{each.id}.{each.current.number}" for each in facts.history(team))


@dataclass(frozen=True)
class _StatementView:
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
            yield StatementView(found).passage(label(entry.stance, self.language), entry)

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


NameProposal = AddingTeam | SettingNames | AddingName | RemovingName | AddingDecoy | RemovingDecoy
IndexOf = Callable[[Iterable[Team]], NameIndex]
"""Builds the index of these teams, with the registers and the programme's names of the record."""
CLASHES_SHOWN = 10


def names_preview(proposal: NameProposal, desk: Desk, index_of: IndexOf, language: Language) -> tuple[str, ...]:
    """The messages of a preview, without buttons; raises KnowledgeError where saving would be refused."""
    team = foreseen_team(proposal, desk)
    after = {**desk.facts.teams, team.id: team}
    view = _NamesView(proposal, team, desk, language)
    before = index_of(desk.facts.teams.values()) if isinstance(proposal, AddingName) else None
    return split([view.title(), view.change(), view.clashes(index_of(after.values()), before)])


def foreseen_team(proposal: NameProposal, desk: Desk) -> Team:
    """The team as it would be; raises what saving would raise."""
    if isinstance(proposal, AddingTeam):
        if proposal.team.id in desk.facts.teams:
            raise ConflictError(Rule.TEAM_TAKEN, id=proposal.team.id)
        _refuse_taken(proposal.team.names.every, proposal.team, desk)
        for decoy in proposal.team.decoys:
            _refuse_named(decoy, desk)
        return proposal.team
    team = desk.facts.teams.get(proposal.team)
    if team is None:
        raise NotFoundError(Rule.NO_TEAM, id=proposal.team)
    after = _changed(team, proposal, desk)
    if after == team:
        raise RefusedError(Rule.NOTHING_CHANGES, id=team.id)
    return after


def _changed(
    team: Team, proposal: SettingNames | AddingName | RemovingName | AddingDecoy | RemovingDecoy, desk: Desk
) -> Team:
    match proposal:
        case SettingNames(names=names):
            _refuse_taken(names.every, team, desk)
            return team.model_copy(update={"names": names})
        case AddingName(name=added, language=language):
            return _with_name(team, added, language, desk)
        case RemovingName(name=removed):
            return _without_name(team, removed)
        case AddingDecoy(name=added):
            return _with_decoy(team, added, desk)
        case RemovingDecoy(name=removed):
            return _without_decoy(team, removed)


def _with_name(team: Team, added: str, language: Language, desk: Desk) -> Team:
    _refuse_taken((added,), team, desk)
    if _has(getattr(team.names, language), added):
        raise ConflictError(Rule.NAME_TAKEN, name=added, team=team.id)
    names = {"ko": team.names.ko, "en": team.names.en}
    names[language] = (*names[language], added)
    return team.model_copy(update={"names": Names(**names)})


def _without_name(team: Team, removed: str) -> Team:
    ko, en = without_name(team.names.ko, removed), without_name(team.names.en, removed)
    if not ko and not en:
        raise RefusedError(Rule.LAST_NAME, name=removed, team=team.id)
    if (ko, en) == (team.names.ko, team.names.en):
        raise NotFoundError(Rule.NO_NAME, name=removed, team=team.id)
    return team.model_copy(update={"names": Names(ko=ko, en=en)})


def _with_decoy(team: Team, added: str, desk: Desk) -> Team:
    _refuse_named(added, desk)
    if _has(team.decoys, added):
        raise ConflictError(Rule.NAME_TAKEN, name=added, team=team.id)
    return team.model_copy(update={"decoys": (*team.decoys, added)})


def _without_decoy(team: Team, removed: str) -> Team:
    kept = without_name(team.decoys, removed)
    if kept == team.decoys:
        raise NotFoundError(Rule.NO_NAME, name=removed, team=team.id)
    return team.model_copy(update={"decoys": kept})


def _refuse_named(decoy: str, desk: Desk) -> None:
    refuse_unseen((decoy,))
    owner = next((each for each in desk.facts.teams.values() if _has(each.names.every, decoy)), None)
    if owner is not None:
        raise ConflictError(Rule.DECOY_IS_NAME, name=decoy, team=owner.id)


def _refuse_taken(wanted: Sequence[str], team: Team, desk: Desk) -> None:
    held = desk.facts.teams.get(team.id)
    refuse_unseen(each for each in wanted if held is None or each not in held.names.every)
    for each in wanted:
        owner = next((other for other in desk.facts.teams.values() if _has(other.names.every, each)), None)
        if owner is not None and owner.id != team.id:
            raise ConflictError(Rule.NAME_TAKEN, name=each, team=owner.id)
        if _has(team.decoys, each):
            raise ConflictError(Rule.NAME_IS_DECOY, name=each, team=team.id)


def _has(names: Iterable[str], wanted: str) -> bool:
    return compact_core(wanted) in map(compact_core, names)


@dataclass(frozen=True)
class _NamesView:
    """One preview in one language; `team` is the team as it would be."""

    proposal: NameProposal
    team: Team
    desk: Desk
    language: Language

    def title(self) -> Sequence[str]:
        return [bold(editing_changes(self.language).preview(self.proposal.kind, self._called))]

    def change(self) -> Sequence[str]:
        said = editing_changes(self.language)
        match self.proposal:
            case AddingTeam() | SettingNames():
                return [escape(line) for line in team_lines(self.team, self.language)]
            case AddingName(name=changed) | RemovingName(name=changed):
                return [escape(said.name_change(self.proposal.kind, self._called, changed))]
            case AddingDecoy(name=changed) | RemovingDecoy(name=changed):
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
        if not isinstance(self.proposal, AddingName) or clash.keystrokes == 0:
            return clash
        names = [
            self.proposal.name if team == self.team.id else name
            for team, name in zip(clash.teams, clash.names, strict=True)
        ]
        return replace(clash, names=(names[0], names[1]))

    def _clash(self, clash: Clash) -> str:
        said, known = editing_changes(self.language), {**self.desk.facts.teams, self.team.id: self.team}
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
