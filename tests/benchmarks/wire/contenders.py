"""Who is measured: our bot, and the echoes of two libraries in an environment of their own."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.wire.load import SECRET
from tests.loopback.server import TOKEN
from tests.ports import free_port

HERE = Path(__file__).parent
PEERS = ("python-telegram-bot[webhooks]==22.8", "aiogram>=3,<4")


@dataclass(frozen=True, slots=True)
class Contender:
    """Somebody to measure: what to call it and how to start it."""

    name: str
    command: tuple[str, ...]

    @asynccontextmanager
    async def running(self, api: str) -> AsyncIterator["Running"]:
        """The process, with a home of its own, for the length of the block."""
        port = free_port()
        with tempfile.TemporaryDirectory() as home:
            environment = {"PATH": os.environ["PATH"], **settings(api, port, home)}
            with Path(home, "log").open("wb") as log:  # noqa: ASYNC230 - once, before anything is measured
                process = await asyncio.create_subprocess_exec(*self.command, env=environment, cwd=home, stderr=log)
            try:
                yield Running(process.pid, port)
            finally:
                if process.returncode is None:
                    process.terminate()
                await process.wait()


@dataclass(frozen=True, slots=True)
class Running:
    """A process that is being measured."""

    pid: int
    port: int

    @property
    def resident(self) -> float:
        """Megabytes of resident memory."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) * 1024 / 1e6

    @property
    def cpu_seconds(self) -> float:
        """Processor time that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settings(api: str, port: int, home: str) -> Mapping[str, str]:
    """What each contender reads from its environment."""
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": api,
        "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{home}/ipjang.db",
        "BOT_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
        "BOT_WEBHOOK_SECRET": SECRET,
        "BOT_LISTEN": f"127.0.0.1:{port}",
        "BOT_SEND_RATE": "0",
        "ECHO_API": api,
        "ECHO_PORT": str(port),
        "ECHO_SECRET": SECRET,
        "ECHO_TOKEN": TOKEN,
    }


def ours() -> Contender:
    """The bot of this checkout."""
    return Contender("ipjang", (sys.executable, "-m", "bot", "run"))


def peers(environment: Path) -> list[Contender]:
    """The two echoes, in a virtual environment that is made where it is not yet."""
    python = environment / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS], check=True)
    return [
        Contender("python-telegram-bot echo", (str(python), str(HERE / "echo_ptb.py"))),
        Contender("aiogram echo", (str(python), str(HERE / "echo_aiogram.py"))),
    ]
