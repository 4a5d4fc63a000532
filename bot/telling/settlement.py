"""Settling: changes of the record that have stood for long enough become notices and digests, each once."""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from time import monotonic
from typing import Any

from bot.chat.snapshot import Record
from bot.telling.corrections import Corrections
from bot.telling.notices import DigestContent, NoticeContent
from bot.telling.schedule import day_of_digest, next_digest, quiet_until, read_digest
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.headlines import SettledChange, corrected_statements, settled_change
from knowledge.storage.follows import EVERY_TEAM, Follows, LaterRevision, Notice, Subscriber

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What turns the audit into notices; `quiet` are the quiet hours of places that chose none."""

    record: Record
    settle: timedelta
    quiet: str
    clock: Callable[[], datetime]
    seen: dict[int, float] = field(default_factory=dict)
    """When this process first saw an entry: a clock that was set back must not make it wait for hours."""

    @property
    def _follows(self) -> Follows:
        return self.record.store.follows

    async def look(self) -> int:
        """Settle what has stood for long enough; gives how many notices were made. Raises StoreError."""
        before = await self._follows.settled()
        newest = await self._follows.newest_number()
        if EVERY_TEAM not in before:
            await self._follows.begin(newest)
            return 0
        if newest == before[EVERY_TEAM]:
            return 0
        entries = await self._follows.revisions_after(before[EVERY_TEAM])
        await self.record.refresh()  # behind them, so that the facts hold them all
        return await self._settle(before, newest, entries)

    async def _settle(self, before: Mapping[str, int], newest: int, entries: Sequence[LaterRevision]) -> int:
        of_team: defaultdict[str, list[LaterRevision]] = defaultdict(list)
        for each in entries:
            for team in each.teams:
                if each.number > before.get(team, 0):
                    of_team[team].append(each)
        now = self.clock()
        due = [team for team, their in of_team.items() if self._has_stood(their[-1], now)]
        waiting = [their[0].number for team, their in of_team.items() if team not in due]
        number = min(waiting) - 1 if waiting else newest
        ahead = {team: of_team[team][-1].number for team in due}
        ahead = {team: each for team, each in {**before, **ahead}.items() if team != EVERY_TEAM and each > number}
        after = {EVERY_TEAM: number, **ahead}
        if after == before:
            return 0
        await self._correct({each.number: each for team in due for each in of_team[team]}, now)
        made = [notice for team in due for notice in await self._notices(team, of_team[team], now)]
        programme = self.record.snapshot.facts.programme.id
        if not await self._follows.settle(before, after, [(each, programme) for each in made]):
            return 0
        for settled in [seen for seen in self.seen if seen <= number]:
            del self.seen[settled]
        if made:
            logger.info("%d notices of changes of %s", len(made), ", ".join(due))
        return len(made)

    async def _correct(self, entries: Mapping[int, LaterRevision], now: datetime) -> None:
        """Tell those who were given answers that these entries correct."""
        corrections = Corrections(self.record)
        is_quiet = self.due(None, now) > now
        made = await corrections.make([entries[number] for number in sorted(entries)], now, is_quiet=is_quiet)
        if made:
            logger.info("%d notices of corrections", made)

    def _has_stood(self, newest: LaterRevision, now: datetime) -> bool:
        since = self.seen.setdefault(newest.number, monotonic())
        return now - newest.at >= self.settle or monotonic() - since >= self.settle.total_seconds()

    async def _notices(self, team: str, entries: Sequence[LaterRevision], now: datetime) -> list[Notice]:
        """A notice for each place that follows the team, where its headline is not as it was."""
        facts = self.record.snapshot.facts
        if team not in facts.teams:
            return []
        change = settled_change(team, facts, first_revisions(entries), min(entries[-1].at, now))
        if change is None:
            return []
        followers = await self._follows.followers(team)
        # A thousand places are told the same in two languages: what they share is made once.
        content, due = cache(partial(_content, change)), cache(lambda quiet: self.due(quiet, now))
        return [
            Notice(
                f"{each.chat}:{each.topic}:{team}:{entries[-1].number}",
                each.chat, each.topic, team, content(each.language, each.reports), now, due(each.quiet),
            )
            for each in followers
            if each.reports or not change.is_report_only()
        ]  # fmt: skip

    def due(self, quiet: str | None, now: datetime) -> datetime:
        """When a place with these quiet hours may be told: now, or at their end."""
        return quiet_until(now, quiet or self.quiet, self.record.snapshot.facts.zone) or now

    async def digest(self) -> int:
        """Make the digests that are due; gives how many. Raises StoreError."""
        now = self.clock()
        places = await self._follows.digests_due(now)
        if not places:
            return 0
        number = (await self._follows.settled()).get(EVERY_TEAM, 0)
        entries = await self._follows.revisions_after(min(each.digest_number for each in places))
        await self.record.refresh()
        facts, followed = self.record.snapshot.facts, await self._follows.all()
        made = 0
        for each in places:
            made += await self._digest(each, DigestSpan(facts, entries, each.digest_number, number), followed, now)
        return made

    async def _digest(
        self, to: Subscriber, span: "DigestSpan", followed: Mapping[tuple[int, int], Mapping[str, bool]], now: datetime
    ) -> int:
        zone, timing = span.facts.zone, read_digest(to.digest or "")
        if timing is None or to.digest_due is None:
            return 0
        # Of days that the bot was away for only the newest has a digest: it tells of all of them.
        due, following = to.digest_due, next_digest(timing, to.digest_due, zone)
        while following <= now:
            due, following = following, next_digest(timing, following, zone)
        day = day_of_digest(due, zone)
        teams = _teams_of(followed.get(to.place, {}), span.facts)
        changes, corrected = span.changes(teams)
        told = [each for each in changes if to.reports or not each.is_report_only()]
        notices = []
        if (told or corrected) and to.paused is None:
            content = DigestContent(
                day=day, language=to.language, changes=tuple(told), corrected=tuple(corrected), reports=to.reports
            )
            key = f"digest:{to.chat}:{to.topic}:{day.isoformat()}"
            notices.append(Notice(key, to.chat, to.topic, "", content.model_dump(mode="json"), now, now))
        programme = span.facts.programme.id
        await self._follows.digested(
            to, max(span.until, to.digest_number), following, [(n, programme) for n in notices]
        )
        return len(notices)


def _content(change: SettledChange, language: Language, reports: bool) -> Mapping[str, Any]:
    return NoticeContent(change=change, language=language, reports=reports).model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class DigestSpan:
    """What was settled between two numbers of the audit."""

    facts: Facts
    entries: Sequence[LaterRevision]
    since: int
    until: int

    def changes(self, teams: Collection[str]) -> tuple[list[SettledChange], list[tuple[str, int]]]:
        """The changed headlines of these teams, and the statements that were corrected without changing one."""
        later: list[LaterRevision] = [each for each in self.entries if self.since < each.number <= self.until]
        still = first_revisions(each for each in self.entries if each.number > self.until)
        changes: list[SettledChange] = []
        corrected: list[tuple[str, int]] = []
        for team in dict.fromkeys(team for each in later for team in sorted(each.teams) if team in teams):
            theirs = [each for each in later if team in each.teams]
            first = first_revisions(theirs)
            change = settled_change(team, self.facts, first, theirs[-1].at, later_still=still)
            if change is not None:
                changes.append(change)
            else:
                found = corrected_statements(team, self.facts, first, later_still=still)
                corrected += [(each.id, each.current.number) for each in found]
        return changes, corrected


def first_revisions(entries: Iterable[LaterRevision]) -> Mapping[str, int]:
    """The first revision of each statement among these entries."""
    found: dict[str, int] = {}
    for each in entries:
        found[each.statement] = min(found.get(each.statement, each.revision), each.revision)
    return found


def _teams_of(followed: Mapping[str, bool], facts: Facts) -> Collection[str]:
    """The teams that a digest speaks of: those followed, or all where none is."""
    chosen = {team for team, muted in followed.items() if not muted}
    if not chosen or EVERY_TEAM in chosen:
        return facts.teams.keys() - {team for team, muted in followed.items() if muted}
    return chosen
