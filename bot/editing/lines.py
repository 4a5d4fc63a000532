"""The lines of a command: `key: value`, keys in Korean or English in any order, the last to the end of the message."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum

from knowledge.fields import Frozen


class Key(StrEnum):
    """What a line of `/add` or `/correct` speaks of."""

    TEAM = "team"
    STANCE = "stance"
    SAID = "said"
    VOICE = "voice"
    SPEAKER = "speaker"
    PUBLISHER = "publisher"
    TITLE = "title"
    URL = "url"
    PUBLISHED = "published"
    REASON = "reason"
    QUOTE = "quote"


KOREAN: Mapping[str, Key] = {
    "팀": Key.TEAM,
    "입장": Key.STANCE,
    "발언일": Key.SAID,
    "화자구분": Key.VOICE,
    "발언자": Key.SPEAKER,
    "매체": Key.PUBLISHER,
    "제목": Key.TITLE,
    "링크": Key.URL,
    "보도일": Key.PUBLISHED,
    "사유": Key.REASON,
    "문장": Key.QUOTE,
}
SPELLINGS: Mapping[str, str] = {**{str(key): key for key in Key}, **KOREAN}
"""How a key may be typed -> the key."""

_LINE = re.compile(r"\s*([^:\uff1a]{1,40}?)\s*[:\uff1a](.*)", re.DOTALL)


class SlipCode(StrEnum):
    """What is wrong with a line."""

    NO_KEY = "no_key"
    UNKNOWN_KEY = "unknown_key"
    REPEATED = "repeated"
    MISSING = "missing"
    EMPTY = "empty"
    TEAM_UNKNOWN = "team_unknown"
    TEAM_UNCLEAR = "team_unclear"
    STANCE_UNKNOWN = "stance_unknown"
    STANCE_UNCLEAR = "stance_unclear"
    DATE = "date"
    VOICE = "voice"
    URL = "url"
    TOO_LONG = "too_long"
    ODD = "odd"
    IN_QUOTE = "in_quote"
    """It stands below the quote, which takes all that follows it."""
    ID = "id"


class Slip(Frozen):
    """A mistake in what was typed: the 1-based line of the message (None: the whole), and what a sentence needs."""

    code: SlipCode
    line: int | None = None
    key: str | None = None
    text: str = ""
    options: tuple[str, ...] = ()
    """What was expected instead, or may be meant: keys, names, labels."""


class Entry(Frozen):
    """The value of one key, and the line that it began on."""

    line: int
    text: str


class Lines(Frozen):
    """What the lines of a message say, and what is wrong with them."""

    entries: Mapping[str, Entry]
    slips: tuple[Slip, ...] = ()
    swallowed: Mapping[str, int] = {}
    """Keys that stand below the last one and were read as part of it -> their line."""

    def text(self, key: str) -> str | None:
        """The value of a key, or None where no line gives it."""
        entry = self.entries.get(key)
        return entry.text if entry else None


def read_lines(text: str, first: int = 1, spellings: Mapping[str, str] = SPELLINGS, tail: str = Key.QUOTE) -> Lines:
    """Read the lines of a text whose first line is line `first` of the message; `tail` takes all that follows it."""
    entries: dict[str, Entry] = {}
    slips: list[Slip] = []
    rows = text.split("\n")
    for place, row in enumerate(rows):
        if not row.strip():
            continue
        key, value = _keyed(row, spellings)
        if key == tail:
            value = "\n".join([value, *rows[place + 1 :]])
        slips += _slips_of(row, key, value, first + place, entries, spellings)
        if key is not None and key not in entries:
            entries[key] = Entry(line=first + place, text=value.strip())
        if key == tail:
            break
    swallowed = dict(reversed([*keys_below(rows[place + 1 :], first + place + 1, spellings)]))
    return Lines(entries=entries, slips=tuple(slips), swallowed=swallowed)


def keys_below(
    rows: Iterable[str], first: int = 1, spellings: Mapping[str, str] = SPELLINGS
) -> Iterator[tuple[str, int]]:
    """The keys that rows begin with, each with its line; rows of a sentence hardly ever do."""
    for place, row in enumerate(rows):
        key, _ = _keyed(row, spellings)
        if key is not None:
            yield key, first + place


def looks_like_lines(text: str, spellings: Mapping[str, str] = SPELLINGS) -> bool:
    """Whether the first line that is not blank begins with a known key."""
    first = next((row for row in text.split("\n") if row.strip()), "")
    return _keyed(first, spellings)[0] is not None


def _keyed(row: str, spellings: Mapping[str, str]) -> tuple[str | None, str]:
    """The key of a line, None where it has none that is known, and its value."""
    match = _LINE.fullmatch(row)
    if match is None:
        return None, row
    return spellings.get(_plain(match[1])), match[2]


def _plain(key: str) -> str:
    """A key without width, case and inner spaces: `화자 구분`, `Said`, NFD."""
    return re.sub(r"[\s_\-*]+", "", unicodedata.normalize("NFKC", key)).casefold()


def _slips_of(
    row: str, key: str | None, value: str, line: int, entries: Mapping[str, Entry], spellings: Mapping[str, str]
) -> Iterator[Slip]:
    if key is None:
        yield _no_key(row, line, spellings)
    elif key in entries:
        yield Slip(code=SlipCode.REPEATED, line=line, key=key)
    elif not value.strip():
        yield Slip(code=SlipCode.EMPTY, line=line, key=key)


def _no_key(row: str, line: int, spellings: Mapping[str, str]) -> Slip:
    match = _LINE.fullmatch(row)
    if match is None or match[1].casefold() in {"http", "https"}:
        return Slip(code=SlipCode.NO_KEY, line=line, text=row.strip())
    near = get_close_matches(_plain(match[1]), spellings, n=1)
    return Slip(code=SlipCode.UNKNOWN_KEY, line=line, text=match[1], options=tuple(near))
