"""Serving: the webhook, and what those who run the bot ask of it: `/healthz`, `/readyz`, `/metrics`."""

import asyncio
import hmac
import json
import logging
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.log import server_logger
from aiohttp.web_request import BaseRequest

from bot.arrival import update_id_of
from bot.delivery import Delivery
from bot.health import Health
from bot.metrics import Metrics
from bot.outcomes import UnfinishedError
from bot.patience import Occasionally
from bot.payload import read_json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
BODY_LIMIT = 2**20
"""Bytes of a post; Telegram's largest updates have some tens of thousands."""
BODY_PATIENCE = 10.0
"""Seconds in which a post has to arrive whole."""
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


class Serving:
    """A server on one address, as an async context manager; `webhook` None serves no webhook."""

    def __init__(
        self, delivery: Delivery, health: Health, metrics: Metrics, *, webhook: WebhookDoor | None = None
    ) -> None:
        self._delivery = delivery
        self._health = health
        self._metrics = metrics
        self._webhook = webhook
        self._complaint = Occasionally(_log)
        self._routes: Mapping[tuple[str, str], Handler] = self._lay_routes()
        server = web.Server(self._serve, access_log=None, lingering_time=1.0, logger=Unimpressed(server_logger, {}))
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
        routes: dict[tuple[str, str], Handler] = {
            ("GET", "/healthz"): self._tell_health,
            ("GET", "/readyz"): self._tell_readiness,
            ("GET", "/metrics"): self._tell_metrics,
        }
        if self._webhook is not None:
            routes["POST", self._webhook.path] = self._take
        return routes

    async def _serve(self, request: BaseRequest) -> web.Response:
        handler = self._routes.get((request.method, request.path))
        if handler is None and request.method == "HEAD":
            handler = self._routes.get(("GET", request.path))
        if handler is not None:
            return await handler(request)
        known = any(path == request.path for _, path in self._routes)
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
