"""The form of a particle by the sound before it."""

import pytest

from knowledge.text.particles import Particle, with_particle


@pytest.mark.parametrize(
    ("word", "particle", "expected"),
    [
        ("카카오", "은", "카카오는"),
        ("네이버클라우드", "은", "네이버클라우드는"),
        ("루닛", "은", "루닛은"),
        ("KT", "은", "KT는"),
        ("SKT", "은", "SKT는"),
        ("NC AI", "은", "NC AI는"),
        ("LG", "은", "LG는"),
        ("SK텔레콤", "은", "SK텔레콤은"),
        ("LG AI연구원", "은", "LG AI연구원은"),
        ("3M", "은", "3M은"),
        ("포티투닷 2026", "은", "포티투닷 2026은"),
        ("주식회사 101", "이", "주식회사 101이"),
        ("2", "은", "2는"),
        ("株式会社", "은", "株式会社은(는)"),
        ("‘불참’", "이라", "‘불참’이라"),
        ("‘참여’", "이라", "‘참여’라"),
        ("카카오(주)", "과", "카카오(주)와"),
        ("낙찰", "으로", "낙찰로"),
        ("불참", "으로", "불참으로"),
        ("참여", "으로", "참여로"),
        ("", "을", "을(를)"),
        ("‘참여’", "이었", "‘참여’였"),
        ("‘불참’", "이었", "‘불참’이었"),
    ],
)
def test_a_particle_follows_the_sound_and_both_forms_stand_where_it_is_unknown(
    word: str, particle: Particle, expected: str
) -> None:
    assert with_particle(word, particle) == expected
