"""The particles of Korean, alone and in the orders in which they pile up: 는, 한테는, 에서만은, 이라도요, 는용."""

from collections.abc import Container
from functools import lru_cache
from itertools import product
from typing import Final, Literal

from knowledge.text.hangul import is_syllable, take_apart, typed_in_hangul
from knowledge.text.lexicon import words
from knowledge.text.sounds import final_sound

_CHAT: Final = frozenset("요용염욤욥여유예잉욘")
"""What chat and dialect put behind a particle where speech has 요: 카카오는용, 루닛은욤, 카카오는예."""


_NOUNS: Final = frozenset(("이용", "이유", "아예", "아유", "도예", "가용", "의용"))
"""Words of their own that a particle and an ending of chat would make."""
BARE_ENDINGS: Final = frozenset("용염욤욘")
"""Endings of chat that stand behind a bare name: 카카오염?"""


class _Particles(Container[str]):
    """Every particle: single, two piled up, and either with an ending of chat behind it."""

    def __init__(self) -> None:
        double = product(words("ko", "stackable"), words("ko", "stacked"))
        self._plain = frozenset(words("ko", "case", "copula")).union(
            first + second for first, second in double if first != second
        )
        self.longest = max(map(len, self._plain)) + 1

    def __contains__(self, tail: object) -> bool:
        if tail in self._plain:
            return True
        if not isinstance(tail, str) or tail[-1:] not in _CHAT or tail in _NOUNS:
            return False
        return tail[:-1] in self._plain or tail in BARE_ENDINGS


PARTICLES: Final = _Particles()
"""Everything that may stick to a noun and leave it the noun that it is."""


def is_typed_particle(keys: str) -> bool:
    """True if it is a particle as it comes out when the keyboard is left in the Latin layout: 는 is `sms`."""
    return typed_in_hangul(keys) in PARTICLES


@lru_cache(8192)
def before_particles(word: str) -> tuple[int, ...]:
    """Where a word may end so that only particles follow, longest first: 카카오한테는 at 5 and 3."""
    length = len(word)
    return tuple(
        at
        for at in range(length - 1, max(0, length - PARTICLES.longest - 1), -1)
        if word[at:] in PARTICLES and agrees(word[at - 1], word[at:])
    )


_AFTER_CONSONANT: Final = frozenset(("이", "과", "이나", "으로", "아"))
_AFTER_VOWEL: Final = frozenset(("가", "와", "나", "로"))


def agrees(last: str, particles: str) -> bool:
    """True if a particle that a name could end with may follow that character: 카카오가 and 루닛이, not 카카오이.

    The others may stand against the grammar, as hurried people and templates put them: 루닛는.
    """
    if not is_syllable(last):
        return True
    if last == "씨" and particles.startswith("씨"):  # 엔씨씨 is nobody called 엔씨.
        return False
    coda = take_apart(last)[2]
    if coda:
        return particles not in _AFTER_VOWEL or (coda == "ㄹ" and particles == "로")
    return particles not in _AFTER_CONSONANT


Particle = Literal["은", "이", "을", "과", "이라", "으로", "이었"]
"""A particle that follows the sound before it, named by its form after a consonant."""
_FORMS: Final[dict[Particle, tuple[str, str]]] = {
    "은": ("는", "은(는)"),
    "이": ("가", "이(가)"),
    "을": ("를", "을(를)"),
    "과": ("와", "와(과)"),
    "이라": ("라", "(이)라"),
    "으로": ("로", "(으)로"),
    "이었": ("였", "이었"),
}
"""Its form after a vowel, and what stands where the sound is unknown."""


def with_particle(word: str, particle: Particle) -> str:
    """The word with the right form of a particle: 카카오는, KT는, 루닛은; both forms where the sound is unknown."""
    sound = final_sound(word)
    open_form, both = _FORMS[particle]
    if sound is None:
        return word + both
    is_open = not sound or (particle == "으로" and sound == "ㄹ")  # 서울로
    return word + (open_form if is_open else particle)
