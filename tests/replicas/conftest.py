"""A Telegram, a database, and replicas on it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.loopback.server import Loopback
from tests.replicas.conversation import People
from tests.replicas.processes import Replica, webhook_settings
from tests.replicas.thrones import Throne

Hire = Callable[..., Replica]


@pytest.fixture
async def telegram() -> AsyncIterator[Loopback]:
    """The stand-in for Telegram."""
    async with Loopback() as opened:
        yield opened


@pytest.fixture
def people(telegram: Loopback) -> People:
    """Those who write to the bot by way of Telegram."""
    return People(telegram)


@pytest.fixture
async def hire(telegram: Loopback, tmp_path: Path) -> AsyncIterator[Hire]:
    """Makes a replica on a database, not yet started; all of them are gone after the test."""
    hired: list[Replica] = []

    def make(database: str, *, webhook: bool = False, **settings: str) -> Replica:
        given = {"BOT_DATABASE_URL": database, **(webhook_settings() if webhook else {}), **settings}
        hired.append(Replica(f"replica{len(hired) + 1}", telegram, tmp_path, given))
        return hired[-1]

    yield make
    for replica in hired:
        if replica.process is not None:
            await replica.kill()


@pytest.fixture
async def throne(postgresql_url: str) -> AsyncIterator[Throne]:
    """The place of the one that polls."""
    opened = Throne(postgresql_url)
    yield opened
    await opened.close()
