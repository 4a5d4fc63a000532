"""English words analysed: inflection, stems, contractions, and what is talk."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from knowledge.text.lexicon import Word, listed_tags, words

REMEMBERED: Final = 8192
SHORTEST_ADVERB: Final = 5
"""Letters that an adverb in -ly has at least one more than: shorter words are names and nouns as often."""
SHORTEST_STEM: Final = 3
"""Letters that must be left of a verb without its ending: `bring` is no form of `br`."""
IRREGULAR: Final = {
    "withdrew": "withdraw", "withdrawn": "withdraw", "chose": "choose", "chosen": "choose", "went": "go", "gone": "go",
    "goes": "go", "gave": "give", "given": "give", "took": "take", "taken": "take", "made": "make", "sat": "sit",
    "won": "win", "winner": "win", "winners": "win", "lost": "lose", "fell": "fall", "fallen": "fall", "ran": "run",
    "left": "leave", "came": "come", "said": "say", "got": "get", "stood": "stand", "kept": "keep", "thought": "think",
    "thinking": "think", "knew": "know", "known": "know", "bade": "bid", "beaten": "beat", "stuck": "stick",
}  # fmt: skip
CONTRACTED: Final = {"won't": "will", "can't": "can", "ain't": "be", "wont": "will", "cant": "can"}
"""Contractions that are not their verb and n't."""
_INFLECTED: Final = (
    ("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
)  # fmt: skip
"""The endings of verbs, and what stands in their place in the form of the dictionary."""
_DOUBLED: Final = re.compile(r".*[^aeiou][aeiou][bdgklmnprt]")
_NOT: Final = re.compile(r"(?<=[a-z])n't$")
_UNMARKED: Final = re.compile(r"(?:is|are|was|were|do|does|did|has|have|had|would|could|should)nt")
"""Contractions typed without their apostrophe."""


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


def stem(word: str) -> str:
    """A rough stem that all forms of a word share: joins, joined, joining; drop, dropped; decide, deciding."""
    word = word.replace("’", "'")
    word = IRREGULAR.get(word, word.removesuffix("'s"))
    for suffix in ("ing", "ed", "es", "s"):
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM and not word.endswith("ss"):
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    if word.endswith("y") and len(word) > 3:
        return word[:-1] + "i"
    return word.removesuffix("e") if len(word) > 3 else word


@lru_cache(REMEMBERED)
def uncontracted(word: str) -> str | None:
    """The verb of a contraction with `not`: isn't, isnt, won't are is, is, will; None for other words."""
    if word in CONTRACTED:
        return CONTRACTED[word]
    if word.endswith("n't"):
        return _NOT.sub("", word)
    return word[:-2] if _UNMARKED.fullmatch(word) else None


@cache
def _verb_forms() -> dict[str, str]:
    return {form: verb for verb in sorted(words("en", "verb")) for form in english_forms(verb)}


@lru_cache(REMEMBERED)
def analyse(word: str) -> Word:
    """A Latin word in small letters, analysed; numbers too.

    Its tags are those that are listed, with `stopword` for talk (is, joining, stance, 12), `verb` for every form of a
    listed verb, and `adverb` for what ends like one (totally; not family).
    """
    tags = set(listed_tags(word))
    lemma = _verb_forms().get(word)
    if lemma is not None:
        tags.add("verb")
    if "trade" in tags:
        tags.add("business")
    elif tags & {"function", "verb", "topic"} or word.isdigit():
        tags.add("stopword")
    if len(word) > SHORTEST_ADVERB and word.endswith("ly") and "no-adverb" not in tags:
        tags.add("adverb")
    return Word(IRREGULAR.get(word) or lemma or word, frozenset(tags))


def is_stopword(word: str) -> bool:
    """True if a Latin word in small letters is talk: is, joining, stance, 12."""
    return "stopword" in analyse(word).tags
