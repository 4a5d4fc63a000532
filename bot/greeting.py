"""Joining a group: one short greeting on how to ask; and a group that moves takes its settings with it."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatType

from bot.asking import Asking
from bot.menus import examples
from bot.messages.talk import talk
from bot.posting import NO_PREVIEW
from bot.preferences import Preferences
from bot.telegram.application import Context
from knowledge.errors import StoreError
from knowledge.fields import Language
from knowledge.storage.chats import Chats

logger = logging.getLogger(__name__)

GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


@dataclass(frozen=True, slots=True)
class Greeting:
    """The handlers of what happens to the bot in a group."""

    asking: Asking
    preferences: Preferences
    chats: Chats

    async def membership(self, update: Update, context: Context) -> None:
        """Greet a group that the bot has just joined, once."""
        change = update.my_chat_member
        if change is None or change.chat.type not in GROUPS:
            return
        if _is_in(change.old_chat_member) or not _is_in(change.new_chat_member):
            return
        chat = change.chat.id
        if await self._was_greeted(chat):
            return
        language = await self.preferences.language(change.from_user)
        text = self._text(language, context)
        await context.bot.send_message(chat, text, parse_mode="HTML", link_preview_options=NO_PREVIEW)
        await self._note(chat)

    async def migrated(self, update: Update, context: Context) -> None:  # noqa: ARG002 - the library's signature
        """Give the settings of a group to the supergroup that it has become."""
        message = update.message
        if message is not None and message.migrate_to_chat_id is not None:
            await self.chats.move(message.chat.id, message.migrate_to_chat_id)

    def _text(self, language: Language, context: Context) -> str:
        facts = self.asking.snapshot.facts
        programme, (team, _) = facts.programme.names.official(language), examples(facts, language)
        reads_all = bool(context.bot.bot.can_read_all_group_messages)
        return talk(language).greeting(programme, context.bot.username, team, reads_all=reads_all)

    async def _was_greeted(self, chat: int) -> bool:
        try:
            return (await self.chats.get(chat)).greeted is not None
        except StoreError as error:
            logger.warning("whether a group was greeted cannot be read: %s", error)
            return False

    async def _note(self, chat: int) -> None:
        try:
            await self.chats.greet(chat, datetime.now(UTC))
        except StoreError as error:
            logger.warning("that a group was greeted cannot be noted: %s", error)


def _is_in(member: ChatMember) -> bool:
    """Whether somebody of this status is in the chat."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)
