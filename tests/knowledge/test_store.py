"""The store: opened, read and refused, on SQLite and on PostgreSQL."""

from knowledge.store import Store


async def test_an_empty_database_has_version_zero(store: Store) -> None:
    assert await store.version() == 0
