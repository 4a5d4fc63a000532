"""Column types: a moment is one moment on both engines, and JSON is the same text."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select, text

from knowledge.columns import JsonText, UtcDateTime
from knowledge.storage.database import Database

TABLE = Table(
    "kept", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime), Column("v", JsonText)
)
MOMENT = datetime(2026, 3, 10, 23, 30, 15, 123456, tzinfo=timezone(timedelta(hours=9)))


async def _kept(url: str, **values: Any) -> tuple[Any, Any, str | None]:
    database = Database.at(url)
    try:
        async with database.writing() as connection:
            await connection.run_sync(TABLE.create)
            await connection.execute(TABLE.insert().values(id=1, **values))
        async with database.reading() as connection:
            row = (await connection.execute(select(TABLE))).one()
            raw = (await connection.execute(text("SELECT v FROM kept"))).scalar_one()
    finally:
        await database.close()
    return row.at, row.v, raw


async def test_a_moment_comes_back_as_the_same_moment_in_utc(database_url: str) -> None:
    at, _, _ = await _kept(database_url, at=MOMENT)
    assert at == MOMENT
    assert at.tzinfo is UTC


async def test_a_moment_of_nowhere_is_not_stored(database_url: str) -> None:
    with pytest.raises(Exception, match="without an offset"):
        await _kept(database_url, at=MOMENT.replace(tzinfo=None))


async def test_json_is_the_same_text_on_both_engines(database_url: str) -> None:
    _, value, raw = await _kept(database_url, v={"나": [1, None], "가": "x"})
    assert value == {"가": "x", "나": [1, None]}
    assert raw == '{"가":"x","나":[1,null]}'


async def test_nothing_stays_nothing(database_url: str) -> None:
    assert await _kept(database_url) == (None, None, None)
