"""`python -m tests.loopback [PORT]`: a Telegram of one's own, to try a bot by hand in two terminals.

Each line of standard input is a message of one person; `-7 text` is one in the group -7; what the bot sends is printed.
"""

import asyncio
import re
import sys

from tests.loopback.server import Call, Loopback
from tests.loopback.updates import message

PERSON = 7
OF_GROUP = re.compile(r"(-\d+) +(.+)")


def said(line: str) -> dict[str, object]:
    """A line as the update that it stands for."""
    match = OF_GROUP.fullmatch(line)
    return message(match[2], place=int(match[1]), sender=PERSON) if match else message(line, place=PERSON)


def shown(call: Call) -> str:
    """What a call looks like in a terminal."""
    return f"[{call.status}] {call.method} -> {call.chat}: {call.text or call.parameters} {call.refusal or ''}".rstrip()


async def main(port: int) -> None:
    """Serve until standard input ends."""
    async with Loopback(port=port) as telegram:
        print(f"BOT_API_URL={telegram.url} BOT_TOKEN={telegram.token} BOT_OWNERS={PERSON} ipjang run", flush=True)
        printing = asyncio.create_task(_print(telegram))
        while line := (await asyncio.to_thread(sys.stdin.readline)):
            if line.strip():
                telegram.receive(said(line.strip()))
        printing.cancel()


async def _print(telegram: Loopback) -> None:
    seen = 0
    while True:
        await telegram.until(lambda: len(telegram.calls) > seen, 1e9)  # noqa: B023 - awaited in this turn
        for call in telegram.calls[seen:]:
            if call.method != "getUpdates":
                print(shown(call), flush=True)
        seen = len(telegram.calls)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
