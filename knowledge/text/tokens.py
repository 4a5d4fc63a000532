"""One message as its tokens: each word with its place, what parts it from the word before, and what is known of it.

Made once per message; matching and understanding read the same tokens.
"""

import re
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from knowledge.text import english, korean
from knowledge.text.lexicon import NO_TAGS, Word
from knowledge.text.normalise import LEGAL_WORDS, WORD, fold

LONGEST_READ: Final = 2048
"""Folded characters that are read of a message, some four pages of a phone; what is beyond is no question."""
MOST_ADDED: Final = 64
"""Folded characters that are read beyond the length as typed: a text that grows more than that is made to cost."""
LONGEST_WORD: Final = 100
"""Characters of the longest word that is read: no name is longer, and no message without any space that means one."""
_NO_NAMES: Final = re.compile(
    r"(?<![\w.])@\w+|\bhttps?://\S+|\bwww\.\S+|\bt\.me/\S+|[\w.]+@[\w.]+"  # User names, links, mail addresses
    r"|(?<=n)['’]t\b|['’](?:re|ve|ll|m|d)\b"  # What is left of a verb
    r"|\((?:주|유|합|재|사)\)|(?:주식|유한|유한책임|합자|합명|농업|어업)회사(?:법인)?|(?:사단|재단)법인"  # Legal forms
)
_MAY_HOLD: Final = re.compile(r"[@(/'’]|www|회사|법인")
_JOINERS: Final = frozenset("-._&+'’:·")


class Script(StrEnum):
    """The letters of a token."""

    HANGUL = "hangul"
    LATIN = "latin"
    """Latin letters, digits and `&`."""
    OTHER = "other"


class Gap(IntEnum):
    """What parts two tokens."""

    GLUED = 0
    """Nothing: KT는 is two tokens, one Latin and one Hangul."""
    SPACE = 1
    JOINED = 2
    """A sign that makes one of them: KT&G, naver.com, K-AI."""
    BREAK = 3
    """Punctuation, a new line, or the edge of the message."""


class Token(NamedTuple):
    """A word of a message, folded: `start` and `end` are places in the folded text, `gap` is before it."""

    text: str
    start: int
    end: int
    script: Script
    gap: Gap
    lemma: str
    """The form of the dictionary: 나가나요 is 나가다, 입장은 입장, joining join."""
    tags: frozenset[str]
    """What the lexicon and its form say of it; `stopword` is talk that leaves a name beside it a name."""
    particle: str
    """The particles behind its lemma: 카카오한테는 has 한테는."""

    @property
    def is_stopword(self) -> bool:
        """True if it is talk, and never a part of a name: 혹시, 입장은, is, joining."""
        return "stopword" in self.tags


_GAPS: Final = {"": Gap.GLUED, " ": Gap.SPACE, "' ": Gap.SPACE, "(": Gap.SPACE, " (": Gap.SPACE}


def _gap(between: str, after_letter: bool) -> Gap:
    if between.isspace() and "\n" not in between:
        return Gap.SPACE
    if between == ". " and after_letter:  # An initial: L.C. Hyosung
        return Gap.SPACE
    if len(between) == 1 and between in _JOINERS:
        return Gap.JOINED
    return Gap.BREAK


@lru_cache(8192)
def analyse(word: str) -> tuple[Script, Word]:
    """A folded word with its script and what is known of it."""
    if word.isascii():
        return Script.LATIN, english.analyse(word)
    if "가" <= word[0] <= "힣" or "ㄱ" <= word[0] <= "ㆎ":
        return Script.HANGUL, korean.analyse(word)
    return Script.OTHER, Word(word, NO_TAGS)


def is_talk(word: str) -> bool:
    """True if a folded word is talk, or a legal form."""
    return word in LEGAL_WORDS if "stopword" not in analyse(word)[1].tags else True


class Tokens:
    """The tokens of a text, with the folded text and the way back to the text as given."""

    __slots__ = ("_folded", "folded", "gaps", "given", "items", "words")

    def __init__(self, given: str) -> None:
        self.given = given
        self._folded = fold(given, min(LONGEST_READ, len(given) + MOST_ADDED))
        text = self._folded.text
        if _MAY_HOLD.search(text):
            text = _NO_NAMES.sub(lambda found: " " * len(found[0]), text)
        self.folded: Final = text
        items: list[Token] = []
        end = start = 0
        for found in WORD.finditer(text):
            is_letter = end - start == 1
            next_start, stop = found.span()
            if stop - next_start > LONGEST_WORD:
                continue
            between = text[end:next_start]
            gap = Gap.GLUED if not between else _GAPS.get(between) or _gap(between, is_letter)
            start, end, word = next_start, stop, found[0]
            script, known = analyse(word)
            items.append(Token(word, start, end, script, gap if items else Gap.BREAK, *known))
        self.items: Final = items
        self.words: Final = [token.text for token in items]
        self.gaps: Final = [token.gap for token in items]
        """What is before each token, and at last what is behind the last one."""
        self.gaps.append(Gap.BREAK)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, number: int) -> Token:
        return self.items[number]

    def between(self, before: int) -> str:
        """The characters before a token, back to the token before it."""
        start = self.items[before].start if before < len(self.items) else len(self.folded)
        return self.folded[self.items[before - 1].end if before else 0 : start]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the given text for two places in the folded one."""
        return self._folded.span(start, end)

    def surface(self, first: int, last: int | None = None) -> str:
        """The tokens from the first to the last as they were typed."""
        start, end = self.span(self.items[first].start, self.items[first if last is None else last].end)
        return self.given[start:end]


def tokenise(text: str) -> Tokens:
    """The tokens of a message as typed."""
    return Tokens(text)
