"""Doubt: whoever asks a server that has fallen silent is told so at once, while one asker finds out."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

SLOW = 2.0
"""Seconds for which somebody has waited for a connection that answers, when others do not begin to wait as well."""
BELIEVED = 5.0
"""Seconds for which a silence is believed to last. The look at the version, every two seconds, asks all the same."""


class Doubt:
    """Whether a server answers, as far as those who ask it have found out."""

    def __init__(self) -> None:
        self._waiting: dict[object, float] = {}
        self._silent_at = float("-inf")

    @contextmanager
    def overcome(self, *, probing: bool = False) -> Iterator[None]:
        """A block that waits for an answer; raises TimeoutError at once where none is likely, unless `probing`."""
        now, key = monotonic(), object()
        if not probing and self._is_due(now):
            raise TimeoutError
        self._waiting[key] = now
        try:
            yield
        except TimeoutError:
            self._silent_at = monotonic()
            raise
        else:
            self._silent_at = float("-inf")
        finally:
            del self._waiting[key]

    def _is_due(self, now: float) -> bool:
        return now - self._silent_at < BELIEVED or now - min(self._waiting.values(), default=now) > SLOW
