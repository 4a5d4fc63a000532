"""Answers while a PDF of 2 MB is read, and the article in it: `python -m tests.benchmarks.documents`.

A hundred questions a second are answered in one event loop, first alone, then beside the reading; what is printed is
how long after its moment each was answered. No network and no Telegram: what an editor's document adds to an answer.
"""

import asyncio
import os
from collections.abc import Awaitable
from io import BytesIO
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from pypdf import PdfWriter

from bot.chat.asking import Steps
from bot.chat.snapshot import Record, Snapshot
from bot.cli.questions import answered
from bot.cli.session import Request, fill_with_shipped
from bot.extraction import extract
from knowledge.articles.reading import ArticleReader
from knowledge.store import Store
from tests.bot.test_extraction import pdf

QUESTIONS = ("카카오는?", "KT 재도전해?", "누가 불참이야?", "is Konan in?")
RATE = 100.0
PAGES, SENTENCES, PICTURE = 40, 60, 1_900_000
"""Pages of the document, sentences of a page, and bytes of what is in it beside its text."""


def document() -> bytes:
    """A PDF of some 2 MB with 140,000 characters."""
    sentence = b"BT /F1 12 Tf 20 700 Td (KT said on Friday that it will not join the new round of the project.) Tj ET\n"
    writer = PdfWriter(clone_from=BytesIO(pdf(sentence * SENTENCES, pages=PAGES)))
    writer.add_attachment("picture.jpg", Random(2).randbytes(PICTURE))
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


async def read(content: bytes, snapshot: Snapshot) -> None:
    """Read the document, and its article as the chat does: a sentence at a time."""
    page = await extract(content, "pdf")
    for _ in ArticleReader(snapshot.facts, snapshot.index).steps(page.text):
        await asyncio.sleep(0)


async def asked_until(done: Awaitable[object], snapshot: Snapshot) -> list[float]:
    """Ask at a rate until something is done; gives the seconds from the moment of each question to its answer."""
    waiting, began, taken = asyncio.ensure_future(done), perf_counter(), list[float]()
    while not waiting.done():
        due = began + len(taken) / RATE
        await asyncio.sleep(max(0.0, due - perf_counter()))
        answered(Request(QUESTIONS[len(taken) % len(QUESTIONS)], None), snapshot, "ko", Steps())
        taken.append(perf_counter() - due)
    await waiting
    return taken


async def main() -> None:
    """Print two lines."""
    content = document()
    with TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite+aiosqlite:///{Path(folder)}/facts.db")
        await fill_with_shipped(store)
        snapshot = (await Record.read(store)).snapshot
        await asked_until(asyncio.sleep(1), snapshot)
        for name, work in (("alone", asyncio.sleep(10)), ("beside", read(content, snapshot))):
            spent = process_time()
            taken = await asked_until(work, snapshot)
            found = [1000 * each for each in quantiles(taken, n=100)]
            print(
                f"{name}: {len(taken)} answers, p50 / p99 {found[49]:.1f} / {found[98]:.1f} ms, "
                f"{process_time() - spent:.1f} s of a processor, load {os.getloadavg()[0]:.1f}"
            )
        await store.close()
    print(f"the document: {len(content) / 1e6:.1f} MB")


if __name__ == "__main__":
    asyncio.run(main())
