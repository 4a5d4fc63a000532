"""Telegram's limits: each call in its time, again where it failed, and not at all where nobody wants it."""

import asyncio
from asyncio import Lock
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import random
from typing import TYPE_CHECKING, Any, Protocol

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from bot.telegram.retry import is_network, is_unreachable, seconds_asked

if TYPE_CHECKING:
    from telegram._utils.types import JSONDict

    Result = bool | JSONDict | list[JSONDict]

PER_CHAT = (1, 1.0)
"""Messages and seconds: one a second to one chat."""
PER_GROUP = (20, 60.0)
"""Messages and seconds: twenty a minute to one group."""
MARGIN = 0.02
"""Share by which each window is longer than Telegram says: two messages may travel at different speeds."""
REMEMBERED = 200
"""Chats remembered at a time; only those that have nothing to wait for are forgotten."""
CLOSED_FOR = 3600.0
"""Seconds for which a chat that refused the bot is left alone, unless somebody writes there."""

NOT_COUNTED = frozenset({"sendChatAction"})


def chat_of(endpoint: str, data: Mapping[str, object]) -> int | str | None:
    """The chat whose limits a call counts against; None for calls that are no message."""
    chat = data.get("chat_id")
    if not endpoint.startswith(("send", "edit", "forward", "copy")) or endpoint in NOT_COUNTED:
        return None
    return chat if isinstance(chat, int | str) else None


class Window:
    """At most `count` events within `seconds`, wherever the window is laid."""

    __slots__ = ("_count", "_moments", "_seconds")

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds * (1 + MARGIN)
        self._moments: list[float] = []  # a deque would be longer than most of them by 700 bytes

    @property
    def size(self) -> int:
        """How many events fit."""
        return self._count

    def wait(self, now: float, *, left: int = 0) -> float:
        """Seconds until one more event fits, with so many places `left` free behind it."""
        behind = len(self._moments) - (self._count - left)
        if behind < 0:
            return 0.0
        return max(0.0, self._moments[behind] + self._seconds - now)

    def count(self, now: float) -> None:
        """One more event."""
        if len(self._moments) == self._count:
            del self._moments[0]
        self._moments.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether nothing in it matters any more."""
        return not self._moments or self._moments[-1] + self._seconds <= now


class ChatPace:
    """What one chat has to wait for, and whether it may be written to; `turn` keeps its messages in order."""

    __slots__ = ("_closed_at", "_closed_since", "_paused_until", "_windows", "turn")

    def __init__(self, is_group: bool) -> None:
        self.turn = Lock()
        self._closed_at: float | None = None
        self._closed_since = 0
        self._windows = (Window(*PER_CHAT), Window(*PER_GROUP)) if is_group else (Window(*PER_CHAT),)
        self._paused_until = 0.0

    def asked(self, now: float) -> float:
        """Seconds of patience that Telegram asked for and that are not over."""
        return max(0.0, self._paused_until - now)

    def wait(self, now: float, *, unlimited: bool) -> float:
        """Seconds until the next message; without limits only what Telegram asked for counts."""
        asked = self.asked(now)
        return asked if unlimited else max(asked, *(window.wait(now) for window in self._windows))

    def count(self, now: float) -> None:
        """A message was sent, or may have been."""
        for window in self._windows:
            window.count(now)

    def pause(self, until: float) -> None:
        """Telegram asked for patience, with this chat only."""
        self._paused_until = max(self._paused_until, until)

    def close(self, now: float, telegrams_time: int) -> None:
        """The chat refuses the bot, now by our clock, and by Telegram's not before that time."""
        self._closed_at, self._closed_since = now, telegrams_time

    def hear(self, written: int) -> None:
        """Somebody wrote in the chat, by Telegram's clock: it is open where that was after it refused.

        Only times of Telegram's are compared: a clock of ours that is an hour ahead would keep it closed.
        """
        if written > self._closed_since:
            self._closed_at = None

    def is_closed(self, now: float) -> bool:
        """Whether the chat refused the bot within the hour, and nobody has written there since."""
        return self._closed_at is not None and now - self._closed_at < CLOSED_FOR

    def is_idle(self, now: float) -> bool:
        """Whether it can be forgotten."""
        quiet = all(window.is_idle(now) for window in self._windows) and self._paused_until <= now
        return quiet and not self.is_closed(now) and not self.turn.locked()


