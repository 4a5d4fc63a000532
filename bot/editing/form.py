"""The form of a statement: filled by lines, by a message worth recording, or step by step with buttons (pure)."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from pydantic import ValidationError
from telegram import Message, MessageOriginChannel

from bot.editing.access import text_of
from bot.editing.context import NOTHING, Desk, plain, sentences, tells, without_byline
from bot.editing.draft import (
    UNKNOWN,
    Draft,
    Step,
    choose,
    counted_from,
    days_of_quote,
    from_source,
    is_day,
    quote_options,
    read_answer,
    recounted,
    slip_of,
)
from bot.editing.lines import (
    Entry,
    Key,
    Lines,
    Slip,
    SlipCode,
    link_of,
    looks_like_lines,
    published_on,
    publisher_of,
    read_day,
    read_lines,
    title_of,
)
from knowledge.articles.page import Page
from knowledge.fields import QUOTE_LENGTH, SOURCE_TEXT_LENGTH, Frozen, Identifier
from knowledge.model import Kind, Voice

STEP_OF: Mapping[str, Step] = {
    Key.TEAM: Step.TEAM,
    Key.STANCE: Step.STANCE,
    Key.QUOTE: Step.QUOTE,
    Key.SAID: Step.SAID,
    Key.VOICE: Step.VOICE,
    Key.SPEAKER: Step.SPEAKER,
    Key.REASON: Step.REASON,
}
"""The keys that answer a step as a typed text would."""
SOURCE_KEYS = (Key.PUBLISHER, Key.TITLE, Key.URL, Key.PUBLISHED)
REQUIRED = (Key.TEAM, Key.STANCE, Key.SAID, Key.VOICE, Key.PUBLISHER, Key.QUOTE)


class Filled(NamedTuple):
    """A draft with everything that could be read, and what could not."""

    draft: Draft
    slips: tuple[Slip, ...]


def fill(draft: Draft, lines: Lines, desk: Desk) -> Filled:
    """Take lines into a draft; those that are wrong are told and leave their part as it was."""
    slips = list(lines.slips)
    for key, entry in lines.entries.items():
        if key in STEP_OF and entry.text:
            draft = _answered(draft, key, entry, desk, slips)
    draft = _with_source(draft, lines.entries, desk, slips)
    return Filled(draft, tuple(slips))


def missing(draft: Draft, lines: Lines) -> Iterator[Slip]:
    """A slip for each key that a whole statement needs and neither the lines nor the draft tell."""
    for key in REQUIRED:
        step = STEP_OF.get(key, Step.SOURCE)
        if step not in draft.told and key not in lines.entries:
            yield _missing(key, lines)
    if draft.correcting is not None and draft.correcting.reason is None and Key.REASON not in lines.entries:
        yield _missing(Key.REASON, lines)


def _missing(key: str, lines: Lines) -> Slip:
    """A key that no line gives, or that stands below the quote and was read as part of it."""
    line = lines.swallowed.get(key)
    code = SlipCode.MISSING if line is None else SlipCode.IN_QUOTE
    return Slip(code=code, line=line, key=key)


def _answered(draft: Draft, key: str, entry: Entry, desk: Desk, slips: list[Slip]) -> Draft:
    is_quote = key == Key.QUOTE
    told = _quoted(draft, entry.text) if is_quote else read_answer(draft, STEP_OF[key], entry.text, desk)
    if isinstance(told, Slip):
        slips.append(told.model_copy(update={"line": entry.line, "key": key}))
        return draft
    return told


def _quoted(draft: Draft, text: str) -> Draft | Slip:
    """The quote line is the sentence as it stands, however long."""
    try:
        kept = draft.text if draft.text is not None and text in draft.text else None
        return draft.telling(Step.QUOTE, quote=text, text=kept, readings=())
    except ValidationError as error:
        return slip_of(error, Key.QUOTE)


def _with_source(draft: Draft, entries: Mapping[str, Entry], desk: Desk, slips: list[Slip]) -> Draft:
    """The source lines; with any of them the source is another one than the draft had."""
    parts: dict[str, object] = {}
    for key in SOURCE_KEYS:
        entry = entries.get(key)
        if entry is None or not entry.text:
            continue
        value = _source_value(key, entry, desk)
        if isinstance(value, Slip):
            slips.append(value)
        else:
            parts[key] = value
    if not parts:
        return draft
    told = Draft.model_validate({**dict(draft), "source": None, **parts})
    publisher = told.publisher or publisher_of(told.url or "")
    return told if publisher is None else told.telling(Step.SOURCE, publisher=publisher)


def _source_value(key: str, entry: Entry, desk: Desk) -> object | Slip:
    """The value of one source line as the draft takes it; `모름` takes away what was told, but for the publisher."""
    if key != Key.PUBLISHER and plain(entry.text) in NOTHING:
        return None
    if key == Key.PUBLISHED:
        return read_day(entry.text, desk.today) or Slip(code=SlipCode.DATE, line=entry.line, key=key, text=entry.text)
    try:
        Draft.model_validate({key: entry.text})
    except ValidationError as error:
        if key == Key.URL:
            return Slip(code=SlipCode.URL, line=entry.line, key=key, text=entry.text)
        return slip_of(error, key, entry.line)
    return entry.text


EXPIRY = timedelta(hours=1)
"""How long an unfinished conversation waits for its next word: while it waits, what its editor types answers it."""
RECENT_SOURCES = 4
"""Sources offered by a button; the one wanted is nearly always the article that was recorded from a minute ago."""


QUESTION_LENGTH = 120
_ASKS = re.compile(
    r"[?？][\s!~.…ㅋㅎㅠ]*$|(?:나요|까요|[인는은한될할]가요|인가|일까|할까|어때|어때요|알려\s?줘|알려\s?줘요|알려\s?주세요|궁금해|궁금해요|뭐야|뭐지|누구야|어디야)$"
)
"""How a question ends."""


class Verb(StrEnum):
    """What a button of a conversation does beside choosing an option."""

    BACK = "back"
    KEEP = "keep"
    """Leave this step's answer as it is."""
    FIX = "fix"
    CANCEL = "cancel"
    SAVE = "save"
    SAVE_ALL = "all"
    """Save, for every statement of the source that is corrected."""


