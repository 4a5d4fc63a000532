"""An article as its sentences, each an exact slice of the text: headlines, captions and bylines are none."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Sentence(NamedTuple):
    """One sentence of an article; `text` is the article's `[start:end]`."""

    start: int
    end: int
    text: str


OPENING: Final = "“「『"
CLOSING: Final = "”」』"
_STOP: Final = re.compile(r"[.!?。…]+[\"'”’」』)\]]*(?=\s|$)")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Co|Corp|Inc|Ltd|vs|No|St|U\.S|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]|\d)\.$"
)
"""A dot that ends no sentence: Jan. 23, KT Corp. has, 1. 23."""
_BYLINE: Final = re.compile(
    r"^\s*(?:[(\[][^()\[\]]{2,40}[)\]]\s*(?:[가-힣·ㆍ\s]{2,60}(?:기자|특파원|통신원)\s*=?|=)\s*"
    r"|[A-Z][A-Za-z .]{2,30},\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2}\s+\([^()]{2,30}\)\s*(?:--|—|–|-|=)\s*"
    r"|[(\[][가-힣A-Za-z]{2,12}\s*=\s*[^()\[\]]{2,20}[)\]]\s*)"
)
"""(서울=연합뉴스) 홍길동 기자 =, SEOUL, Jan. 23 (Yonhap) --: who wrote it stands before the sentence, not in it."""
_BULLET: Final = re.compile(r"^\s*(?:[□○◇◆■●ㅇ▲△▶►※•*·-]|\d{1,2}[.)])\s+")
_CAPTION: Final = re.compile(
    r"자료\s?사진|재판매 및 DB|사진\s?제공|사진\s?[=/]|\[[^\[\]]{0,30}제공[.\]]|photo@|\bfile photo\b|\bPhoto by\b"
    r"|\bcourtesy of\b"
    r"|무단\s?전재|저작권자|ⓒ|All rights reserved|제보는|구독하기|앱 지금|^▶|^☞",
    re.IGNORECASE,
)
"""What only captions and the foot of a page hold."""
_MADE_NOUN: Final = re.compile(r"(?:함|음|됨|임|예정|방침|계획)[.\"'”’」』)\]]*$")
"""How a press release ends its items: 참여하기로 함."""
LONGEST: Final = 2000
"""Characters from which a piece is no sentence that anybody would quote."""
SHORTEST: Final = 5


def sentences(text: str) -> list[Sentence]:
    """The sentences that state something, in order; a line that ends no sentence is a headline or a caption."""
    return [each for start, end in _lines(text) for each in _of_line(text, start, end)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text; of a quotation that runs over several lines, one."""
    start = 0
    for match in re.finditer(r"\n+|$", text):
        if match.start() < start:
            continue
        piece = text[start : match.start()]
        if len(piece) <= LONGEST and _is_quote_open(piece) and match.end() < len(text) and "\n\n" not in match.group():
            continue
        yield start, match.start()
        start = match.end()


def _is_quote_open(piece: str) -> bool:
    """True if a curly quotation is begun and not ended; straight marks do not say which of the two they are."""
    return any(piece.count(opening) > piece.count(closing) for opening, closing in zip(OPENING, CLOSING, strict=True))


def _of_line(text: str, start: int, end: int) -> Iterator[Sentence]:
    line = text[start:end]
    if not line.strip() or _CAPTION.search(line):
        return
    bullet = _BULLET.match(line)
    begin = bullet.end() if bullet else 0
    byline = _BYLINE.match(line, begin) if begin == 0 else None
    begin = byline.end() if byline else begin
    at = begin
    for stop in _STOP.finditer(line, begin):
        piece = line[at : stop.end()]
        if _goes_on(piece, line, stop.end()):
            continue
        yield from _sentence(line, start, at, stop.end())
        at = stop.end()
    rest = line[at:].strip()
    if bullet and _MADE_NOUN.search(rest):
        yield from _sentence(line, start, at, len(line))


def _sentence(line: str, offset: int, start: int, end: int) -> Iterator[Sentence]:
    piece = line[start:end]
    stripped = piece.strip()
    if len(stripped) >= SHORTEST:
        begin = offset + start + len(piece) - len(piece.lstrip())
        yield Sentence(begin, begin + len(stripped), stripped)


def _goes_on(piece: str, line: str, end: int) -> bool:
    """True if a stop ends no sentence: behind an abbreviation, inside a quotation, or before its `said X`."""
    if len(piece) > LONGEST:  # a quotation that is never closed
        return False
    stripped = piece.strip()
    if _ABBREVIATION.search(stripped[-12:]) and line[end : end + 12].strip():
        return True
    if piece.count('"') % 2 or _is_quote_open(piece):
        return True
    if stripped[-1] in '"”' and re.match(r"\s*(?:이?라?[고며는]|하고|[a-z])", line[end : end + 40]):  # "…." 라고 말했다
        return True
    return stripped.endswith("…") and bool(line[end : end + 40].strip()) and not re.search(r"[다요음]…$", stripped)
