"""Who may do what: one decision for every path, by `from_user.id` alone, and no where there is any doubt."""

from collections.abc import Awaitable, Callable, Iterator
from enum import StrEnum

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType

from bot.editing.acts import OWNERS_ONLY, Act, any_message, text_of
from bot.slash import read_command


class Refusal(StrEnum):
    """Why an update may not do what it tries."""

    NOT_A_MESSAGE = "not_a_message"
    """Inline queries, polls and whatever else Telegram may send one day."""
    EDITED = "edited"
    CHANNEL = "channel"
    BUSINESS = "business"
    GUEST = "guest"
    NO_SENDER = "no_sender"
    ON_BEHALF = "on_behalf"
    """Sent for a channel or a group, as anonymous admins do; or forwarded by itself from a linked channel."""
    FORWARDED = "forwarded"
    VIA_BOT = "via_bot"
    DEEP_LINK = "deep_link"
    OTHER_BOT = "other_bot"
    NOT_PRIVATE = "not_private"
    STRANGER = "stranger"
    NOT_OWNER = "not_owner"
    UNDECIDED = "undecided"
    """The store cannot be asked who somebody is."""
    FORGED = "forged"
    NOT_YOURS = "not_yours"
    USED = "used"
    SUPERSEDED = "superseded"
    """The Save of a preview that was left, cancelled or put aside, and has saved nothing."""
    EXPIRED = "expired"
    EXPIRED_LIST = "expired_list"
    """The button of a list or an offer, which saves nothing by itself."""
    UNDO_EXPIRED = "undo_expired"
    """An Undo that came too late: the statement stands, and the press was answered so."""


class Role(StrEnum):
    """What a user id is to the bot."""

    OWNER = "owner"
    EDITOR = "editor"
    STRANGER = "stranger"


MAY_BE_FORWARDED = frozenset({Act.TYPE, Act.DOCUMENT})
"""What is only material: it is shown to the editor who sent it, and takes effect by that editor's own Save."""

RoleOf = Callable[[int], Awaitable[Role]]
"""What a user id is at this moment: asked anew each time, so that a revoked editor's buttons are dead at once."""


async def authorise(update: Update, act: Act, role_of: RoleOf, bot: str) -> Refusal | None:
    """Decide whether an update may do what it tries; None is yes.

    Raises whatever `role_of` raises: where it cannot be known who somebody is, nothing happens.
    """
    refusal = next(_doubts(update, act, bot), None)
    if refusal is not None:
        return refusal
    role = await role_of(sender_id(update))
    if role is Role.OWNER:
        return None
    if act in OWNERS_ONLY:
        return Refusal.NOT_OWNER if role is Role.EDITOR else Refusal.STRANGER
    return None if role is Role.EDITOR else Refusal.STRANGER


def sender_id(update: Update) -> int:
    """The id of the person who sent a message or pressed a button; 0 where there is none."""
    message = any_message(update)
    event = update.callback_query or message or update.inline_query or update.chosen_inline_result
    user = event.from_user if event is not None else None
    return user.id if user is not None else 0


def _doubts(update: Update, act: Act, bot: str) -> Iterator[Refusal]:
    """Everything about an update that forbids it, whoever sent it."""
    yield from _wrong_kind(update)
    if update.callback_query is not None:
        yield from _press_doubts(update.callback_query, act)
    elif update.message is not None:
        yield from _message_doubts(update.message, act, bot)
    else:
        yield Refusal.NOT_A_MESSAGE


def _wrong_kind(update: Update) -> Iterator[Refusal]:
    if update.edited_message or update.edited_channel_post or update.edited_business_message:
        yield Refusal.EDITED
    if update.channel_post:
        yield Refusal.CHANNEL
    if update.business_message:
        yield Refusal.BUSINESS
    if update.guest_message:
        yield Refusal.GUEST


def _press_doubts(query: CallbackQuery, act: Act) -> Iterator[Refusal]:
    if act is not Act.PRESS or query.inline_message_id is not None or query.message is None:
        yield Refusal.FORGED
    elif query.message.chat.type != ChatType.PRIVATE:
        yield Refusal.NOT_PRIVATE
    if query.from_user.is_bot:
        yield Refusal.NO_SENDER


def _message_doubts(message: Message, act: Act, bot: str) -> Iterator[Refusal]:
    command = read_command(text_of(message))
    if command is not None and command.bot is not None and command.bot.lower() != bot.lower():
        yield Refusal.OTHER_BOT
    yield from _sender_doubts(message)
    if message.business_connection_id is not None:
        yield Refusal.BUSINESS
    if message.guest_query_id is not None:
        yield Refusal.GUEST
    if message.forward_origin is not None and act not in MAY_BE_FORWARDED:
        yield Refusal.FORWARDED
    if message.via_bot is not None:
        yield Refusal.VIA_BOT
    if command is not None and command.word == "start" and command.rest.strip():
        yield Refusal.DEEP_LINK
    if message.chat.type != ChatType.PRIVATE:
        yield Refusal.NOT_PRIVATE


def _sender_doubts(message: Message) -> Iterator[Refusal]:
    if message.sender_chat is not None or message.is_automatic_forward or message.sender_business_bot is not None:
        yield Refusal.ON_BEHALF
    if message.from_user is None or message.from_user.is_bot:
        yield Refusal.NO_SENDER
