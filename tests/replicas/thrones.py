"""Who leads: the process whose session has the leader's lock, told by the user that it connects as."""

import asyncio
from collections.abc import Iterable

from sqlalchemy import text

from knowledge.storage.database import Database
from knowledge.storage.replicas import LEADER_LOCK
from tests.replicas.processes import Replica

HIGH, LOW = LEADER_LOCK >> 32, LEADER_LOCK % 2**32
HOLDERS = text(
    "SELECT usename FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND granted AND objsubid = 1"
    " AND classid = CAST(:high AS bigint)::oid AND objid = CAST(:low AS bigint)::oid"
    " AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Throne:
    """The place of the one that polls, as the server sees it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._database = Database.at(url)

    async def url_for(self, name: str) -> str:
        """The URL by which a replica of this name connects, as a user of its own."""
        async with self._database.engine.begin() as connection:
            known = await connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name})
            if known.first() is None:
                await connection.execute(text(f"CREATE ROLE {name} LOGIN SUPERUSER"))
        return self._url.replace("postgres@", f"{name}@")

    async def holders(self) -> list[str]:
        """The names of the replicas that hold the lock: one at most."""
        async with self._database.engine.begin() as connection:
            return list((await connection.execute(HOLDERS, {"high": HIGH, "low": LOW})).scalars())

    async def taken(self, replicas: Iterable[Replica], seconds: float = 30.0) -> Replica:
        """The one of these that leads, waited for; raises TimeoutError."""
        candidates = {replica.name: replica for replica in replicas}
        async with asyncio.timeout(seconds):
            while True:
                names = await self.holders()
                assert len(names) <= 1
                if names and names[0] in candidates:
                    return candidates[names[0]]
                await asyncio.sleep(0.05)

    async def close(self) -> None:
        """Look no more."""
        await self._database.close()
