"""What is answered: where teams stand, and the closed union of Answers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from knowledge.fields import Frozen, Identifier, Language
from knowledge.model import Action, Members, Programme, Source, Stance, Team, Voice
from knowledge.question import Candidate, Rank
from knowledge.said import Said


class Mark(Frozen):
    """A correction, a retraction or a reinstatement that readers are told of."""

    action: Action
    on: datetime
    reason: str | None = None


class Stated(Frozen):
    """One statement, whole, as it is shown: everything that a reply needs."""

    id: Identifier
    team: Team
    stance: Stance
    voice: Voice
    speaker: str | None
    said: Said | None
    quote: str
    source: Source
    recorded: datetime
    mark: Mark | None = None


class Standing(Frozen):
    """Where one team stands.

    The latest position, the latest result, what disagrees with either, and the newest statement that was taken back
    after the headline was made.
    """

    team: Team
    position: Stated | None = None
    result: Stated | None = None
    unconfirmed: Stated | None = None
    conflict: tuple[Stated, ...] = ()
    result_conflict: tuple[Stated, ...] = ()
    retracted: Stated | None = None


class Verdict(StrEnum):
    """What the record says to what a question presumes."""

    YES = "yes"
    NO = "no"
    OTHER = "other"
    """It holds neither that stance nor its opposite, but a third, and never was on record with that stance."""
    MIXED = "mixed"
    """The record speaks for both: an older statement, a later report or a conflict says other than the headline."""
    SILENT = "silent"
    """Nothing of that kind is on record."""
    BEYOND = "beyond"
    """The day asked about lies beyond the record's reach."""


class Reach(Frozen):
    """How far the record goes: the first and the newest day that it speaks of, and its version."""

    first: date | None = None
    last: date | None = None
    version: int = 0


class Answered(Frozen):
    """What every answer has: its language, the day asked for, today in the programme's zone, and the record's reach."""

    language: Language
    as_of: date | None = None
    known_at: date | None = None
    """The day at whose end the record is told as it was then; not what was sent."""
    first_recorded: date | None = None
    """With `known_at`: the day on which the first statement of all was recorded."""
    today: date
    reach: Reach
    zone: str
    members: Members = Members()
    """What the programme calls its teams."""

    @property
    def is_before_record(self) -> bool:
        """Whether the day asked for lies before anything on record."""
        if self.as_of is None or self.known_at is not None:
            return False
        return self.reach.first is not None and self.as_of < self.reach.first

    @property
    def is_after_today(self) -> bool:
        """Whether the day asked for has not come yet."""
        return self.as_of is not None and self.as_of > self.today


class Group(Frozen):
    """The teams whose headline is one stance, newest first."""

    stance: Stance
    standings: tuple[Standing, ...]


class Assurance(Frozen):
    """How sure the headline of a team is, from the record alone."""

    headline: Stated
    sources: int
    """Sources that print the same stance of the team."""
    origins: int
    """Different sentences in them: one wire story in ten papers is one."""
    conflicts: int
    """Statements that contradict it, a later unconfirmed report among them."""
    days: int
    """Since it was said."""


class Recorded(Frozen):
    """What today's record says of a team on the day of which it is asked what was known."""

    standing: Standing
    is_alike: bool
    """Whether the record said the same then."""
    first: date | None
    """The day on which the first statement of the team was recorded."""


