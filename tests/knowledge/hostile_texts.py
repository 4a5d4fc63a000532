"""Texts that cost a reader the most: 2,000 and more, by kinds, the same every time."""

from collections.abc import Iterator
from random import Random
from typing import Final

LONGEST: Final = 4096
"""Characters of the longest text that Telegram delivers."""
SHORT: Final = 400
_NAMES: Final = (
    "카카오",
    "네이버",
    "KT",
    "NC",
    "SKT",
    "Lunit",
    "Upstage",
    "업스테이지",
    "트릴리온랩스",
    "코난테크놀로지",
    "카이스트",
)
_TALK: Final = (
    "는?",
    " vs ",
    "랑 ",
    "나가",
    " 입장 ",
    "재도전",
    " 말고 ",
    " and ",
    "도안",
    "은용",
    " 언제 ",
    " not ",
    "안 ",
)
_EXPANDING: Final = "ﷺ㌀㍿㋿ﷻ㏂ⅷ㈜㉿①½ﬃ㍱"
_BLANKS: Final = (" ", "\u3000", "\u3164", "\u200b", "\u00a0", "\u2800", "\u115f", "\t", "\n", "\u2028")
_JAMO: Final = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎㅏㅑㅓㅕㅗㅛㅜㅠㅡㅣㄲㄸㅃㅆㅉㄳㄵ"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyzABCXYZ"
_MARKS: Final = "\u0301\u0308\u0323\u20dd\u1100\u1161\u11a8"
_SIGNS: Final = "-._&+'’:·,/()@#!?…~"


def _repeated(chance: Random, length: int) -> str:
    unit = chance.choice(_NAMES) + chance.choice(_TALK)
    return unit * (length // len(unit) + 1)


def _named(chance: Random, length: int) -> str:
    head = chance.choice(_NAMES) + chance.choice(_TALK)
    unit = chance.choice(_NAMES) + chance.choice((" ", "", "-", "·"))
    return head + unit * (length // len(unit) + 1)


def _mixed_of(chance: Random, length: int, units: tuple[str, ...]) -> str:
    found: list[str] = []
    count = 0
    while count < length:
        found.append(chance.choice(units))
        count += len(found[-1])
    return "".join(found)


def _words_of(chance: Random, length: int, letters: str) -> str:
    found: list[str] = []
    count = 0
    while count < length:
        found.append("".join(chance.choice(letters) for _ in range(chance.choice((1, 2, 3, 5, 9, 40, 99)))))
        count += len(found[-1]) + 1
    return " ".join(found)


def _syllables(chance: Random) -> str:
    return "".join(chr(chance.randrange(0xAC00, 0xD7A4)) for _ in range(60))


_UNITS: Final[dict[str, tuple[str, ...]]] = {
    "expanded": (*_EXPANDING, *_NAMES),
    "glued": (*_NAMES, "는", "랑", "나가", "도"),
    "blanks": (*_BLANKS, *_BLANKS, *_NAMES),
    "latin run": tuple(_LATIN),
    "talk": (*_TALK, *_TALK, *_NAMES, "참여", "하고", "했", "다고", "는데"),
    "signs": (*_SIGNS, *_NAMES),
    "marks": (*_MARKS, "a", "e", "가", "카카오"),
    "layout": ("spdlqj", "zkzkdh", "sms", "rk", " ", "ㅏ마매", "ㅜㅊ"),
    "mixed": (*_NAMES, *_TALK, *_EXPANDING, *_BLANKS, *_JAMO, *_SIGNS, "2026-01-05", "3월"),
}
_LETTERS: Final = {"latin": _LATIN, "jamo": _JAMO, "digits": "0123456789", "syllables": ""}
KINDS: Final = (*_UNITS, *_LETTERS, "expanding", "repeated", "named")


def _text(kind: str, chance: Random, length: int) -> str:
    if kind in _UNITS:
        return _mixed_of(chance, length, _UNITS[kind])
    if kind in _LETTERS:
        return _words_of(chance, length, _LETTERS[kind] or _syllables(chance))
    if kind == "expanding":
        return chance.choice(_EXPANDING) * length
    return _repeated(chance, length) if kind == "repeated" else _named(chance, length)


EACH: Final = 64


def hostile_texts(each: int = EACH, seed: int = 11) -> Iterator[tuple[str, str]]:
    """The kind and the text of each: `each` long ones of every kind and as many short ones."""
    for kind in KINDS:
        chance = Random(f"{seed} {kind}")
        for _ in range(each):
            for length in (LONGEST, SHORT):
                yield kind, _text(kind, chance, length)[:length]
