"""The API: the command line's JSON over HTTP, read only, each answer with a pydantic model behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar

from bot.chat.asking import Steps
from bot.chat.snapshot import Snapshot
from bot.cli.questions import answered
from bot.cli.session import LineError, Request
from bot.rendering.answer_json import standing_json, statement_json
from bot.rendering.keyboards import team_path
from bot.web.schemas import (
    ASK,
    LANGUAGE,
    PAGE_NUMBER,
    ROUTES,
    ApiModel,
    BadQueryError,
    ChangeOut,
    ChangesOut,
    HeadlineOut,
    RevisionOut,
    StatementPageOut,
    TeamEntry,
    TeamPageOut,
    TeamsOut,
    checked,
    dumped,
    language_of,
    number_of,
)
from knowledge.changelog import RecordedChange, changes_behind
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.files.jsonld import sentence_link, statement_path
from knowledge.model import Claim, Statement
from knowledge.standing import standing, stated
from knowledge.understanding.reader import Reader

PAGE = 100
"""Entries of one answer; the next ones are asked for by `page` or `after`."""
LONGEST_QUESTION = 1_000
"""Characters of a question: nobody asks more in one, and reading it keeps nobody waiting."""
YEARS = range(1900, 2200)
"""Of days and moments in a query: beyond them nothing is on record, and arithmetic with zones ends."""
Day = TypeVar("Day", bound=date)


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
            facts = self.facts.known_at(known_at)
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
