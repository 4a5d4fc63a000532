"""Leading an editor through a draft: each answer moves the conversation, and its end is the preview."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.editing.access import Refusal
from bot.editing.context import is_article
from bot.editing.draft import Draft, Step, correcting, draft_of, recording
from bot.editing.form import (
    EXPIRY,
    Conversation,
    Verb,
    answer_to,
    at,
    begin,
    chosen,
    clip_text,
    moved,
    typed,
    with_source_of,
)
from bot.editing.form_view import ask, command_of, copied, mistake, refusal
from bot.editing.lines import Key, looks_like_lines
from bot.editing.preview import meanwhile
from bot.editing.save import show_change
from bot.editing.state import (
    OFFERED,
    Held,
    PreviewedChange,
    Started,
    clipped_of,
    expired_held,
    hold,
    keep,
    let_go,
    mark_of,
    read_held,
    remember,
    resume_button,
    resuming,
    title_of,
    with_parts_before,
)
from bot.editing.update import Visit, Wish
from bot.messages.editing_steps import editing_steps
from bot.rendering.reply import Button, Reply, escape, split
from knowledge.errors import KnowledgeError, StoreError
from knowledge.facts import Facts
from knowledge.record.changes import AddStatement, Correct, Rule

OVERTAKEN = frozenset({Rule.CHANGED_MEANWHILE, Rule.IS_RETRACTED})
"""Refusals that no other answer to a step could mend."""
KEY_OF: Mapping[Step, str] = {
    Step.TEAM: Key.TEAM,
    Step.STANCE: Key.STANCE,
    Step.QUOTE: Key.QUOTE,
    Step.SAID: Key.SAID,
    Step.VOICE: Key.VOICE,
    Step.SPEAKER: Key.SPEAKER,
    Step.SOURCE: Key.PUBLISHER,
    Step.REASON: Key.REASON,
}
"""The key by which a text answers a step, whatever it looks like."""


async def start(visit: Visit, begun: Conversation, note: str | None = None) -> None:
    """Begin a conversation; one that is not finished is put aside, and that is said."""
    held = await read_held(visit)
    if held is None or await _is_settled(visit, held):
        await go(visit, begun, None, note)
        return
    if not _is_worth_keeping(held.conversation.draft, visit.desk().facts):
        await go(visit, begun, held, note)
        return
    token = await keep(visit, Started(draft=held.conversation.draft), lasting=OFFERED)
    draft = held.conversation.draft
    word = editing_steps(visit.language).put_aside(title_of(draft, visit))
    await visit.post(Reply(parts=(escape(word),), buttons=((resume_button(draft, token, visit),),)))
    await go(replace(visit, is_press=False), begun, held.model_copy(update={"aside": (*held.aside, token)}), note)


async def resume(visit: Visit, token: str, begun: Started) -> None:
    """Go on with a statement that was begun; it is put aside no longer."""
    await visit.office.store.previews.use(token, visit.office.clock())
    await start(visit, begin(begun.draft, visit.desk()))


def _is_worth_keeping(draft: Draft, facts: Facts) -> bool:
    """True if something was told that a new `/add` would have to be told again."""
    if draft.correcting is None:
        return bool(draft.told or draft.readings or draft.text)
    statement = facts.statements.get(draft.correcting.id)
    return statement is not None and draft != draft_of(statement, facts)


async def _is_settled(visit: Visit, held: Held) -> bool:
    """True if its Save took effect, although the process died before it could forget the conversation."""
    return await visit.office.has_taken(held.token)


async def resumed(visit: Visit) -> bool:
    """Show the conversation that this very message began: it is delivered again after a crash, and begins no second."""
    held = await read_held(visit)
    if held is None or not held.has_taken(mark_of(visit)):
        return False
    await present(visit, held)
    return True


async def go(visit: Visit, conversation: Conversation, before: Held | None, note: str | None = None) -> None:
    """Hold the conversation where it stands now, and show it; the buttons before it are dead from here on."""
    if before is not None:
        await visit.office.store.previews.use(before.token, visit.office.clock())
    await present(visit, await hold(visit, conversation, before), note)


async def present(visit: Visit, held: Held, note: str | None = None) -> None:
    """Show a conversation: the question of its step, or the preview at its end; `note` stands above it."""
    conversation, desk = held.conversation, visit.desk()
    if conversation.step is not Step.PREVIEW:
        await visit.say(ask(conversation, held.token, desk, visit.language, note))
        return
    proposal = proposal_of(conversation.draft, desk.facts)
    try:
        draft = conversation.draft
        is_of_article = draft.text is not None or draft.source is not None
        change = PreviewedChange(proposal=proposal, from_draft=True, article=draft.article if is_of_article else None)
        await show_change(visit, change, held.token, note)
    except StoreError:
        raise
    except KnowledgeError as error:
        if error.code in OVERTAKEN:
            await _give_back(visit, held, error, proposal)
            return
        # The record would refuse it as it is: the editor is asked what to mend, and nothing typed is lost.
        await go(visit, at(conversation.draft, Step.FIX, desk), held, refusal(error, desk, visit.language))


async def _give_back(visit: Visit, held: Held, error: KnowledgeError, proposal: AddStatement | Correct) -> None:
    """End the correction of a statement that somebody else has changed meanwhile: what changed, and what was typed."""
    await let_go(visit)
    desk, language = visit.desk(), visit.language
    told = [refusal(error, desk, language), *meanwhile(error, proposal, desk, language)]
    typed_was = copied(command_of(held.conversation.draft, desk, language), editing_steps(language).typed_was())
    await visit.say(Reply(parts=split([[*map(escape, told)], *typed_was])))


def proposal_of(draft: Draft, facts: Facts) -> AddStatement | Correct:
    """What saving a draft would do."""
    if draft.correcting is None:
        return recording(draft, facts)
    return correcting(draft, facts.statements[draft.correcting.id], facts)


async def take_text(visit: Visit, *, text: str | None = None) -> bool:
    """Take a message, or a file's text, as the answer to the step that its editor is at; false where it is none."""
    held = await read_held(visit)
    message, given = visit.message, visit.text if text is None else text
    if held is None or message is None or not given.strip():
        return False
    step = held.conversation.step
    if message.forward_origin is not None and step is not Step.QUOTE:
        return False
    if held.has_taken(mark_of(visit)):
        await present(visit, held)
        return True
    if step not in (Step.QUOTE, Step.REASON) and is_article(given) and not looks_like_lines(given):
        return False
    text = await with_parts_before(visit) if step is Step.QUOTE and text is None else given
    desk = visit.desk()
    answer = answer_to(held.conversation, text, desk)
    turn = typed(held.conversation, answer, desk) if answer is not None else None
    if turn is None:
        return False
    conversation = turn.conversation
    if step is Step.QUOTE and turn.slip is None:
        conversation = await with_article_read(conversation, text, visit)
    note = mistake(turn.slip, desk, visit.language) if turn.slip is not None else None
    await go(visit, conversation, held, note)
    return True


