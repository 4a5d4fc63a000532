"""The database refuses by itself, on both engines, what no editor may do: tried past the Editor, in plain SQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from knowledge.errors import KnowledgeError
from knowledge.record.audit import FaultKind
from knowledge.storage.database import Database
from knowledge.store import Store
from tests.databases import Engines, run_aside
from tests.knowledge.lighthouse import lit

REVISION = (
    "INSERT INTO statement_revisions "
    '(statement, number, action, team, stance, voice, source, quote, "by", at, reason) VALUES '
)
NOW = "'2026-03-21 00:00:00+00:00'"
AUDIT = 'INSERT INTO audit (number, at, "by", action, subject, id) VALUES '

FORBIDDEN = {
    "an invented sentence": f"{REVISION} ('harbour-1', 2, 'correct', 'harbour', 'bids', 'own', 'sea-2', "
    f"'한빛항만은 접는다.', 'x', {NOW}, 'r')",
    "a sentence in another letter case": f"{REVISION} ('dl-lost', 2, 'correct', 'dl', 'lost', 'own', 'sea-1', "
    f"'dl등대는 지난해 떨어졌다.', 'x', {NOW}, 'r')",
    "a sentence of another source": f"{REVISION} ('harbour-1', 2, 'correct', 'harbour', 'bids', 'own', 'sea-1', "
    f"'소라테크는 아직 말이 없다.', 'x', {NOW}, 'r')",
    "an empty sentence": f"{REVISION} ('dl-lost', 2, 'correct', 'dl', 'lost', 'own', 'sea-1', '', 'x', {NOW}, 'r')",
    "no sentence": f"{REVISION} ('dl-lost', 2, 'correct', 'dl', 'lost', 'own', 'sea-1', NULL, 'x', {NOW}, 'r')",
    "a changed revision": "UPDATE statement_revisions SET stance = 'stays_out' WHERE statement = 'harbour-1'",
    "a deleted revision": "DELETE FROM statement_revisions WHERE statement = 'harbour-1'",
    "a revision again under its number": f"{REVISION} ('harbour-1', 1, 'record', 'harbour', 'stays_out', 'own', "
    f"'sea-2', '입찰한다', 'x', {NOW}, NULL)",
    "a revision that skips a number": f"{REVISION} ('harbour-1', 3, 'retract', 'harbour', 'bids', 'own', 'sea-2', "
    f"'입찰한다', 'x', {NOW}, 'r')",
    "a second recording": f"{REVISION} ('harbour-1', 2, 'record', 'harbour', 'bids', 'own', 'sea-2', '입찰한다', "
    f"'x', {NOW}, NULL)",
    "a retraction without a reason": f"{REVISION} ('harbour-1', 2, 'retract', 'harbour', 'bids', 'own', 'sea-2', "
    f"'입찰한다', 'x', {NOW}, NULL)",
    "a retraction for a blank reason": f"{REVISION} ('harbour-1', 2, 'retract', 'harbour', 'bids', 'own', 'sea-2', "
    f"'입찰한다', 'x', {NOW}, '  ')",
    "a reinstatement of what stands": f"{REVISION} ('harbour-1', 2, 'reinstate', 'harbour', 'bids', 'own', 'sea-2', "
    f"'입찰한다', 'x', {NOW}, NULL)",
    "a voice that there is not": f"{REVISION} ('harbour-1', 2, 'correct', 'harbour', 'bids', 'loud', 'sea-2', "
    f"'입찰한다', 'x', {NOW}, 'r')",
    "a team that is not there": f"{REVISION} ('harbour-1', 2, 'correct', 'nobody', 'bids', 'own', 'sea-2', '입찰한다', "
    f"'x', {NOW}, 'r')",
    "a statement renamed": "UPDATE statements SET id = 'other' WHERE id = 'harbour-1'",
    "a statement deleted": "DELETE FROM statements WHERE id = 'harbour-1'",
    "a statement out of sequence": "INSERT INTO statements (id, sequence) VALUES ('late', 99)",
    "a source's date changed": "UPDATE sources SET published = '2020-01-01' WHERE id = 'sea-1'",
    "a source deleted": "DELETE FROM sources WHERE id = 'sea-1'",
    "a private text changed": "UPDATE source_passages SET text = '한빛항만은 접는다.' WHERE source = 'sea-2'",
    "a private text deleted": "DELETE FROM source_passages WHERE source = 'sea-2'",
    "a sentence added to a whole text": "INSERT INTO source_passages (source, number, whole, text) VALUES "
    "('sea-2', 2, FALSE, '한빛항만은 접는다.')",
    "an audit row changed": "UPDATE audit SET \"by\" = 'somebody else'",
    "an audit row deleted": "DELETE FROM audit WHERE number = 1",
    "an audit row that skips a number": f"{AUDIT} (99, {NOW}, 'x', 'add', 'team', 'x')",
    "an audit row of nobody": f"{AUDIT} ((SELECT max(number) + 1 FROM audit), {NOW}, '', 'add', 'team', 'x')",
    "a request again": f"INSERT INTO requests (key, \"by\", at, result) VALUES ('load-lighthouse', 'x', {NOW}, '1')",
    "a request changed": "UPDATE requests SET result = '{}'",
    "a request deleted": "DELETE FROM requests",
    "an older version": "UPDATE record SET version = 0",
    "no version": "DELETE FROM record",
    "a second version": "INSERT INTO record (id, version) VALUES (2, 7)",
    "a second programme": "INSERT INTO programme (place, id, timezone, names) VALUES (2, 'x', 'UTC', '{}')",
    "a blank name": "INSERT INTO team_names (team, language, name, place) VALUES ('dl', 'ko', ' ', 9)",
    "a name in no language": "INSERT INTO team_names (team, language, name, place) VALUES ('dl', 'fr', 'x', 9)",
    "a team deleted from under its names": "DELETE FROM teams WHERE id = 'sora'",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def guarded_url(engines: Engines, request: pytest.FixtureRequest) -> Iterator[str]:
    """One record on each engine for all attempts: none of them may change it."""
    url = engines.sqlite() if request.param == "sqlite" else engines.postgresql()

    async def light() -> None:
        store = await Store.open(url)
        await lit(store)
        await store.close()

    run_aside(light())
    yield url
    engines.drop(url)


@pytest.mark.parametrize("attempt", FORBIDDEN)
async def test_the_database_refuses(guarded_url: str, attempt: str) -> None:
    database = Database.at(guarded_url)
    store = Store(database)
    before, trail = await store.facts(), await store.audit.page(size=999)
    with pytest.raises((IntegrityError, KnowledgeError)):
        async with database.writing() as connection:
            await connection.execute(text(FORBIDDEN[attempt]))
    assert await store.facts() == before
    assert await store.audit.page(size=999) == trail
    await store.close()


async def test_after_every_attempt_the_record_is_sound(guarded_url: str) -> None:
    store = await Store.open(guarded_url)
    assert await store.verify() == ()
    await store.close()


REPLACED = {
    "a revision": FORBIDDEN["a revision again under its number"],
    "a statement": "INSERT INTO statements (id, sequence) VALUES ('harbour-1', 1)",
    "a statement by its sequence": "INSERT INTO statements (id, sequence) VALUES ('other', 1)",
    "a source": "INSERT INTO sources (id, sequence, publisher) VALUES ('sea-1', 1, 'x')",
    "a private text": "INSERT INTO source_passages (source, number, whole, text) VALUES ('sea-1', 1, FALSE, 'x')",
    "an audit row": f"{AUDIT} (1, {NOW}, 'x', 'add', 'team', 'x')",
    "a request": FORBIDDEN["a request again"],
}


@pytest.mark.parametrize("row", REPLACED)
async def test_sqlite_lets_nothing_be_replaced_either(sqlite_url: str, row: str) -> None:
    # INSERT OR REPLACE deletes without firing the triggers of DELETE, for whoever has not asked for them.
    store = await Store.open(sqlite_url)
    await lit(store)
    with closing(sqlite3.connect(sqlite_url.partition("///")[2])) as stranger, pytest.raises(sqlite3.IntegrityError):
        stranger.execute(REPLACED[row].replace("INSERT INTO", "INSERT OR REPLACE INTO", 1))
    await store.close()


@pytest.mark.parametrize("table", ["audit", "statement_revisions", "requests", "source_passages", "record"])
async def test_postgresql_lets_nothing_be_truncated(postgresql_url: str, table: str) -> None:
    database = Database.at(postgresql_url)
    with pytest.raises((IntegrityError, KnowledgeError)):
        async with database.writing() as connection:
            await connection.execute(text(f"TRUNCATE {table} CASCADE"))
    await database.close()


TAMPERED = {
    "UPDATE statement_revisions SET quote = '한빛항만은 접는다.' WHERE number = 1": FaultKind.QUOTE_NOT_IN_SOURCE,
    "UPDATE statement_revisions SET stance = 'stays_out'": FaultKind.AUDIT_DIFFERS,
    "UPDATE statement_revisions SET number = 4 WHERE statement = 'dl-lost'": FaultKind.NUMBERING,
    "UPDATE statements SET sequence = 9 WHERE id = 'dl-lost'": FaultKind.NUMBERING,
    "UPDATE statement_revisions SET team = 'nobody'": FaultKind.DANGLING,
    "UPDATE source_passages SET text = text || '!'": FaultKind.AUDIT_DIFFERS,
    "UPDATE sources SET publisher = 'x'": FaultKind.AUDIT_DIFFERS,
    "UPDATE team_names SET name = '빛한' WHERE name = '한빛'": FaultKind.AUDIT_DIFFERS,
    "DELETE FROM team_decoys": FaultKind.AUDIT_DIFFERS,
    "DELETE FROM audit WHERE number = 3": FaultKind.NUMBERING,
    "UPDATE audit SET at = '2020-01-01 00:00:00' WHERE number = 4": FaultKind.OUT_OF_ORDER,
    "UPDATE audit SET request = NULL WHERE number = 4": FaultKind.NO_REQUEST,
    "UPDATE programme SET timezone = 'UTC'": FaultKind.AUDIT_DIFFERS,
    "INSERT INTO register_decoys VALUES (1)": FaultKind.AUDIT_DIFFERS,
    "INSERT INTO editors (user, granted_by, granted_at) VALUES (1, 'x', '2020-01-01')": FaultKind.AUDIT_DIFFERS,
    "SELECT 1": FaultKind.NO_GUARD,
}


@pytest.mark.parametrize("change", TAMPERED)
async def test_verify_finds_what_another_program_did(sqlite_url: str, change: str) -> None:
    store = await Store.open(sqlite_url)
    await lit(store)
    assert await store.verify() == ()
    _tamper(Path(sqlite_url.partition("///")[2]), change)
    assert TAMPERED[change] in {fault.kind for fault in await store.verify()}
    await store.close()


def _tamper(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path)) as stranger, stranger:
        stranger.execute("PRAGMA ignore_check_constraints = ON")
        triggers = stranger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            stranger.execute(f"DROP TRIGGER {name}")
        stranger.execute(change)
