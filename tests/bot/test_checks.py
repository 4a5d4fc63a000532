from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from telegram import User, WebhookInfo

from bot.cli.check import about_bot, about_clock, about_menus, about_webhook, check_telegram
from bot.cli.findings import CheckResult, Grade, check_approvers, check_database, how_old
from bot.settings import Settings
from knowledge.store import Store
from tests.bot.stage import Stage, staged
from tests.commands import run
from tests.knowledge.test_keeping import tamper
from tests.loopback.server import Loopback


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


async def all_of(found: AsyncIterator[CheckResult]) -> list[CheckResult]:
    return [each async for each in found]


def on(url: str) -> Settings:
    return Settings(database_url=SecretStr(url))


async def test_a_database_that_serves_is_well_and_its_record_described(stage: Stage, sqlite_url: str) -> None:
    found = await all_of(check_database(on(sqlite_url)))
    assert [each.grade for each in found[:3]] == [Grade.WELL] * 3
    assert "16 teams" in found[2].text


async def test_what_another_program_changed_is_a_problem_by_name(stage: Stage, sqlite_url: str) -> None:
    path = Path(sqlite_url.partition(":///")[2])
    for change in ("CREATE TABLE recipes (name TEXT)", "UPDATE statement_revisions SET quote = 'x'"):
        tamper(path, change)
    problems = [each.text for each in await all_of(check_database(on(sqlite_url))) if each.grade is Grade.PROBLEM]
    assert any("table recipes" in each for each in problems)
    assert any("its quote is not in the text of its source" in each for each in problems)


async def test_a_database_that_is_not_there_yet_is_left_unmade(tmp_path: Path) -> None:
    (found,) = await all_of(check_database(on(f"sqlite+aiosqlite:///{tmp_path}/new.db")))
    assert found.grade is Grade.NOTE
    assert not (tmp_path / "new.db").exists()


async def test_a_folder_that_is_missing_is_a_problem(tmp_path: Path) -> None:
    (found,) = await all_of(check_database(on(f"sqlite+aiosqlite:///{tmp_path}/no/new.db")))
    assert found.grade is Grade.PROBLEM


async def test_an_empty_database_is_no_problem(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    (found,) = await all_of(check_database(on(f"sqlite+aiosqlite:///{tmp_path}/empty.db")))
    assert found.grade is Grade.NOTE
    opened = await Store.open(sqlite_url)
    await opened.close()
    assert [each.grade for each in await all_of(check_database(on(sqlite_url)))][-1] is Grade.PROBLEM


async def test_what_is_no_database_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "junk.db").write_bytes(b"junk" * 1000)
    (found,) = await all_of(check_database(on(f"sqlite+aiosqlite:///{tmp_path}/junk.db")))
    assert (found.grade, found.text.startswith("This is no database")) == (Grade.PROBLEM, True)


async def test_a_server_that_does_not_answer_is_a_problem_told_without_its_password() -> None:
    (found,) = await all_of(check_database(on("postgresql+asyncpg://u:hunter2@127.0.0.1:1/x")))
    assert found.grade is Grade.PROBLEM
    assert "hunter2" not in str(found)


@pytest.mark.parametrize("root", ["http://user:hunter2@127.0.0.1:1", "http://127.0.0.1:1"])
async def test_a_telegram_that_cannot_be_reached_is_named_without_a_secret(root: str) -> None:
    token = "987654321:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx"
    (found,) = await all_of(check_telegram(Settings(token=SecretStr(token), api_url=root)))
    assert found.grade is Grade.PROBLEM
    assert "127.0.0.1:1" in found.text
    assert not any(secret in str(found) for secret in ("hunter2", token[12:]))


async def test_an_old_record_is_worth_a_word(stage: Stage) -> None:
    facts = stage.record.snapshot.facts
    assert facts.last_day is not None
    fresh = datetime.combine(facts.last_day, datetime.min.time(), facts.zone) + timedelta(days=2)
    assert how_old(facts, fresh).grade is Grade.WELL
    old = how_old(facts, fresh + timedelta(days=100))
    assert (old.grade, "102 days ago" in old.text) == (Grade.NOTE, True)


def me(*, joins: bool = True, reads: bool = True, inline: bool = True) -> User:
    """A bot with these permissions."""
    told = {"id": 1, "is_bot": True, "first_name": "입장", "username": "ipjang_bot"}
    allowed = {"can_join_groups": joins, "can_read_all_group_messages": reads, "supports_inline_queries": inline}
    return User.de_json({**told, **allowed}, None)


