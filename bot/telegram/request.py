"""Requests to the Bot API over aiohttp: trust, timeouts, bodies and answers of a `BaseRequest` without httpx."""

import asyncio
import io
import json
import logging
import os
import re
import ssl
from asyncio import Semaphore, get_running_loop, timeout
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from secrets import token_hex
from threading import Lock
from typing import IO, TYPE_CHECKING, cast
from urllib.request import getproxies, proxy_bypass

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

if TYPE_CHECKING:
    from telegram._utils.types import JSONDict, ODVInput


class Trust:
    """The machine's certificates for connections to others; `SSL_CERT_FILE` and `SSL_CERT_DIR` are OpenSSL's."""

    def __init__(self) -> None:
        self._lock = Lock()

    async def context(self) -> ssl.SSLContext:
        """The context of every connection; reads the disk at the first time, for 20 ms, in a thread."""
        return self._context if "_context" in vars(self) else await asyncio.to_thread(self._read)

    def _read(self) -> ssl.SSLContext:
        with self._lock:
            return self._context

    @cached_property
    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.set_alpn_protocols(("http/1.1",))
        return context


TRUST = Trust()
"""Shared by all connections of the process."""


def read_json(payload: bytes) -> object:
    """The value of a JSON text; raises ValueError where it is none.

    What is no UTF-8 in it, and each lone surrogate, becomes U+FFFD: that keeps the lengths that entities count by.
    """
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:  # also for what Telegram itself may write: `"\ud83d"`, when it cuts an emoji in two
        return _lenient(payload)


def _lenient(payload: bytes) -> object:
    try:
        return _sound(json.loads(payload.decode("utf-8", "replace")))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _sound(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_sound(each) for each in value]
    if isinstance(value, dict):
        return {str(_sound(key)): _sound(each) for key, each in value.items()}
    return value


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for each stage of a request; None waits for ever. `media_write` is for uploads."""

    read: float | None = 5.0
    write: float | None = 5.0
    connect: float | None = 5.0
    pool: float | None = 1.0
    media_write: float | None = 20.0

    @lru_cache(maxsize=64)  # noqa: B019 - a value; its few kinds are kept on purpose
    def for_body(self, method: str) -> aiohttp.ClientTimeout:
        """What aiohttp has to watch; of a POST also the whole, so that a trickle of bytes cannot hold it up."""
        stages = (self.connect, self.write, self.read)
        whole = sum(each for each in stages if each is not None) if method == "POST" and None not in stages else None
        return aiohttp.ClientTimeout(total=whole, connect=self.connect, sock_read=self.read)


FORM_TYPE = "application/x-www-form-urlencoded"
PIECE = 64 * 1024
"""Bytes handed to the socket at a time: the write timeout is counted anew from each accepted piece."""

Part = tuple[str, bytes | IO[bytes], str]
"""File name, content and media type, as python-telegram-bot's `InputFile.field_tuple` gives them."""

_TO_ESCAPE = re.compile(rb"[^A-Za-z0-9_.~-]+")


def _escape(run: re.Match[bytes]) -> bytes:
    return b"%" + run.group().hex("%").encode()


def form(parameters: Mapping[str, str]) -> bytes:
    """Parameters as `application/x-www-form-urlencoded`.

    Korean text is escaped run by run in C: ten times as fast as `urllib.parse.urlencode`, which goes byte by byte.
    Lone surrogates, which no UTF-8 can hold, become question marks.
    """
    return b"&".join(
        _TO_ESCAPE.sub(_escape, name.encode()) + b"=" + _TO_ESCAPE.sub(_escape, value.encode("utf-8", "replace"))
        for name, value in parameters.items()
    )


