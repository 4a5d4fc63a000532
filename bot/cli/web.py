"""`ipjang web` and `ipjang mcp`: the public page alone, and the record as tools, both without Telegram."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from bot.chat.asking import Steps
from bot.chat.snapshot import ChangeReader, Record
from bot.cli.parser import Options
from bot.cli.questions import answered
from bot.cli.session import LineError, Request, opened_record
from bot.logs import configure, secrets_of
from bot.rendering.answer_json import as_json
from bot.settings import Address, Settings, SettingsError
from bot.upkeep import Beside
from bot.web.server import WebServer
from bot.web.site import Site
from knowledge.answering import answer
from knowledge.changelog import changes_behind
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Statement
from knowledge.question import Intent, Question

Told = dict[str, Any]
CHANGES_AT_ONCE = 100


def utc_now() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Tools:
    """The tools over one record; a docstring is what the model reads of its tool."""

    record: Record
    changes: ChangeReader
    language: Language = "ko"
    clock: Callable[[], datetime] = utc_now

    async def ask(self, question: str, now: str | None = None) -> Told:
        """Answer a question in Korean or English about where teams stand, with the verbatim sentence of each stance.

        `now` answers as at an ISO date and time. Quote sentences exactly; a null quote means nothing is on record.
        """
        try:
            return answered(Request(question, now), self.record.snapshot, self.language, Steps())
        except LineError as error:
            return {"error": str(error)}

    async def stance(self, team: str) -> Told:
        """Say where one team stands now: its latest position and result, each with its sentence, date and source.

        `team` is an id or a name. One that is no team here is answered with the nearest names and no stance.
        """
        return self._of_team(team, Intent.STANCE)

    async def list_by_stance(self, stance: str) -> Told:
        """List the teams that hold a stance now, each with its sentence. `stance` is a code or a label."""
        facts = self.record.snapshot.facts
        wanted = stance.strip().casefold()
        for code, each in facts.stances.items():
            if wanted in (code, each.label.ko.casefold(), each.label.en.casefold()):
                return self._answered(Question(text="", intent=Intent.LIST, stances=(code,)))
        return {"error": "no such stance", "stances": {code: each.label.en for code, each in facts.stances.items()}}

    async def history(self, team: str) -> Told:
        """List everything on record that one team said, oldest first. `team` is an id or a name."""
        return self._of_team(team, Intent.HISTORY)

    async def changes_since(self, number: int = 0) -> Told:
        """List what was recorded, corrected or retracted behind a number of the audit, at most 100 at a time.

        Ask on with `next`; an empty list is the end. `headline` is empty where a team's headline stayed the same.
        """
        _, changes = await self.changes.read()
        told = changes_behind(changes, number)[:CHANGES_AT_ONCE]
        listed = [
            {
                "number": each.number,
                "at": each.at.isoformat(),
                "action": each.action.value,
                "statement": each.statement,
                "team": each.team,
                "headline": [
                    {"team": step.team, "kind": step.kind.value, "from": step.before, "to": step.after}
                    for step in each.headline
                ],
            }
            for each in told
        ]
        return {"after": number, "next": told[-1].number if told else number, "changes": listed}

    async def verify_quote(self, text: str) -> Told:
        """Check whether a text is, character for character, a sentence on record; one altered character is not.

        Gives `verbatim`, and where it is: the statement's id, the team, the publisher and the source, and whether
        the statement was retracted since.
        """
        facts = self.record.snapshot.facts
        found = [
            each for each in facts.statements.values() if each.claim.quote == text and facts.is_verbatim(each.claim)
        ]
        if not found:
            return {"verbatim": False}
        standing = [each for each in found if not each.is_retracted] or found
        return {"verbatim": True, **_cited(standing[0], facts), "statements": [each.id for each in found]}

    def _of_team(self, text: str, intent: Intent) -> Told:
        snapshot = self.record.snapshot
        team = text.strip()
        if team not in snapshot.facts.teams:
            finding = snapshot.index.find(text)
            named = dict.fromkeys(each.team for each in finding.mentions)
            if len(named) != 1:
                near = [*named, *(each.team for each in finding.candidates)][:3]
                names = {each: snapshot.facts.teams[each].names.official(self.language) for each in near}
                return {"error": "not one team of this programme", "candidates": names}
            team = next(iter(named))
        return self._answered(Question(text="", intent=intent, teams=(team,)))

    def _answered(self, question: Question) -> Told:
        facts = self.record.snapshot.facts
        now = self.clock().astimezone(facts.zone)
        return {"answer": as_json(answer(question, facts, now=now, language=self.language))}


def _cited(statement: Statement, facts: Facts) -> Told:
    source = facts.sources[statement.claim.source]
    return {
        "statement": statement.id,
        "team": statement.claim.team,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "published": source.published.isoformat() if source.published is not None else None,
        "retracted": statement.is_retracted,
    }


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
