"""What may be asked of the record: every change as one value, and the words that it is made of (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, TypeAdapter, ValidationError, field_serializer

from knowledge.errors import RefusedError
from knowledge.facts import Facts
from knowledge.fields import Frozen, Identifier, Language, Line, Quote, SourceText, Url, is_blank, is_hidden
from knowledge.files.programme_file import ProgrammeFile
from knowledge.model import Claim, Names, Source, Team, Voice
from knowledge.said import Said

UNDO_WITHIN = timedelta(minutes=10)
"""How long the editor who recorded a statement can take it back by one button, unless the settings say otherwise."""
APPROVED_WITHIN = timedelta(hours=72)
"""How long a pending change waits for another editor."""
REFUSED = "refused"
"""The action of an attempt that was refused and changed nothing."""
APPROVE, REJECT = "approve", "reject"
"""The actions of who decides on a pending change."""
SOURCE_PARTS = ("publisher", "title", "url", "published")
"""What is told of a source."""


class Subject(StrEnum):
    """What a change is about."""

    PROGRAMME = "programme"
    STANCE = "stance"
    TEAM = "team"
    SOURCE = "source"
    PASSAGE = "passage"
    STATEMENT = "statement"
    REGISTER = "register"
    EDITOR = "editor"
    FILE = "file"
    ACCESS = "access"
    APPROVAL = "approval"
    """What another editor decided on a pending change; `after` names its author."""


class Rule(StrEnum):
    """The codes of NotFoundError, ConflictError and RefusedError: which rule of the record a request would break."""

    NO_STATEMENT = "no_statement"
    NO_TEAM = "no_team"
    NO_STANCE = "no_stance"
    NO_SOURCE = "no_source"
    NO_NAME = "no_name"
    NO_EDITOR = "no_editor"
    QUOTE_NOT_IN_SOURCE = "quote_not_in_source"
    SOURCE_DIFFERS = "source_differs"
    """The source is on record with another text: a changed article is a new source."""
    NO_REASON = "no_reason"
    NOTHING_CHANGES = "nothing_changes"
    CHANGED_MEANWHILE = "changed_meanwhile"
    """`by`, `at`, `action` and `number` tell of the newer revision."""
    IS_RETRACTED = "is_retracted"
    NOT_RETRACTED = "not_retracted"
    UNDO_EXPIRED = "undo_expired"
    UNDO_NOT_YOURS = "undo_not_yours"
    TEAM_TAKEN = "team_taken"
    NAME_TAKEN = "name_taken"
    """`team` has the name already."""
    NAME_IS_DECOY = "name_is_decoy"
    DECOY_IS_NAME = "decoy_is_name"
    NAME_BLANK = "name_blank"
    """A name that shows nothing."""
    NAME_HIDDEN = "name_hidden"
    """A name with a `character` that nobody sees."""
    LAST_NAME = "last_name"
    EDITOR_TAKEN = "editor_taken"
    NO_PENDING = "no_pending"
    OWN_CHANGE = "own_change"
    """Nobody decides on a change of their own."""
    DECIDED = "decided"
    """`outcome` and `by` tell what became of the pending change."""
    LAPSED = "lapsed"
    """Nobody approved the pending change in time."""
    RECORD_MOVED = "record_moved"
    """The record is not at the version that the approver saw."""
    BAD_TEXT = "bad_text"
    """A name or a reason that is blank, too long or has odd characters; `detail` says which."""


_LINE: TypeAdapter[str] = TypeAdapter(Line)


def line(text: str) -> str:
    """A name or a reason as it may be stored; raises RefusedError (`bad_text`)."""
    try:
        return _LINE.validate_python(text)
    except ValidationError as error:
        raise RefusedError(Rule.BAD_TEXT, text=text[:100], detail=error.errors()[0]["msg"]) from error


def unseen(name: str) -> tuple[Rule, str] | None:
    """Why a name cannot be told from another one by looking at it, with the character; None for a plain name."""
    if is_blank(name):
        return Rule.NAME_BLANK, ""
    hidden = next(filter(is_hidden, name), None)
    return None if hidden is None else (Rule.NAME_HIDDEN, f"U+{ord(hidden):04X}")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changed it, when, and the unique key of the request that asked for it."""

    by: str
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change, or one attempt that was refused: who, when, what, from what to what, by which request."""

    number: int
    at: datetime
    by: str
    action: str
    subject: Subject
    id: str
    team: str | None
    before: Any
    after: Any
    request: str | None


class Outcome(StrEnum):
    """What became of a pending change."""

    APPROVED = "approved"
    REJECTED = "rejected"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A change that one editor saved and that takes effect when another approves it.

    `author` is its author as the record names one, `user` the author's user id, 0 for none; `about` is the id of what
    it changes, and once approved of what it made. `payload` is for whoever shows and applies it.
    """

    token: str
    author: str
    user: int
    kind: str
    about: str
    team: str | None
    payload: Any
    proposed: datetime
    expires: datetime
    outcome: Outcome | None = None
    decided: datetime | None = None
    decided_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Who decides on the pending change of a token, having seen the record at a version.

    `editors` are the user ids that have to be editors' at the moment of the decision: those of the author and of
    whoever decides, where they are not owners'.
    """

    token: str
    by: str
    version: int
    editors: tuple[int, ...]


class NewSource(Frozen):
    """A source that has no id yet; one on record with the same publisher, title, address and date is used again."""

    publisher: Line | None = None
    title: Line | None = None
    url: Url | None = None
    published: date | None = None
    text: SourceText | None = None

    def named(self, name: str, revises: Source | None = None) -> Source:
        """The source under an id; one that revises another is shared where that one is."""
        described = self.model_dump(exclude={"text"})
        if revises is None:
            return Source(id=name, **described)
        return Source(id=name, revises=revises.id, share=revises.share, **described)


def source_parts(source: Source | NewSource) -> dict[str, object]:
    """What is told of a source, by the names of the parts."""
    return {name: getattr(source, name) for name in SOURCE_PARTS}


class NewStatement(Frozen):
    """A statement to record; `source` is an id on record or a new source."""

    team: Identifier
    stance: Identifier
    voice: Voice
    speaker: Line | None = None
    said: Said | None = None
    quote: Quote
    source: Identifier | NewSource

    def claim(self, source: str) -> Claim:
        """What it says, once its source has an id."""
        return Claim.model_validate({**dict(self), "source": source})


class Correction(Frozen):
    """What was recorded wrongly: only the fields that are given change, and None given means unknown.

    `publisher`, `title`, `url` and `published` make a source that revises the statement's present one; `source`
    names another one on record.
    """

    team: Identifier | None = None
    stance: Identifier | None = None
    voice: Voice | None = None
    speaker: Line | None = None
    said: Said | None = None
    quote: Quote | None = None
    source: Identifier | None = None
    publisher: Line | None = None
    title: Line | None = None
    url: Url | None = None
    published: date | None = None

    def corrected(self, claim: Claim, source: str) -> Claim:
        """The claim as it should have been, printed in this source."""
        fields: dict[str, object] = dict(claim)
        fields.update((name, value) for name, value in self if name in fields and name in self.model_fields_set)
        return Claim.model_validate({**fields, "source": source})

    def revised(self, source: Source) -> NewSource | None:
        """The source with what is corrected of it; None where nothing is."""
        kept = source_parts(source)
        wanted = {**kept, **{name: getattr(self, name) for name in kept if name in self.model_fields_set}}
        return NewSource.model_validate(wanted) if wanted != kept else None


class Receipt(Frozen):
    """What a request came to; a repetition of the request gets the same again."""

    subject: Subject
    id: str
    version: int
    at: datetime
    revision: int | None = None
    counts: Mapping[str, Mapping[str, int]] = {}
    """For a file: `new`, `changed` and `unchanged`, each by section."""
    ids: tuple[str, ...] = ()
    """Of several statements recorded or undone at once, all of them."""


class AddStatement(Frozen):
    """A new statement, with its source where that is new."""

    kind: Literal["record"] = "record"
    statement: NewStatement


class AddStatements(Frozen):
    """The new statements of one article, all of them or none."""

    kind: Literal["record_several"] = "record_several"
    statements: tuple[NewStatement, ...] = Field(min_length=1)


class Correct(Frozen):
    """What was recorded wrongly, as it should be, onto the revision that the editor saw."""

    kind: Literal["correct"] = "correct"
    id: Identifier
    revision: int
    correction: Correction
    reason: Line
    also: tuple[tuple[Identifier, int], ...] = ()
    """Other statements of the same source, with the revisions that were seen: they get the corrected source too."""

    @field_serializer("correction")
    def _only_what_is_given(self, correction: Correction) -> dict[str, object]:
        """A part that is not given stays as it is on record, and one that is given as None becomes unknown."""
        return correction.model_dump(mode="json", exclude_unset=True)


class Retract(Frozen):
    """It should never have been recorded; `revision` None is whichever it is at."""

    kind: Literal["retract"] = "retract"
    id: Identifier
    revision: int | None = None
    reason: Line


class Reinstate(Frozen):
    """The retraction was wrong."""

    kind: Literal["reinstate"] = "reinstate"
    id: Identifier
    revision: int | None = None
    reason: Line | None = None


class Undo(Frozen):
    """What its author recorded by one request a moment ago is taken back, all of it or nothing."""

    kind: Literal["undo"] = "undo"
    statements: tuple[Identifier, ...] = Field(min_length=1)


class AddTeam(Frozen):
    """A team that is not on the list yet."""

    kind: Literal["team"] = "team"
    team: Team


class PutNames(Frozen):
    """Other names for a team, whole; the first of each language is the official one."""

    kind: Literal["names"] = "names"
    team: Identifier
    names: Names


class AddName(Frozen):
    """One more name of a team."""

    kind: Literal["alias"] = "alias"
    team: Identifier
    name: Line
    language: Language


class RemoveName(Frozen):
    """A name that is a team's no longer; a team keeps at least one."""

    kind: Literal["unalias"] = "unalias"
    team: Identifier
    name: Line


