"""The form as messages: the question of a step, what was typed given back, and what the record refuses (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from bot.editing.access import user_of
from bot.editing.context import Desk
from bot.editing.draft import UNKNOWN, Draft, Step, as_lines, days_of_quote
from bot.editing.form import Conversation, Verb
from bot.editing.lines import Slip, SlipCode
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


def refusal(error: KnowledgeError, desk: Desk, language: Language) -> str:
    """Why nothing was saved, as plain text of one or more lines."""
    if isinstance(error, StoreError | FileRefusedError) or error.code not in RULES:
        return "\n".join(refusals(error, language))
    said = editing_changes(language)
    if error.code == Rule.CHANGED_MEANWHILE:
        at = error.facts["at"]
        return said.newer_revision(str(error.facts["action"]), who(str(error.facts["by"])), moment(at, desk, language))
    facts = {key: str(value) for key, value in error.facts.items()}
    if facts.get("team") in desk.facts.teams:
        facts["team"] = name(desk.facts.teams[facts["team"]], language)
    return said.refused(error.code, facts)


def who(by: str) -> str:
    """Who did something, as editors know each other: the user id; other writers by their own name."""
    user = user_of(by)
    return by if user is None else str(user)


def why(reason: str, language: Language) -> str:
    """A reason as an editor gave it; of what was undone at once the record keeps one word for both languages."""
    return editing_changes(language).undone_at_once() if reason == UNDONE else reason


def moment(at: datetime, desk: Desk, language: Language) -> str:
    """A moment in the programme's time zone."""
    return editing_steps(language).moment(at.astimezone(desk.facts.zone), desk.facts.zone, desk.today)


LABEL_LENGTH = 40
"""Characters of a button's label that a phone shows in full width."""
PER_ROW = {Step.TEAM: 2, Step.STANCE: 3, Step.QUOTE: 4, Step.SAID: 2, Step.FIX: 3}
"""Buttons in a row where the labels are short; one otherwise."""


def ask(conversation: Conversation, token: str, desk: Desk, language: Language, note: str | None = None) -> Reply:
    """The question of a step; `note` stands above it, as why the last answer was not taken."""
    said, draft, step = editing_steps(language), conversation.draft, conversation.step
    paragraphs: list[Sequence[str]] = []
    if note is not None:
        paragraphs.append((escape(note),))
    paragraphs.append((*_heading(draft, desk, language), escape(said.ask(step, has_options=_offers(conversation)))))
    if conversation.may_keep and (value := told(draft, step, desk, language)) is not None:
        paragraphs.append((italic(said.so_far(value)),))
    paragraphs += _read_so_far(conversation, desk, language)
    if step is Step.QUOTE:
        paragraphs += [(f"{place + 1}. {blockquote(option)}",) for place, option in enumerate(conversation.options)]
    return Reply(parts=split(paragraphs), buttons=tuple(_buttons(conversation, token, desk, language)))


def _read_so_far(conversation: Conversation, desk: Desk, language: Language) -> Iterator[Sequence[str]]:
    """What a step can be answered from: the sentence, the days in it, and what was read of the source."""
    said, draft, step = editing_steps(language), conversation.draft, conversation.step
    if step in (Step.TEAM, Step.STANCE, Step.SAID, Step.VOICE, Step.SPEAKER) and draft.quote is not None:
        yield (blockquote(draft.quote),)
    if step is Step.SAID:
        days = [(word, phrases(language).day(day, desk.today)) for word, day in days_of_quote(draft, desk)]
        counted = phrases(language).day(draft.published, desk.today) if draft.published is not None else None
        lines = [*([said.days_read(days)] if days else []), *([said.counted_from(counted)] if counted else [])]
        if lines:
            yield [italic(line) for line in lines]
    is_part_read = draft.title or draft.url or draft.published
    if step is Step.SOURCE and not conversation.may_keep and is_part_read:
        line = _source_line(draft.publisher, draft.title, draft.published, desk, language)
        yield (italic(said.read_of_source(" · ".join(part for part in (line, draft.url) if part))),)


def mistake(slip: Slip, desk: Desk, language: Language) -> str:
    """What is wrong with what was typed, as a sentence that names its line."""
    said = editing_steps(language)
    listed = [_option_name(slip, option, desk, language) for option in slip.options]
    sentence = said.slip(str(slip.code), slip.key or "", shortened(slip.text), listed)
    return sentence if slip.line is None else said.in_line(slip.line, sentence)


