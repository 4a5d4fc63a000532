"""`ipjang health`: asks the running bot's `/readyz`, so that an image needs no curl for its health check."""

import http.client
import sys

from bot.cli.parser import Options
from bot.settings import Address

TIMEOUT_SECONDS = 4.0
READY = 200
EVERY_INTERFACE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- it is replaced by the loopback address, not bound
"""An address to listen on everywhere is asked on the loopback interface."""


def health(options: Options) -> int:
    """Exit with 0 when the bot on this machine says that it is ready, with 1 and its reason when not.

    Where readiness is served nowhere, since BOT_LISTEN is open to the network, it is asked whether it is alive.
    """
    settings = options.settings()
    address = settings.state_address or settings.listen
    try:
        status, reason = _ask(address, "/readyz" if settings.state_address else "/healthz")
    except (OSError, http.client.HTTPException) as error:
        sys.stderr.write(f"ipjang: nothing answers on {address}: {error}.\n")
        return 1
    if status == READY:
        return 0
    sys.stderr.write(f"ipjang: the bot on {address} is not ready: {reason}\n")
    return 1


def _ask(address: Address, path: str) -> tuple[int, str]:
    """The status and the text of a path."""
    host = EVERY_INTERFACE.get(address.host, address.host)
    connection = http.client.HTTPConnection(host, address.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read(2000).decode("utf-8", errors="replace").strip()
    finally:
        connection.close()
