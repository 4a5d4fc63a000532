"""Korean particles by the sound that a word ends in: 카카오는, KT는, 루닛은; both forms where the sound is unknown."""

from typing import Literal

from knowledge.sounds import final_sound

Particle = Literal["은", "이", "을", "과", "이라"]

OPEN_FORMS: dict[Particle, str] = {"은": "는", "이": "가", "을": "를", "과": "와", "이라": "라"}
BOTH_FORMS: dict[Particle, str] = {"은": "은(는)", "이": "이(가)", "을": "을(를)", "과": "와(과)", "이라": "(이)라"}


def with_particle(word: str, particle: Particle) -> str:
    """The word with the right form of a particle, named by its form after a consonant."""
    sound = final_sound(word)
    if sound is None:
        return word + BOTH_FORMS[particle]
    return word + (particle if sound else OPEN_FORMS[particle])
