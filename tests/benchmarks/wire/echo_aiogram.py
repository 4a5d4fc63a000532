# mypy: disable-error-code="import-not-found"
# aiogram is installed only where this runs, in the environment of the benchmark's peers.
"""The echo of aiogram 3 as its documentation has it: its aiohttp webhook handler. Run by the benchmark's peers."""

import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web


async def echo(message: Message) -> None:
    """Say it again."""
    await message.answer(message.text or "")


def main() -> None:
    """Serve the webhook until the process is ended."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(os.environ["ECHO_API"]))
    bot, dispatcher, application = Bot(os.environ["ECHO_TOKEN"], session=session), Dispatcher(), web.Application()
    dispatcher.message.register(echo)
    SimpleRequestHandler(dispatcher, bot, secret_token=os.environ["ECHO_SECRET"]).register(application, path="/hook")
    setup_application(application, dispatcher, bot=bot)
    web.run_app(application, host="127.0.0.1", port=int(os.environ["ECHO_PORT"]), print=None, access_log=None)


if __name__ == "__main__":
    main()
