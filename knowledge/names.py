"""One name, or one message, brought to the form in which names are compared: width, case, composition, legal forms."""

import unicodedata
from typing import Final, NamedTuple

from knowledge.patterns import lazy_pattern

_CONJOINING: Final = {
    **{0x1100 + place: jamo for place, jamo in enumerate("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")},
    **{0x1161 + place: jamo for place, jamo in enumerate("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")},
    **{0x11A8 + place: jamo for place, jamo in enumerate("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")},
}
"""What is left of decomposed Hangul when no syllable comes of it, as the jamo that a keyboard types."""
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Cc"})
"""General categories of what takes no room in a line: zero-width characters, variation selectors, controls."""
_LINE_ENDS: Final = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_UNMARKED: Final = {
    "ß": "ss",
    "ẞ": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ı": "i",
    "þ": "th",
}
"""Latin letters that hold their mark within, and so are not taken apart by Unicode."""
_BLANK_LETTERS: Final = dict.fromkeys((0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800), " ")
"""Letters that show nothing: Hangul fillers, which people type where no blank is allowed, and blank Braille."""
_NUMBERED: Final = dict.fromkeys(
    (
        *range(0x2460, 0x249C), *range(0x24EA, 0x2500), *range(0x2776, 0x2794),  # ①⑴⒈ ⓪⓫ ❶➀➊
        *range(0x3251, 0x3260), *range(0x32B1, 0x32C0), *range(0x3260, 0x326E), *range(0x1F100, 0x1F10B),  # ㉑ ㊱ ㉠ 🄁
    ),
    " ",
)  # fmt: skip
"""Numbers in circles and brackets, which number what stands behind them and belong to no name."""
_UNSHOWN: Final = _BLANK_LETTERS | _NUMBERED
_UNNAMED: Final = lazy_pattern(r"(?<=[^\W\d_])[社側](?![\u4e00-\u9fff])|\d\ufe0f?\u20e3")
"""Hanja that newspapers put behind a company's name, KT社, KT側, and digits in a key: 1️⃣."""
_PLAIN: Final = lazy_pattern(r"[ -~가-힣ㄱ-ㅣ\n…·“”‘’、。]*")


class Folded(NamedTuple):
    """A text folded for comparison. `starts[i]` and `ends[i]` bound the folded character in the text as given.

    Both are None where each folded character stands at its own place.
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the given text that the folded characters `start` to `end` come from."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def _fold_cluster(cluster: str) -> str:
    """One character with what combines with it, folded to none, one or more characters."""
    folded = []
    for each in unicodedata.normalize("NFC", cluster):
        if "ㄱ" <= each <= "ㆎ" or "가" <= each <= "힣":
            folded.append(each)  # NFKC would turn the keyboard's ㄱ into the archaic U+1100.
        elif each.isspace():
            folded.append("\n" if each in _LINE_ENDS else " ")
        elif unicodedata.category(each) not in _UNSEEN:
            folded.append("".join(map(_without_mark, unicodedata.normalize("NFKC", each))))
    return "".join(folded).lower()


def _without_mark(letter: str) -> str:
    """A Latin letter without its diacritics, which many keyboards lack: é is e, Ø o; other scripts keep theirs."""
    base = unicodedata.normalize("NFD", letter)[0]
    if base.isascii() and base.isalpha():
        return base
    return _UNMARKED.get(letter.lower()) or _CONJOINING.get(ord(letter), letter)


def _joins(character: str) -> bool:
    """Whether a character may compose with the one before it: Hangul vowels and codas, combining marks."""
    return "\u1160" <= character <= "\u11ff" or (character > "\u02ff" and unicodedata.combining(character) > 0)


def legible(text: str) -> str:
    """The text, as long as before, with blanks for what shows nothing, only numbers a list, or only says "company".

    `①카카오 ②KT社는` is ` 카카오  KT 는`.
    """
    if text.isascii() or _PLAIN.fullmatch(text):
        return text
    return _UNNAMED.sub(lambda part: " " * len(part.group()), text.translate(_UNSHOWN))


def is_blank(text: str) -> bool:
    """Whether a text shows nothing."""
    return all(each.isspace() or unicodedata.category(each) in _UNSEEN for each in legible(text))


def fold(text: str) -> Folded:
    """The text in small letters and standard width, Hangul composed, Latin without marks; with the way back."""
    if _PLAIN.fullmatch(text):
        return Folded(text.lower())
    text = legible(text)
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begins = [at for at, each in enumerate(text) if at == 0 or not _joins(each)]
    for start, end in zip(begins, [*begins[1:], len(text)], strict=True):
        folded = _fold_cluster(text[start:end])
        characters.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
    return Folded("".join(characters), starts, ends)


_KOREAN_FORMS: Final = (
    r"\((?:주|유|합|재|사)\)|(?:주식|유한|유한책임|합자|합명|농업|어업)회사(?:법인)?|(?:사단|재단)법인"
)
_ENGLISH_FORMS: Final = (
    "co|ltd|inc|corp|corporation|company|limited|incorporated|incorporation|llc|llp|lp|plc|gmbh|ag|pte|pty|bv|nv|sa|kk"
)
LEGAL_WORDS: Final = frozenset({*_ENGLISH_FORMS.split("|"), "주식회사", "유한회사", "유한책임회사"})
"""Legal forms that stand as words of their own beside a name."""
_HEAD: Final = lazy_pattern(rf"\s*(?:{_KOREAN_FORMS})\s*")
_TAIL: Final = lazy_pattern(
    rf"\s*(?:{_KOREAN_FORMS})\s*$"
    rf"|[\s.,(]+(?:{_ENGLISH_FORMS}|l\.\s?l\.\s?c|k\.k)[\s.,)]*$"
    r"|co(?:[.,\s]*[.,][.,\s]*ltd|\.)[\s.,]*$"  # COSMOCHEMICALCO.,LTD: the register often leaves the space out.
    r"|(?<=[a-z]{2})inc\.$"
)
_MAY_BE_LEGAL: Final = lazy_pattern("회사|법인|inc|co")
WORD: Final = lazy_pattern(r"[가-힣ㄱ-ㅣ]+|[a-z0-9]+|&|[^\W_]")
"""The words of a folded text: runs of Hangul, runs of Latin letters and digits, ampersands, any other letter."""


def without_legal_form(folded: str) -> str:
    """A folded name without the legal forms around it: `(주)카카오` and `Kakao Corp.` lose theirs."""
    if folded.isalpha() and not folded.isascii() and not _MAY_BE_LEGAL.search(folded):
        return folded
    while True:
        shorter = _TAIL.sub("", _HEAD.sub("", folded, count=1) if _HEAD.match(folded) else folded).strip()
        if shorter == folded or len("".join(WORD.findall(shorter))) < 2:
            return folded
        folded = shorter


def core_words(folded: str) -> list[str]:
    """The words of a folded name that are compared: without legal form, `and` written as `&`."""
    return ["&" if word == "and" else word for word in WORD.findall(without_legal_form(folded))]


def compact_core(name: str) -> str:
    """What of a name is compared, in one string: `(주)NC AI` is `ncai`; a name without any letter is itself."""
    folded = fold(name).text
    return "".join(core_words(folded)) or folded.strip()
