"""A message that may be worth recording: the sentence that names a team, and what it says of its source (pure)."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from pydantic import ValidationError
from telegram import Message, MessageOriginChannel

from bot.editing.acts import text_of
from bot.editing.answers import from_source
from bot.editing.bylines import link_of, published_on, publisher_of, title_of
from bot.editing.desk import Desk
from bot.editing.draft import Draft, Step
from bot.editing.sentences import sentences, tells, without_byline
from knowledge.articles.page import Page
from knowledge.fields import QUOTE_LENGTH, SOURCE_TEXT_LENGTH, Frozen, Identifier

PASTED_LENGTH = 25
"""Characters from which a text that was not forwarded may be a pasted sentence and not somebody's own question."""
OFFERED_TEAMS = 16
"""Teams of one message that are offered, as buttons two in a row."""


class Clipping(Frozen):
    """What can be read from a message for one record: a draft for each team that it names, in order."""

    text: str
    drafts: tuple[Draft, ...]

    @property
    def teams(self) -> tuple[Identifier, ...]:
        """The teams that may be recorded."""
        return tuple(draft.team for draft in self.drafts if draft.team is not None)


def clip(message: Message, desk: Desk) -> Clipping | None:
    """Read a message; None where nothing in it is worth the offer."""
    return clip_text(text_of(message), message, desk)


def clip_text(text: str, message: Message, desk: Desk) -> Clipping | None:
    """Read a text that a message carries, such as what stands behind its command."""
    if not _is_told(text, is_forwarded=message.forward_origin is not None) or len(text) > SOURCE_TEXT_LENGTH:
        return None
    drafts = tuple(_drafts(text, message, desk))[:OFFERED_TEAMS]
    return Clipping(text=text, drafts=drafts) if drafts else None


def known_source(text: str, desk: Desk) -> str | None:
    """The newest source on record whose whole text this is: an article that is pasted again is the same source."""
    texts = desk.facts.source_texts
    return next((each for each in reversed(tuple(desk.facts.whole_sources)) if texts.get(each) == text), None)


def _is_told(text: str, *, is_forwarded: bool) -> bool:
    """Whether a text tells something rather than asks it."""
    if is_forwarded:
        return bool(text.strip())
    long_enough = len(text.strip()) >= PASTED_LENGTH
    return long_enough and any(map(tells, sentences(text)))


def _drafts(text: str, message: Message, desk: Desk) -> Iterator[Draft]:
    source, known = source_parts(text, message, desk), known_source(text, desk)
    for team, quote in _chosen(text, desk).items():
        with suppress(ValidationError):  # a control character in the message: nothing that could be kept
            draft = _draft(team, quote, text, source, desk)
            yield draft if known is None else from_source(draft, known, desk)


def _chosen(text: str, desk: Desk) -> dict[str, str]:
    """The sentence of each team that is named: the first that uses a stance's words, and no headline if it can be."""
    title, worth = title_of(text), dict[str, tuple[bool, bool, bool]]()
    chosen: dict[str, str] = {}
    for sentence in sentences(text):
        piece = without_byline(sentence)
        if len(piece) > QUOTE_LENGTH or piece.rstrip("\"'”’)").endswith("?"):
            continue
        rank = (bool(desk.stances_in(piece)), tells(piece), piece != title)
        for team in desk.teams_in(piece):
            if team not in chosen or rank > worth[team]:
                chosen[team], worth[team] = piece, rank
    return chosen


def _draft(team: str, quote: str, text: str, source: dict[str, object], desk: Desk) -> Draft:
    draft = Draft.model_validate({"team": team, "quote": quote, "text": text, **source})
    stance = desk.stance_told(quote, team)
    told = {Step.TEAM, Step.QUOTE}
    if stance is not None:
        draft, told = draft.model_copy(update={"stance": stance}), told | {Step.STANCE}
    if draft.publisher is not None:
        told |= {Step.SOURCE}
    return draft.model_copy(update={"told": frozenset(told)})


def with_source_of(text: str, message: Message, draft: Draft, desk: Desk) -> Draft:
    """The draft with what a text tells of its source; the step is answered where the publisher is told."""
    known = known_source(text, desk)
    if known is not None:
        return from_source(draft, known, desk)
    parts = {key: value for key, value in source_parts(text, message, desk).items() if value is not None}
    try:
        told = Draft.model_validate({**dict(draft), **parts})
    except ValidationError:
        return draft
    return told.telling(Step.SOURCE) if "publisher" in parts else told


def source_parts(text: str, message: Message, desk: Desk, page: Page | None = None) -> dict[str, object]:
    """The publisher, title, link and day of what a message carries, each where it can be read, a page's own first."""
    channel = message.forward_origin if isinstance(message.forward_origin, MessageOriginChannel) else None
    link = link_of(text) or _entity_link(message)
    publisher = publisher_of(f"{text}\n{link or ''}", desk.publishers)
    published = published_on(text)
    if channel is not None:
        publisher = publisher or channel.chat.title
        published = published or desk.day_of(channel.date)
        if link is None and channel.chat.username:
            link = f"https://t.me/{channel.chat.username}/{channel.message_id}"
    title = title_of(text)
    if page is not None:
        publisher, title = page.publisher or publisher, page.title or title
        link, published = page.url or link, page.published or published
    return {"publisher": publisher, "title": title, "url": link, "published": _possible(published, desk)}


def _possible(published: date | None, desk: Desk) -> date | None:
    """A day in the future is a misreading."""
    return published if published is not None and published <= desk.today else None


def _entity_link(message: Message) -> str | None:
    """The first link that hides behind words."""
    entities = message.entities or message.caption_entities
    return next((entity.url for entity in entities if entity.url and entity.url.startswith("http")), None)
