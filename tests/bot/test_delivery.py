"""Delivery through a loopback Bot API: confirmed after handling, in order within a chat, nobody held up by another."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

from telegram import Update
from telegram.ext import TypeHandler

from bot.application import Context, IpjangApplication, build_application
from bot.delivery import Delivery, Handling
from bot.health import Health
from bot.polling import Polling
from tests.loopback.server import Loopback
from tests.loopback.updates import message

Handler = Callable[[Update, Context], Coroutine[None, None, None]]


async def echo(update: Update, context: Context) -> None:
    """The simplest bot."""
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


@asynccontextmanager
async def polling(telegram: Loopback, handler: Handler = echo) -> AsyncIterator[tuple[Delivery, asyncio.Event]]:
    """A bot that polls, for the length of the block."""
    application: IpjangApplication = build_application(telegram.token, api_url=telegram.url)
    application.add_handler(TypeHandler(Update, handler))
    async with application:
        delivery = Delivery(Handling(application.bot, application.process_update, lambda: application.bot.last_answer))
        stop = asyncio.Event()
        loop = Polling(application.bot, delivery, Health(), allowed=["message"])
        task = asyncio.create_task(loop.run(stop))
        try:
            yield delivery, stop
        finally:
            stop.set()
            await task


async def test_a_question_is_answered_and_confirmed() -> None:
    async with Loopback() as telegram, polling(telegram):
        telegram.receive(message("카카오는?", place=7))
        await telegram.until(lambda: not telegram.updates.waiting)
        assert telegram.texts(7) == ["카카오는?"]
        assert not telegram.refusals
