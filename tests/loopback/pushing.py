"""The webhook's other end: posts updates as Telegram does, in order within a chat, again until they are accepted."""

import asyncio
from contextlib import suppress
from random import Random
from urllib.parse import urlsplit

import aiohttp

from tests.loopback.queue import UpdateQueue
from tests.loopback.refusal import Refusal
from tests.loopback.updates import Json

CONNECTIONS = 40
AGAIN = 0.3
"""Seconds before an update that was not accepted is posted again; Telegram takes its time, tests have none."""
PATIENCE = 60.0
LOCAL = {"127.0.0.1", "localhost", "::1"}


class Pushing:
    """Posts what waits in the queue while a webhook is set."""

    def __init__(self, updates: UpdateQueue) -> None:
        self._updates = updates
        self.url = ""
        self.secret = ""
        self.posts = 0
        self.copies = 1
        """How often each update is posted: Telegram may repeat itself."""
        self.lateness = 0.0
        """Seconds by which a copy may come late, behind whatever else was posted meanwhile."""
        self.targets: list[str] = []
        """Where a proxy would pass posts on to, at random; none for the webhook's own address."""
        self._generator = Random(3)
        self._connections = CONNECTIONS
        self._busy: set[object] = set()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._copies: set[asyncio.Task[bool]] = set()

    @property
    def late_copies(self) -> int:
        """How many posts are still to come or under way."""
        return len(self._copies)

    @property
    def info(self) -> Json:
        """What `getWebhookInfo` tells."""
        return {"url": self.url, "has_custom_certificate": False, "pending_update_count": len(self._updates.waiting)}

    def set(self, parameters: Json) -> bool:
        """`setWebhook` and `deleteWebhook`."""
        url = str(parameters.get("url", ""))
        parts = urlsplit(url)
        if url and parts.scheme != "https" and parts.hostname not in LOCAL:
            raise Refusal("bad webhook: HTTPS url must be provided for webhook")
        self.url, self.secret = url, str(parameters.get("secret_token", ""))
        self._connections = int(str(parameters.get("max_connections", CONNECTIONS)))
        if self.url and self._task is None:
            self._task = asyncio.create_task(self._push())
        self.wake()
        return True

    def wake(self) -> None:
        """There may be something to post."""
        self._wake.set()

    async def stop(self) -> None:
        """Post nothing more."""
        for copy in self._copies:
            copy.cancel()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _push(self) -> None:
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector) as session, asyncio.TaskGroup() as tasks:
            while True:
                await self._wake.wait()
                self._wake.clear()
                for update_id, lane in self._ready():
                    self._busy |= {update_id, ("lane", lane)}
                    tasks.create_task(self._deliver(session, update_id, lane))

    def _ready(self) -> list[tuple[int, object]]:
        """The updates to post now: the first of each chat that has none under way."""
        ready: list[tuple[int, object]] = []
        room = self._connections - len(self._busy) // 2
        taken = {lane for kind, lane in (each for each in self._busy if isinstance(each, tuple)) if kind == "lane"}
        for update_id, update in self._updates.waiting.items():
            lane = lane_of(update)
            if not self.url or len(ready) >= room:
                break
            if lane not in taken:
                taken.add(lane)
                ready.append((update_id, lane))
        return ready

    async def _deliver(self, session: aiohttp.ClientSession, update_id: int, lane: object) -> None:
        update = self._updates.waiting[update_id]
        copies = [asyncio.create_task(self._post(session, update, late)) for late in self._delays()]
        self._copies |= set(copies)
        for copy in copies:
            copy.add_done_callback(self._copies.discard)
        if await copies[0]:
            self._updates.confirm(update_id)
        else:
            await asyncio.sleep(AGAIN)
        self._busy -= {update_id, ("lane", lane)}
        self.wake()

    def _delays(self) -> list[float]:
        """When each copy is posted; the first at once."""
        return [0.0, *(self._generator.uniform(0, self.lateness) for _ in range(self.copies - 1))]

    async def _post(self, session: aiohttp.ClientSession, update: Json, late: float) -> bool:
        await asyncio.sleep(late)
        self.posts += 1
        url = self._generator.choice(self.targets) if self.targets else self.url
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret}
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        try:
            async with session.post(url, json=update, headers=headers, timeout=timeout) as answer:
                await answer.read()
                return 200 <= answer.status < 300
        except (aiohttp.ClientError, OSError):
            return False


def lane_of(update: Json) -> object:
    """What an update has to keep its order with: its chat, else its sender, else nothing."""
    for content in update.values():
        if isinstance(content, dict):
            place = content.get("chat") or (content.get("message") or {}).get("chat") or content.get("from") or {}
            return place.get("id") if isinstance(place, dict) else None
    return update["update_id"]
