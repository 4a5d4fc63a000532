"""The parts of a message that may be one name, slips and wrong spaces in it."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from knowledge.finding.old import is_business_noun, is_english_business, is_english_function, is_korean_talk
from knowledge.finding.scene import Scene
from knowledge.text.tokens import Gap

LONGEST_RUN: Final = 12
"""Words without talk between them that are searched together; a longer run is searched in pieces."""
MOST_WINDOWS: Final = 400
"""Parts of one message that are compared: what people type has fewer than 40, and a longer text is no question."""
SHORT_TALK: Final = 2
"""Syllables of talk that may be a piece of a name with a wrong space in it: 제일 그연, 알지투바 개발."""
LONGEST_WINDOW: Final = 10
LONGEST_TEXT: Final = 60
"""Words, and characters, of the longest window that is compared: the longest names seen are a little shorter."""
_INSIDE: Final = frozenset(("and", "of", "the"))
"""Words of the closed classes that names hold."""


def windows(scene: Scene) -> Iterator[tuple[int, int]]:
    """The first and the last word of each part that may be a name, the longest parts of each run first."""
    return islice(_all_windows(scene), MOST_WINDOWS)


def _all_windows(scene: Scene) -> Iterator[tuple[int, int]]:
    for run in _runs(scene):
        for start in range(0, len(run), LONGEST_RUN):
            yield from _windows_of(scene, run[start : start + LONGEST_RUN])


def _runs(scene: Scene) -> Iterator[list[int]]:
    """The words that stand together and may all belong to a name."""
    run: list[int] = []
    for number in range(len(scene.words)):
        if run and scene.gaps[number] is Gap.BREAK:
            yield run
            run = []
        if scene.taken[number] or _breaks(scene, number):
            yield run
            run = []
        else:
            run.append(number)
    yield run


def _breaks(scene: Scene, number: int) -> bool:
    """Whether a word cannot be a part of a name, slip or not."""
    word, gap = scene.words[number], scene.gaps[number]
    if word.isascii():
        if gap in (Gap.GLUED, Gap.JOINED):  # E&A is a piece of a name, Kakao's is not.
            return word == "s"
        return (is_english_function(word) and word not in _INSIDE) or word in scene.index.talk
    if gap is Gap.GLUED and scene.words[number - 1].isascii():
        return False
    return len(word) > SHORT_TALK and (is_korean_talk(word) or word in scene.index.talk)


def _windows_of(scene: Scene, run: list[int]) -> Iterator[tuple[int, int]]:
    talk = [scene.is_talk(number) and not (at and scene.gaps[number] is Gap.GLUED) for at, number in enumerate(run)]
    if all(talk):
        return
    for size in range(min(len(run), LONGEST_WINDOW), 0, -1):
        for at in range(len(run) - size + 1):
            first, last = run[at], run[at + size - 1]
            if all(talk[at : at + size]) or (first == last and _is_ending(scene.words[first])):
                continue
            if _is_whole(
                scene, first, last, opens=not at or talk[at - 1], closes=talk[at + size : at + size + 1] != [False]
            ):
                yield first, last


def _is_ending(word: str) -> bool:
    """Whether a word is a noun that many names end with, and so none on its own: 뱅크, holdings."""
    return is_english_business(word) if word.isascii() else is_business_noun(word)


def _is_whole(scene: Scene, first: int, last: int, *, opens: bool, closes: bool) -> bool:
    """Whether a part may stand for itself: Latin words are only cut off where they are talk."""
    words = scene.words
    if words[first] in _INSIDE or words[last] in _INSIDE or sum(map(len, words[first : last + 1])) > LONGEST_TEXT:
        return False
    if not opens and words[first].isascii() and words[first - 1].isascii():
        return False
    return closes or not (words[last].isascii() and words[last + 1].isascii())
