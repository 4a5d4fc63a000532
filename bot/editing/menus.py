"""The menus of editors: everybody's commands and theirs, in their own private chats and nowhere else."""

import logging
from collections.abc import Iterable

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.editing.office import Office
from bot.i18n.editing import LISTS, editing_lists
from bot.menus import commands
from bot.rendering.reply import Reply, bold, escape, split
from knowledge.facts import Facts
from knowledge.fields import Language

logger = logging.getLogger(__name__)


async def put_up(bot: Bot, office: Office, user: int) -> None:
    """Give one editor the menu, in each language; trouble with it stops nothing."""
    facts, scope = office.record.snapshot.facts, BotCommandScopeChat(user)
    try:
        for code, language in _codes(office.default_language):
            wanted = editors_commands(facts, language, is_owner=user in office.owners)
            if tuple(await bot.get_my_commands(scope, code)) != wanted:
                await bot.set_my_commands(wanted, scope, code)
        office.without_menu.discard(user)
    except (BadRequest, Forbidden):
        office.without_menu.add(user)
    except TelegramError as error:
        logger.warning("The menu of an editor could not be put up: %s", error)


async def take_down(bot: Bot, office: Office, user: int) -> None:
    """Take the menu from somebody who may edit no longer."""
    try:
        for code, _ in _codes(office.default_language):
            await bot.delete_my_commands(BotCommandScopeChat(user), code)
    except TelegramError as error:
        logger.warning("The menu of a former editor could not be taken down: %s", error)


def editors_commands(facts: Facts, language: Language, *, is_owner: bool) -> tuple[BotCommand, ...]:
    """Everybody's commands, the editors' behind them, and the owners' at the end."""
    said = editing_lists(language)
    more = {**said.menu(), **(said.owners_menu() if is_owner else {})}
    everybody = commands(BotCommandScopeAllPrivateChats(), facts, language)
    return (*everybody, *(BotCommand(word, text) for word, text in more.items()))


def editors_welcome(office: Office, user: int, language: Language | None = None) -> Reply:
    """What a new editor is told: that it is so, and by which commands."""
    language = language or office.default_language
    said = editing_lists(language)
    lines = [escape(said.welcome()), *_listed(language, is_owner=user in office.owners)]
    return Reply(parts=split([lines]))


def editors_help(language: Language, *, is_owner: bool) -> Reply:
    """The editors' commands, as the help has them for those who may use them."""
    return Reply(
        parts=split([[bold(editing_lists(language).editors_commands()), *_listed(language, is_owner=is_owner)]])
    )


def _listed(language: Language, *, is_owner: bool) -> list[str]:
    said = editing_lists(language)
    more = {**said.menu(), **(said.owners_menu() if is_owner else {})}
    return [escape(f"/{word} : {text}") for word, text in more.items()]


def _codes(default: Language) -> Iterable[tuple[str, Language]]:
    return [("", default), *((code, code) for code in LISTS)]
