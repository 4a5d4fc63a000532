"""Replicas that start together on a database that nobody has migrated yet: one does it, and the others wait."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from bot.cli.session import FILL_KEY
from knowledge.storage.database import LOCK_WAIT, Database
from knowledge.storage.schema import MIGRATION_LOCK
from knowledge.store import Store
from knowledge.tables import audit, requests
from tests.databases import Engines
from tests.replicas.conftest import Hire
from tests.replicas.processes import open_for_business

pytestmark = pytest.mark.xdist_group("replicas")


@pytest.fixture
def empty_url(engines: Engines) -> Iterator[str]:
    """A PostgreSQL database without a single table."""
    url = engines.postgresql(migrated=False)
    yield url
    engines.drop(url)


async def test_three_replicas_that_start_together_migrate_and_fill_the_database_once(
    hire: Hire, empty_url: str
) -> None:
    await open_for_business(*(hire(empty_url, webhook=True) for _ in range(3)))
    store = await Store.open(empty_url, migrate=False)
    assert await store.version() == 1
    assert await store.verify() == ()
    await store.close()
    database = Database.at(empty_url)
    async with database.reading() as connection:
        assert (await connection.execute(select(requests.c.key))).scalars().all() == [FILL_KEY]
        by_one_request = select(func.count(audit.c.request.distinct()))
        assert (await connection.execute(by_one_request)).scalar_one() == 1
    await database.close()


async def test_a_process_waits_for_a_migration_longer_than_for_a_writer(empty_url: str) -> None:
    database = Database.at(empty_url)
    async with database.engine.begin() as connection:
        await connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        opening = asyncio.create_task(Store.open(empty_url))
        await asyncio.sleep(LOCK_WAIT + 1)
        assert not opening.done()
    await (await opening).close()
    await database.close()
