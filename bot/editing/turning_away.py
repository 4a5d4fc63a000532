"""The word for a refused attempt: helps somebody who meant well, and tells nothing of the record."""

from telegram import Message, Update
from telegram.constants import ChatType

from bot.editing.acts import text_of
from bot.editing.authorisation import Refusal
from bot.editing.office import Office
from bot.i18n.editing import editing_steps
from bot.i18n.editing_steps import EditingSteps
from bot.posting import Place, post
from bot.rendering.reply import Button, Reply, escape
from bot.slash import read_command
from bot.telegram.application import IpjangBot


async def turn_away(update: Update, refusal: Refusal, office: Office, bot: IpjangBot) -> None:
    """Answer a refused attempt where an answer helps somebody who meant well; it never tells anything of the record."""
    if refusal is Refusal.UNDO_EXPIRED:
        return
    if update.callback_query is not None:
        said = editing_steps(await office.language_of(update.callback_query.from_user))
        is_used = refusal is Refusal.USED
        await bot.answer_callback_query(
            update.callback_query.id, text=button_word(refusal, said), show_alert=not is_used
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


async def _should_point(message: Message, office: Office, bot: IpjangBot) -> bool:
    """Whether a command in a group was meant for this bot: it names it, or an editor sent it."""
    command = read_command(text_of(message))
    is_named = command is not None and command.bot is not None and command.bot.lower() == bot.username.lower()
    return is_named or await _is_editors(message, office)


async def _is_editors(message: Message, office: Office) -> bool:
    return message.from_user is not None and await office.may_be_editor(message.from_user.id)
