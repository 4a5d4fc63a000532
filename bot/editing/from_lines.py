"""Lines -> draft: what `/add` and `/correct` in one message say, and every mistake with its line (pure)."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import ValidationError

from bot.editing.answers import slip_of, typed
from bot.editing.bylines import publisher_of
from bot.editing.desk import NOTHING, Desk, plain
from bot.editing.draft import Draft, Step
from bot.editing.lines import Entry, Key, Lines, Slip, SlipCode
from bot.editing.typed_dates import read_day

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
    told = _quoted(draft, entry.text) if is_quote else typed(draft, STEP_OF[key], entry.text, desk)
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
