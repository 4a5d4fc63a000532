"""Ids for what has none yet: readable, unique, short enough for a button (pure)."""

import re
from collections.abc import Container, Iterator
from datetime import date
from itertools import count
from urllib.parse import urlsplit

from knowledge.fields import IDENTIFIER_LENGTH

DAY_FORMAT = "%Y%m%d"
ROOM_FOR_NUMBER = 4
"""Characters kept free for `-2` to `-999`."""
HOST_PARTS_WITHOUT_MEANING = frozenset(
    {"www", "m", "mobile", "news", "n", "amp", "co", "com", "kr", "net", "org", "go"}
)


def statement_stem(team: str, day: date | None) -> str:
    """`kt-20260123`: the team and the day that the statement is placed on."""
    return _stem(team, day)


def source_stem(url: str | None, day: date | None) -> str:
    """`news1-20260123` by the address, `source-20260123` without one."""
    host = (urlsplit(url).hostname or "") if url else ""
    named = [part for part in host.split(".") if part and part not in HOST_PARTS_WITHOUT_MEANING]
    plain = re.sub(r"[^a-z0-9]+", "-", named[0].lower()).strip("-") if named else ""
    return _stem(plain or "source", day)


def _stem(name: str, day: date | None) -> str:
    tail = f"-{day.strftime(DAY_FORMAT)}" if day else ""
    return name[: IDENTIFIER_LENGTH - ROOM_FOR_NUMBER - len(tail)].rstrip("-_.") + tail


def numbered(stem: str) -> Iterator[str]:
    """The stem itself, then with a number behind it: `kt-20260123`, `kt-20260123-2`, and so on."""
    yield stem
    for number in count(2):
        yield f"{stem}-{number}"


def free(stem: str, taken: Container[str]) -> str:
    """The first of them that nobody has."""
    return next(name for name in numbered(stem) if name not in taken)
