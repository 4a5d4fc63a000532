"""Texts in, one a line, and JSON out, one object a line: in step whatever comes, flushed as they go."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

CONTEXTS = ("dm", "group", "inline")
SHOWN_LENGTH = 80


class LineError(Exception):
    """A line of input that is no request; the text says why."""


@dataclass(frozen=True, slots=True)
class Request:
    """One text to look at; `now` is as it was written, None for this moment."""

    text: str
    now: str | None = None
    context: str = "dm"
    chat: str | int | None = None
    """The conversation that it belongs to; None for none."""
    as_of: date | None = None
    """The day at whose end it is answered, whatever the text says; None for what the text says."""

    def moment(self, zone: ZoneInfo) -> datetime:
        """The aware moment to answer at; one without an offset is in the programme's time zone."""
        if self.now is None:
            return datetime.now(zone)
        try:
            moment = datetime.fromisoformat(self.now)
            return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
        except (ValueError, OverflowError):
            raise LineError(
                f"{_short(self.now)} is not a date and time such as 2026-01-20 or 2026-01-20T09:00+09:00"
            ) from None


def read_request(line: bytes) -> Request:
    """One line of JSON as a request; raises LineError."""
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise LineError("the line is not UTF-8") from None
    except (ValueError, RecursionError):
        raise LineError("the line is not a JSON value") from None
    if isinstance(value, str):
        return Request(value)
    if not isinstance(value, dict):
        raise LineError('the line is neither a string nor an object with "text"')
    return _request_of(value)


def _request_of(fields: dict[str, object]) -> Request:
    unknown = sorted(fields.keys() - {"text", "now", "context", "chat"})
    if unknown:
        raise LineError(f"{_short(unknown[0])} is not known here; an object has text, now, context and chat")
    text, now, context = fields.get("text"), fields.get("now"), fields.get("context") or "dm"
    if not isinstance(text, str):
        raise LineError('"text" is missing or not a string')
    if now is not None and not isinstance(now, str):
        raise LineError('"now" is not a string')
    if not isinstance(context, str) or context not in CONTEXTS:
        raise LineError(f'"context" is none of {", ".join(CONTEXTS)}')
    chat = fields.get("chat")
    if chat is not None and (isinstance(chat, bool) or not isinstance(chat, str | int)):
        raise LineError('"chat" is neither a string nor a whole number')
    return Request(text, now, context, chat)


def input_lines() -> Iterator[bytes]:
    """The lines of standard input, each as soon as it is there."""
    for line in iter(sys.stdin.buffer.readline, b""):
        yield line.rstrip(b"\r\n")


def write_object(value: object) -> None:
    """One JSON object as a line of UTF-8; a lone surrogate goes out as the escape that it came as."""
    line = json.dumps(value, ensure_ascii=False, separators=(", ", ": ")) + "\n"
    sys.stdout.buffer.write(line.encode("utf-8", errors="backslashreplace"))
    sys.stdout.buffer.flush()


def stream(answer: Callable[[Request], object]) -> None:
    """Answer each line of standard input with one object; a line that is no request gets an object with `error`."""
    for line in input_lines():
        try:
            write_object(answer(read_request(line)))
        except LineError as error:
            write_object({"error": str(error)})


def write_text(text: str) -> None:
    """A text and a line break on standard output, in UTF-8 whatever the terminal says of itself."""
    sys.stdout.buffer.write(f"{text}\n".encode("utf-8", errors="replace"))
    sys.stdout.buffer.flush()


def _short(text: str) -> str:
    return repr(text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…")
