"""Which update of an editor goes where; whatever was not let in ends here, with a word and one row in the audit."""

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.chat.addressing import read_command
from bot.chat.posting import Place, post
from bot.editing.access import Act, EditingServices, Refusal, attempt, authorise, sender_id, signature, text_of
from bot.editing.actions import act_on, after_answer, help_editor, take_message
from bot.editing.review import circulate
from bot.editing.update import EditorUpdate, TelegramOutlet
from bot.messages.editing_steps import EditingSteps, editing_steps
from bot.rendering.reply import Button, Reply, escape
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

    def __init__(self, services: EditingServices) -> None:
        self._services = services
        self._attempts = DeniedAttempts(services)

    def install(self, application: IpjangApplication) -> None:
        """Hear every update before those who answer questions, and once more after them."""
        application.add_handler(TypeHandler(Update, self._hear), group=BEFORE_ANSWERS)
        application.add_handler(TypeHandler(Update, self._offer), group=AFTER_ANSWERS)

    async def _hear(self, update: Update, context: Context) -> None:
        """Take what is an editor's; what is not goes on to those who answer questions."""
        act = attempt(update)
        if act is None:
            is_editors = await self._is_editors_message(update, context)
            if is_editors and await take_message(await self._editor_update(update, context)):
                raise ApplicationHandlerStop
            return
        refused = await self._decide(update, act, context)
        if refused is None:
            refused = await act_on(await self._editor_update(update, context), act)
        if refused is None:
            raise ApplicationHandlerStop
        await self._attempts.note(update, act, refused)

        await answer_denied(update, refused, self._services, context.bot)
        if refused is not Refusal.DEEP_LINK:
            raise ApplicationHandlerStop

    async def _decide(self, update: Update, act: Act, context: Context) -> Refusal | None:
        """The one decision; where the store cannot say who somebody is, it is no."""
        try:
            return await authorise(update, act, self._services.role_of, context.bot.username)
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
        if not await self._services.may_be_editor(message.from_user.id):
            return False
        return await self._decide(update, _act_of(message), context) is None

    async def _offer(self, update: Update, context: Context) -> None:
        """Behind the answer to an editor's message: the offer to record what it says, and what only editors may do."""
        if not await self._is_editors(update, context) or update.message is None:
            return
        editors, command = await self._editor_update(update, context), read_command(text_of(update.message))
        if command is not None and command.word in HELPS and not command.rest.strip():
            await help_editor(editors)
        await after_answer(editors)

    async def _editor_update(self, update: Update, context: Context) -> EditorUpdate:
        event: Message | CallbackQuery | None = update.callback_query or update.message
        if event is None or event.from_user is None:
            raise ValueError("an update that was let in has a sender")
        user, query = event.from_user, update.callback_query
        language = await self._services.language_of(user)
        message = update.message
        place = message.chat if message is not None else query.message.chat if query and query.message else None
        chat = place.id if place is not None else user.id
        outlet = TelegramOutlet(context.bot, self._services, chat, query)
        pressed = query.data if query is not None else None
        return EditorUpdate(
            self._services, outlet, user.id, chat, language, message, pressed, is_press=query is not None
        )


def _act_of(message: Message) -> Act:
    return Act.DOCUMENT if message.document is not None else Act.TYPE


async def keep_circulating(services: EditingServices, bot: IpjangBot) -> None:
    """Send the other editors what waits for approval, and authors what became of it, for as long as the bot runs."""
    while True:
        try:
            if await services.store.pending.has_open():
                await circulate(services, TelegramOutlet(bot, services, 0))
        except (StoreError, TelegramError) as error:
            logger.warning("what waits for approval could not be sent: %s", error)
        await asyncio.sleep(CIRCULATION_SECONDS)


WINDOW = timedelta(hours=1)
ROWS_EACH = 30
"""Refused attempts of one sender that are noted within an hour; the next row says that the others are not."""
ROWS_IN_ALL = 600
"""Of all senders together: a flood from many accounts ends here, some 15,000 rows a day at the very worst."""
FLOOD = "flood"


@dataclass
class _Window:
    """The moments of the newest rows."""

    moments: deque[datetime] = field(default_factory=deque)

    def add(self, now: datetime, limit: int) -> int:
        """How many rows there are within the window with this one; beyond the limit and one, none is added."""
        while self.moments and now - self.moments[0] > WINDOW:
            self.moments.popleft()
        if len(self.moments) <= limit:
            self.moments.append(now)
            return len(self.moments)
        return limit + 2


