"""Logs: one line per event, readable in a terminal or as JSON, on standard error."""

import json
import logging
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from bot.redaction import guard

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