class Conversation(Frozen):
    """A draft at one of its steps; `options` is what the numbered buttons under the question stand for."""

    draft: Draft
    step: Step
    options: tuple[str, ...] = ()

    @property
    def may_keep(self) -> bool:
        """Whether the step was answered before, so that its answer may stay."""
        return self.step in self.draft.told

    @property
    def may_go_back(self) -> bool:
        """Whether there is a step before this one."""
        if self.step is Step.FIX:
            return self.draft.next_step is Step.PREVIEW
        return self.draft.before(self.step) is not None


class Turn(Frozen):
    """Where a conversation stands after an editor's word; `slip` says why it has not moved."""

    conversation: Conversation
    slip: Slip | None = None


def at(draft: Draft, step: Step, desk: Desk) -> Conversation:
    """The conversation at a step, with its options as they are at this moment."""
    return Conversation(draft=draft, step=step, options=options(draft, step, desk))


def begin(draft: Draft, desk: Desk) -> Conversation:
    """The conversation at the first thing that the draft does not tell yet."""
    draft = recounted(draft, desk)
    return at(draft, draft.next_step, desk)


def typed(conversation: Conversation, text: str, desk: Desk) -> Turn | None:
    """Take a typed text; None where the step does not ask for one and the text is no line of a statement."""
    step, draft = conversation.step, conversation.draft
    lines = read_lines(text) if looks_like_lines(text) else None
    if lines is not None and (step is not Step.QUOTE or not lines.slips):
        filled = fill(draft, lines, desk)
        return Turn(conversation=begin(filled.draft, desk), slip=next(iter(filled.slips), None))
    if step in (Step.PREVIEW, Step.FIX):
        return None
    told = read_answer(draft, step, text, desk)
    if isinstance(told, Draft):
        return Turn(conversation=begin(told, desk))
    meant = told.options if told.code in (SlipCode.TEAM_UNCLEAR, SlipCode.TEAM_UNKNOWN) else conversation.options
    return Turn(conversation=conversation.model_copy(update={"options": meant}), slip=told)


