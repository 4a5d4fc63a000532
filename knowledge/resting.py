"""A rest for Python's garbage collector while much is made that stays: a whole register, a program's modules."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_resting(*, for_good: bool = False) -> Iterator[None]:
    """Make many small objects that all stay, without the collector walking through them again and again.

    Reading 115,000 teams takes half the time. It is meant for seconds of work, not for a whole program. What is there
    at the end may stay `for_good`, as modules do: no later collection looks at it, nor the one that waits for the end
    of the rest, which for our modules takes 60 ms.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if for_good:
            gc.freeze()
        if was_enabled:
            gc.enable()