def test_a_bot_with_every_permission_is_well() -> None:
    found = list(about_bot(me()))
    assert [each.grade for each in found] == [Grade.WELL, Grade.WELL]
    assert "/setinlinefeedback" in found[-1].text


@pytest.mark.parametrize(
    ("lacks", "advice"), [("reads", "/setprivacy"), ("joins", "/setjoingroups"), ("inline", "/setinline")]
)
def test_what_the_bot_may_not_do_comes_with_the_way_to_allow_it(lacks: str, advice: str) -> None:
    (found,) = [each for each in about_bot(me(**{lacks: False})) if each.grade is Grade.NOTE]
    assert advice in found.advice


HOOK = "https://bot.example.org/secret-path"


@pytest.mark.parametrize(
    ("set_to", "wanted", "error", "grade"),
    [
        ("", None, None, Grade.WELL),
        (HOOK, None, None, Grade.NOTE),
        ("", HOOK, None, Grade.NOTE),
        (HOOK, HOOK, None, Grade.WELL),
        (HOOK, HOOK, "Connection refused", Grade.PROBLEM),
    ],
)
def test_the_webhook_is_held_against_the_settings(
    set_to: str, wanted: str | None, error: str | None, grade: Grade
) -> None:
    info = WebhookInfo(set_to, False, 0, last_error_message=error, last_error_date=datetime.now(UTC) if error else None)
    found = about_webhook(info, wanted)
    assert found.grade is grade
    assert "secret-path" not in str(found)


def test_a_clock_that_is_off_is_a_problem() -> None:
    assert about_clock(1.5).grade is Grade.WELL
    assert "40 s ahead of" in about_clock(40).text
    assert "90 s behind" in about_clock(-90).text


def test_menus_that_are_missing_are_put_up_at_the_next_start() -> None:
    assert about_menus([]).grade is Grade.WELL
    assert about_menus(["ko"]).grade is Grade.NOTE


async def test_telegram_is_asked_about_the_bot_and_nothing_is_changed() -> None:
    async with Loopback() as telegram:
        settings = Settings(token=SecretStr(telegram.token), api_url=telegram.url)
        found = await all_of(check_telegram(settings))
        assert "@ipjang_bot" in found[0].text
        assert not [call for call in telegram.calls if not call.method.startswith("get")]
    assert any("clock is right" in each.text for each in found)


async def test_a_token_that_telegram_does_not_know_is_a_problem() -> None:
    async with Loopback() as telegram:
        settings = Settings(token=SecretStr("4201:wrong"), api_url=telegram.url)
        (found,) = await all_of(check_telegram(settings))
    assert (found.grade, "wrong" in str(found)) == (Grade.PROBLEM, False)


async def test_a_telegram_that_cannot_be_reached_is_a_problem() -> None:
    settings = Settings(token=SecretStr("4201:wrong"), api_url="http://127.0.0.1:9")
    (found,) = await all_of(check_telegram(settings))
    assert (found.grade, "127.0.0.1:9" in found.text, "wrong" in str(found)) == (Grade.PROBLEM, True, False)


def test_the_command_leaves_with_one_where_something_is_to_be_done(tmp_path: Path) -> None:
    done = run(tmp_path, "check")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "The bot can work." in done.stdout.decode()
    (tmp_path / "ipjang.db").write_bytes(b"junk" * 1000)
    done = run(tmp_path, "check")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize(("owners", "grade"), [((), Grade.NOTE), ((11,), Grade.NOTE), ((11, 12), Grade.WELL)])
async def test_with_one_editor_alone_nobody_can_approve(
    stage: Stage, sqlite_url: str, owners: tuple[int, ...], grade: Grade
) -> None:
    assert not await stage.record.store.editors.all()
    settings = Settings(database_url=SecretStr(sqlite_url), four_eyes="all", owners=owners)
    found = (await all_of(check_database(settings)))[-1]
    assert (found.grade, "nobody can approve" in found.text) == (grade, grade is Grade.NOTE)
    off = settings.model_copy(update={"four_eyes": "off"})
    assert not any("approve" in each.text for each in await all_of(check_database(off)))


def test_an_owner_and_an_editor_can_approve_each_others_changes() -> None:
    assert check_approvers("corrections", 2).grade is Grade.WELL
