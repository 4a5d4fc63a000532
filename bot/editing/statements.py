"""/add, /correct, /retract, /reinstate and /cancel, and what stands behind `/add` on one line."""

import re
from collections.abc import Iterator, Sequence

from bot.chat.addressing import read_command
from bot.editing import dialogue
from bot.editing.context import EditContext, is_article, tells
from bot.editing.draft import Draft, Step, draft_of, read_answer
from bot.editing.form import FilledDraft, Form, Turn, at, begin, fill, missing
from bot.editing.form_view import command_of, copied, mistake
from bot.editing.lines import (
    SPELLINGS,
    InputError,
    InputErrorCode,
    Key,
    Lines,
    keys_below,
    looks_like_lines,
    read_lines,
    read_said,
)
from bot.editing.save import show
from bot.editing.state import Started, keep, read_form
from bot.editing.update import EditorUpdate, press_data
from bot.menus import example_team
from bot.messages.editing_lists import editing_lists
from bot.messages.editing_steps import editing_steps
from bot.rendering.answers import name
from bot.rendering.reply import Button, Reply, bold, escape, split
from knowledge.errors import RefusedError
from knowledge.facts import Facts
from knowledge.fields import QUOTE_LENGTH, Frozen, Language
from knowledge.model import Statement
from knowledge.record.changes import Reinstate, Retract, Rule
from knowledge.record.plan import standing_at
from knowledge.said import Said

_SEPARATORS = re.compile(r"[\s,/|·]*(?:[-–—:]\s+)?")
_WORD = re.compile(r"\S+")
_KEY = re.compile(r"([가-힣A-Za-z]{1,9}(?: [가-힣]{1,3})?)\s*[:：]\s*")
_OPENING = re.compile(r"[\s\"'“‘「『(\[]*")
_MARKS = frozenset(":-–—|/")
"""What sets an instruction off from the sentence."""
LONGEST_NAME = 5
"""Words of a team's name, a stance or a day."""
_MAY_OPEN_A_SENTENCE = re.compile(r"(?:\d{1,2}월\s*)?\d{1,2}일|어제|오늘|전날")
"""A day that may as well be the sentence's first word."""


class Instruction(Frozen):
    """What an editor types before a sentence, taken off it; `readings` are what the sentence may be where that is not
    plain, the shortest first.
    """

    team: str | None = None
    stance: str | None = None
    said: Said | None = None
    said_words: str | None = None
    rest: str = ""
    readings: tuple[str, ...] = ()


def read_instruction(text: str, context: EditContext) -> Instruction:
    """Take team, stance, day and keys off the beginning of a text.

    `KT 불참 KT는 23일 … 밝혔다.` -> KT, 불참 and the sentence from `KT는`; `KT 불참 확정했다고 밝혔다.` may be either.
    """
    found: dict[str, object] = {}
    place, is_plain = _SEPARATORS.match(text).end(), False  # type: ignore[union-attr] # it matches nothing too
    starts = [place]
    while place < len(text):
        key = _key_at(text, place)
        if key == Key.QUOTE:
            place, is_plain = _KEY.match(text, place).end(), True  # type: ignore[union-attr] # it was matched just now
            break
        start = _KEY.match(text, place).end() if key is not None else place  # type: ignore[union-attr]
        taken = _item(text, start, found, context)
        if taken is None:
            break
        parts, end = taken
        found.update(parts)
        after = _SEPARATORS.match(text, end).end()  # type: ignore[union-attr]
        is_plain = "\n" in text[end:after] or text[end - 1] in ":：" or text[end:after].strip() in _MARKS
        place = after
        starts.append(place)
    rest = text[place:].strip()
    readings = () if is_plain or not found or not rest else _readings(text, starts, rest, context)
    return Instruction.model_validate({**found, "rest": rest, "readings": readings})


def _key_at(text: str, place: int) -> str | None:
    match = _KEY.match(text, place)
    return SPELLINGS.get(re.sub(r"\s", "", match[1]).lower()) if match is not None else None