def told(draft: Draft, step: Step, desk: Desk, language: Language) -> str | None:
    """The answer to a step as one line; None where nothing was told."""
    match step:
        case Step.TEAM if draft.team is not None:
            return name(desk.facts.teams[draft.team], language)
        case Step.STANCE if draft.stance is not None:
            return label(desk.facts.stances[draft.stance], language)
        case Step.QUOTE:
            return draft.quote
        case Step.SAID:
            return phrases(language).said(draft.said, desk.facts.zone, desk.today)
        case Step.VOICE if draft.voice is not None:
            return editing_steps(language).voice(draft.voice)
        case Step.SPEAKER:
            return draft.speaker or editing_steps(language).unknown_option(step)
        case Step.SOURCE:
            return _source_line(draft.publisher, draft.title, draft.published, desk, language)
        case Step.REASON if draft.correcting is not None:
            return draft.correcting.reason
        case _:
            return None


def option_label(step: Step, option: str, desk: Desk, language: Language) -> str:
    """What the button of an option says."""
    said, facts = editing_steps(language), desk.facts
    match step:
        case Step.TEAM:
            return _team_label(option, desk, language)
        case Step.STANCE:
            return label(facts.stances[option], language)
        case Step.SAID | Step.SPEAKER if option == UNKNOWN:
            return said.unknown_option(step)
        case Step.SAID:
            return said.day_option(date.fromisoformat(option), desk.today)
        case Step.VOICE:
            return said.voice(option)
        case Step.SOURCE:
            source = facts.sources[option]
            return shortened(_source_line(source.publisher, source.title, source.published, desk, language))
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


def _buttons(conversation: Conversation, token: str, desk: Desk, language: Language) -> Iterator[tuple[Button, ...]]:
    step = conversation.step
    chosen = (
        Button(label=_numbered(step, place, option, desk, language), data=press_data(token, place))
        for place, option in enumerate(conversation.options)
    )
    yield from rows(chosen, PER_ROW.get(step, 1))
    verbs = [
        *([Verb.KEEP] if conversation.may_keep else []),
        *([Verb.BACK] if conversation.may_go_back else []),
        Verb.CANCEL,
    ]
    yield tuple(verb_button(verb, token, language) for verb in verbs)


def verb_button(verb: str, token: str, language: Language) -> Button:
    """The button of a verb."""
    return Button(label=editing_steps(language).button(verb), data=press_data(token, verb))


def _numbered(step: Step, place: int, option: str, desk: Desk, language: Language) -> str:
    return str(place + 1) if step is Step.QUOTE else option_label(step, option, desk, language)


def _offers(conversation: Conversation) -> bool:
    return bool(conversation.options)


def _heading(draft: Draft, desk: Desk, language: Language) -> Iterator[str]:
    """The team and the stance, as soon as they are known: a phone shows only the last message."""
    parts = [told(draft, step, desk, language) for step in (Step.TEAM, Step.STANCE)]
    known = [part for part in parts if part is not None]
    if known:
        yield bold(" · ".join(known))


def _source_line(
    publisher: str | None, title: str | None, published: date | None, desk: Desk, language: Language
) -> str:
    day = phrases(language).day(published, desk.today) if published else None
    known = [part for part in (publisher, day, title) if part]
    return " · ".join(known) or phrases(language).no_source()


def _team_label(team: str, desk: Desk, language: Language) -> str:
    """A team in both scripts where its names differ, so that either reader knows it."""
    names = desk.facts.teams[team].names
    first = names.official(language)
    other = names.official("en" if language == "ko" else "ko")
    return first if other == first else f"{first} ({other})"


def _option_name(slip: Slip, option: str, desk: Desk, language: Language) -> str:
    match slip.code:
        case SlipCode.TEAM_UNCLEAR | SlipCode.TEAM_UNKNOWN:
            return _team_label(option, desk, language)
        case SlipCode.STANCE_UNCLEAR | SlipCode.STANCE_UNKNOWN:
            return label(desk.facts.stances[option], language)
        case _:
            return option


def shortened(text: str) -> str:
    """A text as a button's label has room for it, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= LABEL_LENGTH else text[: LABEL_LENGTH - 1] + "…"


PIECE = 3000
"""UTF-16 units of one copied block: with what stands above it, it fits a message."""


def command_of(draft: Draft, desk: Desk, language: Language) -> str:
    """The command that would tell what a draft tells; for a correction with a line for the reason."""
    name = editing_steps(language).key
    lines = [f"{name(key)}: {_shown(key, value, desk, language)}" for key, value in as_lines(draft)]
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


def _shown(key: str, value: str, desk: Desk, language: Language) -> str:
    if key == "team":
        return desk.facts.teams[value].names.official(language) if value in desk.facts.teams else value
    if key == "stance":
        return label(desk.facts.stances[value], language) if value in desk.facts.stances else value
    return value
