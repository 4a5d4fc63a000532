"""Progress of long work: a line that moves on a terminal, and nothing at all in a pipe."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 0.7
"""Seconds of work before anything is shown: most of it is over by then."""
PAUSE = 0.2
FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
ERASE_LINE = "\r\x1b[2K"


class Progress:
    """What is being done and, where that is known, how far it has come."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.done = 0
        self.total: int | None = None

    def at(self, done: int, total: int | None = None) -> None:
        """Note how far the work has come."""
        self.done, self.total = done, total

    def line(self, frame: int, seconds: float) -> str:
        """How it is shown: `⠙ reading x.json … 45,000 of 115,000 (39 %), 2 s`."""
        counted = f" {self.done:,}" if self.done else ""
        if self.total:
            counted += f" of {self.total:,} ({100 * self.done // self.total} %)"
        return f"{FRAMES[frame % len(FRAMES)]} {self.label} …{counted}{',' if counted else ''} {seconds:.0f} s"


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Show the progress of a block on standard error where that is a terminal, and wipe it away at the end."""
    shown = Progress(label)
    if not sys.stderr.isatty():
        yield shown
        return
    over = threading.Event()
    painter = threading.Thread(target=_paint, args=(shown, over), daemon=True)
    painter.start()
    try:
        yield shown
    finally:
        over.set()
        painter.join()


def _paint(shown: Progress, over: threading.Event) -> None:
    began = time.monotonic()
    if over.wait(PATIENCE):
        return
    frame = 0
    while not over.wait(PAUSE):
        sys.stderr.write(ERASE_LINE + shown.line(frame, time.monotonic() - began))
        sys.stderr.flush()
        frame += 1
    sys.stderr.write(ERASE_LINE)
    sys.stderr.flush()
