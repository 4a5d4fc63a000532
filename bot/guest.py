"""Guest mode (Bot API 10.0): a mention in a chat that the bot has not joined is answered with one message."""

from dataclasses import dataclass, replace

from telegram import Update

from bot.addressing import addressed
from bot.articles import article
from bot.asking import Said
from bot.conversing import Conversing, me
from bot.telegram.application import Context


@dataclass(frozen=True, slots=True)
class Guest:
    """The handler of guests' messages."""

    conversing: Conversing

    async def asked(self, update: Update, context: Context) -> None:
        """Answer a guest's question; what it has room for is the first part, and a way into the private chat."""
        message = update.guest_message
        if message is None or message.guest_query_id is None:
            return
        if message.from_user is not None and message.from_user.is_bot and message.sender_chat is None:
            return
        said = addressed(message, me(context)) or Said(message.text or message.caption or "")
        asked = await self.conversing.asked(message, replace(said, is_called=True))
        if asked is not None:
            shown = article(asked, context.bot.username)
            sent = await context.bot.answer_guest_query(message.guest_query_id, shown)
            if self.conversing.notes.told is not None and sent.inline_message_id:
                self.conversing.notes.told.given_inline(asked, sent.inline_message_id)
            self.conversing.remember(message, asked)
