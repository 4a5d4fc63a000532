"""What Telegram shows before anything was said: the menus of commands, and how the bot describes itself."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.messages.talk import TALK, Talk, talk
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Kind, Team

logger = logging.getLogger(__name__)

GROUP_COMMANDS = (
    "ask",
    "status",
    "list",
    "history",
    "changes",
    "board",
    "follow",
    "unfollow",
    "following",
    "digest",
    "quiet",
    "corrections",
    "help",
)
"""The commands that mean something in a group; `/language` and `/start` are between a person and the bot."""
NAME_LENGTH = 40
"""Characters of a name in a menu or a description, which hold 256, 120 and 512 in all."""
SCOPES: tuple[BotCommandScope, ...] = (
    BotCommandScopeDefault(),
    BotCommandScopeAllPrivateChats(),
    BotCommandScopeAllGroupChats(),
)


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu of one scope, for those who use one language; an empty code is everybody else."""

    scope: BotCommandScope
    code: str
    commands: tuple[BotCommand, ...]


def menus(facts: Facts, default: Language) -> list[Menu]:
    """Every menu: for each scope one for each language, and the default language's for everybody else."""
    return [
        Menu(scope, code, commands(scope, facts, language)) for scope in SCOPES for code, language in _codes(default)
    ]


def commands(scope: BotCommandScope, facts: Facts, language: Language) -> tuple[BotCommand, ...]:
    """The commands of one scope in one language."""
    team, label = examples(facts, language)
    every = talk(language).commands(team, label)
    is_group = isinstance(scope, BotCommandScopeAllGroupChats)
    return tuple(BotCommand(word, text) for word, text in every.items() if not is_group or word in GROUP_COMMANDS)


def _codes(default: Language) -> list[tuple[str, Language]]:
    return [("", default), *((code, code) for code in TALK)]


def examples(facts: Facts, language: Language) -> tuple[str, str]:
    """The names of a team and of a stance that is held."""
    team = example_team(facts, language)
    held = facts.positions[:1] or tuple(facts.stances)
    labels = [facts.stances[code].label for code in held]
    words = [label.ko if language == "ko" else label.en for label in labels]
    return _short(team.names.official(language) if team else "…"), _short(next(iter(words), "…"))


def example_team(facts: Facts, language: Language) -> Team | None:
    """A team that has said something, with the shortest name, as menus are narrow; None where there are no teams."""
    claims = [each.claim for each in facts.statements.values() if not each.is_retracted]
    positions = [each for each in claims if facts.stances[each.stance].kind is Kind.POSITION]
    spoken = dict.fromkeys(each.team for each in positions or claims) or facts.teams
    teams = (facts.teams[team] for team in spoken)
    return min(teams, key=lambda team: len(team.names.official(language)), default=None)


def _short(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"


async def put_up(bot: Bot, facts: Facts, default: Language) -> None:
    """Bring the menus and descriptions up to date; only what differs is sent, and trouble with them stops nothing."""
    try:
        for menu in menus(facts, default):
            await _put_menu(bot, menu)
        for code, language in _codes(default):
            await _describe(bot, code, talk(language), _texts(facts, language))
    except TelegramError as error:
        logger.warning("The menus could not be put up: %s", error)


async def _put_menu(bot: Bot, menu: Menu) -> None:
    standing = await bot.get_my_commands(menu.scope, menu.code)
    if tuple(standing) != menu.commands:
        await bot.set_my_commands(menu.commands, menu.scope, menu.code)


def _texts(facts: Facts, language: Language) -> Sequence[str]:
    return (_short(facts.programme.names.official(language)), *examples(facts, language))


async def _describe(bot: Bot, code: str, said: Talk, texts: Sequence[str]) -> None:
    programme, team, label = texts
    description, short = said.description(programme, team, label), said.short_description(programme)
    if (await bot.get_my_description(code)).description != description:
        await bot.set_my_description(description, code)
    if (await bot.get_my_short_description(code)).short_description != short:
        await bot.set_my_short_description(short, code)


async def languages_of_menus(bot: Bot) -> Mapping[str, int]:
    """How many commands the menu of private chats has, by language code: for `ipjang check`."""
    scope = BotCommandScopeAllPrivateChats()
    return {code: len(await bot.get_my_commands(scope, code)) for code in ("", *TALK)}
