"""An article at an address that an editor sends: only from hosts that the settings allow, and only public addresses."""

import socket
from collections.abc import Callable, Collection
from dataclasses import replace
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import aiohttp

from bot.extraction import extract
from knowledge.articles.page import SIZE_LIMIT, Page
from knowledge.errors import FileRefusedError

REDIRECTS: Final = 3
SECONDS: Final = 10
TYPES: Final = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
"""What an answer may be."""
IpAddress = IPv4Address | IPv6Address


class NotFetchedError(Exception):
    """No article could be read; `is_forbidden` where the settings do not allow the host."""

    def __init__(self, reason: str, *, is_forbidden: bool = False) -> None:
        super().__init__(reason)
        self.is_forbidden = is_forbidden


def is_public(address: IpAddress) -> bool:
    """True if an address is one of the open network: no loopback, no private net, no metadata service."""
    mapped = getattr(address, "ipv4_mapped", None)
    return is_public(mapped) if mapped is not None else address.is_global and not address.is_multicast


class ArticleFetcher:
    """Fetches pages from some hosts; tests allow loopback by `is_allowed` and `schemes`."""

    def __init__(
        self,
        hosts: Collection[str],
        *,
        is_allowed: Callable[[IpAddress], bool] = is_public,
        schemes: Collection[str] = ("https",),
    ) -> None:
        self._hosts = frozenset(hosts)
        self._is_allowed = is_allowed
        self._schemes = frozenset(schemes)

    async def page(self, url: str) -> Page:
        """The article at an address; raises NotFetchedError."""
        self._check(url)
        connector = aiohttp.TCPConnector(socket_factory=self._socket, limit=1)
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        headers = {"Accept": ", ".join(TYPES), "Accept-Encoding": "identity"}
        try:
            async with aiohttp.ClientSession(
                connector=connector, timeout=timeout, headers=headers, trust_env=False
            ) as session:
                return await self._followed(session, url)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise NotFetchedError(type(error).__name__) from error

    async def _followed(self, session: aiohttp.ClientSession, url: str) -> Page:
        for _ in range(REDIRECTS + 1):
            async with session.get(url, allow_redirects=False) as answer:
                if answer.status in (301, 302, 303, 307, 308):
                    url = urljoin(url, answer.headers.get("Location", ""))
                    self._check(url)
                    continue
                return await self._read(answer, url)
        raise NotFetchedError("too many redirects")

    async def _read(self, answer: aiohttp.ClientResponse, url: str) -> Page:
        kind = TYPES.get(answer.content_type)
        if answer.status != 200 or kind is None:
            raise NotFetchedError(f"{answer.status} {answer.content_type}")
        content = bytearray()
        async for piece in answer.content.iter_chunked(65536):
            content += piece
            if len(content) > SIZE_LIMIT:
                raise NotFetchedError("too large")
        try:
            page = await extract(bytes(content), "html" if kind == "html" else "text")
        except FileRefusedError as error:
            raise NotFetchedError(str(error.code)) from error
        return replace(page, url=page.url or url)

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in self._schemes or parts.username is not None:
            raise NotFetchedError("scheme", is_forbidden=True)
        if (parts.hostname or "").lower() not in self._hosts:
            raise NotFetchedError("host", is_forbidden=True)

    def _socket(self, info: tuple[Any, ...]) -> socket.socket:
        """The socket of one connection, whose address was looked up already: the last place to refuse it."""
        family, kind, protocol, _, address = info
        if not self._is_allowed(ip_address(address[0])):
            raise OSError(f"{address[0]} is no public address")
        return socket.socket(family, kind, protocol)
