"""`ipjang propose`: the statements that an article makes, for people and for programs."""

import asyncio
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.cli.files import read_bytes
from bot.commands.options import Options
from bot.commands.session import Session
from bot.commands.streaming import write_text
from bot.editing.lines import published_on, publisher_of, title_of
from bot.extraction import extract, kind_of
from bot.settings import SettingsError
from knowledge.articles.claims import ArticleReading, Found
from knowledge.articles.page import Page
from knowledge.articles.reading import ArticleReader
from knowledge.errors import FileProblem, FileRefusedError
from knowledge.facts import Facts

EMPTY = {
    "no_sentence": "No sentence here states anything.",
    "no_team": "No team of the programme is named.",
    "no_stance": "Teams are named, and no sentence tells where one of them stands.",
}


def propose(options: Options) -> int:
    """Say which statements an article makes."""
    settings = options.settings()
    page = _with_options(_read(options.file), options)
    with Session(settings, fill=not options.empty) as session:
        snapshot = session.record.snapshot
        reading = ArticleReader(snapshot.facts, snapshot.index).read(page.text, published=page.published)
        told = _as_json(reading) if options.json else _as_text(reading, page, snapshot.facts)
        if told:
            write_text(told)
    return 0


def _read(file: Path) -> Page:
    content = read_bytes(file)
    kind = kind_of("" if str(file) == "-" else file.name, content)
    if kind is None:
        raise FileRefusedError(FileProblem.NOT_TEXT, line=None)
    return asyncio.run(extract(content, kind))


def _with_options(page: Page, options: Options) -> Page:
    """What is told of the source on the command line, else in the page's markup, else in its text."""
    try:
        told = date.fromisoformat(options.published) if options.published else None
    except ValueError:
        raise SettingsError(f"--published: {options.published!r} is not a day such as 2026-01-20.") from None
    return replace(
        page,
        published=told or page.published or published_on(page.text),
        publisher=options.publisher or page.publisher or publisher_of(page.text),
        title=page.title or title_of(page.text),
    )


def _as_json(reading: ArticleReading) -> str:
    return "\n".join(json.dumps(_fields(each), ensure_ascii=False) for each in reading.found)


def _fields(found: Found) -> dict[str, object]:
    """The seven fields of one statement, as DESIGN has them."""
    fields = found.model_dump(mode="json", include={"team", "stance", "voice", "said", "speaker", "sentence"})
    return {**fields, "sure": found.sure}


def _as_text(reading: ArticleReading, page: Page, facts: Facts) -> str:
    """A numbered list for people, below what is known of the source."""
    source = " · ".join(str(each) for each in (page.publisher, page.title, page.published) if each)
    if reading.empty is not None:
        return "\n".join(filter(None, [source, EMPTY[reading.empty]]))
    lines = [source] if source else []
    for number, each in enumerate(reading.found, start=1):
        team, stance = facts.teams[each.team].names.official("ko"), facts.stances[each.stance].label.ko
        told = " · ".join(str(part) for part in (team, stance, each.voice, each.speaker, each.said) if part)
        surety = "sure" if each.sure else f"to check: {', '.join(each.doubts)}"
        lines += [f"{number}. {told} ({surety})", f"   {each.sentence}"]
    return "\n".join(lines)
