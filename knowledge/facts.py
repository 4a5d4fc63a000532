"""Facts: the record at one version, in memory; latest, as of, known at, conflict and history are computed from it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from knowledge.answer import Group, Standing
from knowledge.model import Claim, Kind, Programme, Source, Stance, Statement, Team, Voice
from knowledge.said import day_of, last_moment

VOICE_RANKS: Mapping[Kind, tuple[Voice, ...]] = {
    Kind.POSITION: (Voice.OWN, Voice.AUTHORITY, Voice.REPORTED),
    Kind.RESULT: (Voice.AUTHORITY, Voice.OWN, Voice.REPORTED),
}
"""Whose word counts first: a team's own about what it will do, the programme's about what happened to it."""

PASSAGE_BREAK = "\x1e"
"""Between two sentences of a source that is known by its quotes: no quote may hold it, so none spans two of them."""


@dataclass(frozen=True, slots=True)
class Latest:
    """What one kind of stance of one team comes to.

    `statement` is the headline; `conflict` holds others of its rank and time with another stance; `unconfirmed` is a
    later statement of a lower rank that disagrees.
    """

    statement: Statement | None = None
    conflict: tuple[Statement, ...] = ()
    unconfirmed: Statement | None = None


@dataclass(frozen=True)
class Facts:
    """Everything on record at one `version` of one `filling`; `teams` and `stances` keep the order of the file."""

    programme: Programme
    stances: Mapping[str, Stance]
    teams: Mapping[str, Team]
    sources: Mapping[str, Source]
    statements: Mapping[str, Statement]
    source_texts: Mapping[str, str]
    version: int = 0
    whole_sources: frozenset[str] = frozenset()
    """Sources whose whole text is kept; of the others only the sentences quoted, with PASSAGE_BREAK between them."""
    filling: str = field(default="", compare=False)
    """Which filling of a database it was read from: a version means something only beside it."""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The programme's time zone."""
        return self.programme.zone

    @cached_property
    def _by_team(self) -> Mapping[str, tuple[Statement, ...]]:
        """Every statement that any revision ever gave to a team, in the order of recording."""
        grouped: dict[str, list[Statement]] = {}
        for statement in sorted(self.statements.values(), key=lambda each: each.sequence):
            for team in dict.fromkeys(revision.claim.team for revision in statement.revisions):
                grouped.setdefault(team, []).append(statement)
        return {team: tuple(statements) for team, statements in grouped.items()}

    @cached_property
    def standings(self) -> dict[tuple[str, date | None], Standing]:
        """Where teams stood on a day, or stand now, as far as somebody asked: `knowledge.standing` fills it."""
        return {}

    @cached_property
    def holders(self) -> dict[str, Group]:
        """Who holds a stance now, as far as somebody asked: `knowledge.standing` fills it."""
        return {}

    @cached_property
    def on_record(self) -> tuple[str, ...]:
        """The teams that any statement is, or ever was, about, in the order of the programme's file."""
        return tuple(team for team in self.teams if team in self._by_team)

    @cached_property
    def positions(self) -> tuple[str, ...]:
        """The codes of all positions, those that were said most often first."""
        said = Counter(each.claim.stance for each in self.statements.values() if not each.is_retracted)
        codes = [code for code, stance in self.stances.items() if stance.kind is Kind.POSITION]
        return tuple(sorted(codes, key=lambda code: -said[code]))

    @cached_property
    def _implied(self) -> Mapping[str, frozenset[str]]:
        """Each stance with all that it includes, and what those include in turn."""
        found: dict[str, frozenset[str]] = {}
        for code in self.stances:
            reached, waiting = {code}, [code]
            while waiting:
                stance = self.stances.get(waiting.pop())
                more = set(stance.includes if stance else ()) - reached
                reached |= more
                waiting.extend(more)
            found[code] = frozenset(reached)
        return found

    def implied(self, codes: Iterable[str]) -> frozenset[str]:
        """Every stance that holds where these hold: who won is among those who reached the final."""
        return frozenset(each for code in codes for each in self._implied.get(code, (code,)))

    def implying(self, code: str) -> frozenset[str]:
        """The stances of which each holder holds this one as well, itself among them."""
        return frozenset(each for each, implied in self._implied.items() if code in implied)

    def is_on_record(self, team: str) -> bool:
        """Whether any statement is, or ever was, about the team: of a hundred thousand most are silent."""
        return team in self._by_team

    def without(self, team: str, later: Mapping[str, int]) -> "Facts":
        """The statements of one team as they were before some revisions: statement -> the first that is left out.

        By their numbers and not by their moments, which are the same where a clock was set back.
        """
        kept = {}
        for each in self._by_team.get(team, ()):
            past = each.revisions[: later[each.id] - 1] if each.id in later else each.revisions
            if past:
                kept[each.id] = Statement.model_construct(id=each.id, sequence=each.sequence, revisions=past)
        return replace(self, statements=kept)

    def known_at(self, moment: datetime, teams: Iterable[str] | None = None) -> "Facts":
        """The record as it was known at a moment: the revisions made until then; of these teams only, where given."""
        named = None if teams is None else (each for team in teams for each in self._by_team.get(team, ()))
        chosen = self.statements.values() if named is None else named
        kept = {each.id: past for each in chosen if (past := each.known_at(moment)) is not None}
        return replace(self, statements=kept)

    def first_recorded(self, teams: Iterable[str] | None = None) -> datetime | None:
        """When the first statement of these teams, or of all, was recorded; None where there is none."""
        named = None if teams is None else (each for team in teams for each in self._by_team.get(team, ()))
        return min((each.recorded for each in (self.statements.values() if named is None else named)), default=None)

    def is_verbatim(self, claim: Claim) -> bool:
        """Whether the quote is an exact slice of its source's stored text."""
        return claim.quote in self.source_texts.get(claim.source, "")

    def dated(self, statement: Statement) -> date:
        """The day that a statement is placed on: the end of `said`, else published, else recorded."""
        return self._moment(statement).date()

    def _moment(self, statement: Statement) -> datetime:
        """The last moment by which it was said: the end of `said`, else of the published day, else recorded."""
        claim = statement.claim
        if claim.said is not None:
            return last_moment(claim.said.end, self.zone)
        published = self.sources[claim.source].published
        if published is not None:
            return last_moment(published, self.zone)
        return statement.recorded.astimezone(self.zone)

    def _order(self, statement: Statement) -> tuple[bool, datetime, date, int]:
        """What makes one of two statements of the same rank the later: `said` (unknown last), published, recorded."""
        claim = statement.claim
        known = claim.said is not None
        said = (
            last_moment(claim.said.end, self.zone) if claim.said is not None else datetime.min.replace(tzinfo=self.zone)
        )
        return known, said, self.sources[claim.source].published or date.min, statement.sequence

    def _same_time(self, one: Statement, other: Statement) -> bool:
        """Whether nothing on record says which of the two came later; a bare day cannot be told from a moment in it."""
        first, second = one.claim.said, other.claim.said
        if first is None or second is None:
            published = [self.sources[each.claim.source].published for each in (one, other)]
            return first is second is None and published[0] == published[1]
        if isinstance(first.end, datetime) and isinstance(second.end, datetime):
            return last_moment(first.end, self.zone) == last_moment(second.end, self.zone)
        return day_of(first.end, self.zone) == day_of(second.end, self.zone)

    def as_known(
        self, team: str, *, as_of: date | None = None, known_at: datetime | None = None
    ) -> Iterator[Statement]:
        """The team's statements that stand, verbatim in their source, in the order of recording.

        `as_of` keeps what was said up to the end of that day; `known_at` what was recorded up to that moment.
        """
        cutoff = datetime.combine(as_of, time.max, self.zone) if as_of is not None else None
        for each in self._by_team.get(team, ()):
            statement = each if known_at is None else each.known_at(known_at)
            if statement is None or statement.is_retracted or statement.claim.team != team:
                continue
            if cutoff is not None and self._moment(statement) > cutoff:
                continue
            if self.is_verbatim(statement.claim):
                yield statement

    def latest(self, team: str, kind: Kind, *, as_of: date | None = None, known_at: datetime | None = None) -> Latest:
        """The headline of one kind for one team, with what contradicts it; all empty where nothing is on record."""
        statements = [
            statement
            for statement in self.as_known(team, as_of=as_of, known_at=known_at)
            if self.stances[statement.claim.stance].kind is kind
        ]
        if not statements:
            return Latest()
        ranks = VOICE_RANKS[kind]
        best = min(ranks.index(statement.claim.voice) for statement in statements)
        peers = [statement for statement in statements if ranks.index(statement.claim.voice) == best]
        lower = [statement for statement in statements if ranks.index(statement.claim.voice) > best]
        headline = max(peers, key=self._order)
        return Latest(headline, self._conflict(headline, peers), self._unconfirmed(headline, lower))

    def _conflict(self, headline: Statement, peers: Iterable[Statement]) -> tuple[Statement, ...]:
        """The newest peer of each other stance that was said at the headline's time, newest first."""
        newest: dict[str, Statement] = {}
        for peer in sorted(peers, key=self._order):
            if peer.claim.stance != headline.claim.stance and self._same_time(peer, headline):
                newest[peer.claim.stance] = peer
        return tuple(sorted(newest.values(), key=self._order, reverse=True))

    def _unconfirmed(self, headline: Statement, lower: Iterable[Statement]) -> Statement | None:
        """The newest statement of a lower rank that is later than the headline and disagrees with it."""
        later = (
            each
            for each in lower
            if each.claim.stance != headline.claim.stance and self._moment(each) > self._moment(headline)
        )
        return max(later, key=self._order, default=None)

    def history(self, team: str | None = None, *, as_of: date | None = None) -> tuple[Statement, ...]:
        """What a team, or everyone, said, oldest first, retracted statements too; a quote out of its source never."""
        chosen = self.statements.values() if team is None else self._by_team.get(team, ())
        kept = [each for each in chosen if (team is None or each.claim.team == team) and self.is_verbatim(each.claim)]
        if as_of is not None:
            kept = [each for each in kept if self.dated(each) <= as_of]
        return tuple(sorted(kept, key=lambda each: (self._moment(each), each.sequence)))

    @cached_property
    def first_day(self) -> date | None:
        """The earliest day that a standing statement is placed on; None for an empty record."""
        return min((self.dated(each) for each in self._standing), default=None)

    @cached_property
    def last_day(self) -> date | None:
        """The newest day that a standing statement is placed on; None for an empty record."""
        return max((self.dated(each) for each in self._standing), default=None)

    @property
    def _standing(self) -> Iterator[Statement]:
        return (each for each in self.statements.values() if not each.is_retracted)