def _quoted(name: str) -> str:
    """A name within a Content-Disposition header, as the HTML standard escapes it: no quote or line break gets out."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _size(content: bytes | IO[bytes]) -> int:
    """Bytes of the whole content; a stream is left at its start, where a second try finds it too."""
    if isinstance(content, bytes):
        return len(content)
    end = content.seek(0, io.SEEK_END)
    content.seek(0)
    return end


def _pieces(content: bytes | IO[bytes]) -> Iterator[bytes]:
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    while piece := stream.read(PIECE):
        yield piece


@dataclass(frozen=True, slots=True)
class Multipart:
    """Fields and files as `multipart/form-data`, of known length, so that no server has to understand chunks."""

    fields: Mapping[str, str]
    files: Mapping[str, Part]
    boundary: str

    @classmethod
    def of(cls, fields: Mapping[str, str], files: Mapping[str, Part]) -> "Multipart":
        """With a boundary that no content can foresee."""
        return cls(fields, files, token_hex(16))

    @property
    def content_type(self) -> str:
        """The Content-Type header."""
        return f"multipart/form-data; boundary={self.boundary}"

    @property
    def length(self) -> int:
        """The Content-Length header."""
        heads = sum(len(self._file_head(name, part)) for name, part in self.files.items())
        contents = sum(_size(content) + len(b"\r\n") for _, content, _ in self.files.values())
        return len(self._every_field()) + heads + contents + len(self._tail())

    def pieces(self) -> Iterator[bytes]:
        """The body in order, files read as they are wanted."""
        yield self._every_field()
        for name, part in self.files.items():
            yield self._file_head(name, part)
            yield from _pieces(part[1])
            yield b"\r\n"
        yield self._tail()

    def _every_field(self) -> bytes:
        head = '--{}\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
        text = "".join(head.format(self.boundary, _quoted(name), value) for name, value in self.fields.items())
        return text.encode("utf-8", "replace")

    def _file_head(self, name: str, part: Part) -> bytes:
        filename, _, media_type = part
        disposition = f'form-data; name="{_quoted(name)}"; filename="{_quoted(filename)}"'
        head = f"--{self.boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: {media_type}\r\n\r\n"
        return head.encode("utf-8", "replace")

    def _tail(self) -> bytes:
        return f"--{self.boundary}--\r\n".encode()


KEEP_ALIVE = 30.0
"""Seconds that an idle connection is kept: long enough for a conversation, short enough to outlive a dead network."""
POOL_EXHAUSTED = (
    "Pool timeout: every connection to Telegram is in use, so the request was not sent. Consider a larger pool."
)

os.environ.setdefault("PTB_TIMEDELTA", "true")
"""python-telegram-bot's switch to spans of time as its next version has them; without it each RetryAfter warns."""

_log = logging.getLogger(__name__)
_NOT_GIVEN = type(BaseRequest.DEFAULT_NONE)


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
        self._proxies: dict[tuple[str, str], str | None] = {}
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
            return await self._exchange(session, method, _url_of(url), request_data, timeouts)
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
        if data is None:
            return await self._send(session, method, url, _Body(b"", {}), timeouts.for_body(method))
        if not data.contains_files:
            body = _Body(form(_texts(data)), _FORM_HEADERS)
            return await self._send(session, method, url, body, timeouts.for_body(method))
        multipart = Multipart.of(_texts(data), data.multipart_data)
        headers = {"Content-Type": multipart.content_type, "Content-Length": str(multipart.length)}
        async with timeout(None) as deadline:
            body = _Body(_paced(multipart.pieces(), deadline, timeouts.write), headers)
            return await self._send(session, method, url, body, timeouts.for_body("GET"))

    async def _send(
        self, session: aiohttp.ClientSession, method: str, url: URL, body: "_Body", limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        proxy = self._proxy_for(url)
        async with session.request(
            method,
            url,
            data=body.content,
            headers=body.headers,
            proxy=proxy,
            ssl=True if url.scheme == "http" and proxy is None else await TRUST.context(),
            allow_redirects=False,
            timeout=limits,
        ) as response:
            content = await response.read()
        self.last_answer = get_running_loop().time()
        return response.status, content

    def _proxy_for(self, url: URL) -> str | None:
        """The proxy for one server, looked up in the environment once: aiohttp would ask at each request."""
        if self._proxy is not None:
            return self._proxy
        server = (url.scheme, url.host or "")
        if server not in self._proxies:
            self._proxies[server] = _proxy_of_environment(*server)
        return self._proxies[server]


def _proxy_of_environment(scheme: str, host: str) -> str | None:
    if proxy_bypass(host):
        return None
    proxies = getproxies()
    found = proxies.get(scheme) or proxies.get("all")
    return found if found is not None and found.startswith(("http://", "https://")) else None


@dataclass(frozen=True, slots=True)
class _Body:
    """The body of a request and the headers that go with it."""

    content: bytes | AsyncIterator[bytes]
    headers: Mapping[str, str]


_FORM_HEADERS: Mapping[str, str] = {"Content-Type": FORM_TYPE}
_url_of = lru_cache(maxsize=256)(partial(URL, encoded=True))
"""URLs as aiohttp takes them; a bot asks for few, and each is taken apart once only."""


def _texts(data: RequestData) -> dict[str, str]:
    """The parameters as a form carries them: text as it is, everything else as JSON."""
    return {
        name: value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
        for name, value in data.parameters.items()
    }


async def _paced(pieces: Iterator[bytes], deadline: asyncio.Timeout, seconds: float | None) -> AsyncIterator[bytes]:
    """The pieces of an upload; each has to be accepted within the write timeout, however long the whole takes."""
    for piece in pieces:
        if seconds is not None:
            deadline.reschedule(get_running_loop().time() + seconds)
        yield piece
    deadline.reschedule(None)