def answer_to(conversation: Conversation, text: str, desk: Desk) -> str | None:
    """A text as the answer to a step; None for a question, which is no answer: `카카오 재도전해?` is nobody's name.

    `KT?` answers which team, and what a key stands before is an answer whatever it looks like.
    """
    bare = text.strip().rstrip("?？ ")
    is_asked = _ASKS.search(text.strip()) is not None and "\n" not in text.strip() and len(text) <= QUESTION_LENGTH
    if not is_asked or looks_like_lines(text):
        return text
    match conversation.step:
        case Step.TEAM if desk.team_named(bare) is not None:
            return bare
        case Step.STANCE if desk.stances_for(bare):
            return bare
        case Step.SAID if is_day(conversation.draft, bare, desk):
            return bare
        case _:
            return None


def chosen(conversation: Conversation, place: int, desk: Desk) -> Conversation | None:
    """Take a numbered button; None where there is no such option."""
    if not 0 <= place < len(conversation.options):
        return None
    option = conversation.options[place]
    if conversation.step is Step.FIX:
        return at(conversation.draft, Step(option), desk)
    if not _is_known(conversation.step, option, desk):
        return None
    return begin(choose(conversation.draft, conversation.step, option, desk), desk)


def moved(conversation: Conversation, verb: Verb, desk: Desk) -> Conversation | None:
    """Go back, keep an answer, or choose what to mend; None where that is not possible here."""
    draft, step = conversation.draft, conversation.step
    match verb:
        case Verb.BACK:
            if step is Step.FIX:
                return begin(draft, desk)
            before = draft.before(step)
            return at(draft, before, desk) if before is not None else None
        case Verb.KEEP if conversation.may_keep:
            return begin(draft, desk)
        case Verb.FIX if step is Step.PREVIEW:
            return at(draft, Step.FIX, desk)
        case _:
            return None


def options(draft: Draft, step: Step, desk: Desk) -> tuple[str, ...]:
    """What may be chosen at a step by a button."""
    match step:
        case Step.STANCE:
            return _stances(desk)
        case Step.QUOTE:
            return quote_options(draft, desk)
        case Step.SAID:
            counted = counted_from(draft, desk)
            days = (*(day for _, day in days_of_quote(draft, desk)), counted, counted - timedelta(days=1))
            return (*dict.fromkeys(day.isoformat() for day in days), UNKNOWN)
        case Step.VOICE:
            return tuple(Voice)
        case Step.SPEAKER:
            return (UNKNOWN,)
        case Step.SOURCE:
            return _recent_sources(desk)
        case Step.FIX:
            return tuple(each for each in draft.steps if each is not Step.PREVIEW)
        case Step.TEAM | Step.REASON | Step.PREVIEW:
            return ()


def _stances(desk: Desk) -> tuple[str, ...]:
    every = desk.facts.stances.values()
    return tuple(stance.code for kind in Kind for stance in every if stance.kind is kind)


def _recent_sources(desk: Desk) -> tuple[str, ...]:
    """The sources that statements were recorded from last, newest first."""
    statements = sorted(desk.facts.statements.values(), key=lambda each: each.sequence, reverse=True)
    return tuple(dict.fromkeys(each.claim.source for each in statements))[:RECENT_SOURCES]


def _is_known(step: Step, option: str, desk: Desk) -> bool:
    """Whether the record still has what an option stands for."""
    match step:
        case Step.TEAM:
            return option in desk.facts.teams
        case Step.STANCE:
            return option in desk.facts.stances
        case Step.SOURCE:
            return option in desk.facts.sources
        case _:
            return True


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
