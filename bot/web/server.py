"""The server of the page: read only, within limits for each asker, on a port of its own."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Iterator, Mapping
from ipaddress import IPv6Address, ip_address
from types import MappingProxyType
from typing import Any, Self

from aiohttp import web
from aiohttp.http_exceptions import LineTooLong
from aiohttp.log import server_logger
from aiohttp.web_request import BaseRequest

from bot.chat.snapshot import ChangeReader, Record
from bot.hooks import Hooks
from bot.messages.web import web_text
from bot.settings import Address, Settings
from bot.telegram.server import BoundedServer, Connection, ConnectionLimits, Unimpressed, most_connections
from bot.web.pages import content_policy
from bot.web.schemas import BadQueryError, dumped
from bot.web.site import ATOM, HTML, JSON, JSON_FEED, Content, Site, Target, read_target
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
READ_ONLY = ("GET", "HEAD")
HEADERS = {
    "Server": "ipjang",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'"

_log = logging.getLogger(__name__)


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
            content = await self.site.get(target)
        except BadQueryError as refused:
            return _response(Content(dumped({"error": refused.reason}), JSON, refused.status))
        except StoreError as error:
            _log.warning("the page cannot be read: %s", error)
            return _response(_refusal(request, 503), {"Retry-After": "5"})
        if content.status != 200:
            return _response(content)
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if _has(request.headers.get("If-None-Match", ""), tag):
            return _response(Content(b"", content.kind, 304), headers)
        return _response(content, headers)


def publications(
    record: Record, settings: Settings, bot_name: Callable[[], str | None]
) -> Iterator[Coroutine[Any, Any, None]]:
    """What goes on beside a bot where the settings ask for it: the page, and the posts to the hooks."""
    changes = ChangeReader(record)
    if settings.web_listen is not None:
        yield serve_page(Site(record, changes, settings.language, settings.web_url, bot_name), settings.web_listen)
    if settings.hooks:
        yield Hooks(record, changes, settings).run()


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
        return Content(dumped({"error": REASONS[status]}), JSON, status)
    language: Language = "en" if request.raw_path.startswith("/en/") else "ko"
    text = web_text(language).too_many() if status == 429 else ""
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
