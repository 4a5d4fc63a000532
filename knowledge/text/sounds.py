"""How a word ends when it is read aloud, which is what chooses between 은 and 는: Hangul, numbers, Latin letters."""

import re
from typing import Final

from knowledge.text.hangul import is_syllable, take_apart

_DIGITS: Final = ("ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", "")
"""The last sound of 영 일 이 삼 사 오 육 칠 팔 구."""
_ZEROS: Final = ((12, ""), (8, "ㄱ"), (4, "ㄴ"), (3, "ㄴ"), (2, "ㄱ"), (1, "ㅂ"))
"""The last sound of 조 억 만 천 백 십, by the number of zeros that they end with."""
_LETTERS: Final = {"l": "ㄹ", "r": "ㄹ", "m": "ㅁ", "n": "ㄴ"}
"""The letter names that end in a consonant: 엘 알 엠 엔."""
_WORD_ENDS: Final = (
    (re.compile(r"ng$"), "ㅇ"),
    (re.compile(r"le?$"), "ㄹ"),
    (re.compile(r"me?$"), "ㅁ"),
    (re.compile(r"n$|[aiou]ne$"), "ㄴ"),
    (re.compile(r"[aeiouydfhjrsvwxz]$"), ""),
)
"""How an English word is most likely taken over into Korean: Konan 코난, Google 구글, Naver 네이버, Stage 스테이지."""
_LAST: Final = re.compile(r"([가-힣ㄱ-ㅎㅏ-ㅣ])|([0-9]+)|([A-Za-z]+)")
_SPELLED: Final = re.compile(r"[A-Z]{1,3}|[^AEIOUYaeiouy]+|.")
"""Latin letters that are read one by one: KT, LG, NC, SKT; NAVER and KAIST are read as words."""


def _number_sound(digits: str) -> str:
    if digits[-1] != "0" or not digits.strip("0"):
        return _DIGITS[int(digits[-1])]
    zeros = len(digits) - len(digits.rstrip("0"))
    return next(sound for least, sound in _ZEROS if zeros >= least)


def _latin_sound(word: str) -> str | None:
    if _SPELLED.fullmatch(word):
        return _LETTERS.get(word[-1].lower(), "")
    lower = word.lower()
    return next((sound for pattern, sound in _WORD_ENDS if pattern.search(lower)), None)


def final_sound(word: str) -> str | None:
    """The consonant that a word ends with when it is read in Korean: "" after a vowel, None where it is not known.

    카카오 "", 루닛 "ㅅ", KT "" (케이티), SK텔레콤 "ㅁ", 2026 "ㄱ" (육), Lunit None; brackets and quotes are skipped.
    """
    found = _LAST.findall(word)
    if not found:
        return None
    hangul, digits, latin = found[-1]
    if hangul:
        if is_syllable(hangul):
            return take_apart(hangul)[2]
        return None
    return _number_sound(digits) if digits else _latin_sound(latin)
