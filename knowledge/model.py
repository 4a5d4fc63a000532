"""The words of the record: Programme, Team, Stance, Source, Claim, Revision and Statement."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from knowledge.fields import Frozen, Identifier, Language, Line, Quote, Url
from knowledge.said import Said


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone") from error
    return name


class Names(Frozen):
    """Names per language; the first of each is the official one, the rest are aliases."""

    ko: tuple[Line, ...] = ()
    en: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> "Names":
        if not self.ko and not self.en:
            raise ValueError("a name in at least one language is needed")
        return self

    @property
    def every(self) -> tuple[str, ...]:
        """All names, Korean first."""
        return self.ko + self.en

    def official(self, language: Language) -> str:
        """The first name of that language, or of the other one where it has none."""
        own, other = (self.ko, self.en) if language == "ko" else (self.en, self.ko)
        return (own or other)[0]


class Words(Frozen):
    """The words that people ask by, per language."""

    ko: tuple[Line, ...] = ()
    en: tuple[Line, ...] = ()


class Label(Frozen):
    """What readers see, in both languages."""

    ko: Line
    en: Line


class KoreanMembers(Frozen):
    """What one member is called in Korean, the noun that counts them (열두 곳), and other words for them."""

    one: Line = "팀"
    count: Line = "팀"
    also: tuple[Line, ...] = ()


class EnglishMembers(Frozen):
    """What one member and several are called in English, and other words for them."""

    one: Line = "team"
    many: Line = "teams"
    also: tuple[Line, ...] = ()


class Members(Frozen):
    """What a programme calls its teams: 가게, shops, 나라; 팀 and team where its file does not say."""

    ko: KoreanMembers = KoreanMembers()
    en: EnglishMembers = EnglishMembers()


class Programme(Frozen):
    """The programme that the record is about; `timezone` is the zone of every date in it.

    `authority` names the body that runs it, as sentences name it.
    """

    id: Identifier
    timezone: Annotated[str, AfterValidator(_known_zone)]
    names: Names
    members: Members = Members()
    authority: Words = Words()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the programme."""
        return ZoneInfo(self.timezone)


class Kind(StrEnum):
    """What a stance speaks of: what a team says it will do, or what happened to it."""

    POSITION = "position"
    RESULT = "result"


class Stance(Frozen):
    """A stance that the programme's file declares; who holds it holds the results that it `includes` as well."""

    code: Identifier
    kind: Kind
    label: Label
    words: Words = Words()
    includes: tuple[Identifier, ...] = ()

    @model_validator(mode="after")
    def _only_results_include(self) -> "Stance":
        if self.includes and self.kind is not Kind.RESULT:
            raise ValueError("only a result includes others")
        return self


class Team(Frozen):
    """A team of the programme; `decoys` look like its names and are somebody else's."""

    id: Identifier
    names: Names
    ticker: Line | None = None
    decoys: tuple[Line, ...] = ()


class Source(Frozen):
    """Where a sentence was printed. Its text is private and kept apart, in the store.

    `share` false keeps its quotes off the web; the link stays.
    """

    id: Identifier
    publisher: Line | None = None
    title: Line | None = None
    url: Url | None = None
    published: date | None = None
    revises: Identifier | None = None
    share: bool = True


class Voice(StrEnum):
    """Who speaks: the team itself, the body that runs the programme, or the press and hearsay."""

    OWN = "own"
    AUTHORITY = "authority"
    REPORTED = "reported"


class Claim(Frozen):
    """What one statement says: who holds which stance, in which sentence, by whom, when, and where it was printed."""

    team: Identifier
    stance: Identifier
    voice: Voice
    speaker: Line | None = None
    said: Said | None = None
    source: Identifier
    quote: Quote


UNDONE = "undone"
"""The reason of a retraction by Undo."""


class Action(StrEnum):
    """What a revision did to its statement."""

    RECORD = "record"
    CORRECT = "correct"
    RETRACT = "retract"
    REINSTATE = "reinstate"


ReportKind = Literal["name", "stance", "day", "sentence", "link"]
REPORT_KINDS: Final[tuple[ReportKind, ...]] = ("name", "stance", "day", "sentence", "link")
"""What may be wrong of a statement, in the order of the buttons, whose data counts them from 1: new ones come last."""


class Revision(Frozen):
    """One entry of a statement's past: `at` is an aware moment in UTC, `by` names who did it."""

    number: int
    action: Action
    claim: Claim
    by: str
    at: datetime
    reason: str | None = None


class Statement(Frozen):
    """A statement with its whole past; `sequence` is its place in the order of recording."""

    id: Identifier
    sequence: int
    revisions: tuple[Revision, ...] = Field(min_length=1)

    @property
    def current(self) -> Revision:
        """The newest revision."""
        return self.revisions[-1]

    @property
    def claim(self) -> Claim:
        """What it says now."""
        return self.current.claim

    @property
    def recorded(self) -> datetime:
        """When it was first recorded."""
        return self.revisions[0].at

    @property
    def is_retracted(self) -> bool:
        """Whether its newest revision takes it back."""
        return self.current.action is Action.RETRACT

    @property
    def is_undone(self) -> bool:
        """Whether whoever recorded it took it back at once, before anybody had to be told."""
        return self.is_retracted and len(self.revisions) == 2 and self.current.reason == UNDONE

    def known_at(self, moment: datetime) -> "Statement | None":
        """The statement as it was known at a moment, or None where it was not yet recorded.

        All revisions up to the last one made by then: where a clock was set back, what followed is known as well.
        """
        made = [revision.number for revision in self.revisions if revision.at <= moment]
        past = self.revisions[: made[-1]] if made else ()
        return Statement.model_construct(id=self.id, sequence=self.sequence, revisions=past) if past else None
