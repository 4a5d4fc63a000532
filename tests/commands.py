"""Commands of ipjang in processes of their own that import everything once: a server forks one for each.

`python -m tests.commands` is the server: a line of JSON in, the exit status out.
"""

import atexit
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path

from tests.knowledge.programme import RECORDED, reader


def environment(**settings: str) -> dict[str, str]:
    """The environment of a fresh machine with these settings."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("BOT_")}
    return {**inherited, **settings}


def command(*arguments: str) -> list[str]:
    """How a command is called where it needs an interpreter of its own."""
    return [sys.executable, "-m", "bot", *arguments]


def run(folder: Path, *arguments: str, given: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    """One command in a folder of its own, with the shipped programme."""
    if any(name.startswith(("PYTHON", "LC_")) for name in settings):  # which an interpreter reads as it starts
        return subprocess.run(
            command(*arguments), input=given, cwd=folder, capture_output=True, timeout=60, check=False,
            env=environment(PYTHONPATH=str(Path.cwd()), **settings),
        )  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        files = [Path(place, name) for name in ("in", "out", "err")]
        files[0].write_bytes(given)
        call = {"cwd": str(folder), "env": environment(**settings), "files": list(map(str, files)), "words": arguments}
        server = _server()
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(call) + "\n")
        server.stdin.flush()
        status = int(server.stdout.readline())
        return subprocess.CompletedProcess(arguments, status, files[1].read_bytes(), files[2].read_bytes())


@cache
def _server() -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.commands"], stdin=pipe, stdout=pipe, text=True, env=environment()
    )
    atexit.register(server.kill)
    return server


def _serve() -> None:
    import aiohttp  # noqa: F401
    import telegram.ext  # noqa: F401

    import bot.app
    import bot.chat.console
    import bot.editing.terminal  # noqa: F401

    reader().read("KT는?", now=RECORDED)  # which reads the words and patterns of the language
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(**json.loads(line))
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def _become(cwd: str, env: dict[str, str], files: list[str], words: list[str]) -> None:
    """Turn this process into that of a command."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    for number, name in enumerate(files):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT, 0o600), number)
    sys.stdin, sys.stdout, sys.stderr = (open(number, mode, closefd=False) for number, mode in enumerate("rww"))  # noqa: SIM115
    sys.argv = ["ipjang", *words]
    import_module("bot.__main__").main()


if __name__ == "__main__":
    _serve()
