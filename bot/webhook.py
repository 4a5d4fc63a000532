"""The webhook: tells Telegram where to post updates, and keeps an eye on whether it still does."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from time import time

from telegram import WebhookInfo
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.health import Health
from bot.patience import Occasionally, sleep_unless, unless_stopped
from bot.telegram.application import IpjangBot
from bot.telegram.delivery import Delivery
from bot.telegram.retry import pause_before
from bot.telegram.updater import GRACE

LOOK_EVERY = 30.0
"""Seconds between two looks at the webhook: a quiet bot is told from a lost one within the 90 s of `bot.health`."""
CONNECTIONS = 100
"""Connections that Telegram may open at the same time; it allows 1 to 100."""

_log = logging.getLogger(__name__)


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
