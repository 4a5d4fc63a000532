"""A change of names as an editor sees it before Save: what will be understood, and which names clash (pure)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.editing.desk import Desk
from bot.editing.proposals import AddingDecoy, AddingName, AddingTeam, RemovingDecoy, RemovingName, SettingNames
from bot.i18n.editing import editing_changes
from bot.rendering.answers import name
from bot.rendering.reply import bold, escape, split
from knowledge.errors import ConflictError, NotFoundError, RefusedError
from knowledge.fields import Language
from knowledge.matching import Clash, NameIndex
from knowledge.model import Names, Team
from knowledge.record.changes import Rule, refuse_unseen, without_name
from knowledge.text.normalise import compact_core

NameProposal = AddingTeam | SettingNames | AddingName | RemovingName | AddingDecoy | RemovingDecoy
IndexOf = Callable[[Iterable[Team]], NameIndex]
"""Builds the index of these teams, with the registers and the programme's names of the record."""
CLASHES_SHOWN = 10


def names_preview(proposal: NameProposal, desk: Desk, index_of: IndexOf, language: Language) -> tuple[str, ...]:
    """The messages of a preview, without buttons; raises KnowledgeError where saving would be refused."""
    team = foreseen_team(proposal, desk)
    after = {**desk.facts.teams, team.id: team}
    view = _View(proposal, team, desk, language)
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
class _View:
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