def _item(
    text: str, start: int, found: dict[str, object], context: EditContext
) -> tuple[dict[str, object], int] | None:
    """The team, stance or day that the text has at a place, the longest first, with its end; each is told once."""
    for end in reversed([*_ends(text, start)]):
        words = text[start:end].strip(" ,:·/")
        if "team" not in found and (team := context.team_named(words)) is not None:
            return {"team": team.id}, end
        if "stance" not in found and len(stances := context.stances_for(words)) == 1:
            return {"stance": stances[0].code}, end
        if found and "said" not in found and (said := read_said(words, context.today)) is not None:
            return {"said": said, "said_words": words}, end
    return None


def _ends(text: str, start: int) -> Iterator[int]:
    line_end = text.find("\n", start)
    for count, match in enumerate(_WORD.finditer(text, start, line_end if line_end >= 0 else len(text))):
        if count == LONGEST_NAME:
            return
        yield match.end()


def _readings(text: str, starts: list[int], rest: str, context: EditContext) -> tuple[str, ...]:
    """What the sentence may be where it is not plain: it is where what is left begins with a team's name."""
    opens = _OPENING.match(rest).end()  # type: ignore[union-attr] # it matches nothing too
    begins_with_team = any(mention.start <= opens for mention in context.index.find(rest).mentions)
    last = text[starts[-2] : starts[-1]].strip(" ,:·/")
    if begins_with_team and not _MAY_OPEN_A_SENTENCE.fullmatch(last):
        return ()
    cuts = (starts[-1], starts[-2]) if begins_with_team else (starts[-1], starts[0])
    return tuple(dict.fromkeys(text[cut:].strip() for cut in cuts))


def begin_with(instruction: Instruction, text: str, context: EditContext) -> Turn | None:
    """The conversation that such a text begins, at the first thing that it does not tell; None for other texts."""
    draft = _told(instruction)
    if not instruction.rest:
        return Turn(form=begin(draft, context))
    if instruction.readings:
        if any(len(each) > QUOTE_LENGTH for each in instruction.readings):
            return None
        draft = draft.model_copy(update={"readings": instruction.readings})
        return Turn(form=_at_its_team(draft, context))
    other = context.team_named(instruction.rest)
    if other is not None and draft.team is not None:
        error = InputError(code=InputErrorCode.TEAM_UNCLEAR, key=Key.TEAM, text=text, options=(draft.team, other.id))
        asked = at(Draft(), Step.TEAM, context).model_copy(update={"options": error.options})
        return Turn(form=asked, error=error)
    if draft.told or tells(instruction.rest) or is_article(instruction.rest):
        return _with_sentence(draft, instruction.rest, context)
    return _without_team(draft, text, context)


def _told(instruction: Instruction) -> Draft:
    draft = Draft()
    if instruction.team is not None:
        draft = draft.telling(Step.TEAM, team=instruction.team)
    if instruction.stance is not None:
        draft = draft.telling(Step.STANCE, stance=instruction.stance)
    if instruction.said is not None:
        draft = draft.telling(Step.SAID, said=instruction.said, said_words=instruction.said_words)
    return draft


def _with_sentence(draft: Draft, sentence: str, context: EditContext) -> Turn:
    teams = context.teams_in(sentence)
    if draft.team is None and len(teams) == 1:
        draft = draft.telling(Step.TEAM, team=teams[0])
    told = read_answer(draft, Step.QUOTE, sentence, context)
    if isinstance(told, InputError):
        return Turn(form=begin(draft, context), error=told)
    if told.team is not None and told.stance is None and told.quote is not None:
        stance = context.stance_told(told.quote, told.team)
        told = told if stance is None else told.telling(Step.STANCE, stance=stance)
    return Turn(form=_at_its_team(told, context))


def _at_its_team(draft: Draft, context: EditContext) -> Form:
    """The conversation's beginning, which offers the teams of the sentence where it names more than one."""
    form = begin(draft, context)
    named = context.teams_in(draft.quote or "") if form.step is Step.TEAM else ()
    return form.model_copy(update={"options": named}) if named else form


