"""The last sound of words, numbers and Latin names."""

import pytest

from knowledge.text.sounds import final_sound


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("카카오", ""), ("루닛", "ㅅ"), ("SK텔레콤", "ㅁ"), ("KT", ""), ("LG", ""), ("NAVER", ""), ("NCAI", ""),
        ("SKM", "ㅁ"),
        ("Konan", "ㄴ"), ("Upstage", ""), ("Google", "ㄹ"), ("Trillion", "ㄴ"), ("Samsung", "ㅇ"), ("Lunit", None),
        ("2026", "ㄱ"), ("10", "ㅂ"), ("100", "ㄱ"), ("3000", "ㄴ"), ("10000", "ㄴ"), ("7", "ㄹ"), ("0", "ㅇ"),
        ("100000000", "ㄱ"), ("네이버(NAVER)", ""), ("'카카오'", ""), ("ㅋㅋ", None), ("!?", None), ("", None),
    ],
)  # fmt: skip
def test_a_word_ends_as_it_is_read(word: str, sound: str | None) -> None:
    assert final_sound(word) == sound
