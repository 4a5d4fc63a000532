"""`ipjang web` and `ipjang mcp`: the public page alone, and the record as tools, both without Telegram."""

import asyncio
import logging
import signal
import sys
from importlib.metadata import version

from bot.chat.snapshot import ChangeReader
from bot.cli.parser import Options
from bot.cli.session import opened_record
from bot.logs import configure, secrets_of
from bot.settings import Address, Settings, SettingsError
from bot.tools import Tools
from bot.upkeep import Beside
from bot.web.server import WebServer
from bot.web.site import Site

NOT_INSTALLED = 'ipjang mcp needs the extra mcp: pip install "ipjang[mcp]", or make extras in a checkout.'
INSTRUCTIONS = (
    "Where each team of a public programme stands now, and which sentence says so. Cite sentences exactly as given, "
    "with their date, voice and publisher; check any quotation with verify_quote before it is printed."
)


def mcp(options: Options) -> int:
    """Serve until standard input ends. Only the protocol is written to standard output; the log goes to the other."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    asyncio.run(_serve_tools(options.settings(), fill=not options.empty))
    return 0


async def _serve_tools(settings: Settings, *, fill: bool) -> None:
    try:
        import mcp.server.mcpserver
        import mcp.types
    except ModuleNotFoundError:
        raise SettingsError(NOT_INSTALLED) from None
    async with opened_record(settings, fill=fill) as record:
        tools = Tools(record, ChangeReader(record), settings.language)
        server = mcp.server.mcpserver.MCPServer(
            "ipjang", version=version("ipjang"), instructions=INSTRUCTIONS, log_level="WARNING"
        )
        for tool in (
            tools.ask, tools.stance, tools.list_by_stance, tools.history, tools.changes_since, tools.verify_quote,
        ):  # fmt: skip
            annotations = mcp.types.ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
            server.add_tool(tool, annotations=annotations)
        beside = Beside()
        beside.start(record.follow())
        try:
            await server.run_stdio_async()
        finally:
            await beside.end()


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
