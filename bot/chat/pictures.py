"""Pictures in chats: drawn beside the answers, kept for as long as the record stays as it is, and uploaded once."""

import asyncio
import struct
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from telegram import InputFile, Message, ReplyParameters
from telegram.error import BadRequest

from bot.chat.asking import Asked
from bot.chat.posting import Place, buttons_markup, post
from bot.rendering.keyboards import picture_buttons
from bot.rendering.lists import caption
from bot.telegram.application import IpjangBot
from bot.telegram.retry import is_media_refused
from knowledge.answer import HistoryAnswer, OverviewAnswer
from knowledge.facts import Facts
from knowledge.fields import Language

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
