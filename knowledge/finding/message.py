"""One message as the matcher reads it: its words, where each stands, and what stands between them."""

from enum import IntEnum
from typing import Final

from knowledge.names import WORD, fold
from knowledge.patterns import lazy_pattern

_NO_NAMES: Final = lazy_pattern(
    r"(?<![\w.])@\w+|\bhttps?://\S+|\bwww\.\S+|[\w.]+@[\w.]+"  # User names, links, mail addresses
    r"|(?<=n)['’]t\b|['’](?:re|ve|ll|m|d)\b"  # What is left of a verb
    r"|\((?:주|유|합|재|사)\)|(?:주식|유한|유한책임|합자|합명|농업|어업)회사(?:법인)?|(?:사단|재단)법인"  # Legal forms
)
_MAY_HOLD: Final = lazy_pattern(r"[@(/'’]|www|회사|법인")
LONGEST_WORD: Final = 100
"""Characters of the longest word that is read: no name is longer, and no message without any space that means one."""
_JOINERS: Final = frozenset("-._&+'’:")


class Gap(IntEnum):
    """What parts two words."""

    GLUED = 0
    """Nothing: KT는 is two words, one Latin and one Hangul."""
    SPACE = 1
    JOINED = 2
    """A sign that makes one of them: KT&G, naver.com, K-AI."""
    BREAK = 3
    """Punctuation, a new line, or the edge of the message."""


_GAPS: Final = {"": Gap.GLUED, " ": Gap.SPACE, "' ": Gap.SPACE, "(": Gap.SPACE, " (": Gap.SPACE}


def _gap(between: str, after_letter: bool) -> Gap:
    if between.isspace() and "\n" not in between:
        return Gap.SPACE
    if between == ". " and after_letter:  # An initial: L.C. Hyosung
        return Gap.SPACE
    if len(between) == 1 and between in _JOINERS:
        return Gap.JOINED
    return Gap.BREAK


class Message:
    """The words of a text, folded; `starts` and `ends` are places in the folded text, `gaps[n]` is before word n."""

    __slots__ = ("_folded", "ends", "folded", "gaps", "given", "starts", "words")

    def __init__(self, given: str) -> None:
        self.given = given
        self._folded = fold(given)
        text = self._folded.text
        if _MAY_HOLD.search(text):
            text = _NO_NAMES.sub(lambda found: " " * len(found[0]), text)
        self.folded = text
        words: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        gaps: list[Gap] = []
        end = 0
        for found in WORD.finditer(text):
            start, stop = found.span()
            if stop - start > LONGEST_WORD:
                continue
            between = text[end:start]
            gaps.append(
                _GAPS.get(between) or _gap(between, end - starts[-1] == 1 if starts else False)
                if between
                else Gap.GLUED
            )
            words.append(found[0])
            starts.append(start)
            ends.append(stop)
            end = stop
        gaps[:1] = [Gap.BREAK]
        gaps.append(Gap.BREAK)
        self.words = words
        self.starts = starts
        self.ends = ends
        self.gaps = gaps

    def between(self, before: int) -> str:
        """The characters before a word, back to the word before it."""
        return self.folded[self.ends[before - 1] if before else 0 : self.starts[before]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the given text for two places in the folded one."""
        return self._folded.span(start, end)
