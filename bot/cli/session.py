"""The record of a command: opened, filled where it is empty, kept fresh; lines in and out, and signs of progress."""

import asyncio
import json
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

import knowledge
from bot.chat.snapshot import Record
from bot.settings import Settings
from knowledge.errors import Outage, StoreError
from knowledge.files.programme_file import read_programme_file
from knowledge.record.changes import LoadFile
from knowledge.record.editor import Editor
from knowledge.store import Store

PATIENCE = 0.7
"""Seconds of work before anything is shown: most of it is over by then."""
PAUSE = 0.2
FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
ERASE_LINE = "\r\x1b[2K"


class Progress:
    """What is being done and, where that is known, how far it has come."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.done = 0
        self.total: int | None = None

    def at(self, done: int, total: int | None = None) -> None:
        """Note how far the work has come."""
        self.done, self.total = done, total

    def line(self, frame: int, seconds: float) -> str:
        """How it is shown: `⠙ reading x.json … 45,000 of 115,000 (39 %), 2 s`."""
        counted = f" {self.done:,}" if self.done else ""
        if self.total:
            counted += f" of {self.total:,} ({100 * self.done // self.total} %)"
        return f"{FRAMES[frame % len(FRAMES)]} {self.label} …{counted}{',' if counted else ''} {seconds:.0f} s"


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Show the progress of a block on standard error where that is a terminal, and wipe it away at the end."""
    shown = Progress(label)
    if not sys.stderr.isatty():
        yield shown
        return
    over = threading.Event()
    painter = threading.Thread(target=_paint, args=(shown, over), daemon=True)
    painter.start()
    try:
        yield shown
    finally:
        over.set()
        painter.join()


def _paint(shown: Progress, over: threading.Event) -> None:
    began = time.monotonic()
    if over.wait(PATIENCE):
        return
    frame = 0
    while not over.wait(PAUSE):
        sys.stderr.write(ERASE_LINE + shown.line(frame, time.monotonic() - began))
        sys.stderr.flush()
        frame += 1
    sys.stderr.write(ERASE_LINE)
    sys.stderr.flush()


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


SHIPPED = Path(knowledge.__file__).parent / "programmes" / "dokpamo.yaml"
IN_MEMORY = "sqlite+aiosqlite:///:memory:"
FILL_KEY = "shipped-programme"
"""The request key of filling an empty database: two processes that start at once do it once."""


@asynccontextmanager
async def opened(settings: Settings, *, fill: bool) -> AsyncIterator[Store]:
    """The store of these settings, closed at the end; `fill` puts the shipped programme into an empty one."""
    store = await Store.open(settings.database_url.get_secret_value())
    try:
        if fill and await store.version() == 0:
            await fill_with_shipped(store)
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def opened_to_look(settings: Settings, *, fill: bool) -> AsyncIterator[Store]:
    """The store as it is, nothing written to it; where there is none yet, one in memory as first use would make it."""
    url = settings.database_url.get_secret_value()
    if missing_file(url) is not None:
        async with opened(settings.with_database(IN_MEMORY), fill=fill) as store:
            yield store
        return
    try:
        store = await Store.open(url, migrate=False)
    except StoreError as error:
        if error.code != Outage.OLDER or error.facts.get("revision") is not None:
            raise
        store = await Store.open(IN_MEMORY)
    try:
        yield store
    finally:
        await store.close()


def missing_file(url: str) -> Path | None:
    """The file of an SQLite database that nobody has made yet; None for any other database."""
    scheme, _, path = url.partition(":///")
    name = path.partition("?")[0]
    if not scheme.startswith("sqlite") or name in ("", ":memory:") or Path(name).exists():
        return None
    return Path(name)


async def fill_with_shipped(store: Store) -> None:
    """Load the shipped programme."""
    await Editor(store).save(
        LoadFile(file=read_programme_file(SHIPPED.read_bytes(), name=SHIPPED.name)), by="ipjang", key=FILL_KEY
    )


@asynccontextmanager
async def opened_record(settings: Settings, *, fill: bool) -> AsyncIterator[Record]:
    """The record of these settings, ready for questions; raises StoreError (`no_programme`) for an empty one."""
    async with opened(settings, fill=fill) as store:
        yield await Record.read(store)


Result = TypeVar("Result")

REFRESH_SECONDS = 1.0
"""Between two looks at the version: whoever holds the other end of a pipe may keep it open for days."""


class Session:
    """A record between `with` and its end; `fill` puts the shipped programme into an empty database."""

    def __init__(self, settings: Settings, *, fill: bool) -> None:
        self._opening = opened_record(settings, fill=fill)
        self._runner = asyncio.Runner()
        self._open = AsyncExitStack()

    def __enter__(self) -> Self:
        try:
            self.record: Record = self._runner.run(self._open.enter_async_context(self._opening))
        except BaseException:
            self._runner.close()
            raise
        self._checked = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._open.aclose())
        self._runner.close()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """The result of something that has to wait for the database."""
        return self._runner.run(work)

    def fresh(self) -> Record:
        """The record as it is now, or was a second ago."""
        if time.monotonic() - self._checked > REFRESH_SECONDS:
            self._runner.run(self.record.refresh_or_keep())
            self._checked = time.monotonic()
        return self.record
