"""Idle connections of a PostgreSQL pool: where one was found dead, the others are not tried for seconds each."""

from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

if TYPE_CHECKING:
    import asyncpg


class Idle:
    """The connections that wait in a pool for their next use."""

    def __init__(self) -> None:
        self._connections: WeakSet[asyncpg.Connection[Any]] = WeakSet()

    def watch(self, engine: AsyncEngine) -> None:
        """Know of each connection that is put back and taken out."""
        event.listen(engine.sync_engine, "checkin", self._put_back)
        event.listen(engine.sync_engine, "checkout", self._taken)

    def hang_up(self) -> None:
        """End all of them without a word to the server; the pool notices at once when it takes one out."""
        for connection in list(self._connections):
            connection.terminate()
        self._connections.clear()

    def _put_back(self, connection: DBAPIConnection | None, _: ConnectionPoolEntry) -> None:
        if connection is not None:
            self._connections.add(_driver_of(connection))

    def _taken(self, connection: DBAPIConnection, _: ConnectionPoolEntry, __: object) -> None:
        self._connections.discard(_driver_of(connection))


def _driver_of(connection: Any) -> "asyncpg.Connection[Any]":
    """What SQLAlchemy has wrapped."""
    driver: asyncpg.Connection[Any] = connection.driver_connection
    return driver
