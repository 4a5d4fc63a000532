"""A command as it is typed, in Telegram or in the terminal (pure)."""

import re
from typing import NamedTuple

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?=\s|$)")


class Slash(NamedTuple):
    """A command: its word, the bot it is addressed to, and the text behind it."""

    word: str
    bot: str | None
    rest: str


def read_command(text: str) -> Slash | None:
    """`/add@ipjang_bot KT` -> (add, ipjang_bot, ' KT'); None where the text does not begin with a command.

    Read from the text and not from its entities: an update without them must not slip past.
    """
    match = _COMMAND.match(text)
    return Slash(match[1].lower(), match[2], text[match.end() :]) if match else None
