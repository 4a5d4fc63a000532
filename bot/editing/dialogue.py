"""Leading an editor through a draft: each answer moves the form, and its end is the preview."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.editing.access import Refusal
from bot.editing.context import is_article
from bot.editing.draft import Draft, Step, correcting, draft_of, recording
from bot.editing.form import (
    EXPIRY,
    Form,
    Verb,
    answer_to,
    at,
    begin,
    chosen,
    moved,
    read_excerpt_text,
    typed,
    with_source_of,
)
from bot.editing.form_view import ask, command_of, copied, mistake, refusal
from bot.editing.lines import Key, looks_like_lines
from bot.editing.preview import meanwhile
from bot.editing.save import show_change
from bot.editing.state import (
    OFFERED,
    PreviewedChange,
    SavedForm,
    Started,
    drop_form,
    excerpt_payload,
    expired_form,
    keep,
    mark_of,
    read_form,
    remember,
    resume_button,
    resuming,
    store_form,
    title_of,
    with_parts_before,
)
from bot.editing.update import ButtonPress, EditorUpdate
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


async def start(update: EditorUpdate, begun: Form, note: str | None = None) -> None:
    """Begin a conversation; one that is not finished is put aside, and that is said."""
    saved_form = await read_form(update)
    if saved_form is None or await _is_settled(update, saved_form):
        await go(update, begun, None, note)
        return
    if not _is_worth_keeping(saved_form.form.draft, update.context().facts):
        await go(update, begun, saved_form, note)
        return
    token = await keep(update, Started(draft=saved_form.form.draft), lasting=OFFERED)
    draft = saved_form.form.draft
    word = editing_steps(update.language).put_aside(title_of(draft, update))
    await update.post(Reply(parts=(escape(word),), buttons=((resume_button(draft, token, update),),)))
    await go(
        replace(update, is_press=False),
        begun,
        saved_form.model_copy(update={"aside": (*saved_form.aside, token)}),
        note,
    )


async def resume(update: EditorUpdate, token: str, begun: Started) -> None:
    """Go on with a statement that was begun; it is put aside no longer."""
    await update.services.store.previews.use(token, update.services.clock())
    await start(update, begin(begun.draft, update.context()))


def _is_worth_keeping(draft: Draft, facts: Facts) -> bool:
    """True if something was told that a new `/add` would have to be told again."""
    if draft.correcting is None:
        return bool(draft.told or draft.readings or draft.text)
    statement = facts.statements.get(draft.correcting.id)
    return statement is not None and draft != draft_of(statement, facts)


async def _is_settled(update: EditorUpdate, saved_form: SavedForm) -> bool:
    """True if its Save took effect, although the process died before it could forget the form."""
    return await update.services.has_taken(saved_form.token)


async def resumed(update: EditorUpdate) -> bool:
    """Show the conversation that this very message began: it is delivered again after a crash, and begins no second."""
    saved_form = await read_form(update)
    if saved_form is None or not saved_form.has_taken(mark_of(update)):
        return False
    await present(update, saved_form)
    return True


async def go(update: EditorUpdate, form: Form, before: SavedForm | None, note: str | None = None) -> None:
    """Hold the conversation where it stands now, and show it; the buttons before it are dead from here on."""
    if before is not None:
        await update.services.store.previews.use(before.token, update.services.clock())
    await present(update, await store_form(update, form, before), note)


async def present(update: EditorUpdate, saved_form: SavedForm, note: str | None = None) -> None:
    """Show a conversation: the question of its step, or the preview at its end; `note` stands above it."""
    form, context = saved_form.form, update.context()
    if form.step is not Step.PREVIEW:
        await update.say(ask(form, saved_form.token, context, update.language, note))
        return
    proposal = proposal_of(form.draft, context.facts)
    try:
        draft = form.draft
        is_of_article = draft.text is not None or draft.source is not None
        change = PreviewedChange(proposal=proposal, from_draft=True, article=draft.article if is_of_article else None)
        await show_change(update, change, saved_form.token, note)
    except StoreError:
        raise
    except KnowledgeError as error:
        if error.code in OVERTAKEN:
            await _give_back(update, saved_form, error, proposal)
            return
        # The record would refuse it as it is: the editor is asked what to mend, and nothing typed is lost.
        await go(update, at(form.draft, Step.FIX, context), saved_form, refusal(error, context, update.language))


async def _give_back(
    update: EditorUpdate, saved_form: SavedForm, error: KnowledgeError, proposal: AddStatement | Correct
) -> None:
    """End the correction of a statement that somebody else has changed meanwhile: what changed, and what was typed."""
    await drop_form(update)
    context, language = update.context(), update.language
    told = [refusal(error, context, language), *meanwhile(error, proposal, context, language)]
    typed_was = copied(command_of(saved_form.form.draft, context, language), editing_steps(language).typed_was())
    await update.say(Reply(parts=split([[*map(escape, told)], *typed_was])))


def proposal_of(draft: Draft, facts: Facts) -> AddStatement | Correct:
    """What saving a draft would do."""
    if draft.correcting is None:
        return recording(draft, facts)
    return correcting(draft, facts.statements[draft.correcting.id], facts)


async def take_text(update: EditorUpdate, *, text: str | None = None) -> bool:
    """Take a message, or a file's text, as the answer to the step that its editor is at; false where it is none."""
    saved_form = await read_form(update)
    message, given = update.message, update.text if text is None else text
    if saved_form is None or message is None or not given.strip():
        return False
    step = saved_form.form.step
    if message.forward_origin is not None and step is not Step.QUOTE:
        return False
    if saved_form.has_taken(mark_of(update)):
        await present(update, saved_form)
        return True
    if step not in (Step.QUOTE, Step.REASON) and is_article(given) and not looks_like_lines(given):
        return False
    text = await with_parts_before(update) if step is Step.QUOTE and text is None else given
    context = update.context()
    answer = answer_to(saved_form.form, text, context)
    turn = typed(saved_form.form, answer, context) if answer is not None else None
    if turn is None:
        return False
    form = turn.form
    if step is Step.QUOTE and turn.error is None:
        form = await with_article_read(form, text, update)
    note = mistake(turn.error, context, update.language) if turn.error is not None else None
    await go(update, form, saved_form, note)
    return True


