"""A stage for editors, on a copy of one database that is filled once."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.editing.editorial import Editorial, editorial
from tests.databases import Engines


@pytest.fixture(scope="session")
def filled(engines: Engines) -> Path:
    """A database with the shipped programme and one editor; closed, so that it may be copied."""
    url = engines.sqlite()

    async def fill() -> None:
        async with editorial(url):
            pass

    asyncio.run(fill())
    return Path(url.partition(":///")[2])


@pytest.fixture
def filled_url(filled: Path, tmp_path: Path) -> str:
    """A copy of it, for one test."""
    return f"sqlite+aiosqlite:///{shutil.copy(filled, tmp_path / 'filled.db')}"


@pytest.fixture
async def desk(filled_url: str) -> AsyncIterator[Editorial]:
    """A stage for editors."""
    async with editorial(filled_url, fresh=False) as opened:
        yield opened
