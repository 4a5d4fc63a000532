"""A full disk, a database that somebody else locked: writers are told, readers are answered, nothing is half done."""

import asyncio
import resource
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.faults.process import EDITORS, BotProcess, bot_of, running
from tests.faults.record import sentences
from tests.faults.town import Town, addition, save_button
from tests.loopback.server import Loopback
from tests.loopback.updates import Json, message, press

EDITOR = EDITORS[0]
LOCKED = 8.0
"""Seconds in the suite; `make soak` holds the lock for 30."""
SENTENCE = 'KT 관계자는 "참여 여부를 곧 밝히겠다"고 말했다.'


async def preview_of(telegram: Loopback, sentence: str) -> Json:
    """The preview of a sentence, with its button to save."""
    telegram.receive(message(addition("KT", sentence), place=EDITOR))
    town = Town(telegram)
    await telegram.until(lambda: bool(town.previews(EDITOR, sentence)), 60)
    return town.previews(EDITOR, sentence)[-1]


def press_save(telegram: Loopback, preview: Json, query: str) -> None:
    """Press the button that saves."""
    telegram.receive(press(save_button(preview) or "", query=query, sent=preview, sender=EDITOR))


async def reads(telegram: Loopback, chat: int) -> None:
    """A reader asks and is answered, whatever the database does."""
    before = len(telegram.texts(chat))
    telegram.receive(message("카카오는?", place=chat))
    await telegram.until(lambda: len(telegram.texts(chat)) > before, 10)
    assert "카카오는" in telegram.texts(chat)[-1]


@asynccontextmanager
async def ready(telegram: Loopback, folder: Path) -> AsyncIterator[tuple[BotProcess, Json]]:
    """A bot that has shown an editor a preview."""
    async with running(telegram, folder) as bot:
        yield bot, await preview_of(telegram, SENTENCE)


async def saved_in_the_end(telegram: Loopback, bot: BotProcess, preview: Json) -> None:
    """What could not be saved before can be now, without a restart, and stands there once."""
    press_save(telegram, preview, "again")
    await telegram.until(lambda: any("kt-2026" in call.text for call in telegram.answers()), 60)
    assert (await sentences(bot.settings["BOT_DATABASE_URL"]))[SENTENCE] == 1
    assert await bot.terminate() == 0


@pytest.mark.timeout(200)
async def test_a_full_disk_is_told_to_writers_and_unnoticed_by_readers(tmp_path: Path) -> None:
    async with Loopback() as telegram, ready(telegram, tmp_path) as (bot, preview):
        before = len(telegram.calls)
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        press_save(telegram, preview, "full")
        await reads(telegram, 1)
        await telegram.until(lambda: told(telegram, before), 60)
        await reads(telegram, 2)
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        await saved_in_the_end(telegram, bot, preview)


def told(telegram: Loopback, since: int) -> bool:
    """Whether the editor was told something since then, in words."""
    news = [call for call in telegram.calls[since:] if call.status == 200 and call.text]
    return any(call.chat == EDITOR or call.method == "answerCallbackQuery" for call in news)


async def hold_lock(telegram: Loopback, bot: BotProcess, preview: Json, seconds: float) -> None:
    """Somebody else holds the database for so long while an editor saves and readers ask."""
    before = len(telegram.calls)
    path = bot.settings["BOT_DATABASE_URL"].removeprefix("sqlite+aiosqlite:///")
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        press_save(telegram, preview, "locked")
        for number in range(int(seconds)):
            await reads(telegram, 10 + number)
            await asyncio.sleep(1)
        other.execute("ROLLBACK")
    other.close()
    await telegram.until(lambda: told(telegram, before), 60)


@pytest.mark.timeout(200)
async def test_a_locked_database_holds_up_writers_only(tmp_path: Path) -> None:
    async with Loopback() as telegram, ready(telegram, tmp_path) as (bot, preview):
        await hold_lock(telegram, bot, preview, LOCKED)
        await saved_in_the_end(telegram, bot, preview)


@pytest.mark.timeout(200)
@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler, to count the calls of a process")
async def test_every_save_that_was_acknowledged_was_on_the_disk_first(tmp_path: Path) -> None:
    library, counter = tmp_path / "counting.so", tmp_path / "fsyncs"
    source = Path(__file__).with_name("counting.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)  # noqa: ASYNC221
    counter.write_bytes(b"")
    async with Loopback() as telegram:
        bot = bot_of(telegram, tmp_path, LD_PRELOAD=str(library), COUNT_FSYNCS_IN=str(counter))
        await bot.start()
        try:
            town = Town(telegram)
            async with asyncio.TaskGroup() as everything:
                everything.create_task(town.live(0, 1))
                await telegram.until(lambda: len(town.saved) >= 1, 60)
                synced, acknowledged = counter.stat().st_size, len(town.saved)
                await telegram.until(lambda: len(town.saved) >= acknowledged + 10, 60)
                assert counter.stat().st_size - synced >= 10
                town.closing.set()
        finally:
            await bot.kill()
