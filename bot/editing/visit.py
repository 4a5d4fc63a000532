"""One update of an editor who was let in: who it is, in which language, and the ways to answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from telegram import CallbackQuery, Document, InputFile, Message
from telegram.error import BadRequest, Forbidden

from bot.editing.acts import text_of
from bot.editing.desk import Desk
from bot.editing.office import Office, signature
from bot.posting import Place, post, replace_pressed, repost
from bot.rendering.reply import Reply
from bot.telegram.application import IpjangBot
from knowledge.fields import Language


class Outlet(Protocol):
    """Where an editor is answered: a private chat of Telegram, or the console."""

    async def post(self, reply: Reply) -> tuple[int, ...]:
        """Answer with new messages, and give their numbers."""

    async def repost(self, earlier: Sequence[int], reply: Reply) -> tuple[int, ...]:
        """Put a reply in the place of earlier messages, where that is possible."""

    async def replace(self, reply: Reply) -> None:
        """Put a reply in the place of the message whose button was pressed."""

    async def acknowledge(self, text: str | None, *, alert: bool) -> None:
        """End the waiting of a pressed button, with a word where there is one."""

    async def send_file(self, name: str, content: bytes, caption: str) -> None:
        """Give a file."""

    async def fetch(self, document: Document) -> bytes:
        """The content of a document that was sent."""

    async def welcome(self, user: int, reply: Reply | None) -> bool:
        """Give an editor the menu and, with a reply, say so to that person; true if it arrived."""

    async def dismiss(self, user: int) -> None:
        """Take the menu from a former editor."""

    def to(self, user: int) -> "Outlet | None":
        """The private chat of somebody else; None where none can be reached from here."""


@dataclass(frozen=True)
class TelegramOutlet:
    """A private chat of Telegram; `query` is the press that is answered, if it is one."""

    bot: IpjangBot
    office: Office
    chat: int
    query: CallbackQuery | None = None

    async def post(self, reply: Reply) -> tuple[int, ...]:
        """Send new messages."""
        return await post(self.bot, Place(self.chat, 0, is_reply=False), reply)

    async def repost(self, earlier: Sequence[int], reply: Reply) -> tuple[int, ...]:
        """Edit earlier messages."""
        return await repost(self.bot, Place(self.chat, 0, is_reply=False), earlier, reply)

    async def replace(self, reply: Reply) -> None:
        """Edit the message whose button was pressed."""
        if self.query is not None and self.query.message is not None:
            await replace_pressed(self.bot, self.query.message, reply)

    async def acknowledge(self, text: str | None, *, alert: bool) -> None:
        """`answerCallbackQuery`."""
        if self.query is not None:
            await self.bot.answer_callback_query(self.query.id, text=text, show_alert=alert)

    async def send_file(self, name: str, content: bytes, caption: str) -> None:
        """`sendDocument`."""
        await self.bot.send_document(self.chat, InputFile(content, filename=name), caption=caption)

    async def fetch(self, document: Document) -> bytes:
        """`getFile`, and what it names."""
        file = await self.bot.get_file(document.file_id)
        return bytes(await file.download_as_bytearray())

    async def welcome(self, user: int, reply: Reply | None) -> bool:
        """The menu, and a message; a person who has never written to the bot can be sent neither."""
        from bot.editing import menus  # with all that editors are told

        await menus.put_up(self.bot, self.office, user)
        if reply is None:
            return user not in self.office.without_menu
        self.office.to_greet.add(user)
        if user in self.office.without_menu:
            return False
        try:
            await post(self.bot, Place(user, 0, is_reply=False), reply)
        except (BadRequest, Forbidden):
            return False
        self.office.to_greet.discard(user)
        self.office.roll.users |= {user}
        return True

    async def dismiss(self, user: int) -> None:
        """Take the menu down."""
        from bot.editing import menus

        await menus.take_down(self.bot, self.office, user)

    def to(self, user: int) -> "TelegramOutlet":
        """The chat that has the user's id."""
        return replace(self, chat=user, query=None)


@dataclass(frozen=True)
class Visit:
    """A message, or the press of a button under one of ours; `pressed` is what the button carries."""

    office: Office
    outlet: Outlet
    user: int
    chat: int
    language: Language
    message: Message | None = None
    pressed: str | None = None
    is_press: bool = False
    console: bool = False
    """True at the console, which whoever holds the database types at."""

    @property
    def by(self) -> str:
        """How the record names this editor."""
        return CONSOLE if self.console else signature(self.user)

    @property
    def text(self) -> str:
        """What was typed, empty for a press; lone surrogates and NUL, which nothing could send back, become `?`."""
        return clean(text_of(self.message)) if self.message is not None else ""

    def desk(self) -> Desk:
        """The record as it is now."""
        return self.office.desk()

    async def say(self, reply: Reply) -> None:
        """Answer: below a message, or in the place of the message whose button was pressed."""
        if self.is_press:
            await self.outlet.replace(reply)
        else:
            await self.outlet.post(reply)

    async def post(self, reply: Reply) -> tuple[int, ...]:
        """Answer with a new message."""
        return await self.outlet.post(reply)

    async def acknowledge(self, text: str | None = None, *, alert: bool = False) -> None:
        """End the waiting of a pressed button, with a word where there is one."""
        if self.is_press:
            await self.outlet.acknowledge(text, alert=alert)


CONSOLE = "console"
"""How the record names whoever edits at the console."""


def clean(text: str) -> str:
    """A text without lone surrogates and NUL, which nothing could send back."""
    return text.replace("\0", "?").encode("utf-8", "replace").decode()
