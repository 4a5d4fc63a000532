"""Replies as Telegram's messages: where they go, which earlier ones they replace; apologies, and pictures in chats."""

import asyncio
import struct
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.chat.addressing import Me, addressed, is_private
from bot.chat.asking import Asked
from bot.chat.notes import Preferences
from bot.messages.talk import Talk, talk
from bot.rendering.keyboards import picture_buttons
from bot.rendering.lists import caption
from bot.rendering.reply import Button, Reply
from bot.telegram.application import IpjangBot
from bot.telegram.retry import is_media_refused
from knowledge.answer import HistoryAnswer, OverviewAnswer
from knowledge.facts import Facts
from knowledge.fields import Language

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


KEPT = 40
"""Pictures of one version that are kept, some 4 MB; which of them Telegram has, it has for good."""
TALLEST_PHOTO = 2560
"""Pixels: a taller photo is scaled down until nobody can read it, so a taller picture is sent as a file."""
UNKNOWN_FILE = ("wrong file identifier", "wrong remote file", "file reference", "wrong file_id")
"""What Telegram says of a file that it no longer has."""


class PictureKey(NamedTuple):
    """Which picture of one version of the record: the board, or the timeline of these teams."""

    is_timeline: bool
    language: Language
    teams: tuple[str, ...] = ()
    as_of: date | None = None
    page: int = 0

    @classmethod
    def of(cls, asked: Asked, page: int = 0) -> "PictureKey | None":
        """The picture of an answer: the board of an overview, the timeline of a history; others have none."""
        answer = asked.answer
        if isinstance(answer, OverviewAnswer):
            return cls(False, answer.language, (), answer.as_of, page)
        if isinstance(answer, HistoryAnswer):
            return cls(True, answer.language, tuple(team.id for team in answer.teams), answer.as_of, page)
        return None

    def draw(self, facts: Facts) -> tuple[bytes, int]:
        """The picture, and how many pages there are."""
        import bot.board  # with Pillow, which a bot may never need

        if self.is_timeline:
            content = bot.board.draw_timeline(
                facts, language=self.language, teams=self.teams, as_of=self.as_of, page=self.page
            )
        else:
            content = bot.board.draw_board(facts, language=self.language, as_of=self.as_of, page=self.page)
        return content, bot.board.page_count(facts, self.teams)


@dataclass(slots=True)
class Drawn:
    """One picture; `file` is Telegram's id of it once it has been uploaded."""

    content: bytes
    pages: int
    file: str | None = None

    @property
    def is_photo(self) -> bool:
        """True if it can be read as a photo; the height stands in the PNG's header."""
        return int(struct.unpack(">I", self.content[20:24])[0]) <= TALLEST_PHOTO


@dataclass(slots=True)
class Pictures:
    """The pictures of the newest version of the record that somebody asked for."""

    _version: tuple[str, int] = ("", -1)
    _kept: OrderedDict[PictureKey, Drawn] = field(default_factory=OrderedDict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def drawn(self, key: PictureKey, facts: Facts) -> Drawn:
        """The picture, drawn in a thread where it was not lately, one at a time: answers go on meanwhile."""
        async with self._turn:
            if self._version != (facts.filling, facts.version):
                self._version = facts.filling, facts.version
                self._kept.clear()
            if key not in self._kept:
                content, pages = await asyncio.to_thread(key.draw, facts)
                self._kept[key] = Drawn(content, pages)
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    async def post(self, bot: IpjangBot, place: Place, asked: Asked, facts: Facts, page: int = 0) -> tuple[int, ...]:
        """Send the picture of an answer, or its text where it has none or the chat takes none; gives the ids."""
        key = PictureKey.of(asked, page)
        if key is None:
            return await post(bot, place, asked.reply)
        drawn = await self.drawn(key, facts)
        try:
            sent = await self._send(bot, place, asked, drawn, key)
        except BadRequest as error:
            if not is_media_refused(error):
                raise
            return await post(bot, place, asked.reply)
        drawn.file = _file_of(sent) or drawn.file
        return (sent.message_id,)

    async def _send(self, bot: IpjangBot, place: Place, asked: Asked, drawn: Drawn, key: PictureKey) -> Message:
        """Send what Telegram has by its id, and upload what it has not, or has no longer."""
        if drawn.file is not None:
            try:
                return await _send(bot, place, asked, drawn, key, drawn.file)
            except BadRequest as error:
                if not any(each in str(error).lower() for each in UNKNOWN_FILE):
                    raise
                drawn.file = None
        name = "timeline.png" if key.is_timeline else "board.png"
        return await _send(bot, place, asked, drawn, key, InputFile(drawn.content, filename=name))


async def _send(
    bot: IpjangBot, place: Place, asked: Asked, drawn: Drawn, key: PictureKey, file: InputFile | str
) -> Message:
    # The question may be deleted by the time that the answer arrives; it arrives all the same.
    reply = ReplyParameters(place.question, allow_sending_without_reply=True) if place.is_reply else None
    text = caption(asked.answer)
    markup = buttons_markup(picture_buttons(asked.answer, key.page, drawn.pages))
    if drawn.is_photo:
        return await bot.send_photo(
            place.chat,
            file,
            caption=text,
            parse_mode="HTML",
            reply_markup=markup,
            reply_parameters=reply,
            message_thread_id=place.thread,
            direct_messages_topic_id=place.direct_topic,
        )
    return await bot.send_document(
        place.chat,
        file,
        caption=text,
        parse_mode="HTML",
        reply_markup=markup,
        reply_parameters=reply,
        message_thread_id=place.thread,
        direct_messages_topic_id=place.direct_topic,
    )


def _file_of(sent: Message) -> str | None:
    """Telegram's id of the largest size of a photo, or of a document."""
    if sent.photo:
        return sent.photo[-1].file_id
    return sent.document.file_id if sent.document is not None else None
