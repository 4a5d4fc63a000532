"""/grant and /revoke: owners say who may edit, by id or by replying to a forwarded message of the person."""

from telegram import Message, MessageOriginHiddenUser, MessageOriginUser

from bot.editing.proposals import Granting, Revoking
from bot.editing.saving import show
from bot.editing.statement_commands import rest_of, usage
from bot.editing.visit import Visit
from bot.i18n.editing import editing_changes, editing_lists
from bot.rendering.reply import Reply, escape
from knowledge.errors import ConflictError, NotFoundError
from knowledge.record.changes import Rule

LARGEST_USER = 2**52
"""User ids have at most 52 significant bits (Bot API, User)."""


async def grant(visit: Visit) -> None:
    """`/grant USER_ID`."""
    user = await _whom(visit, "grant")
    if user is None or await _is_owner(visit, user):
        return
    if await visit.office.store.editors.includes(user):
        raise ConflictError(Rule.EDITOR_TAKEN, user=user)
    await show(visit, Granting(user=user))


async def revoke(visit: Visit) -> None:
    """`/revoke USER_ID`."""
    user = await _whom(visit, "revoke")
    if user is None or await _is_owner(visit, user):
        return
    if not await visit.office.store.editors.includes(user):
        raise NotFoundError(Rule.NO_EDITOR, user=user)
    await show(visit, Revoking(user=user))


async def _is_owner(visit: Visit, user: int) -> bool:
    """Whether somebody is an owner, of whom no command makes or takes anything; that is said."""
    if user not in visit.office.owners:
        return False
    await visit.say(Reply(parts=(escape(editing_changes(visit.language).access("owner", user)),)))
    return True


async def _whom(visit: Visit, command: str) -> int | None:
    """The user who is meant; None where it cannot be told, and that is said."""
    typed = rest_of(visit).strip()
    replied = visit.message.reply_to_message if visit.message is not None else None
    if typed:
        if typed.isascii() and typed.isdigit() and 0 < int(typed) < LARGEST_USER:
            return int(typed)
        await visit.say(Reply(parts=(escape(editing_lists(visit.language).whom()),)))
        return None
    user = _author(replied) if replied is not None else None
    if user is None and replied is not None and isinstance(replied.forward_origin, MessageOriginHiddenUser):
        await visit.say(Reply(parts=(escape(editing_lists(visit.language).hidden_person()),)))
    elif user is None:
        await usage(visit, command)
    return user


def _author(message: Message) -> int | None:
    """The person whose message, or contact, was replied to; never a bot, nor whoever merely passed it on."""
    if isinstance(message.forward_origin, MessageOriginUser):
        user = message.forward_origin.sender_user
        return None if user.is_bot else user.id
    if message.contact is not None:
        return message.contact.user_id
    if message.forward_origin is not None or message.from_user is None or message.from_user.is_bot:
        return None
    return message.from_user.id
