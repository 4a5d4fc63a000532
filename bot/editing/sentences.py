"""A text as its sentences, each an exact slice of it (pure)."""

import re

_BREAK = re.compile(r"(?<=[.!?。…])[\"'”’」』)\]]*(?=\s)|\n+")
"""Behind a full stop and what closes a quotation, where a space follows; or at a line's end."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Co|Corp|Inc|Ltd|vs|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\d)\.$"
)
"""A dot that ends no sentence: Jan. 23, 2026. 1. 23."""
_BYLINE = re.compile(r"^[(\[][^()\[\]]{2,30}[)\]]\s*(?:[가-힣·\s]{2,40}기자\s*=?|=)?\s*")
"""(서울=연합뉴스) 홍길동 기자 =: who wrote it stands before the sentence and is not of it."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order; joined with what was between them they are the text again."""
    found, start = [], 0
    for match in _BREAK.finditer(text):
        piece = text[start : match.end()]
        if _is_open(piece):
            continue
        found.append(piece.strip())
        start = match.end()
    found.append(text[start:].strip())
    return tuple(piece for piece in found if piece)


def without_byline(sentence: str) -> str:
    """A sentence without the byline that stands before it; still a slice of its text."""
    return _BYLINE.sub("", sentence)


def _is_open(piece: str) -> bool:
    """Whether a break comes too early: behind an abbreviation, or within a quotation on the same line."""
    if piece.endswith("\n"):
        return False
    return _ABBREVIATION.search(piece.strip()) is not None or piece.count("“") > piece.count("”")
