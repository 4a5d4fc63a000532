"""The API: the command line's JSON over HTTP, read only, each answer with a pydantic model behind it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

from bot.answer_json import standing_json, statement_json
from bot.commands.asking import answered
from bot.commands.streaming import LineError, Request
from bot.recent import Steps
from bot.snapshot import Snapshot
from bot.web_links import team_path
from knowledge.changelog import RecordedChange, changes_behind
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.files.jsonld import sentence_link, statement_path
from knowledge.model import Claim, Statement
from knowledge.reading import Reader
from knowledge.standing import standing, stated

PAGE = 100
"""Entries of one answer; the next ones are asked for by `page` or `after`."""
LONGEST_QUESTION = 1_000
"""Characters of a question: nobody asks more in one, and reading it keeps nobody waiting."""
YEARS = range(1900, 2200)
"""Of days and moments in a query: beyond them nothing is on record, and arithmetic with zones ends."""
LARGEST_NUMBER = 2**63 - 1


Day = TypeVar("Day", bound=date)


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


def _written(model: ApiModel) -> bytes:
    return dumped(model.model_dump(mode="json", by_alias=True))


@dataclass(frozen=True)
class Api:
    """The answers at one version of the record."""

    snapshot: Snapshot
    language: Language
    root: str = ""

    @property
    def facts(self) -> Facts:
        """The record."""
        return self.snapshot.facts

    def ask(self, query: Mapping[str, str]) -> bytes:
        """What `ipjang ask --json` answers."""
        text = checked(query, ASK)["q"]
        if len(text) > LONGEST_QUESTION:
            raise BadQueryError(422, f"q has more than {LONGEST_QUESTION} characters")
        snapshot = self.snapshot
        known_at = self._moment(query, "known_at")
        if known_at is not None:
            facts = as_known_at(self.facts, known_at)
            snapshot = replace(snapshot, facts=facts, reader=Reader(facts, snapshot.index))
        self._moment(query, "now")
        request = Request(text, query.get("now"), as_of=_day(query))
        language = language_of(query, self.language)
        told: dict[str, Any] = answered(request, snapshot, language, Steps())
        answer = told["answer"]
        if known_at is not None:
            answer["known_at"] = known_at.isoformat()
        for entry in answer["teams"]:
            _keep_back(entry, snapshot.facts)
        return dumped(told)

    def _moment(self, query: Mapping[str, str], name: str) -> datetime | None:
        text = query.get(name)
        if text is None:
            return None
        try:
            moment = Request("", text).moment(self.facts.zone)
        except LineError as error:
            raise BadQueryError(422, f"{name}: {error}") from None
        return _within(moment, name)

    def teams(self, query: Mapping[str, str]) -> bytes | None:
        """Where every team stands, a page at a time; None where there is no such page."""
        page, language = (
            number_of(checked(query, (PAGE_NUMBER, LANGUAGE)), "page", 1),
            language_of(query, self.language),
        )
        every = list(self.facts.teams)
        shown, pages = _page(every, page)
        if shown is None:
            return None
        teams = [self._entry(team, language) for team in shown]
        return _written(TeamsOut(version=self.facts.version, teams=teams, page=page, pages=pages))

    def _entry(self, team: str, language: Language) -> TeamEntry:
        entry = standing_json(standing(team, self.facts), language)
        _keep_back(entry, self.facts)
        return TeamEntry.model_validate(entry)

    def team(self, team: str, query: Mapping[str, str]) -> bytes | None:
        """One team; None where there is none of this id."""
        page, language = (
            number_of(checked(query, (PAGE_NUMBER, LANGUAGE)), "page", 1),
            language_of(query, self.language),
        )
        found = self.facts.teams.get(team)
        if found is None:
            return None
        shown, pages = _page(list(self.facts.history(team)), page)
        if shown is None:
            return None
        out = TeamPageOut(
            version=self.facts.version,
            team=self._entry(team, language),
            names={"ko": list(found.names.ko), "en": list(found.names.en)},
            ticker=found.ticker,
            url=self.root + team_path(self.facts.programme.id, team, language),
            statements=[self._statement(each, language) for each in shown],
            page=page,
            pages=pages,
        )
        return _written(out)

    def statement(self, identifier: str, query: Mapping[str, str]) -> bytes | None:
        """One statement; None where there is none of this id."""
        language = language_of(checked(query, (LANGUAGE,)), self.language)
        statement = self.facts.statements.get(identifier)
        if statement is None or not self.facts.is_verbatim(statement.claim):
            return None
        return _written(self._statement(statement, language))

    def statement_entry(self, identifier: str) -> StatementPageOut:
        """A statement on record, as hooks are posted it."""
        return self._statement(self.facts.statements[identifier], self.language)

    def _statement(self, statement: Statement, language: Language) -> StatementPageOut:
        fields = statement_json(stated(statement, self.facts))
        source, quote = self.facts.sources[statement.claim.source], self._quote(statement.claim)
        link = source.url if source.url is None or quote is None else sentence_link(source.url, quote)
        return StatementPageOut.model_validate(
            {
                **fields,
                "quote": quote,
                "source": {**dict(source.model_dump(include={"publisher", "title", "url", "published"})), "link": link},
                "team": statement.claim.team,
                "name": self.facts.teams[statement.claim.team].names.official(language),
                "retracted": statement.is_retracted,
                "recorded": statement.recorded,
                "url": self._address(statement.id, language),
                "revisions": [
                    RevisionOut(
                        number=each.number,
                        action=each.action.value,
                        at=each.at,
                        reason=each.reason,
                        team=each.claim.team,
                        stance=each.claim.stance,
                        voice=each.claim.voice.value,
                        speaker=each.claim.speaker,
                        said=None if each.claim.said is None else str(each.claim.said),
                        quote=self._quote(each.claim),
                    )
                    for each in statement.revisions
                ],
            }
        )

    def _quote(self, claim: Claim) -> str | None:
        """The sentence, where its source shares it and has it."""
        is_shown = self.facts.sources[claim.source].share and self.facts.is_verbatim(claim)
        return claim.quote if is_shown else None

    def _address(self, statement: str, language: Language) -> str:
        return self.root + statement_path(self.facts.programme.id, statement, language)

    def changes(self, changes: Sequence[RecordedChange], query: Mapping[str, str]) -> bytes:
        """The next changes behind a number."""
        after = number_of(checked(query, ROUTES["/api/1/changes"][2]), "after", 0)
        told = [self.change(each) for each in changes_behind(changes, after)[:PAGE]]
        return _written(ChangesOut(after=after, next=told[-1].number if told else after, changes=told))

    def change(self, change: RecordedChange) -> ChangeOut:
        """One change, as it is listed and as hooks are posted it."""
        return ChangeOut(
            number=change.number,
            at=change.at,
            action=change.action.value,
            statement=change.statement,
            team=change.team,
            headline=[
                HeadlineOut(team=each.team, kind=each.kind.value, before=each.before, after=each.after)
                for each in change.headline
            ],
            url=self._address(change.statement, self.language),
        )


def _day(query: Mapping[str, str]) -> date | None:
    text = query.get("as_of")
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadQueryError(422, "as_of is not a day such as 2026-01-20") from None
    return _within(day, "as_of")


def _within(day: Day, name: str) -> Day:
    if day.year not in YEARS:
        raise BadQueryError(422, f"{name} is not between the years {YEARS[0]} and {YEARS[-1]}")
    return day


def _keep_back(entry: dict[str, Any], facts: Facts) -> None:
    """Take the quotes out of an entry whose sources do not share them."""
    for each in (entry, entry["result"], entry["unconfirmed"], *entry["conflict"]):
        statement = facts.statements.get(each["id"]) if each and each["id"] else None
        if statement is not None and not facts.sources[statement.claim.source].share:
            each["quote"] = None


def _page(every: Sequence[Any], page: int) -> tuple[Sequence[Any] | None, int]:
    """The entries of a page, None for one that is not there, and how many pages there are."""
    pages = max(1, -(-len(every) // PAGE))
    return (every[(page - 1) * PAGE : page * PAGE] if page <= pages else None), pages


def as_known_at(facts: Facts, moment: datetime) -> Facts:
    """The record as it was known at a moment."""
    known = {name: each.known_at(moment) for name, each in facts.statements.items()}
    return replace(facts, statements={name: each for name, each in known.items() if each is not None})


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
