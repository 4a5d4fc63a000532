"""The statements that an article makes, in one message: each to record, mend or skip, and the sure ones at once."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from pydantic import ValidationError
from telegram import Message

from bot.editing import talking
from bot.editing.answers import from_source
from bot.editing.clipping import known_source, source_parts
from bot.editing.conversation import at, begin
from bot.editing.desk import Desk
from bot.editing.draft import Draft, Step
from bot.editing.offers import OFFERED, Change, Item, Proposed, keep
from bot.editing.proposals import RecordingSeveral, recording
from bot.editing.saving import show_change
from bot.editing.step_views import told
from bot.editing.tokens import Wish, press_data
from bot.editing.visit import Visit
from bot.i18n.article import article_messages
from bot.messages.answers import phrases
from bot.rendering.answers import label, name
from bot.rendering.reply import Button, Reply, blockquote, bold, escape, split
from knowledge.articles.claims import ArticleReading, Found
from knowledge.articles.page import Page
from knowledge.articles.reading import ArticleReader
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.said import last_moment
from knowledge.standing import standing

PAGE = 10
"""Statements of one page."""
SURE, RECORD, EDIT, SKIP = "s", "r", "e", "k"
"""What the buttons want; behind the last three stands the number of the statement."""
_held: list[tuple[Facts, ArticleReader]] = []
"""The reader of the newest facts: building one takes some milliseconds."""


def reader_of(desk: Desk) -> ArticleReader:
    """The reader of articles of the desk's record."""
    if not _held or _held[0][0] is not desk.facts:
        _held[:] = [(desk.facts, ArticleReader(desk.facts, desk.index))]
    return _held[0][1]


async def read(text: str, page: Page | None, message: Message, desk: Desk) -> tuple[ArticleReading, Proposed | None]:
    """Read an article a sentence at a time, so that answers to others go out between two of them."""
    source = source_parts(text, message, desk, page)
    published = source.get("published")
    steps = reader_of(desk).steps(text, published=published)  # type: ignore[arg-type] # a day, or None
    while True:
        try:
            next(steps)
        except StopIteration as end:
            reading: ArticleReading = end.value
            break
        await asyncio.sleep(0)
    known = known_source(text, desk)
    items = tuple(_items(reading.found, source, known, desk))
    return reading, Proposed(items=items, text=text, source=known) if items else None


def _items(found: Sequence[Found], source: dict[str, object], known: str | None, desk: Desk) -> Iterator[Item]:
    for each in found:
        try:
            yield Item(draft=_draft(each, source, known, desk), doubts=tuple(each.doubts))
        except ValidationError:  # a control character in the sentence: nothing that could be kept
            continue


def _draft(found: Found, source: dict[str, object], known: str | None, desk: Desk) -> Draft:
    """The draft of one statement, with all that was read of it told already."""
    steps = {Step.TEAM, Step.STANCE, Step.QUOTE, Step.SAID, Step.VOICE, Step.SPEAKER}
    parts = {"team": found.team, "stance": found.stance, "quote": found.sentence, "said": found.said}
    draft = Draft.model_validate(
        {**parts, "voice": found.voice, "speaker": found.speaker, **source, "told": frozenset(steps)}
    )
    if known is not None:
        return from_source(draft, known, desk)
    return draft.telling(Step.SOURCE) if draft.publisher is not None else draft


def with_states_of(proposed: Proposed, earlier: Proposed) -> Proposed:
    """An article of which one more part came, with what was done with the statements of its first part."""
    states = {item.claim: item.state for item in earlier.items}
    items = tuple(item.model_copy(update={"state": states.get(item.claim, item.state)}) for item in proposed.items)
    return proposed.model_copy(update={"items": items, "source": proposed.source or earlier.source})


