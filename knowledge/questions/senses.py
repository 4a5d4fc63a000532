"""What listed words stand for, said and denied, and where one was heard."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Lemma(NamedTuple):
    """One listed word: what it is found by, and whether it is listed as a denial."""

    key: str
    negated: bool


class Hit(NamedTuple):
    """A stance word in a text; `negated` where it means that none of these stances holds."""

    start: int
    end: int
    codes: tuple[str, ...]
    negated: bool = False
    is_open: bool = False
    """Whether its form leaves open which way it is meant: 나가지 않아?"""
    is_noun: bool = False
    is_weak: bool = False
    """Whether it is the all-purpose 하다, which says something only where no other word does."""


class Senses:
    """Which stances words stand for; what is opposed to what follows from words that are listed both ways."""

    def __init__(self) -> None:
        self._codes: dict[Lemma, list[str]] = {}
        self._opposed: dict[frozenset[str], tuple[str, ...]] = {}

    def add(self, lemma: Lemma, code: str) -> None:
        """One listed word of a stance."""
        self._opposed.clear()
        codes = self._codes.setdefault(lemma, [])
        if code not in codes:
            codes.append(code)

    def of(self, key: str, *, negated: bool) -> tuple[tuple[str, ...], bool]:
        """The stances that a word stands for, and whether it rather denies them.

        With 나간다 listed for joining and 안 나간다 for not joining, 참여하지 않는다 is not joining too.
        """
        exactly = self._codes.get(Lemma(key, negated))
        if exactly:
            return tuple(exactly), False
        other_way = tuple(self._codes.get(Lemma(key, not negated), ()))
        opposed = self.opposed(other_way)
        return (opposed, False) if opposed else (other_way, True)

    def opposed(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The stances that a word of these ones stands for when it is denied, or the other way round."""
        asked = frozenset(codes)
        if asked not in self._opposed:
            self._opposed[asked] = self._opposed_to(asked)
        return self._opposed[asked]

    def opposite(self, code: str) -> str | None:
        """The one stance that most words speak of when they are denied: of joining it is not joining."""
        shared = Counter(
            other
            for lemma, held in self._codes.items()
            if code in held
            for other in self._codes.get(Lemma(lemma.key, not lemma.negated), ())
        )
        return max(shared, key=shared.__getitem__, default=None)

    def _opposed_to(self, asked: frozenset[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for lemma, held in self._codes.items():
            if asked & set(held):
                found.update(dict.fromkeys(self._codes.get(Lemma(lemma.key, not lemma.negated), ())))
        return tuple(code for code in found if code not in asked)
