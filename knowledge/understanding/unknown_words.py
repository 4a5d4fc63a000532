"""Words of a question that neither the language nor the record explains: a name, or what the answer cannot speak to."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from knowledge.model import Team
from knowledge.question import Candidate
from knowledge.text import english, korean
from knowledge.text.lexicon import listed_tags, words
from knowledge.text.normalise import compact_core
from knowledge.text.particles import PARTICLES, agrees
from knowledge.understanding.marks import MARKS, SMALL

SHORTEST: Final = 2
"""Characters of a name: one syllable is rather a noun that the lexicon does not know (비 오나)."""
LONGEST_MARKED: Final = 2
"""Syllables that may be stuck to a mark without being known: the rest of a form that was understood."""
LONGEST_GLUED: Final = 2
"""Syllables of a counter: 15개팀, 1차."""
_WORD: Final = re.compile(rf"[가-힣ㄱ-ㅣ{MARKS}]+|[a-z0-9][a-z0-9&.'’\-]*[가-힣]*")
_MARKED: Final = re.compile(rf"[{MARKS}]")
_LATIN: Final = re.compile(r"([^가-힣]*)([가-힣]*)")
_ADVERB: Final = re.compile(
    r"[가-힣]{1,4}(?:적으로|적인|별로|별|마다|순으로|순|대로)|(?:한|두|세|네|다섯|열)\s?(?:번|방|큐|꺼번|군데"
    r"|묶음|세트|판|장|줄|쪽|페이지|문장|문단|단어|마디|컷)"
)
_NAME_END: Final = re.compile(r"ai[가-힣]{0,3}")
_NUMBER: Final = re.compile(r"[a-z]|\d[\d.,'’\-]*(?:st|nd|rd|th|s|[a-z])?[.'’\-]*")
"""A number with its ending (2nd, 90s, 10k), or one letter; 42dot is a name."""
_SHORTENED: Final = re.compile(r"n?['’](?:s|t|re|ve|ll|d|m)$")
_PREDICATE: Final = re.compile(
    r".*(?:[했었았겠]어|어요|아요|해요|세요|니다|네요|군요|까요|[돼줘죠냐까뇽노]|구나|[겠았었한된하]다|[해하]라"
    r"|하자|할래|[려해가오하되지리우추키]고|는데|[거건]야|잖아|는교|능교|십니꺼"
    r"|습니꺼|[았었했겠]누|누|[음슴임])요?"
)
"""How a Korean sentence ends in a verb; nobody's name does."""
_PASSIVE: Final = re.compile(r"\b(?:is|are|was|were|be|been|being|got)\s+(?:[a-z]+ly\s+)?$")
"""Before the participle of a verb that nobody listed: she was upstaged."""
_KNOWN: Final = frozenset({"stopword", "familiar", "predicate", "adverb", "function", "verb", "chat"})
_ELSEWHERE: Final = frozenset({"chat", "other-subject", "thing"})
_FAMILIAR: Final = words("ko", "familiar")
_SUBJECTS: Final = words("ko", "other-subject") | words("en", "other-subject")
MOST_CANDIDATES: Final = 3
SHORTEST_PART: Final = 3
"""Characters of a part of a name: two syllables (랩스, 메드) are in too many words to mean anything."""


class UnknownWord(NamedTuple):
    """A run of neighbouring words that nothing explains, without the particle at its end."""

    start: int
    end: int
    text: str
    particle: str
    is_participle: bool = False
    """True if it is a verb that nobody listed: she was upstaged."""

    @property
    def is_name(self) -> bool:
        """True if it may be a name: no single syllable (쫙, 꽉), and no verb."""
        if self.is_participle:
            return False
        return len(self.text) >= SHORTEST and _PREDICATE.fullmatch(f"{self.text}{self.particle}") is None

    @property
    def is_noun(self) -> bool:
        """True if it is a thing that somebody may ask about, and no slang or dialect of a verb: 배차 간격, lounge."""
        return self.is_name and all(map(_is_thing, self.text.split()))

    @property
    def nouns(self) -> tuple[str, ...]:
        """The things in it: all of it where it is nothing else, or each noun of the dictionary (빈 원두 has 원두)."""
        if self.is_noun:
            return (self.text,)
        words = [korean.analyse(word).lemma for word in self.text.split() if not word.isascii()]
        return tuple(word for word in words if "dictionary" in listed_tags(word))


def _is_thing(word: str) -> bool:
    return word.isascii() or "noun" in korean.analyse(word).tags


def unknown_words(text: str, known: frozenset[str] = frozenset()) -> list[UnknownWord]:
    """The runs of neighbouring words that nothing explains, in their order; `known` are words of the record itself."""
    runs: list[tuple[int, int]] = []
    follows = False
    for start, end, parts in _chunks(text):
        is_unknown = not all(_is_explained(word, known) for word in parts) or _ends_as_names_do(parts)
        if is_unknown:
            runs.append((runs.pop()[0] if follows else start, end))
        follows = is_unknown
    return [_stripped(text, start, end) for start, end in runs]


def elsewhere_marked(text: str, mark: str) -> str:
    """The text with a mark before each word of small talk and of other subjects."""
    return _WORD.sub(lambda match: f"{mark}{match.group()}" if _is_elsewhere(match.group()) else match.group(), text)


@lru_cache(4096)
def _is_elsewhere(word: str) -> bool:
    if word[0].isascii():
        return bool(english.analyse(word).tags & _ELSEWHERE)
    return any(
        listed_tags(head) & _ELSEWHERE and (not tail or tail in PARTICLES) for head, tail in korean.heads(word[:10])
    ) and not _MARKED.search(word)


