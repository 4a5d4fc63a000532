"""Fixtures that every part of the suite shares: real databases, both engines."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from knowledge.store import Store
from tests.databases import Engines

settings.register_profile("suite", max_examples=40, deadline=None)
settings.register_profile("thorough", max_examples=1_000, deadline=None)
settings.load_profile("suite")
"""`pytest --hypothesis-profile thorough` looks longer."""


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Engines:
    """Where a test gets its databases from."""
    given = getattr(request.config, "workerinput", {})
    run = given.get("testrunuid", str(os.getpid()))
    # Not below pytest's own directory: that is closed to other users, and root's server runs as another user.
    cluster = Path(tempfile.gettempdir()) / f"ipjang-postgresql-{run}"
    return Engines(cluster, tmp_path_factory.mktemp("databases"), given.get("workerid", "main"))


@pytest.fixture
def sqlite_url(engines: Engines) -> str:
    """A fresh, migrated, empty SQLite database, for a test whose subject is not the engine."""
    return engines.sqlite()


@pytest.fixture
def postgresql_url(engines: Engines) -> Iterator[str]:
    """A fresh, migrated, empty PostgreSQL database."""
    url = engines.postgresql()
    yield url
    engines.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(engines: Engines, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, migrated, empty database: the test runs on each engine."""
    url = engines.sqlite() if request.param == "sqlite" else engines.postgresql()
    yield url
    engines.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(engines: Engines, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database that was never migrated: the test runs on each engine."""
    url = engines.sqlite(migrated=False) if request.param == "sqlite" else engines.postgresql(migrated=False)
    yield url
    engines.drop(url)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store on each engine."""
    opened = await Store.open(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def shared() -> Path:
    """The directory of material that lies beside a checkout; the test is skipped where it does not."""
    path = Path(__file__).resolve().parents[2] / "shared"
    if not path.is_dir():
        pytest.skip("../shared is not beside this checkout")
    return path
