"""Whether a message speaks to the bot, by whatever name it has by now, and what it says when it does."""

import logging
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.chat.asking import UserText
from bot.telegram.application import Context

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)")


class Slash(NamedTuple):
    """A command: its word, the bot it is addressed to, and the text behind it."""

    word: str
    bot: str | None
    rest: str


def read_command(text: str) -> Slash | None:
    """`/add@ipjang_bot KT` -> (add, ipjang_bot, ' KT'); None where the text does not begin with a command.

    Read from the text and not from its entities: an update without them must not slip past.
    """
    match = _COMMAND.match(text)
    return Slash(match[1].lower(), match[2], text[match.end() :]) if match else None


_log = logging.getLogger(__name__)
ADDRESSES = frozenset({MessageEntity.URL, MessageEntity.EMAIL, MessageEntity.MENTION})
"""Entities whose text is an address and no name."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is."""

    id: int
    username: str


def addressed(message: Message, me: Me) -> UserText | None:
    """What a message says to the bot; None where it is not meant for it."""
    if _speaks_for_itself(message, me):
        return None
    entities = message.entities or message.caption_entities
    text = without_addresses(message.text or message.caption or "", entities, me)
    command = read_command(text)
    if command is not None:
        return _ordered(message, command.word, command.bot, command.rest.strip(), me)
    words = without_mention(text, entities, me)
    is_called = words is not None or is_private(message)
    if not is_called and not _replies_to(message, me):
        return None
    return _said(text if words is None else words, message, me, is_called=is_called)


def _said(words: str, message: Message, me: Me, *, command: str | None = None, is_called: bool = True) -> UserText:
    """The words, with what the message says that they reply to: somebody else's, or an answer of ours."""
    replied = message.reply_to_message
    if replied is None or not _replies_to(message, me):
        return UserText(words, command, about=_about(message, me), is_called=is_called)
    quote = message.quote.text if message.quote is not None and message.quote.is_manual else ""
    headline = (replied.text or "").partition("\n")[0]
    return UserText(words, command, answer=replied.message_id, headline=headline, quote=quote, is_called=is_called)


def is_private(message: Message) -> bool:
    """Whether the message was sent in a private chat."""
    return message.chat.type == ChatType.PRIVATE


def _speaks_for_itself(message: Message, me: Me) -> bool:
    """A bot's message, an answer of ours that was sent through inline mode, or a post of a channel's own."""
    by_bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    via_us = message.via_bot is not None and message.via_bot.id == me.id
    return by_bot or via_us or message.chat.type == ChatType.CHANNEL


def _ordered(message: Message, word: str, bot: str | None, rest: str, me: Me) -> UserText | None:
    """A command, unless it is for another bot; one that names a bot or stands in a private chat is certainly ours."""
    if bot is not None and bot.lower() != me.username.lower():
        return None
    if rest:
        rest = without_mention_at_start(rest, me)
    return _said(rest, message, me, command=word)


def without_mention_at_start(rest: str, me: Me) -> str:
    """`/ask @ipjang_bot KT는?` asks `KT는?`."""
    first, _, others = rest.partition(" ")
    return others.strip() if first.lower() == f"@{me.username.lower()}" else rest


def without_addresses(text: str, entities: Sequence[MessageEntity], me: Me) -> str:
    """The text with blanks for addresses and other people's handles, which name no team: t.me/kakao, @kakao."""
    spans = [each for each in entities if each.type in ADDRESSES]
    if not spans:
        return text
    units = bytearray(text.encode("utf-16-le", "surrogatepass"))
    for entity in spans:
        start, stop = 2 * entity.offset, 2 * (entity.offset + entity.length)
        if 0 <= start < stop <= len(units) and not _mentions(entity, _decoded(units[start:stop]), me):
            units[start:stop] = " ".encode("utf-16-le") * entity.length
    return _decoded(units)


def without_mention(text: str, entities: Iterable[MessageEntity], me: Me) -> str | None:
    """The text without every mention of the bot, or None where there is none; entities count UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    kept, end = [], 0
    for entity in sorted(entities, key=lambda each: each.offset):
        start, stop = 2 * entity.offset, 2 * (entity.offset + entity.length)
        if start >= end and _mentions(entity, _decoded(units[start:stop]), me):
            kept.append(_decoded(units[end:start]).strip())
            end = stop
    if not end:
        return None
    kept.append(_decoded(units[end:]).strip())
    return " ".join(part for part in kept if part)


def _decoded(units: bytes | bytearray) -> str:
    return units.decode("utf-16-le", "surrogatepass")


def _mentions(entity: MessageEntity, text: str, me: Me) -> bool:
    if entity.type == MessageEntity.MENTION:
        return text.lower() == f"@{me.username.lower()}"
    return entity.type == MessageEntity.TEXT_MENTION and entity.user is not None and entity.user.id == me.id


def _replies_to(message: Message, me: Me) -> bool:
    """Whether it replies to the bot; in a forum every message replies to the one that opened the topic."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created is not None:
        return False
    return replied.from_user is not None and replied.from_user.id == me.id


def _about(message: Message, me: Me) -> str:
    """The words of the message that this one replies to: the part that was quoted, or all of somebody else's.

    Of a message in another chat nothing is there but the quote, which Telegram cut out by itself.
    """
    quote, replied = message.quote, message.reply_to_message
    if quote is not None and (quote.is_manual or replied is None):
        return without_addresses(quote.text, quote.entities or (), me)
    if replied is None:
        return ""
    text = replied.text or replied.caption or ""
    return without_addresses(text, replied.entities or replied.caption_entities, me)


UNKNOWN_NAME_SECONDS, KNOWN_SECONDS = 60.0, 3600.0
"""Between two looks at who the bot is: where messages speak of a name that is not its own, and anyway."""
_HANDLE = re.compile(r"@([A-Za-z0-9_]{4,32})")


class Identity:
    """Looks again who the bot is: it may be renamed at BotFather while it runs, and is then called by the new name."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looked = clock()
        self._looked_for_name = -UNKNOWN_NAME_SECONDS

    async def heard(self, update: Update, context: Context) -> None:
        """Look where that is due, before anybody asks whether the message is meant for the bot."""
        now, message = self._clock(), update.effective_message
        is_due = now - self._looked >= KNOWN_SECONDS
        if not is_due and now - self._looked_for_name >= UNKNOWN_NAME_SECONDS:
            text = (message.text or message.caption or "") if isinstance(message, Message) else ""
            own = context.bot.username.lower()
            is_due = "@" in text and any(name.lower() != own for name in _HANDLE.findall(text))
        if not is_due:
            return
        self._looked = self._looked_for_name = now
        try:
            await context.bot.get_me()  # which the library remembers
        except TelegramError as error:
            _log.warning("who the bot is cannot be looked up: %s", type(error).__name__)
