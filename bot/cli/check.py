"""`ipjang check`: one line for each thing looked at, and what to do about it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
from telegram import Bot, User, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.cli.findings import CheckResult, Grade, check_database, note, problem, well
from bot.cli.parser import Options
from bot.cli.session import write_text
from bot.logs import guard, secrets_of
from bot.menus import languages_of_menus
from bot.settings import Settings, SettingsError
from bot.telegram.request import AiohttpRequest

SKEW_SECONDS = 5.0
"""Seconds that the clocks may differ: the answer's date has whole seconds, and took a while to come."""
PATIENCE = 10.0


async def check_telegram(settings: Settings) -> AsyncIterator[CheckResult]:
    """Ask Telegram about the bot, changing nothing."""
    if settings.token is None:
        yield note(
            "BOT_TOKEN is not set: `ipjang run` talks in the terminal.",
            "For Telegram, get a token from @BotFather and put BOT_TOKEN=… into .env.",
        )
        return
    root = settings.api_url
    request, polling = AiohttpRequest(), AiohttpRequest(connections=1)
    token = settings.token.get_secret_value()
    bot = Bot(token, f"{root}/bot", f"{root}/file/bot", request=request, get_updates_request=polling)
    try:
        async for finding in _asked(bot, settings):
            yield finding
    except InvalidToken:
        yield problem("Telegram does not accept BOT_TOKEN.", "Ask @BotFather for the current one: /mybots, API Token.")
    except TelegramError as error:
        yield problem(
            f"Telegram cannot be reached at {_host(root)} ({type(error).__name__}).",
            "See to the network, a proxy (HTTPS_PROXY) and BOT_API_URL.",
        )
    finally:
        await request.shutdown()
        await polling.shutdown()


async def _asked(bot: Bot, settings: Settings) -> AsyncIterator[CheckResult]:
    await bot.initialize()
    yield well(f"The token is valid: @{bot.username} ({bot.bot.full_name}).")
    for finding in about_bot(bot.bot):
        yield finding
    yield about_webhook(await bot.get_webhook_info(), settings.webhook_url)
    yield about_menus([code for code, count in (await languages_of_menus(bot)).items() if count == 0])
    yield await _clock(settings.api_url)


def _host(url: str) -> str:
    """Host and port of an address, without whatever name and password stand before them."""
    return urlsplit(url).netloc.rpartition("@")[2]


def about_bot(me: User) -> Iterator[CheckResult]:
    """What the bot's owner allowed it at @BotFather."""
    if me.can_read_all_group_messages:
        yield well("Group privacy mode is off: every mention reaches the bot.")
    else:
        yield note(
            f"Group privacy mode is on: in groups a plain @{me.username} may not reach the bot. "
            f"/ask@{me.username}, replies to the bot and inline mode always do.",
            "To have every mention: @BotFather, /setprivacy, Disable; then remove it from each group and add it again.",
        )
    if me.can_join_groups is False:
        yield note("The bot cannot be added to groups.", "@BotFather, /setjoingroups, Enable.")
    if not me.supports_inline_queries:
        yield note("Inline mode is off.", "@BotFather, /setinline.")
    else:
        yield well("Inline mode is on; its answers can be corrected where @BotFather's /setinlinefeedback is at 100%.")


def about_webhook(info: WebhookInfo, wanted: str | None) -> CheckResult:
    """Whether updates will come the way that the settings say; a webhook's address is told by its host only."""
    host = _host(info.url)
    if wanted is None and info.url:
        return note(
            f"A webhook is set at {host} while BOT_WEBHOOK_URL is not: `ipjang run` will take it away and poll.",
            "If another program serves that webhook, give each of the two a bot of its own.",
        )
    if wanted is None:
        return well(f"Updates come by polling; {info.pending_update_count} are waiting.")
    if info.url != wanted:
        return note("The webhook is not set yet.", "Nothing: `ipjang run` sets it.")
    if info.last_error_message:
        when = f"{info.last_error_date:%Y-%m-%d %H:%M} UTC" if info.last_error_date else "lately"
        return problem(
            f"Telegram could not deliver to the webhook ({when}): {info.last_error_message}.",
            "See that the address can be reached from outside and its certificate is valid.",
        )
    return well(f"Updates come through the webhook at {host}; {info.pending_update_count} are waiting.")


def about_menus(missing: list[str]) -> CheckResult:
    """Whether there is a menu of commands for each language."""
    if not missing:
        return well("The menus of commands are there in Korean and English.")
    return note("The menus of commands are not complete yet.", "Nothing: `ipjang run` puts them up.")


async def _clock(root: str) -> CheckResult:
    """Our clock against the date of an answer from Telegram's server; asked without the token."""
    try:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession(trust_env=True) as session:
            asked = datetime.now(UTC)
            async with session.get(root, allow_redirects=False) as response:
                date, answered = response.headers.get("Date"), datetime.now(UTC)
    except (aiohttp.ClientError, TimeoutError, OSError):
        date = None
    try:
        theirs = parsedate_to_datetime(date) if date else None
    except ValueError:
        theirs = None
    if theirs is None:
        return note("The clock could not be compared with Telegram's.")
    return about_clock((asked + (answered - asked) / 2 - theirs).total_seconds())


def about_clock(ahead: float) -> CheckResult:
    """How far our clock is ahead of Telegram's, in seconds."""
    if abs(ahead) <= SKEW_SECONDS:
        return well("The clock is right.")
    direction = "ahead of" if ahead > 0 else "behind"
    return problem(
        f"The clock is {abs(ahead):.0f} s {direction} Telegram's.",
        "Set it by the network (`timedatectl set-ntp true`): “yesterday” and the order of the record hang on it.",
    )


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


async def check_owners(settings: Settings) -> AsyncIterator[CheckResult]:
    """Whether there is anybody who may name editors."""
    if settings.owners:
        yield well(f"Owners, who may name editors: {len(settings.owners)}.")
        return
    yield note(
        "BOT_OWNERS is not set: nobody can record anything from Telegram.",
        "Put your numeric Telegram user id there, then /grant editors.",
    )
