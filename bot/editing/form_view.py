"""The form as messages: the question of a step, what was typed given back, and what the record refuses (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from bot.editing.access import user_of
from bot.editing.context import EditContext
from bot.editing.draft import UNKNOWN, Draft, Step, as_lines, days_of_quote
from bot.editing.form import Form, Verb
from bot.editing.lines import InputError, InputErrorCode
from bot.editing.update import press_data
from bot.messages.answers import phrases
from bot.messages.editing_changes import editing_changes
from bot.messages.editing_steps import editing_steps
from bot.messages.refusals import refusals
from bot.rendering.answers import label, name
from bot.rendering.reply import Button, Reply, blockquote, bold, escape, italic, split, utf16_length
from knowledge.errors import FileRefusedError, KnowledgeError, StoreError
from knowledge.fields import Language
from knowledge.model import UNDONE
from knowledge.record.changes import EditorsChange, Reinstate, Retract, Rule

RULES = frozenset(map(str, Rule))


def refusal(error: KnowledgeError, context: EditContext, language: Language) -> str:
    """Why nothing was saved, as plain text of one or more lines."""
    if isinstance(error, StoreError | FileRefusedError) or error.code not in RULES:
        return "\n".join(refusals(error, language))
    said = editing_changes(language)
    if error.code == Rule.CHANGED_MEANWHILE:
        at = error.facts["at"]
        return said.newer_revision(
            str(error.facts["action"]), who(str(error.facts["by"])), moment(at, context, language)
        )
    facts = {key: str(value) for key, value in error.facts.items()}
    if facts.get("team") in context.facts.teams:
        facts["team"] = name(context.facts.teams[facts["team"]], language)
    return said.refused(error.code, facts)


def who(by: str) -> str:
    """Who did something, as editors know each other: the user id; other writers by their own name."""
    user = user_of(by)
    return by if user is None else str(user)


def why(reason: str, language: Language) -> str:
    """A reason as an editor gave it; of what was undone at once the record keeps one word for both languages."""
    return editing_changes(language).undone_at_once() if reason == UNDONE else reason


def moment(at: datetime, context: EditContext, language: Language) -> str:
    """A moment in the programme's time zone."""
    return editing_steps(language).moment(at.astimezone(context.facts.zone), context.facts.zone, context.today)


LABEL_LENGTH = 40
"""Characters of a button's label that a phone shows in full width."""
PER_ROW = {Step.TEAM: 2, Step.STANCE: 3, Step.QUOTE: 4, Step.SAID: 2, Step.FIX: 3}
"""Buttons in a row where the labels are short; one otherwise."""


def ask(form: Form, token: str, context: EditContext, language: Language, note: str | None = None) -> Reply:
    """The question of a step; `note` stands above it, as why the last answer was not taken."""
    said, draft, step = editing_steps(language), form.draft, form.step
    paragraphs: list[Sequence[str]] = []
    if note is not None:
        paragraphs.append((escape(note),))
    paragraphs.append((*_heading(draft, context, language), escape(said.ask(step, has_options=_offers(form)))))
    if form.may_keep and (value := told(draft, step, context, language)) is not None:
        paragraphs.append((italic(said.so_far(value)),))
    paragraphs += _read_so_far(form, context, language)
    if step is Step.QUOTE:
        paragraphs += [(f"{place + 1}. {blockquote(option)}",) for place, option in enumerate(form.options)]
    return Reply(parts=split(paragraphs), buttons=tuple(_buttons(form, token, context, language)))


def _read_so_far(form: Form, context: EditContext, language: Language) -> Iterator[Sequence[str]]:
    """What a step can be answered from: the sentence, the days in it, and what was read of the source."""
    said, draft, step = editing_steps(language), form.draft, form.step
    if step in (Step.TEAM, Step.STANCE, Step.SAID, Step.VOICE, Step.SPEAKER) and draft.quote is not None:
        yield (blockquote(draft.quote),)
    if step is Step.SAID:
        days = [(word, phrases(language).day(day, context.today)) for word, day in days_of_quote(draft, context)]
        counted = phrases(language).day(draft.published, context.today) if draft.published is not None else None
        lines = [*([said.days_read(days)] if days else []), *([said.counted_from(counted)] if counted else [])]
        if lines:
            yield [italic(line) for line in lines]
    is_part_read = draft.title or draft.url or draft.published
    if step is Step.SOURCE and not form.may_keep and is_part_read:
        line = _source_line(draft.publisher, draft.title, draft.published, context, language)
        yield (italic(said.read_of_source(" · ".join(part for part in (line, draft.url) if part))),)


def mistake(error: InputError, context: EditContext, language: Language) -> str:
    """What is wrong with what was typed, as a sentence that names its line."""
    said = editing_steps(language)
    listed = [_option_name(error, option, context, language) for option in error.options]
    sentence = said.slip(str(error.code), error.key or "", shortened(error.text), listed)
    return sentence if error.line is None else said.in_line(error.line, sentence)


def told(draft: Draft, step: Step, context: EditContext, language: Language) -> str | None:
    """The answer to a step as one line; None where nothing was told."""
    match step:
        case Step.TEAM if draft.team is not None:
            return name(context.facts.teams[draft.team], language)
        case Step.STANCE if draft.stance is not None:
            return label(context.facts.stances[draft.stance], language)
        case Step.QUOTE:
            return draft.quote
        case Step.SAID:
            return phrases(language).said(draft.said, context.facts.zone, context.today)
        case Step.VOICE if draft.voice is not None:
            return editing_steps(language).voice(draft.voice)
        case Step.SPEAKER:
            return draft.speaker or editing_steps(language).unknown_option(step)
        case Step.SOURCE:
            return _source_line(draft.publisher, draft.title, draft.published, context, language)
        case Step.REASON if draft.correcting is not None:
            return draft.correcting.reason
        case _:
            return None


