"""The README's tables and examples are what the program does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.catalogue import COMMANDS
from bot.settings import Settings, setting_name

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def section(title: str) -> str:
    """The README's text below a heading, up to the next one of its rank."""
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def example(name: str) -> str:
    """What stands in a fenced block between the markers of an example."""
    marked = re.search(rf"<!-- example:{name} -->\n```\w*\n(.*?)```\n<!-- /example -->", README, re.DOTALL)
    assert marked is not None, name
    return marked.group(1)


def ipjang(*arguments: str, database: Path) -> str:
    """What a command prints in a process of its own, with a database of its own and no other setting."""
    command = [sys.executable, "-m", "bot", *arguments]
    settings = {"BOT_DATABASE_URL": f"sqlite+aiosqlite:///{database}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=settings, cwd=database.parent, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_every_setting_stands_in_the_table_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(BOT_\w+)` \| (.+?) \|", section("Settings"), re.MULTILINE))
    assert set(rows) == {setting_name(field) for field in Settings.model_fields}
    settings = Settings()
    assert rows["BOT_API_URL"] == f"`{settings.api_url}`"
    assert rows["BOT_DATABASE_URL"] == f"`{settings.database_url.get_secret_value()}`"
    assert rows["BOT_LISTEN"] == f"`{settings.listen}`"
    assert rows["BOT_SEND_RATE"] == f"`{settings.send_rate:g}`"
    for plain in ("language", "log_level", "log_format"):
        assert rows[setting_name(plain)] == f"`{getattr(settings, plain)}`"
    for unset in ("token", "owners", "webhook_url", "webhook_secret"):
        assert rows[setting_name(unset)] == "none"


def test_every_command_stands_in_the_table() -> None:
    table = "\n".join(line.split(" | ")[0] for line in section("Commands").splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`ipjang (\w+)", table)) == {command.name for command in COMMANDS}


def test_the_first_example_is_the_real_answer(tmp_path: Path) -> None:
    question, _, reply = example("kakao").removeprefix("> ").partition("\n")
    assert reply.strip() == ipjang("ask", "--now", "2026-01-20", question, database=tmp_path / "facts.db").strip()


def test_the_example_programme_loads_and_answers(tmp_path: Path) -> None:
    (tmp_path / "rooftop.yaml").write_text(example("programme"), encoding="utf-8")
    database = tmp_path / "rooftop.db"
    ipjang("load", "--empty", "rooftop.yaml", database=database)
    assert "한울조경은 옥상 정원 사업에 참여하겠다고 밝혔다." in ipjang("ask", "한울은?", database=database)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_of_make_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)\b", page.read_text(encoding="utf-8"), re.MULTILINE)) <= targets
