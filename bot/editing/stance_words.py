"""Which stances the words of a sentence speak of: a hint to the editor, who decides (pure)."""

import re
from collections.abc import Iterable, Iterator

from knowledge.model import Stance

_SPACES = re.compile(r"\s+")


def stances_spoken_of(sentence: str, stances: Iterable[Stance]) -> tuple[str, ...]:
    """The codes of the stances whose words or labels the sentence has; a longer word hides a shorter one inside it.

    `참여하지 않는다` speaks of 불참 alone, although it begins with 참여.
    """
    text = _SPACES.sub(" ", sentence).casefold()
    taken: list[tuple[int, int]] = []
    found: dict[str, None] = {}
    for word, code in sorted(_words(stances), key=lambda pair: len(pair[0]), reverse=True):
        for start, end in _places(word, text):
            if not any(start < stop and begin < end for begin, stop in taken):
                taken.append((start, end))
                found[code] = None
    return tuple(found)


def _words(stances: Iterable[Stance]) -> Iterator[tuple[str, str]]:
    for stance in stances:
        for word in {*stance.words.ko, *stance.words.en, stance.label.ko, stance.label.en}:
            yield word.casefold(), stance.code


def _places(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a word stands in a text: Latin words whole, Hangul ones also inside (참여 in 참여한다)."""
    pattern = rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)
    return ((match.start(), match.end()) for match in re.finditer(pattern, text))
