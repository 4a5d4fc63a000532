"""A pressed button of an editor: whose it is, whether it still lives, and what it stands for."""

from typing import assert_never

from bot.editing import article_list, gap_list, listing_commands, offering, review, saving, talking
from bot.editing.authorisation import Refusal
from bot.editing.conversation import Verb
from bot.editing.held import expired_held, read_held
from bot.editing.offers import (
    OFFERS,
    AuditPages,
    Change,
    Clipped,
    GapChoice,
    GapList,
    Offer,
    Pasted,
    Proposed,
    Rejecting,
    Review,
    Started,
    StatementPages,
    Undoing,
)
from bot.editing.tokens import Wish, read_press
from bot.editing.visit import Visit
from knowledge.storage.drafts import Preview

Leading = Clipped | Proposed | Started | GapList | GapChoice | StatementPages | AuditPages


async def press(visit: Visit) -> Refusal | None:
    """Do what a press wants; a refusal where the button is forged, somebody else's, used or expired."""
    wish = read_press(visit.pressed or "")
    if wish is None:
        return Refusal.FORGED
    held = await read_held(visit)
    is_step = held is not None and wish.token in (held.token, held.previous)
    if held is not None and is_step and wish.word not in (Verb.SAVE, Verb.SAVE_ALL, Verb.CANCEL):
        return await talking.take_press(visit, held, wish)
    kept = await visit.office.store.previews.get(wish.token)
    if kept is None:
        if held is not None and is_step:
            return await talking.take_press(visit, held, wish)
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
            return await saving.undo_expired(visit, offer)
        case Change():
            expired = await expired_held(visit)
            if expired is not None and wish.token in (expired.token, expired.previous):
                await talking.tell_expired(visit)
            return Refusal.EXPIRED
        case _:
            return Refusal.EXPIRED_LIST


async def _stale(visit: Visit, wish: Wish) -> Refusal:
    """A button that nothing stands behind any more; its editor is told where a conversation of theirs has expired."""
    expired = await expired_held(visit)
    if expired is None or wish.token not in (expired.token, expired.previous):
        return Refusal.FORGED
    await talking.tell_expired(visit)
    return Refusal.EXPIRED


async def _do(visit: Visit, kept: Preview, offer: Offer, wish: Wish) -> Refusal | None:
    match offer:
        case Change():
            refused = await saving.pressed(visit, kept, offer, wish.word)
            if visit.office.four_eyes != "off":
                await review.circulate(visit.office, visit.outlet)
            return refused
        case Undoing():
            return await saving.undo_pressed(visit, kept, offer, wish.word)
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
            return await offering.accept(visit, offer, kept.token, wish.option)
        case Proposed():
            return await article_list.press(visit, offer, kept.token, wish)
        case Started():
            await talking.resume(visit, kept.token, offer)
            return True
        case GapList():
            return await gap_list.choose_team(visit, offer, wish.word)
        case GapChoice():
            return await gap_list.propose(visit, offer, wish.option)
        case StatementPages():
            return wish.page is not None and await listing_commands.show_statements(visit, offer, kept.token, wish.page)
        case AuditPages():
            return wish.page is not None and await listing_commands.show_audit(visit, offer, kept.token, wish.page)
        case _:
            assert_never(offer)
