"""The bot as a real process, against the loopback stand-in for Telegram."""

import asyncio
import signal
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.cli.run import database_place
from tests.commands import environment
from tests.loopback.faults import Fault
from tests.loopback.server import Loopback
from tests.loopback.updates import message

PERSON, GROUP = 11, -10011


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


async def refused(folder: Path, *, status: int = 1, **settings: str) -> str:
    """What `ipjang run` says when it leaves with 1, or another status."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder,
        stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        env=environment(**{"PYTHONPATH": str(Path.cwd()), "BOT_LISTEN": "127.0.0.1:0", **settings}),
    )  # fmt: skip
    _, log = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == status
    return log.decode()


async def test_a_token_that_telegram_does_not_know_is_refused_in_one_sentence(
    telegram: Loopback, tmp_path: Path
) -> None:
    told = await refused(tmp_path, status=78, BOT_TOKEN="4201:wrong", BOT_API_URL=telegram.url)
    assert told.strip().splitlines()[-1].startswith("ipjang: Telegram does not accept BOT_TOKEN")
    assert "Traceback" not in told
    assert "4201:wrong" not in told


async def test_a_webhooks_address_that_is_taken_is_named(telegram: Loopback, tmp_path: Path) -> None:
    taken = telegram.url.removeprefix("http://")
    told = await refused(
        tmp_path, BOT_TOKEN=telegram.token, BOT_API_URL=telegram.url, BOT_LISTEN=taken,
        BOT_WEBHOOK_URL="https://bot.example.org/hook", BOT_WEBHOOK_SECRET="s3cret",
    )  # fmt: skip
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


async def test_a_day_in_the_log_is_a_start_an_outage_and_its_end_a_signal_and_an_end(
    telegram: Loopback, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/facts.db?timeout=31"
    async with running(telegram, tmp_path, BOT_DATABASE_URL=url) as process:
        telegram.faults.inject(Fault.BAD_GATEWAY, method="getUpdates", times=1)
        telegram.receive(message("KT는?", place=PERSON))
        await telegram.until(lambda: len(telegram.texts(PERSON)) == 1 and telegram.faults.injected == 1, 60)
        telegram.receive(message("KT는?", place=PERSON))
        await telegram.until(lambda: len(telegram.texts(PERSON)) == 2)
        for _ in range(2):
            process.send_signal(signal.SIGTERM)
        _, told = await asyncio.wait_for(process.communicate(), 15)
    log = told.decode()
    lines = [line.partition(": ")[2] for line in log.splitlines()]
    starts = [line for line in lines if " starts: " in line]
    assert starts == [
        f"ipjang 0.1.0 starts: SQLite {tmp_path}/facts.db; polling; Sovereign AI Foundation Model (dokpamo), "
        "16 teams, 17 statements"
    ]
    assert lines[0] == starts[0]
    assert log.count("Telegram is reachable again, after ") == 1, log
    assert [line for line in lines if "SIGTERM" in line] == ["SIGTERM: finishing what is in hand"]
    assert lines[-1] == "ipjang has ended"


async def test_a_stop_during_an_outage_does_not_say_that_telegram_is_there_again(
    telegram: Loopback, tmp_path: Path
) -> None:
    async with running(telegram, tmp_path) as process:
        telegram.receive(message("KT는?", place=PERSON))
        await telegram.until(lambda: len(telegram.texts(PERSON)) == 1)
        telegram.faults.inject(Fault.BAD_GATEWAY, method="getUpdates", times=100)
        telegram.receive(message("KT는?", place=PERSON))
        await telegram.until(lambda: telegram.faults.injected > 0)
        telegram.faults.black_hole()
        await asyncio.sleep(1.5)
        process.send_signal(signal.SIGTERM)
        _, told = await asyncio.wait_for(process.communicate(), 15)
    assert "Telegram cannot be reached" in told.decode()
    assert "reachable again" not in told.decode()
    assert told.decode().rstrip().endswith("ipjang has ended")


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("sqlite+aiosqlite:///ipjang.db", "SQLite ipjang.db"),
        ("sqlite+aiosqlite:////data/ipjang.db?timeout=5", "SQLite /data/ipjang.db"),
        ("postgresql+asyncpg://ipjang:hunter2@db:5432/facts", "PostgreSQL ipjang@db:5432/facts"),
        ("postgresql+asyncpg://db/facts?password=hunter2", "PostgreSQL db/facts"),
    ],
)
def test_a_database_is_named_without_its_password(url: str, place: str) -> None:
    assert database_place(url) == place


@pytest.mark.parametrize("redirection", ["</dev/null", "<&-", "0>/dev/null"])
def test_without_a_token_and_somebody_to_type_run_is_refused(redirection: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m bot run {redirection}', sys.executable], cwd=tmp_path, capture_output=True,
        env=environment(PYTHONPATH=str(Path.cwd())), timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("ipjang: BOT_TOKEN is not set, and nobody can type here")
    assert len(done.stderr.splitlines()) == 1


def test_a_file_and_an_empty_pipe_are_the_console(tmp_path: Path) -> None:
    (tmp_path / "questions").write_text("KT는?\n", encoding="utf-8")
    for shell, expected in (("exec {} <questions", "KT는 미정입니다."), (": | {}", "물어보세요")):
        done = subprocess.run(
            ["sh", "-c", shell.format('"$0" -m bot run'), sys.executable], cwd=tmp_path, capture_output=True,
            env=environment(PYTHONPATH=str(Path.cwd())), timeout=60, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")
        assert expected in done.stdout.decode()


def test_a_file_of_settings_that_everybody_can_read_is_told_by_run_and_by_check(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("BOT_LANGUAGE=en\n", encoding="utf-8")
    file.chmod(0o644)
    for command, stream in (("run", "stderr"), ("check", "stdout")):
        done = subprocess.run(
            [sys.executable, "-m", "bot", command], cwd=tmp_path, input=b"", capture_output=True,
            env=environment(PYTHONPATH=str(Path.cwd())), timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0
        assert getattr(done, stream).decode().count("chmod 600 .env") == 1


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_file_of_settings_that_cannot_be_understood_is_one_sentence(command: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN: hunter2\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", command], cwd=tmp_path, input=b"", capture_output=True,
        env=environment(PYTHONPATH=str(Path.cwd())), timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == "ipjang: .env, line 1: write each setting as NAME=value.\n"
