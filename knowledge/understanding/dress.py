"""The dress of a whole message: the other keyboard layout, Korean in Latin letters, no spaces; read as it was meant."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from knowledge.text import english, korean
from knowledge.text.hangul import (
    assemble,
    disassemble,
    is_syllable,
    keystrokes,
    put_together,
    typed_in_hangul,
)
from knowledge.text.normalise import fold
from knowledge.text.particles import PARTICLES

LONGEST_DRESSED: Final = 200
"""Characters of a message that is read in another dress: people notice the layout within a line."""
_LATIN_WORD: Final = re.compile(r"[A-Za-z]+")
_HANGUL_WORD: Final = re.compile(r"[가-힣ㄱ-ㅣ]+")
_HANGUL: Final = re.compile(r"[가-힣ㄱ-ㅣ]")
_JAMO: Final = re.compile(r"[ㄱ-ㅣ]")
_LONE: Final = re.compile(r"[ㅏ-ㅣ]|[ㄱ-ㅎ](?=[가-힣])|(?<=[가-힣])[ㄱ-ㅎ]")
_SPLIT: Final = re.compile(r"[가-힣]?[ㄱ-ㅎ][ㅏ-ㅣ][ㄱ-ㅎㅏ-ㅣ]*")
"""A syllable that fell apart: ㅇㅏㄴ해."""
_STRAY: Final = re.compile(r"([가-힣]+)[ㅏ-ㅣ](?![가-힣ㄱ-ㅣ])")
"""A vowel more than its word has, of a key that was hit twice: 현황ㅣ."""
_LAUGHTER: Final = re.compile(r"[ㅋㅎㅠㅜㅡㄷㅇㄱㅅ]+")
SHORTEST_ENGLISH: Final = 3
_ENOUGH: Final = 0.5
"""The share of words that must be known in the dress in which a message is read."""

_ROMAN_ONSETS: Final = {
    "kk": "ㄲ", "tt": "ㄸ", "pp": "ㅃ", "ss": "ㅆ", "jj": "ㅉ", "ch": "ㅊ", "g": "ㄱ", "n": "ㄴ", "d": "ㄷ", "r": "ㄹ",
    "l": "ㄹ", "m": "ㅁ", "b": "ㅂ", "s": "ㅅ", "j": "ㅈ", "k": "ㅋ", "t": "ㅌ", "p": "ㅍ", "h": "ㅎ", "": "ㅇ",
}  # fmt: skip
_ROMAN_VOWELS: Final = {
    "yeo": "ㅕ", "yae": "ㅒ", "wae": "ㅙ", "ae": "ㅐ", "ya": "ㅑ", "eo": "ㅓ", "ye": "ㅖ", "wa": "ㅘ", "oe": "ㅚ",
    "yo": "ㅛ", "wo": "ㅝ", "we": "ㅞ", "wi": "ㅟ", "yu": "ㅠ", "eu": "ㅡ", "ui": "ㅢ", "oo": "ㅜ", "ee": "ㅣ",
    "a": "ㅏ", "e": "ㅔ", "o": "ㅗ", "u": "ㅜ", "i": "ㅣ",
}  # fmt: skip
_ROMAN_CODAS: Final = {
    "ng": "ㅇ",
    "k": "ㄱ",
    "n": "ㄴ",
    "t": "ㄷ",
    "l": "ㄹ",
    "m": "ㅁ",
    "p": "ㅂ",
    "g": "ㄱ",
    "b": "ㅂ",
    "": "",
}


def _choice(table: Iterable[str]) -> str:
    return "|".join(sorted((each for each in table if each), key=len, reverse=True))


_ROMAN_SYLLABLE: Final = re.compile(
    rf"({_choice(_ROMAN_ONSETS)}|)({_choice(_ROMAN_VOWELS)})"
    rf"((?:ng(?![aeiouyw])|n(?![aeiouyw])|l(?![aeiouyw])|m(?![aeiouyw])|k(?![aeiouywhk])|t(?![aeiouywt])"
    rf"|p(?![aeiouywp])|[gb](?![aeiouyw]))?)"
)


def hangul_of_roman(word: str) -> str | None:
    """A romanised Korean word in Hangul, its sound undone where that is plain: haesseo is 했어; None for others."""
    made: list[tuple[str, str, str]] = []
    at, low = 0, word.lower()
    while at < len(low):
        match = _ROMAN_SYLLABLE.match(low, at)
        if match is None:
            return None
        made.append((_ROMAN_ONSETS[match[1]], _ROMAN_VOWELS[match[2]], _ROMAN_CODAS[match[3]]))
        at = match.end()
    return "".join(put_together(*each) for each in _spelled(made))


def _spelled(made: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Syllables as they are written, not as they sound: 해써 is 했어, 돼써 됐어, 핸나 했나, 어떠케 어떻게."""
    for number in range(len(made) - 1):
        (onset, vowel, coda), (after, vowel_after, coda_after) = made[number], made[number + 1]
        if coda in ("", "ㄷ") and after == "ㅆ" and vowel in "ㅏㅐㅓㅕㅘㅝㅙㅣ":
            made[number], made[number + 1] = (onset, vowel, "ㅆ"), ("ㅇ", vowel_after, coda_after)
        elif coda == "ㄴ" and after == "ㄴ" and vowel in "ㅐㅕㅘㅝㅙ":
            made[number] = (onset, vowel, "ㅆ")
        elif coda == "ㄷ" and after == "ㅈ":
            made[number] = (onset, vowel, "ㅈ")
        elif coda == "" and after == "ㅋ" and onset == "ㄸ":
            made[number], made[number + 1] = (onset, vowel, "ㅎ"), ("ㄱ", vowel_after, coda_after)
    return made


