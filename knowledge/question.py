"""What is asked: what a text names, and the Question that it asks."""

from datetime import date
from enum import StrEnum
from typing import Literal, Protocol

from knowledge.fields import Frozen, Identifier, Language


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


class NameFinder(Protocol):
    """What finds names in a text: the name index."""

    def find(self, text: str) -> Finding:
        """The teams, candidates and other companies that a text names."""


class Intent(StrEnum):
    """What a question wants."""

    STANCE = "stance"
    LIST = "list"
    OVERVIEW = "overview"
    HISTORY = "history"
    CHANGES = "changes"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"
    HELP = "help"


Rank = Literal["first", "last"]


class Presumed(Frozen):
    """What a yes/no or a why-question takes for granted: that one of these stances holds, or none of them."""

    stances: tuple[Identifier, ...]
    opposed: tuple[Identifier, ...] = ()
    """Stances that make a plain "no" of it, or a plain "yes" where it is negated."""
    negated: bool = False
    asks: bool = True
    """Whether a yes or a no answers the question; a why does not ask for one."""
    is_of_now: bool = False
    """Whether it is about this moment beyond doubt (불참이야?, is it out?), so that what held once is no yes to it."""
    undecided: tuple[Identifier, ...] = ()
    """The positions that leave it open: who is undecided makes no plain "no" of joining."""
    leaning: tuple[Identifier, ...] = ()
    """The stances that make a plain "no" of a refusal: who bids, if only on a condition, has not withdrawn."""
    is_still: bool = False
    """Whether it asks whether something still holds (아직, still), so that what is over is a plain "no"."""
    is_of_then: bool = False
    """Whether it asks about then (처음엔, at one point), which what was said then answers."""
    is_ahead: bool = False
    """Whether it asks about a time to come, which no record speaks to."""
    is_negative: bool = False
    """Whether it is an English question with a not in it, where yes and no would mislead."""
    joint: Literal["all", "any"] | None = None
    """Whether it asks of all the teams together (둘 다) or of any of them (either)."""
    is_own_word: bool = False
    """Whether it asks for the team's own word or an official one (직접 밝혔어?), which a report is not."""


class Question(Frozen):
    """A text as it was understood; `language` is None where the text shows none."""

    text: str
    intent: Intent
    language: Language | None = None
    finding: Finding = Finding()
    teams: tuple[Identifier, ...] = ()
    """The teams asked about, in the order asked; with LIST, the only ones to consider."""
    besides: tuple[Identifier, ...] = ()
    """The teams that a list leaves out (카카오 말고 누가 빠졌어?)."""
    strangers: tuple[str, ...] = ()
    """Names in the text that belong to somebody who is not a team here, as they were typed."""
    stances: tuple[Identifier, ...] = ()
    """A list's filter, in the order asked: who holds any of them; of all teams where it is empty."""
    also: tuple[Identifier, ...] = ()
    """Stances of which a list's teams hold one as well (탈락팀 중에 검토 중인 팀)."""
    without: tuple[Identifier, ...] = ()
    """Stances that a list's teams do not hold (불참 아닌 팀)."""
    is_of_silent: bool = False
    """Whether a list is of the teams that have no position on record (아무 말 없는 팀)."""
    apart: tuple[Identifier, ...] = ()
    """Results that the list's words stand for as well (out: eliminated); they are told apart from it."""
    presumed: Presumed | None = None
    as_of: date | None = None
    known_at: date | None = None
    """The day at whose end the record is asked for as it was then (18일에 네가 뭐라고 답했어?)."""
    since: date | None = None
    until: date | None = None
    """The last day of the time in which a change is asked for (지난주에 바뀐 거 있어?)."""
    rank: Rank | None = None
    """With LIST: only who was the first, or the last, of all to say so."""
    unread: tuple[str, ...] = ()
    """Words of the question that nothing on record speaks to (네이버 주가), as they were typed."""
    wants_source: bool = False
    wants_assurance: bool = False
    """Whether it asks how sure that is (이거 확실해?)."""
    page: int = 0
    """Which page of a long list or history, counted from 0."""
