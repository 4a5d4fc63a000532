"""What is asked of the Editor, and what it gives back: the words of a change (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from knowledge.fields import Frozen, Identifier, Line, Quote, SourceText, Url
from knowledge.model import Voice
from knowledge.said import Said


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


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who changed it, when, and the unique key of the request that asked for it."""

    by: str
    at: datetime
    key: str


class NewSource(Frozen):
    """A source that has no id yet; one on record with the same address, or the same title, is used again."""

    publisher: Line | None = None
    title: Line | None = None
    url: Url | None = None
    published: date | None = None
    text: SourceText | None = None


class NewStatement(Frozen):
    """A statement to record; `source` is an id on record or a new source."""

    team: Identifier
    stance: Identifier
    voice: Voice
    speaker: Line | None = None
    said: Said | None = None
    quote: Quote
    source: Identifier | NewSource


class Receipt(Frozen):
    """What a request came to; a repetition of the request gets the same again."""

    subject: Subject
    id: str
    version: int
    at: datetime
    revision: int | None = None
    counts: Mapping[str, Mapping[str, int]] = {}
    """For a file: `new`, `changed` and `unchanged`, each by section."""
