"""The words of a conversation: what a text names, the Question it asks, and the closed union of Answers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from knowledge.fields import Frozen, Identifier, Language
from knowledge.model import Action, Kind, Programme, Source, Stance, Team, Voice
from knowledge.said import Said


class Mention(Frozen):
    """A team found in a text: `start` and `end` count code points of the text as given."""

    team: Identifier
    name: str
    surface: str
    start: int
    end: int
    score: float
    view: str


class Candidate(Frozen):
    """A team that may be meant; `view` names the form of the name that came near."""

    team: Identifier
    name: str
    score: float
    view: str


class Finding(Frozen):
    """What a text names: teams, at most three candidates, and the spans of other companies' names (decoys)."""

    mentions: tuple[Mention, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    others: tuple[tuple[int, int], ...] = ()


class Intent(StrEnum):
    """What a question wants."""

    STANCE = "stance"
    LIST = "list"
    OVERVIEW = "overview"
    HISTORY = "history"
    HELP = "help"
    UNKNOWN = "unknown"


class Question(Frozen):
    """A text as it was understood; `language` is None where the text shows none."""

    text: str
    intent: Intent
    language: Language | None = None
    finding: Finding = Finding()
    stances: tuple[Identifier, ...] = ()
    """The stance codes asked by: a list's filter, or what a yes/no question presumes."""
    presumes: bool = False
    """Whether it is a yes/no question about the stances in `stances`."""
    negated: bool = False
    """Whether that yes/no question asks by the opposite (안 나가?)."""
    kind: Kind | None = None
    as_of: date | None = None
    wants_source: bool = False
    wants_count: bool = False


class Mark(Frozen):
    """A correction or a retraction that readers are told of."""

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
    """Where one team stands: the latest position, the latest result, and what disagrees with the position."""

    team: Team
    position: Stated | None = None
    result: Stated | None = None
    unconfirmed: Stated | None = None
    conflict: tuple[Stated, ...] = ()


class Reach(Frozen):
    """How far the record goes: the newest day that any statement in it speaks of, and its version."""

    last_said: date | None
    version: int


class Answered(Frozen):
    """What every answer has: the language to answer in, the day asked for, and how far the record goes."""

    language: Language
    as_of: date | None = None
    reach: Reach
    zone: str = "Asia/Seoul"


class StanceAnswer(Answered):
    """Where one or more teams stand, in the order asked."""

    kind: Literal["stance"] = "stance"
    standings: tuple[Standing, ...]
    candidates: tuple[Candidate, ...] = ()
    question: Question


class ListAnswer(Answered):
    """Who holds these stances; `statements` in the order listed, one a team and stance."""

    kind: Literal["list"] = "list"
    stances: tuple[Stance, ...]
    standings: tuple[Standing, ...]
    total: int


class OverviewAnswer(Answered):
    """The whole programme, every team with its standing."""

    kind: Literal["overview"] = "overview"
    programme: Programme
    stances: tuple[Stance, ...]
    standings: tuple[Standing, ...]


class HistoryAnswer(Answered):
    """What one team, several or all said, oldest first; retracted statements stay, marked."""

    kind: Literal["history"] = "history"
    teams: tuple[Team, ...]
    statements: tuple[Stated, ...]


class AmbiguousAnswer(Answered):
    """More than one team may be meant: which one?"""

    kind: Literal["ambiguous"] = "ambiguous"
    candidates: tuple[Candidate, ...]
    teams: tuple[Team, ...]


class UnknownAnswer(Answered):
    """Not a team here; the nearest names, if any."""

    kind: Literal["unknown"] = "unknown"
    candidates: tuple[Candidate, ...] = ()
    teams: tuple[Team, ...] = ()


class HelpAnswer(Answered):
    """How to ask."""

    kind: Literal["help"] = "help"
    programme: Programme
    examples: tuple[Team, ...] = ()


Answer = StanceAnswer | ListAnswer | OverviewAnswer | HistoryAnswer | AmbiguousAnswer | UnknownAnswer | HelpAnswer