def _without_team(draft: Draft, text: str, context: EditContext) -> Turn | None:
    """`/add 크래프톤 불참`: a name that is no team's is told, and the rest is kept; None for text in lines."""
    if "\n" in text.strip():
        return None
    words = text.split()
    for cut in range(len(words)):
        behind = context.stances_for(" ".join(words[len(words) - cut :])) if cut else ()
        if len(behind) == 1:
            words, draft = words[: len(words) - cut], draft.telling(Step.STANCE, stance=behind[0].code)
            break
    form = at(draft, Step.TEAM, context)
    told = read_answer(draft, Step.TEAM, " ".join(words), context)
    if not isinstance(told, InputError):
        return Turn(form=begin(told, context))
    options = told.options if told.code in (InputErrorCode.TEAM_UNCLEAR, InputErrorCode.TEAM_UNKNOWN) else ()
    return Turn(form=form.model_copy(update={"options": options}), error=told)


EXAMPLE_DAY = "20260123"
"""The day in the id of a statement that shows how ids look."""


async def add(update: EditorUpdate) -> None:
    """`/add` with lines is one message; alone, with a team, with a sentence or with both it leads step by step."""
    if await dialogue.resumed(update):
        return
    text, context = rest_of(update), update.context()
    first, _, more = text.lstrip(" ").partition("\n")
    if any(keys_below(more.split("\n"))) or (looks_like_lines(text) and not _is_one_line_of_all(text, context)):
        await _add_lines(update, first, more, text)
        return
    turn = begin_with(read_instruction(text.strip(), context), text.strip(), context)
    if turn is None:
        await _take_lines(update, Draft(), read_lines(text))
        return
    begun = await dialogue.with_article_read(turn.form, text.strip(), update) if _has_quote(turn) else None
    note = mistake(turn.error, context, update.language) if turn.error is not None else None
    await dialogue.start(update, begun or turn.form, note)


def _has_quote(turn: Turn) -> bool:
    """True if a sentence, or an article to choose one from, was told."""
    draft = turn.form.draft
    return draft.text is not None or (draft.quote is not None and not draft.readings)


def _is_one_line_of_all(text: str, context: EditContext) -> bool:
    """`팀: KT 입장: 불참 KT는 …`: several things on one line, which `key: value` lines are not."""
    return "\n" not in text.strip() and bool(read_instruction(text.strip(), context).rest)


async def _add_lines(update: EditorUpdate, first: str, more: str, text: str) -> None:
    """Lines, with what stands beside the command read too: `/add KT 불참` and then `문장: …`."""
    context = update.context()
    beside = read_instruction(first, context)
    turn = begin_with(beside, first, context) if first.strip() and not beside.rest else None
    if turn is None or turn.error is not None:
        await _take_lines(update, Draft(), read_lines(text))
        return
    await _take_lines(update, turn.form.draft, read_lines(more, 2))


async def correct(update: EditorUpdate) -> None:
    """`/correct ID` with lines; alone it shows the statement's lines, and what to mend by buttons."""
    identifier, lines = _split_id(rest_of(update))
    if not identifier:
        await usage(update, "correct")
        return
    if not lines.strip():
        await mend(update, identifier)
        return
    if await dialogue.resumed(update):
        return
    context = update.context()
    draft = draft_of(standing_at(context.facts.statements, identifier), context.facts)
    await _take_lines(update, draft, read_lines(lines))


async def mend(update: EditorUpdate, identifier: str) -> None:
    """Show a statement's lines, and what to mend by buttons."""
    if await dialogue.resumed(update):
        return
    context = update.context()
    await _offer_mending(update, draft_of(standing_at(context.facts.statements, identifier), context.facts))


async def retract(update: EditorUpdate) -> None:
    """`/retract ID reason`."""
    identifier, reason = _split_id(rest_of(update))
    if not identifier:
        await usage(update, "retract")
        return
    standing_at(update.context().facts.statements, identifier)
    if not reason.strip():
        raise RefusedError(Rule.NO_REASON, id=identifier)
    await show_retraction(update, identifier, _one_line(reason))


