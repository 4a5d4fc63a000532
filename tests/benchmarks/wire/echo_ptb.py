"""The echo of python-telegram-bot as it comes, with its own webhook server and request class."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it again."""
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


def main() -> None:
    """Serve the webhook until the process is ended."""
    root, port = os.environ["ECHO_API"], int(os.environ["ECHO_PORT"])
    builder = Application.builder().token(os.environ["ECHO_TOKEN"]).base_url(f"{root}/bot")
    application = builder.concurrent_updates(True).build()  # the faster of its two ways
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_webhook(
        "127.0.0.1", port, "hook", webhook_url=f"http://127.0.0.1:{port}/hook", secret_token=os.environ["ECHO_SECRET"]
    )


if __name__ == "__main__":
    main()
