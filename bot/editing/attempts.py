"""Attempts that were refused: one row in the audit each, as long as nobody floods it, and a word that tells nothing."""

import logging
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram import Message, Update
from telegram.constants import ChatType

from bot.application import IpjangBot
from bot.editing.acts import Act, text_of
from bot.editing.authorisation import Refusal, sender_id
from bot.editing.office import Office, signature
from bot.i18n.editing import editing_steps
from bot.i18n.editing_steps import EditingSteps
from bot.markup import escape
from bot.posting import Place, post
from bot.reply import Button, Reply
from bot.slash import read_command
from knowledge.errors import StoreError

logger = logging.getLogger(__name__)

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


class Attempts:
    """Notes refused attempts in the audit, within bounds."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._all = _Window()
        self._each: dict[int, _Window] = {}

    async def note(self, update: Update, act: Act, refusal: Refusal) -> None:
        """Note one attempt: who, when, what and why it was refused; an outage of the store stops nothing here."""
        now, sender = self._office.clock(), sender_id(update)
        reason = self._reason(sender, refusal, now)
        if reason is None:
            return
        try:
            await self._office.store.audit.note_refusal(by=signature(sender), at=now, action=f"/{act}", reason=reason)
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


async def turn_away(update: Update, refusal: Refusal, office: Office, bot: IpjangBot) -> None:
    """Answer a refused attempt where an answer helps somebody who meant well; it never tells anything of the record."""
    if update.callback_query is not None:
        said = editing_steps(await office.language_of(update.callback_query.from_user))
        is_used = refusal is Refusal.USED
        await bot.answer_callback_query(
            update.callback_query.id, text=_button_word(refusal, said), show_alert=not is_used
        )
    elif update.inline_query is not None:
        await bot.answer_inline_query(update.inline_query.id, (), cache_time=0, is_personal=True)
    elif update.message is not None:
        await _answer(update.message, refusal, office, bot)
    elif update.edited_message is not None and await _is_editors(update.edited_message, office):
        await _answer(update.edited_message, refusal, office, bot)


async def _answer(message: Message, refusal: Refusal, office: Office, bot: IpjangBot) -> None:
    said = editing_steps(await office.language_of(message.from_user))
    if message.chat.type != ChatType.PRIVATE:
        if refusal is Refusal.NOT_PRIVATE and await _should_point(message, office, bot):
            button = Button(label=said.open_private(), url=f"https://t.me/{bot.username}")
            await post(bot, Place.beside(message), Reply(parts=(escape(said.go_private()),), buttons=((button,),)))
        return
    text = _private_word(refusal, said)
    if text is not None:
        await post(bot, Place.beside(message), Reply(parts=(escape(text),)))


def _button_word(refusal: Refusal, said: EditingSteps) -> str:
    """Why a button does nothing; whose it is or was nobody is told."""
    match refusal:
        case Refusal.USED:
            return said.used_button()
        case Refusal.EXPIRED:
            return said.expired_button()
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


async def _should_point(message: Message, office: Office, bot: IpjangBot) -> bool:
    """Whether a command in a group was meant for this bot: it names it, or an editor sent it."""
    command = read_command(text_of(message))
    is_named = command is not None and command.bot is not None and command.bot.lower() == bot.username.lower()
    return is_named or await _is_editors(message, office)


async def _is_editors(message: Message, office: Office) -> bool:
    return message.from_user is not None and await office.may_be_editor(message.from_user.id)
