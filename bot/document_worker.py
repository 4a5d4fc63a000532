"""The child process that reads one document: `python -m bot.document_worker html|pdf`, JSON on its standard output.

It imports as little as it can, since it is started for each document, and gives itself limits that end it.
"""

import json
import os
import signal
import sys
from dataclasses import asdict
from typing import Final

from knowledge.articles.page import SIZE_LIMIT, read_html, read_pdf
from knowledge.errors import FileProblem, FileRefusedError

try:
    import resource
except ImportError:
    resource = None  # type: ignore[assignment]  # as on Windows

MEMORY: Final = 80 * 1024 * 1024
"""Bytes that it may fill with data; with its code it stays below 100 MB. A news PDF takes 30 MB."""
SECONDS: Final = {"html": 1.0, "pdf": 8.0}
"""Seconds of the processor that it may take: a news page takes 0.1, a page of 20,000 tags 0.5.

A PDF printed by a browser takes three for 70,000 characters. What only pretends to be one is refused by the limits of
its parts (`knowledge.articles.page`), within a second.
"""
UNUSED: Final = ("PIL", "fontTools", "cryptography", "Crypto")
"""What pypdf would import where it is installed, for pictures, fonts and ciphers: 0.1 s and 11 MB."""


def main(kind: str) -> None:
    """Read the document of standard input within the limits of this process."""
    limit(SECONDS[kind])
    content = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    sys.modules.update(dict.fromkeys(UNUSED))  # type: ignore[arg-type]  # None forbids an import (the import system, 5.3)
    try:
        page = read_pdf(content) if kind == "pdf" else read_html(content)
        answer = {**asdict(page), "published": page.published.isoformat() if page.published else None}
    except FileRefusedError as error:
        facts = {key: value for key, value in error.facts.items() if key != "line"}
        answer = {"refused": str(error.code), "facts": facts}
    except (MemoryError, RecursionError):
        answer = {"refused": FileProblem.TOO_HEAVY.value, "facts": {}}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def limit(seconds: float) -> None:
    """Let the system end this process where it takes too much, and run it behind the bot, which answers meanwhile."""
    if resource is None:  # Windows, where the time limit of the parent has to do
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    os.nice(10)


if __name__ == "__main__":
    main(sys.argv[1])
