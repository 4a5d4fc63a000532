"""The server of the page: which address gives what, as bytes with an ETag, within limits for each asker."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from ipaddress import IPv6Address, ip_address
from types import MappingProxyType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote_to_bytes

from aiohttp import web
from aiohttp.http_exceptions import LineTooLong
from aiohttp.log import server_logger
from aiohttp.web_request import BaseRequest

from bot.changelog import ChangeReader
from bot.i18n.web import TEXTS
from bot.serving import BoundedServer, Connection, ConnectionLimits, Unimpressed, most_connections
from bot.setting_values import Address
from bot.snapshot import Record, Snapshot
from bot.web import api, feeds
from bot.web.api import Api, BadQueryError
from bot.web.pages import Pages, build, content_policy
from bot.web_links import board_path
from knowledge.errors import StoreError
from knowledge.fields import Language

LONGEST_TARGET = 12_000
"""Bytes of a path with its query: a question of a thousand syllables has 9,000."""
LONGEST_LINE = 16_384
"""Bytes of a request's first line that are read to say that it is too long."""
RATE, BURST = 20.0, 60.0
"""Requests a second of one address, and how many at once."""
ADDRESSES = 10_000
"""Addresses whose requests are counted: some 2 MB; whose last request is longest ago is forgotten first."""
MOST_OF_ONE_ADDRESS = 128
"""Connections of one address; a proxy's is the only one that a page behind it sees."""
CACHE_BYTES = 4_000_000
"""Bytes of bodies that are kept: a hundred of the largest pages."""
PICTURE_ROOM = "bot.board"
"""The module that draws the board; imported when somebody asks for the picture."""
PICTURE_ROWS = 60
"""Teams of one picture of the board."""
READ_ONLY = ("GET", "HEAD")
HEADERS = {
    "Server": "ipjang",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
ATOM, JSON_FEED = "application/atom+xml; charset=utf-8", "application/feed+json; charset=utf-8"
CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Content:
    """What an address gives; `etag` None is of nothing that stays."""

    body: bytes
    kind: str
    status: int = 200
    etag: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for: the parts of the path, the language that it begins with, and the query."""

    path: str
    parts: tuple[str, ...]
    language: Language
    query: Mapping[str, str]

    @property
    def page(self) -> int | None:
        """The page of the query, 1 where it names none; None for what is no page."""
        text = self.query.get("page", "1")
        is_number = text.isascii() and text.isdecimal() and 0 < len(text) < 8
        return int(text) or None if is_number else None


def read_target(raw: str) -> Target | None:
    """The path and the query as they were sent; None where they are no UTF-8 or a key comes twice."""
    path, _, query = raw.partition("?")
    try:
        text = unquote_to_bytes(path).decode()
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=16)
    except ValueError:
        return None
    if len(dict(pairs)) != len(pairs) or not text.startswith("/"):
        return None
    parts = tuple(text.split("/")[1:])
    language: Language = "en" if parts[0] == "en" else "ko"
    return Target(text, (parts[1:] or ("",)) if language == "en" else parts, language, dict(pairs))


class AddressRates:
    """How many requests each address may still make: a bucket of `burst` that fills by `rate` a second."""

    def __init__(self, rate: float = RATE, burst: float = BURST, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def allows(self, address: str) -> bool:
        """Count a request; whether it may be answered."""
        now = self._clock()
        left, at = self._left.pop(address, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._rate)
        allowed = left >= 1
        self._left[address] = (left - 1 if allowed else left, now)
        if len(self._left) > ADDRESSES:
            self._left.popitem(last=False)
        return allowed


def asker(peer: str, forwarded: str | None) -> str | None:
    """Whose request it is; None for this machine's own, which is not counted.

    `X-Forwarded-For` is believed from this machine only, and of it the last address, which the proxy here wrote itself.
    """
    if not _is_loopback(peer):
        return _network(peer)
    last = (forwarded or "").rpartition(",")[2].strip()
    if not last:
        return None
    return None if _is_loopback(last) else _network(last)


def _is_loopback(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address == ""  # a socket of this machine's files
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return (mapped or parsed).is_loopback


def _network(address: str) -> str:
    """An address, or of the sixth version the network of it that one household has; what is none counts as written."""
    try:
        parsed = ip_address(address.strip("[]"))
    except ValueError:
        return address[:60]
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or int(parsed) >> 64)


class BodyCache:
    """Bodies of one edition of the record, as many as have room."""

    def __init__(self, most: int = CACHE_BYTES) -> None:
        self._most = most
        self._edition: object = None
        self._kept: OrderedDict[object, Content | None] = OrderedDict()
        self._size = 0

    def enter(self, edition: object) -> None:
        """Forget everything where the edition is another one."""
        if edition != self._edition:
            self._edition, self._size = edition, 0
            self._kept.clear()

    def get(self, key: object) -> tuple[Content | None] | None:
        """What is kept under a key, in a tuple; None for nothing."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return (self._kept[key],)

    def put(self, edition: object, key: object, content: Content) -> None:
        """Keep it, unless the edition has changed meanwhile."""
        if edition != self._edition or len(content.body) > self._most or key in self._kept:
            return
        self._kept[key] = content
        self._size += len(content.body)
        while self._size > self._most:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body) if gone else 0


