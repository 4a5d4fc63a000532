"""Offering to record what an editor sent: the statements that an article makes, or a sentence beside the answer."""

import asyncio
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from pydantic import ValidationError
from telegram import Message

from bot.article_fetch import NotFetchedError
from bot.editing import dialogue
from bot.editing.context import EditContext, is_article, sentences, tells
from bot.editing.draft import Draft, Step, from_source, recording
from bot.editing.form import ArticleExcerpt, at, begin, known_source, read_excerpt, source_parts
from bot.editing.form_view import told
from bot.editing.save import offer_buttons, show_change
from bot.editing.state import (
    OFFERED,
    Clipped,
    Item,
    Pasted,
    PreviewedChange,
    Proposed,
    excerpt_payload,
    keep,
    kept_payload,
    last_article,
    remember,
    with_parts_before,
)
from bot.editing.update import ButtonPress, EditorUpdate, press_data
from bot.messages.answers import phrases
from bot.messages.articles import article_messages
from bot.messages.editing_steps import editing_steps
from bot.rendering.answers import label, name
from bot.rendering.reply import Button, Reply, blockquote, bold, escape, split
from knowledge.articles.claims import ArticleReading, Found
from knowledge.articles.page import Page
from knowledge.articles.reading import ArticleReader
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.record.changes import AddStatements
from knowledge.said import last_moment
from knowledge.standing import standing

PAGE = 10
"""Statements of one page."""
SURE, RECORD, EDIT, SKIP = "s", "r", "e", "k"
"""What the buttons want; behind the last three stands the number of the statement."""
_held: list[tuple[Facts, ArticleReader]] = []
"""The reader of the newest facts: building one takes some milliseconds."""


def reader_of(context: EditContext) -> ArticleReader:
    """The reader of articles of the context's record."""
    if not _held or _held[0][0] is not context.facts:
        _held[:] = [(context.facts, ArticleReader(context.facts, context.index))]
    return _held[0][1]


async def read(
    text: str, page: Page | None, message: Message, context: EditContext
) -> tuple[ArticleReading, Proposed | None]:
    """Read an article a sentence at a time, so that answers to others go out between two of them."""
    source = source_parts(text, message, context, page)
    published = source.get("published")
    steps = reader_of(context).steps(text, published=published)  # type: ignore[arg-type] # a day, or None
    while True:
        try:
            next(steps)
        except StopIteration as end:
            reading: ArticleReading = end.value
            break
        await asyncio.sleep(0)
    known = known_source(text, context)
    items = tuple(_items(reading.found, source, known, context))
    return reading, Proposed(items=items, text=text, source=known) if items else None


def _items(
    found: Sequence[Found], source: dict[str, object], known: str | None, context: EditContext
) -> Iterator[Item]:
    for each in found:
        try:
            yield Item(draft=_draft(each, source, known, context), doubts=tuple(each.doubts))
        except ValidationError:  # a control character in the sentence: nothing that could be kept
            continue


def _draft(found: Found, source: dict[str, object], known: str | None, context: EditContext) -> Draft:
    """The draft of one statement, with all that was read of it told already."""
    steps = {Step.TEAM, Step.STANCE, Step.QUOTE, Step.SAID, Step.VOICE, Step.SPEAKER}
    parts = {"team": found.team, "stance": found.stance, "quote": found.sentence, "said": found.said}
    draft = Draft.model_validate(
        {**parts, "voice": found.voice, "speaker": found.speaker, **source, "told": frozenset(steps)}
    )
    if known is not None:
        return from_source(draft, known, context)
    return draft.telling(Step.SOURCE) if draft.publisher is not None else draft


def with_states_of(proposed: Proposed, earlier: Proposed) -> Proposed:
    """An article of which one more part came, with what was done with the statements of its first part."""
    states = {item.claim: item.state for item in earlier.items}
    items = tuple(item.model_copy(update={"state": states.get(item.claim, item.state)}) for item in proposed.items)
    return proposed.model_copy(update={"items": items, "source": proposed.source or earlier.source})


