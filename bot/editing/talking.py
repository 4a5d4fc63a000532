"""Leading an editor through a draft: each answer moves the conversation, and its end is the preview."""

from collections.abc import Sequence

from bot.editing.authorisation import Refusal
from bot.editing.clipping import with_source_of
from bot.editing.conversation import EXPIRY, Conversation, Verb, at, begin, chosen, moved, typed
from bot.editing.differing import meanwhile
from bot.editing.draft import Draft, Step
from bot.editing.echoes import command_of, copied
from bot.editing.held import Held, expired_held, hold, let_go, mark_of, read_held
from bot.editing.offers import Change
from bot.editing.proposals import Correcting, Recording, correcting, recording
from bot.editing.refusing import refusal
from bot.editing.saving import show_change
from bot.editing.step_views import ask, mistake
from bot.editing.tokens import Wish
from bot.editing.visit import Visit
from bot.i18n.editing import editing_steps
from bot.markup import escape
from bot.reply import Reply
from bot.splitting import split
from knowledge.errors import KnowledgeError, StoreError
from knowledge.facts import Facts
from knowledge.record.changes import Rule

OVERTAKEN = frozenset({Rule.CHANGED_MEANWHILE, Rule.IS_RETRACTED})
"""Refusals that no other answer to a step could mend."""


async def start(visit: Visit, draft: Draft) -> None:
    """Begin a conversation at the first thing that the draft does not tell yet."""
    await go(visit, begin(draft, visit.desk()), await read_held(visit))


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
        await show_change(visit, Change(proposal=proposal, from_draft=True), held.token, note)
    except StoreError:
        raise
    except KnowledgeError as error:
        if error.code in OVERTAKEN:
            await _give_back(visit, held, error, proposal)
            return
        # The record would refuse it as it is: the editor is asked what to mend, and nothing typed is lost.
        await go(visit, at(conversation.draft, Step.FIX, desk), held, refusal(error, desk, visit.language))


async def _give_back(visit: Visit, held: Held, error: KnowledgeError, proposal: Recording | Correcting) -> None:
    """End the correction of a statement that somebody else has changed meanwhile: what changed, and what was typed."""
    await let_go(visit)
    desk, language = visit.desk(), visit.language
    told = [refusal(error, desk, language), *meanwhile(error, proposal, desk, language)]
    typed_was = copied(command_of(held.conversation.draft, desk, language), editing_steps(language).typed_was())
    await visit.say(Reply(parts=split([[*map(escape, told)], *typed_was])))


def proposal_of(draft: Draft, facts: Facts) -> Recording | Correcting:
    """What saving a draft would do."""
    if draft.correcting is None:
        return recording(draft, facts)
    return correcting(draft, facts.statements[draft.correcting.id], facts)


async def take_text(visit: Visit) -> bool:
    """Take a message as the answer to the step that its editor is at; false where it is none."""
    held = await read_held(visit)
    message = visit.message
    if held is None or message is None or not visit.text.strip():
        return False
    step = held.conversation.step
    if message.forward_origin is not None and step is not Step.QUOTE:
        return False
    if held.has_taken(mark_of(visit)):
        await present(visit, held)
        return True
    desk = visit.desk()
    turn = typed(held.conversation, visit.text, desk)
    if turn is None:
        return False
    conversation = turn.conversation
    if step is Step.QUOTE and turn.slip is None:
        conversation = _with_source_read(conversation, visit)
    note = mistake(turn.slip, desk, visit.language) if turn.slip is not None else None
    await go(visit, conversation, held, note)
    return True


def _with_source_read(conversation: Conversation, visit: Visit) -> Conversation:
    """A pasted or forwarded article tells of its source too; the step is skipped where it names the publisher."""
    if visit.message is None or Step.SOURCE in conversation.draft.told:
        return conversation
    desk = visit.desk()
    draft = with_source_of(visit.message, conversation.draft, desk)
    return begin(draft, desk) if conversation.step is not Step.QUOTE else at(draft, Step.QUOTE, desk)


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
    """`/cancel`, or the button: forget the conversation."""
    said = editing_steps(visit.language)
    if held is not None:
        await visit.office.store.previews.use(held.token, visit.office.clock())
        await let_go(visit)
    await visit.acknowledge()
    await visit.say(Reply(parts=(escape(said.cancelled() if held is not None else said.nothing_to_cancel()),)))


async def tell_expired(visit: Visit) -> None:
    """Say once that a conversation has expired, with what was told in it to copy."""
    held = await expired_held(visit)
    if held is None:
        return
    await let_go(visit)
    said = editing_steps(visit.language)
    minutes = int(EXPIRY.total_seconds() // 60)
    paragraphs: list[Sequence[str]] = [(escape(said.expired(minutes)),)]
    if held.conversation.draft.told:
        command = command_of(held.conversation.draft, visit.desk(), visit.language)
        paragraphs += copied(command, said.typed_was())
    await visit.post(Reply(parts=split(paragraphs)))
