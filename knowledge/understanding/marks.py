"""A text with marks in place of what was found in it: teams, other names, days, stances; the rest stays."""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from knowledge.model import Programme, Team
from knowledge.question import Finding, Mention, NameFinder
from knowledge.text.english import analyse as analyse_english
from knowledge.text.korean import analyse as analyse_korean
from knowledge.text.lexicon import listed_tags
from knowledge.text.normalise import compact_core, fold
from knowledge.text.particles import PARTICLES

TEAM: Final = "\ue000"
STRANGER: Final = "\ue001"
PROGRAMME: Final = "\ue002"
DATE: Final = "\ue003"
SAID: Final = "\ue004"
"""A stance word that was understood."""
DENIED: Final = "\ue005"
"""A stance word that means that its stances do not hold."""
UNKNOWN: Final = "\ue006"
"""Stands before a word that neither the language nor the record explains, and that may be a name."""
MEMBER: Final = "\ue007"
"""What the programme calls its teams: 팀, 가게, countries."""
AUTHORITY: Final = "\ue008"
NAMES: Final = TEAM + STRANGER + PROGRAMME + DATE
EVERYDAY: Final = "\ue009"
"""Stands before a team whose name is an everyday word or hardly a name: 봄, 하늘, bath."""
ELSEWHERE: Final = "\ue00a"
"""Stands before a word of another subject: 날씨, 주가, lunch."""
MARKS: Final = NAMES + SAID + DENIED + UNKNOWN + MEMBER + AUTHORITY + EVERYDAY + ELSEWHERE
"""Private characters that stand for what was found; a text's own are blanked first."""

LAYOUT: Final = "layout"
SMALL: Final = 300
"""Teams up to which an everyday word may be a team's name where nothing else can be meant."""

_ENTITY: Final = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_UNSAID: Final = re.compile(
    r"https?://\S+|www\.\S+"
    r"|\b(?i:(?:[a-z\d-]{1,63}\.){1,4}(?:[a-z]{2,12}/\S*|(?:com|net|org|kr|me|io|wiki|gov|edu|info|tv|jp|cn|us|uk)\b))"
    r"|(?:^|(?<=[\s,]))[(\[]?\d{1,2}[.)\]](?=[가-힣A-Za-z])"
    r"|\b[\w.+-]{1,64}@[\w-]{1,64}\.\w[\w.]*|(?:(?<=\s)|^)@\w+|^\s*/[a-z_]+(?:@\w+)?(?=\s|$)"
    r"|</?[a-zA-Z][^<>]{0,200}>|[\ue000-\uf8ff]"
    r"|(?<=[가-힣a-zA-Z])(?:[ㅋㅎ]{2,}|[ㅠㅜㅡ]+)(?![ㄱ-ㅣ])|(?<=\s)&(?=\s+(?:[가-힣<]|[A-Za-z]{2}))",
    re.ASCII,
)
"""What a text holds without saying it.

Addresses, with a scheme or without, the numbers of a list, handles, a leading command, tags, private characters,
laughter.
"""
_SAYS_ALL: Final = re.compile(r"[^@/<\ue000-\uf8ff.&)\]ㅋㅎㅠㅜㅡ]*")
_SHORTENED: Final = re.compile(r"(?<=[A-Za-z])['’](?:s|re|ve|ll|d|m|t)\b", re.IGNORECASE)
"""What English verbs and possessives leave behind an apostrophe, which is no part of a name: what's KT's position."""
_MEMBERS: Final = (
    "팀", "회사", "기업", "업체", "나라", "국가", "단체", "구단", "클럽", "기관", "대학", "후보", "스타트업", "사업자",
    "team", "teams", "company", "companies", "firm", "firms", "country", "countries", "nation", "nations", "club",
    "clubs", "shop", "shops", "store", "stores", "candidate", "candidates", "bidder", "bidders", "party", "parties",
)  # fmt: skip
"""What the members of programmes are called, whatever this one calls them."""
_NO_MEMBER: Final = r"(?<!주식)(?<!유한)(?<!하)"
_OF_TIME: Final = r"(?:에|엔|에는|부터|까지|종일|만에|사이|중|날|따라|쯤|내|내내|처럼|되고|되면|안에|동안|마다)"
"""What makes a time of an everyday word that is also a team's name: 하루 사이에, 봄 되고."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """What was said: `typed` is the text with blanks for what is unsaid, `text` is folded and has marks for names."""

    typed: str
    text: str
    finding: Finding
    strangers: tuple[str, ...]

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams named, once each, in their order."""
        return self.teams_without(range(0))

    def teams_without(self, excluded: Iterable[int]) -> tuple[str, ...]:
        """The teams of all mentions but those of these numbers."""
        left_out, mentions = frozenset(excluded), self.finding.mentions
        return tuple(dict.fromkeys(each.team for number, each in enumerate(mentions) if number not in left_out))

    def with_blank(self, start: int, end: int) -> "Tagged":
        """Without a part of the text, and without the mentions in it."""
        first, count = self.text.count(TEAM, 0, start), self.text.count(TEAM, start, end)
        kept = (*self.finding.mentions[:first], *self.finding.mentions[first + count :])
        text = f"{self.text[:start]}{' ' * (end - start)}{self.text[end:]}"
        return replace(self, text=text, finding=self.finding.model_copy(update={"mentions": kept}))


