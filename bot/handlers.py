"""Which handler hears which update: all of the conversation's, in one place."""

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.addressing import Identity
from bot.conversing import Conversing
from bot.greeting import Greeting
from bot.guest import Guest
from bot.inline import Inline
from bot.presses import Presses
from bot.telegram.application import IpjangApplication
from knowledge.storage.chats import Chats

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
    "guest_message",
)
"""The kinds of update that Telegram is asked for."""

SAID = filters.TEXT | ~filters.StatusUpdate.ALL
"""What somebody wrote or sent, as opposed to what happened in a chat; text first, which saves forty other looks."""

BEFORE_ALL = -2
"""python-telegram-bot's handler group of what comes before the editors' and everybody's handlers."""


def register(application: IpjangApplication, conversing: Conversing, chats: Chats) -> None:
    """Add the handlers of everybody's conversation; those of editors come before them, in an earlier group."""
    asking, preferences = conversing.asking, conversing.preferences
    told = conversing.notes.told
    inline = Inline(asking, preferences, told)
    presses = Presses(asking, preferences, conversing.steps, conversing.pictures, conversing.following, told)
    greeting = Greeting(asking, preferences, chats)
    application.add_handler(TypeHandler(Update, Identity().heard), group=BEFORE_ALL)
    following = conversing.following
    if following is not None:
        application.add_handler(TypeHandler(Update, following.heard), group=BEFORE_ALL - 1)
    application.add_handlers(
        [
            MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, greeting.migrated),
            MessageHandler(filters.UpdateType.MESSAGE & SAID, conversing.message),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & SAID, conversing.edited),
            CallbackQueryHandler(presses.pressed),
            InlineQueryHandler(inline.queried),
            ChosenInlineResultHandler(inline.chosen),
            ChatMemberHandler(greeting.membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guest(conversing).asked),
        ]
    )
