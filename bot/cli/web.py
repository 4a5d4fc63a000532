"""`ipjang web`: the public page alone, without Telegram."""

import asyncio
import logging
import signal

from bot.changelog import ChangeReader
from bot.cli.session import opened_record
from bot.commands.options import Options
from bot.logs import configure
from bot.redaction import secrets_of
from bot.setting_values import Address
from bot.settings import Settings, SettingsError
from bot.upkeep import Beside
from bot.web.server import WebServer
from bot.web.site import Site

DEFAULT = Address(host="127.0.0.1", port=8090)

_log = logging.getLogger(__name__)


def web(options: Options) -> int:
    """Serve the page until it is told to stop."""
    settings = options.settings()
    configure(settings.log_level, settings.log_format, secrets_of(settings))
    asyncio.run(_serve_page(settings, fill=not options.empty))
    return 0


async def _serve_page(settings: Settings, *, fill: bool) -> None:
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    address, beside = settings.web_listen or DEFAULT, Beside()
    async with opened_record(settings, fill=fill) as record:
        site = Site(record, ChangeReader(record), settings.language, settings.web_url)
        async with WebServer(site) as server:
            try:
                port = await server.start(address.host, address.port)
            except OSError as error:
                reason = (error.strerror or "unknown").lower()
                raise SettingsError(f"BOT_WEB_LISTEN: {address} cannot be listened on: {reason}.") from None
            _log.info("The page is at http://%s", Address(host=address.host, port=port))
            beside.start(record.follow())
            await stop.wait()
            await beside.end()
