"""The few words that the bot says of its own accord: sorry, and patience."""

from dataclasses import dataclass

from telegram import Message, Update

from bot.addressing import Me, addressed
from bot.messages.talk import Talk, talk
from bot.posting import Place, post
from bot.preferences import Preferences
from bot.rendering.reply import Reply
from bot.telegram.application import IpjangBot


@dataclass(frozen=True, slots=True)
class Apologies:
    """Delivery's notices: what it may say about an update that gets no answer."""

    bot: IpjangBot
    preferences: Preferences

    async def apologise(self, update: Update, reference: str) -> None:
        """Say that this update could not be handled, to whoever was speaking to the bot."""
        await self._say(update, self._talk(update).apology(reference))

    async def ask_for_patience(self, update: Update) -> None:
        """Say that the rest is not read for a while."""
        await self._say(update, self._talk(update).patience())

    def _talk(self, update: Update) -> Talk:
        # What Telegram says of the client, and nothing that would have to be read: this may be about the database.
        return talk(self.preferences.of_client(update.effective_user))

    async def _say(self, update: Update, text: str) -> None:
        if update.callback_query is not None:
            await update.callback_query.answer(text)
            return
        message = update.message or update.edited_message
        if message is not None and self._was_spoken_to(message):
            await post(self.bot, Place.beside(message), Reply(parts=(text,)))

    def _was_spoken_to(self, message: Message) -> bool:
        return addressed(message, Me(self.bot.id, self.bot.username)) is not None
