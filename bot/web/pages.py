"""The pages: views of the record, made HTML by the templates beside this module."""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.chat.asking import OVERVIEW_PAYLOAD, payload_of
from bot.messages.answers import phrases
from bot.messages.web import WebText, web_text
from bot.rendering.keyboards import board_path, team_path
from knowledge.answer import Mark, Standing, Stated
from knowledge.changelog import RecordedChange
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.files.jsonld import claim_of, script_safe, sentence_link, statement_path
from knowledge.model import Action, Claim, Revision, Statement
from knowledge.said import day_of
from knowledge.standing import reach, standing, stated

Item = TypeVar("Item")

TEMPLATES = Path(__file__).parent / "templates"
PAGE_BYTES = 40_000
"""Bytes of a page, at most; entries that have no room go to the next one."""
BOARD_ROWS = 50
"""Teams of a board: with the longest names that are shown they fit a page."""
SHOWN_NAME = 60
"""Characters of a name or a label in a table; the team's own page has the name whole."""
TITLE_LENGTH = 120
TOLD_CORRECTIONS = 5
"""Corrections in a page's JSON-LD; the page itself tells them all."""
SHOWN_BEFORE = 600
"""Characters of a sentence that was replaced; a longer one is only told of."""
SIGNS = "●■▲◆▼✖★✚⬢"
"""A stance has its word, and by its place in the programme's file a shape and a colour: those of the pictures."""
COLOURS = 7
"""Colours of the style sheet."""
ENTRY_MARKUP = 900
"""Bytes of an entry beside what people wrote: its tags, the days, the voice and what names a sentence in a link."""
AS_TEXT = "\ufe0e"
"""Behind a sign: no phone shows it as a coloured picture."""
ANY_YEAR = date(1, 1, 1)
"""Today, for dates that are always shown with their year: a page stays true for longer than a message."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement as a template shows it; `quote` is None where its source does not share it."""

    path: str
    team: str
    team_path: str
    colour: int
    sign: str
    label: str
    day: str | None
    said: str
    voice: str
    brief: str
    quote: str | None
    source: str
    published: str | None
    url: str | None
    link: str | None
    mark: str | None
    is_retracted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One team on the board."""

    path: str
    name: str
    headline: Shown | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorrectionStep:
    """One correction as a template shows it."""

    number: int
    heading: str
    path: str | None
    mark: str
    lines: tuple[str, ...]
    quote: str | None


Corrected = tuple[Statement, Revision, int | None]
"""A statement, what corrected it, and the number of that in the audit where the page tells of several statements."""


@cache
def environment() -> Environment:
    """The templates, with everything escaped that is not marked as HTML."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )


@cache
def style() -> str:
    """The one style sheet, inside each page."""
    return (TEMPLATES / "style.css").read_text(encoding="utf-8").strip()


@cache
def content_policy() -> str:
    """The Content-Security-Policy: nothing but our own style, by its hash, and our own pictures."""
    digest = b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


