"""The forms of a Korean verb that endings follow, worked out from its stem."""

from collections.abc import Iterator
from typing import Final

from knowledge.hangul import put_together, take_apart

_INFINITIVES: Final = dict(zip("ㅏㅐㅓㅔㅕㅗㅜㅣㅚㅡ", "ㅏㅐㅓㅔㅕㅘㅝㅕㅙㅓ", strict=True))
"""The vowel that a stem in that vowel takes before the past: 가-았 is 갔, 오-았 왔, 주-었 줬, 되-었 됐, 쓰-었 썼."""


def _with_coda(syllable: str, coda: str) -> str:
    onset, vowel, _ = take_apart(syllable)
    return put_together(onset, vowel, coda)


def _after_vowel(head: str, last: str) -> Iterator[str]:
    onset, vowel, _ = take_apart(last)
    yield from (head + _with_coda(last, coda) for coda in ("", "ㄴ", "ㄹ", "ㅁ", "ㅂ"))
    if last == "하":
        yield from (head + each for each in ("해", "했", "하여"))
    elif last == "르" and head:
        doubled = head[:-1] + _with_coda(head[-1], "ㄹ")
        yield from (doubled + each for each in ("라", "러", "랐", "렀"))
    elif vowel == "ㅡ":
        yield from (head + put_together(onset, each, coda) for each in "ㅏㅓ" for coda in ("", "ㅆ"))
    elif vowel in _INFINITIVES:
        yield from (head + put_together(onset, _INFINITIVES[vowel], coda) for coda in ("", "ㅆ"))


def inflected(stem: str) -> Iterator[str]:
    """The forms of a verb's stem that endings follow: 나가 has 나간 나갈 나감 나갑 나갔; 어렵 어려운 어려워."""
    head, last = stem[:-1], stem[-1]
    coda = take_apart(last)[2]
    yield stem
    if not coda:
        yield from _after_vowel(head, last)
    elif coda == "ㄹ":
        yield from (head + _with_coda(last, each) for each in ("", "ㄴ", "ㅂ", "ㄻ"))
    elif coda == "ㅂ":
        open_stem = head + _with_coda(last, "")
        yield from (open_stem + each for each in ("우", "운", "울", "움", "워", "웠"))
    elif coda == "ㅎ":
        yield from (head + _with_coda(last, each) for each in ("", "ㄴ", "ㄹ"))
    elif coda in ("ㄷ", "ㅅ"):
        yield head + _with_coda(last, "ㄹ" if coda == "ㄷ" else "")