def blank(match: re.Match[str]) -> str:
    """Returns as many blanks as a match is long, for `re.sub`: what stands behind it keeps its place."""
    return " " * len(match.group())


def blanked(text: str) -> str:
    """The text, as long as before, with blanks for what it holds without saying it."""
    return text if _SAYS_ALL.fullmatch(text) else _UNSAID.sub(blank, text)


def unescaped(text: str) -> str:
    """The text without the entities of HTML."""
    return html.unescape(text) if _ENTITY.search(text) else text


class Tagger:
    """Tags texts with one index of names; the names of the programme are nobody's."""

    def __init__(self, index: NameFinder, programme: Programme, teams: Iterable[Team]) -> None:
        self._index = index
        names = sorted((fold(name).text for name in programme.names.every), key=len, reverse=True)
        self._cores = frozenset(compact_core(name) for name in names)
        self._programme = _pattern(names)
        ko, en = programme.members.ko, programme.members.en
        called = {fold(each).text for each in (ko.one, *ko.also, en.one, en.many, *en.also, *_MEMBERS)}
        self._members = _pattern(sorted(called, key=len, reverse=True), before=_NO_MEMBER)
        self._authority = _pattern(
            sorted(
                (fold(each).text for each in (*programme.authority.ko, *programme.authority.en)), key=len, reverse=True
            )
        )
        self._everyday = EverydayNames(teams)

    def tag(self, text: str, days_in: Callable[[str], Iterable[tuple[int, int]]] = lambda _: ()) -> Tagged:
        """What a text says and whom it names; what `days_in` finds in it is no part of a name."""
        plain = blanked(text)
        days = list(days_in(plain))
        finding = self._everyday.added(plain, self._find(_SHORTENED.sub(blank, plain), days), days)
        others = _apart(span for span in finding.others if compact_core(plain[slice(*span)]) not in self._cores)
        strangers = tuple(dict.fromkeys(" ".join(plain[start:end].split()) for start, end in others))
        marked = _marked(plain, finding, others)
        is_plain = fold(plain).starts is None
        said = marked.lower() if is_plain else fold(marked).text
        return Tagged(plain, self._authority.sub(AUTHORITY, self._programme.sub(PROGRAMME, said)), finding, strangers)

    def members_marked(self, text: str) -> str:
        """A text with marks for what its teams are called."""
        return self._members.sub(MEMBER, text)

    def _find(self, text: str, days: list[tuple[int, int]]) -> Finding:
        """The names in a text; a day is no part of one, unless a whole name is written there: 전주 is a city too."""
        if days:
            named = [(each.start, each.end) for each in self._index.find(text).mentions if each.view == "exact"]
            ends = [(start, start + len(text[start:end].rstrip())) for start, end in days]
            days = [day for day in ends if not any(start <= day[0] and day[1] <= end for start, end in named)]
        for start, end in days:
            text = text[:start] + " " * (end - start) + text[end:]
        return self._index.find(text)


