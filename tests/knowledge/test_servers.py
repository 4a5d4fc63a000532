"""PostgreSQL servers as they are met: each serves, or is refused in one true sentence that repeats nobody's words."""

import asyncio
import os
import shutil
import subprocess
import tempfile
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url, text

from bot.chat.notes import Notes
from bot.cli.parser import main
from knowledge.errors import Outage, StoreError
from knowledge.record.changes import AddStatement
from knowledge.record.editor import Editor
from knowledge.storage.database import Database
from knowledge.storage.schema import schema_faults
from knowledge.store import Store
from tests.databases import Engines, run_aside
from tests.knowledge.lighthouse import lit, new_statement
from tests.ports import free_port

DAY = date(2026, 1, 24)
SECRET = "아무도 보아서는 안 되는 문장 😀"


async def _asked(url: str, *commands: str) -> None:
    """Say something to a server as its administrator."""
    parts = make_url(url)
    admin = await asyncpg.connect(host=parts.query["host"], user="postgres", database=parts.database)
    try:
        for command in commands:
            await admin.execute(command)
    finally:
        await admin.close()


@pytest.fixture
def korean_url(engines: Engines) -> Iterator[str]:
    """A database that somebody made in EUC_KR."""
    plain = engines.postgresql(migrated=False)
    url = make_url(plain)
    options = "ENCODING 'EUC_KR' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    run_aside(_asked(plain, f"CREATE DATABASE {url.database}_euc_kr {options}"))
    made = f"{plain.partition('?')[0]}_euc_kr?{plain.partition('?')[2]}"
    yield made
    engines.drop(made)
    engines.drop(plain)


def test_another_encoding_is_refused_by_every_command(
    korean_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["backup", "kept.db", "--database", f"sqlite:///{_filled(tmp_path)}"]) == 0
    (tmp_path / "p.yaml").write_text("format: ipjang-programme/1\n", encoding="utf-8")
    capfd.readouterr()
    for command in (
        ["ask", SECRET], ["match", SECRET], ["verify"], ["migrate"], ["export"], ["load", "p.yaml"], ["chat"],
        ["backup", "new.db"], ["restore", "kept.db"],
    ):  # fmt: skip
        assert main([*command, "--database", korean_url]) == 1, command
        told = capfd.readouterr().err
        assert "EUC_KR" in told
        assert len(told.strip().splitlines()) == 1
        assert SECRET not in told
    assert main(["check", "--database", korean_url]) == 1
    assert "EUC_KR" in capfd.readouterr().out
    assert main(["copy", f"sqlite:///{tmp_path / 'full.db'}", korean_url]) == 1
    assert "EUC_KR" in capfd.readouterr().err


def _filled(folder: Path) -> Path:
    path = folder / "full.db"

    async def fill() -> None:
        store = await Store.open(f"sqlite:///{path}")
        await lit(store)
        await store.close()

    run_aside(fill())
    return path


async def _break_gaps(url: str) -> None:
    """Let the database refuse a certain question, as one of another encoding does."""
    database = Database.at(url)
    async with database.engine.begin() as connection:
        if database.is_sqlite:
            refuse = "SELECT RAISE(ABORT, 'no')"
            await connection.exec_driver_sql(
                f"CREATE TRIGGER no BEFORE INSERT ON gaps WHEN NEW.text LIKE '%😀%' BEGIN {refuse}; END"
            )
        else:
            await connection.exec_driver_sql("ALTER TABLE gaps ADD CONSTRAINT no CHECK (text NOT LIKE '%😀%')")
    await database.close()


