"""A place in a message where a name stands, and what the words around it make of it."""

from enum import Enum
from typing import NamedTuple

from knowledge.finding.views import Owners


class Hit(NamedTuple):
    """A form of a name in a message: from character `offset` of word `first` up to `cut` of word `last`."""

    first: int
    offset: int
    last: int
    cut: int
    owners: Owners
    score: float = 1.0


class Next(NamedTuple):
    """Where the search goes on: a word, and how much of it is read."""

    word: int
    offset: int = 0


class Verdict(Enum):
    """What stands around a hit makes it one of these."""

    NAME = "name"
    DOUBT = "doubt"
    """Perhaps a part of a longer name: Hyundai before Information Tchnology."""
    OTHER = "other"
    """A part of another thing's name: 네이버 before 웹툰."""
    PART = "part"
    """A part of a word: KT in KT&G, naver in naver.com."""
