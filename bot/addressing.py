"""Whether a message speaks to the bot, and what it says when it does (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass

from telegram import Message, MessageEntity
from telegram.constants import ChatType

from bot.asking import Said
from bot.slash import read_command


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is."""

    id: int
    username: str


def addressed(message: Message, me: Me) -> Said | None:
    """What a message says to the bot; None where it is not meant for it."""
    if _speaks_for_itself(message, me):
        return None
    text = message.text or message.caption or ""
    command = read_command(text)
    if command is not None:
        return _ordered(message, command.word, command.bot, command.rest.strip(), me)
    words = without_mention(text, message.entities or message.caption_entities, me)
    if words is None and not is_private(message) and not _replies_to(message, me):
        return None
    return Said(text if words is None else words, about=_about(message, me))


def is_private(message: Message) -> bool:
    """Whether the message was sent in a private chat."""
    return message.chat.type == ChatType.PRIVATE


def _speaks_for_itself(message: Message, me: Me) -> bool:
    """A bot's message, an answer of ours that was sent through inline mode, or a post of a channel's own."""
    by_bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    via_us = message.via_bot is not None and message.via_bot.id == me.id
    return by_bot or via_us or message.chat.type == ChatType.CHANNEL


def _ordered(message: Message, word: str, bot: str | None, rest: str, me: Me) -> Said | None:
    """A command, unless it is for another bot; one that names a bot or stands in a private chat is certainly ours."""
    if bot is not None and bot.lower() != me.username.lower():
        return None
    if rest:
        rest = without_mention_at_start(rest, me)
    return Said(rest, command=word, about=_about(message, me))


def without_mention_at_start(rest: str, me: Me) -> str:
    """`/ask @ipjang_bot KT는?` asks `KT는?`."""
    first, _, others = rest.partition(" ")
    return others.strip() if first.lower() == f"@{me.username.lower()}" else rest


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


def _decoded(units: bytes) -> str:
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
    """The words of the message that this one replies to: the part that was quoted, or all of somebody else's."""
    if message.quote is not None and message.quote.is_manual:
        return message.quote.text
    replied = message.reply_to_message
    if replied is None or _replies_to(message, me):
        return ""
    return replied.text or replied.caption or ""
