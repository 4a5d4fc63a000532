"""Corrections: whoever was given an answer that is put right is told so where it was given, once.

The message is edited in place, its first line naming the correction; the newest of each chat gets a short reply too.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from bot.chat.snapshot import Record
from bot.messages.dates import written_day
from bot.messages.telling import telling
from bot.rendering.answers import render
from bot.rendering.reply import Reply, bold, escape, split
from bot.rendering.statement import label, name
from bot.telling.told import shown_in
from knowledge.answer import Answer, HistoryAnswer, StanceAnswer, Standing, Stated
from knowledge.answering import answer
from knowledge.corrections import (
    CorrectedRevision,
    ShownRevision,
    before_corrections,
    corrected_revisions,
    left_out,
    shown_revisions,
    substance_of,
)
from knowledge.facts import Facts
from knowledge.fields import Frozen, Identifier, Language
from knowledge.model import UNDONE, Action, Revision
from knowledge.question import Question
from knowledge.standing import standing
from knowledge.storage.follows import CORRECTION, LaterRevision, Notice
from knowledge.storage.told import AffectedAnswers, ToldAnswer, question_key

NAMED = 3
"""Wrong stances that a correction names: more make no first line of a message."""
COMPARED = 5_000
"""Different answers whose comparison is kept at a time."""


class CorrectionContent(Frozen):
    """What one notice corrects: the message with the key `told`, or, for a reply, the newest of its chat."""

    told: str
    question: str
    language: Language
    messages: tuple[int, ...] = ()
    inline: str | None = None
    corrected: tuple[tuple[Identifier, int, int], ...]
    """Statement, the revision that was shown, the revision now."""
    is_reply: bool = False
    is_silent: bool = False


class _Compared(NamedTuple):
    """What the record now makes of one answer: whether it is another one, and what it shows."""

    is_other: bool
    shown: tuple[ShownRevision, ...]


@dataclass(slots=True)
class Comparison:
    """Compares answers that were given with what they would be now; `first` are the first new revisions."""

    facts: Facts
    first: Mapping[str, int]
    now: datetime
    _before: Facts = field(init=False)
    _compared: dict[tuple[str, Language], _Compared] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._before = before_corrections(self.facts, self.first)

    def corrected(self, told: ToldAnswer) -> tuple[CorrectedRevision, ...]:
        """What of an answer is told otherwise now; nothing where it is alike."""
        shown = corrected_revisions(told.statements, self.facts, self.first)
        if shown:
            return shown
        missing = left_out(told.at, told.statements, self.facts, self.first)
        return missing if missing and self.is_other(told.question, told.language) else ()

    def affected(self, teams: frozenset[str]) -> AffectedAnswers:
        """Which answers are told otherwise now, but for the questions that have to be compared."""
        known = {name: self.facts.statements[name] for name in self.first if name in self.facts.statements}
        shown = [
            (name, each.number)
            for name, statement in known.items()
            for each in statement.revisions
            if corrected_revisions([(name, each.number)], self.facts, self.first)
        ]
        left_out = [
            ((name, statement.current.number), statement.revisions[number - 2].at, statement.revisions[number - 1].at)
            for name, statement in known.items()
            if 1 < (number := self.first[name]) <= len(statement.revisions)
        ]
        return AffectedAnswers(teams, tuple(shown), tuple(left_out))

    def is_other(self, question: str, language: Language) -> bool:
        """Whether the answer to a question is another one now."""
        return self._of(question, language).is_other

    def shown_now(self, told: ToldAnswer) -> tuple[ShownRevision, ...]:
        """What the answer shows from now on."""
        return self._of(told.question, told.language).shown

    def _of(self, question: str, language: Language) -> _Compared:
        key = (question, language)
        found = self._compared.get(key)
        if found is None:
            if len(self._compared) >= COMPARED:
                self._compared.clear()
            new = _answered(*key, self.facts, self.now)
            old = _answered(*key, self._before, self.now)
            is_other = new is not None and old is not None and substance_of(new) != substance_of(old)
            found = _Compared(is_other, () if new is None else shown_revisions(shown_in(new), self.facts))
            self._compared[key] = found
        return found


def _answered(question: str, language: Language, facts: Facts, now: datetime) -> Answer | None:
    """The answer once more; None where the record no longer knows what it was about."""
    asked = Question.model_validate_json(question)
    stances = (*asked.stances, *asked.also, *asked.without, *asked.apart)
    if not facts.teams.keys() >= {*asked.teams, *asked.besides} or not facts.stances.keys() >= set(stances):
        return None
    return answer(asked, facts, now=now, language=language)


class ReachOfCorrection(NamedTuple):
    """How many answers, in how many chats, a correction reaches."""

    chats: int = 0
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Corrections:
    """Finds who was told the old answer, and makes the notices that tell them the right one."""

    record: Record

    async def reach(self, facts: Facts, first: Mapping[str, int], now: datetime) -> ReachOfCorrection:
        """What a correction that makes these facts would reach."""
        affected = await self._affected(Comparison(facts, first, now), _teams(facts, first))
        return ReachOfCorrection(*await self.record.store.told.reach(affected))

    async def make(self, entries: Sequence[LaterRevision], now: datetime, *, is_quiet: bool) -> int:
        """Write the notices of what these entries of the audit corrected; gives how many. Raises StoreError.

        A portion at a time, each with what the messages show from then on: whoever is killed goes on where it was.
        """
        store = self.record.store
        told_of = {each.number for each in entries if await self._is_told(each)}
        entries = [each for each in entries if each.number in told_of]
        changed = {each.statement for each in entries if each.revision > 1}
        if not changed:
            return 0
        facts, number = self.record.snapshot.facts, {each.statement: each.number for each in entries}
        first: dict[str, int] = {}
        for each in entries:
            if each.statement in changed:
                first[each.statement] = min(first.get(each.statement, each.revision), each.revision)
        comparison = Comparison(facts, first, now)
        teams = frozenset(team for each in entries if each.statement in changed for team in each.teams)
        affected = await self._affected(comparison, teams)
        newest = await store.told.newest(affected)
        made = 0
        if not newest:
            return 0
        async for page in store.told.about(teams, affected):
            notices: list[tuple[Notice, str]] = []
            shown: list[tuple[str, tuple[ShownRevision, ...]]] = []
            for told in page:
                corrected = comparison.corrected(told)
                if not corrected:
                    continue
                latest = max(number[each.statement] for each in corrected)
                is_newest = newest.get(told.chat) == told.key
                made_here = _notices(told, corrected, latest, now, is_newest=is_newest, is_quiet=is_quiet)
                notices.extend((notice, facts.programme.id) for notice in made_here)
                shown.append((told.key, comparison.shown_now(told)))
            if notices:
                await store.follows.make(notices, shown, now)
                made += len(notices)
        return made

    async def _is_told(self, entry: LaterRevision) -> bool:
        """False for a correction that an editor saved without telling anybody."""
        is_first = entry.revision == 1
        return is_first or await self.record.store.told.quiet_reason(entry.statement, entry.revision) is None

    async def _affected(self, comparison: Comparison, teams: frozenset[str]) -> AffectedAnswers:
        """The answers that are told otherwise now; each question that has to be compared is, one a turn of the loop."""
        affected = comparison.affected(teams)
        others = []
        if affected.left_out:
            for language, question in await self.record.store.told.questions(affected):
                if comparison.is_other(question, language):
                    others.append(question_key(language, question))
                await asyncio.sleep(0)
        return replace(affected, questions=tuple(others))


def _teams(facts: Facts, first: Mapping[str, int]) -> frozenset[str]:
    """The teams that the statements are or were about."""
    return frozenset(
        revision.claim.team
        for name in first
        if name in facts.statements
        for revision in facts.statements[name].revisions
    )


def _notices(
    told: ToldAnswer,
    corrected: Sequence[CorrectedRevision],
    number: int,
    now: datetime,
    *,
    is_newest: bool,
    is_quiet: bool,
) -> list[Notice]:
    """The edit of a message, and the reply to it where it is the newest of its chat."""
    content = CorrectionContent(
        told=told.key,
        question=told.question,
        language=told.language,
        messages=told.messages,
        inline=told.inline,
        corrected=tuple(map(tuple, corrected)),
        is_silent=told.chat < 0 or is_quiet,
    )
    made = []
    if told.messages or told.inline is not None:
        made.append((f"{CORRECTION}{number}:1:{told.key}", content))
    if is_newest and told.inline is None:
        made.append((f"{CORRECTION}{number}:2:{told.chat}", content.model_copy(update={"is_reply": True})))
    return [Notice(key, told.chat, told.topic, "", each.model_dump(mode="json"), now, now) for key, each in made]


def correction_reply(content: CorrectionContent, facts: Facts, *, now: datetime) -> Reply | None:
    """The message in the place of the old one, or the short reply to it; None where nothing is left to tell."""
    found = _answered(content.question, content.language, facts, now)
    changes = [each for each in (_change(*one, facts) for one in content.corrected) if each is not None]
    if not changes:
        return None
    line = _line(changes, content.language, facts, now)
    if content.is_reply or found is None:
        return Reply(parts=("\n".join((bold(line), escape(_now_line(changes, content.language, facts)))),))
    shown = render(_without_error(found, {name for name, _, _ in content.corrected}))
    parts = split([[bold(line)], [shown.parts[0]]])
    return Reply(parts=parts[:1], buttons=shown.buttons)


class _Change(NamedTuple):
    """One statement that was told otherwise: the revision that was shown, and the newest."""

    shown: Revision
    now: Revision


def _change(name: str, shown: int, now: int, facts: Facts) -> _Change | None:
    statement = facts.statements.get(name)
    if statement is None or len(statement.revisions) < max(shown, now) or statement.claim.team not in facts.teams:
        return None
    return _Change(statement.revisions[shown - 1], statement.current)


def _line(changes: Sequence[_Change], language: Language, facts: Facts, now: datetime) -> str:
    """`⚠️ 정정(11월 28일): 앞선 답은 ‘카카오: 검토 중’이었습니다. 사유: …`."""
    said, newest = telling(language), max(changes, key=lambda each: each.now.at)
    day = newest.now.at.astimezone(facts.zone).date()
    written = written_day(day, now.astimezone(facts.zone).date(), language)
    is_retracted = all(each.now.action is Action.RETRACT for each in changes)
    wrong = list(dict.fromkeys(_wrong(each, language, facts) for each in changes if _is_named(each)))
    told = said.was(wrong[:NAMED]) if wrong else said.put_right(name(facts.teams[newest.now.claim.team], language))
    heading = said.retraction() if is_retracted else said.corrected_word()
    reason = newest.now.reason
    return said.corrected_line(heading=heading, day=written, told=told) + (
        " " + said.reason(reason=said.undone() if reason == UNDONE else reason) if reason else ""
    )


def _is_named(change: _Change) -> bool:
    """True if the stance that was shown is wrong, and not only its day, its sentence or its voice."""
    shown, now = change.shown, change.now
    is_other = (shown.claim.team, shown.claim.stance) != (now.claim.team, now.claim.stance)
    return shown.action is not Action.RETRACT and (is_other or now.action is Action.RETRACT)


def _wrong(change: _Change, language: Language, facts: Facts) -> str:
    claim = change.shown.claim
    return f"{name(facts.teams[claim.team], language)}: {label(facts.stances[claim.stance], language)}"


def _now_line(changes: Sequence[_Change], language: Language, facts: Facts) -> str:
    """Where the teams stand now."""
    said = telling(language)
    teams = dict.fromkeys(team for each in changes for team in (each.shown.claim.team, each.now.claim.team))
    told = []
    for team in teams:
        held = standing(team, facts)
        kinds = {facts.stances[each.shown.claim.stance].kind for each in changes}
        entries = [each for each in (held.position, held.result) if each is not None and each.stance.kind in kinds]
        stances = ", ".join(label(each.stance, language) for each in entries) or said.none_now()
        told.append(f"{name(facts.teams[team], language)}: {stances}")
    return said.now_line(told=", ".join(told))


def _without_error(found: Answer, wrong: set[str]) -> Answer:
    """The answer without what the first line tells already: it is named once, and no wrong quote returns."""

    def plain(each: Stated | None) -> Stated | None:
        return each.model_copy(update={"mark": None}) if each is not None and each.id in wrong else each

    def of(standing: Standing) -> Standing:
        taken = standing.retracted
        kept = None if taken is not None and taken.id in wrong else taken
        update = {"position": plain(standing.position), "result": plain(standing.result), "retracted": kept}
        return standing.model_copy(update=update)

    if isinstance(found, StanceAnswer):
        return found.model_copy(update={"standings": tuple(of(each) for each in found.standings)})
    if isinstance(found, HistoryAnswer):
        kept = [each for each in found.statements if each.id not in wrong or not _is_retracted(each)]
        return found.model_copy(update={"statements": tuple(filter(None, map(plain, kept)))})
    return found


def _is_retracted(stated: Stated) -> bool:
    return stated.mark is not None and stated.mark.action is Action.RETRACT
