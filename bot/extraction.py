"""Documents with an article as text: pages and PDFs are read in a child process, which hostile ones may kill."""

import asyncio
import contextlib
import json
import os
import sys
from datetime import date
from pathlib import Path, PurePath
from typing import Final, Literal

from knowledge.articles.page import SIZE_LIMIT, Page, read_text, refuse_at_once
from knowledge.errors import FileProblem, FileRefusedError

Kind = Literal["text", "html", "pdf"]
PATIENCE: Final = 20.0
"""Seconds until a child is given up on a machine that is too busy to run it; its own limits are of the processor."""
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
    refuse_at_once(content, kind)
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.document_worker", kind),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=Path(__file__).parent.parent,
        env=_plain_environment(),
    )
    try:
        async with asyncio.timeout(PATIENCE):
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


def _plain_environment() -> dict[str, str]:
    """What a child needs of the environment: no setting of ours, and so no secret."""
    return {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
