"""`python -m tests.loopback [PORT]`: a Telegram of one's own, to try a bot by hand in two terminals.

Each line of standard input is a message of one person; `-7 text` is one in the group -7; what the bot sends is
printed, its buttons as `[label]`. `!label` presses the newest button whose label holds these words. Lines between two
lines of three quotation marks are one message, cut at 4,096 characters as Telegram's apps do.
"""

import asyncio
import re
import sys

from tests.loopback.server import Call, Loopback
from tests.loopback.updates import Json, message, press

PERSON = 7
OF_GROUP = re.compile(r"(-\d+) +(.+)")


BLOCK = '"""'
LIMIT = 4096


def button(telegram: Loopback, label: str) -> Json | None:
    """The press of the newest button whose label holds these words; None where there is none."""
    for sent in reversed(telegram.chats.messages.values()):
        for key in _keys(sent):
            if label in str(key["text"]) and "callback_data" in key:
                query = f"q{len(telegram.calls)}"
                return press(str(key["callback_data"]), query=query, sent=sent, sender=PERSON)
    return None


def _keys(holder: Json) -> list[Json]:
    """The buttons of a message, or of the call that sends it."""
    markup = holder.get("reply_markup")
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return [key for row in rows for key in row]


def parts(text: str) -> list[str]:
    """A long text as an app sends it: cut at a line's end, or where it is full."""
    found = []
    while len(text) > LIMIT:
        cut = text.rfind("\n", LIMIT // 2, LIMIT) + 1 or LIMIT
        found.append(text[:cut].strip())
        text = text[cut:]
    return [*found, text.strip()]


def said(line: str) -> dict[str, object]:
    """A line as the update that it stands for."""
    match = OF_GROUP.fullmatch(line)
    return message(match[2], place=int(match[1]), sender=PERSON) if match else message(line, place=PERSON)


def shown(call: Call) -> str:
    """What a call looks like in a terminal."""
    keys = " ".join(f"[{key['text']}]" for key in _keys(call.parameters))
    told = f"[{call.status}] {call.method} -> {call.chat}: {call.text or call.parameters} {call.refusal or ''}".rstrip()
    return f"{told}\n{keys}" if keys else told


async def main(port: int) -> None:
    """Serve until standard input ends."""
    async with Loopback(port=port) as telegram:
        print(f"BOT_API_URL={telegram.url} BOT_TOKEN={telegram.token} BOT_OWNERS={PERSON} ipjang run", flush=True)
        printing = asyncio.create_task(_print(telegram))
        block: list[str] | None = None
        while line := (await asyncio.to_thread(sys.stdin.readline)):
            if line.strip() == BLOCK:
                for part in parts("".join(block)) if block is not None else ():
                    telegram.receive(message(part, place=PERSON))
                block = None if block is not None else []
            elif block is not None:
                block.append(line)
            elif line.startswith("!"):
                pressed = button(telegram, line[1:].strip())
                print("no such button" if pressed is None else f"pressed {line[1:].strip()}", flush=True)
                if pressed is not None:
                    telegram.receive(pressed)
            elif line.strip():
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
