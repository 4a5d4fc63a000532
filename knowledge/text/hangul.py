"""Hangul taken apart and put together: jamo, initial consonants, the keys that type it, and how a word ends."""

import re
from functools import lru_cache
from typing import Final

SYLLABLES_FROM: Final = 0xAC00
SYLLABLES_TO: Final = 0xD7A3
ONSETS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS: Final = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

KEYS: Final = dict(
    zip(
        "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
        "qwertyuiopasdfghjklzxcvbnmQWERTOP",
        strict=True,
    )
)
"""The key of each jamo that has one, on the standard two-set layout (KS X 5002); capitals are typed with shift."""
PAIRS: Final = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ", "ㄳ": "ㄱㅅ",
    "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ",
    "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
"""The jamo that take two keys."""
JAMO: Final = {key: jamo for jamo, key in KEYS.items()}
JOINED: Final = {pair: jamo for jamo, pair in PAIRS.items()}


def is_syllable(character: str) -> bool:
    """Whether it is one of the 11,172 modern syllables 가 to 힣."""
    return "가" <= character <= "힣"


@lru_cache(SYLLABLES_TO - SYLLABLES_FROM + 1)
def take_apart(syllable: str) -> tuple[str, str, str]:
    """The onset, vowel and coda of a modern syllable; the coda is "" where there is none: 각 is ㄱ, ㅏ, ㄱ."""
    number = ord(syllable) - SYLLABLES_FROM
    return ONSETS[number // 588], VOWELS[number % 588 // 28], CODAS[number % 28]


def put_together(onset: str, vowel: str, coda: str = "") -> str:
    """The syllable of an onset, a vowel and a coda; raises ValueError for jamo that do not stand there."""
    return chr(SYLLABLES_FROM + ONSETS.index(onset) * 588 + VOWELS.index(vowel) * 28 + CODAS.index(coda))


def jamo_of(character: str) -> str:
    """The jamo of one character, those of two keys split: 값 is ㄱㅏㅂㅅ; anything else is itself."""
    parts = take_apart(character) if is_syllable(character) else (character,)
    return "".join(PAIRS.get(part, part) for part in parts)


class _Keystrokes(dict[int, str]):
    """For `str.translate`: the keys of a code point, worked out at its first use."""

    def __missing__(self, code: int) -> str:
        keys = "".join(KEYS.get(jamo, jamo) for jamo in jamo_of(chr(code)))
        self[code] = keys
        return keys


_KEYSTROKES: Final = _Keystrokes()


def disassemble(text: str) -> str:
    """Every syllable as its jamo, as they are typed: 네이버 is ㄴㅔㅇㅣㅂㅓ."""
    return "".join(map(jamo_of, text))


def keystrokes(text: str) -> str:
    """The keys that type a text: 네이버 is `spdlqj`, ㅏ마매 is `kakao`; what is not Hangul stays."""
    return text.translate(_KEYSTROKES)


def initials(text: str) -> str:
    """The initial consonants, what is not a syllable left as it is: 네이버 is ㄴㅇㅂ."""
    return "".join(take_apart(each)[0] if is_syllable(each) else each for each in text)


_TYPED: Final = re.compile(
    # A syllable takes a coda only where no vowel follows it; a coda of two keys gives its second away to a vowel.
    rf"([{ONSETS}])(ㅗ[ㅏㅐㅣ]|ㅜ[ㅓㅔㅣ]|ㅡㅣ|[ㅏ-ㅣ])"
    r"((?:ㄱㅅ|ㄴ[ㅈㅎ]|ㄹ[ㄱㅁㅂㅅㅌㅍㅎ]|ㅂㅅ)(?![ㅏ-ㅣ])|[ㄱㄲㄴㄷㄹㅁㅂㅅㅆㅇㅈㅊㅋㅌㅍㅎ](?![ㅏ-ㅣ]))?"
)


def _assembled(match: re.Match[str]) -> str:
    onset, vowel, coda = match.groups("")
    return put_together(onset, JOINED.get(vowel, vowel), JOINED.get(coda, coda))


def assemble(jamo: str) -> str:
    """Jamo as an input method puts them together: ㄴㅔㅇㅣㅂㅓ is 네이버; undoes `disassemble` for syllables."""
    return _TYPED.sub(_assembled, jamo)


def typed_in_hangul(keys: str) -> str:
    """What a keyboard in the Korean layout makes of Latin keys: `spdlqj` is 네이버, `kakao` is ㅏ마매."""
    return assemble("".join(JAMO.get(key) or JAMO.get(key.lower(), key) for key in keys))
