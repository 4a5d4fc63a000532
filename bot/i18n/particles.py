"""Korean particles by the sound that a word ends in: 카카오는, KT는, 루닛은; both forms where the sound is unknown."""

from typing import Literal

from knowledge.text.sounds import final_sound

Particle = Literal["은", "이", "을", "과", "이라", "으로"]

OPEN_FORMS: dict[Particle, str] = {"은": "는", "이": "가", "을": "를", "과": "와", "이라": "라", "으로": "로"}
BOTH_FORMS: dict[Particle, str] = {
    "은": "은(는)",
    "이": "이(가)",
    "을": "을(를)",
    "과": "와(과)",
    "이라": "(이)라",
    "으로": "(으)로",
}


def with_particle(word: str, particle: Particle) -> str:
    """The word with the right form of a particle, named by its form after a consonant."""
    sound = final_sound(word)
    if sound is None:
        return word + BOTH_FORMS[particle]
    is_open = not sound or (particle == "으로" and sound == "ㄹ")  # 서울로
    return word + (OPEN_FORMS[particle] if is_open else particle)
