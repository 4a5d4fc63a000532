"""Where updates come from: polling, which confirms an update only when it was handled, and watching the webhook."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from time import time
from typing import Any, Protocol

from telegram import WebhookInfo
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.health import Health
from bot.telegram.application import IpjangBot
from bot.telegram.backlog import Settled
from bot.telegram.delivery import Delivery
from bot.telegram.retry import Occasionally, pause_before, sleep_unless, unless_stopped
from bot.telegram.server import CROWD
from bot.telegram.updates import update_id_of

LONG_POLL = 25
"""Seconds that Telegram may take to say that there is nothing; with 5 s on top, a dead line is noticed after 30."""
AT_ONCE = 100
"""Updates asked for at once: the most that Telegram gives, and all that it shows behind one that is not confirmed."""
SAME_AGAIN = 0.6
"""Seconds between two requests with the same offset: a Bot API server gives only one update to whoever asks sooner."""
GRACE = 8.0
"""Seconds that what is in hand may take when the bot is stopped; the whole stop has to fit into 10."""
AFTER_CONFLICT = 5.0
"""Seconds before asking again after a 409: long enough for the other one to be stopped in peace."""
LAST_WORD = 1.0
"""Seconds that the last confirmation may take."""
TOGETHER = 0.05
"""Seconds in which the updates of one batch may end together, before their ends are looked at one by one."""
BETWEEN_LEADERS = 2.0
"""Seconds between two attempts to become the one process that polls."""

SECOND_POLLER = (
    "Another process is getting this bot's updates (Telegram answers 409 Conflict): stop it, or give one of the two a "
    "bot of its own from @BotFather."
)
WEBHOOK_IS_SET = (
    "A webhook is set for this bot, so that it cannot poll (Telegram answers 409 Conflict): set BOT_WEBHOOK_URL, or "
    "find out who set it."
)
TOKEN_REFUSED = "Telegram does not accept BOT_TOKEN: it was revoked or mistyped; ask @BotFather for the current one."  # noqa: S105

_log = logging.getLogger(__name__)


class Leadership(Protocol):
    """Decides which of several processes polls."""

    async def is_held(self) -> bool:
        """Whether this process is the one; takes the place when it is free."""

    async def is_mine(self) -> bool:
        """Whether the place is surely this process's, although Telegram says that another one polls."""

    async def release(self) -> None:
        """Leave the place to another."""


class Alone:
    """For one process: it always leads."""

    async def is_held(self) -> bool:
        """Always."""
        return True

    async def is_mine(self) -> bool:
        """The other one is none of ours."""
        return True

    async def release(self) -> None:
        """Nothing to leave."""


