"""Korean in Latin letters: syllable by syllable, as people type it, and by its sound, as the law of 2000 has it."""

from functools import lru_cache
from typing import Final

from knowledge.text.hangul import is_syllable, put_together, take_apart


def _table(jamo: str, latin: str) -> dict[str, str]:
    return dict(zip(jamo, latin.replace("-", "").split(" "), strict=True))


def _same(*groups: tuple[str, str]) -> dict[str, str]:
    return {each: value for jamo, value in groups for each in jamo}


PAIRS_REMEMBERED: Final = 16_384
"""Pairs of syllables whose sound is remembered: the same ones come back in all names."""
_ONSETS: Final = _table("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", "g kk n d tt r m b pp s ss - j jj ch k t p h")
_VOWELS: Final = _table(
    "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ", "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
)
_CODAS: Final = {"": ""} | _same(
    ("ㄱㄲㅋㄳㄺ", "k"),
    ("ㄴㄵㄶ", "n"),
    ("ㄷㅅㅆㅈㅊㅌㅎ", "t"),
    ("ㄹㄼㄽㄾㅀ", "l"),
    ("ㅁㄻ", "m"),
    ("ㅂㅍㅄㄿ", "p"),
    ("ㅇ", "ng"),
)
_SOUNDS: Final = _same(
    ("ㄱㄲㅋㄳㄺ", "ㄱ"), ("ㄷㅅㅆㅈㅊㅌㅎ", "ㄷ"), ("ㅂㅍㅄㄿ", "ㅂ"), ("ㄵㄶ", "ㄴ"), ("ㄽㄾㅀㄼ", "ㄹ"), ("ㄻ", "ㅁ")
)
"""What a coda sounds like where no vowel follows."""
_STAYS: Final = "  ㄱㄴ ㄹㄹㄹㄹㄹㄹ ㅂ "
_MOVES: Final = "ㄲㅆㅆㅈㄴㄱㅁㅂㅆㅌㅍㄹㅆㅇ"
_LINKED: Final = dict(zip("ㄲㅆㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄㅎ", zip(_STAYS, _MOVES, strict=True), strict=True))
"""What stays and what moves over where a vowel follows."""
_NASALS: Final = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
_ASPIRATES: Final = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅈ": "ㅊ", "ㅂ": "ㅍ"}
_PALATALS: Final = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}


class _Transliteration(dict[int, str]):
    """For `str.translate`: the Latin letters of a syllable, worked out at its first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if is_syllable(character):
            onset, vowel, coda = take_apart(character)
            character = _ONSETS[onset] + _VOWELS[vowel] + _CODAS[coda]
        self[code] = character
        return character


_TRANSLITERATION: Final = _Transliteration()


def transliterated(text: str) -> str:
    """Hangul in Latin letters syllable by syllable, as people type it: 웹솔루스 is `wepsolruseu`."""
    return text.translate(_TRANSLITERATION)


def _linked(coda: str) -> tuple[str, str]:
    stays, moves = _LINKED.get(coda, ("", coda))
    return stays.strip(), moves


_BEFORE_H: Final = {"ㄺ": ("ㄹ", "ㅋ"), "ㄼ": ("ㄹ", "ㅍ"), "ㄵ": ("ㄴ", "ㅊ"), "ㅈ": ("", "ㅊ")}
"""What these codas and ㅎ make together: 밝히다 is 발키다."""
_AFTER_H: Final = {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}
"""What is left of these codas where ㅎ went into the next consonant: 많다 is 만타."""


def _meeting(coda: str, onset: str, vowel: str) -> tuple[str, str]:
    """What a coda and the onset after it are pronounced as."""
    if onset == "ㅇ":
        if coda in _PALATALS and vowel == "ㅣ":
            return "", _PALATALS[coda]
        return (coda, onset) if coda in ("", "ㅇ") else _linked(coda)
    if coda in _AFTER_H and (onset in _ASPIRATES or onset in _ASPIRATES.values()):
        return _AFTER_H[coda], _ASPIRATES.get(onset, onset)
    sound = _SOUNDS.get(coda, coda)
    if onset == "ㅎ" and (coda in _BEFORE_H or sound in _ASPIRATES):
        return _BEFORE_H.get(coda) or ("", _ASPIRATES[sound])
    return _side_by_side(sound, onset)


def _side_by_side(sound: str, onset: str) -> tuple[str, str]:
    """What two consonants make of each other: 국민 is 궁민, 신라 실라, 독립 동닙."""
    if onset == "ㄹ" and sound in ("ㄴ", "ㄹ"):
        return "ㄹ", "ㄹ"
    if onset == "ㄹ" and sound:
        return _NASALS.get(sound, sound), "ㄴ"
    if onset == "ㄴ" and sound == "ㄹ":
        return "ㄹ", "ㄹ"
    return (_NASALS.get(sound, sound) if onset in ("ㄴ", "ㅁ") else sound), onset


@lru_cache(PAIRS_REMEMBERED)
def _together(one: str, other: str) -> tuple[str, str]:
    """The coda of one syllable and the onset of the next, as they sound; whatever is no syllable keeps its place."""
    coda = take_apart(one)[2] if is_syllable(one) else ""
    onset, vowel, _ = take_apart(other) if is_syllable(other) else ("", "", "")
    return _meeting(coda, onset, vowel) if onset else (_SOUNDS.get(coda, coda), "")


def pronounced(word: str) -> str:
    """A Hangul word as it sounds, by the standard pronunciation: 독립 is 동닙, 서울옥션 서우록션."""
    sounds: list[str] = []
    moved = ""
    for each, following in zip(word, (word + " ")[1:], strict=True):
        coda, next_moved = _together(each, following)
        if is_syllable(each):
            onset, vowel, _ = take_apart(each)
            each = put_together(moved or onset, vowel, coda)
        sounds.append(each)
        moved = next_moved
    return "".join(sounds)


@lru_cache(PAIRS_REMEMBERED)
def _joint(one: str, other: str) -> str:
    """The Latin letters from the vowel of one syllable to the onset of the next, as they sound."""
    coda, onset = _together(one, other)
    head = _VOWELS[take_apart(one)[1]] + _CODAS[coda] if is_syllable(one) else one
    return head + _ONSETS[onset or take_apart(other)[0]] if is_syllable(other) else head


def romanised(word: str) -> str:
    """Hangul in the Revised Romanisation of 2000, by its sound: 독립 is `dongnip`, 솔루션 `sollusyeon`."""
    opening = _ONSETS[take_apart(word[0])[0]] if word and is_syllable(word[0]) else ""
    return (opening + "".join(map(_joint, word, word[1:] + " "))).replace("lr", "ll")
