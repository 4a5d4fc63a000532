"""What is done for an editor who was let in: each command, each message, and each press of a button."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import assert_never

from pydantic import ValidationError

from bot.editing import article_offers, dialogue, documents, lists, names, review, save, statements
from bot.editing.access import Act, Refusal
from bot.editing.documents import is_plain_text
from bot.editing.draft import input_error
from bot.editing.form import Verb
from bot.editing.form_view import mistake, refusal
from bot.editing.reach import REASONS, SAVE_ONLY
from bot.editing.state import (
    PAYLOADS,
    AuditPages,
    ButtonPayload,
    Clipped,
    GapChoice,
    GapList,
    Pasted,
    PreviewedChange,
    Proposed,
    Rejecting,
    Review,
    Silencing,
    Started,
    StatementPages,
    Undoing,
    expired_form,
    read_form,
)
from bot.editing.update import ButtonPress, EditorUpdate, editors_help, editors_welcome, read_press
from bot.messages.editing_lists import editing_lists
from bot.rendering.reply import Reply, escape, split
from knowledge.errors import KnowledgeError, StoreError
from knowledge.storage.drafts import Preview

OF_PREVIEW = frozenset({*map(str, (Verb.SAVE, Verb.SAVE_ALL, Verb.CANCEL)), SAVE_ONLY, *REASONS})
"""What the buttons of a preview want; those of a form want anything else."""
Leading = Clipped | Proposed | Started | GapList | GapChoice | StatementPages | AuditPages


async def press(update: EditorUpdate) -> Refusal | None:
    """Do what a press wants; a refusal where the button is forged, somebody else's, used or expired."""
    button = read_press(update.pressed or "")
    if button is None:
        return Refusal.FORGED
    saved_form = await read_form(update)
    is_step = saved_form is not None and button.token in (saved_form.token, saved_form.previous)
    if saved_form is not None and is_step and button.word not in OF_PREVIEW:
        return await dialogue.take_press(update, saved_form, button)
    kept = await update.services.store.previews.get(button.token)
    if kept is None:
        if saved_form is not None and is_step:
            return await dialogue.take_press(update, saved_form, button)
        return await _stale(update, button)
    if kept.user != update.user or kept.chat != update.chat:
        return Refusal.NOT_YOURS
    if kept.expires <= update.services.clock() and kept.used is None and not await _took_effect(update, kept):
        return await _expired(update, PAYLOADS.validate_python(kept.payload), button)
    return await _do(update, kept, PAYLOADS.validate_python(kept.payload), button)


async def _took_effect(update: EditorUpdate, kept: Preview) -> bool:
    """Whether it was pressed in time, although the process died before it could note that."""
    return await update.services.has_taken(kept.token)


async def _expired(update: EditorUpdate, offer: ButtonPayload, button: ButtonPress) -> Refusal:
    """A button that came too late: what stands is said, and what was typed is given back."""
    match offer:
        case Undoing():
            return await save.undo_expired(update, offer)
        case PreviewedChange():
            expired = await expired_form(update)
            if expired is not None and button.token in (expired.token, expired.previous):
                await dialogue.tell_expired(update)
            return Refusal.EXPIRED
        case _:
            return Refusal.EXPIRED_LIST


async def _stale(update: EditorUpdate, button: ButtonPress) -> Refusal:
    """A button that nothing stands behind any more; its editor is told where a conversation of theirs has expired."""
    expired = await expired_form(update)
    if expired is None or button.token not in (expired.token, expired.previous):
        return Refusal.FORGED
    await dialogue.tell_expired(update)
    return Refusal.EXPIRED


async def _do(update: EditorUpdate, kept: Preview, offer: ButtonPayload, button: ButtonPress) -> Refusal | None:
    match offer:
        case PreviewedChange():
            refused = await save.pressed(update, kept, offer, button.word)
            if update.services.four_eyes != "off":
                await review.circulate(update.services, update.outlet)
            return refused
        case Undoing():
            return await save.undo_pressed(update, kept, offer, button.word)
        case Review():
            return await review.pressed(update, offer, button.word)
        case Rejecting():
            return await review.rejecting_pressed(update, button.word)
        case Pasted() | Silencing():
            return Refusal.FORGED
        case Clipped() | Proposed() | Started() | GapList() | GapChoice() | StatementPages() | AuditPages():
            if kept.used is not None:
                return Refusal.USED
            if not await _go_on(update, kept, offer, button):
                return Refusal.FORGED
            await update.acknowledge()
            return None
        case _:
            assert_never(offer)