class EverydayNames:
    """Teams called by an everyday word (오늘, 바다) or by one syllable (숲): named where nothing else is meant."""

    def __init__(self, teams: Iterable[Team]) -> None:
        known = tuple(teams)
        few = known if len(known) <= SMALL else ()
        self._names = {
            team.id: sorted((fold(each).text for each in team.names.every), key=len, reverse=True) for team in few
        }
        self._teams = {
            fold(name).text: team
            for team in (known if len(known) <= SMALL else ())
            for name in team.names.every
            if _is_everyday(fold(name).text)
        }
        names = "|".join(map(re.escape, sorted(self._teams, key=len, reverse=True)))
        self._pattern = re.compile(rf"(?<![가-힣a-z])(?:{names})(?=[가-힣]{{0,6}})" if names else r"(?!)")

    def added(self, text: str, finding: Finding, days: Iterable[tuple[int, int]]) -> Finding:
        """The finding with the everyday names that a text means for teams; they are no candidates then."""
        low = text.lower()
        if len(low) != len(text) or not (self._teams or finding.candidates):
            return finding
        taken = [(each.start, each.end) for each in finding.mentions] + list(finding.others) + list(days)
        kept = tuple(
            each for each in finding.mentions if not (each.surface in self._teams and _TIME.match(low, each.end))
        )
        finding = self._sure(text, low, finding.model_copy(update={"mentions": kept}))
        taken += [(each.start, each.end) for each in finding.mentions]
        found = [
            self._mention(match)
            for match in self._pattern.finditer(low)
            if not any(start < match.end() and match.start() < end for start, end in taken)
            and _stands(low, match)
            and not self._is_in_compound(low, match, taken)
        ]
        if not found:
            return finding
        named = {each.team for each in found}
        finding = finding.model_copy(
            update={
                "mentions": tuple(sorted((*finding.mentions, *found), key=lambda each: each.start)),
                "candidates": tuple(each for each in finding.candidates if each.team not in named),
            }
        )
        return self._sure(text, low, finding)

    def _is_in_compound(self, low: str, match: re.Match[str], taken: Iterable[tuple[int, int]]) -> bool:
        """True if a bare word is the second noun of a compound (범인 인도), or a verb behind a name: 서진이 한대."""
        before = low[: match.start()].rstrip(" ")
        if "가" <= low[match.end() : match.end() + 1] <= "힣" or not before or len(before) == match.start():
            return False
        if any(end >= len(before.rstrip("은는이가도")) and start < len(before) for start, end in taken):
            return match.group() in _SAYINGS
        word = _LAST_WORD.search(before)
        if word is None or word[0] in self._teams:
            return False
        known = analyse_korean(word[0])
        return "noun" in known.tags and not known.particle

    def _sure(self, text: str, low: str, finding: Finding) -> Finding:
        """The finding with the one candidate that is written whole, and as a name is, as a mention."""
        whole = [each for each in finding.candidates if each.view == "exact"]
        if len({each.team for each in whole}) != 1 or whole[0].team not in self._names:
            return finding
        for name in self._names[whole[0].team]:
            for match in re.finditer(rf"(?<![가-힣a-z]){re.escape(name)}(?![a-z])", low):
                is_other = any(start < match.end() and match.start() < end for start, end in finding.others)
                if not is_other and _is_named(text, match):
                    mention = Mention(
                        team=whole[0].team,
                        name=whole[0].name,
                        surface=match.group(),
                        start=match.start(),
                        end=match.end(),
                        score=0.9,
                        view="everyday",
                    )
                    kept = tuple(each for each in finding.candidates if each.team != mention.team)
                    mentions = tuple(sorted((*finding.mentions, mention), key=lambda each: each.start))
                    return finding.model_copy(update={"mentions": mentions, "candidates": kept})
        return finding

    def _mention(self, match: re.Match[str]) -> Mention:
        team = self._teams[match.group()]
        start, end = match.span()
        name = team.names.every[0]
        return Mention(team=team.id, name=name, surface=match.group(), start=start, end=end, score=0.9, view="everyday")


_LAST_WORD: Final = re.compile(r"[가-힣]{2,}$")
_SAYINGS: Final = frozenset(("한대", "간대", "된대", "온대", "한데"))
"""Verbs of hearsay that stand bare behind the name of a team: 서진이 한대?"""
_BEHIND: Final = re.compile(r"[가-힣]{0,8}")
_TIME: Final = re.compile(
    rf"\s?{_OF_TIME}(?![가-힣])|도\s?안\s?빼"
    r"|\s(?:안\s)?[가-힣]{1,6}[는한된진간은던]\s?(?:데|곳|가게|팀|회사|업체|기관|단체|후보|지부)[은는이가만]?\s(?:어디|누구|몇)"
)
_PLACED: Final = ("에서", "에다", "으로", "로", "만")
"""Particles by which an everyday word is a place or a measure and nobody who says something: 하늘에서, 하루만."""
_KNOWN_TAILS: Final = frozenset(("네", "님", "네는", "님은", "네가", "님들", "네도", "이랑께", "이여", "이야", "이요"))


