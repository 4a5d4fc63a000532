"""`ipjang mcp`: the record as tools of the Model Context Protocol, over standard input and output."""

import asyncio
import logging
import sys
from importlib.metadata import version

from bot.changelog import ChangeReader
from bot.cli.session import opened_record
from bot.commands.options import Options
from bot.settings import Settings, SettingsError
from bot.tools import Tools
from bot.upkeep import Beside

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
        from mcp.server.mcpserver import MCPServer
        from mcp.types import ToolAnnotations
    except ModuleNotFoundError:
        raise SettingsError(NOT_INSTALLED) from None
    async with opened_record(settings, fill=fill) as record:
        tools = Tools(record, ChangeReader(record), settings.language)
        server = MCPServer("ipjang", version=version("ipjang"), instructions=INSTRUCTIONS, log_level="WARNING")
        for tool in (
            tools.ask, tools.stance, tools.list_by_stance, tools.history, tools.changes_since, tools.verify_quote,
        ):  # fmt: skip
            annotations = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
            server.add_tool(tool, annotations=annotations)
        beside = Beside()
        beside.start(record.follow())
        try:
            await server.run_stdio_async()
        finally:
            await beside.end()