def option_label(step: Step, option: str, context: EditContext, language: Language) -> str:
    """What the button of an option says."""
    said, facts = editing_steps(language), context.facts
    match step:
        case Step.TEAM:
            return _team_label(option, context, language)
        case Step.STANCE:
            return label(facts.stances[option], language)
        case Step.SAID | Step.SPEAKER if option == UNKNOWN:
            return said.unknown_option(step)
        case Step.SAID:
            return said.day_option(date.fromisoformat(option), context.today)
        case Step.VOICE:
            return said.voice(option)
        case Step.SOURCE:
            source = facts.sources[option]
            return shortened(_source_line(source.publisher, source.title, source.published, context, language))
        case Step.FIX:
            return said.step(option)
        case _:
            return option


def rows(buttons: Iterable[Button], per_row: int) -> Iterator[tuple[Button, ...]]:
    """Buttons in rows of a given length."""
    row: list[Button] = []
    for button in buttons:
        row.append(button)
        if len(row) == per_row:
            yield tuple(row)
            row = []
    if row:
        yield tuple(row)


def _buttons(form: Form, token: str, context: EditContext, language: Language) -> Iterator[tuple[Button, ...]]:
    step = form.step
    chosen = (
        Button(label=_numbered(step, place, option, context, language), data=press_data(token, place))
        for place, option in enumerate(form.options)
    )
    yield from rows(chosen, PER_ROW.get(step, 1))
    verbs = [
        *([Verb.KEEP] if form.may_keep else []),
        *([Verb.BACK] if form.may_go_back else []),
        Verb.CANCEL,
    ]
    yield tuple(verb_button(verb, token, language) for verb in verbs)


def verb_button(verb: str, token: str, language: Language) -> Button:
    """The button of a verb."""
    return Button(label=editing_steps(language).button(verb), data=press_data(token, verb))


def _numbered(step: Step, place: int, option: str, context: EditContext, language: Language) -> str:
    return str(place + 1) if step is Step.QUOTE else option_label(step, option, context, language)


def _offers(form: Form) -> bool:
    return bool(form.options)


def _heading(draft: Draft, context: EditContext, language: Language) -> Iterator[str]:
    """The team and the stance, as soon as they are known: a phone shows only the last message."""
    parts = [told(draft, step, context, language) for step in (Step.TEAM, Step.STANCE)]
    known = [part for part in parts if part is not None]
    if known:
        yield bold(" · ".join(known))


def _source_line(
    publisher: str | None, title: str | None, published: date | None, context: EditContext, language: Language
) -> str:
    day = phrases(language).day(published, context.today) if published else None
    known = [part for part in (publisher, day, title) if part]
    return " · ".join(known) or phrases(language).no_source()


def _team_label(team: str, context: EditContext, language: Language) -> str:
    """A team in both scripts where its names differ, so that either reader knows it."""
    names = context.facts.teams[team].names
    first = names.official(language)
    other = names.official("en" if language == "ko" else "ko")
    return first if other == first else f"{first} ({other})"


def _option_name(error: InputError, option: str, context: EditContext, language: Language) -> str:
    match error.code:
        case InputErrorCode.TEAM_UNCLEAR | InputErrorCode.TEAM_UNKNOWN:
            return _team_label(option, context, language)
        case InputErrorCode.STANCE_UNCLEAR | InputErrorCode.STANCE_UNKNOWN:
            return label(context.facts.stances[option], language)
        case _:
            return option


def shortened(text: str) -> str:
    """A text as a button's label has room for it, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + "…"


PIECE = 3000
"""UTF-16 units of one copied block: with what stands above it, it fits a message."""


def command_of(draft: Draft, context: EditContext, language: Language) -> str:
    """The command that would tell what a draft tells; for a correction with a line for the reason."""
    name = editing_steps(language).key
    lines = [f"{name(key)}: {_shown(key, value, context, language)}" for key, value in as_lines(draft)]
    if draft.correcting is None:
        return "\n".join(["/add", *lines])
    reason = [] if draft.correcting.reason is not None else [f"{name('reason')}: "]
    return "\n".join([f"/correct {draft.correcting.id}", *reason, *lines])


def command_of_change(proposal: EditorsChange) -> str | None:
    """The command that asked for a change, where it is one line."""
    match proposal:
        case Retract(id=identifier, reason=reason):
            return f"/retract {identifier} {reason}"
        case Reinstate(id=identifier, reason=why):
            return f"/reinstate {identifier} {why or ''}".rstrip()
        case _:
            return None


def copied(text: str, heading: str) -> Iterator[Sequence[str]]:
    """A text to copy by one tap, in as many blocks as it needs, under a heading."""
    yield (escape(heading),)
    for piece in _pieces(text):
        yield (f"<pre>{escape(piece)}</pre>",)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that fit a message each, cut at line ends where there are any."""
    while utf16_length(text) > PIECE:
        cut = text.rfind("\n", 1, PIECE // 2)
        cut = cut if cut > 0 else PIECE // 2
        yield text[:cut]
        text = text[cut:]
    yield text


def _shown(key: str, value: str, context: EditContext, language: Language) -> str:
    if key == "team":
        return context.facts.teams[value].names.official(language) if value in context.facts.teams else value
    if key == "stance":
        return label(context.facts.stances[value], language) if value in context.facts.stances else value
    return value
