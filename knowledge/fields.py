"""The doors through which text enters: every constrained field type, checked once, trusted inside."""

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Language = Literal["ko", "en"]

IDENTIFIER_PATTERN = r"^[a-z0-9](?:[a-z0-9_.\-]*[a-z0-9])?$"
WEB_PATTERN = r"^https?://[^\s<>\"]+$"
IDENTIFIER_LENGTH = 44
"""Characters of an id: with a button's verb and its page it has to fit Telegram's 64 bytes of callback data."""
LINE_LENGTH = 300
"""Characters of a name, a title or a speaker: longer ones seen in the registers have 114."""
QUOTE_LENGTH = 2000
"""Characters of a quoted sentence: with its heading, HTML escaped, it still fits one Telegram message of 4,096."""
SOURCE_TEXT_LENGTH = 200_000
"""Characters of a source's private text: a long article has 20,000."""

ODD_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_odd(character: str) -> bool:
    """Whether a character has no place in stored text: controls, lone surrogates, unassigned, bidi overrides."""
    return character in BIDI_CONTROLS or unicodedata.category(character) in ODD_CATEGORIES


_FILLERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
"""Characters that show nothing and that Unicode counts among the letters, the marks or the symbols."""


def is_hidden(character: str) -> bool:
    """Whether nobody sees a character: formats such as U+200B, the Hangul fillers, the blank of Braille."""
    return character in _FILLERS or unicodedata.category(character) == "Cf"


def is_blank(text: str) -> bool:
    """Whether a text shows nothing: `is_blank("\u3164")`."""
    return all(character.isspace() or is_hidden(character) for character in text)


def _refuse_odd(text: str, allowed: str = "") -> str:
    # What is printable is never odd, and nearly every text is: this makes a register of 115,000 names bearable.
    if text.isprintable():
        return text
    for character in text:
        if character not in allowed and is_odd(character):
            raise ValueError(f"the character U+{ord(character):04X} is not allowed")
    return text


def _line(text: str) -> str:
    return _refuse_odd(text)


def _prose(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is blank")
    return _refuse_odd(text, allowed="\n\t")


def folded(name: str) -> str:
    """A name without its case and its Unicode form: two that are equal so are written the same."""
    return unicodedata.normalize("NFC", name).casefold()


class Frozen(BaseModel):
    """A value that crosses between rooms: immutable, and no field that was not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)


Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER_PATTERN, max_length=IDENTIFIER_LENGTH)]
"""A stable id: small Latin letters, digits, `_ . -`, starting and ending with a letter or digit."""

Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_LENGTH), AfterValidator(_line)
]
"""One line of text, 1 to 300 characters, without controls or lone surrogates."""

Quote = Annotated[str, StringConstraints(min_length=1, max_length=QUOTE_LENGTH), AfterValidator(_prose)]
"""A verbatim passage, never trimmed or normalised."""

SourceText = Annotated[str, StringConstraints(min_length=1, max_length=SOURCE_TEXT_LENGTH), AfterValidator(_prose)]
"""The private text of a source, as it was supplied."""

Url = Annotated[str, StringConstraints(pattern=WEB_PATTERN, max_length=2000), AfterValidator(_line)]
"""A web address, `http` or `https` only: it becomes a link in a reply."""
