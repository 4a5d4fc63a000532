"""Tells systemd how the service fares: the `sd_notify` datagrams of `Type=notify` and its watchdog."""

import asyncio
import os
import socket

WATCHDOG_SHARE = 3
"""A sign of life is sent this many times in each watchdog period, so that one late turn of the loop is no alarm."""


def notify(*states: str) -> bool:
    """Send states such as `READY=1` or `STATUS=…`; False where no service manager listens (see sd_notify(3))."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        try:
            # An address that starts with @ is in Linux's abstract namespace, written with a NUL.
            channel.sendto("\n".join(states).encode(), "\0" + address[1:] if address[0] == "@" else address)
        except OSError:
            return False
    return True


def watchdog_seconds() -> float | None:
    """Seconds between two signs of life, or None where systemd asks for none of this process."""
    period = os.environ.get("WATCHDOG_USEC", "")
    owner = os.environ.get("WATCHDOG_PID", "")
    if not period.isdigit() or int(period) == 0 or (owner and owner != str(os.getpid())):
        return None
    return int(period) / 1_000_000 / WATCHDOG_SHARE


async def keep_watchdog_fed() -> None:
    """Send signs of life from the event loop, which a hanging loop cannot, until cancelled; ends if none are asked."""
    seconds = watchdog_seconds()
    while seconds is not None:
        notify("WATCHDOG=1")
        await asyncio.sleep(seconds)
