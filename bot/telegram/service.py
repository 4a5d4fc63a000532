"""The service: opens what stands between Telegram and the handlers, in order, and closes it in reverse."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot.health import Health, Metrics
from bot.settings import Address, Settings
from bot.telegram.application import IpjangApplication
from bot.telegram.backlog import WaitingRows
from bot.telegram.delivery import Delivery, Handling, Notices
from bot.telegram.rate_limits import Sending
from bot.telegram.retry import Occasionally, sleep_unless, unless_stopped
from bot.telegram.server import Serving, WebhookDoor
from bot.telegram.updater import Leadership, Polling, Webhook, WebhookAddress
from knowledge.storage.replicas import ChatTurn

_log = logging.getLogger(__name__)

UNWATCHED = "BOT_LISTEN: {address} cannot be listened on ({reason}); the bot answers, without /healthz and /metrics."


class TokenRefusedError(Exception):
    """Telegram does not know the token; carries nothing, as the library's own error quotes it."""


class UpdateSource(Protocol):
    """Where updates come from."""

    async def run(self, stop: asyncio.Event) -> None:
        """Bring updates until `stop` is set, then finish what is in hand."""


@dataclass(frozen=True, slots=True)
class Service:
    """One bot on one address; `allowed` are the kinds of update that its handlers want.

    `opened` is called when updates can be handled: with the port, for whoever waits for it; None where none is served.
    """

    application: IpjangApplication
    sending: Sending
    settings: Settings
    allowed: Sequence[str]
    notices: Notices | None = None
    metrics: Metrics = field(default_factory=Metrics)
    health: Health = field(default_factory=Health)
    turn_of: Callable[[int, int], ChatTurn] = ChatTurn
    rows: WaitingRows | None = None
    is_for_bot: Callable[[Update], bool] = lambda _: True
    leadership: Leadership | None = None
    opened: Callable[[int | None], None] | None = None
    closing: Callable[[], Awaitable[None]] | None = None
    """Awaited while Telegram can still be called: what is in the middle of being sent may end."""

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; raises TokenRefusedError, and OSError where a webhook's address is taken."""
        delivery = self._delivery()
        self.metrics.watch("updates_in_hand", "Updates being handled now.", lambda: delivery.in_hand)
        self.metrics.watch("updates_waiting", "Updates whose chat Telegram wants left alone.", lambda: delivery.waiting)
        await delivery.recall()
        settings = self.settings
        tells_state = settings.state_address is settings.listen
        serving = Serving(delivery, self.health, self.metrics, webhook=self._door(), tells_state=tells_state)
        aside = Serving(delivery, self.health, self.metrics)
        async with serving, aside:
            port = await self._listen(serving)
            if settings.listen_metrics is not None:
                await self._listen_aside(aside, settings.listen_metrics)
            async with self._opened(stop), delivery.opened():
                if self.opened is not None and not stop.is_set():
                    self.opened(port)
                await self._source(delivery).run(stop)
                if self.closing is not None:
                    await self.closing()
                self.health.stopping = True

    async def _listen(self, serving: Serving) -> int | None:
        """The port; a bot that polls goes on without one, since no question of a person's comes in by it."""
        try:
            return await serving.start(self.settings.listen.host, self.settings.listen.port)
        except OSError as error:
            if self.settings.webhook_url is not None:
                raise
            _log.warning(UNWATCHED.format(address=self.settings.listen, reason=(error.strerror or "unknown").lower()))
            return None

    async def _listen_aside(self, serving: Serving, address: Address) -> None:
        """Serve the state on an address of its own; the bot answers without it as well."""
        try:
            await serving.start(address.host, address.port)
        except OSError as error:
            reason = (error.strerror or "unknown").lower()
            _log.warning("BOT_LISTEN_METRICS: %s cannot be listened on (%s).", address, reason)

    def _delivery(self) -> Delivery:
        bot = self.application.bot
        return Delivery(
            Handling(
                bot=bot,
                handle=self._handle,
                last_answer=lambda: bot.last_answer,
                notices=self.notices,
                observer=self.metrics,
                turn_of=self.turn_of,
                rows=self.rows,
                ready_in=self.sending.ready_in,
                heard_from=self.sending.heard_from,
                is_for_bot=self.is_for_bot,
            )
        )

    async def _handle(self, update: Update) -> None:
        await self.application.process_update(update)

    def _door(self) -> WebhookDoor | None:
        url, secret = self.settings.webhook_url, self.settings.webhook_secret
        if url is None or secret is None:
            return None
        return WebhookDoor(urlsplit(url).path or "/", secret.get_secret_value())

    def _source(self, delivery: Delivery) -> UpdateSource:
        url, secret = self.settings.webhook_url, self.settings.webhook_secret
        if url is not None and secret is not None:
            address = WebhookAddress(url, secret.get_secret_value(), self.allowed)
            return Webhook(self.application.bot, delivery, self.health, address)
        return Polling(self.application.bot, delivery, self.health, allowed=self.allowed, leadership=self.leadership)

    @asynccontextmanager
    async def _opened(self, stop: asyncio.Event) -> AsyncIterator[None]:
        """The application, open; waits for the network if it has to."""
        complaint = Occasionally(_log)
        while not self.health.started and not stop.is_set():
            try:
                await unless_stopped(stop, self.application.initialize())
                self.health.started = not stop.is_set()
                if self.health.started:
                    self.health.end_outage()
            except InvalidToken:
                raise TokenRefusedError from None
            except TelegramError as error:
                sentence = f"Telegram cannot be reached ({type(error).__name__}); the bot waits until it can."
                self.health.lose(told=complaint.warn(sentence))
                await sleep_unless(stop, 2.0)
        try:
            yield
        finally:
            await self.application.shutdown()
            await self.application.bot.shutdown()  # open even where the application never was