def shown(proposed: Proposed, token: str, desk: Desk, language: Language) -> Reply:
    """One page of the statements, with its buttons."""
    said = article_messages(language)
    items = proposed.items
    sure = sum(not item.doubts for item in items)
    template = said.found_one if len(items) == 1 else said.found
    heading = [bold(template.format(count=len(items), sure=sure, check=len(items) - sure))]
    first = items[0].draft
    if first.publisher or first.published or first.url:
        heading.append(escape(told(first, Step.SOURCE, desk, language) or ""))
    pages = -(-len(items) // PAGE)
    if pages > 1:
        heading.append(escape(said.page.format(page=proposed.page + 1, pages=pages)))
    chosen = range(proposed.page * PAGE, min(len(items), (proposed.page + 1) * PAGE))
    parts = split([heading, *(_lines(place, items[place], desk, language) for place in chosen)])
    return Reply(parts=parts, buttons=tuple(_buttons(proposed, chosen, pages, token, desk, language)))


def _lines(place: int, item: Item, desk: Desk, language: Language) -> Sequence[str]:
    said, draft = article_messages(language), item.draft
    team, stance = desk.facts.teams.get(draft.team or ""), desk.facts.stances.get(draft.stance or "")
    if team is None or stance is None or draft.voice is None:
        return []
    day = phrases(language).said(draft.said, desk.facts.zone, desk.today) if draft.said else said.unknown_day
    parts = [
        name(team, language),
        label(stance, language),
        phrases(language).brief_voice(draft.voice),
        draft.speaker,
        day,
    ]
    reasons = ", ".join(said.doubts[doubt] for doubt in item.doubts)
    surety = said.check.format(reasons=reasons) if item.doubts else said.sure
    notes = [said.states[item.state]] if item.state != "open" else [said.notes[each] for each in notes_on(item, desk)]
    line = f"{place + 1}. {' · '.join(part for part in parts if part)} ({'; '.join([surety, *notes])})"
    return [escape(line), blockquote(draft.quote or "")]


def notes_on(item: Item, desk: Desk) -> Iterator[Literal["recorded", "same_sentence", "older"]]:
    """What the record says to a statement already."""
    draft, facts = item.draft, desk.facts
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


def waiting(proposed: Proposed, desk: Desk) -> list[int]:
    """The places of the statements that are sure, and neither on record nor skipped."""
    return [
        place
        for place, item in enumerate(proposed.items)
        if not item.doubts and item.state == "open" and "recorded" not in notes_on(item, desk)
    ]


def _buttons(
    proposed: Proposed, chosen: range, pages: int, token: str, desk: Desk, language: Language
) -> Iterator[tuple[Button, ...]]:
    said, count = article_messages(language), len(waiting(proposed, desk))
    if count:
        template = said.preview_one_sure if count == 1 else said.preview_sure
        yield (Button(label=template.format(count=count), data=press_data(token, SURE)),)
    for place in chosen:
        if proposed.items[place].state == "open":
            yield tuple(
                Button(label=template.format(number=place + 1), data=press_data(token, f"{verb}{place}"))
                for template, verb in ((said.record, RECORD), (said.edit, EDIT), (said.skip, SKIP))
            )
    turning = [(said.before, proposed.page - 1), (said.behind, proposed.page + 1)]
    turns = tuple(Button(label=word, data=press_data(token, f"p{page}")) for word, page in turning if 0 <= page < pages)
    if turns:
        yield turns


async def press(visit: Visit, proposed: Proposed, token: str, wish: Wish) -> bool:
    """Do what a button of the list wants; false where there is no such button."""
    if wish.page is not None:
        pages = -(-len(proposed.items) // PAGE)
        return wish.page < pages and await _show(visit, proposed.model_copy(update={"page": wish.page}), token)
    if wish.word == SURE:
        return await _preview_sure(visit, proposed, token)
    verb, number = wish.word[:1], wish.word[1:]
    if verb not in (RECORD, EDIT, SKIP) or not number.isdigit() or int(number) >= len(proposed.items):
        return False
    place = int(number)
    if verb == SKIP:
        return await _show(visit, proposed.with_state({place}, "skipped"), token)
    draft, desk = _whole_draft(proposed, place, token, visit.desk()), visit.desk()
    begun = begin(draft, desk) if verb == RECORD else at(draft, Step.FIX, desk)
    await talking.start(replace(visit, is_press=False), begun)
    return True


def _whole_draft(proposed: Proposed, place: int, token: str, desk: Desk) -> Draft:
    """A statement's draft with the text that it was taken from, or with its source once that is on record."""
    draft = proposed.items[place].draft.model_copy(update={"article": token, "text": proposed.text})
    if proposed.source is not None and proposed.source in desk.facts.sources:
        return from_source(draft, proposed.source, desk)
    return draft


async def _show(visit: Visit, proposed: Proposed, token: str) -> bool:
    await keep(visit, proposed, lasting=OFFERED, token=token)
    await visit.say(shown(proposed, token, visit.desk(), visit.language))
    return True


async def _preview_sure(visit: Visit, proposed: Proposed, token: str) -> bool:
    """The preview of all sure statements as one change; where the publisher is not known, that is asked first."""
    desk = visit.desk()
    drafts = [_whole_draft(proposed, place, token, desk) for place in waiting(proposed, desk)]
    if not drafts:
        return False
    below = replace(visit, is_press=False)
    unknown = next((draft for draft in drafts if draft.next_step is not Step.PREVIEW), None)
    if unknown is not None or len(drafts) == 1:
        await talking.start(below, begin(unknown or drafts[0], desk))
        return True
    statements = tuple(recording(draft, desk.facts).statement for draft in drafts)
    await show_change(below, Change(proposal=RecordingSeveral(statements=statements), article=token))
    return True
