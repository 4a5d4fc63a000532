"""Hooks: each changed headline and each correction posted to the addresses of `BOT_HOOKS`, signed, in order.

A post is made again until its address takes it, so it may arrive twice: its `number`, the audit's, tells.
"""

import asyncio
import hashlib
import hmac
import logging
import time
from dataclasses import replace

import aiohttp

from bot.chat.snapshot import ChangeReader, Record
from bot.settings import Settings
from bot.telegram.request import TRUST
from bot.telegram.retry import Occasionally
from bot.web.api import Api
from bot.web.schemas import dumped
from knowledge.changelog import RecordedChange, changes_behind
from knowledge.errors import StoreError
from knowledge.facts import Facts

SIGNATURE = "X-Hub-Signature-256"
"""`sha256=` and the HMAC of the body in hex, as GitHub's and WebSub's receivers check it."""
LOOK_SECONDS = 1.0
PATIENCE = aiohttp.ClientTimeout(total=10)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
"""Seconds before a post is made again, doubled each time."""
TAKEN = range(200, 300)

_log = logging.getLogger(__name__)


def signature(key: bytes, body: bytes) -> str:
    """The value of the header that signs a body."""
    return f"sha256={hmac.new(key, body, hashlib.sha256).hexdigest()}"


def key_of(settings: Settings) -> bytes:
    """The key that posts are signed with: BOT_HOOKS_SECRET, or one made of the bot's token, which nobody else has.

    `printf %s "$BOT_TOKEN" | openssl dgst -sha256 -hmac ipjang-hooks` prints the second.
    """
    if settings.hooks_secret is not None:
        return settings.hooks_secret.get_secret_value().encode()
    token = settings.token.get_secret_value() if settings.token is not None else ""
    return hmac.new(b"ipjang-hooks", token.encode(), hashlib.sha256).hexdigest().encode()


class Hooks:
    """Posts what changes of a record to some addresses, for as long as it runs."""

    def __init__(self, record: Record, changes: ChangeReader, settings: Settings) -> None:
        self._record = record
        self._changes = changes
        self._settings = settings
        self._key = key_of(settings)
        self._complaint = Occasionally(_log)

    async def run(self) -> None:
        """Post to every address, each at its own pace: none waits for another one."""
        async with aiohttp.ClientSession(timeout=PATIENCE, cookie_jar=aiohttp.DummyCookieJar()) as session:
            hooks = [each.get_secret_value() for each in self._settings.hooks]
            await asyncio.gather(*(self._serve(session, number, url) for number, url in enumerate(hooks, start=1)))

    async def _serve(self, session: aiohttp.ClientSession, number: int, url: str) -> None:
        told: tuple[str, int] | None = None
        while True:
            facts = self._record.snapshot.facts
            edition = facts.filling, facts.version
            try:
                if told != edition and await self._record.store.replicas.is_held():
                    await self._catch_up(session, number, url)
                    told = edition
            except StoreError as error:
                self._complaint.warn(f"Hook {number} of BOT_HOOKS waits for the database: {error}")
            await asyncio.sleep(LOOK_SECONDS)

    async def _catch_up(self, session: aiohttp.ClientSession, number: int, url: str) -> None:
        """Post what the address was not told yet; a new address is told from now on."""
        cursors, hook = self._record.store.hooks, hashlib.sha256(url.encode()).hexdigest()
        reached, newest = await cursors.read(hook), await self._record.store.audit.newest()
        if reached is None or reached > newest:
            await cursors.write(hook, newest)
            return
        facts, changes = await self._changes.read()
        for change in changes_behind(changes, reached):
            if change.is_news:
                await self._post(session, number, url, change.number, self._body(change, facts))
                await cursors.write(hook, change.number)

    async def _post(self, session: aiohttp.ClientSession, number: int, url: str, change: int, body: bytes) -> None:
        """Post it until it is taken."""
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "ipjang",
            SIGNATURE: signature(self._key, body),
            "X-Ipjang-Number": str(change),
        }
        pause = FIRST_PAUSE
        while not await self._is_taken(session, number, url, body, headers):
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _is_taken(
        self, session: aiohttp.ClientSession, number: int, url: str, body: bytes, headers: dict[str, str]
    ) -> bool:
        """Make one post; whether it was taken. What the address says beyond its status is not read."""
        trust = await TRUST.context() if url.startswith("https://") else True
        try:
            async with session.post(url, data=body, headers=headers, ssl=trust, allow_redirects=False) as answer:
                if answer.status in TAKEN:
                    return True
                reason = f"status {answer.status}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            reason = type(error).__name__
        self._complaint.warn(f"Hook {number} of BOT_HOOKS did not take a post ({reason}); it is made again.")
        return False

    def _body(self, change: RecordedChange, facts: Facts) -> bytes:
        """The change as `/api/1/changes` lists it, and its statement as it stands."""
        snapshot = replace(self._record.snapshot, facts=facts)
        told = Api(snapshot, self._settings.language, self._settings.web_url or "")
        return dumped(
            {
                "programme": snapshot.facts.programme.id,
                "posted": round(time.time()),
                "change": told.change(change).model_dump(mode="json", by_alias=True),
                "statement": told.statement_entry(change.statement).model_dump(mode="json", by_alias=True),
            }
        )