def shown(proposed: Proposed, token: str, context: EditContext, language: Language) -> Reply:
    """One page of the statements, with its buttons."""
    said = article_messages(language)
    items = proposed.items
    sure = sum(not item.doubts for item in items)
    heading = [bold(said.found(count=len(items), sure=sure, check=len(items) - sure))]
    first = items[0].draft
    if first.publisher or first.published or first.url:
        heading.append(escape(told(first, Step.SOURCE, context, language) or ""))
    pages = -(-len(items) // PAGE)
    if pages > 1:
        heading.append(escape(said.page(page=proposed.page + 1, pages=pages)))
    chosen = range(proposed.page * PAGE, min(len(items), (proposed.page + 1) * PAGE))
    parts = split([heading, *(_lines(place, items[place], context, language) for place in chosen)])
    return Reply(parts=parts, buttons=tuple(_buttons(proposed, chosen, pages, token, context, language)))


def _lines(place: int, item: Item, context: EditContext, language: Language) -> Sequence[str]:
    said, draft = article_messages(language), item.draft
    team, stance = context.facts.teams.get(draft.team or ""), context.facts.stances.get(draft.stance or "")
    if team is None or stance is None or draft.voice is None:
        return []
    day = phrases(language).said(draft.said, context.facts.zone, context.today) if draft.said else said.unknown_day()
    parts = [
        name(team, language),
        label(stance, language),
        phrases(language).brief_voice(draft.voice),
        draft.speaker,
        day,
    ]
    surety = said.check(item.doubts) if item.doubts else said.sure()
    notes = [said.state(item.state)] if item.state != "open" else [said.note(each) for each in notes_on(item, context)]
    line = f"{place + 1}. {' · '.join(part for part in parts if part)} ({'; '.join([surety, *notes])})"
    return [escape(line), blockquote(draft.quote or "")]


def notes_on(item: Item, context: EditContext) -> Iterator[Literal["recorded", "same_sentence", "older"]]:
    """What the record says to a statement already."""
    draft, facts = item.draft, context.facts
    same = [
        each.claim for each in facts.history(draft.team) if not each.is_retracted and each.claim.quote == draft.quote
    ]
    if any(claim.stance == draft.stance for claim in same):
        yield "recorded"
    elif same:
        yield "same_sentence"
    if draft.team is None or draft.stance is None or draft.said is None:
        return
    now = standing(draft.team, facts)
    headline = now.position if facts.stances[draft.stance].kind == "position" else now.result
    said = headline.said if headline is not None else None
    if said is not None and last_moment(draft.said.end, facts.zone) < last_moment(said.end, facts.zone):
        yield "older"


def waiting(proposed: Proposed, context: EditContext) -> list[int]:
    """The places of the statements that are sure, and neither on record nor skipped."""
    return [
        place
        for place, item in enumerate(proposed.items)
        if not item.doubts and item.state == "open" and "recorded" not in notes_on(item, context)
    ]


def _buttons(
    proposed: Proposed, chosen: range, pages: int, token: str, context: EditContext, language: Language
) -> Iterator[tuple[Button, ...]]:
    said, count = article_messages(language), len(waiting(proposed, context))
    if count:
        yield (Button(label=said.preview_sure(count), data=press_data(token, SURE)),)
    for place in chosen:
        if proposed.items[place].state == "open":
            yield tuple(
                Button(label=word(place + 1), data=press_data(token, f"{verb}{place}"))
                for word, verb in ((said.record, RECORD), (said.edit, EDIT), (said.skip, SKIP))
            )
    turning = [(said.before(), proposed.page - 1), (said.behind(), proposed.page + 1)]
    turns = tuple(Button(label=word, data=press_data(token, f"p{page}")) for word, page in turning if 0 <= page < pages)
    if turns:
        yield turns


async def press(update: EditorUpdate, proposed: Proposed, token: str, button: ButtonPress) -> bool:
    """Do what a button of the list wants; false where there is no such button."""
    if button.page is not None:
        pages = -(-len(proposed.items) // PAGE)
        return button.page < pages and await _show(update, proposed.model_copy(update={"page": button.page}), token)
    if button.word == SURE:
        return await _preview_sure(update, proposed, token)
    verb, number = button.word[:1], button.word[1:]
    if verb not in (RECORD, EDIT, SKIP) or not number.isdigit() or int(number) >= len(proposed.items):
        return False
    place = int(number)
    if verb == SKIP:
        return await _show(update, proposed.with_state({place}, "skipped"), token)
    draft, context = _whole_draft(proposed, place, token, update.context()), update.context()
    begun = begin(draft, context) if verb == RECORD else at(draft, Step.FIX, context)
    await dialogue.start(replace(update, is_press=False), begun)
    return True


def _whole_draft(proposed: Proposed, place: int, token: str, context: EditContext) -> Draft:
    """A statement's draft with the text that it was taken from, or with its source once that is on record."""
    draft = proposed.items[place].draft.model_copy(update={"article": token, "text": proposed.text})
    if proposed.source is not None and proposed.source in context.facts.sources:
        return from_source(draft, proposed.source, context)
    return draft


async def _show(update: EditorUpdate, proposed: Proposed, token: str) -> bool:
    await keep(update, proposed, lasting=OFFERED, token=token)
    await update.say(shown(proposed, token, update.context(), update.language))
    return True


async def _preview_sure(update: EditorUpdate, proposed: Proposed, token: str) -> bool:
    """The preview of all sure statements as one change; where the publisher is not known, that is asked first."""
    context = update.context()
    drafts = [_whole_draft(proposed, place, token, context) for place in waiting(proposed, context)]
    if not drafts:
        return False
    below = replace(update, is_press=False)
    unknown = next((draft for draft in drafts if draft.next_step is not Step.PREVIEW), None)
    if unknown is not None or len(drafts) == 1:
        await dialogue.start(below, begin(unknown or drafts[0], context))
        return True
    statements = tuple(recording(draft, context.facts).statement for draft in drafts)
    await show_change(below, PreviewedChange(proposal=AddStatements(statements=statements), article=token))
    return True


logger = logging.getLogger(__name__)

_LINK = re.compile(r"https?://\S{3,2000}", re.IGNORECASE)


async def offer(update: EditorUpdate) -> None:
    """Offer to record a sentence that names a team; nothing for any other message."""
    if update.message is None:
        return
    excerpt = read_excerpt(update.message, update.context())
    if excerpt is not None:
        await _show_sentence(update, excerpt)


async def take_article(update: EditorUpdate, *, text: str | None = None, page: Page | None = None) -> bool:
    """Offer the statements that an article makes, and nothing else for it; false where a message is no article.

    A part that Telegram cut off the message before is read together with it, and offered in its place. `text` is the
    text of a file, and `page` what its markup says of it.
    """
    if update.message is None or not (text or update.text).strip():
        return False
    if text is None and _LINK.fullmatch(update.text.strip()):
        return await _take_link(update)
    before = await last_article(update)
    if before is not None and before.message == update.message.message_id and text is None and before.shown:
        return True  # delivered twice: it was offered
    whole = text if text is not None else await with_parts_before(update)
    is_joined = text is None and whole != update.text
    if not is_joined and page is None and not is_article(whole) and not _is_page(whole):
        return False
    reading, proposed = await read(whole, page, update.message, update.context())
    if proposed is not None:
        await _show_article(update, proposed, before if is_joined else None)
        return True
    await remember(update, whole, None)
    word = article_messages(update.language).empty(reading.empty or "no_stance")
    await update.post(Reply(parts=(escape(word),)))
    return True


async def _take_link(update: EditorUpdate) -> bool:
    """Fetch the article at a bare address, where the settings allow its host; else ask for the text."""
    said, fetcher = article_messages(update.language), update.services.fetcher
    if fetcher is None:
        await update.post(Reply(parts=(escape(said.send_text()),)))
        return True
    try:
        page = await fetcher.page(update.text.strip())
    except NotFetchedError as error:
        logger.info("an address was not read: %s", error)
        await update.post(Reply(parts=(escape(said.send_text() if error.is_forbidden else said.not_fetched()),)))
        return True
    return await take_article(update, text=page.text, page=page)


def _is_page(text: str) -> bool:
    """True if a text stands as on a page: a title, a date or a link on lines of their own around what it states."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 2 and any(map(tells, sentences(text)))


async def _show_article(update: EditorUpdate, proposed: Proposed, before: Pasted | None) -> None:
    """Show an article's statements; where the message before was its first part, in the place of what that offered."""
    earlier = await kept_payload(update, before.offer) if before is not None and before.offer is not None else None
    if isinstance(earlier, Proposed):
        proposed = with_states_of(proposed, earlier)
    token = await remember(update, proposed.text, proposed) or ""
    reply = shown(proposed, token, update.context(), update.language)
    numbers = await update.outlet.repost(before.shown, reply) if before is not None else await update.post(reply)
    await remember(update, proposed.text, proposed, numbers)


async def _show_sentence(update: EditorUpdate, excerpt: ArticleExcerpt) -> None:
    """Show what may be recorded from a sentence or two."""
    token = await remember(update, excerpt.text, excerpt_payload(excerpt))
    said, context = editing_steps(update.language), update.context()
    source = _source_of(excerpt.drafts[0], context, update.language)
    heading = (bold(said.offer(len(excerpt.drafts))), *map(escape, filter(None, [source])))
    parts = split([heading, *(_read(draft, context, update.language) for draft in excerpt.drafts)])
    await update.post(Reply(parts=parts, buttons=offer_buttons(token or "", Clipped(drafts=excerpt.drafts), update)))


async def accept(update: EditorUpdate, clipped: Clipped, token: str, option: int | None) -> bool:
    """Begin the conversation with what was read, below the offers, which stay; false where there is no such button."""
    if option is None or option >= len(clipped.drafts):
        return False
    context = update.context()
    draft = clipped.drafts[option]
    draft = draft.model_copy(update={"article": token, "text": clipped.text or draft.text})
    if clipped.source in context.facts.sources and clipped.source is not None:
        draft = from_source(draft, clipped.source, context)
    await dialogue.start(replace(update, is_press=False), begin(draft, context))
    return True


def _read(draft: Draft, context: EditContext, language: Language) -> Sequence[str]:
    """Team and stance as far as they were read, and the sentence."""
    known = [told(draft, step, context, language) for step in (Step.TEAM, Step.STANCE)]
    return [escape(" · ".join(part for part in known if part)), blockquote(draft.quote or "")]


def _source_of(draft: Draft, context: EditContext, language: Language) -> str | None:
    """What was read of the source, which is the same for all sentences of a message."""
    is_read = draft.publisher or draft.published or draft.url
    return told(draft, Step.SOURCE, context, language) if is_read else None
