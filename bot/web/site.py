"""The site: which address gives what, from the newest snapshot of the record, with an ETag of its version."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.metadata import version
from urllib.parse import parse_qsl, unquote_to_bytes

from bot.chat.snapshot import ChangeReader, Record, Snapshot
from bot.rendering.keyboards import board_path
from bot.web import feeds
from bot.web.api import Api
from bot.web.pages import Pages, build
from bot.web.schemas import dumped, openapi
from knowledge.fields import Language

CACHE_BYTES = 4_000_000
"""Bytes of bodies that are kept: a hundred of the largest pages."""
PICTURE_ROOM = "bot.board"
"""The module that draws the board; imported when somebody asks for the picture."""
PICTURE_ROWS = 60
"""Teams of one picture of the board."""
HTML, JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
ATOM, JSON_FEED = "application/atom+xml; charset=utf-8", "application/feed+json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Content:
    """What an address gives."""

    body: bytes
    kind: str
    status: int = 200
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


class BodyCache:
    """Bodies of one edition of the record, as many as have room."""

    def __init__(self, most: int = CACHE_BYTES) -> None:
        self._most = most
        self._edition: object = None
        self._kept: OrderedDict[object, Content] = OrderedDict()
        self._size = 0

    def enter(self, edition: object) -> None:
        """Forget everything where the edition is another one."""
        if edition != self._edition:
            self._edition, self._size = edition, 0
            self._kept.clear()

    def get(self, key: object) -> Content | None:
        """What is kept under a key; None for nothing."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, edition: object, key: object, content: Content) -> None:
        """Keep it, unless the edition has changed meanwhile."""
        if edition != self._edition or len(content.body) > self._most or key in self._kept:
            return
        self._kept[key] = content
        self._size += len(content.body)
        while self._size > self._most:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body)


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
        if kept is not None:
            return kept
        content = await self._find(target)
        if content is None:
            return self.missing(target)
        if is_kept and content.status == 200:
            self._cache.put(edition, key, content)
        return content

    def missing(self, target: Target | None) -> Content:
        """What an address gives that has nothing."""
        if target is not None and target.parts[0] == "api":
            return Content(dumped({"error": "there is nothing at this address"}), JSON, 404)
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
        return Pages(self._snapshot.facts, language, root, self.bot)

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
                html = Pages(facts, pages.language, pages.root, pages.bot).corrections(changes, page)
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
        if page > max(1, -(-len(facts.teams) // PICTURE_ROWS)):
            return None
        async with self._drawing:
            kept = self._cache.get(("picture", language, page))
            if kept is not None:
                return kept
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
                return openapi(version("ipjang"), self.local_root)
            case _:
                return None
