"""Which update of an editor goes where; whatever was not let in ends here with one row in the audit.

What is done and said then is imported when it is needed: 35 ms and 3 MB that a bot whose editors sleep can do without.
"""

import asyncio
import logging

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.editing.acts import Act, attempt, text_of
from bot.editing.attempts import Attempts
from bot.editing.authorisation import Refusal, authorise
from bot.editing.office import Office
from bot.editing.visit import TelegramOutlet, Visit
from bot.slash import read_command
from bot.telegram.application import Context, IpjangApplication, IpjangBot
from knowledge.errors import StoreError

logger = logging.getLogger(__name__)

BEFORE_ANSWERS, AFTER_ANSWERS = -1, 1
"""python-telegram-bot's handler groups: an editor's commands come before everybody's questions, offers behind them."""
HELPS = frozenset({"help", "start"})
CIRCULATION_SECONDS = 15.0
"""Between two looks at the changes that wait for approval: what was saved at the console, what expired, what failed."""


class Editing:
    """The editors' side of the bot."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._attempts = Attempts(office)

    def install(self, application: IpjangApplication) -> None:
        """Hear every update before those who answer questions, and once more after them."""
        application.add_handler(TypeHandler(Update, self._hear), group=BEFORE_ANSWERS)
        application.add_handler(TypeHandler(Update, self._offer), group=AFTER_ANSWERS)

    async def _hear(self, update: Update, context: Context) -> None:
        """Take what is an editor's; what is not goes on to those who answer questions."""
        act = attempt(update)
        if act is None:
            if await self._is_editors_message(update, context):
                from bot.editing.acting import take_message

                if await take_message(await self._visit(update, context)):
                    raise ApplicationHandlerStop
            return
        refused = await self._decide(update, act, context)
        if refused is None:
            from bot.editing.acting import act_on

            refused = await act_on(await self._visit(update, context), act)
        if refused is None:
            raise ApplicationHandlerStop
        await self._attempts.note(update, act, refused)
        from bot.editing.turning_away import turn_away

        await turn_away(update, refused, self._office, context.bot)
        if refused is not Refusal.DEEP_LINK:
            raise ApplicationHandlerStop

    async def _decide(self, update: Update, act: Act, context: Context) -> Refusal | None:
        """The one decision; where the store cannot say who somebody is, it is no."""
        try:
            return await authorise(update, act, self._office.role_of, context.bot.username)
        except StoreError as error:
            logger.warning("nobody may edit while the editors cannot be read: %s", error)
            return Refusal.UNDECIDED

    async def _is_editors_message(self, update: Update, context: Context) -> bool:
        """Whether an update is a plain private message of somebody who may edit; nobody is noted for talking."""
        message = update.message
        return (
            message is not None and read_command(text_of(message)) is None and await self._is_editors(update, context)
        )

    async def _is_editors(self, update: Update, context: Context) -> bool:
        message = update.message
        if message is None or message.chat.type != ChatType.PRIVATE or message.from_user is None:
            return False
        if not await self._office.may_be_editor(message.from_user.id):
            return False
        return await self._decide(update, _act_of(message), context) is None

    async def _offer(self, update: Update, context: Context) -> None:
        """Behind the answer to an editor's message: the offer to record what it says, and what only editors may do."""
        if not await self._is_editors(update, context) or update.message is None:
            return
        from bot.editing.acting import after_answer, help_editor

        visit, command = await self._visit(update, context), read_command(text_of(update.message))
        if command is not None and command.word in HELPS and not command.rest.strip():
            await help_editor(visit)
        await after_answer(visit)

    async def _visit(self, update: Update, context: Context) -> Visit:
        event: Message | CallbackQuery | None = update.callback_query or update.message
        if event is None or event.from_user is None:
            raise ValueError("an update that was let in has a sender")
        user, query = event.from_user, update.callback_query
        language = await self._office.language_of(user)
        message = update.message
        place = message.chat if message is not None else query.message.chat if query and query.message else None
        chat = place.id if place is not None else user.id
        outlet = TelegramOutlet(context.bot, self._office, chat, query)
        pressed = query.data if query is not None else None
        return Visit(self._office, outlet, user.id, chat, language, message, pressed, is_press=query is not None)


def _act_of(message: Message) -> Act:
    return Act.DOCUMENT if message.document is not None else Act.TYPE


async def keep_circulating(office: Office, bot: IpjangBot) -> None:
    """Send the other editors what waits for approval, and authors what became of it, for as long as the bot runs."""
    while True:
        try:
            if await office.store.pending.has_open():
                from bot.editing.review import circulate

                await circulate(office, TelegramOutlet(bot, office, 0))
        except (StoreError, TelegramError) as error:
            logger.warning("what waits for approval could not be sent: %s", error)
        await asyncio.sleep(CIRCULATION_SECONDS)
