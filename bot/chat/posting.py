"""Replies as Telegram's messages: where they go and which earlier ones they replace; and apologies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.chat.addressing import Me, addressed, is_private
from bot.chat.preferences import Preferences
from bot.messages.talk import Talk, talk
from bot.rendering.reply import Button, Reply
from bot.telegram.application import IpjangBot

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
GENERAL_TOPIC = 1
"""The thread id of a forum's General topic, which must never be sent."""
GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "there is no text in the message")
"""What Telegram says of an answer that cannot be edited any more: it was deleted, or is too old, or is a picture."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer belongs: the chat, the topic in it, and the question that it replies to in a group."""

    chat: int
    question: int
    thread: int | None = None
    direct_topic: int | None = None
    is_reply: bool = True
    is_silent: bool = False

    @classmethod
    def beside(cls, message: Message) -> "Place":
        """The place of the answer to a message."""
        thread = message.message_thread_id if message.is_topic_message else None
        direct = message.direct_messages_topic
        return cls(
            chat=message.chat.id,
            question=message.message_id,
            thread=None if thread == GENERAL_TOPIC else thread,
            direct_topic=direct.topic_id if direct is not None else None,
            is_reply=not is_private(message),
        )


async def post(bot: IpjangBot, place: Place, reply: Reply) -> tuple[int, ...]:
    """Send a reply and give the ids of its messages; only the first of them replies to the question."""
    return await _post_parts(bot, place, reply, 0)


async def _post_parts(bot: IpjangBot, place: Place, reply: Reply, first: int) -> tuple[int, ...]:
    return tuple(
        [await bot.say(_message(place, reply, number)) for number in range(first, len(reply.parts))],
    )


def _message(place: Place, reply: Reply, number: int) -> dict[str, Any]:
    """One part of a reply as `sendMessage` takes it."""
    message: dict[str, Any] = {
        "chat_id": place.chat,
        "text": reply.parts[number],
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if place.thread is not None:
        message["message_thread_id"] = place.thread
    if place.is_silent:
        message["disable_notification"] = True
    if place.direct_topic is not None:
        message["direct_messages_topic_id"] = place.direct_topic
    if place.is_reply and number == 0:
        # The question may be deleted by the time that the answer arrives; it arrives all the same.
        message["reply_parameters"] = {"message_id": place.question, "allow_sending_without_reply": True}
    if reply.buttons and number == len(reply.parts) - 1:
        message["reply_markup"] = {"inline_keyboard": [[_key(button) for button in row] for row in reply.buttons]}
    return message


def _key(button: Button) -> dict[str, str]:
    """A button as `sendMessage` takes it."""
    fields = {
        "callback_data": button.data,
        "url": button.url,
        "switch_inline_query_current_chat": button.inline_query,
    }
    return {"text": button.label, **{name: value for name, value in fields.items() if value is not None}}


async def repost(bot: IpjangBot, place: Place, earlier: Sequence[int], reply: Reply) -> tuple[int, ...]:
    """Put a reply in the place of the messages of an earlier one; what is left over of those is deleted."""
    kept = []
    for number, (message, part) in enumerate(zip(earlier, reply.parts, strict=False)):
        if not await edit(bot, {"chat_id": place.chat, "message_id": message}, part, keyboard(reply, number)):
            break
        kept.append(message)
    for message in earlier[len(reply.parts) :]:
        await _delete(bot, place.chat, message)
    return (*kept, *await _post_parts(bot, place, reply, len(kept)))


async def replace_pressed(bot: IpjangBot, message: MaybeInaccessibleMessage, reply: Reply) -> None:
    """Put a reply in the place of the message whose button was pressed, or below a picture; a long one goes on."""
    target = {"chat_id": message.chat.id, "message_id": message.message_id}
    place = place_of(message)
    is_picture = isinstance(message, Message) and bool(message.photo or message.document)
    first = 1 if not is_picture and await edit(bot, target, reply.parts[0], keyboard(reply, 0)) else 0
    await _post_parts(bot, place, reply, first)


def place_of(message: MaybeInaccessibleMessage) -> Place:
    """The place of what answers a press: beside the message, as far as that is still known."""
    return Place.beside(message) if isinstance(message, Message) else Place(message.chat.id, message.message_id)


async def replace_inline(bot: IpjangBot, inline_message_id: str, reply: Reply) -> None:
    """Put a reply in the place of a message that was sent through inline mode; it has room for the first part."""
    await edit(bot, {"inline_message_id": inline_message_id}, reply.parts[0], buttons_markup(reply.buttons))


async def edit(bot: IpjangBot, target: dict[str, Any], part: str, markup: InlineKeyboardMarkup | None) -> bool:
    """Edit a message; whether it is still there to be edited."""
    try:
        await bot.edit_message_text(
            part, **target, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, reply_markup=markup
        )
    except BadRequest as error:
        refusal = str(error).lower()
        if "message is not modified" in refusal:
            return True
        if any(each in refusal for each in GONE):
            return False
        raise
    return True


async def _delete(bot: IpjangBot, chat: int, message: int) -> None:
    """Delete a message of ours; one that is already gone, or too old to be deleted, stays as it is."""
    try:
        await bot.delete_message(chat, message)
    except BadRequest:
        return


def keyboard(reply: Reply, number: int) -> InlineKeyboardMarkup | None:
    """The buttons under one part: all of them under the last, none elsewhere."""
    return buttons_markup(reply.buttons) if number == len(reply.parts) - 1 else None


def buttons_markup(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """Rows of buttons as Telegram takes them."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        button.label,
        callback_data=button.data,
        url=button.url,
        switch_inline_query_current_chat=button.inline_query,
    )


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