class Dresser:
    """Reads messages in the dress that they were meant in, with what is known of names and stances."""

    def __init__(self, names: Iterable[str], says: Callable[[str], bool]) -> None:
        folded = {fold(each).text for each in names}
        self._latin = frozenset(word for name in folded for word in _LATIN_WORD.findall(name))
        self._hangul = frozenset(name.replace(" ", "") for name in folded if _HANGUL.search(name))
        self._says = says
        """Tells whether a text holds a stance word."""

    def undressed(self, text: str) -> str:
        """The text as it was meant, or as it is."""
        if len(text) > LONGEST_DRESSED:
            return text
        words = _LATIN_WORD.findall(text)
        if not _HANGUL.search(text):
            return (words and (self._in_hangul(text, words) or self._from_roman(text, words))) or text
        if not _JAMO.search(text):
            return self._spaced(text)
        return self._in_latin(text) or self._spaced(self._mended(text))

    def _mended(self, text: str) -> str:
        """The text with its fallen syllables put together, and without vowels behind words that are whole."""
        whole = _SPLIT.sub(lambda match: assemble(disassemble(match.group())), text)
        return _STRAY.sub(lambda match: match[1] if self._knows_hangul(match[1]) else match[0], whole)

    def _in_hangul(self, text: str, words: list[str]) -> str | None:
        """`zkzkdh skrk?` as 카카오 나가?, where the Hangul is whole and known, and the Latin is not English."""
        foreign = [each for each in words if not self._is_latin(each)]
        if not foreign or len(foreign) < len([each for each in words if len(each) >= SHORTEST_ENGLISH]):
            return None
        made = {each: typed_in_hangul(each) for each in foreign}
        said = [each for each in made.values() if not _LAUGHTER.fullmatch(each)]
        if not said or any(not all(map(is_syllable, each)) for each in said):
            return None
        known = sum(len(each) for each in said if self._knows_hangul(each))
        if known < _ENOUGH * sum(map(len, said)):
            return None
        return _LATIN_WORD.sub(lambda match: made.get(match.group(), match.group()), text)

    def _in_latin(self, text: str) -> str | None:
        """`ㅏ마매 ㅐㅕㅅ?` as kakao out?, where the Hangul is broken and the Latin is English or a name."""
        words = [each for each in _HANGUL_WORD.findall(text) if not _LAUGHTER.fullmatch(each)]
        broken = sum(bool(_LONE.search(each)) for each in words)
        if not broken or broken < _ENOUGH * len(words):
            return None
        made = {each: keystrokes(each) for each in words}
        known = [each for each in made.values() if self._is_latin(each.lower())]
        if len(known) < _ENOUGH * len(words) or len(known) < 1:
            return None
        kept = {each for each in words if not _LONE.search(each) and self._knows_hangul(each)}
        return _HANGUL_WORD.sub(lambda match: match[0] if match[0] in kept else made.get(match[0], match[0]), text)

    def _from_roman(self, text: str, words: list[str]) -> str | None:
        """`naver naga an naga?` with its Korean in Hangul, where no word but the names is English."""
        if sum(_is_english(each.lower()) for each in words) > len(words) // 4:
            return None
        made = {each: hangul_of_roman(each) for each in words if each.lower() not in self._latin}
        korean_words = {each: word for each, word in made.items() if word is not None}
        if len(korean_words) < _ENOUGH * len(made):
            return None
        known = [each for each in korean_words.values() if self._knows_hangul(each)]
        if not known or len(known) < _ENOUGH * len(made):
            return None
        return _LATIN_WORD.sub(lambda match: korean_words.get(match.group()) or match.group(), text)

    def _is_latin(self, word: str) -> bool:
        return word.lower() in self._latin or _is_english(word.lower())

    def _knows_hangul(self, word: str) -> bool:
        """True if a Hangul word is talk, a name with its particles, or a stance word."""
        if korean.is_stopword(word) or "familiar" in korean.analyse(word).tags or self._says(word):
            return True
        return any(
            head in self._hangul and (not tail or tail in PARTICLES or korean.is_glued(tail))
            for head, tail in korean.heads(word[:20])
        )

    def _spaced(self, text: str) -> str:
        """The text with spaces behind the names in its long words: KT는그럼아직미정 is KT는 그럼아직미정."""
        return _HANGUL_WORD.sub(lambda match: self._cut(match.group()), text)

    def _cut(self, word: str) -> str:
        if len(word) < 5 or len(word) > 40:
            return word
        if any(head in self._hangul and (not tail or tail in PARTICLES) for head, tail in korean.heads(word)):
            return word
        parts, at = [], 0
        while at < len(word):
            stop = self._name_at(word, at)
            if stop is None:
                break
            parts.append(word[at:stop])
            at = stop
        return " ".join([*parts, word[at:]]).strip() if parts else word

    def _name_at(self, word: str, at: int) -> int | None:
        """Where a name with its particle ends that stands at a place of a long word, and talk or a name follows."""
        for stop in range(min(len(word), at + 12), at, -1):
            if word[at:stop] not in self._hangul:
                continue
            for end in range(min(len(word), stop + 3), stop - 1, -1):
                tail, rest = word[stop:end], word[end:]
                if tail and korean.is_talk_by_chance(rest):
                    return None  # 코난도일은
                is_short = stop - at == 1
                if (tail in PARTICLES or (not tail and not is_short)) and len(rest) > 1 and self._follows(rest):
                    return end
        return None

    def _follows(self, rest: str) -> bool:
        if any(
            rest.startswith(each)
            for each in self._hangul
            if len(each) > 1 or rest[1:3] in PARTICLES or rest[1:2] in PARTICLES
        ):
            return True
        return any(
            korean.is_stopword(rest[:size])
            for size in range(1, min(5, len(rest)) + 1)
            if size > 1 or rest[0] in "왜또안못다"
        ) or self._says(rest)


@lru_cache(4096)
def _is_english(word: str) -> bool:
    if len(word) < SHORTEST_ENGLISH:
        return word in (
            "is",
            "in",
            "so",
            "or",
            "an",
            "no",
            "of",
            "to",
            "it",
            "on",
            "at",
            "up",
            "we",
            "be",
            "do",
            "by",
            "if",
            "my",
            "me",
            "us",
            "as",
            "he",
            "i",
            "u",
            "r",
        )
    return (
        bool(english.analyse(word).tags & {"stopword", "familiar", "function", "chat", "thing", "topic"})
        or english.uncontracted(word) is not None
    )