class ChatPaces:
    """The pace of each chat, as many as are needed; one that has nothing to remember costs nothing."""

    def __init__(self) -> None:
        self._paces: OrderedDict[int | str, ChatPace] = OrderedDict()

    def __len__(self) -> int:
        return len(self._paces)

    def of(self, chat: int | str, now: float) -> ChatPace:
        """The pace of a chat; channels and groups have negative ids or names."""
        pace = self._paces.get(chat)
        if pace is None:
            pace = self._paces[chat] = ChatPace(is_group=isinstance(chat, str) or chat < 0)
            self._forget_some(now)
        self._paces.move_to_end(chat)
        return pace

    def known(self, chat: int | str) -> ChatPace | None:
        """The pace of a chat that there is something to remember of."""
        return self._paces.get(chat)

    def _forget_some(self, now: float) -> None:
        """Forget at most two of the oldest at a time, so that no single message pays for all."""
        for chat in list(self._oldest(2)) if len(self._paces) > REMEMBERED else ():
            if self._paces[chat].is_idle(now):
                del self._paces[chat]
            else:
                self._paces.move_to_end(chat)

    def _oldest(self, count: int) -> list[int | str]:
        keys = iter(self._paces)
        return [next(keys) for _ in range(count)]


A_MOMENT = 0.02
"""Seconds after which a notice looks again whether no answer waits."""
MAX_TRIES = 7
"""Tries at one call: with three in ten failing, one in five thousand is left to the next try at its update."""
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
"""Seconds: the pause doubles from the one to the other; 12 s in all, but for the dice."""
PATIENCE = 5.0
"""Seconds that a message may wait here because Telegram asked for it; for longer, its update is written down."""
LONG_PATIENCE = 60.0
"""The same for what nobody waits for, such as menus."""

NOTICES = (25, 1.0)
"""Notices and seconds: what nobody waits for takes less than Telegram's thirty a second."""
LEFT_TO_ANSWERS = 10
"""One in so many messages of the settings' rate that notices leave free."""

TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")
"""What Telegram says where the topic of a message was deleted meanwhile; the chat is still there."""
TOO_LATE, UNCHANGED = "query is too old", "message is not modified"
SETTLED: "Mapping[str, tuple[str, Result]]" = {
    "answerCallbackQuery": (TOO_LATE, True),
    "answerInlineQuery": (TOO_LATE, True),
    "answerGuestQuery": (TOO_LATE, {"inline_message_id": ""}),
    "editMessageText": (UNCHANGED, True),
    "editMessageReplyMarkup": (UNCHANGED, True),
}
"""Refusals that say that nothing is left to do, as after a delivery that comes again, and what such a call gives."""


class Traffic(Protocol):
    """Counts calls to Telegram."""

    def call(self, endpoint: str, outcome: str) -> None:
        """One try: `ok`, or the name of the error."""


