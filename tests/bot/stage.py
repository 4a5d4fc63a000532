"""A stage for conversations: the real Application on a real store, with a recording request in place of the network."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import cast

from telegram.ext import ApplicationBuilder

from bot.chat.asking import Asking
from bot.chat.handlers import Conversing, register
from bot.chat.notes import Notes, Preferences
from bot.chat.snapshot import Record
from bot.cli.session import fill_with_shipped
from bot.telegram.application import IpjangApplication, IpjangBot
from bot.telegram.rate_limits import Sending
from bot.telegram.updates import read_arrival
from bot.telling.following import Following
from bot.telling.reports import Reporting
from bot.telling.subscriptions import FollowedTeams, Subscriptions
from bot.telling.told import ToldLog
from knowledge.store import Store
from tests.bot.recording import BOT_NAME, Call, RecordingRequest, Telegram

Json = dict[str, object]
NOW = datetime(2026, 1, 24, 3, tzinfo=UTC)
TOKEN = "4200:AAFakeTokenOfTheRecordingRequest-0123456"
PERSON, GROUP, OWNER = 7, -100500, 11


@dataclass
class Clock:
    """The time on the stage."""

    now: datetime = NOW


@dataclass
class Stage:
    """A running conversation: what is played to the bot, and what it did."""

    application: IpjangApplication
    record: Record
    notes: Notes
    telegram: Telegram
    clock: "Clock"
    following: Following
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    looks: int = 0
    """How often the bot looked who it is."""

    async def play(self, **content: object) -> list[Call]:
        """Hand an update to the application; gives the calls that it made, but for looks who the bot is."""
        self.telegram.take()
        data = {"update_id": next(self.numbers), **content}
        await self.application.process_update(read_arrival(data, self.application.bot).update)
        calls = self.telegram.take()
        self.looks += sum(call.method == "getMe" for call in calls)
        return [call for call in calls if call.method != "getMe"]

    async def hear(self, text: str, *, chat: int = PERSON, **more: object) -> list[Call]:
        """A person writes a message."""
        return await self.play(message=message(next(self.numbers), text, chat, **more))

    async def edit(self, number: int, text: str, *, chat: int = PERSON, **more: object) -> list[Call]:
        """A person edits a message."""
        return await self.play(edited_message=message(number, text, chat, edit_date=1, **more))

    async def press(self, data: str, *, chat: int = PERSON, sender: int = PERSON) -> list[Call]:
        """A person presses a button of a message that the bot sent."""
        sent = {"message_id": 900, "date": 1, "chat": chat_of(chat), "from": dict(self.telegram.me), "text": "…"}
        query = {"id": "q", "from": user(sender), "chat_instance": "1", "data": data, "message": sent}
        return await self.play(callback_query=query)

    async def type_inline(self, text: str, language: str = "ko") -> Call:
        """A person types behind the bot's name; gives the answer to it."""
        query = {"id": "q", "from": user(PERSON, language), "query": text, "offset": ""}
        (call,) = await self.play(inline_query=query)
        return call


@asynccontextmanager
async def staged(url: str, *, fill: bool = True) -> AsyncIterator[Stage]:
    """A stage on a database, which `fill` gives the shipped programme."""
    async with AsyncExitStack() as opened:
        store = await Store.open(url)
        opened.push_async_callback(store.close)
        if fill:
            await fill_with_shipped(store)
        record, telegram = await Record.read(store), Telegram()
        application = recorded(telegram)
        clock = Clock()
        told = ToldLog(store.told, lambda: record.snapshot.facts, lambda: clock.now)
        notes = Notes(store, told)
        asking, preferences = Asking(record, lambda: clock.now), Preferences(store.chats, "ko")
        subscriptions = Subscriptions(asking, store.follows, FollowedTeams(store.follows), lambda: clock.now)
        await subscriptions.followed.refresh()
        following = Following(subscriptions, preferences, frozenset({OWNER}))
        reporting = Reporting(asking, preferences, TOKEN.encode(), frozenset({OWNER}))
        conversing = Conversing(asking, preferences, notes, following=following, reporting=reporting)
        register(application, conversing, store.chats)
        await application.initialize()
        opened.push_async_callback(application.shutdown)
        yield Stage(application, record, notes, telegram, clock, following)


def recorded(telegram: Telegram) -> IpjangApplication:
    """The application, its calls going to the recording."""
    bot = IpjangBot(
        TOKEN, "https://telegram.invalid", RecordingRequest(telegram), RecordingRequest(telegram), Sending(0)
    )
    builder = ApplicationBuilder().application_class(IpjangApplication).bot(bot).updater(None).job_queue(None)
    return cast("IpjangApplication", builder.build())


def user(number: int, language: str = "ko") -> Json:
    """A person."""
    return {"id": number, "is_bot": False, "first_name": f"U{number}", "language_code": language}


def chat_of(number: int) -> Json:
    """A private chat, or a supergroup where the number is negative."""
    kind = {"type": "private", "first_name": "U"} if number > 0 else {"type": "supergroup", "title": "G"}
    return {"id": number, **kind}


def message(number: int, text: str, chat: int, **more: object) -> Json:
    """A message with the entities that Telegram marks: commands and mentions."""
    content: Json = {"message_id": number, "date": 1, "chat": chat_of(chat), "from": user(PERSON), "text": text}
    entities = [_entity("bot_command", text, text.split()[0])] if text.startswith("/") else []
    if f"@{BOT_NAME}" in text and not entities:
        entities.append(_entity("mention", text, f"@{BOT_NAME}"))
    return {**content, "entities": entities, **more}


def answer_of(stage: "Stage", number: int, text: str = "…", chat: int = GROUP) -> Json:
    """A message of the bot's own, to reply to."""
    return {"message_id": number, "date": 1, "chat": chat_of(chat), "from": dict(stage.telegram.me), "text": text}


def _entity(kind: str, text: str, part: str) -> Json:
    """An entity; offset and length are UTF-16 code units."""
    before = text[: text.index(part)]
    return {"type": kind, "offset": len(before.encode("utf-16-le")) // 2, "length": len(part.encode("utf-16-le")) // 2}
