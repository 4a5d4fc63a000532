"""How the handling of one update can end, and how its failures are told apart."""

from datetime import timedelta
from enum import StrEnum

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

LONGEST_PAUSE = 60.0
"""Seconds between two tries at one update, whatever Telegram asks for: its chat waits that long."""


NO_ENTRY = ("chat not found", "not enough rights to send", "have no rights to send", "chat_write_forbidden")
"""What Telegram says, with 400 and not with 403, where a chat is gone or the bot was silenced in it."""

NO_MEDIA = (
    "to send photos",
    "to send documents",
    "to send media",
    "chat_send_photos_forbidden",
    "chat_send_docs_forbidden",
)
"""What Telegram says where a chat takes text from the bot and no pictures, or no files."""


class Outcome(StrEnum):
    """What became of an update; each of them confirms it."""

    HANDLED = "handled"
    WAITING = "waiting"
    """It is written down and will be handled."""
    REPEATED = "repeated"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    UNREADABLE = "unreadable"
    GIVEN_UP = "given_up"


class UnfinishedError(Exception):
    """The bot stopped before this update was handled: it must be delivered again."""


def is_unreachable(error: Exception) -> bool:
    """Whether the chat cannot be written to: the bot was blocked, removed or silenced, or the chat is gone."""
    if is_media_refused(error):
        return False
    if isinstance(error, BadRequest):
        said = str(error).lower()
        return any(each in said for each in NO_ENTRY)
    return isinstance(error, Forbidden)


def is_media_refused(error: Exception) -> bool:
    """Whether the chat takes no pictures or files from the bot; words it may take all the same."""
    said = str(error).lower()
    return isinstance(error, BadRequest) and any(each in said for each in NO_MEDIA)


def is_network(error: Exception) -> bool:
    """Whether the request may never have reached Telegram; to the library a refusal is a network error too."""
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def is_final(error: Exception) -> bool:
    """Whether Telegram would refuse the same again: what the bot sent is wrong, not when it sent it."""
    return isinstance(error, BadRequest)


def seconds_asked(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def pause_before(tries: int, error: Exception) -> float:
    """Seconds before the next try at an update that failed `tries` times; an outage is asked after every 3 s."""
    if isinstance(error, RetryAfter):
        return min(seconds_asked(error), LONGEST_PAUSE)
    return min(0.1 * 2.0**tries, 3.0)
