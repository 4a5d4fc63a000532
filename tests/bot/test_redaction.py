"""Secrets in logs: there are none, at whatever level, in whatever library, in whatever traceback."""

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from telegram.error import TelegramError

from bot.logs import HIDDEN, TOKEN, Redactor, configure
from bot.telegram.application import build_application
from tests.bot.wired import SECRET, wired
from tests.loopback.faults import Fault
from tests.loopback.server import TOKEN as TOKEN_OF_LOOPBACK
from tests.loopback.server import Loopback
from tests.loopback.updates import message

OTHER = "987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx"


@contextmanager
def logging_to(stream: io.StringIO, style: str = "text", level: str = "DEBUG") -> Iterator[None]:
    """Logging as `ipjang run` sets it up, for the length of the block."""
    root, factory = logging.getLogger(), logging.getLogRecordFactory()
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    handlers, before = root.handlers[:], root.level
    error, sys.stderr = sys.stderr, stream
    levels = {name: logging.getLogger(name).level for name in ("telegram", "aiohttp", "asyncio")}
    try:
        configure(level, style, [TOKEN_OF_LOOPBACK, SECRET, "p@ss word/1"])
        yield
    finally:
        sys.stderr = error
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        logging.raiseExceptions = True
        logging.setLogRecordFactory(factory)
        root.handlers[:] = handlers
        root.setLevel(before)
        for name, each in levels.items():
            logging.getLogger(name).setLevel(each)


@pytest.mark.parametrize(
    "text",
    [
        f"https://api.telegram.org/bot{OTHER}/getMe",
        f"https://api.telegram.org/bot{OTHER.replace(':', '%3A')}/getMe",
        f"token={OTHER!r}",
        f"bot{OTHER}",
        f"the secret is {SECRET}.",
        "postgresql://user:p%40ss%20word%2F1@host/db",
        "p@ss word/1",
    ],
)
def test_secrets_and_tokens_are_hidden_wherever_they_stand(text: str) -> None:
    cleaned = Redactor([SECRET, "p@ss word/1"]).clean(text)
    assert HIDDEN in cleaned
    assert not any(secret in cleaned for secret in (OTHER[12:], SECRET, "p%40ss", "p@ss"))


@pytest.mark.parametrize(
    "shown",
    [
        "{p}",
        "postgresql+asyncpg://u:p%40ss w%22rd%2F1@h/db",
        "postgresql+asyncpg://u:p%40ss+w%22rd%2F1@h/db",
        '"p@ss w\\"rd/1"',
    ],
)
def test_the_password_of_the_database_is_hidden_without_the_url_around_it(shown: str) -> None:
    password = 'p@ss w"rd/1'
    redactor = Redactor([f"postgresql+asyncpg://u:{quote(password, safe='')}@h/db"])
    cleaned = redactor.clean(shown.format(p=password))
    assert HIDDEN in cleaned
    assert "ss" not in cleaned


def test_ordinary_text_stays() -> None:
    text = "2026-01-16T14:00:00 Update 123456789 (message) handled in 1.2 ms, 카카오: 불참, 12:30"
    assert Redactor(["abc", ""]).clean(text) == text


@pytest.mark.parametrize("style", ["text", "json"])
def test_no_logger_and_no_traceback_shows_a_secret(style: str) -> None:
    stream = io.StringIO()
    with logging_to(stream, style):
        log = logging.getLogger("some.library")
        log.debug("GET https://api.telegram.org/bot%s/getMe", TOKEN_OF_LOOPBACK)
        log.info("%(url)s", {"url": f"bot{OTHER}"})
        log.info("wrong number of arguments %s %s", TOKEN_OF_LOOPBACK)
        try:
            raise ValueError(f"no such host: {SECRET}")  # noqa: TRY301
        except ValueError:
            log.exception("failed", stack_info=True)
    assert SECRET not in stream.getvalue()
    assert not TOKEN.search(stream.getvalue())
    assert stream.getvalue().count(HIDDEN) >= 3
    assert "ValueError: no such host" in stream.getvalue()


def test_the_last_words_of_a_process_are_cleaned_too() -> None:
    stream = io.StringIO()
    with logging_to(stream):
        error = RuntimeError(f"bot{TOKEN_OF_LOOPBACK}")
        sys.excepthook(RuntimeError, error, None)
    assert stream.getvalue() == f"RuntimeError: bot{HIDDEN}\n"


def test_what_ends_a_thread_or_a_destructor_is_cleaned_too() -> None:
    class Dying:
        def __del__(self) -> None:
            raise RuntimeError(f"bot{TOKEN_OF_LOOPBACK}")

    def fail() -> None:
        raise RuntimeError(f"bot{OTHER}")

    stream = io.StringIO()
    with logging_to(stream):
        Dying()
        thread = threading.Thread(target=fail, name="a-worker")
        thread.start()
        thread.join()
    logged = stream.getvalue()
    assert not TOKEN.search(logged)
    assert logged.count(f"RuntimeError: bot{HIDDEN}\n") == 2
    assert "a-worker" in logged


def test_no_secret_hides_in_what_a_json_line_carries_besides() -> None:
    stream = io.StringIO()
    with logging_to(stream, "json"):
        extra = {"url": f"https://api.telegram.org/bot{OTHER}/getMe", "error": ValueError(SECRET), "deep": [SECRET]}
        logging.getLogger("some.library").info("sent", extra=extra)
    assert OTHER[12:] not in stream.getvalue()
    assert SECRET not in stream.getvalue()
    assert json.loads(stream.getvalue())["url"] == f"https://api.telegram.org/bot{HIDDEN}/getMe"


def test_json_lines_carry_their_facts() -> None:
    stream = io.StringIO()
    with logging_to(stream, "json"):
        logging.getLogger("x").info("한글", extra={"update_id": 5})
    line = json.loads(stream.getvalue())
    assert (line["message"], line["update_id"], line["level"], line["logger"]) == ("한글", 5, "INFO", "x")
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize("webhook", [False, True])
async def test_a_whole_conversation_at_debug_shows_no_secret_and_nobodys_words(webhook: bool) -> None:
    stream = io.StringIO()
    with logging_to(stream):
        async with Loopback() as telegram, wired(telegram, webhook=webhook):
            telegram.faults.inject(Fault.BAD_GATEWAY, method="sendMessage")
            telegram.faults.inject(Fault.CUT)
            for number in range(3):
                telegram.receive(message(f"private words {number}", place=7))
            await telegram.until(lambda: not telegram.updates.waiting)
        bot = build_application(OTHER, api_url="http://127.0.0.1:9").bot
        with pytest.raises(TelegramError):
            await bot.initialize()
        await bot.shutdown()
    logged = stream.getvalue()
    assert "Update 1000 (message) handled" in logged
    assert not TOKEN.search(logged)
    assert SECRET not in logged
    assert "private words" not in logged