class StanceAnswer(Answered):
    """Where one or more teams stand, in the order asked, with the verdict on what the question presumes."""

    kind: Literal["stance"] = "stance"
    standings: tuple[Standing, ...]
    presumed: tuple[Stance, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    """One a standing, or none at all."""
    otherwise: tuple[Stated, ...] = ()
    """What no standing shows and a plain yes or no would pass over: the newest of each such stance of each team."""
    is_negated: bool = False
    """Whether the question presumes that none of `presumed` holds."""
    asks: bool = False
    """Whether a yes or a no answers the question."""
    candidates: tuple[Candidate, ...] = ()
    suggested: tuple[Team, ...] = ()
    """The candidates' teams, in their order."""
    strangers: tuple[str, ...] = ()
    wants_source: bool = False
    peers: Group | None = None
    """Where one team is asked about: all that hold the same stance."""

    joint: Literal["all", "any"] | None = None
    """Whether the question asks of all the teams together or of any of them."""
    is_negative: bool = False
    """Whether it is an English question with a not in it, which "yes" and "no" would answer both ways."""
    unread: tuple[str, ...] = ()
    """Words of the question that nothing on record speaks to."""
    assurances: tuple[Assurance, ...] = ()
    """Where it is asked how sure that is: one a team that has a headline."""
    recorded: tuple[Recorded, ...] = ()
    """Where it is asked what was known on a day: one a standing."""

    @property
    def plain_verdict(self) -> Literal["yes", "no"] | None:
        """The yes or no that the reply gives for all teams alike; None where it gives none, or not the same.

        Of all together one "no" is enough for it, of any of them one "yes"; a name that is no team here makes neither.
        """
        told = set(self.verdicts) if self.asks else set()
        if self.strangers and self.joint is not None:
            return None
        if told == {Verdict.YES} or (self.joint == "any" and Verdict.YES in told):
            return "yes"
        return "no" if told == {Verdict.NO} or (self.joint == "all" and Verdict.NO in told) else None


class ListAnswer(Answered):
    """Who holds these stances; `apart` holds the groups that one word of the question also names (out: eliminated)."""

    kind: Literal["list"] = "list"
    groups: tuple[Group, ...]
    apart: tuple[Group, ...] = ()
    rest: tuple[Group, ...] = ()
    """The other groups of the same kind that are not empty, to go on with."""
    considered: int = 0
    """How many teams were looked through: all, or those that the question did not leave out."""
    excluded: tuple[Stance, ...] = ()
    """The stances that the teams listed do not hold."""
    narrowed: tuple[Stance, ...] = ()
    """The stances of which the teams listed hold one as well."""
    is_of_asked: bool = True
    """Whether it is of stances that were asked for; else of everybody but those excluded, or who is silent."""
    silent: tuple[Team, ...] = ()
    """Teams listed that have nothing of the kind on record."""
    reported: tuple[Standing, ...] = ()
    """Teams that a newer report, not confirmed, puts among those listed."""
    page: int = 0


class OverviewAnswer(Answered):
    """The whole programme: every team that has a position, by stance; results by stance; and who is silent."""

    kind: Literal["overview"] = "overview"
    programme: Programme
    positions: tuple[Group, ...]
    results: tuple[Group, ...]
    silent: tuple[Team, ...]
    """Teams without a position on record."""
    reported: tuple[Standing, ...] = ()
    """Teams of which a newer report, not confirmed, says otherwise."""


class HistoryAnswer(Answered):
    """What the teams asked about, or all, said, oldest first; retracted statements stay, marked."""

    kind: Literal["history"] = "history"
    teams: tuple[Team, ...]
    """The teams asked about; empty for all."""
    statements: tuple[Stated, ...]
    since: date | None = None
    page: int = 0
    """Counted from the newest."""

    @property
    def silent(self) -> tuple[Team, ...]:
        """The teams asked about that have no entry."""
        speaking = {statement.team.id for statement in self.statements}
        return tuple(team for team in self.teams if team.id not in speaking)


class ChangeKind(StrEnum):
    """What of a headline became another."""

    POSITION = "position"
    RESULT = "result"
    CONFLICT = "conflict"
    """The stance stands, and something of the same rank and time now contradicts it, or no longer does."""
    VOICE = "voice"
    """The stance stands, and is now said by somebody whose word counts for more, or less."""
    UNCONFIRMED = "unconfirmed"
    """A later report of a lower rank disagrees with the headline."""


class HeadlineChange(Frozen):
    """One change of one team: from a stance (None for none) to another, on a day, by the statement that made it."""

    team: Team
    kind: ChangeKind
    before: Stance | None
    after: Stance | None
    day: date
    made_by: Stated | None
    """None where nothing stands any more: the statement was taken back."""


class ChangesAnswer(Answered):
    """Whose headline changed between two days, oldest first; `recorded` was put right then, and said earlier."""

    kind: Literal["changes"] = "changes"
    changes: tuple[HeadlineChange, ...]
    recorded: tuple[Stated, ...] = ()
    since: date
    until: date
    teams: tuple[Team, ...] = ()
    """The teams asked about; empty for all."""


class RankedAnswer(Answered):
    """Who was the first, or the last, of all to hold one of these stances: several where their days overlap."""

    kind: Literal["list"] = "list"
    rank: Rank
    stances: tuple[Stance, ...]
    """Empty where any position counts."""
    statements: tuple[Stated, ...]


class AmbiguousAnswer(Answered):
    """More than one team may be meant: which one?"""

    kind: Literal["ambiguous"] = "ambiguous"
    candidates: tuple[Candidate, ...]
    teams: tuple[Team, ...]
    """The candidates' teams, in their order."""


class UnknownAnswer(Answered):
    """Not a team here; the nearest names, if any."""

    kind: Literal["unknown"] = "unknown"
    candidates: tuple[Candidate, ...] = ()
    teams: tuple[Team, ...] = ()
    strangers: tuple[str, ...] = ()


class HelpAnswer(Answered):
    """How to ask."""

    kind: Literal["help"] = "help"
    programme: Programme
    examples: tuple[Team, ...] = ()
    stances: tuple[Stance, ...] = ()


Answer = (
    StanceAnswer
    | ListAnswer
    | RankedAnswer
    | OverviewAnswer
    | HistoryAnswer
    | ChangesAnswer
    | AmbiguousAnswer
    | UnknownAnswer
    | HelpAnswer
)
