"""What the API answers, as pydantic models; what it may be asked, and its description made of both."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from knowledge.fields import Language

LARGEST_NUMBER = 2**63 - 1


class BadQueryError(Exception):
    """A query that is refused, with the status and the reason that its asker is told."""

    def __init__(self, status: Literal[400, 422], reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class ApiModel(BaseModel):
    """A part of an answer; later versions add keys and take none away."""

    model_config = ConfigDict(populate_by_name=True)


class SourceOut(ApiModel):
    """Where a sentence was printed; `link` leads to the very sentence."""

    publisher: str | None
    title: str | None
    url: str | None
    published: date | None
    link: str | None = None


class StatementOut(ApiModel):
    """One statement; all null where nothing is on record. `quote` is null too where its source does not share it."""

    id: str | None
    stance: str | None
    voice: Literal["own", "authority", "reported"] | None
    speaker: str | None
    said: str | None = Field(description="a day, a moment, or an interval with a slash; null where unknown")
    quote: str | None
    source: SourceOut | None


class TeamEntry(StatementOut):
    """Where a team stands: its position, and beside it the result and what speaks against either."""

    team: str
    name: str
    result: StatementOut | None = None
    unconfirmed: StatementOut | None = None
    conflict: list[StatementOut] = []
    before: str | None = Field(default=None, alias="from", description="of a change: the stance before it")
    change: str | None = None


class CandidateOut(ApiModel):
    """A team that may be meant."""

    team: str
    name: str
    score: float


class AnswerOut(ApiModel):
    """The answer to a question, as `ipjang ask --json` gives it."""

    kind: Literal["stance", "list", "overview", "history", "changes", "ambiguous", "unknown", "help"]
    language: Literal["ko", "en"]
    as_of: date | None
    stance: str | None
    teams: list[TeamEntry]
    candidates: list[CandidateOut]
    verdict: Literal["yes", "no"] | None
    unread: list[str] = []
    known_at: datetime | None = None


class AskOut(ApiModel):
    """One question, the milliseconds that it took, and its answer."""

    text: str
    ms: float
    answer: AnswerOut


class TeamsOut(ApiModel):
    """One page of the teams, in the order of the programme's file."""

    version: int
    teams: list[TeamEntry]
    page: int
    pages: int


class RevisionOut(ApiModel):
    """One entry of a statement's past: what was done, when and why, and what it said from then on."""

    number: int
    action: Literal["record", "correct", "retract", "reinstate"]
    at: datetime
    reason: str | None
    team: str
    stance: str
    voice: Literal["own", "authority", "reported"]
    speaker: str | None
    said: str | None
    quote: str | None


class StatementPageOut(StatementOut):
    """A statement with its past; one that was retracted stays at its address and says so."""

    team: str
    name: str
    retracted: bool
    recorded: datetime
    url: str
    revisions: list[RevisionOut]


class TeamPageOut(ApiModel):
    """A team: its names, where it stands, and what it said, oldest first."""

    version: int
    team: TeamEntry
    names: dict[str, list[str]]
    ticker: str | None
    url: str
    statements: list[StatementPageOut]
    page: int
    pages: int


class HeadlineOut(ApiModel):
    """What became of a team's headline."""

    team: str
    kind: Literal["position", "result", "conflict", "voice", "unconfirmed"]
    before: str | None = Field(alias="from")
    after: str | None = Field(alias="to")


class ChangeOut(ApiModel):
    """One change of the record; `headline` is empty where it is mere coverage."""

    number: int = Field(description="the number in the audit, which rises and never changes")
    at: datetime
    action: Literal["record", "correct", "retract", "reinstate"]
    statement: str
    team: str
    headline: list[HeadlineOut]
    url: str


class ChangesOut(ApiModel):
    """The next changes behind `after`, ascending; ask on with `next`. An empty page is the end."""

    after: int
    next: int
    changes: list[ChangeOut]


