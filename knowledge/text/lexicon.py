"""The words of both languages with their tags: `lexicon.tsv`, one line a word; and what an analysis gives."""

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

_FILE: Final = Path(__file__).with_name("lexicon.tsv")
NO_TAGS: Final[frozenset[str]] = frozenset()

NOUNS: Final = frozenset(
    {"pronoun", "numeral", "place", "of-place", "interrogative", "time", "topic", "facet", "action"}
)
"""Tags of Korean nouns of talk: a particle, 하다, 되다 or 이다 may follow them."""
PLAIN: Final = NOUNS | {"adverb"}
"""Tags of Korean words that are talk as they stand."""
EVERYDAY: Final = frozenset({"adverb", "pronoun", "numeral", "interrogative", "time", "topic"})
"""Tags of Korean words too common in talk to be taken for a name that is the same: 요즘, 대박, 누구, 결과."""
COMPOUNDING: Final = frozenset({"topic", "facet", "action", "place"})
"""Tags of Korean nouns that make one thing with the noun after them (참가 대상) and derived nouns (매각설)."""

PEOPLE_OF: Final = "="
"""Begins the tags that name a country by its people: `dutch` has `=netherlands` and `=holland`."""


class Word(NamedTuple):
    """One word of a text, analysed: its form in the dictionary, its tags, and the particles behind it."""

    lemma: str
    tags: frozenset[str]
    particle: str = ""


@cache
def _entries() -> dict[str, frozenset[str]]:
    shared: dict[str, frozenset[str]] = {}
    with _FILE.open(encoding="utf-8") as lines:
        entries = (line.rstrip("\n").split("\t") for line in lines if not line.startswith("#"))
        return {word: shared.setdefault(tags, frozenset(tags.split())) for word, _, tags in entries}


@cache
def _words_by_tag() -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for word, tags in _entries().items():
        for tag in tags:
            found["en" if word.isascii() else "ko", tag].add(word)
    return found


def words(language: Literal["ko", "en"], *tags: str) -> frozenset[str]:
    """The listed words of a language that have any of these tags; verbs in the form of the dictionary."""
    return frozenset().union(*(_words_by_tag().get((language, tag), ()) for tag in tags))


def listed_tags(word: str) -> frozenset[str]:
    """The tags of a word as it is listed, without any analysis of its form: 요즘 has `time`, 요즘은 none."""
    return _entries().get(word, NO_TAGS)