class AddDecoy(Frozen):
    """A name that looks like a team's and is somebody else's."""

    kind: Literal["decoy"] = "decoy"
    team: Identifier
    name: Line


class RemoveDecoy(Frozen):
    """A name that was taken for somebody else's."""

    kind: Literal["undecoy"] = "undecoy"
    team: Identifier
    name: Line


class Load(Frozen):
    """A document that an editor sent; `content` is its text."""

    kind: Literal["load"] = "load"
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class LoadFile:
    """A programme file that was read already: all of it, or nothing."""

    file: ProgrammeFile


@dataclass(frozen=True, slots=True)
class AddRegister:
    """A register of other companies: the hashes of their names, signed 64-bit."""

    name: str
    hashes: Iterable[int]


class Grant(Frozen):
    """Somebody becomes an editor. Owners are in the settings and not here."""

    kind: Literal["grant"] = "grant"
    user: int


class Revoke(Frozen):
    """Somebody is an editor no longer."""

    kind: Literal["revoke"] = "revoke"
    user: int


StatementChange = AddStatement | AddStatements | Correct | Retract | Reinstate
NamesChange = AddTeam | PutNames | AddName | RemoveName | AddDecoy | RemoveDecoy
EditorsChange = StatementChange | NamesChange | Load | Grant | Revoke
"""What an editor can be shown and then save; it can be kept as JSON."""
Change = EditorsChange | Undo | LoadFile | AddRegister
"""Every change of the record, as one value."""