async def repeat(update: EditorUpdate) -> None:
    """Show the step once more that a question came between, and how to type what looks like one and is an answer."""
    saved_form = await read_form(update)
    if saved_form is None or await _is_settled(update, saved_form):
        return
    step = saved_form.form.step
    note = editing_steps(update.language).question_answered(KEY_OF[step]) if step in KEY_OF else None
    await present(update, saved_form, note)


async def with_article_read(form: Form, text: str, update: EditorUpdate) -> Form:
    """A pasted or forwarded article tells of its source too; the step is skipped where it names the publisher.

    Its other statements are offered once this one is saved.
    """
    context, draft = update.context(), form.draft
    if update.message is None:
        return form
    if Step.SOURCE not in draft.told:
        draft = with_source_of(text, update.message, draft, context)
    if draft.text is not None:
        draft = draft.model_copy(
            update={
                "article": await remember(
                    update, text, excerpt_payload(read_excerpt_text(text, update.message, context))
                )
            }
        )
    after = begin(draft, context) if form.step is not Step.QUOTE else at(draft, Step.QUOTE, context)
    is_asked_by_options = after.step is form.step and not after.options
    return after.model_copy(update={"options": form.options}) if is_asked_by_options else after


async def take_press(update: EditorUpdate, saved_form: SavedForm, button: ButtonPress) -> Refusal | None:
    """Take the press of a step's button; a refusal where there is nothing for it to do."""
    if button.token == saved_form.previous:
        # Delivered twice, or tapped twice: the first tap has moved the form.
        await update.acknowledge()
        await present(update, saved_form)
        return None
    if button.word == Verb.CANCEL:
        await cancel(update, saved_form)
        return None
    after = _after(saved_form.form, button, update)
    if after is None:
        return Refusal.FORGED
    await update.acknowledge()
    await go(update, after, saved_form)
    return None


def _after(form: Form, button: ButtonPress, update: EditorUpdate) -> Form | None:
    if button.option is not None:
        return chosen(form, button.option, update.context())
    return moved(form, Verb(button.word), update.context()) if button.word in set(Verb) else None


async def cancel(update: EditorUpdate, saved_form: SavedForm | None) -> None:
    """`/cancel`, or the button: forget the conversation; those that were put aside can still be gone on with."""
    said = editing_steps(update.language)
    waiting: tuple[tuple[Button, ...], ...] = ()
    if saved_form is not None and await _is_settled(update, saved_form):
        await drop_form(update)
        saved_form = None
    if saved_form is not None:
        await update.services.store.previews.use(saved_form.token, update.services.clock())
        await drop_form(update)
        waiting = await resuming(update, saved_form.aside)
    await update.acknowledge()
    word = said.cancelled() if saved_form is not None else said.nothing_to_cancel()
    await update.say(Reply(parts=(escape(word),), buttons=waiting))


async def tell_expired(update: EditorUpdate) -> None:
    """Say once that a conversation has expired, with what was told in it to copy; nothing of one that was saved."""
    saved_form = await expired_form(update)
    if saved_form is None:
        return
    await drop_form(update)
    if await _is_settled(update, saved_form):
        return
    said = editing_steps(update.language)
    minutes = int(EXPIRY.total_seconds() // 60)
    paragraphs: list[Sequence[str]] = [(escape(said.expired(minutes)),)]
    if saved_form.form.draft.told:
        command = command_of(saved_form.form.draft, update.context(), update.language)
        paragraphs += copied(command, said.typed_was())
    waiting = await resuming(update, saved_form.aside)
    await update.post(Reply(parts=split(paragraphs), buttons=waiting))
