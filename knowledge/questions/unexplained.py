"""Words that neither the language nor the record explains: in a question of this sort they are somebody's name."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from knowledge.questions.cues import SAID
from knowledge.questions.hearing import MARKS
from knowledge.questions.senses import Hit
from knowledge.text import english, korean
from knowledge.text.lexicon import words
from knowledge.text.particles import PARTICLES

_KOREAN: Final = words("ko", "familiar", "chat")
_ENGLISH: Final = words("en", "familiar", "chat")
_WORD: Final = re.compile(rf"[가-힣ㄱ-ㅣ{MARKS}{SAID}]+|[a-z0-9][a-z0-9&.'’\-]*[가-힣]*")
_MARKED: Final = re.compile(rf"[{MARKS}{SAID}]")
_LATIN: Final = re.compile(r"([^가-힣]*)([가-힣]*)")
_ADVERB: Final = re.compile(
    r"[가-힣]{1,4}(?:적으로|적인|별로|별|마다|순으로|순|대로)|(?:한|두|세|네|다섯|열)\s?(?:번|방|큐|꺼번|군데|묶음|세트|판|장|줄|쪽|페이지|문장|문단|단어|마디|컷)"
)
"""What derives an adverb from a noun, and what is counted: 결과별로, 전체적으로, 팀마다, 한장, 한꺼번."""
_ALL_TEAMS: Final = re.compile(r"(?:전체|모든|전|각)(?:팀|사|기업|회사|업체)(?:별|들)?(?:의)?")
_VERBAL: Final = re.compile(
    r"(?:하|해|했|한|할|함|합|되|돼|됐|된|될)[다요까나니냐네지죠래대어여고면서게던는은을기주줘줄세시달라라십]{0,6}"
)
_NAME_END: Final = re.compile(r"ai[가-힣]{0,3}")
_SHORTENED: Final = re.compile(r"n?['’](?:s|t|re|ve|ll|d|m)$")
_PREDICATE: Final = re.compile(
    r".*(?:[했었았겠]어|어요|아요|해요|세요|니다|네요|군요|까요|[돼줘죠냐까뇽]|구나|[겠았었한된하]다|[해하]라|하자|할래|[려해가오하되지리우추키]고|는데|[거건]야|잖아)요?"
)
"""How a Korean sentence ends in a verb; nobody's name does."""
LONGEST_GLUED: Final = 2
"""Syllables of a counter: 15개팀, 1차."""
SHORTEST: Final = 2
"""Characters of a name."""
SHORTEST_HALF: Final = 2
"""Syllables of each half of a compound: of one syllable nearly everything is a word."""
LONGEST_MARKED: Final = 2
"""Syllables that may be stuck to a mark without being known: the rest of a form that was understood."""


class Strange(NamedTuple):
    """A run of neighbouring words that nothing explains, without the particle at its end."""

    start: int
    end: int
    text: str
    particle: str

    @property
    def stop(self) -> int:
        """Where the run ends with its particle."""
        return self.end + len(self.particle)

    def marked_in(self, text: str, mark: str) -> str:
        """The text that it stands in, with a mark in its place."""
        return f"{text[: self.start]}{mark}{text[self.end :]}"

    @property
    def is_name(self) -> bool:
        """Whether it may be a name: no single syllable (쫙, 꽉), and no verb."""
        return len(self.text) >= SHORTEST and not self.is_predicate

    @property
    def is_predicate(self) -> bool:
        """Whether it rather is a verb that the lists do not know."""
        return _PREDICATE.fullmatch(f"{self.text}{self.particle}") is not None


def with_hits_marked(text: str, hits: Iterable[Hit]) -> str:
    """The text with one mark in the place of each stance word."""
    for hit in sorted(hits, reverse=True):
        text = f"{text[: hit.start]}{SAID}{text[hit.end :]}"
    return text


def unexplained(text: str, known: frozenset[str] = frozenset()) -> list[Strange]:
    """The runs of neighbouring words that nothing explains, in their order; `known` are words of the record itself."""
    runs: list[tuple[int, int]] = []
    follows = False
    for start, end, chunk in _chunks(text):
        is_strange = not all(_is_explained(word, known) for word in chunk) or _ends_as_names_do(chunk)
        if is_strange:
            runs.append((runs.pop()[0] if follows else start, end))
        follows = is_strange
    return [_stripped(text, start, end) for start, end in runs]


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


def _stripped(text: str, start: int, end: int) -> Strange:
    run = text[start:end]
    particle = next(_particles(run), "")
    return Strange(start, end - len(particle), run[: len(run) - len(particle)], particle)


def _particles(run: str) -> Iterator[str]:
    """The particles that may end a run, longest first; a name of one syllable is none."""
    last = max(run.rfind(" "), 0)
    return (run[at:] for at in range(last + 2, len(run)) if run[at:] in PARTICLES)


def _is_explained(word: str, known: frozenset[str]) -> bool:
    if SAID in word:
        return True
    if _MARKED.search(word):
        rest = _MARKED.split(word)
        return all(
            not part or part in PARTICLES or korean.is_stopword(part) or len(part) <= LONGEST_MARKED for part in rest
        )
    if word[0].isascii():
        return _is_explained_latin(word, known)
    adverb = _ADVERB.match(word)
    if adverb and (adverb.end() == len(word) or word[adverb.end() :] in PARTICLES):
        return True
    every = _ALL_TEAMS.match(word)
    if every and every.end() < len(word) - 1:  # 전팀입장요약
        return _is_explained(word[every.end() :], known)
    return korean.is_stopword(word) or _is_familiar(word, known) or _is_compound(word)


def _is_explained_latin(word: str, known: frozenset[str]) -> bool:
    """`what's`, `AI는`, `15개`."""
    stem, glued = _LATIN.match(word).group(1, 2)  # type: ignore[union-attr]  # it matches whatever _WORD gave
    if stem[0].isdigit() or len(stem) == 1:
        return len(glued) <= LONGEST_GLUED or any(map(_is_counted, (glued, glued[1:], glued[LONGEST_GLUED:])))
    plain = _SHORTENED.sub("", stem.strip(".'’-"))
    return (english.is_stopword(plain) or plain in _ENGLISH or plain in known) and (not glued or glued in PARTICLES)


def _ends_as_names_do(words: list[str]) -> bool:
    """Whether words that say something by themselves are stuck together to a name: 마음AI는, but not 국내AI."""
    if len(words) != LONGEST_GLUED or not _NAME_END.fullmatch(words[1]):
        return False
    return words[0] not in _KOREAN and not _MARKED.search(words[0]) and "가" <= words[0][-1] <= "힣"


def _is_compound(word: str) -> bool:
    """Whether two words of talk stand without a space: 진행상황은, 되고있음, but not 연구원은."""
    return any(
        korean.is_stopword(word[:at]) and korean.is_stopword(word[at:]) and word[at + 1 :] not in PARTICLES
        for at in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
    )


def _is_counted(rest: str) -> bool:
    """What follows a number, with its counter or without: 3줄요약, 15개팀은."""
    return rest in PARTICLES or korean.is_stopword(rest)


def _is_familiar(word: str, known: frozenset[str]) -> bool:
    """A familiar noun, with particles or its verb: 모델은, 취합해주세요."""
    return any(
        (word[:at] in _KOREAN or word[:at] in known)
        and (at == len(word) or word[at:] in PARTICLES or (at > 1 and _VERBAL.fullmatch(word, at)))
        for at in range(1, len(word) + 1)
    )
