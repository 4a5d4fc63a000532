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
from bot.editing.context import NOTHING, EditContext, plain, sentences, tells, without_byline
from bot.editing.draft import (
    UNKNOWN,
    Draft,
    Step,
    choose,
    counted_from,
    days_of_quote,
    from_source,
    input_error,
    is_day,
    quote_options,
    read_answer,
    recounted,
)
from bot.editing.lines import (
    Entry,
    InputError,
    InputErrorCode,
    Key,
    Lines,
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


class FilledDraft(NamedTuple):
    """A draft with everything that could be read, and what could not."""

    draft: Draft
    errors: tuple[InputError, ...]


def fill(draft: Draft, lines: Lines, context: EditContext) -> FilledDraft:
    """Take lines into a draft; those that are wrong are told and leave their part as it was."""
    errors = list(lines.errors)
    for key, entry in lines.entries.items():
        if key in STEP_OF and entry.text:
            draft = _answered(draft, key, entry, context, errors)
    draft = _with_source(draft, lines.entries, context, errors)
    return FilledDraft(draft, tuple(errors))


def missing(draft: Draft, lines: Lines) -> Iterator[InputError]:
    """An error for each key that a whole statement needs and neither the lines nor the draft tell."""
    for key in REQUIRED:
        step = STEP_OF.get(key, Step.SOURCE)
        if step not in draft.told and key not in lines.entries:
            yield _missing(key, lines)
    if draft.correcting is not None and draft.correcting.reason is None and Key.REASON not in lines.entries:
        yield _missing(Key.REASON, lines)


def _missing(key: str, lines: Lines) -> InputError:
    """A key that no line gives, or that stands below the quote and was read as part of it."""
    line = lines.swallowed.get(key)
    code = InputErrorCode.MISSING if line is None else InputErrorCode.IN_QUOTE
    return InputError(code=code, line=line, key=key)


def _answered(draft: Draft, key: str, entry: Entry, context: EditContext, errors: list[InputError]) -> Draft:
    is_quote = key == Key.QUOTE
    told = _quoted(draft, entry.text) if is_quote else read_answer(draft, STEP_OF[key], entry.text, context)
    if isinstance(told, InputError):
        errors.append(told.model_copy(update={"line": entry.line, "key": key}))
        return draft
    return told


def _quoted(draft: Draft, text: str) -> Draft | InputError:
    """The quote line is the sentence as it stands, however long."""
    try:
        kept = draft.text if draft.text is not None and text in draft.text else None
        return draft.telling(Step.QUOTE, quote=text, text=kept, readings=())
    except ValidationError as error:
        return input_error(error, Key.QUOTE)


def _with_source(draft: Draft, entries: Mapping[str, Entry], context: EditContext, errors: list[InputError]) -> Draft:
    """The source lines; with any of them the source is another one than the draft had."""
    parts: dict[str, object] = {}
    for key in SOURCE_KEYS:
        entry = entries.get(key)
        if entry is None or not entry.text:
            continue
        value = _source_value(key, entry, context)
        if isinstance(value, InputError):
            errors.append(value)
        else:
            parts[key] = value
    if not parts:
        return draft
    told = Draft.model_validate({**dict(draft), "source": None, **parts})
    publisher = told.publisher or publisher_of(told.url or "")
    return told if publisher is None else told.telling(Step.SOURCE, publisher=publisher)


def _source_value(key: str, entry: Entry, context: EditContext) -> object | InputError:
    """The value of one source line as the draft takes it; `모름` takes away what was told, but for the publisher."""
    if key != Key.PUBLISHER and plain(entry.text) in NOTHING:
        return None
    if key == Key.PUBLISHED:
        return read_day(entry.text, context.today) or InputError(
            code=InputErrorCode.DATE, line=entry.line, key=key, text=entry.text
        )
    try:
        Draft.model_validate({key: entry.text})
    except ValidationError as error:
        if key == Key.URL:
            return InputError(code=InputErrorCode.URL, line=entry.line, key=key, text=entry.text)
        return input_error(error, key, entry.line)
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


class Form(Frozen):
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
    """Where a conversation stands after an editor's word; `error` says why it has not moved."""

    form: Form
    error: InputError | None = None


def at(draft: Draft, step: Step, context: EditContext) -> Form:
    """The conversation at a step, with its options as they are at this moment."""
    return Form(draft=draft, step=step, options=options(draft, step, context))


def begin(draft: Draft, context: EditContext) -> Form:
    """The conversation at the first thing that the draft does not tell yet."""
    draft = recounted(draft, context)
    return at(draft, draft.next_step, context)


def typed(form: Form, text: str, context: EditContext) -> Turn | None:
    """Take a typed text; None where the step does not ask for one and the text is no line of a statement."""
    step, draft = form.step, form.draft
    lines = read_lines(text) if looks_like_lines(text) else None
    if lines is not None and (step is not Step.QUOTE or not lines.errors):
        filled = fill(draft, lines, context)
        return Turn(form=begin(filled.draft, context), error=next(iter(filled.errors), None))
    if step in (Step.PREVIEW, Step.FIX):
        return None
    told = read_answer(draft, step, text, context)
    if isinstance(told, Draft):
        return Turn(form=begin(told, context))
    meant = told.options if told.code in (InputErrorCode.TEAM_UNCLEAR, InputErrorCode.TEAM_UNKNOWN) else form.options
    return Turn(form=form.model_copy(update={"options": meant}), error=told)


def answer_to(form: Form, text: str, context: EditContext) -> str | None:
    """A text as the answer to a step; None for a question, which is no answer: `카카오 재도전해?` is nobody's name.

    `KT?` answers which team, and what a key stands before is an answer whatever it looks like.
    """
    bare = text.strip().rstrip("?？ ")
    is_asked = _ASKS.search(text.strip()) is not None and "\n" not in text.strip() and len(text) <= QUESTION_LENGTH
    if not is_asked or looks_like_lines(text):
        return text
    match form.step:
        case Step.TEAM if context.team_named(bare) is not None:
            return bare
        case Step.STANCE if context.stances_for(bare):
            return bare
        case Step.SAID if is_day(form.draft, bare, context):
            return bare
        case _:
            return None


def chosen(form: Form, place: int, context: EditContext) -> Form | None:
    """Take a numbered button; None where there is no such option."""
    if not 0 <= place < len(form.options):
        return None
    option = form.options[place]
    if form.step is Step.FIX:
        return at(form.draft, Step(option), context)
    if not _is_known(form.step, option, context):
        return None
    return begin(choose(form.draft, form.step, option, context), context)


def moved(form: Form, verb: Verb, context: EditContext) -> Form | None:
    """Go back, keep an answer, or choose what to mend; None where that is not possible here."""
    draft, step = form.draft, form.step
    match verb:
        case Verb.BACK:
            if step is Step.FIX:
                return begin(draft, context)
            before = draft.before(step)
            return at(draft, before, context) if before is not None else None
        case Verb.KEEP if form.may_keep:
            return begin(draft, context)
        case Verb.FIX if step is Step.PREVIEW:
            return at(draft, Step.FIX, context)
        case _:
            return None


def options(draft: Draft, step: Step, context: EditContext) -> tuple[str, ...]:
    """What may be chosen at a step by a button."""
    match step:
        case Step.STANCE:
            return _stances(context)
        case Step.QUOTE:
            return quote_options(draft, context)
        case Step.SAID:
            counted = counted_from(draft, context)
            days = (*(day for _, day in days_of_quote(draft, context)), counted, counted - timedelta(days=1))
            return (*dict.fromkeys(day.isoformat() for day in days), UNKNOWN)
        case Step.VOICE:
            return tuple(Voice)
        case Step.SPEAKER:
            return (UNKNOWN,)
        case Step.SOURCE:
            return _recent_sources(context)
        case Step.FIX:
            return tuple(each for each in draft.steps if each is not Step.PREVIEW)
        case Step.TEAM | Step.REASON | Step.PREVIEW:
            return ()


def _stances(context: EditContext) -> tuple[str, ...]:
    every = context.facts.stances.values()
    return tuple(stance.code for kind in Kind for stance in every if stance.kind is kind)


def _recent_sources(context: EditContext) -> tuple[str, ...]:
    """The sources that statements were recorded from last, newest first."""
    statements = sorted(context.facts.statements.values(), key=lambda each: each.sequence, reverse=True)
    return tuple(dict.fromkeys(each.claim.source for each in statements))[:RECENT_SOURCES]


def _is_known(step: Step, option: str, context: EditContext) -> bool:
    """Whether the record still has what an option stands for."""
    match step:
        case Step.TEAM:
            return option in context.facts.teams
        case Step.STANCE:
            return option in context.facts.stances
        case Step.SOURCE:
            return option in context.facts.sources
        case _:
            return True


PASTED_LENGTH = 25
"""Characters from which a text that was not forwarded may be a pasted sentence and not somebody's own question."""
OFFERED_TEAMS = 16
"""Teams of one message that are offered, as buttons two in a row."""


class ArticleExcerpt(Frozen):
    """What can be read from a message for one record: a draft for each team that it names, in order."""

    text: str
    drafts: tuple[Draft, ...]

    @property
    def teams(self) -> tuple[Identifier, ...]:
        """The teams that may be recorded."""
        return tuple(draft.team for draft in self.drafts if draft.team is not None)


def read_excerpt(message: Message, context: EditContext) -> ArticleExcerpt | None:
    """Read a message; None where nothing in it is worth the offer."""
    return read_excerpt_text(text_of(message), message, context)


def read_excerpt_text(text: str, message: Message, context: EditContext) -> ArticleExcerpt | None:
    """Read a text that a message carries, such as what stands behind its command."""
    if not _is_told(text, is_forwarded=message.forward_origin is not None) or len(text) > SOURCE_TEXT_LENGTH:
        return None
    drafts = tuple(_drafts(text, message, context))[:OFFERED_TEAMS]
    return ArticleExcerpt(text=text, drafts=drafts) if drafts else None


def known_source(text: str, context: EditContext) -> str | None:
    """The newest source on record whose whole text this is: an article that is pasted again is the same source."""
    texts = context.facts.source_texts
    return next((each for each in reversed(tuple(context.facts.whole_sources)) if texts.get(each) == text), None)


def _is_told(text: str, *, is_forwarded: bool) -> bool:
    """Whether a text tells something rather than asks it."""
    if is_forwarded:
        return bool(text.strip())
    long_enough = len(text.strip()) >= PASTED_LENGTH
    return long_enough and any(map(tells, sentences(text)))


def _drafts(text: str, message: Message, context: EditContext) -> Iterator[Draft]:
    source, known = source_parts(text, message, context), known_source(text, context)
    for team, quote in _chosen(text, context).items():
        with suppress(ValidationError):  # a control character in the message: nothing that could be kept
            draft = _draft(team, quote, text, source, context)
            yield draft if known is None else from_source(draft, known, context)


def _chosen(text: str, context: EditContext) -> dict[str, str]:
    """The sentence of each team that is named: the first that uses a stance's words, and no headline if it can be."""
    title, worth = title_of(text), dict[str, tuple[bool, bool, bool]]()
    chosen: dict[str, str] = {}
    for sentence in sentences(text):
        piece = without_byline(sentence)
        if len(piece) > QUOTE_LENGTH or piece.rstrip("\"'”’)").endswith("?"):
            continue
        rank = (bool(context.stances_in(piece)), tells(piece), piece != title)
        for team in context.teams_in(piece):
            if team not in chosen or rank > worth[team]:
                chosen[team], worth[team] = piece, rank
    return chosen


def _draft(team: str, quote: str, text: str, source: dict[str, object], context: EditContext) -> Draft:
    draft = Draft.model_validate({"team": team, "quote": quote, "text": text, **source})
    stance = context.stance_told(quote, team)
    told = {Step.TEAM, Step.QUOTE}
    if stance is not None:
        draft, told = draft.model_copy(update={"stance": stance}), told | {Step.STANCE}
    if draft.publisher is not None:
        told |= {Step.SOURCE}
    return draft.model_copy(update={"told": frozenset(told)})


def with_source_of(text: str, message: Message, draft: Draft, context: EditContext) -> Draft:
    """The draft with what a text tells of its source; the step is answered where the publisher is told."""
    known = known_source(text, context)
    if known is not None:
        return from_source(draft, known, context)
    parts = {key: value for key, value in source_parts(text, message, context).items() if value is not None}
    try:
        told = Draft.model_validate({**dict(draft), **parts})
    except ValidationError:
        return draft
    return told.telling(Step.SOURCE) if "publisher" in parts else told


def source_parts(text: str, message: Message, context: EditContext, page: Page | None = None) -> dict[str, object]:
    """The publisher, title, link and day of what a message carries, each where it can be read, a page's own first."""
    channel = message.forward_origin if isinstance(message.forward_origin, MessageOriginChannel) else None
    link = link_of(text) or _entity_link(message)
    publisher = publisher_of(f"{text}\n{link or ''}", context.publishers)
    published = published_on(text)
    if channel is not None:
        publisher = publisher or channel.chat.title
        published = published or context.day_of(channel.date)
        if link is None and channel.chat.username:
            link = f"https://t.me/{channel.chat.username}/{channel.message_id}"
    title = title_of(text)
    if page is not None:
        publisher, title = page.publisher or publisher, page.title or title
        link, published = page.url or link, page.published or published
    return {"publisher": publisher, "title": title, "url": link, "published": _possible(published, context)}


def _possible(published: date | None, context: EditContext) -> date | None:
    """A day in the future is a misreading."""
    return published if published is not None and published <= context.today else None


def _entity_link(message: Message) -> str | None:
    """The first link that hides behind words."""
    entities = message.entities or message.caption_entities
    return next((entity.url for entity in entities if entity.url and entity.url.startswith("http")), None)
