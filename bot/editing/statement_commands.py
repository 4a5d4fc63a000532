"""/add, /correct, /retract, /reinstate and /cancel."""

from collections.abc import Iterator, Sequence

from bot.editing import talking
from bot.editing.conversation import Turn, at, begin
from bot.editing.desk import Desk
from bot.editing.draft import Draft, Step, draft_of
from bot.editing.echoes import command_of, copied
from bot.editing.foresight import standing_at
from bot.editing.from_lines import Filled, fill, missing
from bot.editing.held import read_held
from bot.editing.instructions import begin_with, read_instruction
from bot.editing.lines import Lines, Slip, SlipCode, keys_below, looks_like_lines, read_lines
from bot.editing.offers import Started, keep
from bot.editing.proposals import Reinstating, Retracting
from bot.editing.saving import show
from bot.editing.step_views import mistake
from bot.editing.tokens import press_data
from bot.editing.visit import Visit
from bot.i18n.editing import editing_lists, editing_steps
from bot.menus import example_team
from bot.rendering.answers import name
from bot.rendering.reply import Button, Reply, bold, escape, split
from bot.slash import read_command
from knowledge.errors import RefusedError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Statement
from knowledge.record.changes import Rule

EXAMPLE_DAY = "20260123"
"""The day in the id of a statement that shows how ids look."""


async def add(visit: Visit) -> None:
    """`/add` with lines is one message; alone, with a team, with a sentence or with both it leads step by step."""
    if await talking.resumed(visit):
        return
    text, desk = rest_of(visit), visit.desk()
    first, _, more = text.lstrip(" ").partition("\n")
    if any(keys_below(more.split("\n"))) or (looks_like_lines(text) and not _is_one_line_of_all(text, desk)):
        await _add_lines(visit, first, more, text)
        return
    turn = begin_with(read_instruction(text.strip(), desk), text.strip(), desk)
    if turn is None:
        await _take_lines(visit, Draft(), read_lines(text))
        return
    begun = await talking.with_article_read(turn.conversation, text.strip(), visit) if _has_quote(turn) else None
    note = mistake(turn.slip, desk, visit.language) if turn.slip is not None else None
    await talking.start(visit, begun or turn.conversation, note)


def _has_quote(turn: Turn) -> bool:
    """True if a sentence, or an article to choose one from, was told."""
    draft = turn.conversation.draft
    return draft.text is not None or (draft.quote is not None and not draft.readings)


def _is_one_line_of_all(text: str, desk: Desk) -> bool:
    """`팀: KT 입장: 불참 KT는 …`: several things on one line, which `key: value` lines are not."""
    return "\n" not in text.strip() and bool(read_instruction(text.strip(), desk).rest)


async def _add_lines(visit: Visit, first: str, more: str, text: str) -> None:
    """Lines, with what stands beside the command read too: `/add KT 불참` and then `문장: …`."""
    desk = visit.desk()
    beside = read_instruction(first, desk)
    turn = begin_with(beside, first, desk) if first.strip() and not beside.rest else None
    if turn is None or turn.slip is not None:
        await _take_lines(visit, Draft(), read_lines(text))
        return
    await _take_lines(visit, turn.conversation.draft, read_lines(more, 2))


async def correct(visit: Visit) -> None:
    """`/correct ID` with lines; alone it shows the statement's lines, and what to mend by buttons."""
    identifier, lines = _split_id(rest_of(visit))
    if not identifier:
        await usage(visit, "correct")
        return
    if await talking.resumed(visit):
        return
    desk = visit.desk()
    statement = standing_at(desk.facts, identifier)
    draft = draft_of(statement, desk.facts)
    if not lines.strip():
        await _offer_mending(visit, draft)
        return
    await _take_lines(visit, draft, read_lines(lines))


async def retract(visit: Visit) -> None:
    """`/retract ID reason`."""
    identifier, reason = _split_id(rest_of(visit))
    if not identifier:
        await usage(visit, "retract")
        return
    statement = standing_at(visit.desk().facts, identifier)
    if not reason.strip():
        raise RefusedError(Rule.NO_REASON, id=identifier)
    await show(visit, Retracting(id=identifier, revision=statement.current.number, reason=_one_line(reason)))