class ErrorOut(ApiModel):
    """Why a query was refused."""

    error: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query."""

    name: str
    about: str
    kind: Literal["string", "integer"] = "string"
    is_required: bool = False


LANGUAGE = Parameter("language", "ko or en: the language of names, and of a question that shows none")
PAGE_NUMBER = Parameter("page", "the page, 1 for the first", "integer")
ASK = (
    Parameter("q", "the question", is_required=True),
    Parameter("now", "answer as at this date and time, such as 2026-01-20T09:00+09:00"),
    Parameter("as_of", "a day, such as 2026-01-20: only what was said up to its end"),
    Parameter("known_at", "a date and time: only what was recorded up to then"),
    LANGUAGE,
)
ROUTES: Mapping[str, tuple[str, type[ApiModel], tuple[Parameter, ...]]] = {
    "/api/1/ask": ("Answer a question.", AskOut, ASK),
    "/api/1/teams": ("Where every team stands.", TeamsOut, (PAGE_NUMBER, LANGUAGE)),
    "/api/1/teams/{team}": ("One team and what it said.", TeamPageOut, (PAGE_NUMBER, LANGUAGE)),
    "/api/1/statements/{statement}": ("One statement with its past.", StatementPageOut, (LANGUAGE,)),
    "/api/1/changes": (
        "What changed, in the order of the audit.",
        ChangesOut,
        (Parameter("after", "the number behind which to begin, 0 unless told otherwise", "integer"),),
    ),
}


def checked(query: Mapping[str, str], parameters: Sequence[Parameter]) -> Mapping[str, str]:
    """The query, each parameter known and none missing; raises BadQueryError."""
    known = {each.name for each in parameters}
    for name in query:
        if name not in known:
            raise BadQueryError(400, f"unknown parameter; there are {', '.join(sorted(known))}")
    for each in parameters:
        if each.is_required and not query.get(each.name, "").strip():
            raise BadQueryError(400, f"{each.name} is missing")
    return query


def number_of(query: Mapping[str, str], name: str, least: int) -> int:
    """A whole number of the query, `least` where it is not given; raises BadQueryError."""
    text = query.get(name)
    if text is None:
        return least
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_NUMBER))):
        raise BadQueryError(400, f"{name} is not a whole number")
    number = int(text)
    if not least <= number <= LARGEST_NUMBER:
        raise BadQueryError(400, f"{name} is not between {least} and {LARGEST_NUMBER}")
    return number


def language_of(query: Mapping[str, str], default: Language) -> Language:
    """The language of the query; raises BadQueryError."""
    text = query.get("language", default)
    if text not in ("ko", "en"):
        raise BadQueryError(422, "language is neither ko nor en")
    return "ko" if text == "ko" else "en"


def dumped(value: object) -> bytes:
    """JSON as the command line writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8", errors="backslashreplace")


def openapi(version: str, root: str) -> bytes:
    """The description of the API, made from its models."""
    models: list[tuple[type[BaseModel], Literal["serialization"]]] = [
        *((model, "serialization") for _, model, _ in ROUTES.values()),
        (ErrorOut, "serialization"),
    ]
    names, schemas = models_json_schema(models, ref_template="#/components/schemas/{model}")
    refused = {"content": {"application/json": {"schema": names[ErrorOut, "serialization"]}}}
    paths = {
        path: {
            "get": {
                "summary": summary,
                "parameters": _parameters(path, parameters),
                "responses": {
                    "200": {
                        "description": "OK",
                        "content": {"application/json": {"schema": names[model, "serialization"]}},
                    },
                    "304": {"description": "Not modified since the version that If-None-Match names"},
                    **{
                        status: {"description": about, **refused}
                        for status, about in (
                            ("400", "The query cannot be understood"),
                            ("404", "No such team, statement or page"),
                            ("422", "A value of the query is none"),
                            ("429", "Too many requests"),
                        )
                    },
                },
            }
        }
        for path, (summary, model, parameters) in ROUTES.items()
    }
    return dumped(
        {
            "openapi": "3.1.0",
            "info": {"title": "ipjang", "version": version},
            "servers": [{"url": root or "/"}],
            "paths": paths,
            "components": schemas.get("$defs") and {"schemas": schemas["$defs"]},
        }
    )


def _parameters(path: str, parameters: Sequence[Parameter]) -> list[dict[str, object]]:
    inside = path.partition("{")[2].rstrip("}")
    named: list[dict[str, object]] = (
        [{"name": inside, "in": "path", "required": True, "schema": {"type": "string"}}] if inside else []
    )
    return named + [
        {
            "name": each.name,
            "in": "query",
            "required": each.is_required,
            "description": each.about,
            "schema": {"type": each.kind},
        }
        for each in parameters
    ]