def other_subjects(text: str) -> list[str]:
    """The nouns in a text that speak of something else about a team than the record does: 주가, 채용, profit."""
    found = (_other_subject(match.group()) for match in _WORD.finditer(text))
    return [each for each in found if each]


@lru_cache(4096)
def _other_subject(word: str) -> str | None:
    if word[0].isascii():
        return word if word in _SUBJECTS else None
    return next(
        (head for head, tail in korean.heads(word[:12]) if head in _SUBJECTS and (not tail or tail in PARTICLES)), None
    )


def _chunks(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Words that stand together without a space, as one: 셀바스ai."""
    chunk: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if chunk and match.start() > chunk[-1].end():
            yield chunk[0].start(), chunk[-1].end(), [each.group() for each in chunk]
            chunk = []
        chunk.append(match)
    if chunk:
        yield chunk[0].start(), chunk[-1].end(), [each.group() for each in chunk]


def _stripped(text: str, start: int, end: int) -> UnknownWord:
    run = text[start:end]
    last = max(run.rfind(" "), 0, len(run) - 12)
    particle = next((run[at:] for at in range(last + 2, len(run)) if run[at:] in PARTICLES), "")
    is_participle = run.endswith("ed") and _PASSIVE.search(text, 0, start) is not None
    return UnknownWord(start, end - len(particle), run[: len(run) - len(particle)], particle, is_participle)


@lru_cache(8192)
def _is_explained(word: str, known: frozenset[str]) -> bool:
    if _MARKED.search(word):
        rest = _MARKED.split(word)
        return all(
            not part
            or len(part) <= LONGEST_MARKED
            or part in PARTICLES
            or korean.is_glued(part)
            or korean.is_stopword(part)
            for part in rest
        )
    if word[0].isascii():
        return _is_explained_latin(word, known)
    if len(word) > korean.LONGEST_ANALYSED:
        return False
    analysed = korean.analyse(word)
    if analysed.tags & _KNOWN or analysed.lemma in known or (_PREDICATE.fullmatch(word) and korean.verb_in(word)):
        return True
    adverb = _ADVERB.match(word)
    if adverb and (adverb.end() == len(word) or word[adverb.end() :] in PARTICLES):
        return True
    return (
        korean.is_made_of(word, _FAMILIAR, frozenset())
        or korean.is_made_of(word, known, frozenset())
        or _is_compound(word)
    )


def _is_explained_latin(word: str, known: frozenset[str]) -> bool:
    """`what's`, `AI는`, `15개`."""
    stem, glued = _LATIN.match(word).group(1, 2)  # type: ignore[union-attr]  # it matches whatever _WORD gave
    if _NUMBER.fullmatch(stem):
        return _is_counter(glued)
    plain = _SHORTENED.sub("", stem.strip(".'’-"))
    is_known = bool(english.analyse(plain).tags & _KNOWN) or plain in known or english.uncontracted(plain) is not None
    return is_known and (not glued or glued in PARTICLES)


def _ends_as_names_do(parts: list[str]) -> bool:
    """True if words that say something by themselves are stuck together to a name: 마음AI는, but not 국내AI."""
    if len(parts) != LONGEST_GLUED or not _NAME_END.fullmatch(parts[1]):
        return False
    return parts[0] not in _FAMILIAR and not _MARKED.search(parts[0]) and "가" <= parts[0][-1] <= "힣"


def _is_compound(word: str) -> bool:
    """True if two words of talk stand without a space: 진행상황은, 되고있음, but not 연구원은."""
    return any(
        korean.is_stopword(word[:at]) and korean.is_stopword(word[at:]) and word[at + 1 :] not in PARTICLES
        for at in range(SHORTEST, len(word) - SHORTEST + 1)
    )


def _is_counter(glued: str) -> bool:
    """True for a short counter, and whatever may follow one: 15개팀은, 1번이; 11번가 is no 11번 with a particle."""
    if len(glued) == LONGEST_GLUED and glued[1] in PARTICLES and not agrees(glued[0], glued[1]):
        return False
    if len(glued) > LONGEST_GLUED and not _is_counter(glued[:LONGEST_GLUED]) and glued[LONGEST_GLUED:] in PARTICLES:
        return False
    return len(glued) <= LONGEST_GLUED or any(map(_is_counted, (glued, glued[1:], glued[LONGEST_GLUED:])))


def _is_counted(rest: str) -> bool:
    """True for what follows a number, with its counter or without: 3줄요약, 15개팀은."""
    return rest in PARTICLES or korean.is_stopword(rest)


class PartialNames:
    """The names of the teams of a programme, looked at for parts of them: 테크놀로지 is in two."""

    def __init__(self, teams: Iterable[Team]) -> None:
        known = tuple(teams)
        self._names = [
            (team, core)
            for team in (known if len(known) <= SMALL else ())
            for core in {compact_core(name) for name in team.names.every}
        ]

    def holding(self, word: str) -> tuple[Candidate, ...]:
        """At most three teams with a name that the word is a part of, the largest part first."""
        part = compact_core(word)
        best: dict[str, Candidate] = {}
        for team, core in self._names if len(part) >= SHORTEST_PART else ():
            if part in core:
                score = round(len(part) / len(core), 3)
                candidate = Candidate(team=team.id, name=team.names.every[0], score=score, view="part")
                best[team.id] = max(best.get(team.id, candidate), candidate, key=lambda each: each.score)
        return tuple(sorted(best.values(), key=lambda each: -each.score)[:MOST_CANDIDATES])
