"""The words of the programme's own stances, which leave a name beside them a name: did the UK ratify?"""

from collections.abc import Iterable, Iterator
from typing import Final

from knowledge.model import Stance
from knowledge.text.english import alike_forms
from knowledge.text.hangul import is_syllable
from knowledge.text.korean import is_made_of
from knowledge.text.lexicon import listed_tags
from knowledge.text.normalise import WORD, fold
from knowledge.text.particles import PARTICLES
from knowledge.text.verbs import forms_of, noun_in, stem_of

REMEMBERED: Final = 4096
"""Words whose kind is remembered by an index."""
SHORTEST: Final = 2
"""Syllables, and letters, of the shortest word that is taken up: 손 of 손 뗀다 says nothing."""


def terms_of(stances: Iterable[Stance]) -> tuple[str, ...]:
    """What the stances are called and asked for by, in both languages."""
    return tuple(
        dict.fromkeys(
            word
            for stance in stances
            for word in (stance.label.ko, stance.label.en, *stance.words.ko, *stance.words.en)
        )
    )


class StanceTerms:
    """Which folded words are forms of the programme's own; `names` holds the words of teams' names, which are none."""

    def __init__(self, words: Iterable[str], names: Iterable[str] = ()) -> None:
        taken = frozenset(names)
        listed = {part for word in words for part in WORD.findall(fold(word).text) if len(part) >= SHORTEST} - taken
        korean = {part for part in listed if is_syllable(part[0])}
        self._nouns = frozenset((*korean, *(noun for word in korean for noun in _nouns_in(word)))) - taken
        self._verbs = frozenset(form for word in korean for form in _verb_forms(word)) - taken
        self._known: dict[str, bool] = {}
        self._latin = frozenset(form for word in listed - korean for form in _latin_forms(word)) - taken

    def __contains__(self, word: str) -> bool:
        if word.isascii() or not self._nouns:
            return word in self._latin
        known = self._known.get(word)
        if known is None:
            known = is_made_of(word, self._nouns, self._verbs)
            if len(self._known) < REMEMBERED:
                self._known[word] = known
        return known

    def is_bare_noun(self, word: str) -> bool:
        """True if a Hangul word is one of them as it stands, which makes one thing with the next: 패찰 대상."""
        return word in self._nouns

    def leaves(self, rest: str) -> bool:
        """True if what is stuck to a name is talk of the programme, with or without a particle: (가)비준했어."""
        return bool(self._nouns) and (
            rest in self or any(rest[:at] in PARTICLES and rest[at:] in self for at in range(1, len(rest) - 1))
        )


def _verb_forms(word: str) -> Iterator[str]:
    stem = stem_of(word)
    if stem is not None and len(stem) >= SHORTEST:
        yield from forms_of(stem)


def _nouns_in(word: str) -> Iterator[str]:
    """The noun that a verb is made of: 비준 in 비준했다."""
    stem = stem_of(word)
    if stem is not None and len(noun_in(stem)) >= SHORTEST and noun_in(stem) != stem:
        yield noun_in(stem)


def _latin_forms(word: str) -> Iterator[str]:
    yield word
    if word.isascii() and "function" not in listed_tags(word):
        yield from alike_forms(word)
