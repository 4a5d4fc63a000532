"""Documents with an article as text: pages and PDFs are read in a child process, which hostile ones may kill.

`python -m bot.extraction html|pdf` is that child: the document on its standard input, JSON on its standard output.
"""

import asyncio
import contextlib
import json
import os
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path, PurePath
from typing import Final, Literal

from knowledge.articles.page import SIZE_LIMIT, TAGS_LIMIT, Page, read_html, read_pdf, read_text
from knowledge.errors import FileProblem, FileRefusedError

Kind = Literal["text", "html", "pdf"]
MEMORY: Final = 100 * 1024 * 1024
"""Bytes that a child may fill with data; a news PDF takes 30 MB."""
SECONDS: Final = {"html": 2, "pdf": 8}
"""Seconds of the processor that a child may take; a PDF of 2 MB takes five."""
_SUFFIXES: Final = {".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".pdf": "pdf"}
_ARCHIVES: Final = (b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")


def kind_of(name: str, content: bytes = b"") -> Kind | None:
    """What a document is, by its name or else by how it begins; None for what holds no article."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(_ARCHIVES) or b"\0" in content[:4096]:
        return None
    known = _SUFFIXES.get(PurePath(name).suffix.lower())
    if known in ("html", "pdf") or (
        known is None and content.lstrip()[:15].lower().startswith((b"<!doctype", b"<html"))
    ):
        return "html" if known != "pdf" else "pdf"
    return "text" if known == "text" or not PurePath(name).suffix else None


async def extract(content: bytes, kind: Kind) -> Page:
    """The article of a document; raises FileRefusedError where it is too much, or holds no text."""
    if len(content) > SIZE_LIMIT:
        raise FileRefusedError(FileProblem.TOO_LARGE, line=None, size=len(content), limit=SIZE_LIMIT)
    if kind == "text":
        return read_text(content)
    _refuse_at_once(content, kind)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.extraction", kind, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, cwd=Path(__file__).parent.parent, env=_plain_environment(),
    )  # fmt: skip
    try:
        async with asyncio.timeout(2 * SECONDS[kind]):
            told, _ = await child.communicate(content)
    except TimeoutError:
        raise FileRefusedError(FileProblem.TOO_HEAVY, line=None) from None
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode != 0:
        raise FileRefusedError(FileProblem.TOO_HEAVY, line=None)
    answer = json.loads(told)
    if "refused" in answer:
        raise FileRefusedError(answer["refused"], line=None, **answer["facts"])
    day = answer.pop("published")
    return Page(**answer, published=date.fromisoformat(day) if day else None)


def _refuse_at_once(content: bytes, kind: Kind) -> None:
    """Refuse what needs no reading to be known as too much."""
    if kind == "html" and content.count(b"<") > 2 * TAGS_LIMIT:
        raise FileRefusedError(FileProblem.TOO_MANY_PARTS, line=None, limit=TAGS_LIMIT)
    if kind == "pdf" and b"/Encrypt" in content:
        raise FileRefusedError(FileProblem.ENCRYPTED, line=None)


def _plain_environment() -> dict[str, str]:
    """What a child needs of the environment: no setting of ours, and so no secret."""
    return {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}


def _main(kind: str) -> None:
    """Read the document of standard input within the limits of this process."""
    content = sys.stdin.buffer.read(SIZE_LIMIT + 1)
    _limit(SECONDS[kind])
    try:
        page = read_pdf(content) if kind == "pdf" else read_html(content)
        answer = {**asdict(page), "published": page.published.isoformat() if page.published else None}
    except FileRefusedError as error:
        facts = {key: value for key, value in error.facts.items() if key != "line"}
        answer = {"refused": str(error.code), "facts": facts}
    except (MemoryError, RecursionError):
        answer = {"refused": FileProblem.TOO_HEAVY.value, "facts": {}}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows, where the time limit of the parent has to do
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _main(sys.argv[1])
