"""Serving: the webhook, and what those who run the bot ask of it: `/healthz`, `/readyz`, `/metrics`.

Connections are bounded in number and in the time that a request's head may take, so that strangers never shut out
Telegram or a health check: where there are too many, the one that has waited longest without a whole request goes.
"""

import asyncio
import hmac
import json
import logging
import resource
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.log import server_logger
from aiohttp.web_request import BaseRequest

from bot.health import Health, Metrics
from bot.telegram.delivery import Delivery
from bot.telegram.request import read_json
from bot.telegram.retry import Occasionally, UnfinishedError
from bot.telegram.updates import update_id_of

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
BODY_LIMIT = 2**20
"""Bytes of a post; Telegram's largest updates have some tens of thousands."""
BODY_PATIENCE = 10.0
"""Seconds in which a post has to arrive whole."""
HEAD_PATIENCE = 10.0
"""Seconds in which the head of a request has to arrive whole, counted from its first byte or the connection."""
MOST_CONNECTIONS = 512
"""Connections at once; Telegram opens at most 100, a proxy some more."""
MOST_OF_ONE_ADDRESS = 256
"""Of one address; a proxy's is the only one that a bot behind it sees."""
SPARE_DESCRIPTORS = 256
"""Files and sockets that the rest of the bot may hold: where fewer are allowed in all, fewer connections are."""
CROWD = 2000
"""Updates in hand at which further posts are put off: Telegram keeps them better than our memory does."""

_log = logging.getLogger(__name__)

Handler = Callable[[BaseRequest], Awaitable[web.Response]]


@dataclass(frozen=True, slots=True)
class WebhookDoor:
    """Where posts come in and what they have to know."""

    path: str
    secret: str


class Unimpressed(logging.LoggerAdapter[logging.Logger]):
    """The server's log, without the tracebacks that any stranger could fill it with by sending what is no HTTP."""

    def exception(self, msg: object, *args: object, **options: Any) -> None:
        """What went wrong here is told; what came in wrong, only to those who look for it."""
        if isinstance(options.get("exc_info"), HttpProcessingError | web.RequestPayloadError):
            self.debug(msg, *args, **options)
        else:
            super().exception(msg, *args, **options)


