"""The bot as a real process, against the loopback stand-in for Telegram."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.loopback.server import Loopback
from tests.loopback.updates import message

PERSON, GROUP = 11, -10011


def environment(**settings: str) -> dict[str, str]:
    """The environment of a fresh machine with these settings."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("BOT_")}
    return {**inherited, **settings}


@asynccontextmanager
async def running(telegram: Loopback, folder: Path, **settings: str) -> AsyncIterator[Process]:
    """`ipjang run` in an empty folder, with a token and the address of the stand-in."""
    settings = {
        "BOT_TOKEN": telegram.token, "BOT_API_URL": telegram.url, "BOT_LISTEN": "127.0.0.1:0", **settings
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, stderr=asyncio.subprocess.PIPE,
        env=environment(PYTHONPATH=str(Path.cwd()), **settings),
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.fixture
async def telegram() -> AsyncIterator[Loopback]:
    async with Loopback() as opened:
        yield opened


async def test_a_running_bot_answers_a_person_and_a_mention_and_stays_out_of_chatter(
    telegram: Loopback, tmp_path: Path
) -> None:
    mention = [{"type": "mention", "offset": 0, "length": 11}]
    telegram.receive(message("KT는?", place=PERSON))
    telegram.receive(message("카카오 재도전한대", place=GROUP))
    telegram.receive(message("@ipjang_bot 카카오는?", place=GROUP, entities=mention))
    async with running(telegram, tmp_path) as process:
        await telegram.until(lambda: len(telegram.answers("sendMessage")) >= 2)
        telegram.receive(message("is Konan in?", place=PERSON))
        await telegram.until(lambda: len(telegram.texts(PERSON)) == 2)
        process.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(process.communicate(), 15)
    assert "KT는 미정입니다." in telegram.texts(PERSON)[0]
    assert "Considering" in telegram.texts(PERSON)[1]
    (answer,) = telegram.texts(GROUP)
    assert "카카오는 불참입니다." in answer
    assert telegram.refusals == []
    assert process.returncode == 0
    assert telegram.token.partition(":")[2] not in log.decode()


async def test_the_menus_are_put_up_in_both_languages_and_only_once(telegram: Loopback, tmp_path: Path) -> None:
    for _ in range(2):
        async with running(telegram, tmp_path) as process:
            telegram.calls.clear()
            await telegram.until(lambda: len(telegram.answers("getMyShortDescription")) == 3)
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.communicate(), 15)
    assert telegram.answers("setMyCommands", "setMyDescription", "setMyShortDescription") == []
    assert len(telegram.answers("getMyCommands")) == 9


async def refused(folder: Path, **settings: str) -> str:
    """What `ipjang run` says when it leaves with 1."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, stderr=asyncio.subprocess.PIPE,
        env=environment(**{"PYTHONPATH": str(Path.cwd()), "BOT_LISTEN": "127.0.0.1:0", **settings}),
    )  # fmt: skip
    _, log = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    return log.decode()


async def test_a_token_that_telegram_does_not_know_is_refused_in_one_sentence(
    telegram: Loopback, tmp_path: Path
) -> None:
    told = await refused(tmp_path, BOT_TOKEN="4201:wrong", BOT_API_URL=telegram.url)
    assert told.strip().splitlines()[-1].startswith("ipjang: Telegram does not accept BOT_TOKEN")
    assert "Traceback" not in told
    assert "4201:wrong" not in told


async def test_a_webhooks_address_that_is_taken_is_named(telegram: Loopback, tmp_path: Path) -> None:
    taken = telegram.url.removeprefix("http://")
    webhook = {"BOT_WEBHOOK_URL": "https://bot.example.org/hook", "BOT_WEBHOOK_SECRET": "s3cret"}
    told = await refused(tmp_path, BOT_TOKEN=telegram.token, BOT_API_URL=telegram.url, BOT_LISTEN=taken, **webhook)
    assert told.strip().splitlines()[-1].startswith(f"ipjang: BOT_LISTEN: {taken} cannot be listened on")
    assert "Traceback" not in told


async def test_a_bot_that_polls_answers_although_its_address_is_taken(telegram: Loopback, tmp_path: Path) -> None:
    telegram.receive(message("KT는?", place=PERSON))
    async with running(telegram, tmp_path, BOT_LISTEN=telegram.url.removeprefix("http://")):
        await telegram.until(lambda: len(telegram.texts(PERSON)) == 1)
    assert "KT는 미정입니다." in telegram.texts(PERSON)[0]


async def test_a_database_that_cannot_be_reached_is_told_in_one_sentence(telegram: Loopback, tmp_path: Path) -> None:
    nowhere = f"sqlite+aiosqlite:///{tmp_path}/missing/ipjang.db"
    told = await refused(tmp_path, BOT_TOKEN=telegram.token, BOT_API_URL=telegram.url, BOT_DATABASE_URL=nowhere)
    assert told.startswith("ipjang: The database cannot be reached")
    assert len(told.splitlines()) == 1
