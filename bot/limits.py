"""Telegram's limits: what may be sent to whom, when, and to whom no more (the clock and the dice are given)."""

from asyncio import Lock
from collections import OrderedDict
from collections.abc import Mapping

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