def most_connections() -> int:
    """How many connections leave descriptors enough for Telegram, the database and a health check."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    spare = MOST_CONNECTIONS if allowed == resource.RLIM_INFINITY else max(16, allowed - SPARE_DESCRIPTORS)
    return min(MOST_CONNECTIONS, spare)


class Connection(web.RequestHandler):
    """One connection: open while requests come whole and in time."""

    __slots__ = ("_late", "_limits", "address", "is_serving")

    def __init__(self, server: "BoundedServer", limits: "ConnectionLimits", **options: Any) -> None:
        super().__init__(server, loop=asyncio.get_running_loop(), **options)
        self.address = ""
        self.is_serving = False
        self._limits = limits
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it in; the head of its first request is due."""
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if isinstance(peer, tuple) else ""
        self._await_head()
        self._limits.enter(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Count it out."""
        self.head_arrived()
        self._limits.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes; the first ones behind a served request begin another head."""
        if not self.is_serving:
            self._await_head()
        super().data_received(data)

    def _await_head(self) -> None:
        if self._late is None:
            self._late = asyncio.get_running_loop().call_later(HEAD_PATIENCE, self.cut)

    def head_arrived(self) -> None:
        """Stop the clock: a request is whole."""
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def cut(self) -> None:
        """End it at once, without an answer."""
        if self.transport is not None:
            self.transport.abort()


class ConnectionLimits:
    """How many connections there may be, in all and of one address; the longest idle one makes room for a new one."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self._most = most
        self._most_of_one = most_of_one
        self._open: dict[Connection, None] = {}
        self._of_address: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._open)

    def enter(self, connection: Connection) -> None:
        """Count a connection in; one that serves nothing, or else the new one, is cut where there are too many."""
        address = connection.address
        self._open[connection] = None
        self._of_address[address] += 1
        if self._of_address[address] > self._most_of_one:
            self._make_room(connection, (each for each in self._open if each.address == address))
        elif len(self._open) > self._most:
            self._make_room(connection, self._open)

    def _make_room(self, newest: Connection, among: Iterable[Connection]) -> None:
        next((each for each in among if not each.is_serving), newest).cut()

    def leave(self, connection: Connection) -> None:
        """Count a connection out."""
        if connection in self._open:
            del self._open[connection]
            self._of_address[connection.address] -= 1
            if not self._of_address[connection.address]:
                del self._of_address[connection.address]


class BoundedServer(web.Server):
    """A server whose connections are bounded."""

    def __init__(self, handler: Handler, limits: ConnectionLimits, **options: Any) -> None:
        super().__init__(handler, request_factory=self._request)
        self._limits = limits
        self._options = options

    def __call__(self) -> Connection:
        return Connection(self, self._limits, **self._options)

    def _request(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: "asyncio.Task[None]",
    ) -> BaseRequest:
        if isinstance(protocol, Connection):
            protocol.is_serving = True
            protocol.head_arrived()
        return BaseRequest(message, payload, protocol, writer, task, asyncio.get_running_loop())


class Serving:
    """A server on one address, as an async context manager.

    `webhook` None serves no webhook; `/readyz` and `/metrics` tell what is nobody else's business, so they are served
    only where `tells_state`.
    """

    def __init__(
        self,
        delivery: Delivery,
        health: Health,
        metrics: Metrics,
        *,
        webhook: WebhookDoor | None = None,
        tells_state: bool = True,
    ) -> None:
        self._delivery = delivery
        self._health = health
        self._metrics = metrics
        self._webhook = webhook
        self._tells_state = tells_state
        self._complaint = Occasionally(_log)
        self._routes: Mapping[tuple[str, str], Handler] = self._lay_routes()
        limits = ConnectionLimits(most_connections(), min(MOST_OF_ONE_ADDRESS, most_connections()))
        logger = Unimpressed(server_logger, {})
        server = BoundedServer(self._serve, limits, access_log=None, lingering_time=1.0, logger=logger)
        self._runner = web.ServerRunner(server, shutdown_timeout=1.0)

    async def start(self, host: str, port: int) -> int:
        """Listen; gives the port, which the system chooses where it is 0. Raises OSError where it is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound: int = self._runner.addresses[0][1]
        return bound

    async def stop(self) -> None:
        """Listen no more."""
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def _lay_routes(self) -> Mapping[tuple[str, str], Handler]:
        routes: dict[tuple[str, str], Handler] = {("GET", "/healthz"): self._tell_health}
        if self._tells_state:
            routes["GET", "/readyz"] = self._tell_readiness
            routes["GET", "/metrics"] = self._tell_metrics
        if self._webhook is not None:
            routes["POST", self._webhook.path] = self._take
        return routes

    async def _serve(self, request: BaseRequest) -> web.Response:
        try:
            return await self._answer(request)
        finally:
            if isinstance(request.protocol, Connection):
                request.protocol.is_serving = False

    async def _answer(self, request: BaseRequest) -> web.Response:
        path = request.raw_path.partition("?")[0]  # as sent: no proxy's rule for /metrics is passed by as /%6detrics
        handler = self._routes.get((request.method, path))
        if handler is None and request.method == "HEAD":
            handler = self._routes.get(("GET", path))
        if handler is not None:
            return await handler(request)
        known = any(path == served for _, served in self._routes)
        return _closing(405 if known else 404)

    async def _tell_health(self, request: BaseRequest) -> web.Response:  # noqa: ARG002
        """The loop turns: it has just answered."""
        return web.Response(text="ok\n")

    async def _tell_readiness(self, request: BaseRequest) -> web.Response:  # noqa: ARG002
        problems = self._health.problems()
        text = json.dumps({"ready": not problems, "problems": problems}, ensure_ascii=False)
        return web.Response(status=503 if problems else 200, text=text + "\n", content_type="application/json")

    async def _tell_metrics(self, request: BaseRequest) -> web.Response:  # noqa: ARG002
        page = self._metrics.page()
        return web.Response(body=page, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    async def _take(self, request: BaseRequest) -> web.Response:
        """One post: 200 only when its update was handled; anything else, and Telegram comes again."""
        if not self._is_telegram(request):
            return self._refuse(401, "wrong secret")
        if not self._health.takes_updates or self._delivery.in_hand >= CROWD:
            return self._refuse(503, "too many at once" if self._health.takes_updates else "starting or stopping")
        try:
            raw = read_json(await _body(request))
        except web.HTTPRequestEntityTooLarge:
            return self._refuse(413, "too large")
        except (ValueError, TimeoutError):
            return self._refuse(400, "no JSON")
        except (web.RequestPayloadError, HttpProcessingError, zlib.error, OSError):
            return self._refuse(400, "no whole body")
        if not isinstance(raw, dict) or update_id_of(raw) is None:
            return self._refuse(400, "no update")
        self._health.hear()
        try:
            await self._delivery.take(raw)
        except UnfinishedError:
            return self._refuse(503, "starting or stopping")
        return web.Response()

    def _is_telegram(self, request: BaseRequest) -> bool:
        """Whether the post knows the secret, compared in constant time."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        expected = self._webhook.secret.encode() if self._webhook is not None else b""
        return hmac.compare_digest(given, expected)

    def _refuse(self, status: int, reason: str) -> web.Response:
        self._metrics.refuse(reason)
        self._complaint.warn(f"A post to the webhook was refused: {reason}")
        return _closing(status)


async def _body(request: BaseRequest) -> bytes:
    if (request.content_length or 0) > BODY_LIMIT:
        raise web.HTTPRequestEntityTooLarge(BODY_LIMIT, request.content_length or 0)
    if request.content.is_eof():  # the usual case, and a timer costs more than the rest of it
        return await request.read()
    async with asyncio.timeout(BODY_PATIENCE):
        return await request.read()


def _closing(status: int) -> web.Response:
    """An empty answer that ends the connection: what is left of the request is not read."""
    response = web.Response(status=status)
    response.force_close()
    return response