async def reinstate(visit: Visit) -> None:
    """`/reinstate ID reason`; the reason may be left out."""
    identifier, reason = _split_id(rest_of(visit))
    if not identifier:
        await usage(visit, "reinstate")
        return
    statement: Statement = standing_at(visit.desk().facts, identifier, retracted=True)
    why = _one_line(reason) or None
    await show(visit, Reinstating(id=identifier, revision=statement.current.number, reason=why))


async def cancel(visit: Visit) -> None:
    """`/cancel`, at any step."""
    await talking.cancel(visit, await read_held(visit))


async def usage(visit: Visit, command: str) -> None:
    """Say how a command is used."""
    await visit.say(Reply(parts=(escape(usage_of(command, visit.desk().facts, visit.language)),)))


def usage_of(command: str, facts: Facts, language: Language) -> str:
    """How a command is used, by the example of a team on record; the statement's id is nobody's."""
    team = example_team(facts, language)
    named = (name(team, language), f"{team.id}-{EXAMPLE_DAY}") if team else ("…", EXAMPLE_DAY)
    return editing_lists(language).usage(command, *named)


def rest_of(visit: Visit) -> str:
    """What stands behind the command."""
    command = read_command(visit.text)
    return command.rest if command is not None else ""


async def _take_lines(visit: Visit, draft: Draft, lines: Lines) -> None:
    """Go on to the preview, or tell every mistake with its line and give back what was typed."""
    filled = fill(draft, lines, visit.desk())
    slips = (*filled.slips, *missing(filled.draft, lines))
    if slips:
        await _tell_mistakes(visit, Filled(filled.draft, slips))
        return
    whole = filled.draft.model_copy(update={"told": filled.draft.told | {Step.SPEAKER}})
    await talking.start(visit, begin(whole, visit.desk()))


async def _tell_mistakes(visit: Visit, filled: Filled) -> None:
    said, desk = editing_steps(visit.language), visit.desk()
    told = [escape(sentence) for sentence in _mistakes(filled.slips, desk, visit.language)]
    paragraphs = [(bold(said.mistakes(len(filled.slips))), *told), *copied(visit.text, said.typed_was())]
    await visit.say(Reply(parts=split(paragraphs), buttons=await _continuing(visit, filled.draft)))


def _mistakes(slips: Sequence[Slip], desk: Desk, language: Language) -> Iterator[str]:
    """A sentence for each mistake in the order of the lines; what is missing altogether stands in one line."""
    missing_keys = [slip.key or "" for slip in slips if slip.code is SlipCode.MISSING]
    together = missing_keys if len(missing_keys) > 1 else []
    for slip in sorted(slips, key=lambda slip: (slip.line is None, slip.line or 0)):
        if slip.code is not SlipCode.MISSING or not together:
            yield mistake(slip, desk, language)
    if together:
        yield editing_steps(language).missing(together)


async def _continuing(visit: Visit, draft: Draft) -> tuple[tuple[Button, ...], ...]:
    """The button that goes on step by step with what could be read."""
    if not draft.told:
        return ()
    token = await keep(visit, Started(draft=draft))
    return ((Button(label=editing_steps(visit.language).continue_steps(), data=press_data(token, 0)),),)


async def _offer_mending(visit: Visit, draft: Draft) -> None:
    desk = visit.desk()
    shown = copied(command_of(draft, desk, visit.language), editing_steps(visit.language).as_it_stands())
    await visit.say(Reply(parts=split(shown)))
    await talking.start(visit, at(draft, Step.FIX, desk))


def _split_id(rest: str) -> tuple[str, str]:
    """`kt-20260123 reason` -> the id and the rest without it; every line of the rest stays on its line."""
    words = rest.split(maxsplit=1)
    return (words[0], rest.replace(words[0], "", 1)) if words else ("", "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
