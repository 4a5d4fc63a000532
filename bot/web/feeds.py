"""The feeds: an entry per changed headline and per correction, as Atom (RFC 4287) and as JSON Feed 1.1."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson

from bot.messages.answers import phrases
from bot.rendering.keyboards import board_path
from bot.web.pages import ANY_YEAR, Pages, moment
from knowledge.answer import ChangeKind, Mark
from knowledge.changelog import HeadlineStep, RecordedChange
from knowledge.model import Revision

ENTRIES = 50
"""Entries of a feed, the newest ones; who reads less often than it turns over reads `/api/1/changes`."""
ATOM = "http://www.w3.org/2005/Atom"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was changed: Atom wants a moment."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; `id` is made of the audit's number, which is there for good."""

    id: str
    url: str
    title: str
    text: str
    at: datetime


def entries(pages: Pages, changes: Sequence[RecordedChange]) -> list[FeedEntry]:
    """The newest entries, newest first."""
    news = (each for each in reversed(changes) if each.is_news)
    return [_entry(pages, each) for each in islice(news, ENTRIES)]


def _entry(pages: Pages, change: RecordedChange) -> FeedEntry:
    facts = pages.facts
    revision = facts.statements[change.statement].revisions[change.revision - 1]
    title = " · ".join(title_lines(pages, change, revision))
    return FeedEntry(
        id=f"urn:ipjang:{facts.programme.id}:{pages.language}:{change.number}",
        url=pages.root + pages.statement_link(change.statement),
        title=title,
        text="\n".join(_lines(pages, revision)),
        at=change.at,
    )


def title_lines(pages: Pages, change: RecordedChange, revision: Revision) -> Iterator[str]:
    """What happened: the correction first, then what became of each headline."""
    say = phrases(pages.language)
    if change.is_correction:
        day = pages.day(revision.at.astimezone(pages.facts.zone).date())
        mark = say.mark(Mark(action=revision.action, on=revision.at, reason=revision.reason), day)
        yield f"{pages.name(revision.claim.team)}, {pages.label(revision.claim.stance)}: {mark}"
    for step in change.headline:
        yield _step(pages, step)


def _step(pages: Pages, step: HeadlineStep) -> str:
    say, name = phrases(pages.language), pages.name(step.team)
    before, after = (pages.label(code) if code is not None else None for code in (step.before, step.after))
    match step.kind:
        case ChangeKind.CONFLICT:
            return say.contradicted(name, after)
        case ChangeKind.VOICE:
            return say.other_voice(name, after)
        case ChangeKind.UNCONFIRMED:
            return say.new_report(name, after or "")
        case _:
            return say.change(name, before, after)


def _lines(pages: Pages, revision: Revision) -> Iterator[str]:
    """The sentence with its day, its voice and its source."""
    say, claim, facts = phrases(pages.language), revision.claim, pages.facts
    source = facts.sources[claim.source]
    voice = say.voice(claim.voice, facts.stances[claim.stance].kind)
    said = (say.said(claim.said, facts.zone, ANY_YEAR), voice, claim.speaker)
    yield " · ".join(part for part in said if part)
    yield claim.quote if source.share and facts.is_verbatim(claim) else pages.say.quote_kept()
    printed = (source.publisher, source.title, pages.day(source.published) if source.published else None)
    yield f"{pages.say.source()}: {' · '.join(part for part in printed if part) or say.no_source()}"


def atom(pages: Pages, changes: Sequence[RecordedChange]) -> bytes:
    """The feed as Atom."""
    board = board_path(pages.facts.programme.id, pages.language)
    told = entries(pages, changes)
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": pages.language})
    SubElement(feed, "id").text = f"urn:ipjang:{pages.facts.programme.id}:{pages.language}"
    SubElement(feed, "title").text = pages.programme
    SubElement(feed, "updated").text = moment(told[0].at if told else NEVER)
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{pages.root}{board}feed.xml"})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{pages.root}{board}"})
    SubElement(SubElement(feed, "author"), "name").text = pages.say.name()
    for each in told:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = each.id
        SubElement(entry, "title").text = each.title
        SubElement(entry, "updated").text = moment(each.at)
        SubElement(entry, "published").text = moment(each.at)
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": each.url})
        SubElement(entry, "content", {"type": "text"}).text = each.text
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def json_feed(pages: Pages, changes: Sequence[RecordedChange]) -> bytes:
    """The feed as JSON Feed 1.1."""
    board = board_path(pages.facts.programme.id, pages.language)
    items: list[dict[str, Any]] = [
        {
            "id": each.id,
            "url": each.url,
            "title": each.title,
            "content_text": each.text,
            "date_published": moment(each.at),
            "language": pages.language,
        }
        for each in entries(pages, changes)
    ]
    return orjson.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": pages.programme,
            "home_page_url": f"{pages.root}{board}",
            "feed_url": f"{pages.root}{board}feed.json",
            "language": pages.language,
            "authors": [{"name": pages.say.name()}],
            "items": items,
        }
    )
