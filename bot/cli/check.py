"""`ipjang check`: one line for each thing looked at, and what to do about it."""

import asyncio
from collections.abc import AsyncIterator

from bot.checks.finding import Finding, Grade, note, well
from bot.checks.telegram import check_telegram
from bot.cli.findings import check_database
from bot.commands.options import Options
from bot.commands.streaming import write_text
from bot.redaction import guard, secrets_of
from bot.settings import Settings, SettingsError


def check(options: Options) -> int:
    """Say whether all is well; 1 where something is to be done before the bot works."""
    settings = options.settings()
    guard(secrets_of(settings))
    exposed = options.exposed()
    if exposed is not None:
        write_text(str(note(exposed)))
    return asyncio.run(_check(settings))


async def _check(settings: Settings) -> int:
    problems = 0
    for checks in (check_database(settings), check_telegram(settings), check_owners(settings)):
        async for finding in checks:
            write_text(str(finding))
            problems += finding.grade is Grade.PROBLEM
    if problems:
        verb = "keeps" if problems == 1 else "keep"
        raise SettingsError(
            f"{problems} of these {verb} the bot from working: see what is marked {Grade.PROBLEM.value}."
        )
    write_text("The bot can work.")
    return 0


async def check_owners(settings: Settings) -> AsyncIterator[Finding]:
    """Whether there is anybody who may name editors."""
    if settings.owners:
        yield well(f"Owners, who may name editors: {len(settings.owners)}.")
        return
    yield note(
        "BOT_OWNERS is not set: nobody can record anything from Telegram.",
        "Put your numeric Telegram user id there, then /grant editors.",
    )
