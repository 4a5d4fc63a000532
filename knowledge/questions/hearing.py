"""Hearing: what a text says: markup and addresses blanked, the names in it replaced by marks, folded."""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from knowledge.conversation import Finding
from knowledge.text.normalise import compact_core, fold

TEAM: Final = "\ue000"
STRANGER: Final = "\ue001"
PROGRAMME: Final = "\ue002"
DATE: Final = "\ue003"
MARKS: Final = TEAM + STRANGER + PROGRAMME + DATE
"""Private characters that stand for what was named; a text's own are blanked first."""

_ENTITY: Final = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_UNSAID: Final = re.compile(
    r"https?://\S+|www\.\S+|\b[\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.]*|(?:(?<=\s)|^)@\w+|^\s*/[a-z_]+(?:@\w+)?(?=\s|$)"
    r"|</?[a-zA-Z][^<>]{0,200}>|[\ue000-\uf8ff]"
    r"|(?<=[가-힣a-zA-Z])(?:[ㅋㅎ]{2,}|[ㅠㅜㅡ]+)(?![ㄱ-ㅣ])|(?<=\s)&(?=\s+(?:[가-힣<]|[A-Za-z]{2}))",
    re.ASCII,
)
"""Addresses, handles, a leading command, tags, private characters, laughter: what a text holds without saying it."""
_SAYS_ALL: Final = re.compile(r"[^@/<\ue000-\uf8ff.&ㅋㅎㅠㅜㅡ]*")
"""Texts that hold none of it, as most do."""


_SHORTENED: Final = re.compile(r"(?<=[A-Za-z])['’](?:s|re|ve|ll|d|m|t)\b", re.IGNORECASE)
"""What English verbs and possessives leave behind an apostrophe, which is no part of a name: what's KT's position."""


class Names(Protocol):
    """What finds names in a text: the name index."""

    def find(self, text: str) -> Finding:
        """The teams, candidates and other companies that a text names."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said: `typed` is the text with blanks for what is unsaid, `text` has marks in place of names."""

    typed: str
    text: str
    finding: Finding
    strangers: tuple[str, ...]

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams named, once each, in their order."""
        return self.teams_without(range(0))

    def teams_without(self, aside: range) -> tuple[str, ...]:
        """The teams of all mentions but those of these numbers."""
        mentions = self.finding.mentions
        return tuple(dict.fromkeys(each.team for number, each in enumerate(mentions) if number not in aside))


def blanked(text: str) -> str:
    """The text, as long as before, with blanks for what it holds without saying it."""
    if _SAYS_ALL.fullmatch(text):
        return text
    return _UNSAID.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


class Listener:
    """Hears texts with one index of names; the names of the programme are nobody's."""

    def __init__(self, index: Names, programme_names: Iterable[str]) -> None:
        self._index = index
        names = sorted((fold(name).text for name in programme_names), key=len, reverse=True)
        self._cores = frozenset(compact_core(name) for name in names)
        self._programme = re.compile("|".join(map(_spaced, names)) or r"(?!)")

    def hear(self, text: str, days_in: Callable[[str], Iterable[tuple[int, int]]] = lambda _: ()) -> Heard:
        """What a text says and whom it names; what `days_in` finds in it is no part of a name."""
        typed = html.unescape(text) if _ENTITY.search(text) else text
        plain = blanked(typed)
        finding = self._find(_SHORTENED.sub(_blank, plain), list(days_in(plain)))
        others = _apart(span for span in finding.others if compact_core(plain[slice(*span)]) not in self._cores)
        strangers = tuple(dict.fromkeys(" ".join(plain[start:end].split()) for start, end in others))
        marked = _marked(plain, finding, others)
        is_plain = fold(plain).starts is None
        said = marked.lower() if is_plain else fold(marked).text
        return Heard(plain, self._programme.sub(PROGRAMME, said), finding, strangers)

    def _find(self, text: str, days: list[tuple[int, int]]) -> Finding:
        """The names in a text; a day is no part of one, unless a whole name is written there: 전주 is a city too."""
        if days:
            named = [(each.start, each.end) for each in self._index.find(text).mentions if each.view == "exact"]
            ends = [(start, start + len(text[start:end].rstrip())) for start, end in days]
            days = [day for day in ends if not any(start <= day[0] and day[1] <= end for start, end in named)]
        return self._index.find(_without(text, days))


def _spaced(name: str) -> str:
    """A name as a pattern: with spaces or without, Latin letters not inside a longer word."""
    pattern = r"\s*".join(re.escape(each) for each in name if not each.isspace())
    before = r"(?<![a-z])" if name[0].isascii() else ""
    return f"{before}{pattern}(?![a-z])" if name[-1].isascii() else f"{before}{pattern}"


def _apart(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans of which none overlaps another: of those that begin together the shortest, which has no particle."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _marked(text: str, finding: Finding, others: Iterable[tuple[int, int]]) -> str:
    spans = [(mention.start, mention.end, TEAM) for mention in finding.mentions]
    spans += [(start, end, STRANGER) for start, end in others]
    for start, end, mark in sorted(spans, reverse=True):
        text = text[:start] + mark + text[end:]
    return text