async def _go_on(
    update: EditorUpdate,
    kept: Preview,
    offer: Leading,
    button: ButtonPress,
) -> bool:
    """Buttons that change nothing by themselves: they lead on, and may be pressed again."""
    match offer:
        case Clipped():
            return await article_offers.accept(update, offer, kept.token, button.option)
        case Proposed():
            return await article_offers.press(update, offer, kept.token, button)
        case Started():
            await dialogue.resume(update, kept.token, offer)
            return True
        case GapList():
            return await names.press_gap(update, offer, button.word)
        case GapChoice():
            return await names.propose(update, offer, button.option)
        case StatementPages():
            return button.page is not None and await lists.show_statements(update, offer, kept.token, button.page)
        case AuditPages():
            return button.page is not None and await lists.show_audit(update, offer, kept.token, button.page)
        case _:
            assert_never(offer)


logger = logging.getLogger(__name__)


async def _cancel(update: EditorUpdate) -> None:
    """`/cancel`: the questions for a reason are the newest there can be, then comes the form."""
    if not await review.cancel(update) and not await save.cancel_quiet(update):
        await statements.cancel(update)


COMMANDS: Mapping[Act, Callable[[EditorUpdate], Awaitable[None]]] = {
    Act.ADD: statements.add,
    Act.CORRECT: statements.correct,
    Act.RETRACT: statements.retract,
    Act.REINSTATE: statements.reinstate,
    Act.CANCEL: _cancel,
    Act.STATEMENTS: lists.statements,
    Act.AUDIT: lists.audit,
    Act.EDITORS: lists.editors,
    Act.TEAM: names.team,
    Act.ALIAS: names.alias,
    Act.DECOY: names.decoy,
    Act.EXPORT: documents.export,
    Act.DOCUMENT: documents.document,
    Act.GAPS: names.gaps,
    Act.PROPOSALS: review.proposals,
    Act.GRANT: lists.grant,
    Act.REVOKE: lists.revoke,
}


async def act_on(update: EditorUpdate, act: Act) -> Refusal | None:
    """Do what was asked, on the newest record; what the record refuses is told, and an outage too."""
    try:
        await update.services.record.refresh()
        await _greet(update)
        if act is Act.PRESS:
            return await press(update)
        await COMMANDS[act](update)
    except KnowledgeError as error:
        await _excuse(update, refusal(error, update.context(), update.language))
    except ValidationError as invalid:
        told = input_error(invalid, str(invalid.errors()[0]["loc"][-1]))
        await _excuse(update, mistake(told, update.context(), update.language))
    return None


async def take_message(update: EditorUpdate) -> bool:
    """A document, the answer to a step, or an article; false for a question like anybody's."""
    has_document = update.message is not None and update.message.document is not None
    if has_document:
        await act_on(update, Act.DOCUMENT)
        if not update.text.strip() or is_plain_text(update):
            return True
    try:
        await _greet(update)
        await dialogue.tell_expired(update)
        if not has_document and await review.take_reason(update):
            return True
        if not has_document and await save.take_quiet_reason(update):
            if update.services.four_eyes != "off":
                await review.circulate(update.services, update.outlet)
            return True
        return await dialogue.take_text(update) or await article_offers.take_article(update)
    except StoreError as error:
        logger.warning("a conversation with an editor cannot be read: %s", error)
        return has_document


async def after_answer(update: EditorUpdate) -> None:
    """Behind the answer to a question: the offer to record what it says, and the step that it came between."""
    try:
        if update.message is not None and update.message.document is None:
            await article_offers.offer(update)
        if update.text.strip():
            await dialogue.repeat(update)
    except KnowledgeError as error:
        logger.warning("nothing can be offered for recording: %s", error)


async def help_editor(update: EditorUpdate) -> None:
    """Behind everybody's help: the editors' commands."""
    is_owner = update.console or update.user in update.services.owners
    await update.post(editors_help(update.language, is_owner=is_owner))
    if update.console:
        await update.post(Reply(parts=(escape(editing_lists(update.language).many_lines_here()),)))


async def _greet(update: EditorUpdate) -> None:
    """Greet a new editor who could not be told yet, and give the menu to whom Telegram did not know before."""
    services, user = update.services, update.user
    if user in services.to_greet:
        await update.outlet.welcome(user, editors_welcome(services, user, update.language))
    elif user in services.without_menu:
        await update.outlet.welcome(user, None)


async def _excuse(update: EditorUpdate, text: str) -> None:
    """Say why nothing was done."""
    await update.acknowledge()
    await update.post(Reply(parts=split([tuple(map(escape, text.split("\n")))])))
