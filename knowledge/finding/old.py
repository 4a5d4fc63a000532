"""Old names, until matching is rebuilt."""

# mypy: ignore-errors
# ruff: noqa
from knowledge.text import english, korean
from knowledge.text.lexicon import COMPOUNDING, EVERYDAY, PLAIN, listed_tags, words
from knowledge.text.korean import (
    CLOSING,
    is_ending,
    is_glued as is_glued_talk,
    is_made_of,
    is_talk_by_chance,
    without_ending,
)
from knowledge.text.tokens import is_talk
from knowledge.text.english import alike_forms

is_korean_talk = korean.is_stopword
is_english_talk = english.is_stopword


def _k(*tags):
    return lambda word: bool(korean.analyse(word).tags & set(tags))


def _e(*tags):
    return lambda word: bool(english.analyse(word).tags & set(tags))


def _l(*tags):
    return lambda word: bool(listed_tags(word) & set(tags))


is_business = _k("business", "compound")
is_business_noun = _k("business")
is_thing = _l("thing")
is_numeral = _l("numeral")
is_korean_place = _l("place")
is_of_place = _k("of-place")
is_kind_of_place = _k("site")
is_unknown_noun = _k("noun")
is_topic = _k("topic")
is_between = _k("adverb", "interrogative", "time")


def is_opening(word):
    return len(word) > 1 and bool(listed_tags(word) & {"adverb", "time"})


is_everyday = _l(*EVERYDAY)
is_plain_word = _l(*PLAIN)


def is_bare_noun(word):
    return bool(listed_tags(word) & COMPOUNDING) and "aside" not in listed_tags(word)


is_english_everyday = lambda w: is_english_talk(w) or "thing" in listed_tags(w)
is_english_thing = _l("thing")
is_english_place = _l("place")
is_english_business = _e("business", "trade", "place")
is_english_function = _l("function")
is_english_adverb = _e("adverb")


def is_english_topic(w):
    return "topic" in listed_tags(w) and not english.analyse(w).tags & {"function", "verb"}
