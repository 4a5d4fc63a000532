"""What a news text says of itself: the publisher, the day it appeared, its link (pure)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from knowledge.fields import LINE_LENGTH

HOSTS: Mapping[str, str] = {
    "asiae.co.kr": "아시아경제",
    "bloter.net": "블로터",
    "chosun.com": "조선일보",
    "dailian.co.kr": "데일리안",
    "ddaily.co.kr": "디지털데일리",
    "donga.com": "동아일보",
    "dt.co.kr": "디지털타임스",
    "edaily.co.kr": "이데일리",
    "etnews.com": "전자신문",
    "fnnews.com": "파이낸셜뉴스",
    "hani.co.kr": "한겨레",
    "hankookilbo.com": "한국일보",
    "hankyung.com": "한국경제",
    "heraldcorp.com": "헤럴드경제",
    "inews24.com": "아이뉴스24",
    "joongang.co.kr": "중앙일보",
    "khan.co.kr": "경향신문",
    "koreaherald.com": "The Korea Herald",
    "koreajoongangdaily.joins.com": "Korea JoongAng Daily",
    "koreatimes.co.kr": "The Korea Times",
    "mk.co.kr": "매일경제",
    "mt.co.kr": "머니투데이",
    "news1.kr": "뉴스1",
    "newsis.com": "뉴시스",
    "reuters.com": "Reuters",
    "sedaily.com": "서울경제",
    "seoul.co.kr": "서울신문",
    "yna.co.kr": "연합뉴스",
    "zdnet.co.kr": "ZDNet Korea",
}
"""The site of a publisher -> its name as printed; other sites name no publisher."""

_WIRE = re.compile(r"[(\[]\s*[가-힣]{2,8}\s*=\s*([^\s()\[\]=,]{2,20})\s*[)\]]")
"""(서울=연합뉴스), [세종=뉴시스]"""
_DATELINE = re.compile(
    r"^[A-Z][A-Za-z .]{2,30},\s+[A-Z][a-z]{2,8}\.?\s+\d{1,2}\s+\(([A-Z][\w .&-]{2,30})\)", re.MULTILINE
)
"""SEOUL, Jan. 23 (Yonhap)"""
_BRACKET = re.compile(r"^\s*[\[(]\s*([^\s()\[\]=]{2,20})(?:\s+[가-힣]{2,4}\s*기자)?\s*[\])]", re.MULTILINE)
"""[전자신문], [디지털데일리 홍길동 기자]; only where the name is a publisher that is known."""
_RIGHTS = re.compile(
    r"(?:저작권자|ⓒ|©|Copyright)[^가-힣A-Za-z]{0,12}(?:\(c\))?\s*([가-힣A-Za-z0-9]{2,20})", re.IGNORECASE
)
_LINK = re.compile(r"https?://[^\s<>\"'()\[\]]+")

_FULL_DATE = r"(20\d{2})\s*(?:[.\-/]|년)\s*(\d{1,2})\s*(?:[.\-/]|월)\s*(\d{1,2})(?!\d)"
_DATE = re.compile(rf"(?<!\d){_FULL_DATE}")
_DATED = re.compile(
    r"(?:입력|송고|등록|승인|발행|작성|게재|보도|published|posted)(?:\s*(?:일시|일자|시간|일|on|at))?\s*[:|]?\s*"
    + _FULL_DATE,
    re.IGNORECASE,
)
_DATED_BEHIND = re.compile(_FULL_DATE + r"\.?\s*(?:\d{1,2}:\d{2})?\s*(?:입력|송고|등록|승인|발행|보도)")
_DATELINE_WORDS = re.compile(
    r"기사|최종|최초|입력|수정|송고|등록|승인|발행|작성|게재|보도|업데이트|일시|일자|시간|날짜|오전|오후|현지"
    r"|\b(?:published|posted|updated|last|modified|first|on|at|date|am|pm|a\.m|p\.m|kst|gmt|utc|by)\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|[월화수목금토일]요일|\([월화수목금토일]\)|[년월일시분초]|[\W\d_]",
    re.IGNORECASE,
)
"""All that a line may hold which says only when an article appeared."""


def is_dateline(line: str) -> bool:
    """True if a line only says when an article appeared: `입력 2026.01.16 07:29 수정 2026.01.16 09:10`."""
    has_day = re.search(r"\d{1,4}\s*[./년월-]\s*\d{1,2}|\d{1,2}:\d{2}|[a-z]{3,9}\.? \d{1,2}", line, re.IGNORECASE)
    return has_day is not None and not _DATELINE_WORDS.sub("", line)


def publisher_of(text: str, known: Iterable[str] = ()) -> str | None:
    """The publisher that a text names as its own; `known` are publishers that are on record."""
    names = {*HOSTS.values(), *known}
    wire = _WIRE.search(text) or _DATELINE.search(text)
    if wire is not None:
        return wire[1].strip()
    for pattern in (_BRACKET, _RIGHTS):
        named = next((match[1] for match in pattern.finditer(text) if match[1] in names), None)
        if named is not None:
            return named
    return next(filter(None, map(_publisher_at, _links(text))), None)


def link_of(text: str) -> str | None:
    """The first web address of a text, without the punctuation that follows it."""
    return next(_links(text), None)


def published_on(text: str) -> date | None:
    """The day that a text says it appeared on; a single full date in it counts, of several none."""
    for pattern in (_DATED, _DATED_BEHIND):
        dated = next(filter(None, map(_day, pattern.finditer(text))), None)
        if dated is not None:
            return dated
    days = {day for match in _DATE.finditer(_LINK.sub(" ", text)) if (day := _day(match))}
    return days.pop() if len(days) == 1 else None


_BOILERPLATE = re.compile(
    r"바로\s?가기|건너뛰기|^(?:검색|메뉴|로그인|구독|공유|본문|원문보기|보도자료|뉴스|홈)$|언론사 이미지"
    r"|^skip to|^menu$|^배포일?\b|^입력\b",
    re.IGNORECASE,
)
"""What stands above the headline of a copied page."""


def title_of(text: str) -> str | None:
    """The first line that is no date line, where it ends no sentence and a text follows it, as headlines stand."""
    first, _, rest = text.strip().partition("\n")
    while rest.strip() and (is_dateline(first) or not first.strip() or _BOILERPLATE.search(first.strip())):
        first, _, rest = rest.strip().partition("\n")
    title = first.strip()
    if not rest.strip() or len(title) > LINE_LENGTH or title.endswith(".") or "://" in title or title[:1] in "([":
        return None
    return title


def _links(text: str) -> Iterator[str]:
    return (match[0].rstrip(".,;:!?…»”’") for match in _LINK.finditer(text))


def _publisher_at(link: str) -> str | None:
    host = (urlsplit(link).hostname or "").lower()
    return next((name for site, name in HOSTS.items() if host == site or host.endswith("." + site)), None)


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
