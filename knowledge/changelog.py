"""The log of changes: what each entry of the audit did to a statement and to a headline, by its number (pure)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from knowledge.answer import ChangeKind
from knowledge.facts import Facts
from knowledge.headlines import changes_between
from knowledge.model import Action, Stance, Statement
from knowledge.record.changes import AuditEntry, Subject


@dataclass(frozen=True, slots=True)
class HeadlineStep:
    """What became of one team's headline: from a stance, None for none, to another."""

    team: str
    kind: ChangeKind
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One entry of the audit about a statement; `number` is the audit's, and stays the same for good.

    `headline` is empty where the change is mere coverage: the same stance in a new article.
    """

    number: int
    at: datetime
    action: Action
    statement: str
    revision: int
    team: str
    headline: tuple[HeadlineStep, ...]

    @property
    def is_correction(self) -> bool:
        """True if something on record was put right by it."""
        return self.action is not Action.RECORD

    @property
    def is_news(self) -> bool:
        """True if those who follow the record hear of it: a headline changed, or something was put right."""
        return self.is_correction or bool(self.headline)


def changes_behind(changes: Sequence[RecordedChange], number: int) -> Sequence[RecordedChange]:
    """Those with a greater number, of changes in their order."""
    return changes[bisect_right(changes, number, key=lambda each: each.number) :]


@dataclass
class ChangeLog:
    """The changes up to `reached`, a number of the audit, oldest first."""

    changes: list[RecordedChange] = field(default_factory=list)
    reached: int = 0
    _revisions: dict[str, int] = field(default_factory=dict)
    _of_team: dict[str, dict[str, None]] = field(default_factory=dict)

    def extend(self, entries: Iterable[AuditEntry], facts: Facts) -> bool:
        """Take the next entries, in their order; False where one is newer than these facts, which ends it there."""
        for entry in entries:
            if entry.subject is Subject.STATEMENT and not self._take(entry, facts):
                return False
            self.reached = entry.number
        return True

    def _take(self, entry: AuditEntry, facts: Facts) -> bool:
        statement, number = facts.statements.get(entry.id), int(entry.after["number"])
        if statement is None or len(statement.revisions) < number:
            return False
        past = statement.revisions[:number]
        teams = dict.fromkeys(revision.claim.team for revision in past[-2:])
        before = {team: self._facts_of(team, facts) for team in teams}
        self._revisions[entry.id] = number
        for team in teams:
            self._of_team.setdefault(team, {})[entry.id] = None
        steps = [
            HeadlineStep(team, each.kind, _code(each.before), _code(each.after))
            for team in teams
            for each in changes_between(team, before[team], self._facts_of(team, facts), None, None)
        ]
        newest = past[-1]
        self.changes.append(
            RecordedChange(entry.number, entry.at, newest.action, entry.id, number, newest.claim.team, tuple(steps))
        )
        return True

    def _facts_of(self, team: str, facts: Facts) -> Facts:
        """The record of one team as it was after the entries taken so far."""
        seen = {
            name: _as_of_revision(facts.statements[name], self._revisions[name]) for name in self._of_team.get(team, ())
        }
        return replace(facts, statements=seen)


def _code(stance: Stance | None) -> str | None:
    return None if stance is None else stance.code


def _as_of_revision(statement: Statement, number: int) -> Statement:
    past = statement.revisions[:number]
    return Statement.model_construct(id=statement.id, sequence=statement.sequence, revisions=past)
