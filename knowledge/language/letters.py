"""Latin letters by the names that Koreans read them by: KT is 케이티, NC AI is 엔씨에이아이."""

from typing import Final

from knowledge.patterns import lazy_pattern

_NAMES: Final = """
    에이 비 씨 디 이 에프 지 에이치 아이 제이 케이 엘 엠 엔 오 피 큐 알 에스 티 유 브이 더블유 엑스 와이 제트 앤
"""
LETTER_NAMES: Final = dict(zip("abcdefghijklmnopqrstuvwxyz&", _NAMES.split(), strict=True))
_NAMES_BY_CODE: Final = {ord(letter): name for letter, name in LETTER_NAMES.items()}
SPELLED_LETTERS: Final = 6
"""Letters of the longest Latin word that is also looked for by its letters' names: people spell RFHIC, not SAMSUNG."""
_ALL_LETTER_NAMES: Final = lazy_pattern(
    "(?:" + "|".join(sorted({*LETTER_NAMES.values(), "시", "에치", "더블류"}, key=len, reverse=True)) + "){2,}"
)


def spelled(word: str) -> str:
    """A Latin word in small letters as it is read letter by letter; a longer one, or Hangul, stays: lg is 엘지."""
    return word.translate(_NAMES_BY_CODE) if len(word) <= SPELLED_LETTERS else word


def is_letter_names(word: str) -> bool:
    """Whether a Hangul word may be an abbreviation read aloud: 에스티오, 엘지, 디아이티."""
    return _ALL_LETTER_NAMES.fullmatch(word) is not None
