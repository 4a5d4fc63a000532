"""`ipjang run` and `ipjang chat`: the bot in Telegram, and the same conversation in the terminal."""

import asyncio
import gc
import signal
from collections.abc import Callable
from contextlib import ExitStack

from bot.commands.opening import opened_record
from bot.commands.options import Options
from bot.settings import Settings, SettingsError
from bot.trust import certificates_unread
from knowledge.deferred import forget_descriptions
from knowledge.resting import collector_resting

REFUSED_TOKEN = "Telegram does not accept BOT_TOKEN: it was revoked or mistyped; ask @BotFather for the current one."  # noqa: S105
YOUNG_OBJECTS = 20_000
"""New objects between two looks of the garbage collector: what tens of answers make; Python's 700 are half of one."""


def run(options: Options) -> int:
    """Answer in Telegram where there is a token, otherwise in the terminal."""
    settings = options.settings()
    if settings.token is None:
        return chat(options)
    from bot.logs import configure
    from bot.redaction import secrets_of

    configure(settings.log_level, settings.log_format, secrets_of(settings))
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(settings, fill=not options.empty))
    return 0


def chat(options: Options) -> int:
    """Talk in the terminal."""
    from bot.console import converse

    return converse(options.settings(), fill=not options.empty)


async def _serve(settings: Settings, *, fill: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    with ExitStack() as start:
        start.enter_context(collector_resting(for_good=True))
        _import_libraries()
        from bot.app import App
        from bot.service import TokenRefusedError

        async with opened_record(settings, fill=fill) as record:
            try:
                app = App.build(settings, record)
                start.close()
                gc.set_threshold(YOUNG_OBJECTS, 20, 20)
                await app.run(stop)
            except TokenRefusedError:
                raise SettingsError(REFUSED_TOKEN) from None
            except OSError as error:
                reason = (error.strerror or "unknown").lower()
                raise SettingsError(f"BOT_LISTEN: {settings.listen} cannot be listened on: {reason}.") from None


def _import_libraries() -> None:
    """Import the libraries before anything of ours does, without what a bot that runs has no use for."""
    import telegram.ext  # noqa: F401

    for package in ("sqlalchemy", "telegram"):  # 1.3 MB, which the next import takes up
        forget_descriptions(package)
    with certificates_unread():
        import aiohttp  # noqa: F401


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's where it is installed, which is everywhere but on Windows."""
    try:
        from uvloop import new_event_loop
    except ImportError:
        return None
    return new_event_loop