async def show_retraction(update: EditorUpdate, identifier: str, reason: str) -> None:
    """The preview of taking a statement back."""
    statement = standing_at(update.context().facts.statements, identifier)
    await show(update, Retract(id=identifier, revision=statement.current.number, reason=reason))


async def reinstate(update: EditorUpdate) -> None:
    """`/reinstate ID reason`; the reason may be left out."""
    identifier, reason = _split_id(rest_of(update))
    if not identifier:
        await usage(update, "reinstate")
        return
    statement: Statement = standing_at(update.context().facts.statements, identifier, retracted=True)
    why = _one_line(reason) or None
    await show(update, Reinstate(id=identifier, revision=statement.current.number, reason=why))


async def cancel(update: EditorUpdate) -> None:
    """`/cancel`, at any step."""
    await dialogue.cancel(update, await read_form(update))


async def usage(update: EditorUpdate, command: str) -> None:
    """Say how a command is used."""
    await update.say(Reply(parts=(escape(usage_of(command, update.context().facts, update.language)),)))


def usage_of(command: str, facts: Facts, language: Language) -> str:
    """How a command is used, by the example of a team on record; the statement's id is nobody's."""
    team = example_team(facts, language)
    named = (name(team, language), f"{team.id}-{EXAMPLE_DAY}") if team else ("…", EXAMPLE_DAY)
    return editing_lists(language).usage(command, *named)


def rest_of(update: EditorUpdate) -> str:
    """What stands behind the command."""
    command = read_command(update.text)
    return command.rest if command is not None else ""


async def _take_lines(update: EditorUpdate, draft: Draft, lines: Lines) -> None:
    """Go on to the preview, or tell every mistake with its line and give back what was typed."""
    filled = fill(draft, lines, update.context())
    errors = (*filled.errors, *missing(filled.draft, lines))
    if errors:
        await _tell_mistakes(update, FilledDraft(filled.draft, errors))
        return
    whole = filled.draft.model_copy(update={"told": filled.draft.told | {Step.SPEAKER}})
    await dialogue.start(update, begin(whole, update.context()))


async def _tell_mistakes(update: EditorUpdate, filled: FilledDraft) -> None:
    said, context = editing_steps(update.language), update.context()
    told = [escape(sentence) for sentence in _mistakes(filled.errors, context, update.language)]
    paragraphs = [(bold(said.mistakes(len(filled.errors))), *told), *copied(update.text, said.typed_was())]
    await update.say(Reply(parts=split(paragraphs), buttons=await _continuing(update, filled.draft)))


def _mistakes(errors: Sequence[InputError], context: EditContext, language: Language) -> Iterator[str]:
    """A sentence for each mistake in the order of the lines; what is missing altogether stands in one line."""
    missing_keys = [error.key or "" for error in errors if error.code is InputErrorCode.MISSING]
    together = missing_keys if len(missing_keys) > 1 else []
    for error in sorted(errors, key=lambda error: (error.line is None, error.line or 0)):
        if error.code is not InputErrorCode.MISSING or not together:
            yield mistake(error, context, language)
    if together:
        yield editing_steps(language).missing(together)


async def _continuing(update: EditorUpdate, draft: Draft) -> tuple[tuple[Button, ...], ...]:
    """The button that goes on step by step with what could be read."""
    if not draft.told:
        return ()
    token = await keep(update, Started(draft=draft))
    return ((Button(label=editing_steps(update.language).continue_steps(), data=press_data(token, 0)),),)


async def _offer_mending(update: EditorUpdate, draft: Draft) -> None:
    context = update.context()
    shown = copied(command_of(draft, context, update.language), editing_steps(update.language).as_it_stands())
    await update.say(Reply(parts=split(shown)))
    await dialogue.start(update, at(draft, Step.FIX, context))


def _split_id(rest: str) -> tuple[str, str]:
    """`kt-20260123 reason` -> the id and the rest without it; every line of the rest stays on its line."""
    words = rest.split(maxsplit=1)
    return (words[0], rest.replace(words[0], "", 1)) if words else ("", "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
