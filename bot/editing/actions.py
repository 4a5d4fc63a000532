"""What is done for an editor who was let in: each command, each message, and each press of a button."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import assert_never

from pydantic import ValidationError

from bot.editing import article_offers, dialogue, documents, lists, names, review, save, statements, update
from bot.editing.access import Act, Refusal
from bot.editing.documents import is_plain_text
from bot.editing.draft import slip_of
from bot.editing.form import Verb
from bot.editing.form_view import mistake, refusal
from bot.editing.reach import REASONS, SAVE_ONLY
from bot.editing.state import (
    OFFERS,
    AuditPages,
    Clipped,
    GapChoice,
    GapList,
    Offer,
    Pasted,
    PreviewedChange,
    Proposed,
    Rejecting,
    Review,
    Started,
    StatementPages,
    Undoing,
    expired_held,
    read_held,
)
from bot.editing.update import Visit, Wish, read_press
from bot.messages.editing_lists import editing_lists
from bot.rendering.reply import Reply, escape, split
from knowledge.errors import KnowledgeError, StoreError
from knowledge.storage.drafts import Preview

OF_PREVIEW = frozenset({*map(str, (Verb.SAVE, Verb.SAVE_ALL, Verb.CANCEL)), SAVE_ONLY, *REASONS})
"""What the buttons of a preview want; those of a form want anything else."""
Leading = Clipped | Proposed | Started | GapList | GapChoice | StatementPages | AuditPages


async def press(visit: Visit) -> Refusal | None:
    """Do what a press wants; a refusal where the button is forged, somebody else's, used or expired."""
    wish = read_press(visit.pressed or "")
    if wish is None:
        return Refusal.FORGED
    held = await read_held(visit)
    is_step = held is not None and wish.token in (held.token, held.previous)
    if held is not None and is_step and wish.word not in OF_PREVIEW:
        return await dialogue.take_press(visit, held, wish)
    kept = await visit.office.store.previews.get(wish.token)
    if kept is None:
        if held is not None and is_step:
            return await dialogue.take_press(visit, held, wish)
        return await _stale(visit, wish)
    if kept.user != visit.user or kept.chat != visit.chat:
        return Refusal.NOT_YOURS
    if kept.expires <= visit.office.clock() and kept.used is None and not await _took_effect(visit, kept):
        return await _expired(visit, OFFERS.validate_python(kept.payload), wish)
    return await _do(visit, kept, OFFERS.validate_python(kept.payload), wish)


async def _took_effect(visit: Visit, kept: Preview) -> bool:
    """Whether it was pressed in time, although the process died before it could note that."""
    return await visit.office.has_taken(kept.token)


async def _expired(visit: Visit, offer: Offer, wish: Wish) -> Refusal:
    """A button that came too late: what stands is said, and what was typed is given back."""
    match offer:
        case Undoing():
            return await save.undo_expired(visit, offer)
        case PreviewedChange():
            expired = await expired_held(visit)
            if expired is not None and wish.token in (expired.token, expired.previous):
                await dialogue.tell_expired(visit)
            return Refusal.EXPIRED
        case _:
            return Refusal.EXPIRED_LIST


async def _stale(visit: Visit, wish: Wish) -> Refusal:
    """A button that nothing stands behind any more; its editor is told where a conversation of theirs has expired."""
    expired = await expired_held(visit)
    if expired is None or wish.token not in (expired.token, expired.previous):
        return Refusal.FORGED
    await dialogue.tell_expired(visit)
    return Refusal.EXPIRED


async def _do(visit: Visit, kept: Preview, offer: Offer, wish: Wish) -> Refusal | None:
    match offer:
        case PreviewedChange():
            refused = await save.pressed(visit, kept, offer, wish.word)
            if visit.office.four_eyes != "off":
                await review.circulate(visit.office, visit.outlet)
            return refused
        case Undoing():
            return await save.undo_pressed(visit, kept, offer, wish.word)
        case Review():
            return await review.pressed(visit, offer, wish.word)
        case Rejecting():
            return await review.rejecting_pressed(visit, wish.word)
        case Pasted():
            return Refusal.FORGED
        case Clipped() | Proposed() | Started() | GapList() | GapChoice() | StatementPages() | AuditPages():
            if kept.used is not None:
                return Refusal.USED
            if not await _go_on(visit, kept, offer, wish):
                return Refusal.FORGED
            await visit.acknowledge()
            return None
        case _:
            assert_never(offer)