@cache
def has_picture() -> bool:
    """Whether this build draws the board; looked up without importing what draws it."""
    return find_spec(PICTURE_ROOM) is not None


class Site:
    """Everything that there is to read, from the newest snapshot of the record."""

    def __init__(
        self,
        record: Record,
        changes: ChangeReader,
        language: Language,
        root: str | None = None,
        bot_name: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._record = record
        self._changes = changes
        self._language = language
        self.root = root or ""
        self.local_root = self.root
        """The root of addresses that have to be whole: where it has none of its own, the one that is listened on."""
        self._bot_name = bot_name
        self._cache = BodyCache()
        self._drawing = asyncio.Lock()

    @property
    def bot(self) -> str | None:
        """The name of the bot that the pages lead to; None before it is known, and where there is none."""
        return self._bot_name()

    @property
    def _snapshot(self) -> Snapshot:
        return self._record.snapshot

    def tag(self, target: Target) -> str:
        """The ETag of what an address gives: the record's filling and version, and what makes pages of it.

        An answer without `now` is of its day as well.
        """
        facts = self._snapshot.facts
        tag = f"{facts.filling}-{facts.version}-{build()}{f'-{self.bot}' if self.bot else ''}"
        is_of_today = target.parts[-1:] == ("ask",) and "now" not in target.query
        return f'W/"{tag}-{datetime.now(facts.zone):%Y%m%d}"' if is_of_today else f'"{tag}"'

    async def get(self, target: Target) -> Content:
        """What an address gives; 404 where there is nothing. Raises BadQueryError, and StoreError in an outage."""
        edition = self.tag(Target("", (), "ko", {}))
        self._cache.enter(edition)
        key = (target.path, tuple(sorted(target.query.items())) if target.parts[0] == "api" else target.page)
        is_kept = target.parts[-1:] != ("ask",)
        kept = self._cache.get(key) if is_kept else None
        if kept is not None and kept[0] is not None:
            return kept[0]
        content = await self._find(target)
        if content is None:
            return self.missing(target)
        if is_kept and content.status == 200:
            self._cache.put(edition, key, content)
        return content

    def missing(self, target: Target | None) -> Content:
        """What an address gives that has nothing."""
        if target is not None and target.parts[0] == "api":
            return Content(api.dumped({"error": "there is nothing at this address"}), JSON, 404)
        pages = self._pages(target.language if target is not None else "ko")
        path = board_path(pages.facts.programme.id, pages.language)
        return Content(pages.missing(path).encode(), HTML, 404)

    async def _find(self, target: Target) -> Content | None:
        match target.parts:
            case ("",):
                return self._moved(board_path(self._snapshot.facts.programme.id, target.language))
            case ("api", "1", *rest) if target.language == "ko":
                body = await self._api(tuple(rest), target.query)
                return None if body is None else Content(body, JSON)
            case ("p", programme, *rest) if programme == self._snapshot.facts.programme.id:
                return await self._page(tuple(rest), target)
            case _:
                return None

    def _moved(self, path: str) -> Content:
        return Content(b"", HTML, 302, location=path)

    def _pages(self, language: Language, root: str | None = None) -> Pages:
        root = self.root if root is None else root
        return Pages(self._snapshot.facts, language, root, self.bot, has_picture())

    async def _page(self, parts: tuple[str, ...], target: Target) -> Content | None:
        pages, page = self._pages(target.language), target.page
        if page is None:
            return None
        html: str | None = None
        match parts:
            case ():
                return self._moved(board_path(pages.facts.programme.id, target.language))
            case ("",):
                html = pages.board(page)
            case ("feed.xml",) | ("feed.json",):
                return await self._feed(parts[0], target.language)
            case ("board.png",):
                return await self._picture(target.language, page)
            case ("corrections",):
                facts, changes = await self._changes.read()
                html = Pages(facts, pages.language, pages.root, pages.bot, pages.has_picture).corrections(changes, page)
            case ("s", identifier):
                html = pages.statement(identifier, page)
            case (team,):
                html = pages.team(team, page)
        return None if html is None else Content(html.encode(), HTML)

    async def _feed(self, name: str, language: Language) -> Content:
        facts, changes = await self._changes.read()
        pages = Pages(facts, language, self.local_root)
        if name == "feed.xml":
            return Content(feeds.atom(pages, changes), ATOM)
        return Content(feeds.json_feed(pages, changes), JSON_FEED)

    async def _picture(self, language: Language, page: int) -> Content | None:
        """The board as a picture, drawn once a version: in a thread, and one at a time."""
        facts = self._snapshot.facts
        if not has_picture() or page > max(1, -(-len(facts.teams) // PICTURE_ROWS)):
            return None
        async with self._drawing:
            kept = self._cache.get(("picture", language, page))
            if kept is not None and kept[0] is not None:
                return kept[0]
            edition = self.tag(Target("", (), "ko", {}))
            drawn: bytes = await asyncio.to_thread(
                import_module(PICTURE_ROOM).draw_board, facts, language=language, page=page - 1
            )
            content = Content(drawn, "image/png")
            self._cache.put(edition, ("picture", language, page), content)
            return content

    async def _api(self, parts: tuple[str, ...], query: Mapping[str, str]) -> bytes | None:
        told = Api(self._snapshot, self._language, self.local_root)
        match parts:
            case ("ask",):
                return told.ask(query)
            case ("teams",):
                return told.teams(query)
            case ("teams", team):
                return told.team(team, query)
            case ("statements", statement):
                return told.statement(statement, query)
            case ("changes",):
                _, changes = await self._changes.read()
                return told.changes(changes, query)
            case ("openapi.json",):
                return api.openapi(version("ipjang"), self.local_root)
            case _:
                return None


class PageConnection(Connection):
    """A connection to the page: what is no request is refused with our headers, a line that is too long as such."""

    __slots__ = ()

    def handle_error(
        self, request: BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """The answer to what is no request."""
        super().handle_error(request, status, exc, message)
        if isinstance(exc, LineTooLong):
            status = 414 if exc.args[1:] == (str(LONGEST_LINE),) or LONGEST_LINE in exc.args else 431
        return _response(Content(b"", "text/plain; charset=utf-8", status), closes=True)


class PageServer(BoundedServer):
    """A bounded server of such connections."""

    def __call__(self) -> Connection:
        return PageConnection(self, self._limits, **self._options)


class WebServer:
    """The page on one address, as an async context manager; the webhook and the metrics are never on it."""

    def __init__(self, site: Site, rates: AddressRates | None = None) -> None:
        self.site = site
        self._rates = AddressRates() if rates is None else rates
        most = max(16, most_connections() // 2)
        server = PageServer(
            self._serve, ConnectionLimits(most, min(MOST_OF_ONE_ADDRESS, most)), access_log=None, lingering_time=1.0,
            logger=Unimpressed(server_logger, {}), max_line_size=LONGEST_LINE,
        )  # fmt: skip
        self._runner = web.ServerRunner(server, shutdown_timeout=1.0)

    async def start(self, host: str, port: int) -> int:
        """Listen; gives the port. Raises OSError where it is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound: int = self._runner.addresses[0][1]
        if not self.site.root:
            self.site.local_root = f"http://{f'[{host}]' if ':' in host else host}:{bound}"
        return bound

    async def stop(self) -> None:
        """Listen no more."""
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _serve(self, request: BaseRequest) -> web.Response:
        try:
            return await self._answer(request)
        finally:
            if isinstance(request.protocol, Connection):
                request.protocol.is_serving = False

    async def _answer(self, request: BaseRequest) -> web.Response:
        who = asker(request.remote or "", ",".join(request.headers.getall("X-Forwarded-For", [])))
        if who is not None and not self._rates.allows(who):
            return _response(_refusal(request, 429), {"Retry-After": "1"})
        if len(request.raw_path) > LONGEST_TARGET:
            return _response(_refusal(request, 414), closes=True)
        if request.method not in READ_ONLY:
            return _response(_refusal(request, 405), {"Allow": ", ".join(READ_ONLY)}, closes=True)
        target = read_target(request.raw_path)
        if target is None:
            return _response(_refusal(request, 400) if _is_api(request) else self.site.missing(None))
        return await self._found(request, target)

    async def _found(self, request: BaseRequest, target: Target) -> web.Response:
        tag = self.site.tag(target)
        try:
            content = await self._content(target)
        except BadQueryError as refused:
            return _response(Content(api.dumped({"error": refused.reason}), JSON, refused.status))
        except StoreError as error:
            _log.warning("the page cannot be read: %s", error)
            return _response(_refusal(request, 503), {"Retry-After": "5"})
        if content.status != 200:
            return _response(content)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if _has(request.headers.get("If-None-Match", ""), tag):
            return _response(Content(b"", content.kind, 304), headers)
        return _response(content, headers)

    async def _content(self, target: Target) -> Content:
        get: Callable[[Target], Awaitable[Content]] = self.site.get
        return await get(target)


async def serve_page(site: Site, address: Address) -> None:
    """Serve the page beside a bot, for as long as it runs; the bot answers without it as well."""
    async with WebServer(site) as server:
        try:
            port = await server.start(address.host, address.port)
        except OSError as error:
            reason = (error.strerror or "unknown").lower()
            _log.warning("BOT_WEB_LISTEN: %s cannot be listened on (%s).", address, reason)
            return
        _log.info("The page is at http://%s", Address(host=address.host, port=port))
        await asyncio.Event().wait()


def _has(matched: str, tag: str) -> bool:
    """Whether an If-None-Match names the tag, as weakly compared as RFC 9110 wants it."""
    names = {each.strip().removeprefix("W/") for each in matched.split(",")}
    return "*" in names or tag.removeprefix("W/") in names


def _is_api(request: BaseRequest) -> bool:
    return request.raw_path.startswith("/api/")


REASONS = {
    400: "the query cannot be read",
    405: "only GET and HEAD are answered",
    414: "the address is too long",
    429: "too many requests",
    503: "the record cannot be read at the moment",
}


def _refusal(request: BaseRequest, status: int) -> Content:
    """A refusal in the form of what was asked for."""
    if _is_api(request):
        return Content(api.dumped({"error": REASONS[status]}), JSON, status)
    language: Language = "en" if request.raw_path.startswith("/en/") else "ko"
    text = TEXTS[language].too_many if status == 429 else ""
    return Content(text.encode(), "text/plain; charset=utf-8", status)


def _response(
    content: Content, headers: Mapping[str, str] = MappingProxyType({}), *, closes: bool = False
) -> web.Response:
    policy = content_policy() if content.kind == HTML else CLOSED_POLICY
    told: dict[str, Any] = {**HEADERS, "Content-Security-Policy": policy, "Content-Type": content.kind, **headers}
    if content.location is not None:
        told["Location"] = content.location
    if content.kind in (JSON, JSON_FEED, ATOM):
        told["Access-Control-Allow-Origin"] = "*"
    response = web.Response(body=content.body, status=content.status, headers=told)
    if closes:
        response.force_close()
    return response