class Polling:
    """One loop of `getUpdates`; everything that it fetched is under way at the same time."""

    def __init__(
        self,
        bot: IpjangBot,
        delivery: Delivery,
        health: Health,
        *,
        allowed: Sequence[str],
        leadership: Leadership | None = None,
    ) -> None:
        self._bot = bot
        self._delivery = delivery
        self._health = health
        self._allowed = allowed
        self._leadership = leadership or Alone()
        self._under_way: dict[int, Settled] = {}
        self._next = 0
        self._asked_from = -1
        self._failures = 0
        self._complaint = Occasionally(_log)
        self._webhook_removed = False
        self._leads = False

    @property
    def offset(self) -> int:
        """The oldest update that is neither handled nor written down, or the first that was never seen."""
        return min(self._under_way, default=self._next)

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop` is set; then finish what is in hand, confirm it, and leave."""
        try:
            while not stop.is_set():
                self._leads = await self._leadership.is_held()
                await (self._round(stop) if self._leads else self._stand_by(stop))
            await self._finish()
        finally:
            await self._leadership.release()

    async def _stand_by(self, stop: asyncio.Event) -> None:
        """Wait for the place; whoever has it moves the offset, so that ours means nothing when we have it again."""
        self._next, self._asked_from = 0, -1
        self._health.hear()
        await sleep_unless(stop, BETWEEN_LEADERS)

    async def _round(self, stop: asyncio.Event) -> None:
        if self._delivery.in_hand >= CROWD:
            await sleep_unless(stop, TOGETHER)
            return
        try:
            batch = await self._fetch(stop)
        except TelegramError as error:
            if not isinstance(error, Conflict) or await self._leadership.is_mine():
                await sleep_unless(stop, self._trouble(error))
            return
        if batch is None:
            return
        self._failures = 0
        self._health.reach()
        for raw in batch:
            self._accept(raw)
        if batch:
            await self._breathe()

    async def _fetch(self, stop: asyncio.Event) -> list[Any] | None:
        """The next updates; None when the bot is stopped meanwhile."""
        if not self._webhook_removed:
            await self._remove_webhook(stop)
        self._asked_from = self.offset
        request = self._bot.raw_updates(offset=self.offset, limit=AT_ONCE, seconds=LONG_POLL, allowed=self._allowed)
        return await unless_stopped(stop, request)

    async def _remove_webhook(self, stop: asyncio.Event) -> None:
        """A webhook would keep updates away. `getMe` knew the token, so a 404 is a server that has no webhooks."""
        try:
            self._webhook_removed = await unless_stopped(stop, self._bot.delete_webhook()) is True
            if self._webhook_removed:
                self._health.reach()  # the first long poll may say nothing for 25 s, and the bot is ready before
        except InvalidToken:
            self._webhook_removed = True

    def _accept(self, raw: dict[str, Any]) -> None:
        update_id = update_id_of(raw)
        if update_id is None:
            _log.warning("Something without an update_id came instead of an update")
        elif update_id not in self._under_way:
            settled = self._delivery.begin(raw)
            if not settled.done():
                self._under_way[update_id] = settled
                settled.add_done_callback(lambda settled: self._confirm(update_id, settled))
            self._next = update_id + 1  # not the highest ever seen: after a quiet week Telegram counts from anywhere

    def _confirm(self, update_id: int, settled: Settled) -> None:
        """Let the offset pass an update; one whose handling was broken off stays where it is."""
        if settled.result() is not None:
            del self._under_way[update_id]

    async def _breathe(self) -> None:
        """Give what was fetched the time to end, but ask again soon: others may wait behind a slow one."""
        loop = asyncio.get_running_loop()
        end = loop.time() + SAME_AGAIN
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=TOGETHER)
        while self.offset == self._asked_from and (left := end - loop.time()) > 0:
            if self._under_way:
                await asyncio.wait(self._under_way.values(), timeout=left, return_when=asyncio.FIRST_COMPLETED)
            else:
                await asyncio.sleep(left)

    def _trouble(self, error: TelegramError) -> float:
        """Say what is wrong, once a minute, and how many seconds to wait before asking again."""
        self._failures += 1
        if isinstance(error, Conflict):
            self._complaint.warn(SECOND_POLLER if "webhook" not in str(error).lower() else WEBHOOK_IS_SET)
            return AFTER_CONFLICT
        if isinstance(error, InvalidToken):
            self._complaint.warn(TOKEN_REFUSED)
            return 15.0
        if isinstance(error, RetryAfter):
            return pause_before(1, error)
        sentence = f"Telegram cannot be reached ({type(error).__name__}); updates wait there until it can."
        self._health.lose(told=self._complaint.warn(sentence))
        return min(0.25 * 2.0**self._failures, 5.0)

    async def _finish(self) -> None:
        """Wait for what was begun, and confirm what was handled or written down since the last request."""
        await self._delivery.drain(GRACE)
        if self._leads and self.offset > self._asked_from:
            try:
                async with asyncio.timeout(LAST_WORD):
                    await self._bot.raw_updates(offset=self.offset, limit=1, seconds=0, allowed=self._allowed)
            except (TelegramError, TimeoutError):
                _log.warning("The last updates could not be confirmed: Telegram will deliver them again")
        if self._under_way:
            _log.warning("%d updates were left unfinished: Telegram will deliver them again", len(self._under_way))


LOOK_EVERY = 30.0
"""Seconds between two looks at the webhook: a quiet bot is told from a lost one within the 90 s of `bot.health`."""
CONNECTIONS = 100
"""Connections that Telegram may open at the same time; it allows 1 to 100."""


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where Telegram posts to, and the secret that it sends along."""

    url: str
    secret: str
    allowed: Sequence[str]


class Webhook:
    """Registers the webhook and watches over it; the posts themselves come in through `bot.telegram.server`."""

    def __init__(self, bot: IpjangBot, delivery: Delivery, health: Health, address: WebhookAddress) -> None:
        self._bot = bot
        self._delivery = delivery
        self._health = health
        self._address = address
        self._complaint = Occasionally(_log)
        self._was_set = False

    async def run(self, stop: asyncio.Event) -> None:
        """Keep the webhook set until `stop` is; then finish what is in hand. It stays set: Telegram waits for us."""
        failures = 0
        while not stop.is_set():
            try:
                await unless_stopped(stop, self._look())
            except TelegramError as error:
                failures += 1
                sentence = f"The webhook could not be set ({type(error).__name__}: {error}); trying again."
                told = self._complaint.warn(sentence)
                if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
                    self._health.lose(told=told)
                await sleep_unless(stop, pause_before(failures, error) if isinstance(error, RetryAfter) else 3.0)
            else:
                failures = 0
                if not stop.is_set():
                    self._health.reach()
                await sleep_unless(stop, LOOK_EVERY)
        self._health.stopping = True
        await self._delivery.drain(GRACE)

    async def _look(self) -> None:
        """Set the webhook once, as the secret may have changed, and again where somebody else set another."""
        info = await self._bot.get_webhook_info() if self._was_set else None
        if info is not None and info.url == self._address.url:
            self._pass_on_complaint(info)
            return
        address = self._address
        await self._bot.set_webhook(
            address.url, secret_token=address.secret, allowed_updates=address.allowed, max_connections=CONNECTIONS
        )
        self._was_set = True

    def _pass_on_complaint(self, info: WebhookInfo) -> None:
        if info.last_error_date is not None and info.last_error_date.timestamp() > time() - LOOK_EVERY:
            self._complaint.warn(f"Telegram could not deliver to the webhook: {info.last_error_message}")
