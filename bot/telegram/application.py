"""python-telegram-bot's application as we use it: nothing is confirmed behind our back, and no failure is swallowed."""

from collections.abc import Awaitable, Generator, Sequence
from contextvars import ContextVar
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, cast

from telegram.ext import Application, ApplicationBuilder, BaseRateLimiter, CallbackContext, ExtBot, Job

from bot.telegram.request import AiohttpRequest

if TYPE_CHECKING:
    from telegram._utils.types import JSONDict

TELEGRAM = "https://api.telegram.org"

SENT: ContextVar[dict[str, int] | None] = ContextVar("SENT", default=None)
"""The messages that the update in hand has sent so far, by `_fingerprint`: another try at it sends only the rest."""


class IpjangBot(ExtBot[None]):
    """A bot that hands out updates as they came: one that cannot be read must not hide the others of its batch."""

    def __init__(
        self,
        token: str,
        root: str,
        sending: AiohttpRequest,
        polling: AiohttpRequest,
        limiter: BaseRateLimiter[Any] | None,
    ) -> None:
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=sending,
            get_updates_request=polling,
            rate_limiter=limiter,
        )
        self._sending = sending
        self._polling = polling

    async def hang_up(self) -> None:
        """Close every connection, also of a bot that never got as far as `getMe`, which `shutdown` leaves open."""
        await self._sending.shutdown()
        await self._polling.shutdown()

    async def raw_updates(self, *, offset: int, limit: int, seconds: int, allowed: Sequence[str]) -> "list[JSONDict]":
        """`getUpdates`, unread; `offset` 0 is the oldest unconfirmed one. Waits up to `seconds` for one to come."""
        data = {"offset": offset, "limit": limit, "timeout": seconds, "allowed_updates": list(allowed)}
        patience = (self._request[0].read_timeout or 0) + seconds
        return cast("list[JSONDict]", await self._post("getUpdates", data, read_timeout=patience))

    async def say(self, message: dict[str, Any]) -> int:
        """`sendMessage` with these parameters, named and shaped as in the Bot API; gives the id of the message.

        A message that an earlier try at the same update has sent is not sent again: a reply of several parts goes on
        where it was refused. The library's `send_message` would build an object of ninety fields of what comes back,
        and another of each button that goes out: a fifth of what a whole answer costs.
        """
        sent, key = SENT.get(), _fingerprint(message)
        if sent is not None and key in sent:
            return sent[key]
        number = int(cast("JSONDict", await self._post("sendMessage", message))["message_id"])
        if sent is not None:
            sent[key] = number
        return number

    @property
    def last_answer(self) -> float | None:
        """The event loop's time of Telegram's last answer to anything but `getUpdates`; None before the first."""
        return self._sending.last_answer


def _fingerprint(message: dict[str, Any]) -> str:
    return blake2b(f"{message['chat_id']} {message['text']}".encode(), digest_size=8).hexdigest()


Context = CallbackContext[IpjangBot, dict[Any, Any], dict[Any, Any], dict[Any, Any]]
"""What a handler is given besides the update."""


class IpjangApplication(Application[IpjangBot, Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]):
    """An application whose `process_update` raises what a handler raised, so that the update is not confirmed.

    Handlers have to block (python-telegram-bot's default): one that runs on its own would be confirmed before its end.
    """

    async def process_error(
        self,
        update: object | None,
        error: Exception,
        job: "Job[Context] | None" = None,
        coroutine: Generator[Any, None, Any] | Awaitable[Any] | None = None,
    ) -> bool:
        """Raise an error in handling an update; pass on others, of tasks and jobs."""
        if update is not None and job is None and coroutine is None:
            raise error
        return await super().process_error(update, error, job, coroutine)

    def _mark_for_persistence_update(self, *, update: object | None = None, job: "Job[Context] | None" = None) -> None:
        """Remember nobody: the library notes every chat and user for a persistence to come, and we have none."""


def build_application(
    token: str, *, api_url: str = TELEGRAM, limiter: BaseRateLimiter[Any] | None = None, proxy: str | None = None
) -> IpjangApplication:
    """An application without handlers for one bot; `api_url` is the root of a Bot API server. Opens nothing yet."""
    sending, polling = AiohttpRequest(proxy=proxy), AiohttpRequest(connections=1, proxy=proxy)
    bot = IpjangBot(token, api_url.rstrip("/"), sending, polling, limiter)
    builder = ApplicationBuilder().application_class(IpjangApplication).bot(bot).updater(None).job_queue(None)
    return cast("IpjangApplication", builder.build())
