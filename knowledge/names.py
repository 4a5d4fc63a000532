"""One name, or one message, brought to the form in which names are compared: width, case, composition, legal forms."""

import re
import unicodedata
from typing import Final, NamedTuple

_CONJOINING: Final = {
    **{0x1100 + place: jamo for place, jamo in enumerate("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ")},
    **{0x1161 + place: jamo for place, jamo in enumerate("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ")},
    **{0x11A8 + place: jamo for place, jamo in enumerate("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")},
}
"""What is left of decomposed Hangul when no syllable comes of it, as the jamo that a keyboard types."""
_UNSEEN: Final = frozenset({"Cf", "Mn", "Me", "Cc"})
"""General categories of what takes no room in a line: zero-width characters, variation selectors, controls."""
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


def _fold_cluster(cluster: str) -> str:
    """One character with what combines with it, folded to none, one or more characters."""
    composed = unicodedata.normalize("NFC", cluster)
    folded = []
    for each in composed:
        if "ㄱ" <= each <= "ㆎ" or "가" <= each <= "힣":
            folded.append(each)  # NFKC would turn the keyboard's ㄱ into the archaic U+1100.
        elif each.isspace():
            folded.append(" ")
        elif unicodedata.category(each) not in _UNSEEN:
            folded.append("".join(_CONJOINING.get(ord(part), part) for part in unicodedata.normalize("NFKC", each)))
    return "".join(folded).lower()


def _clusters(text: str) -> list[int]:
    """Where the characters begin that compose with nothing before them."""
    return [
        at
        for at, each in enumerate(text)
        if not ("\u1160" <= each <= "\u11ff" or (each > "\u02ff" and unicodedata.combining(each))) or at == 0
    ]


def fold(text: str) -> Folded:
    """The text in small letters and standard width, Hangul composed, with the way back to its code points."""
    if _PLAIN.fullmatch(text):
        return Folded(text.lower())
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begins = _clusters(text)
    for start, end in zip(begins, [*begins[1:], len(text)], strict=True):
        folded = _fold_cluster(text[start:end])
        characters.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
    return Folded("".join(characters), starts, ends)


LEGAL_KOREAN: Final = r"사단법인|재단법인|농업회사법인|어업회사법인"
LEGAL_ENGLISH: Final = (
    "co|ltd|inc|corp|corporation|company|limited|incorporated|incorporation|llc|llp|lp|plc|gmbh|ag|pte|pty|bv|nv|sa|kk"
)
_HEAD: Final = re.compile(rf"\s*(?:{LEGAL_KOREAN}|the\s(?=\S+\s*(?:company|corporation)\b))\s*")
_TAIL: Final = re.compile(
    rf"\s*(?:{LEGAL_KOREAN})\s*$|[\s.,(]+(?:{LEGAL_ENGLISH}|l\.l\.c|co\.?,?\s*ltd)[\s.,)]*$|co[.,\s]*[.,][.,\s]*ltd[\s.,]*$|(?<=[a-z])inc\.$"
)
_NOT_IN_A_WORD: Final = re.compile(r"[^0-9a-zÀ-ɏ가-힣ㄱ-ㅣ&぀-ヿ一-鿿Ͱ-ӿ]+")


def without_legal_form(folded: str) -> str:
    """A folded name without the legal forms around it: `(주)카카오` and `Kakao Corp.` lose theirs."""
    while True:
        shorter = _TAIL.sub("", _HEAD.sub("", folded, count=1) if _HEAD.match(folded) else folded).strip()
        if shorter == folded or len(_NOT_IN_A_WORD.sub("", shorter)) < 2:
            return folded
        folded = shorter


def compact(folded: str) -> str:
    """A folded text with nothing left but letters, digits and ampersands."""
    return _NOT_IN_A_WORD.sub("", folded)


def compact_core(name: str) -> str:
    """What of a name is compared: folded, without legal form, spaces and punctuation; `(주)NC AI` is `ncai`."""
    folded = fold(name).text
    return compact(without_legal_form(folded)) or folded.strip()
