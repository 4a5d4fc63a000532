"""What an editors' button says: a random token that the store knows, and what the press wants."""

import re
import secrets
from typing import NamedTuple

from bot.editing.acts import PRESS_PREFIX

DATA = re.compile(r"e:(?P<token>[A-Za-z0-9_-]{22}):(?P<wish>[a-z0-9]{1,16})")


class Wish(NamedTuple):
    """The token of a button, and what pressing it wants: a verb, an option's number, or a page (`p3`)."""

    token: str
    word: str

    @property
    def option(self) -> int | None:
        """The option that was chosen; None for anything else."""
        return int(self.word) if self.word.isdigit() else None

    @property
    def page(self) -> int | None:
        """The page that was asked for; None for anything else."""
        return int(self.word[1:]) if self.word[:1] == "p" and self.word[1:].isdigit() else None


def new_token() -> str:
    """128 random bits: nobody guesses the token of somebody else's button."""
    return secrets.token_urlsafe(16)


def press_data(token: str, wish: str | int) -> str:
    """The callback data of a button, 41 of Telegram's 64 bytes at most."""
    return f"{PRESS_PREFIX}{token}:{wish}"


def read_press(data: str) -> Wish | None:
    """What callback data says; None where no button of ours says that."""
    match = DATA.fullmatch(data)
    return Wish(match["token"], match["wish"]) if match else None
