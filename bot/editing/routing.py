"""Which update of an editor goes where; whatever was not let in ends here with one row in the audit."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from pydantic import ValidationError
from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.application import Context, IpjangApplication
from bot.editing import (
    exchange,
    gap_list,
    granting,
    listing_commands,
    menus,
    naming_commands,
    offering,
    statement_commands,
    talking,
)
from bot.editing.acts import Act, attempt
from bot.editing.answers import slip_of
from bot.editing.attempts import Attempts, turn_away
from bot.editing.authorisation import Refusal, authorise
from bot.editing.office import Office
from bot.editing.pressing import press
from bot.editing.refusing import refusal
from bot.editing.step_views import mistake
from bot.editing.visit import Visit
from bot.markup import escape
from bot.reply import Reply
from bot.slash import read_command
from bot.splitting import split
from knowledge.errors import KnowledgeError, StoreError

logger = logging.getLogger(__name__)

BEFORE_ANSWERS, AFTER_ANSWERS = -1, 1
"""python-telegram-bot's handler groups: an editor's commands come before everybody's questions, offers behind them."""

COMMANDS: Mapping[Act, Callable[[Visit], Awaitable[None]]] = {
    Act.ADD: statement_commands.add,
    Act.CORRECT: statement_commands.correct,
    Act.RETRACT: statement_commands.retract,
    Act.REINSTATE: statement_commands.reinstate,
    Act.CANCEL: statement_commands.cancel,
    Act.STATEMENTS: listing_commands.statements,
    Act.AUDIT: listing_commands.audit,
    Act.EDITORS: listing_commands.editors,
    Act.TEAM: naming_commands.team,
    Act.ALIAS: naming_commands.alias,
    Act.DECOY: naming_commands.decoy,
    Act.EXPORT: exchange.export,
    Act.DOCUMENT: exchange.document,
    Act.GAPS: gap_list.gaps,
    Act.GRANT: granting.grant,
    Act.REVOKE: granting.revoke,
}


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
            if await self._is_editors_message(update, context) and await self._take_message(update, context):
                raise ApplicationHandlerStop
            return
        refused = await self._decide(update, act, context)
        if refused is None:
            refused = await self._serve(await self._visit(update, context), act)
        if refused is None:
            raise ApplicationHandlerStop
        await self._attempts.note(update, act, refused)
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

    async def _serve(self, visit: Visit, act: Act) -> Refusal | None:
        """Do what was asked, on the newest record; what the record refuses is told, and an outage too."""
        try:
            await self._office.record.refresh()
            if act is Act.PRESS:
                return await press(visit)
            await COMMANDS[act](visit)
            if visit.user.id in self._office.without_menu:
                await menus.put_up(visit.bot, self._office, visit.user.id)
        except KnowledgeError as error:
            await self._excuse(visit, refusal(error, visit.desk(), visit.language))
        except ValidationError as error:
            slip = slip_of(error, str(error.errors()[0]["loc"][-1]))
            await self._excuse(visit, mistake(slip, visit.desk(), visit.language))
        return None

    async def _excuse(self, visit: Visit, text: str) -> None:
        """Say why nothing was done."""
        await visit.acknowledge()
        await visit.post(Reply(parts=split([tuple(map(escape, text.split("\n")))])))

    async def _is_editors_message(self, update: Update, context: Context) -> bool:
        """Whether an update is a plain private message of somebody who may edit; nobody is noted for talking."""
        message = update.message
        if message is None or message.chat.type != ChatType.PRIVATE or message.from_user is None:
            return False
        if read_command(message.text or "") is not None or not await self._office.may_be_editor(message.from_user.id):
            return False
        return await self._decide(update, _act_of(message), context) is None

    async def _take_message(self, update: Update, context: Context) -> bool:
        """A document, or the answer to a step; false for a question like anybody's."""
        visit = await self._visit(update, context)
        if visit.message is not None and visit.message.document is not None:
            await self._serve(visit, Act.DOCUMENT)
            return True
        try:
            await talking.tell_expired(visit)
            return await talking.take_text(visit)
        except StoreError as error:
            logger.warning("a conversation with an editor cannot be read: %s", error)
            return False

    async def _offer(self, update: Update, context: Context) -> None:
        """Behind the answer to an editor's message: the offer to record what it says."""
        if not await self._is_editors_message(update, context):
            return
        try:
            await offering.offer(await self._visit(update, context))
        except StoreError as error:
            logger.warning("nothing can be offered for recording: %s", error)

    async def _visit(self, update: Update, context: Context) -> Visit:
        event: Message | CallbackQuery | None = update.callback_query or update.message
        if event is None or event.from_user is None:
            raise ValueError("an update that was let in has a sender")
        language = await self._office.language_of(event.from_user)
        return Visit(self._office, context.bot, event.from_user, language, update.message, update.callback_query)


def _act_of(message: Message) -> Act:
    return Act.DOCUMENT if message.document is not None else Act.TYPE
