"""One name, or one message, brought to the form in which names are compared: width, case, composition, legal forms.

And Latin letters by the names that Koreans read them by: KT is 케이티, NC AI is 엔씨에이아이.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

_CONJOINING: Final = {
    **{0x1100 + place: jamo for place, jamo in enumerate("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")},
    **{0x1161 + place: jamo for place, jamo in enumerate("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")},
    **{0x11A8 + place: jamo for place, jamo in enumerate("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")},
}
"""What is left of decomposed Hangul when no syllable comes of it, as the jamo that a keyboard types."""
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Cc"})
"""General categories of what takes no room in a line: zero-width characters, variation selectors, controls."""
_BLANKS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters by their category that show nothing: the fillers of Hangul, the empty pattern of Braille."""
_NUMBERED: Final = frozenset(
    map(
        chr,
        (
            *range(0x2460, 0x249C), *range(0x24EA, 0x2500), *range(0x2776, 0x2794),  # ①⑴⒈ ⓪⓫ ❶➀➊
            *range(0x3251, 0x3260), *range(0x32B1, 0x32C0), *range(0x3260, 0x326E),  # ㉑ ㊱ ㉠
            *range(0x1F100, 0x1F10B),  # 🄁
        ),
    )
)  # fmt: skip
"""Numbers in circles and brackets, which number what stands behind them and belong to no name."""
_KEYCAP: Final = re.compile(r"\d\ufe0f?\u20e3")
"""A digit in a key, which numbers a line as well: 1️⃣."""
_MIDDLE_DOTS: Final = frozenset("ㆍ・･‧∙⋅•ᆞ᛫")
"""Signs, and the old vowel of Korean keyboards, that are typed for the middle dot."""
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
MOST_COMBINED: Final = 16
"""Code points of the longest cluster that is read: no language stacks as many marks on a letter."""
_PLAIN: Final = re.compile(r"[ -~가-힣ㄱ-ㅣ\n…·“”‘’、。]*")


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


@lru_cache(4096)
def _fold_cluster(cluster: str) -> str:
    """One character with what combines with it, folded to none, one or more characters."""
    folded = []
    for each in unicodedata.normalize("NFC", cluster):
        if each in _BLANKS or each in _NUMBERED:
            folded.append(" ")  # ①카카오 is a line of a list.
        elif each in _MIDDLE_DOTS:
            folded.append("·")
        elif "ㄱ" <= each <= "ㆎ" or "가" <= each <= "힣":
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


def is_blank(text: str) -> bool:
    """True if a text shows nothing: `is_blank("\\u3164")`."""
    return all(each.isspace() or each in _BLANKS or unicodedata.category(each) in _UNSEEN for each in text)


def fold(text: str, longest: int | None = None) -> Folded:
    """The text in small letters and standard width, Hangul composed, Latin without marks; with the way back.

    At most `longest` folded characters of it: one character as given may fold to eighteen.
    """
    if _PLAIN.fullmatch(text):
        return Folded(text[:longest].lower())
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    text = _KEYCAP.sub(lambda key: " " * len(key.group()), text)
    given = text if longest is None else text[: longest * MOST_COMBINED]
    begins = [at for at, each in enumerate(given) if at == 0 or not _joins(each)]
    for start, end in zip(begins, [*begins[1:], len(given)], strict=True):
        folded = _fold_cluster(text[start:end]) if end - start < MOST_COMBINED else ""
        characters.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
        if longest is not None and len(starts) >= longest:
            break
    return Folded("".join(characters)[:longest], starts[:longest], ends[:longest])


_KOREAN_FORMS: Final = (
    r"\((?:주|유|합|재|사)\)|(?:주식|유한|유한책임|합자|합명|농업|어업)회사(?:법인)?|(?:사단|재단)법인"
)
_ENGLISH_FORMS: Final = (
    "co|ltd|inc|corp|corporation|company|limited|incorporated|incorporation|llc|llp|lp|plc|gmbh|ag|pte|pty|bv|nv|sa|kk"
)
LEGAL_WORDS: Final = frozenset({*_ENGLISH_FORMS.split("|"), "주식회사", "유한회사", "유한책임회사"})
"""Legal forms that stand as words of their own beside a name."""
_HEAD: Final = re.compile(rf"\s*(?:{_KOREAN_FORMS})\s*")
_TAIL: Final = re.compile(
    rf"\s*(?:{_KOREAN_FORMS})\s*$"
    rf"|[\s.,(]+(?:{_ENGLISH_FORMS}|l\.\s?l\.\s?c|k\.k)[\s.,)]*$"
    r"|co(?:[.,\s]*[.,][.,\s]*ltd|\.)[\s.,]*$"  # COSMOCHEMICALCO.,LTD: the register often leaves the space out.
    r"|(?<=[a-z]{2})inc\.$"
)
_MAY_BE_LEGAL: Final = re.compile("회사|법인|inc|co")
WORD: Final = re.compile(r"[가-힣ㄱ-ㅣ]+|[a-z0-9]+|&|[^\W_]")
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


_NAMES: Final = """
    에이 비 씨 디 이 에프 지 에이치 아이 제이 케이 엘 엠 엔 오 피 큐 알 에스 티 유 브이 더블유 엑스 와이 제트 앤
"""
LETTER_NAMES: Final = dict(zip("abcdefghijklmnopqrstuvwxyz&", _NAMES.split(), strict=True))
_NAMES_BY_CODE: Final = {ord(letter): name for letter, name in LETTER_NAMES.items()}
SPELLED_LETTERS: Final = 6
"""Letters of the longest Latin word that is also looked for by its letters' names: people spell RFHIC, not SAMSUNG."""
_ALL_LETTER_NAMES: Final = re.compile(
    "(?:" + "|".join(sorted({*LETTER_NAMES.values(), "시", "에치", "더블류"}, key=len, reverse=True)) + "){2,}"
)


@lru_cache(4096)
def spelled(word: str) -> str:
    """A Latin word in small letters as it is read letter by letter; a longer one, or Hangul, stays: lg is 엘지."""
    return word.translate(_NAMES_BY_CODE) if len(word) <= SPELLED_LETTERS else word


def is_letter_names(word: str) -> bool:
    """Whether a Hangul word may be an abbreviation read aloud: 에스티오, 엘지, 디아이티."""
    return _ALL_LETTER_NAMES.fullmatch(word) is not None