def others_of_source(change: Change, facts: Facts) -> tuple[tuple[str, int], ...]:
    """The other standing statements of a source whose parts a correction mends; a typo in it stands in all of them."""
    if not isinstance(change, Correct) or not change.correction.model_fields_set & set(SOURCE_PARTS):
        return ()
    source = facts.statements[change.id].claim.source
    every = (each for each in facts.statements.values() if each.claim.source == source and each.id != change.id)
    return tuple((each.id, each.current.number) for each in every if not each.is_retracted)


def rebased(change: EditorsChange, facts: Facts) -> EditorsChange:
    """The change onto the newest revisions: what an approver is shown once others have changed the statement."""
    if not isinstance(change, Correct | Retract | Reinstate) or change.id not in facts.statements:
        return change
    newest: dict[str, object] = {"revision": facts.statements[change.id].current.number}
    if isinstance(change, Correct):
        others = (facts.statements[each] for each, _ in change.also)
        newest["also"] = tuple((each.id, each.current.number) for each in others if not each.is_retracted)
    return change.model_copy(update=newest)


def subject_of(change: EditorsChange) -> str:
    """The id of what a change is about: a statement's, a team's, a user's, or a file's name."""
    match change:
        case AddStatement(statement=statement):
            return statement.team
        case AddStatements(statements=statements):
            return statements[0].team
        case Correct(id=identifier) | Retract(id=identifier) | Reinstate(id=identifier):
            return identifier
        case AddTeam(team=team):
            return team.id
        case Load(name=name):
            return name
        case Grant(user=user) | Revoke(user=user):
            return str(user)
        case _:
            return change.team


def team_of(change: EditorsChange, facts: Facts) -> str | None:
    """The id of the team that a change is about; None for a file and for who may edit."""
    match change:
        case Load() | Grant() | Revoke():
            return None
        case Correct() | Retract() | Reinstate():
            statement = facts.statements.get(subject_of(change))
            return None if statement is None else statement.claim.team
        case _:
            return subject_of(change)