async def _go_on(
    visit: Visit,
    kept: Preview,
    offer: Leading,
    wish: Wish,
) -> bool:
    """Buttons that change nothing by themselves: they lead on, and may be pressed again."""
    match offer:
        case Clipped():
            return await article_offers.accept(visit, offer, kept.token, wish.option)
        case Proposed():
            return await article_offers.press(visit, offer, kept.token, wish)
        case Started():
            await dialogue.resume(visit, kept.token, offer)
            return True
        case GapList():
            return await names.choose_team(visit, offer, wish.word)
        case GapChoice():
            return await names.propose(visit, offer, wish.option)
        case StatementPages():
            return wish.page is not None and await lists.show_statements(visit, offer, kept.token, wish.page)
        case AuditPages():
            return wish.page is not None and await lists.show_audit(visit, offer, kept.token, wish.page)
        case _:
            assert_never(offer)


logger = logging.getLogger(__name__)


async def _cancel(visit: Visit) -> None:
    """`/cancel`: the question for a reason is the newest there can be, then comes the conversation."""
    if not await review.cancel(visit):
        await statements.cancel(visit)


COMMANDS: Mapping[Act, Callable[[Visit], Awaitable[None]]] = {
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


async def act_on(visit: Visit, act: Act) -> Refusal | None:
    """Do what was asked, on the newest record; what the record refuses is told, and an outage too."""
    try:
        await visit.office.record.refresh()
        await _greet(visit)
        if act is Act.PRESS:
            return await press(visit)
        await COMMANDS[act](visit)
    except KnowledgeError as error:
        await _excuse(visit, refusal(error, visit.desk(), visit.language))
    except ValidationError as error:
        slip = slip_of(error, str(error.errors()[0]["loc"][-1]))
        await _excuse(visit, mistake(slip, visit.desk(), visit.language))
    return None


async def take_message(visit: Visit) -> bool:
    """A document, the answer to a step, or an article; false for a question like anybody's."""
    has_document = visit.message is not None and visit.message.document is not None
    if has_document:
        await act_on(visit, Act.DOCUMENT)
        if not visit.text.strip() or is_plain_text(visit):
            return True
    try:
        await _greet(visit)
        await dialogue.tell_expired(visit)
        if not has_document and await review.take_reason(visit):
            return True
        return await dialogue.take_text(visit) or await article_offers.take_article(visit)
    except StoreError as error:
        logger.warning("a conversation with an editor cannot be read: %s", error)
        return has_document


async def after_answer(visit: Visit) -> None:
    """Behind the answer to a question: the offer to record what it says, and the step that it came between."""
    try:
        if visit.message is not None and visit.message.document is None:
            await article_offers.offer(visit)
        if visit.text.strip():
            await dialogue.repeat(visit)
    except KnowledgeError as error:
        logger.warning("nothing can be offered for recording: %s", error)


async def help_editor(visit: Visit) -> None:
    """Behind everybody's help: the editors' commands."""
    is_owner = visit.console or visit.user in visit.office.owners
    await visit.post(update.editors_help(visit.language, is_owner=is_owner))
    if visit.console:
        await visit.post(Reply(parts=(escape(editing_lists(visit.language).many_lines_here()),)))


async def _greet(visit: Visit) -> None:
    """Greet a new editor who could not be told yet, and give the menu to whom Telegram did not know before."""
    office, user = visit.office, visit.user
    if user in office.to_greet:
        await visit.outlet.welcome(user, update.editors_welcome(office, user, visit.language))
    elif user in office.without_menu:
        await visit.outlet.welcome(user, None)


async def _excuse(visit: Visit, text: str) -> None:
    """Say why nothing was done."""
    await visit.acknowledge()
    await visit.post(Reply(parts=split([tuple(map(escape, text.split("\n")))])))
