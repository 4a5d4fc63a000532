import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.notes import Notes
from bot.chat.snapshot import Record
from bot.cli.session import fill_with_shipped
from bot.health import Health
from bot.upkeep import Beside, WriteProbe, look_over, upkeep
from knowledge.store import Store
from tests.knowledge.test_keeping import tamper


@pytest.fixture
async def record(sqlite_url: str) -> AsyncIterator[Record]:
    store = await Store.open(sqlite_url)
    await fill_with_shipped(store)
    yield await Record.read(store)
    await store.close()


async def test_work_beside_ends_with_the_block_and_its_bugs_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    beside, ended = Beside(), asyncio.Event()

    async def wait() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    beside.start(wait())
    beside.start(fail())
    await asyncio.sleep(0.01)
    await beside.end()
    assert ended.is_set()
    assert "ZeroDivisionError" in caplog.text


async def test_what_was_noted_last_is_written_at_the_end(record: Record) -> None:
    notes, health = Notes(record.store), Health()
    async with upkeep(record, notes, health):
        notes.answered(7, 1, [11])
    assert await Notes(record.store).answers_to(7, 1) == (11,)


async def test_a_database_that_cannot_be_written_makes_the_bot_unready(record: Record, sqlite_url: str) -> None:
    probe = WriteProbe(record.store)
    await probe.look()
    assert probe.problem is None
    file = Path(sqlite_url.partition(":///")[2])
    away = file.rename(file.with_suffix(".away"))  # noqa: ASYNC240 -- nothing else runs here
    await probe.look()
    assert probe.problem is not None
    away.rename(file)
    await probe.look()
    assert probe.problem is None


async def test_what_is_out_of_date_is_forgotten_at_the_start(record: Record) -> None:
    old = date.today() - timedelta(days=120)
    await record.store.gaps.count([("옛 질문", "unknown")], day=old)
    await record.store.gaps.count([("새 질문", "unknown")], day=datetime.now(UTC).date())
    async with upkeep(record, Notes(record.store), Health()), asyncio.timeout(10):
        while len(await record.store.gaps.most_frequent()) > 1:  # noqa: ASYNC110 -- nothing tells when it is done
            await asyncio.sleep(0.02)
    assert [gap.text for gap in await record.store.gaps.most_frequent()] == ["새 질문"]


async def test_a_changed_quote_is_named_in_the_log_at_the_start(
    record: Record, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await look_over(record.store)
    assert not caplog.records
    path = Path(sqlite_url.partition(":///")[2])
    tamper(path, "UPDATE statement_revisions SET quote = 'KT는 나간다.' WHERE statement LIKE 'kt-%'")
    tamper(path, "CREATE TRIGGER spy AFTER INSERT ON gaps BEGIN DELETE FROM gaps; END")
    async with upkeep(record, Notes(record.store), Health()), asyncio.timeout(20):
        while "trigger spy" not in caplog.text or "statement kt-" not in caplog.text:  # noqa: ASYNC110 -- as above
            await asyncio.sleep(0.02)
    assert "KT는 나간다" not in caplog.text


async def test_it_can_end_at_any_moment(record: Record) -> None:
    for pause in (0.0, 0.001, 0.003, 0.01, 0.02):
        notes = Notes(record.store)
        async with asyncio.timeout(10):
            async with upkeep(record, notes, Health()):
                notes.answered(7, 1, [11])
                await asyncio.sleep(pause)
