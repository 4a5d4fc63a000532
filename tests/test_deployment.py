"""The image, the compose files, the unit and the locks say what the documentation promises of them."""

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from bot.cli.run import REFUSED_TOKEN_STATUS
from bot.settings import Settings, setting_name
from tests.commands import environment, run

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
DEPLOYMENT = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
FINAL_STAGE = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]


def compose(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return loaded


def test_the_final_layer_runs_as_nobody_special_and_writes_only_data() -> None:
    assert re.search(r"^USER \$\{UID\}:\$\{UID\}$", FINAL_STAGE, re.MULTILINE)
    assert re.search(r"^ARG UID=[1-9]\d{3,}$", FINAL_STAGE, re.MULTILINE)
    assert re.findall(r"^VOLUME (.+)$", DOCKERFILE, re.MULTILINE) == ["/data"]
    assert "sqlite+aiosqlite:////data/" in FINAL_STAGE


def test_the_final_layer_has_no_build_tools() -> None:
    assert "pip install" not in FINAL_STAGE
    assert "apt-get" not in DOCKERFILE
    assert "pip uninstall --yes pip" in FINAL_STAGE
    assert "uninstall --yes setuptools pip" in DOCKERFILE


def test_everything_in_the_image_is_compiled_before_its_root_is_read_only() -> None:
    assert re.search(r"python -m compileall .*\\\n.*get_path\(\"stdlib\"\)", FINAL_STAGE)
    assert "python -m compileall -q /opt/ipjang/lib" in DOCKERFILE


def test_the_image_installs_from_the_lock_with_hashes_and_checks_its_health() -> None:
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert "HEALTHCHECK" in FINAL_STAGE
    assert '["ipjang", "health"]' in FINAL_STAGE


def test_what_the_image_copies_exists_and_passes_the_ignore_file() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line[0] == "!"}
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]
    }
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)


def test_the_small_compose_file_asks_for_nothing_but_the_file_of_settings() -> None:
    assert "${" not in (ROOT / "compose.yaml").read_text(encoding="utf-8")
    bot = compose("compose.yaml")["services"]["bot"]
    assert bot["read_only"] is True
    assert bot["volumes"] == ["data:/data"]


@pytest.mark.parametrize("name", ["compose.yaml", "compose.postgres.yaml"])
def test_every_setting_reaches_the_bot_but_for_the_ones_that_the_layout_decides(name: str) -> None:
    bot = compose(name)["services"]["bot"]
    assert bot["env_file"] == ".env"
    decided = {
        "BOT_DATABASE_URL",
        "BOT_LISTEN",
        "BOT_LISTEN_METRICS",
        "BOT_SEND_RATE",
        "BOT_WEBHOOK_URL",
        "BOT_WEBHOOK_SECRET",
    }
    assert set(bot["environment"]) <= decided
    assert set(bot["environment"]) <= {setting_name(field) for field in Settings.model_fields}


def test_the_recipe_for_moving_to_postgresql_fits_the_compose_file() -> None:
    postgres = compose("compose.postgres.yaml")["services"]["postgres"]
    (target,) = re.findall(r"ipjang copy \S+ \"(postgresql\S+)\"", DEPLOYMENT)
    url = urlsplit(target)
    environment = postgres["environment"]
    assert (url.username, url.path) == (environment["POSTGRES_USER"], f"/{environment['POSTGRES_DB']}")
    assert f"{url.hostname}:{url.port or 5432}:5432" in postgres["ports"]
    assert url.password == "$POSTGRES_PASSWORD"
    steps = DEPLOYMENT.partition("## From SQLite to PostgreSQL")[2].partition("\n## ")[0]
    orders = re.findall(r"^docker compose --file compose.postgres.yaml (.+?)(?: +#.*)?$", steps, re.MULTILINE)
    assert orders == ["up --detach --wait postgres", "up --detach"]  # a bot that starts first would fill the target


