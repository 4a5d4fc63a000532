"""One replica: the bot as a real process, which can be killed, stopped and asked how it is."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import aiohttp

from tests.faults.process import EDITORS
from tests.loopback.server import Loopback
from tests.loopback.updates import Json
from tests.ports import free_port

OWNER = EDITORS[0]
"""The user who edits in these tests, where no town does."""
SECRET = "a-secret-of-the-webhook"
HOOK = "/hook"

_update_ids = count(500_000)


def webhook_settings() -> Mapping[str, str]:
    """A webhook where nobody listens: tests post the updates themselves, each to the replica that they mean."""
    return {"BOT_WEBHOOK_URL": f"http://127.0.0.1:9{HOOK}", "BOT_WEBHOOK_SECRET": SECRET}


@dataclass
class Replica:
    """A process of the bot on a port of its own; `settings` come on top of those that every replica has."""

    name: str
    telegram: Loopback
    folder: Path
    settings: Mapping[str, str]
    port: int = field(default_factory=free_port)
    process: Process | None = None
    posts: list[asyncio.Task[int]] = field(default_factory=list)

    @property
    def log(self) -> str:
        """What it has logged in all its lives."""
        return self._log_file.read_text(encoding="utf-8")

    @property
    def _log_file(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def _environment(self) -> dict[str, str]:
        inherited = {name: text for name, text in os.environ.items() if not name.startswith("BOT_")}
        return {
            **inherited,
            "BOT_TOKEN": self.telegram.token,
            "BOT_API_URL": self.telegram.url,
            "BOT_LISTEN": f"127.0.0.1:{self.port}",
            "BOT_OWNERS": ",".join(map(str, EDITORS)),
            "BOT_SEND_RATE": "0",
            "PYTHONPATH": str(Path.cwd()),
            **self.settings,
        }

    async def start(self) -> None:
        """Start the process, and return before it is ready."""
        with self._log_file.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.folder, stderr=log, env=self._environment
            )

    async def ready(self, seconds: float = 60.0) -> None:
        """Wait until it says that it is."""
        async with asyncio.timeout(seconds):
            while await self.problems() != {}:
                assert self.process is not None
                assert self.process.returncode is None, self.log
                await asyncio.sleep(0.05)

    async def problems(self) -> dict[str, str] | None:
        """What `/readyz` finds wrong; None while nobody listens."""
        timeout, address = aiohttp.ClientTimeout(total=5), f"http://127.0.0.1:{self.port}/readyz"
        try:
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
                found: dict[str, dict[str, str]] = await answer.json()
        except (aiohttp.ClientError, OSError, TimeoutError):
            return None
        return found["problems"]

    async def post(self, update: Json) -> int:
        """Post an update to its webhook, as Telegram would; gives the status of the answer."""
        timeout, address = aiohttp.ClientTimeout(total=60), f"http://127.0.0.1:{self.port}{HOOK}"
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(address, json=update, headers=headers) as answer,
        ):
            return answer.status

    def deliver(self, content: Json) -> None:
        """Post what somebody does to its webhook, without waiting for the answer."""
        self.telegram.chats.see(content)
        self.posts.append(asyncio.create_task(self.post({"update_id": next(_update_ids), **content})))

    async def kill(self) -> None:
        """End it without a word of warning."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await asyncio.gather(*self.posts, return_exceptions=True)
        self.posts.clear()

    async def stop(self, seconds: float = 15.0) -> int:
        """Ask it to end, and give its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(seconds):
            return await self.process.wait()


async def open_for_business(*replicas: Replica) -> None:
    """Start replicas together, and wait until all of them are ready."""
    for replica in replicas:
        await replica.start()
    for replica in replicas:
        await replica.ready()
