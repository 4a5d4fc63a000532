"""The page of a record, served over loopback: what tests of the page, the feeds and the API ask."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.chat.snapshot import ChangeReader, Record
from bot.cli.session import fill_with_shipped
from bot.web.server import AddressRates, WebServer
from bot.web.site import Site
from knowledge.record.editor import Editor
from knowledge.store import Store
from tests.knowledge.lighthouse import lit

STRANGER = {"X-Forwarded-For": "203.0.113.5"}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Any
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Webbed:
    """A page that is served."""

    record: Record
    editor: Editor
    site: Site
    root: str
    session: aiohttp.ClientSession

    async def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path, as it stands; nothing is followed."""
        from yarl import URL

        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        url = URL(self.root + path, encoded=True)
        async with self.session.request(method, url, headers=sent, allow_redirects=False) as response:
            return Answer(response.status, response.headers, await response.read())

    async def json(self, path: str) -> Any:
        """The JSON at a path."""
        import orjson

        found = await self.get(path)
        assert found.status == 200, found.text
        return orjson.loads(found.body)


@asynccontextmanager
async def webbed(
    url: str, *, shipped: bool = False, root: str | None = None, bot: str | None = None,
    clock: Callable[[], float] | None = None,
) -> AsyncIterator[Webbed]:  # fmt: skip
    """The page of the lighthouse's record, or of the shipped programme, on a free port."""
    store = await Store.open(url)
    try:
        if shipped:
            await fill_with_shipped(store)
        editor = Editor(store) if shipped else await lit(store)
        record = await Record.read(store)
        site = Site(record, ChangeReader(record), "ko", root, lambda: bot)
        rates = AddressRates(clock=clock) if clock else None
        async with WebServer(site, rates) as server, aiohttp.ClientSession() as session:
            port = await server.start("127.0.0.1", 0)
            yield Webbed(record, editor, site, f"http://127.0.0.1:{port}", session)
    finally:
        await store.close()