@cache
def build() -> str:
    """A digest of what makes pages of a record: this version and its templates."""
    digest = hashlib.sha256(version("ipjang").encode())
    for file in sorted(TEMPLATES.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def cut(text: str, length: int = SHOWN_NAME) -> str:
    """The text, or its beginning and a sign that it goes on."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


@dataclass(frozen=True)
class Pages:
    """The pages of one version of the record in one language; `root` is the page's public address."""

    facts: Facts
    language: Language
    root: str = ""
    bot: str | None = None

    @property
    def say(self) -> WebText:
        """The page's own texts."""
        return web_text(self.language)

    @property
    def programme(self) -> str:
        """The programme's name."""
        return self.facts.programme.names.official(self.language)

    def day(self, day: date) -> str:
        """A day with its year."""
        return phrases(self.language).day(day, ANY_YEAR)

    def label(self, code: str | None) -> str:
        """A stance's label."""
        if code is None or code not in self.facts.stances:
            return self.say.silent()
        label = self.facts.stances[code].label
        return cut(label.en if self.language == "en" else label.ko)

    def name(self, team: str) -> str:
        """A team's official name."""
        return self.facts.teams[team].names.official(self.language)

    def statement_link(self, statement: str) -> str:
        """The path of a statement's page."""
        return statement_path(self.facts.programme.id, statement, self.language)

    def shown(self, each: Stated) -> Shown:
        """A statement as the templates show it."""
        say, source, facts = phrases(self.language), each.source, self.facts
        end = each.said.end if each.said is not None else None
        place = list(facts.stances).index(each.stance.code)
        voice = (say.voice(each.voice, each.stance.kind), each.speaker)
        link = source.url and (sentence_link(source.url, each.quote) if source.share else source.url)
        named = " · ".join(part for part in (source.publisher, source.title) if part)
        return Shown(
            path=self.statement_link(each.id),
            team=each.team.names.official(self.language),
            team_path=team_path(facts.programme.id, each.team.id, self.language),
            colour=place % COLOURS,
            sign=f"{SIGNS[place % len(SIGNS)]}{AS_TEXT}",
            label=self.label(each.stance.code),
            day=day_of(end, facts.zone).isoformat() if end is not None else None,
            said=say.said(each.said, facts.zone, ANY_YEAR),
            voice=" · ".join(part for part in voice if part),
            brief=say.brief_voice(each.voice),
            quote=each.quote if source.share else None,
            source=named or say.no_source(),
            published=self.day(source.published) if source.published is not None else None,
            url=source.url,
            link=link,
            mark=self._mark(each.mark) if each.mark is not None else None,
            is_retracted=each.mark is not None and each.mark.action is Action.RETRACT,
        )

    def _mark(self, mark: Mark) -> str:
        return phrases(self.language).mark(mark, self.day(mark.on.astimezone(self.facts.zone).date()))

    def board(self, page: int) -> str | None:
        """The board: a row a team; None where there is no such page."""
        facts, say = self.facts, self.say
        pages = max(1, -(-len(facts.teams) // BOARD_ROWS))
        if page > pages:
            return None
        standings = {team: standing(team, facts) for team in facts.on_record}
        shown = islice(_in_order(standings, facts), (page - 1) * BOARD_ROWS, page * BOARD_ROWS)
        rows = [self._row(standings.get(team) or standing(team, facts)) for team in shown]
        members = facts.programme.members
        counted = say.counted(
            teams=len(facts.teams),
            members=members.en.many if self.language == "en" else members.ko.count,
            speaking=sum(each.position is not None for each in standings.values()),
        )
        caption = f"{counted} {self._reach()}"
        return self._render(
            "board.html", board_path(facts.programme.id, self.language), cut(self.programme, TITLE_LENGTH), caption,
            rows=rows, caption=caption, page=page, pages=pages, newer=say.previous(), older=say.next(),
        )  # fmt: skip

    def _row(self, one: Standing) -> Row:
        headline = one.position or one.result
        return Row(
            path=team_path(self.facts.programme.id, one.team.id, self.language),
            name=cut(one.team.names.official(self.language)),
            headline=self.shown(headline) if headline else None,
            notes=self._notes(one),
        )

    def _notes(self, one: Standing) -> tuple[str, ...]:
        """What stands beside the position: the result, what conflicts, and what is not confirmed."""
        say = self.say
        conflicts = (*one.conflict, *one.result_conflict)
        told = [
            (say.result, one.result if one.position else None),
            *((say.conflict, each) for each in conflicts),
            (say.unconfirmed, one.unconfirmed),
        ]
        return tuple(line(self.label(each.stance.code)) for line, each in told if each is not None)

    def team(self, team: str, page: int) -> str | None:
        """A team: where it stands, and everything that it said, newest first."""
        facts, say = self.facts, self.say
        if team not in facts.teams:
            return None
        one, past = standing(team, facts), facts.history(team)[::-1]
        headline = one.position or one.result
        path, name = team_path(facts.programme.id, team, self.language), self.name(team)
        title = f"{name}: {self.label(headline.stance.code)}" if headline else name

        def rendered(entries: Sequence[Statement], pages: int) -> str:
            parts = [self.shown(stated(each, facts)) for each in entries]
            return self._render(
                "team.html", path, title, say.no_statement() if headline is None else self._reach(),
                name=name, headline=self.shown(headline) if headline else None, silent=say.no_statement(),
                notes=self._notes(one), heading=say.history(count=len(past)), parts=parts,
                page=page, pages=pages, newer=say.newer(), older=say.older(), about=team,
            )  # fmt: skip

        return _paged(past, self._room_of_statement, page, rendered)

    def statement(self, identifier: str, page: int) -> str | None:
        """A statement with its corrections, at its address for good."""
        statement = self.facts.statements.get(identifier)
        if statement is None or not self.facts.is_verbatim(statement.claim):
            return None
        shown = self.shown(stated(statement, self.facts))
        data = claim_of(statement, self.facts, base=self.root, language=self.language, corrections=TOLD_CORRECTIONS)
        recorded = statement.recorded.astimezone(self.facts.zone)
        past = [(statement, each, None) for each in statement.revisions[:0:-1]]

        def rendered(entries: Sequence[Corrected], pages: int) -> str:
            parts = [self._step(*each) for each in entries]
            return self._render(
                "statement.html", shown.path, f"{shown.team}: {shown.label}",
                self.say.retracted() if shown.is_retracted else f"{shown.said} · {shown.voice}",
                shown=shown, jsonld=Markup(script_safe(data)), recorded=self.day(recorded.date()),  # noqa: S704 - escaped as a script asks
                recorded_at=recorded.isoformat(timespec="minutes"), parts=parts,
                page=page, pages=pages, newer=self.say.newer(), older=self.say.older(), about=statement.claim.team,
            )  # fmt: skip

        return _paged(past, self._room_of_step, page, rendered)

    def corrections(self, changes: Sequence[RecordedChange], page: int) -> str | None:
        """What was put right, newest first."""
        facts = self.facts
        path = f"{board_path(facts.programme.id, self.language)}corrections"
        statements = facts.statements
        past = (
            (statements[each.statement], statements[each.statement].revisions[each.revision - 1], each.number)
            for each in reversed(changes)
            if each.is_correction
        )

        def rendered(entries: Sequence[Corrected], pages: int) -> str:
            parts = [self._step(*each) for each in entries]
            title = f"{self.say.corrections()} · {cut(self.programme, TITLE_LENGTH)}"
            return self._render(
                "corrections.html", path, title, self.say.corrections_about(), parts=parts,
                page=page, pages=pages, newer=self.say.newer(), older=self.say.older(),
            )  # fmt: skip

        return _paged(past, self._room_of_step, page, rendered)

    def missing(self, path: str) -> str:
        """The page of an address that has nothing."""
        return self._render("missing.html", path, self.say.not_found(), self.say.not_found_about())

    def _step(self, statement: Statement, revision: Revision, number: int | None) -> CorrectionStep:
        """A correction: on its statement's page, or, with the `number` of the audit, among those of all."""
        before = statement.revisions[revision.number - 2]
        mark = Mark(action=revision.action, on=revision.at, reason=revision.reason)
        heading = f"{self.name(revision.claim.team)}: {self.label(revision.claim.stance)}"
        old = before.claim.quote
        is_other = old != revision.claim.quote
        is_shown = is_other and self.facts.sources[before.claim.source].share and len(old) <= SHOWN_BEFORE
        lines = tuple(self._differences(before.claim, revision.claim))
        return CorrectionStep(
            number=number or revision.number,
            heading=heading,
            path=self.statement_link(statement.id) if number is not None else None,
            mark=self._mark(mark),
            lines=lines if not is_other or is_shown else (*lines, self.say.other_quote()),
            quote=old if is_shown else None,
        )

    def _differences(self, before: Claim, after: Claim) -> Iterable[str]:
        say, told, facts = self.say, phrases(self.language), self.facts

        def described(claim: Claim) -> tuple[tuple[str, str], ...]:
            voice = told.voice(claim.voice, facts.stances[claim.stance].kind)
            source = facts.sources[claim.source]
            printed = [source.publisher, source.title, self.day(source.published) if source.published else None]
            return (
                (say.team(), self.name(claim.team)),
                (say.stance(), self.label(claim.stance)),
                (say.said(), told.said(claim.said, facts.zone, ANY_YEAR)),
                (say.voice(), voice),
                (say.speaker(), claim.speaker or say.nobody()),
                (say.source(), " · ".join(part for part in printed if part)),
            )

        for (what, was), (_, now) in zip(described(before), described(after), strict=True):
            if was != now:
                yield say.changed(what=what, before=was, after=now)

    def _reach(self) -> str:
        last = reach(self.facts).last
        return self.say.empty() if last is None else self.say.reach(day=self.day(last))

    def _room_of_statement(self, statement: Statement) -> int:
        claim, reason = statement.claim, statement.revisions[-1].reason
        source, label = self.facts.sources[claim.source], self.label(claim.stance)
        return room_of(
            claim.quote, claim.speaker, label, reason, source.publisher, source.title, source.url, source.url
        )

    def _room_of_step(self, step: Corrected) -> int:
        statement, revision, _ = step
        claims = statement.revisions[revision.number - 2].claim, revision.claim
        written = [revision.reason, self.name(revision.claim.team), self.label(revision.claim.stance), claims[0].quote]
        for claim in claims:
            source = self.facts.sources[claim.source]
            written += [self.name(claim.team), self.label(claim.stance), claim.speaker, source.publisher, source.title]
        return room_of(*written)

    def _render(self, template: str, path: str, title: str, description: str, **more: Any) -> str:
        facts, language = self.facts, self.language
        board = board_path(facts.programme.id, language)
        other: Language = "en" if language == "ko" else "ko"
        about = more.pop("about", None)
        payload = payload_of(about) if about else OVERVIEW_PAYLOAD
        values = {
            "language": language,
            "other": other,
            "title": title,
            "description": cut(description, 2 * TITLE_LENGTH),
            "programme": cut(self.programme),
            "board": board,
            "here": path,
            "there": path.removeprefix("/en") if language == "en" else f"/en{path}",
            "root": self.root,
            "say": self.say,
            "style": Markup(style()),  # noqa: S704 - our own file
            "reach": self._reach(),
            "bot_link": f"https://t.me/{self.bot}?start={payload}" if self.bot else None,
            "bot_text": self.say.bot_team(name=cut(self.name(about))) if about else self.say.bot(),
            "page": 1,
            "pages": 1,
            "newer": "",
            "older": "",
        }
        return environment().get_template(template).render(values | more)


def _in_order(standings: Mapping[str, Standing], facts: Facts) -> Iterator[str]:
    """The teams as the board has them: by their position, in the order of the file, then those without one."""
    places = {code: place for place, code in enumerate(facts.stances)}

    def place(team: str) -> int:
        position = standings[team].position
        return places[position.stance.code] if position is not None else len(places)

    return chain(sorted(standings, key=place), (team for team in facts.teams if team not in standings))


def _paged(
    entries: Iterable[Item], room_of: Callable[[Item], int], page: int, rendered: Callable[[Sequence[Item], int], str]
) -> str | None:
    """The page of that number, each with as many entries as surely have room; None where there is none.

    Only the entries of that page are rendered: a thousand of them would keep answers waiting.
    """
    room = PAGE_BYTES - len(rendered((), 9_999).encode()) - 100
    pages: list[list[Item]] = [[]]
    used = 0
    for entry in entries:
        size = room_of(entry)
        if pages[-1] and used + size > room:
            pages.append([])
            used = 0
        pages[-1].append(entry)
        used += size
    return rendered(pages[page - 1], len(pages)) if page <= len(pages) else None


def room_of(*written: str | None) -> int:
    """The bytes that an entry takes at most, with what was written by people and is escaped in it."""
    return ENTRY_MARKUP + len(escape("".join(text for text in written if text)).encode())


def moment(at: datetime) -> str:
    """A moment as feeds write it: `2026-01-16T09:00:00Z`."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
