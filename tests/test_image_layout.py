"""What the image promises, without a container engine: the wheel alone, another uid, a read-only root, one `/data`.

A mount namespace of our own stands in for the container: everything is mounted read-only but the data folder and a
small `/tmp`, and the command runs as a user without any privilege or home.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UID = 12345
NAMESPACE = """
set -e
mount --bind "$BASE" "$LAYOUT/python"
mount --bind "$LIBRARIES" "$LAYOUT/libraries"
mount --bind "$LAYOUT/data" "$LAYOUT/data"
mount -o remount,bind,ro /
mount -t tmpfs -o size=16m,mode=1777 tmpfs /tmp
cd "$LAYOUT/data"
exec setpriv --reuid "$IMAGE_UID" --regid "$IMAGE_UID" --clear-groups --no-new-privs "$@"
"""


def can_make_namespaces() -> bool:
    """Whether this machine lets us stand in for a container."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "setpriv", "mount"))):
        return False
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-o", "remount,bind,ro", "/"], capture_output=True, check=False
    )
    return tried.returncode == 0


pytestmark = [
    pytest.mark.skipif(not can_make_namespaces(), reason="needs root and mount namespaces to stand in for a container"),
    pytest.mark.xdist_group("image_layout"),
]


@pytest.fixture(scope="module")
def layout() -> Iterator[Path]:
    """A folder that holds what the final layer holds: an interpreter, the installed wheel, an empty data folder."""
    folder = Path(tempfile.mkdtemp(prefix="ipjang-image-", dir="/var/tmp"))
    folder.chmod(0o755)
    for name in ("python", "libraries", "app", "data", "build"):
        (folder / name).mkdir()
    os.chown(folder / "data", UID, UID)
    (folder / "data").chmod(0o700)
    build_wheel(folder)
    yield folder
    shutil.rmtree(folder)


def build_wheel(folder: Path) -> None:
    """Build and unpack the wheel from nothing but what the Dockerfile copies, as its first stage does."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE):
        for name in line.split():
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, folder / "build" / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", "install"]
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--no-compile", "--target", str(folder / "app")]
    subprocess.run([*pip, *options, str(folder / "build")], check=True, capture_output=True, timeout=120)


def run_in(layout: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as the image would: its environment, its user, its read-only root."""
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "LAYOUT": str(layout),
        "BASE": sys.base_prefix,
        "LIBRARIES": sysconfig.get_path("purelib"),
        "IMAGE_UID": str(UID),
        "PYTHONPATH": f"{layout / 'app'}:{layout / 'libraries'}",
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{layout / 'data' / 'ipjang.db'}",
    }
    namespace = ["unshare", "--mount", "--propagation", "private", "sh", "-c", NAMESPACE, "sh"]
    return subprocess.run(
        [*namespace, *command], env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def python(layout: Path) -> str:
    """The interpreter inside the layout."""
    inside = Path(os.path.realpath(sys.executable)).relative_to(os.path.realpath(sys.base_prefix))
    return str(layout / "python" / inside)


def test_the_root_is_read_only_and_the_user_is_nobody_special(layout: Path) -> None:
    tried = run_in(layout, "sh", "-c", 'id -u; touch "$LAYOUT/app/x" || touch /x || touch "$LAYOUT/data/ok"')
    assert tried.stdout.split() == [str(UID)]
    assert tried.stderr.count("Read-only file system") + tried.stderr.count("Permission denied") == 2
    assert (layout / "data" / "ok").exists()


def test_the_wheel_alone_answers_as_any_user_on_a_read_only_root(layout: Path) -> None:
    asked = run_in(layout, python(layout), "-m", "bot", "ask", "--now", "2026-01-20", "KT는?")
    assert asked.returncode == 0, asked.stderr
    assert "정해진 게 없다" in asked.stdout
    written = {path.name: path.stat() for path in (layout / "data").iterdir() if path.name.startswith("ipjang.db")}
    assert "ipjang.db" in written
    assert all(stat.S_IMODE(status.st_mode) == 0o600 and status.st_uid == UID for status in written.values())


def test_the_checkout_is_not_what_answered(layout: Path) -> None:
    asked = run_in(layout, python(layout), "-c", "import bot, knowledge; print(bot.__file__, knowledge.__file__)")
    assert asked.stdout.count(str(layout / "app")) == 2
