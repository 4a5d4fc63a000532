"""The particles of Korean, alone and in the orders in which they pile up: 는, 한테는, 에서만은, 이라도요."""

from itertools import product
from typing import Final

from knowledge.hangul import is_syllable, take_apart, typed_in_hangul
from knowledge.language.lexicon import sections

_LAST: Final = ("", "요")


def _piled_up() -> frozenset[str]:
    lists = sections("particles_ko.txt")
    double = (first + second for first, second in product(lists["first"], lists["second"]) if first != second)
    single = lists["cases"] | lists["copulas"] | set(double)
    return frozenset({each + last for each in single for last in _LAST})  # a copied set has half the empty places


PARTICLES: Final = _piled_up()
"""Everything that may stick to a noun and leave it the noun that it is."""
LONGEST: Final = max(map(len, PARTICLES))


def is_typed_particle(keys: str) -> bool:
    """Whether it is a particle as it comes out when the keyboard is left in the Latin layout: 는 is `sms`."""
    return typed_in_hangul(keys) in PARTICLES


def before_particles(word: str) -> tuple[int, ...]:
    """Where a word may end so that only particles follow, longest first: 카카오한테는 at 5 and 3."""
    length = len(word)
    return tuple(
        at
        for at in range(length - 1, max(0, length - LONGEST - 1), -1)
        if word[at:] in PARTICLES and agrees(word[at - 1], word[at:])
    )


_AFTER_CONSONANT: Final = frozenset(("이", "과", "이나", "으로", "아"))
_AFTER_VOWEL: Final = frozenset(("가", "와", "나", "로"))


def agrees(last: str, particles: str) -> bool:
    """Whether a particle that a name could end with may follow that character: 카카오가 and 루닛이, not 카카오이.

    The others may stand against the grammar, as hurried people and templates put them: 루닛는.
    """
    if not is_syllable(last):
        return True
    coda = take_apart(last)[2]
    if coda:
        return particles not in _AFTER_VOWEL or (coda == "ㄹ" and particles == "로")
    return particles not in _AFTER_CONSONANT
