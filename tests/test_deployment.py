"""The image, the compose files, the unit and the locks say what the documentation promises of them."""

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
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


def test_the_small_compose_file_asks_for_two_variables_only() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{(\w+)", text)) == {"BOT_TOKEN", "BOT_OWNERS"}
    bot = compose("compose.yaml")["services"]["bot"]
    assert bot["read_only"] is True
    assert bot["volumes"] == ["data:/data"]


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
def test_systemd_rates_the_unit_as_ok() -> None:
    command = [
        "systemd-analyze",
        "security",
        "--offline=true",
        "--threshold=20",
        str(ROOT / "deploy" / "ipjang.service"),
    ]
    rated = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert rated.returncode == 0, rated.stdout[-300:] + rated.stderr


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
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


def test_the_two_locks_agree_where_they_name_the_same_package() -> None:
    pins = [
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert {name: pins[1].get(name) for name in pins[0]} == pins[0]