_WORDS: Final = frozenset({"stopword", "thing", "time", "chat", "place", "adverb"})


def _is_everyday(name: str) -> bool:
    if len(name) == 1 and "가" <= name <= "힣":
        return True
    return (
        "가" <= name[:1] <= "힣"
        and " " not in name
        and bool(analyse_korean(name).tags & {"stopword", "thing", "time", "chat", "place", "adverb"})
    )


def _stands(text: str, match: re.Match[str]) -> bool:
    """True if an everyday word stands as a name does: 숲은?, 봄 뽑혔어?, but not 하루 사이에."""
    behind = _BEHIND.match(text, match.end())
    tail = behind.group() if behind else ""
    if _TIME.match(text, match.end()) or tail.startswith(_PLACED):
        return False
    return not tail or tail in PARTICLES or tail in _KNOWN_TAILS


_CAPITALISED: Final = re.compile(r"\b([A-Z][a-z]+) $")
_LATIN_NEXT: Final = re.compile(r" ?[A-Z0-9]")
_CASES: Final = frozenset(("은", "는", "이", "가", "도", "랑", "이랑", "은요", "는요", "측은", "네는", "한테", "의"))


def _is_named(text: str, match: re.Match[str]) -> bool:
    """True if a word that is written like a name is used as one: 카카오는 …, where Nice stands."""
    behind = _BEHIND.match(text, match.end())
    tail = behind.group() if behind else ""
    if _TIME.match(text, match.end()):
        return False
    if "가" <= match.group()[-1] <= "힣":
        goes_on = _LATIN_NEXT.match(text, match.end())  # 루닛 INSIGHT
        return tail in _CASES or (not tail and match.start() == 0 and not goes_on)
    typed = text[match.start() : match.end()]
    before = _CAPITALISED.search(text, 0, match.start())
    if before and not analyse_english(before[1].lower()).tags & {"function", "stopword"}:
        return False  # European Union
    return not tail and typed[0].isupper() and bool(text[: match.start()].strip(" \"'“(")) and not typed.isupper()


def is_everyday(surface: str) -> bool:
    """True if a name is an everyday word, or so short that it may be one: 봄, 하늘, bath."""
    low = surface.lower()
    if low.isascii():
        return bool(analyse_english(low).tags) or (len(low) < 4 and surface.islower())
    return len(low) < 3 or bool(analyse_korean(low).tags & _WORDS)


def is_everyday_noun(surface: str) -> bool:
    """True if a name is one ordinary noun, or a town, as it is typed: 달빛, 한강, turkey; not Turkey."""
    if not surface.isalpha() or (surface.isascii() and not surface.islower()):
        return False
    if surface.isascii():
        return bool(listed_tags(surface) & {"countable", "thing"})
    return len(surface) == 1 or bool(analyse_korean(surface).tags & (_WORDS | {"dictionary", "town"}))


def _pattern(names: Iterable[str], before: str = "") -> re.Pattern[str]:
    """Any of these names; where none of their first letters stands is told at once."""
    known = [name for each in names if (name := each.strip())]
    first = "".join(sorted({re.escape(name[0]) for name in known}))
    return re.compile(rf"(?=[{first}]){before}(?:{'|'.join(map(_spaced, known))})" if known else r"(?!)")


def _spaced(name: str) -> str:
    """A name as a pattern: with spaces or without, Latin letters not inside a longer word."""
    pattern = r"\s?".join(re.escape(each) for each in name if not each.isspace())
    before = r"(?<![a-z])" if name[0].isascii() else ""
    return f"{before}{pattern}(?![a-z])" if name[-1].isascii() else f"{before}{pattern}"


def _apart(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans of which none overlaps another: of those that begin together the shortest, which has no particle."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


def _marked(text: str, finding: Finding, others: Iterable[tuple[int, int]]) -> str:
    spans = {(mention.start, mention.end, TEAM) for mention in finding.mentions}  # Two teams may share one name.
    spans |= {(start, end, STRANGER) for start, end in others}
    for start, end, mark in sorted(spans, reverse=True):
        text = text[:start] + mark + text[end:]
    return text
