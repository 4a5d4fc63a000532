"""Hangul: every syllable, both layouts, and what es-hangul makes of the same words.

`data/es_hangul.tsv` was made with es-hangul 2.4.0 (npm, MIT licence, Viva Republica, Inc): word, jamo, keys, initial
consonants, 은/는, 으로/로, and for words of the dictionary their pronunciation and romanisation. Words in which ㄴ may
be put in (금융, 공유) have neither: es-hangul puts it in always, the standard by the word.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.hangul import (
    assemble,
    disassemble,
    initials,
    keystrokes,
    put_together,
    take_apart,
    typed_in_hangul,
)
from knowledge.text.romanise import pronounced, romanised, transliterated
from knowledge.text.sounds import final_sound

SYLLABLES = "".join(map(chr, range(0xAC00, 0xD7A4)))
TABLE = [
    line.split("\t") for line in (Path(__file__).parents[1] / "data" / "es_hangul.tsv").read_text("utf-8").splitlines()
]
syllables = st.text(st.sampled_from(SYLLABLES), max_size=12)
words = st.text(st.one_of(st.sampled_from(SYLLABLES), st.characters()), max_size=20)


def test_every_modern_syllable_comes_back_from_its_keys() -> None:
    assert [typed_in_hangul(keystrokes(each)) for each in SYLLABLES] == list(SYLLABLES)


def test_every_modern_syllable_comes_back_from_its_parts() -> None:
    assert [put_together(*take_apart(each)) for each in SYLLABLES] == list(SYLLABLES)


@given(syllables)
def test_the_layouts_are_inverse_for_words_of_syllables(word: str) -> None:
    assert typed_in_hangul(keystrokes(word)) == word


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_the_layouts_are_inverse_for_words_of_latin_letters(word: str) -> None:
    assert keystrokes(typed_in_hangul(word)) == word


@given(syllables)
def test_jamo_are_put_together_as_they_were(word: str) -> None:
    assert assemble(disassemble(word)) == word


@given(words)
def test_no_text_breaks_the_functions(word: str) -> None:
    assert len(initials(word)) == len(word)
    assert isinstance(romanised(word) + transliterated(word) + disassemble(word), str)
    assert final_sound(word) is None or len(final_sound(word) or "") <= 1


def test_jamo_keys_and_initials_agree_with_es_hangul() -> None:
    ours = [(word, disassemble(word), keystrokes(word), initials(word)) for word, *_ in TABLE]
    assert ours == [tuple(row[:4]) for row in TABLE]
    assert len(TABLE) > 3000


def test_the_last_sound_chooses_the_particles_that_es_hangul_chooses() -> None:
    sounds = [(final_sound(word), topic, towards) for word, _, _, _, topic, towards, *_ in TABLE]
    assert all((topic == "은") == bool(sound) for sound, topic, _ in sounds)
    assert all((towards == "로") == (sound in ("", "ㄹ")) for sound, _, towards in sounds)


def test_pronunciation_and_romanisation_agree_with_es_hangul() -> None:
    known = [row for row in TABLE if row[6]]
    assert len(known) > 1500
    assert [(pronounced(row[0]), romanised(row[0])) for row in known] == [(row[6], row[7]) for row in known]


@pytest.mark.parametrize(
    ("keys", "hangul"),
    [("spdlqj", "네이버"), ("kakao", "ㅏ마매"), ("zkzkdh", "카카오"), ("dPtk", "예사"), ("KT", "ㅏㅆ"), ("kt", "ㅏㅅ")],
)
def test_latin_keys_are_read_in_the_korean_layout(keys: str, hangul: str) -> None:
    assert typed_in_hangul(keys) == hangul
