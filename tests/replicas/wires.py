"""A wire between a replica and its PostgreSQL that can be cut, and that can swallow everything."""

import asyncio
import struct
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto
from typing import Self
from urllib.parse import parse_qs, urlsplit

GREETING = b"\0application_name\0"
"""In the first message of every client of ours."""

FAREWELL = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
"""What a server says to a client whose connection it is about to end."""


class Fate(Enum):
    """What becomes of what is sent over a connection."""

    PASSED = auto()
    SWALLOWED = auto()
    """Nothing arrives and nothing is closed, as when a cable is pulled."""
    CUT = auto()


class Link:
    """One connection that is passed on."""

    def __init__(self, *ends: asyncio.StreamWriter) -> None:
        self._ends = ends
        self.is_line = False
        """Whether it is the one beside the pool, which carries announcements and locks."""

    def hear(self, data: bytes) -> None:
        """Look at what passes: the first message of a client names the application."""
        if b"application_name\0ipjang replica\0" in data:
            self.is_line = True

    def bid_farewell(self) -> None:
        """Tell the client that the server ends the connection, and leave it open for now."""
        client, _ = self._ends
        client.write(b"E" + struct.pack("!I", len(FAREWELL) + 4) + FAREWELL)

    def end(self) -> None:
        """Close both ends at once."""
        for end in self._ends:
            end.transport.abort()


def everything(_: Link) -> bool:
    """Every connection."""
    return True


def the_line(link: Link) -> bool:
    """Only the connection beside the pool."""
    return link.is_line


class Wire:
    """Passes bytes on from a TCP port to the server's Unix socket; used as an async context manager."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._socket = f"{parse_qs(parts.query)['host'][0]}/.s.PGSQL.5432"
        self._database = parts.path
        self._server: asyncio.Server | None = None
        self._links: set[Link] = set()
        self._port = 0
        self.greetings: list[bytes] = []
        """How each client introduced itself: the settings that it asked for."""
        self._fault: tuple[Callable[[Link], bool], Fate] = (everything, Fate.PASSED)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for link in self._links:
            link.end()

    def url(self, user: str = "postgres") -> str:
        """The URL of the database by way of this wire."""
        return f"postgresql+asyncpg://{user}@127.0.0.1:{self._port}{self._database}"

    def cut(self, which: Callable[[Link], bool] = everything) -> None:
        """End these connections, and new ones as soon as they say who they are, until `mend`."""
        self._fault = which, Fate.CUT
        for link in filter(which, self._links):
            link.end()

    def silence(self, which: Callable[[Link], bool] = everything) -> None:
        """Swallow what passes over these connections, old and new, until `mend`."""
        self._fault = which, Fate.SWALLOWED

    def bid_farewell(self) -> None:
        """The moment at which a server that shuts down has said so and has not hung up."""
        for link in self._links:
            link.bid_farewell()

    def forget(self) -> None:
        """Swallow what passes over today's connections; new ones work, as behind a router that was restarted."""
        old = frozenset(self._links)
        self._fault = old.__contains__, Fate.SWALLOWED

    def mend(self) -> None:
        """Work again; a connection of which something was swallowed is of no use any more and ends."""
        which, fate = self._fault
        self._fault = everything, Fate.PASSED
        if fate is Fate.SWALLOWED:
            for link in filter(which, self._links):
                link.end()

    def _fate(self, link: Link) -> Fate:
        which, fate = self._fault
        return fate if which(link) else Fate.PASSED

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_unix_connection(self._socket)
        link = Link(writer, inner_writer)
        self._links.add(link)
        try:
            await asyncio.gather(self._pass_on(link, reader, inner_writer), self._pass_on(link, inner_reader, writer))
        finally:
            self._links.discard(link)

    async def _pass_on(self, link: Link, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                link.hear(data)
                if GREETING in data:
                    self.greetings.append(data)
                if self._fate(link) is Fate.CUT:
                    break
                if self._fate(link) is Fate.PASSED:
                    writer.write(data)
                    await writer.drain()
        link.end()
