"""Requests to the Bot API over aiohttp: what python-telegram-bot asks of a `BaseRequest`, without the cost of httpx."""

import asyncio
import logging
import os
from asyncio import Semaphore, get_running_loop, timeout
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.payload import read_json
from bot.uploading import FORM_TYPE, Multipart, form

if TYPE_CHECKING:  # python-telegram-bot names the types of its own signatures only in private
    from telegram._utils.types import JSONDict, ODVInput

KEEP_ALIVE = 30.0
"""Seconds that an idle connection is kept: long enough for a conversation, short enough to outlive a dead network."""
POOL_EXHAUSTED = (
    "Pool timeout: every connection to Telegram is in use, so the request was not sent. Consider a larger pool."
)

os.environ.setdefault("PTB_TIMEDELTA", "true")
"""python-telegram-bot's switch to spans of time as its next version has them; without it each RetryAfter warns."""

_log = logging.getLogger(__name__)
_NOT_GIVEN = type(BaseRequest.DEFAULT_NONE)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for each stage of a request; None waits for ever. `media_write` is for uploads."""

    read: float | None = 5.0
    write: float | None = 5.0
    connect: float | None = 5.0
    pool: float | None = 1.0
    media_write: float | None = 20.0

    @property
    def whole(self) -> float | None:
        """The most that an exchange of a short body can take, so that a trickle of bytes cannot hold it up."""
        if self.read is None or self.write is None or self.connect is None:
            return None
        return self.connect + self.write + self.read


def _given(value: "ODVInput[float]", default: float | None) -> float | None:
    """What was passed to one call, or the default of this object where nothing was."""
    return default if isinstance(value, _NOT_GIVEN) else cast("float | None", value)


class AiohttpRequest(BaseRequest):
    """One pool of connections to the Bot API.

    Takes the number of connections, the default timeouts and the URL of an HTTP proxy; without one, the environment's
    `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` hold. Raises ValueError for a SOCKS proxy, which aiohttp
    cannot speak to. `last_answer` is the event loop's time of the last answer of any kind, None before the first:
    what tells an outage from a request that Telegram will not take.
    """

    def __init__(self, connections: int = 256, timeouts: Timeouts | None = None, *, proxy: str | None = None) -> None:
        if proxy is not None and not proxy.startswith(("http://", "https://")):
            raise ValueError(f"only http:// and https:// proxies are supported, not {URL(proxy).scheme}://")
        self._connections = connections
        self._timeouts = timeouts or Timeouts()
        self._proxy = proxy
        self._proxies: dict[URL, str | None] = {}
        self._free = Semaphore(connections)
        self._session: aiohttp.ClientSession | None = None
        self.last_answer: float | None = None

    @property
    def read_timeout(self) -> float | None:
        """The default read timeout in seconds; `Bot.get_updates` adds its long poll to it."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Open the pool; once open, it stays the same."""
        if self._session is not None:
            return
        self._free = Semaphore(self._connections)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
        )

    async def shutdown(self) -> None:
        """Close the pool; it may be opened again."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> "JSONDict":
        """The answer as a dictionary; what is not UTF-8 in it is replaced. Raises TelegramError where it is none."""
        try:
            parsed = read_json(payload)
        except ValueError as error:
            _log.error("An answer of %d bytes is no JSON", len(payload))
            raise NetworkError("Invalid server response") from error
        if not isinstance(parsed, dict):
            raise NetworkError("Invalid server response")
        return parsed

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: "ODVInput[float]" = BaseRequest.DEFAULT_NONE,
        write_timeout: "ODVInput[float]" = BaseRequest.DEFAULT_NONE,
        connect_timeout: "ODVInput[float]" = BaseRequest.DEFAULT_NONE,
        pool_timeout: "ODVInput[float]" = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One exchange: the status and the body of the answer. Raises TimedOut or NetworkError where there is none."""
        session = self._session
        if session is None:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        uploads = request_data is not None and request_data.contains_files
        own = self._timeouts
        timeouts = Timeouts(
            read=_given(read_timeout, own.read),
            write=_given(write_timeout, own.media_write if uploads else own.write),
            connect=_given(connect_timeout, own.connect),
            pool=_given(pool_timeout, own.pool),
        )
        await self._take_place(timeouts.pool)
        try:
            return await self._exchange(session, method, URL(url, encoded=True), request_data, timeouts)
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}: {error}") from error
        finally:
            self._free.release()

    async def _take_place(self, seconds: float | None) -> None:
        """Wait for one of the connections; nothing is scheduled while there is a free one."""
        if not self._free.locked():
            await self._free.acquire()
            return
        try:
            async with timeout(seconds):
                await self._free.acquire()
        except TimeoutError as error:
            raise TimedOut(POOL_EXHAUSTED) from error

    async def _exchange(
        self, session: aiohttp.ClientSession, method: str, url: URL, data: RequestData | None, timeouts: Timeouts
    ) -> tuple[int, bytes]:
        async with timeout(None) as deadline:
            body, headers = _body(data, deadline, timeouts.write)
            async with session.request(
                method,
                url,
                data=body,
                headers=headers,
                proxy=self._proxy_for(url),
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(
                    total=timeouts.whole if method == "POST" and isinstance(body, bytes) else None,
                    connect=timeouts.connect,
                    sock_read=timeouts.read,
                ),
            ) as response:
                content = await response.read()
        self.last_answer = get_running_loop().time()
        return response.status, content

    def _proxy_for(self, url: URL) -> str | None:
        """The proxy for one server, looked up in the environment once: aiohttp would ask at each request."""
        if self._proxy is not None:
            return self._proxy
        origin = url.origin()
        if origin not in self._proxies:
            self._proxies[origin] = _proxy_of_environment(origin)
        return self._proxies[origin]


def _proxy_of_environment(origin: URL) -> str | None:
    if proxy_bypass(origin.host or ""):
        return None
    proxies = getproxies()
    found = proxies.get(origin.scheme) or proxies.get("all")
    return found if found is not None and found.startswith(("http://", "https://")) else None


def _body(
    data: RequestData | None, deadline: asyncio.Timeout, write_timeout: float | None
) -> tuple[bytes | AsyncIterator[bytes], dict[str, str]]:
    """The body of a request and the headers that go with it."""
    if data is None:
        return b"", {}
    if not data.contains_files:
        return form(data.json_parameters), {"Content-Type": FORM_TYPE}
    multipart = Multipart.of(data.json_parameters, data.multipart_data)
    headers = {"Content-Type": multipart.content_type, "Content-Length": str(multipart.length)}
    return _paced(multipart.pieces(), deadline, write_timeout), headers


async def _paced(pieces: Iterator[bytes], deadline: asyncio.Timeout, seconds: float | None) -> AsyncIterator[bytes]:
    """The pieces of an upload; each has to be accepted within the write timeout, however long the whole takes."""
    for piece in pieces:
        if seconds is not None:
            deadline.reschedule(get_running_loop().time() + seconds)
        yield piece
    deadline.reschedule(None)