class Sending(BaseRateLimiter[None]):
    """Keeps python-telegram-bot's calls within Telegram's limits and tries again what may succeed later.

    `rate` is messages a second over all chats, 0 for no limit of any kind. One chat's wait holds up no other.
    (`AIORateLimiter` knows no limit per chat, retries nothing by default, and lets one chat's RetryAfter stall all.)
    `migrated` is told when a group has become a supergroup: old id, new id.
    """

    def __init__(
        self,
        rate: float = 30.0,
        *,
        traffic: Traffic | None = None,
        migrated: Callable[[int, int], Awaitable[None]] | None = None,
    ) -> None:
        self._all = Window(max(1, int(rate)), max(1, int(rate)) / rate) if rate else None
        self._gate = asyncio.Lock()
        self._at_gate = 0
        self._notices = Window(*NOTICES)
        self._paces = ChatPaces()
        self._traffic = traffic
        self._migrated = migrated
        self._telegrams_time = 0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    def heard_from(self, chat: int, written: int) -> None:
        """Somebody wrote in a chat, at this time by Telegram's clock: it may take messages again."""
        self._telegrams_time = max(self._telegrams_time, written)
        pace = self._paces.known(chat)
        if pace is not None:
            pace.hear(written)

    def ready_in(self, chat: int) -> float:
        """Seconds until a chat may be sent a message.

        Raises RetryAfter, without a call, where Telegram asked for more patience than a message has.
        """
        pace, now = self._paces.known(chat), _now()
        if pace is None or pace.is_closed(now):
            return 0.0
        _refuse_long(pace, now)
        return pace.wait(now, unlimited=self._all is None)

    def leisure(self, chat: int) -> float:
        """Seconds until a message that nobody waits for may go: no answer waits, in this chat or for any place.

        0 for a chat that is to be left alone for long: the call says for how long.
        """
        now, pace = _now(), self._paces.known(chat)
        wait = self._notices.wait(now)
        if pace is not None and not pace.is_closed(now) and pace.asked(now) <= PATIENCE:
            wait = max(wait, pace.wait(now, unlimited=False), A_MOMENT if pace.turn.locked() else 0.0)
        if self._all is not None:
            left = self._all.size // LEFT_TO_ANSWERS
            wait = max(wait, A_MOMENT if self._at_gate else self._all.wait(now, left=left))
        return wait

    def count_notice(self, chat: int) -> None:
        """A notice goes out: also where there are no limits, one a second to a chat."""
        now = _now()
        self._notices.count(now)
        if self._all is None:
            self._paces.of(chat, now).count(now)

    async def process_request(
        self,
        callback: "Callable[..., Coroutine[Any, Any, Result]]",
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002 - the library's signature
    ) -> "Result":
        """One call, with all its tries; raises what the last of them raised, or at once where nothing can help."""
        call = _Call(lambda: callback(*args, **kwargs), endpoint, data)
        chat = chat_of(endpoint, data)
        if chat is None:
            return await self._persist(call, None)
        pace = self._paces.of(chat, _now())
        try:
            async with pace.turn:
                return await self._persist_beside_topics(call, pace)
        except ChatMigrated as error:
            return await self._follow(call, chat, error.new_chat_id)

    async def _persist_beside_topics(self, call: "_Call", pace: ChatPace) -> "Result":
        """Try until it succeeds or cannot; what belongs in a topic that is gone goes into the chat, once."""
        try:
            return await self._persist(call, pace)
        except BadRequest as error:
            is_gone = any(refusal in str(error).lower() for refusal in TOPIC_GONE)
            if not is_gone or call.data.pop("message_thread_id", None) is None:
                raise
        return await self._persist(call, pace)

    async def _follow(self, call: "_Call", old: int | str, new: int) -> "Result":
        """A group became a supergroup: the call goes to the new one."""
        if self._migrated is not None and isinstance(old, int):
            await self._migrated(old, new)
        call.data["chat_id"] = new
        pace = self._paces.of(new, _now())
        async with pace.turn:
            return await self._persist(call, pace)

    async def _persist(self, call: "_Call", pace: ChatPace | None) -> "Result":
        """Try until it succeeds or cannot; a chat is waited for in its turn, so that its messages keep their order."""
        patience = PATIENCE if pace is not None or call.endpoint.startswith("answer") else LONG_PATIENCE
        for tries in range(1, MAX_TRIES + 1):
            await self._wait(pace)
            try:
                return await self._once(call, pace)
            except TelegramError as error:
                refusal, result = SETTLED.get(call.endpoint, ("", True))
                if refusal and refusal in str(error).lower():
                    return result
                pause = _pause_after(error, tries)
                patience -= pause if isinstance(error, RetryAfter) else 0
                if pace is not None:
                    self._learn(pace, error, pause)
                if tries == MAX_TRIES or patience < 0 or not _may_help(error):
                    raise
            await asyncio.sleep(pause)
        raise AssertionError("the last try returns or raises")

    async def _once(self, call: "_Call", pace: ChatPace | None) -> "Result":
        try:
            result = await call.make()
        except TelegramError as error:
            self._count(call.endpoint, type(error).__name__)
            raise
        finally:
            if pace is not None and self._all is not None:
                pace.count(_now())
        self._count(call.endpoint, "ok")
        return result

    async def _wait(self, pace: ChatPace | None) -> None:
        """Wait for the chat's turn first, and for a place among all messages only then: it would be held unused."""
        if pace is None:
            return
        if pace.is_closed(_now()):
            raise Forbidden("Forbidden: this chat refused the bot before and nobody has written there since")
        _refuse_long(pace, _now())
        if seconds := pace.wait(_now(), unlimited=self._all is None):
            await asyncio.sleep(seconds)
        if self._all is not None:
            self._at_gate += 1
            try:
                async with self._gate:
                    await asyncio.sleep(self._all.wait(_now()))
                    self._all.count(_now())
            finally:
                self._at_gate -= 1

    def _learn(self, pace: ChatPace, error: TelegramError, pause: float) -> None:
        """What an error says of the chat: not now, or never."""
        if isinstance(error, RetryAfter):
            pace.pause(_now() + pause)
        elif is_unreachable(error):
            pace.close(_now(), self._telegrams_time)

    def _count(self, endpoint: str, outcome: str) -> None:
        if self._traffic is not None:
            self._traffic.call(endpoint, outcome)


@dataclass(frozen=True, slots=True)
class _Call:
    """One call; `data` are its parameters, which the next try reads anew."""

    make: "Callable[[], Awaitable[Result]]"
    endpoint: str
    data: dict[str, Any]


def _now() -> float:
    return asyncio.get_running_loop().time()


def _may_help(error: TelegramError) -> bool:
    """Whether the same call may succeed later."""
    return isinstance(error, RetryAfter) or is_network(error)


def _pause_after(error: TelegramError, tries: int) -> float:
    """Seconds before the next try: what Telegram asks for, or longer each time; by dice, lest many come at once."""
    if isinstance(error, RetryAfter):
        return seconds_asked(error) + 0.5 * random()  # noqa: S311 - no secret
    return min(FIRST_PAUSE * 2.0 ** (tries - 1), LONGEST_PAUSE) * (0.5 + 0.5 * random())  # noqa: S311


def _refuse_long(pace: ChatPace, now: float) -> None:
    """Raise RetryAfter where the chat is not to be called for longer than a message may wait."""
    if (asked := pace.asked(now)) > PATIENCE:
        raise RetryAfter(timedelta(seconds=asked))
