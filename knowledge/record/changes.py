"""What is asked of the Editor, and what it gives back: the words of a change (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from knowledge.errors import RefusedError
from knowledge.fields import Frozen, Identifier, Line, Quote, SourceText, Url, folded, is_blank, is_hidden
from knowledge.model import Claim, Source, Voice
from knowledge.said import Said
from knowledge.text.normalise import compact_core

UNDO_WITHIN = timedelta(minutes=10)
"""How long the editor who recorded a statement can take it back by one button, unless the settings say otherwise."""
APPROVED_WITHIN = timedelta(hours=72)
"""How long a pending change waits for another editor."""
REFUSED = "refused"
"""The action of an attempt that was refused and changed nothing."""
APPROVE, REJECT = "approve", "reject"
"""The actions of who decides on a pending change."""


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


def refuse_unseen(names: Iterable[str]) -> None:
    """Raise RefusedError (`name_blank`, `name_hidden`) for a name that has something that nobody sees."""
    for name in names:
        if (found := unseen(name)) is not None:
            raise RefusedError(found[0], name=name, character=found[1])


def without_name(names: Iterable[str], removed: str) -> tuple[str, ...]:
    """The names without the one that is written so, or where none is, without those that are found alike."""
    listed = tuple(names)
    for form in (folded, compact_core):
        kept = tuple(each for each in listed if form(each) != form(removed))
        if kept != listed:
            return kept
    return listed


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
        kept = {name: getattr(source, name) for name in ("publisher", "title", "url", "published")}
        wanted = {**kept, **{name: getattr(self, name) for name in kept if name in self.model_fields_set}}
        return NewSource.model_validate(wanted) if wanted != kept else None


TYPO = 0.8
"""How much of a quote a correction has to leave as it was, to be that of a typo and not another sentence."""


def mended_text(text: str, old: str, new: str) -> str | None:
    """A source's text with a typo of one quote mended in it; None where it has that quote not, or it is another one."""
    if old not in text or SequenceMatcher(None, old, new, autojunk=False).ratio() < TYPO:
        return None
    return text.replace(old, new)


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
    """Of several statements recorded at once, all of them."""
