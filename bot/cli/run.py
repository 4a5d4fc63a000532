"""`ipjang run` and `ipjang chat`: the bot in Telegram, and the same conversation in the terminal."""

import asyncio
import gc
import logging
import os
import signal
import stat
import sys
from collections.abc import Callable
from contextlib import ExitStack
from importlib.metadata import version
from urllib.parse import urlsplit

from bot.app import App
from bot.chat.console import converse
from bot.chat.snapshot import Record
from bot.cli.parser import Options
from bot.cli.session import opened_record
from bot.logs import configure, secrets_of
from bot.settings import Settings, SettingsError
from bot.telegram.service import TokenRefusedError
from bot.telegram.updater import TOKEN_REFUSED
from knowledge.startup import collector_resting

try:
    import uvloop
except ImportError:
    uvloop = None  # type: ignore[assignment]  # as on Windows

_log = logging.getLogger(__name__)

REFUSED_TOKEN_STATUS = 78
"""Exit status for it, EX_CONFIG of sysexits.h: the systemd unit does not start the bot again after it."""
NOBODY_THERE = (
    "BOT_TOKEN is not set, and nobody can type here: set BOT_TOKEN to answer in Telegram (@BotFather gives one), "
    "or run this in a terminal."
)
YOUNG_OBJECTS = 20_000
"""New objects between two looks of the garbage collector: what tens of answers make; Python's 700 are half of one."""


def run(options: Options) -> int:
    """Answer in Telegram where there is a token, otherwise in the terminal."""
    settings = options.settings()
    exposed = options.exposed()
    if settings.token is None:
        if not somebody_can_type():
            raise SettingsError(NOBODY_THERE)
        if exposed is not None:
            sys.stderr.write(f"ipjang: {exposed}\n")
        return chat(options)
    configure(settings.log_level, settings.log_format, secrets_of(settings))
    if exposed is not None:
        _log.warning("%s", exposed)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, fill=not options.empty))
    return 0


def chat(options: Options) -> int:
    """Talk in the terminal."""
    if sys.stdin is None:
        raise SettingsError("Nobody can type here: standard input is closed.")
    return converse(options.settings(), fill=not options.empty)


def somebody_can_type() -> bool:
    """True if standard input is a terminal, a pipe, a socket or a file; False if it is closed or /dev/null."""
    if sys.stdin is None:
        return False
    try:
        is_device = stat.S_ISCHR(os.fstat(sys.stdin.fileno()).st_mode)
    except (OSError, ValueError):
        return False
    return not is_device or sys.stdin.isatty()


async def _serve(settings: Settings, *, fill: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, _stop, stop, each)
    with ExitStack() as start:
        start.enter_context(collector_resting(for_good=True))
        async with opened_record(settings, fill=fill) as record:
            try:
                _log.info("%s", described(settings, record))
                app = App.build(settings, record)
                start.close()
                gc.set_threshold(YOUNG_OBJECTS, 20, 20)
                await app.run(stop)
            except TokenRefusedError:
                raise SettingsError(TOKEN_REFUSED, status=REFUSED_TOKEN_STATUS) from None
            except OSError as error:
                reason = (error.strerror or "unknown").lower()
                raise SettingsError(f"BOT_LISTEN: {settings.listen} cannot be listened on: {reason}.") from None

    _log.info("ipjang has ended")


def _stop(stop: asyncio.Event, by: signal.Signals) -> None:
    if not stop.is_set():
        _log.info("%s: finishing what is in hand", by.name)
    stop.set()


def described(settings: Settings, record: Record) -> str:
    """What starts here, in a line: the version, the database, the mode, and the record; no password and no token."""
    facts = record.snapshot.facts
    statements = sum(not each.is_retracted for each in facts.statements.values())
    webhook = settings.webhook_url
    mode = "polling" if webhook is None else f"webhook at {urlsplit(webhook).netloc.rpartition('@')[2]}"
    programme = f"{facts.programme.names.official('en')} ({facts.programme.id})"
    return (
        f"ipjang {version('ipjang')} starts: {database_place(settings.database_url.get_secret_value())}; {mode}; "
        f"{programme}, {len(facts.teams)} teams, {statements} statements"
    )


def database_place(url: str) -> str:
    """Which database it is: `SQLite ipjang.db`, `PostgreSQL ipjang@localhost/ipjang`; nothing that is a secret."""
    if url.startswith("sqlite"):
        return f"SQLite {url.partition(':///')[2].partition('?')[0]}"
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    return f"PostgreSQL {name}@{host}{parts.path}" if name else f"PostgreSQL {host}{parts.path}"


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's where it is installed, which is everywhere but on Windows."""
    return None if uvloop is None else uvloop.new_event_loop