async def repeat(visit: Visit) -> None:
    """Show the step once more that a question came between, and how to type what looks like one and is an answer."""
    held = await read_held(visit)
    if held is None or await _is_settled(visit, held):
        return
    step = held.conversation.step
    note = editing_steps(visit.language).question_answered(KEY_OF[step]) if step in KEY_OF else None
    await present(visit, held, note)


async def with_article_read(conversation: Conversation, text: str, visit: Visit) -> Conversation:
    """A pasted or forwarded article tells of its source too; the step is skipped where it names the publisher.

    Its other statements are offered once this one is saved.
    """
    desk, draft = visit.desk(), conversation.draft
    if visit.message is None:
        return conversation
    if Step.SOURCE not in draft.told:
        draft = with_source_of(text, visit.message, draft, desk)
    if draft.text is not None:
        draft = draft.model_copy(
            update={"article": await remember(visit, text, clipped_of(clip_text(text, visit.message, desk)))}
        )
    after = begin(draft, desk) if conversation.step is not Step.QUOTE else at(draft, Step.QUOTE, desk)
    is_asked_by_options = after.step is conversation.step and not after.options
    return after.model_copy(update={"options": conversation.options}) if is_asked_by_options else after


async def take_press(visit: Visit, held: Held, wish: Wish) -> Refusal | None:
    """Take the press of a step's button; a refusal where there is nothing for it to do."""
    if wish.token == held.previous:
        # Delivered twice, or tapped twice: the first tap has moved the conversation.
        await visit.acknowledge()
        await present(visit, held)
        return None
    if wish.word == Verb.CANCEL:
        await cancel(visit, held)
        return None
    after = _after(held.conversation, wish, visit)
    if after is None:
        return Refusal.FORGED
    await visit.acknowledge()
    await go(visit, after, held)
    return None


def _after(conversation: Conversation, wish: Wish, visit: Visit) -> Conversation | None:
    if wish.option is not None:
        return chosen(conversation, wish.option, visit.desk())
    return moved(conversation, Verb(wish.word), visit.desk()) if wish.word in set(Verb) else None


async def cancel(visit: Visit, held: Held | None) -> None:
    """`/cancel`, or the button: forget the conversation; those that were put aside can still be gone on with."""
    said = editing_steps(visit.language)
    waiting: tuple[tuple[Button, ...], ...] = ()
    if held is not None and await _is_settled(visit, held):
        await let_go(visit)
        held = None
    if held is not None:
        await visit.office.store.previews.use(held.token, visit.office.clock())
        await let_go(visit)
        waiting = await resuming(visit, held.aside)
    await visit.acknowledge()
    word = said.cancelled() if held is not None else said.nothing_to_cancel()
    await visit.say(Reply(parts=(escape(word),), buttons=waiting))


async def tell_expired(visit: Visit) -> None:
    """Say once that a conversation has expired, with what was told in it to copy; nothing of one that was saved."""
    held = await expired_held(visit)
    if held is None:
        return
    await let_go(visit)
    if await _is_settled(visit, held):
        return
    said = editing_steps(visit.language)
    minutes = int(EXPIRY.total_seconds() // 60)
    paragraphs: list[Sequence[str]] = [(escape(said.expired(minutes)),)]
    if held.conversation.draft.told:
        command = command_of(held.conversation.draft, visit.desk(), visit.language)
        paragraphs += copied(command, said.typed_was())
    waiting = await resuming(visit, held.aside)
    await visit.post(Reply(parts=split(paragraphs), buttons=waiting))
