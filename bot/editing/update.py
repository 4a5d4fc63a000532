"""One update of an editor who was let in, the ways to answer it, what a pressed button says, and the editors' menus."""

import logging
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    CallbackQuery,
    Document,
    InputFile,
    Message,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.chat.posting import Place, post, replace_pressed, repost
from bot.editing.access import PRESS_PREFIX, EditingServices, signature, text_of
from bot.editing.context import EditContext
from bot.menus import commands
from bot.messages.editing_lists import LISTS, editing_lists
from bot.rendering.reply import Reply, bold, escape, split
from bot.telegram.application import IpjangBot
from knowledge.facts import Facts
from knowledge.fields import Language

DATA = re.compile(r"e:(?P<token>[A-Za-z0-9_-]{22}):(?P<word>[a-z0-9]{1,16})")


class ButtonPress(NamedTuple):
    """The token of a button, and what pressing it wants: a verb, an option's number, or a page (`p3`)."""

    token: str
    word: str

    @property
    def option(self) -> int | None:
        """The option that was chosen; None for anything else."""
        return int(self.word) if self.word.isdigit() else None

    @property
    def page(self) -> int | None:
        """The page that was asked for; None for anything else."""
        return int(self.word[1:]) if self.word[:1] == "p" and self.word[1:].isdigit() else None


def new_token() -> str:
    """128 random bits: nobody guesses the token of somebody else's button."""
    return secrets.token_urlsafe(16)


def press_data(token: str, button: str | int) -> str:
    """The callback data of a button, 41 of Telegram's 64 bytes at most."""
    return f"{PRESS_PREFIX}{token}:{button}"


def read_press(data: str) -> ButtonPress | None:
    """What callback data says; None where no button of ours says that."""
    match = DATA.fullmatch(data)
    return ButtonPress(match["token"], match["word"]) if match else None


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

    async def fetch(self, document: Document) -> bytes | None:
        """The content of a document that was sent; None where none can be fetched from."""

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
    services: EditingServices
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

        await put_up(self.bot, self.services, user)
        if reply is None:
            return user not in self.services.without_menu
        self.services.to_greet.add(user)
        if user in self.services.without_menu:
            return False
        try:
            await post(self.bot, Place(user, 0, is_reply=False), reply)
        except (BadRequest, Forbidden):
            return False
        self.services.to_greet.discard(user)
        self.services.cache.users |= {user}
        return True

    async def dismiss(self, user: int) -> None:
        """Take the menu down."""

        await remove_menu(self.bot, self.services, user)

    def to(self, user: int) -> "TelegramOutlet":
        """The chat that has the user's id."""
        return replace(self, chat=user, query=None)


@dataclass(frozen=True)
class EditorUpdate:
    """A message, or the press of a button under one of ours; `pressed` is what the button carries."""

    services: EditingServices
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

    def context(self) -> EditContext:
        """The record as it is now."""
        return self.services.context()

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


logger = logging.getLogger(__name__)


async def put_up(bot: Bot, services: EditingServices, user: int) -> None:
    """Give one editor the menu, in each language; trouble with it stops nothing."""
    facts, scope = services.record.snapshot.facts, BotCommandScopeChat(user)
    try:
        for code, language in _codes(services.default_language):
            wanted = editors_commands(facts, language, is_owner=user in services.owners)
            if tuple(await bot.get_my_commands(scope, code)) != wanted:
                await bot.set_my_commands(wanted, scope, code)
        services.without_menu.discard(user)
    except (BadRequest, Forbidden):
        services.without_menu.add(user)
    except TelegramError as error:
        logger.warning("The menu of an editor could not be put up: %s", error)


async def remove_menu(bot: Bot, services: EditingServices, user: int) -> None:
    """Take the menu from somebody who may edit no longer."""
    try:
        for code, _ in _codes(services.default_language):
            await bot.delete_my_commands(BotCommandScopeChat(user), code)
    except TelegramError as error:
        logger.warning("The menu of a former editor could not be taken down: %s", error)


def editors_commands(facts: Facts, language: Language, *, is_owner: bool) -> tuple[BotCommand, ...]:
    """Everybody's commands, the editors' behind them, and the owners' at the end."""
    said = editing_lists(language)
    more = {**said.menu(), **(said.owners_menu() if is_owner else {})}
    everybody = commands(BotCommandScopeAllPrivateChats(), facts, language)
    return (*everybody, *(BotCommand(word, text) for word, text in more.items()))


def editors_welcome(services: EditingServices, user: int, language: Language | None = None) -> Reply:
    """What a new editor is told: that it is so, and by which commands."""
    language = language or services.default_language
    said = editing_lists(language)
    lines = [escape(said.welcome()), *_listed(language, is_owner=user in services.owners)]
    return Reply(parts=split([lines]))


def editors_help(language: Language, *, is_owner: bool) -> Reply:
    """The editors' commands, as the help has them for those who may use them."""
    return Reply(
        parts=split([[bold(editing_lists(language).editors_commands()), *_listed(language, is_owner=is_owner)]])
    )


def _listed(language: Language, *, is_owner: bool) -> list[str]:
    said = editing_lists(language)
    more = {**said.menu(), **(said.owners_menu() if is_owner else {})}
    return [escape(f"/{word} : {text}") for word, text in more.items()]


def _codes(default: Language) -> Iterable[tuple[str, Language]]:
    return [("", default), *((code, code) for code in LISTS)]
