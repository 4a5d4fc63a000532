"""Which English words are talk about a company and never a part of its name."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from knowledge.language.lexicon import sections
from knowledge.patterns import lazy_pattern

SHORTEST_ADVERB: Final = 5
"""Letters that an adverb in -ly has at least one more than: shorter words are names and nouns as often."""
SHORTEST_STEM: Final = 3
"""Letters that must be left of a verb without its ending: `bring` is no form of `br`."""
_INFLECTED: Final = (
    ("ies", "y"),
    ("ied", "y"),
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)
"""The endings of verbs, and what stands in their place in the form of the dictionary."""
_DOUBLED: Final = lazy_pattern(r".*[^aeiou][aeiou][bdgklmnprt]")


class _English:
    """The English lists, worked out once."""

    def __init__(self) -> None:
        lists = sections("talk_words_en.txt")
        verbs = {form for verb in lists["verbs"] for form in english_forms(verb)}
        self.function = lists["function"]
        self.topics = lists["topics"] - lists["function"] - verbs
        self.talk = (lists["function"] | verbs | lists["topics"]) - lists["business"]
        self.things = lists["things"]
        self.places = lists["places"]
        self.no_adverbs = lists["no-adverbs"]
        self.others = sections("other_things.txt")["english"] | lists["business"] | lists["places"]


def english_forms(verb: str) -> Iterator[str]:
    """The regular forms of an English verb: join, joins, joined, joining; drop, dropped; apply, applied."""
    yield verb
    stem = verb.removesuffix("e")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        yield from (verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
        return
    yield verb + ("es" if verb.endswith(("s", "x", "ch", "sh")) else "s")
    yield from (stem + "ed", stem + "ing")
    if _DOUBLED.fullmatch(verb):
        yield from (verb + verb[-1] + "ed", verb + verb[-1] + "ing")


def alike_forms(word: str) -> Iterator[str]:
    """The regular forms of the verb that a word may be a form of: ratified gives ratify, ratifies, ratifying.

    Forms that no verb has are among them; nobody types those.
    """
    for base in _bases(word):
        yield from english_forms(base)


def _bases(word: str) -> Iterator[str]:
    yield word
    for ending, instead in _INFLECTED:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST_STEM:
            yield stem + instead
            if not instead and _DOUBLED.fullmatch(stem[:-1]) and stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def _english() -> _English:
    return _English()


def is_english_talk(word: str) -> bool:
    """Whether a Latin word in small letters is talk: is, joining, stance; numbers are too."""
    return word in _english().talk or word.isdigit()


def is_english_everyday(word: str) -> bool:
    """Whether a Latin word is too common to be taken for a name in small letters: talk, and everyday things."""
    return is_english_talk(word) or word in _english().things


def is_english_thing(word: str) -> bool:
    """Whether a Latin word is an everyday noun that a team may be called too: reading, data."""
    return word in _english().things


def is_english_place(word: str) -> bool:
    """Whether a Latin word is talk of where somebody is, unless a team is called so: korea."""
    return word in _english().places


def is_english_business(word: str) -> bool:
    """Whether a Latin word makes of the name before it another thing: bank, webtoon, wiz."""
    return word in _english().others


def is_english_function(word: str) -> bool:
    """Whether a Latin word belongs to the closed classes: the, of, does, what."""
    return word in _english().function


def is_english_adverb(word: str) -> bool:
    """Whether a Latin word is an adverb by its ending, which no list could hold: totally, supposedly; not family."""
    return len(word) > SHORTEST_ADVERB and word.endswith("ly") and word not in _english().no_adverbs


def is_english_topic(word: str) -> bool:
    """Whether a Latin word of talk is a noun or an adjective that a name could hold too: information, new, group."""
    return word in _english().topics
