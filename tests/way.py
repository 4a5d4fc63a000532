"""The way of one message through the code: which modules a question and an editor's change enter, and how often.

usage: python -m tests.way [--modules]

Profiles `카카오 재도전해?` from Telegram's handler to the sent reply, and an `/add` with its Save, through the real
Application over the recording request. Counted are the functions that are written in bot/ and knowledge/: a
generator or a coroutine once, however often it goes on, a comprehension as part of its function, and nothing that runs
in other threads. Both are walked once before, so that imports and what is computed once stay out.
"""

import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.bot.editing.editorial import ADD, editorial, texts

ROOT = Path(__file__).parents[1]
BEFORE, QUESTION = "KT 재도전해?", "카카오 재도전해?"
WITHIN = frozenset({"<module>", "<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>"})
"""Code that Python calls and that is part of what encloses it."""
WARMED = (
    ADD.replace("stance: 불참", "stance: 검토 중").replace("2026-01-23", "2026-01-22").replace("KT는 23일", "KT는 22일")
)


@dataclass
class Way:
    """What was walked: calls of each module's functions, and changes from one module to another."""

    calls: Counter[str] = field(default_factory=Counter)
    changes: int = 0

    @property
    def functions(self) -> int:
        """Calls of functions in all modules."""
        return self.calls.total()


@contextmanager
def walked() -> Iterator[Way]:
    """Profiles the block; gives the way, complete after the block."""
    way, last = Way(), ""
    entered: dict[int, FrameType] = {}
    """The frames counted so far, kept so that their addresses stay theirs."""

    def note(frame: FrameType, event: str, _: object) -> None:
        nonlocal last
        if event != "call" or (module := module_of(frame.f_code.co_filename)) is None:
            return
        if frame.f_code.co_name in WITHIN or id(frame) in entered:
            return
        entered[id(frame)] = frame
        way.calls[module] += 1
        way.changes += module != last
        last = module

    sys.setprofile(note)
    try:
        yield way
    finally:
        sys.setprofile(None)


def module_of(filename: str) -> str | None:
    """The dotted name of one of our modules; None for any other file."""
    path = Path(filename)
    if not path.is_relative_to(ROOT) or path.relative_to(ROOT).parts[0] not in ("bot", "knowledge"):
        return None
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


async def walk(url: str) -> dict[str, Way]:
    """Walks both ways on an empty database; raises AssertionError if the bot answers otherwise than expected."""
    async with editorial(url) as desk:
        await desk.stage.hear(BEFORE)
        with walked() as question:
            answered = await desk.stage.hear(QUESTION)
        assert "불참" in texts(answered)
        await desk.tap(await desk.say(WARMED), "저장")
        with walked() as change:
            saved = await desk.tap(await desk.say(ADD), "저장")
        assert "kt-20260123" in texts(saved)
    return {QUESTION: question, "/add + Save": change}


def report(ways: dict[str, Way], *, modules: bool) -> str:
    """The figures as a table; with `modules` also each module and how many of its functions were called."""
    width = max(len(name) for name in ways) + 2
    lines = [f"{'':{width}} {'modules':>8} {'changes':>8} {'functions':>10}"]
    for name, way in ways.items():
        lines.append(f"{name:{width}} {len(way.calls):>8} {way.changes:>8} {way.functions:>10}")
        if modules:
            lines += [f"    {calls:>5} {module}" for module, calls in way.calls.most_common()]
    return "\n".join(lines)


def main() -> None:
    """Prints both ways."""
    with tempfile.TemporaryDirectory() as folder:
        ways = asyncio.run(walk(f"sqlite+aiosqlite:///{folder}/way.db"))
    print(report(ways, modules="--modules" in sys.argv[1:]))


if __name__ == "__main__":
    main()