async def test_a_row_that_the_database_refuses_blocks_no_other(
    database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    await _break_gaps(database_url)
    store = await Store.open(database_url)
    notes = Notes(store)
    for question in ("하나는?", SECRET, "둘은?", "셋은?"):
        notes.gap(DAY, "unknown", question)
    notes.answered(7, 1, [11])
    if "postgresql" in database_url:  # to SQLite a number is a number
        notes.answered(7, 2**70, [12])
    await notes.write()
    await notes.write()
    assert sorted(gap.text for gap in await store.gaps.most_frequent()) == ["둘은?", "셋은?", "하나는?"]
    assert await Notes(store).answers_to(7, 1) == (11,)
    assert SECRET not in caplog.text
    assert len(caplog.records) == (2 if "postgresql" in database_url else 1)
    await store.close()


async def test_no_error_repeats_what_somebody_wrote(database_url: str) -> None:
    await _break_gaps(database_url)
    store = await Store.open(database_url)
    await lit(store)
    database = Database.at(database_url)
    attempts = (
        store.gaps.count([(SECRET, "unknown")], day=DAY),
        _executed(database, "INSERT INTO programme (place, id, timezone, names) VALUES (1, :said, :said, :said)"),
        _executed(database, "INSERT INTO chats (chat, language) VALUES (1, :said)"),
        _executed(database, "SELECT :said FROM nowhere"),
        *(() if database.is_sqlite else (_executed(database, "SELECT CAST(CAST(:said AS text) AS integer)"),)),
        *(() if database.is_sqlite else (_executed(database, "SELECT CAST(:said AS integer)"),)),
    )
    for attempt in attempts:
        with pytest.raises(Exception) as caught:
            await attempt
        told = "".join(traceback.format_exception(caught.value))
        assert "보아서는" not in told
    await database.close()
    await store.close()


async def _executed(database: Database, sql: str) -> None:
    async with database.writing() as connection:
        await connection.execute(text(sql), {"said": SECRET})


async def test_a_command_that_a_server_stops_is_told_as_what_it_is(postgresql_url: str) -> None:
    database = Database.at(postgresql_url)
    with pytest.raises(StoreError, match=f"{Outage.TIMEOUT}.*statement timeout"):
        await _slept(database)
    async with database.reading() as connection:
        assert (await connection.execute(text("SHOW statement_timeout"))).scalar_one() == "65s"
    await database.close()


async def _slept(database: Database) -> None:
    async with database.reading() as connection:
        await connection.execute(text("SET LOCAL statement_timeout = '50ms'"))
        await connection.execute(text("SELECT pg_sleep(5)"))


async def test_a_wrong_password_is_told_as_such(postgresql_url: str) -> None:
    url = make_url(postgresql_url)
    name = f"guest_{url.database}"
    admin = await asyncpg.connect(host=url.query["host"], user="postgres", database=url.database)
    file = Path(await admin.fetchval("SHOW hba_file"))
    before = file.read_text()  # noqa: ASYNC240 - nothing else runs here
    try:
        await admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'right'")
        file.write_text(f"local all {name} scram-sha-256\n{before}")  # noqa: ASYNC240
        await admin.execute("SELECT pg_reload_conf()")
        wrong = url.set(username=name, password="geheim").render_as_string(hide_password=False)
        for _ in range(100):  # the server is still reading its file
            refusal = await _refusal(wrong)
            if "password" in str(refusal):
                break
            await asyncio.sleep(0.1)
        assert refusal.code == Outage.DENIED
        assert "password authentication failed" in str(refusal)
        assert "geheim" not in str(refusal)
        right = url.set(username=name, password="right").render_as_string(hide_password=False)
        assert (await _refusal(right)).code == Outage.DENIED  # who may not read it
    finally:
        file.write_text(before)  # noqa: ASYNC240
        await admin.execute("SELECT pg_reload_conf()")
        await admin.execute(f"DROP ROLE {name}")
        await admin.close()


async def _refusal(url: str) -> StoreError:
    """What opening is refused with."""
    try:
        store = await Store.open(url)
        await store.facts()
    except StoreError as error:
        return error
    await store.close()
    return StoreError("none")


@pytest.mark.parametrize("option", ["ssl=require", "sslmode=require", "sslmode=verify-full"])
async def test_a_server_without_tls_is_told_as_such(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)
        writer.write(b"N")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(StoreError, match=Outage.TLS):
        await Store.open(f"postgresql://u:geheim@127.0.0.1:{port}/x?{option}")
    server.close()


async def test_a_server_that_may_only_be_read_is_read_and_told(postgresql_url: str) -> None:
    store = await Store.open(postgresql_url)
    await lit(store)
    await store.close()
    name = make_url(postgresql_url).database
    await _asked(postgresql_url, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store = await Store.open(postgresql_url)
    assert (await store.facts()).statements
    with pytest.raises(StoreError, match=Outage.READ_ONLY):
        await Editor(store).save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    await store.close()


async def test_sessions_that_became_read_only_are_renewed(postgresql_url: str) -> None:
    database = Database.at(postgresql_url)
    store = Store(database)
    editor = await lit(store)
    for _ in range(2):  # every session of the pool, as after a failover to another server
        async with database.engine.connect() as one, database.engine.connect() as other:
            for session in (one, other):
                await session.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
                await session.commit()
    with pytest.raises(StoreError, match=Outage.READ_ONLY):
        await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
    receipts = await asyncio.gather(
        *(editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1") for _ in range(3))
    )
    assert len({receipt.id for receipt in receipts}) == 1
    await store.close()


TAMPERED = {
    "CREATE TABLE recipes (name text)": "table recipes",
    "DROP TRIGGER audit_append_only ON audit": "trigger audit_append_only",
    "ALTER TABLE audit DISABLE TRIGGER audit_append_only": "trigger audit_append_only",
    "CREATE TRIGGER spy AFTER INSERT ON gaps FOR EACH ROW EXECUTE FUNCTION ipjang_append_only()": "trigger spy",
    "CREATE OR REPLACE FUNCTION ipjang_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN NEW; END $$": "function ipjang_append_only",
    "ALTER TABLE statement_revisions DROP CONSTRAINT ck_statement_revisions_reason": "ck_statement_revisions_reason",
    "ALTER TABLE gaps ADD COLUMN who text": "column gaps.who",
    "DROP INDEX ix_audit_by": "index ix_audit_by",
    "CREATE RULE hush AS ON INSERT TO gaps DO INSTEAD NOTHING": "rule hush",
}


@pytest.mark.parametrize("change", TAMPERED)
async def test_a_schema_that_another_program_changed_is_named(postgresql_url: str, change: str) -> None:
    await _asked(postgresql_url, change)
    database = Database.at(postgresql_url)
    async with database.reading() as connection:
        assert any(TAMPERED[change] in fault.detail for fault in await schema_faults(connection))
    await database.close()


IGNORED = (
    "application_name,statement_timeout,lock_timeout,idle_in_transaction_session_timeout,tcp_keepalives_idle,"
    "tcp_keepalives_interval,tcp_keepalives_count,tcp_user_timeout,synchronous_commit,extra_float_digits"
)


@asynccontextmanager
async def _pooler(url: str, mode: str, ignored: str) -> AsyncIterator[str]:
    """A PgBouncer before this database, and the URL by which it is reached."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        pytest.skip("pgbouncer is not installed (Debian: pgbouncer)")
    parts, port = make_url(url), free_port()
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "pgbouncer.ini"
        settings.write_text(
            f"[databases]\n* = host={parts.query['host']} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = {mode}\ndefault_pool_size = 5\n"
            f"ignore_startup_parameters = {ignored}\n"
        )
        os.chmod(folder, 0o755)  # noqa: PTH101
        owner = os.stat(str(parts.query["host"])).st_uid if os.geteuid() == 0 else None  # noqa: PTH116
        running = subprocess.Popen(  # noqa: ASYNC220
            [program, "-q", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=owner
        )
        try:
            async with asyncio.timeout(20):
                while True:
                    try:
                        _, writer = await asyncio.open_connection("127.0.0.1", port)
                    except OSError:
                        await asyncio.sleep(0.05)
                    else:
                        writer.close()
                        break
            yield f"postgresql://postgres@127.0.0.1:{port}/{parts.database}"
        finally:
            running.kill()
            running.wait(10)


@pytest.mark.parametrize("ignored", [IGNORED, "extra_float_digits"])
@pytest.mark.parametrize("mode", ["transaction", "statement"])
async def test_a_pooler_that_lends_sessions_to_others_is_refused(postgresql_url: str, mode: str, ignored: str) -> None:
    async with _pooler(postgresql_url, mode, ignored) as url:
        for options in ("", "?prepared_statement_cache_size=0"):
            assert (await _refusal(url + options)).code == Outage.POOLER


async def test_a_pooler_that_keeps_sessions_serves(postgresql_url: str) -> None:
    async with _pooler(postgresql_url, "session", IGNORED) as url:
        store = await Store.open(url)
        editor = await lit(store)
        await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="k1")
        assert await store.verify() == ()
        assert await store.replicas.is_held()
        await store.close()