class DeniedAttempts:
    """Notes refused attempts in the audit, within bounds."""

    def __init__(self, services: EditingServices) -> None:
        self._services = services
        self._all = _Window()
        self._each: dict[int, _Window] = {}

    async def note(self, update: Update, act: Act, refusal: Refusal) -> None:
        """Note one attempt: who, when, what and why it was refused; an outage of the store stops nothing here."""
        now, sender = self._services.clock(), sender_id(update)
        reason = self._reason(sender, refusal, now)
        if reason is None:
            return
        try:
            await self._services.store.audit.note_refusal(by=signature(sender), at=now, action=f"/{act}", reason=reason)
        except StoreError as error:
            logger.warning("a refused attempt could not be noted: %s", error)

    def _reason(self, sender: int, refusal: Refusal, now: datetime) -> str | None:
        """What to note: the refusal, that later ones are not noted, or nothing."""
        if len(self._each) > ROWS_IN_ALL:
            self._each = {each: window for each, window in self._each.items() if now - window.moments[-1] <= WINDOW}
        own = self._each.setdefault(sender, _Window()).add(now, ROWS_EACH)
        if own > ROWS_EACH:
            return FLOOD if own == ROWS_EACH + 1 else None
        every = self._all.add(now, ROWS_IN_ALL)
        if every > ROWS_IN_ALL:
            return FLOOD if every == ROWS_IN_ALL + 1 else None
        return str(refusal)


async def answer_denied(update: Update, refusal: Refusal, services: EditingServices, bot: IpjangBot) -> None:
    """Answer a refused attempt where an answer helps somebody who meant well; it never tells anything of the record."""
    if refusal is Refusal.UNDO_EXPIRED:
        return
    if update.callback_query is not None:
        said = editing_steps(await services.language_of(update.callback_query.from_user))
        is_used = refusal is Refusal.USED
        await bot.answer_callback_query(
            update.callback_query.id, text=button_word(refusal, said), show_alert=not is_used
        )
    elif update.inline_query is not None:
        await bot.answer_inline_query(update.inline_query.id, (), cache_time=0, is_personal=True)
    elif update.message is not None:
        await _answer(update.message, refusal, services, bot)
    elif update.edited_message is not None and await _is_editors(update.edited_message, services):
        await _answer(update.edited_message, refusal, services, bot)


async def _answer(message: Message, refusal: Refusal, services: EditingServices, bot: IpjangBot) -> None:
    said = editing_steps(await services.language_of(message.from_user))
    if message.chat.type != ChatType.PRIVATE:
        if refusal is Refusal.NOT_PRIVATE and await _should_point(message, services, bot):
            button = Button(label=said.open_private(), url=f"https://t.me/{bot.username}")
            await post(bot, Place.beside(message), Reply(parts=(escape(said.go_private()),), buttons=((button,),)))
        return
    text = _private_word(refusal, said)
    if text is not None:
        await post(bot, Place.beside(message), Reply(parts=(escape(text),)))


def button_word(refusal: Refusal, said: EditingSteps) -> str:
    """Why a button does nothing; whose it is or was nobody is told."""
    match refusal:
        case Refusal.USED:
            return said.used_button()
        case Refusal.SUPERSEDED:
            return said.superseded_button()
        case Refusal.EXPIRED:
            return said.expired_button()
        case Refusal.EXPIRED_LIST:
            return said.expired_list()
        case Refusal.UNDECIDED:
            return said.try_later()
        case _:
            return said.dead_button()


def _private_word(refusal: Refusal, said: EditingSteps) -> str | None:
    match refusal:
        case Refusal.STRANGER:
            return said.editors_only()
        case Refusal.NOT_OWNER:
            return said.owners_only()
        case Refusal.FORWARDED:
            return said.forwarded_command()
        case Refusal.EDITED:
            return said.edited_command()
        case Refusal.UNDECIDED:
            return said.try_later()
        case _:
            return None


async def _should_point(message: Message, services: EditingServices, bot: IpjangBot) -> bool:
    """Whether a command in a group was meant for this bot: it names it, or an editor sent it."""
    command = read_command(text_of(message))
    is_named = command is not None and command.bot is not None and command.bot.lower() == bot.username.lower()
    return is_named or await _is_editors(message, services)


async def _is_editors(message: Message, services: EditingServices) -> bool:
    return message.from_user is not None and await services.may_be_editor(message.from_user.id)
