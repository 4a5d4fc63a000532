"""Whom the bot trusts to be Telegram: the machine's certificates, read once and only where they are needed."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Lock


class Trust:
    """The machine's certificates for connections to others; `SSL_CERT_FILE` and `SSL_CERT_DIR` are OpenSSL's."""

    def __init__(self) -> None:
        self._lock = Lock()

    async def context(self) -> ssl.SSLContext:
        """The context of every connection; reads the disk at the first time, for 20 ms, in a thread."""
        return self._context if "_context" in vars(self) else await asyncio.to_thread(self._read)

    def _read(self) -> ssl.SSLContext:
        with self._lock:
            return self._context

    @cached_property
    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.set_alpn_protocols(("http/1.1",))
        return context


TRUST = Trust()
"""Shared by all connections of the process."""


@contextmanager
def certificates_unread() -> Iterator[None]:
    """Import aiohttp without the two sets of certificates that it reads for those who bring no context of their own.

    One of the two is for connections that trust anybody, and ours bring theirs: 40 ms and 2 MB of a start. A connection
    without a context trusts nobody afterwards, and fails.
    """
    ssl.SSLContext.set_default_verify_paths = lambda _: None  # type: ignore[assignment] # over that of its base
    try:
        yield
    finally:
        del ssl.SSLContext.set_default_verify_paths
