"""How long each stage of a request to the Bot API may take."""

from dataclasses import dataclass
from functools import lru_cache

import aiohttp


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for each stage of a request; None waits for ever. `media_write` is for uploads."""

    read: float | None = 5.0
    write: float | None = 5.0
    connect: float | None = 5.0
    pool: float | None = 1.0
    media_write: float | None = 20.0

    @lru_cache(maxsize=64)  # noqa: B019 - a value; its few kinds are kept on purpose
    def for_body(self, method: str) -> aiohttp.ClientTimeout:
        """What aiohttp has to watch; of a POST also the whole, so that a trickle of bytes cannot hold it up."""
        stages = (self.connect, self.write, self.read)
        whole = sum(each for each in stages if each is not None) if method == "POST" and None not in stages else None
        return aiohttp.ClientTimeout(total=whole, connect=self.connect, sock_read=self.read)