def test_the_recipes_for_a_programme_of_ones_own_load_it_from_standard_input(tmp_path: Path) -> None:
    recipes = re.findall(r"(?:ipjang|bot) (load [^\n<]+) < bridge.yaml", DEPLOYMENT)
    assert recipes == ["load --empty -"] * 2
    page = (ROOT / "docs" / "programme.md").read_text(encoding="utf-8")
    bridge = page.partition("<!-- example:bridge -->\n```yaml\n")[2].partition("```")[0]
    done = run(tmp_path, *recipes[0].split(), given=bridge.encode())
    assert done.returncode == 0, done.stderr
    assert "구름다리" in run(tmp_path, "ask", "현황").stdout.decode()


def test_a_token_that_is_refused_is_not_tried_again_by_the_unit() -> None:
    unit = (ROOT / "deploy" / "ipjang.service").read_text(encoding="utf-8")
    (statuses,) = re.findall(r"^RestartPreventExitStatus=(.+)$", unit, re.MULTILINE)
    assert str(REFUSED_TOKEN_STATUS) in statuses.split()
    assert "1" not in statuses.split()  # a database that cannot be reached may be there in a minute


def test_the_backup_runs_as_the_bot_does_and_is_hardened_as_it_is() -> None:
    bot, backup = (
        {line for line in (ROOT / "deploy" / name).read_text(encoding="utf-8").splitlines() if "=" in line}
        for name in ("ipjang.service", "ipjang-backup.service")
    )
    own = ("Type", "NotifyAccess", "WatchdogSec", "ExecStart", "Restart", "TimeoutStopSec", "Wanted", "Wants", "After")
    logs = ("Description", "Documentation", "Environment=BOT_LOG")
    assert {line for line in bot - backup if not line.startswith((*own, *logs))} == set()


def test_the_timer_starts_the_backup() -> None:
    timer = configparser.RawConfigParser(strict=False)
    timer.read(ROOT / "deploy" / "ipjang-backup.timer", encoding="utf-8")
    assert timer["Timer"]["OnCalendar"]
    assert (ROOT / "deploy" / "ipjang-backup.service").exists()


def back_up(folder: Path, database: Path, keep: int) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "deploy" / "backup.sh"), str(folder), str(keep)]
    ipjang = str(folder.parent / "ipjang")
    Path(ipjang).write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n', encoding="utf-8")
    Path(ipjang).chmod(0o755)
    settings = {"IPJANG": ipjang, "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{database}", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, env={**environment(), **settings}, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_backup_is_whole_and_the_oldest_ones_make_room(tmp_path: Path) -> None:
    assert run(tmp_path, "ask", "KT는?").returncode == 0
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"ipjang-2026010{day}T033000Z.db" for day in (1, 2, 3)]
    others = [folder / "ipjang-mine.db", folder / "notes.txt"]
    for file in (*old, *others):
        file.touch()
    done = back_up(folder, tmp_path / "ipjang.db", keep=2)
    assert done.returncode == 0, done.stderr
    left = sorted(path.name for path in folder.iterdir())
    (new,) = set(left) - {file.name for file in (*old, *others)}
    assert left == sorted([new, old[-1].name, *(file.name for file in others)])
    restored = run(tmp_path, "restore", str(folder / new), "--database", f"sqlite+aiosqlite:///{tmp_path}/restored.db")
    assert restored.returncode == 0, restored.stderr
    assert (folder / new).stat().st_mode & 0o077 == 0


