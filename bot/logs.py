"""Logs: one line per event, readable in a terminal or as JSON, on standard error, and free of secrets."""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import quote, quote_plus, unquote, urlsplit

from pydantic import SecretStr

from bot.settings import Settings

TOKEN = re.compile(r"\d{5,20}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
"""Anything that looks like a bot token, ours or not, also inside a URL."""
HIDDEN = "[secret]"
SHORTEST = 4
"""Characters of a secret that is looked for: shorter ones would blot out ordinary words and hide nothing."""


class Redactor:
    """Replaces these secrets, and everything that looks like a bot token, in any text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {form for secret in secrets for form in _forms(secret) if len(form) >= SHORTEST}
        exact = [re.escape(form) for form in sorted(known, key=len, reverse=True)]
        self._pattern = re.compile("|".join([*exact, TOKEN.pattern]))

    def clean(self, text: str) -> str:
        """The text without secrets."""
        return self._pattern.sub(HIDDEN, text)

    def record(self, *args: object, **kwargs: object) -> logging.LogRecord:
        """A log record without secrets: a factory for `logging.setLogRecordFactory`.

        A filter on a handler would guard that handler only; this guards every handler that anybody adds. Formatters
        take a traceback that is there already (`exc_text`) instead of writing their own.
        """
        record = logging.LogRecord(*args, **kwargs)  # type: ignore[arg-type] # passed on as logging calls it
        self._clean_message(record)
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = self.clean("".join(traceback.format_exception(*record.exc_info)).rstrip())
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return record

    def _clean_message(self, record: logging.LogRecord) -> None:
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001 - logging would print the arguments, secrets and all
            record.msg, record.args = f"a message that could not be formatted, in {record.funcName}", ()
            return
        cleaned = self.clean(message)
        if cleaned != message:
            record.msg, record.args = cleaned, ()

    def last_words(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The traceback of an error that ends the process, without secrets: for `sys.excepthook`."""
        sys.stderr.write(self.clean("".join(traceback.format_exception(kind, error, trace))))

    def words_of_thread(self, ended: threading.ExceptHookArgs) -> None:
        """The same for an error that ends a thread: for `threading.excepthook`."""
        name = ended.thread.name if ended.thread is not None else "a thread"
        trace = traceback.format_exception(ended.exc_type, ended.exc_value, ended.exc_traceback)
        sys.stderr.write(self.clean(f"Exception in thread {name}:\n{''.join(trace)}"))

    def words_unraised(self, ended: "sys.UnraisableHookArgs") -> None:
        """The same for an error in a destructor, which nobody can catch: for `sys.unraisablehook`."""
        trace = traceback.format_exception(ended.exc_type, ended.exc_value, ended.exc_traceback)
        sys.stderr.write(self.clean(f"{ended.err_msg or 'Exception ignored in'}: {ended.object!r}\n{''.join(trace)}"))


def _forms(secret: str) -> Iterator[str]:
    """A secret as libraries write it: plain, quoted for a URL in several ways, in JSON; of a URL, its password too."""
    yield from (secret, quote(secret, safe=""), quote(secret, safe=" +"), quote_plus(secret), json.dumps(secret)[1:-1])
    try:
        password = urlsplit(secret).password
    except ValueError:
        return
    if password and not password.isalpha():  # a mere word, such as `ipjang`, stands in every other line
        yield password
        yield from _forms(unquote(password))


def secrets_of(settings: Settings) -> Iterator[str]:
    """Every secret that these settings hold."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, SecretStr):
                yield each.get_secret_value()


def guard(secrets: Iterable[str]) -> Redactor:
    """From now on nothing that is logged, and no traceback that is printed, shows one of these secrets or a token."""
    redactor = Redactor(secrets)
    logging.setLogRecordFactory(redactor.record)
    sys.excepthook = redactor.last_words
    threading.excepthook = redactor.words_of_thread
    sys.unraisablehook = redactor.words_unraised
    return redactor


TALKATIVE = ("telegram", "aiohttp", "aiosqlite", "alembic", "asyncio", "asyncpg", "sqlalchemy")
"""Libraries that log what people write, or every statement, when asked for details: warnings are enough of them."""
LINE = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, what was given as `extra`, and the traceback.

    `clean` takes secrets out of the line: what is given as `extra` joins a record only after it was made.
    """

    def __init__(self, clean: Callable[[str], str]) -> None:
        super().__init__()
        self._clean = clean

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in _STANDARD},
        }
        if record.exc_text or record.exc_info:
            line["traceback"] = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        return self._clean(json.dumps(line, ensure_ascii=False, default=str))


def configure(level: str, style: str, secrets: Iterable[str]) -> None:
    """Send the log to standard error, in the style `text` or `json`, without secrets."""
    redactor = guard(secrets)
    logging.raiseExceptions = False  # a log that cannot be written must not write its arguments elsewhere
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(redactor.clean) if style == "json" else logging.Formatter(LINE))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
