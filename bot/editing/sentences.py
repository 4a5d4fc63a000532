"""A text as its sentences, each an exact slice of it (pure)."""

import re

_BREAK = re.compile(r"(?<=[.!?。…])[\"'”’」』)\]]*(?=\s)|\n+")
"""Behind a full stop and what closes a quotation, where a space follows; or at a line's end."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Co|Corp|Inc|Ltd|vs|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\d)\.$"
)
"""A dot that ends no sentence: Jan. 23, 2026. 1. 23."""
_STATEMENT_END = re.compile(r"(?:다|음|함|됨|임)[.\"'”’」』)\]]*$|[.\"'”’]$")
"""How a sentence ends that tells something: ~다., ~음, a full stop or a closing quotation mark; a question never."""
ARTICLE_LENGTH = 300
"""Characters from which a text that tells something is an article and not a sentence or two."""
_CLAUSE_END = re.compile(
    r"(?<![다라냐자최광])고(?=[\s,])(?!\s*(?:있|싶))|(?<![다라자])며(?=[\s,])|지만(?=[\s,])|으나(?=[\s,])|[ㄴ은는던]데(?=[\s,])|면서(?=[\s,])"
    r"|\s반면|;|(?<=[가-힣])(?:했|됐|렸|졌|랐|였|었|았|갔)으?나(?=[\s,])|\b(?:but|while|whereas|although|though)\b"
    r"|\band\b(?=[^,.]*\b(?:is|was|are|were|will|has|have|would)\b)"
)
"""Where a clause of a sentence ends: 올랐고, 불참하지만, but. Where a noun looks so, we only ask once more."""
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


def tells(sentence: str) -> bool:
    """True if a sentence states something (~다., ~음); a question never does."""
    return _STATEMENT_END.search(sentence) is not None


def is_article(text: str) -> bool:
    """True if a text is more than a sentence or two: several that state something, or one long text of them."""
    told = [piece for piece in sentences(text) if tells(piece)]
    return len(told) > 2 or (bool(told) and len(text) > ARTICLE_LENGTH)


def clauses(sentence: str) -> tuple[tuple[int, int], ...]:
    """The clauses of a sentence as (start, end), in order: `A가 올랐고 B는 떨어졌다` has two."""
    ends = [match.end() for match in _CLAUSE_END.finditer(sentence)]
    return tuple(zip([0, *ends], [*ends, len(sentence)], strict=True))


def _is_open(piece: str) -> bool:
    """Whether a break comes too early: behind an abbreviation, or within a quotation on the same line."""
    if piece.endswith("\n"):
        return False
    return _ABBREVIATION.search(piece.strip()) is not None or piece.count("“") > piece.count("”")
