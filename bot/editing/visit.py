"""One update of an editor who was let in: who it is, in which language, and the ways to answer."""

from dataclasses import dataclass

from telegram import CallbackQuery, Message, User

from bot.application import IpjangBot
from bot.editing.acts import text_of
from bot.editing.desk import Desk
from bot.editing.office import Office, signature
from bot.posting import Place, post, replace_pressed
from bot.reply import Reply
from knowledge.fields import Language


@dataclass(frozen=True)
class Visit:
    """A message, or the press of a button under one of ours."""

    office: Office
    bot: IpjangBot
    user: User
    language: Language
    message: Message | None = None
    query: CallbackQuery | None = None

    @property
    def by(self) -> str:
        """How the record names this editor."""
        return signature(self.user.id)

    @property
    def chat(self) -> int:
        """The private chat; Telegram gives it its user's id."""
        event = self.message or (self.query.message if self.query is not None else None)
        return event.chat.id if event is not None else self.user.id

    @property
    def text(self) -> str:
        """What was typed, empty for a press; lone surrogates and NUL, which nothing could send back, become `?`."""
        if self.message is None:
            return ""
        return text_of(self.message).replace("\0", "?").encode("utf-8", "replace").decode()

    def desk(self) -> Desk:
        """The record as it is now."""
        return self.office.desk()

    async def say(self, reply: Reply) -> None:
        """Answer: below a message, or in the place of the message whose button was pressed."""
        if self.query is not None and self.query.message is not None:
            await replace_pressed(self.bot, self.query.message, reply)
        else:
            await self.post(reply)

    async def post(self, reply: Reply) -> None:
        """Answer with a new message."""
        question = self.message.message_id if self.message is not None else 0
        await post(self.bot, Place(self.chat, question, is_reply=False), reply)

    async def acknowledge(self, text: str | None = None, *, alert: bool = False) -> None:
        """End the waiting of a pressed button, with a word where there is one."""
        if self.query is not None:
            await self.bot.answer_callback_query(self.query.id, text=text, show_alert=alert)