def test_a_backup_that_fails_throws_nothing_away(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [folder / f"ipjang-2026010{day}T033000Z.db" for day in (1, 2, 3)]
    for file in old:
        file.touch()
    assert back_up(folder, tmp_path / "missing.db", keep=1).returncode == 1
    assert all(file.exists() for file in old)


def without_make() -> dict[str, str]:
    """The environment without what a make that runs these tests hands on to the makes below it."""
    return {name: text for name, text in environment().items() if not name.startswith("MAKE")}


PIP = """
case "$*" in *requirements.lock*)
    echo begin >> "$TRACE"; sleep 1; echo end >> "$TRACE";;
esac
"""


def test_two_makes_at_once_set_up_one_after_the_other_and_say_what_they_do(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "pip").write_text(PIP, encoding="utf-8")
    command = ["make", "PIP=sh ./pip", f"PYTHON={sys.executable}", ".venv/runtime"]
    told = [
        subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**without_make(), "TRACE": str(tmp_path / "trace")},
        )
        for _ in range(2)
    ]  # fmt: skip
    logs = sorted((make.communicate(timeout=120)[0] for make in told), key=len)
    assert [make.returncode for make in told] == [0, 0], logs
    assert (tmp_path / "trace").read_text(encoding="utf-8").split() == ["begin", "end"]
    assert logs[0] == "ipjang: another make is setting up here; waiting for it\n"
    assert [line for line in logs[1].splitlines() if not line.startswith("ipjang: ")] == []
    assert "happens once" in logs[1]


def test_where_all_is_set_up_make_says_nothing(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for stamp in ("python", "runtime"):
        (tmp_path / ".venv" / stamp).touch()
    tool = tmp_path / ".venv" / "bin" / "ipjang"
    tool.write_text("#!/bin/sh\necho $1\n", encoding="utf-8")
    tool.chmod(0o755)
    done = subprocess.run(
        ["make", "run"], cwd=tmp_path, env=without_make(), capture_output=True, text=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("run\n", "")


def test_the_large_compose_file_runs_two_replicas_behind_a_proxy() -> None:
    services = compose("compose.postgres.yaml")["services"]
    assert services["bot"]["deploy"]["replicas"] == 2
    assert services["bot"]["environment"]["BOT_DATABASE_URL"].startswith("postgresql+asyncpg://")
    assert "reverse_proxy" in (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert "ports" not in services["bot"]


@pytest.mark.parametrize("name", ["compose.yaml", "compose.postgres.yaml"])
def test_every_service_drops_what_it_does_not_need(name: str) -> None:
    bot = compose(name)["services"]["bot"]
    assert bot["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in bot["security_opt"]


def test_the_unit_notifies_is_watched_and_is_hardened() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # configparser would lower the case of the keys
    unit.read(ROOT / "deploy" / "ipjang.service", encoding="utf-8")
    service = dict(unit["Service"])
    assert service["Type"] == "notify"
    assert int(service["WatchdogSec"]) > 0
    for key, value in {
        "ProtectSystem": "strict",
        "NoNewPrivileges": "yes",
        "DynamicUser": "yes",
        "UMask": "0077",
    }.items():
        assert service[key] == value


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
@pytest.mark.parametrize("unit", ["ipjang.service", "ipjang-backup.service"])
def test_systemd_rates_the_unit_as_ok(unit: str) -> None:
    command = [
        "systemd-analyze",
        "security",
        "--offline=true",
        "--threshold=20",
        str(ROOT / "deploy" / unit),
    ]
    rated = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert rated.returncode == 0, rated.stdout[-300:] + rated.stderr


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-mcp.lock"])
def test_a_lock_pins_with_hashes_and_names_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash)", text, re.MULTILINE)
    blocks = [block for block in re.split(r"\n(?=[a-z0-9])", text) if block.strip()]
    assert blocks
    assert all("==" in block.splitlines()[0] and "--hash=sha256:" in block for block in blocks)


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    wanted = {re.split(r"[\[><=; ]", name, maxsplit=1)[0].lower() for name in project["dependencies"]}
    assert wanted <= locked


def test_the_locks_agree_where_they_name_the_same_package() -> None:
    pins = [
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock", "requirements-mcp.lock")
    ]
    assert {name: pins[1].get(name) for name in pins[0]} == pins[0]
    shared = pins[0].keys() & pins[2].keys()
    assert "pydantic" in shared
    assert {name: pins[2][name] for name in shared} == {name: pins[0][name] for name in shared}
