"""A bot on the loopback Bot API, wired as in earnest but for the handler that a test gives."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pydantic import SecretStr
from telegram import Update
from telegram.ext import TypeHandler

from bot.health import Health, Metrics
from bot.settings import Address, Settings
from bot.telegram.application import Context, build_application
from bot.telegram.backlog import WaitingRows
from bot.telegram.rate_limits import Sending
from bot.telegram.service import Service
from bot.telegram.updater import Leadership
from tests.loopback.server import Loopback
from tests.ports import free_port

Handler = Callable[[Update, Context], Coroutine[None, None, None]]

ALLOWED = ("message", "callback_query", "inline_query", "my_chat_member")
SECRET = "a-secret-of-the-webhook"


async def echo(update: Update, context: Context) -> None:
    """The simplest bot."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "(nothing)")


@dataclass
class Polite:
    """Remembers what the bot said of its own accord."""

    apologies: list[str] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    async def apologise(self, update: Update, reference: str) -> None:
        """Remember it."""
        self.apologies.append(reference)

    async def ask_for_patience(self, update: Update) -> None:
        """Remember to whom."""
        assert update.effective_user is not None
        self.told.append(update.effective_user.id)


@dataclass
class Wired:
    """A running bot."""

    service: Service
    notices: Polite
    stop: asyncio.Event
    task: asyncio.Task[None]
    port: int | None

    @property
    def metrics(self) -> Metrics:
        """Its counters."""
        return self.service.metrics

    @property
    def health(self) -> Health:
        """Its state."""
        return self.service.health

    @property
    def root(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def counted(self, name: str, **labels: str) -> float:
        """The value of a counter."""
        return self.metrics.registry.get_sample_value(name, labels) or 0.0


@asynccontextmanager
async def wired(
    telegram: Loopback,
    handler: Handler = echo,
    *,
    rate: float = 0,
    webhook: bool = False,
    leadership: Leadership | None = None,
    listen: Address | None = None,
    listen_metrics: Address | None = None,
    rows: WaitingRows | None = None,
) -> AsyncIterator[Wired]:
    """A bot that runs for the length of the block; without limits unless `rate` is given, or rows for what waits."""
    notices, stop = Polite(), asyncio.Event()
    opened: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
    metrics = Metrics()
    sending = Sending(rate, traffic=metrics)
    application = build_application(telegram.token, api_url=telegram.url, limiter=sending)
    application.add_handler(TypeHandler(Update, handler))
    port = free_port() if webhook else 0
    settings = Settings(
        token=SecretStr(telegram.token),
        api_url=telegram.url,
        send_rate=rate,
        listen=listen or Address(host="127.0.0.1", port=port),
        listen_metrics=listen_metrics,
        webhook_url=f"http://127.0.0.1:{port}/hook" if webhook else None,
        webhook_secret=SecretStr(SECRET) if webhook else None,
    )
    service = Service(
        application, sending, settings, ALLOWED, notices, metrics,
        leadership=leadership, rows=rows, opened=opened.set_result,
    )  # fmt: skip
    task = asyncio.create_task(service.run(stop))
    task.add_done_callback(lambda _: opened.done() or opened.cancel())
    try:
        yield Wired(service, notices, stop, task, await opened)
    finally:
        stop.set()
        await task
