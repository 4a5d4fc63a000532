"""Words that neither the language nor the record explains: in a question of this sort they are somebody's name."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from knowledge.cues import SAID
from knowledge.hearing import MARKS
from knowledge.lexicon import sections
from knowledge.particles import PARTICLES
from knowledge.senses import Hit
from knowledge.talk import is_english_talk, is_korean_talk

_LISTS: Final = sections("question_words.txt")
_WORD: Final = re.compile(rf"[가-힣ㄱ-ㅣ{MARKS}{SAID}]+|[a-z0-9][a-z0-9&.'’\-]*[가-힣]*")
_MARKED: Final = re.compile(rf"[{MARKS}{SAID}]")
_LATIN: Final = re.compile(r"([^가-힣]*)([가-힣]*)")
_SHORTENED: Final = re.compile(r"(?:n?['’](?:s|t|re|ve|ll|d|m))$")


def with_hits_marked(text: str, hits: Iterable[Hit]) -> str:
    """The text with one mark in the place of each stance word."""
    for hit in sorted(hits, reverse=True):
        text = f"{text[: hit.start]}{SAID}{text[hit.end :]}"
    return text


def unexplained(text: str) -> list[str]:
    """The runs of neighbouring words that nothing explains, in their order."""
    runs: list[list[str]] = []
    follows = False
    for word, explained in _judged(text):
        if explained:
            follows = False
            continue
        if not follows:
            runs.append([])
        runs[-1].append(word)
        follows = True
    return [" ".join(run) for run in runs]


def _judged(text: str) -> Iterator[tuple[str, bool]]:
    return ((match.group(), _is_explained(match.group())) for match in _WORD.finditer(text))


def _is_explained(word: str) -> bool:
    if _MARKED.search(word):
        rest = _MARKED.split(word)
        return all(not part or part in PARTICLES or is_korean_talk(part) or len(part) <= 2 for part in rest)
    if word[0].isascii():
        return _is_explained_latin(word)
    return is_korean_talk(word) or _is_familiar(word)


def _is_explained_latin(word: str) -> bool:
    """`what's`, `AI는`, `15개`."""
    stem, glued = _LATIN.match(word).group(1, 2)  # type: ignore[union-attr]  # _WORD gave it
    if stem[0].isdigit():
        return True
    plain = _SHORTENED.sub("", stem.strip(".'’-"))
    return (is_english_talk(plain) or plain in _LISTS["familiar english"]) and (not glued or glued in PARTICLES)


def _is_familiar(word: str) -> bool:
    return any(
        word[:at] in _LISTS["familiar korean"] and (at == len(word) or word[at:] in PARTICLES)
        for at in range(1, len(word) + 1)
    )
