"""One bot as a process of its own, which can be ended in every way that a process ends."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from tests.loopback.server import Loopback

ROOT = Path(__file__).parents[2]
EDITORS = (901, 902, 903)
"""Owners of the record, in chats of their own."""
STOP_LIMIT = 10.0
"""Seconds in which the bot promises to end when it is asked to."""


@dataclass
class BotProcess:
    """`ipjang run` against a loopback Telegram; `settings` are its environment. The log of all its lives is kept."""

    settings: Mapping[str, str]
    folder: Path
    prefix: tuple[str, ...] = ()
    _process: asyncio.subprocess.Process | None = None
    lives: int = field(default=0)
    kills: list[float] = field(default_factory=list)
    """When it was killed, by the monotonic clock."""

    @property
    def pid(self) -> int:
        """Of the bot itself, also where another program started it."""
        assert self._process is not None
        if not self.prefix:
            return self._process.pid
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text(encoding="ascii")
        return int(children.split()[0])

    @property
    def log(self) -> str:
        """What it said on standard error, in all its lives."""
        path = self.folder / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start a new life."""
        inherited = {name: text for name, text in os.environ.items() if not name.startswith("BOT_")}
        with (self.folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self.prefix, sys.executable, "-m", "bot", "run", cwd=self.folder, stdout=log, stderr=log,
                env={**inherited, "PYTHONPATH": str(ROOT), **self.settings},
            )  # fmt: skip
        self.lives += 1

    async def kill(self) -> None:
        """End it at once, in the middle of whatever it does."""
        if self.is_running:
            self.kills.append(monotonic())
            os.kill(self.pid, signal.SIGKILL)
        await self.ended()

    async def terminate(self) -> int:
        """Ask it to end, and give its status; raises TimeoutError when it takes longer than it may."""
        os.kill(self.pid, signal.SIGTERM)
        async with asyncio.timeout(STOP_LIMIT + 2):
            return await self.ended()

    async def ended(self) -> int:
        """Wait for its end."""
        assert self._process is not None
        return await self._process.wait()

    @property
    def processor(self) -> float:
        """Seconds of a processor that it has taken, its threads' and its own."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def resident(self) -> int:
        """Kilobytes of resident memory."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def bot_of(telegram: Loopback, folder: Path, **settings: str) -> BotProcess:
    """A bot for this Telegram, with a database in this folder and no limits, unless the settings say otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {
        "BOT_TOKEN": telegram.token,
        "BOT_API_URL": telegram.url,
        "BOT_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/ipjang.db",
        "BOT_LISTEN": "127.0.0.1:0",
        "BOT_OWNERS": ",".join(map(str, EDITORS)),
        "BOT_SEND_RATE": "0",
        **settings,
    }
    return BotProcess(given, folder)


@asynccontextmanager
async def running(telegram: Loopback, folder: Path, **settings: str) -> AsyncIterator[BotProcess]:
    """A bot that runs for the length of the block, and does not outlive it."""
    bot = bot_of(telegram, folder, **settings)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.kill()
