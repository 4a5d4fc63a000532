"""An article in, the claims of its sentences out: who holds which stance, in whose words, since which day."""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from knowledge.articles.claims import ArticleReading, Doubt, Found
from knowledge.articles.days import Calendar
from knowledge.articles.english import EnglishSentence
from knowledge.articles.korean import KoreanSentence
from knowledge.articles.marked import Marked, Told
from knowledge.articles.predicates import StanceLexicon
from knowledge.articles.sentences import Sentence, sentences
from knowledge.articles.subjects import FILLER, WRITTEN, without_parentheses
from knowledge.facts import Facts
from knowledge.fields import LINE_LENGTH, is_odd
from knowledge.model import Programme
from knowledge.question import Finding, Mention, NameFinder

_HANGUL: Final = re.compile(r"[가-힣]")
_CURLY: Final = str.maketrans("“”‘’", "\"\"''")
_ENGLISH_PLACE: Final = re.compile(r"\b(?:in|at)\s+(?:the\s+)?([A-Z][a-z]+)\b")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TEAM: Final = "\ue000"
PROGRAMME: Final = "\ue002"
LONGEST_SENTENCE: Final = 1000
"""Characters of the longest sentence that is read: a quotation of several sentences has 500."""
MOST_FOUND: Final = 300
"""Claims after which an article is none: reading on would only take time."""
LONGEST_NAME: Final = 4
"""Words of the longest name that is looked for where the index is not sure of it."""
DOUBTFUL: Final = 0.5
_MARK_BEHIND: Final = re.compile(r"(?<=[가-힣a-z\d])(?:은|는|이|가|도|장은|장이|'s)$")


class ArticleReader:
    """Reads articles about one programme; nothing changes it afterwards."""

    def __init__(self, facts: Facts, index: NameFinder) -> None:
        self._index = index
        self._lexicon = StanceLexicon(facts.stances.values())
        self._programme = _names_pattern(facts.programme.names.every)
        self._authority = _authority_pattern(facts.programme)
        words = " ".join(facts.programme.names.every).lower().split()
        authority = " ".join((*facts.programme.authority.ko, *facts.programme.authority.en)).lower().split()
        self._generic = frozenset((*words, *authority))
        self._written: dict[str, str] = {}
        for team in facts.teams.values():
            for name in team.names.every:
                if len(name) > 1:
                    self._written.setdefault(name.lower(), team.id)

    def read(self, text: str, *, published: date | None = None) -> ArticleReading:
        """The claims of an article that appeared on a day, where that is known."""
        steps = self.steps(text, published=published)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                reading: ArticleReading = end.value
                return reading

    def steps(self, text: str, *, published: date | None = None) -> Generator[None, None, ArticleReading]:
        """The same a sentence at a time, so that others are answered in between; gives the reading at its end."""
        calendar, spoken = Calendar(published), tuple[str, ...]()
        found: list[Found] = []
        told = sentences(text)
        seen: set[str] = set()
        named = False
        for sentence in told:
            yield
            if sentence.text in seen or len(found) > MOST_FOUND or not _is_readable(sentence.text):
                continue
            seen.add(sentence.text)
            marked = self._mark(sentence)
            named |= bool(marked.mentions)
            if marked.mentions or spoken:
                reading = KoreanSentence if _HANGUL.search(sentence.text) else EnglishSentence
                read = reading(marked, self._lexicon, self._generic, self._authority, spoken)
                if not sentence.text.rstrip("\"'”’)").endswith("?"):
                    found += self._found(sentence, read.told(), marked, calendar)
                spoken = read.last_spoken
            calendar.note(marked.unquoted)
        empty = None if found else "no_sentence" if not told else "no_team" if not named else "no_stance"
        return ArticleReading(found=tuple(_settled(found, self._lexicon)), empty=empty)

    def _mark(self, sentence: Sentence) -> Marked:
        """The sentence with its names, in forms that are as long as it is, so that places are the same in all."""
        flat = _lowered(without_parentheses(sentence.text.translate(_CURLY).replace("\n", " ")))
        finding = self._index.find(sentence.text)
        mentions = (*finding.mentions, *self._doubtful(flat, finding))
        masked = flat
        for each in mentions:
            if FILLER not in flat[each.start : each.end]:
                masked = masked[: each.start] + TEAM * (each.end - each.start) + masked[each.end :]
        spans = tuple((match.start(), match.end()) for match in self._programme.finditer(flat))
        for match in _ENGLISH_PLACE.finditer(sentence.text):  # "bid in Haeon" is a bid, and "is in Seoul" is not in
            place = match.group(1).lower()
            is_named = any(start < match.end() and match.start() < end for start, end in spans)
            if not is_named and TEAM not in masked[match.start() : match.end()] and not place.startswith(MONTHS):
                masked = masked[: match.start()] + " " * len(match.group()) + masked[match.end() :]
        for _, end in spans:  # 메리디안 가입 is no 안 가입
            if masked[end - 1] in "안못":
                masked = masked[: end - 1] + PROGRAMME + masked[end:]
        return Marked(
            sentence.text, flat, masked, tuple(sorted(mentions, key=lambda each: each.start)), finding.others, spans
        )

    def _doubtful(self, flat: str, finding: Finding) -> Iterator[Mention]:
        """Names that are ordinary words as well and stand as a subject (가나는, 오만은): an editor has to look."""
        taken = [*((each.start, each.end) for each in finding.mentions), *finding.others]
        words = list(re.finditer(r"[^\s\"']+", flat))
        for place, first in enumerate(words):
            for last in reversed(words[place : place + LONGEST_NAME]):
                name = _MARK_BEHIND.sub("", flat[first.start() : last.end()].replace(FILLER, "").rstrip(".,;:"))
                end = first.start() + len(name)
                if name in self._written and not any(start < end and first.start() < stop for start, stop in taken):
                    taken.append((first.start(), end))
                    team, view = self._written[name], WRITTEN
                    surface = flat[first.start() : end]
                    yield Mention(
                        team=team, name=name, surface=surface, start=first.start(), end=end, score=DOUBTFUL, view=view
                    )
                    break

    def _found(self, sentence: Sentence, told: Iterable[Told], marked: Marked, calendar: Calendar) -> Iterator[Found]:
        for each in told:
            speaker = each.speaker.strip(" ,\"'")[:LINE_LENGTH] if each.speaker else None
            for team in each.teams:
                yield Found(
                    team=team,
                    stance=each.code,
                    voice=each.voice,
                    said=calendar.said(marked.unquoted, each.day_spans),
                    speaker=speaker or None,
                    sentence=sentence.text,
                    start=sentence.start,
                    end=sentence.end,
                    doubts=each.doubts,
                )


def _is_readable(text: str) -> bool:
    """True if a sentence is short enough to be one, and may be kept."""
    return len(text) <= LONGEST_SENTENCE and not any(is_odd(each) for each in text if each not in "\n\t")


def _settled(found: Sequence[Found], lexicon: StanceLexicon) -> Iterator[Found]:
    """Each claim once; where a sentence tells several positions of a team none of them is sure."""
    kept: dict[tuple[int, str, str], Found] = {}
    for each in found:
        key = (each.start, each.team, each.stance)
        before = kept.get(key)
        if before is None or (each.sure and not before.sure):
            kept[key] = each
    for each in kept.values():
        kind = lexicon.kind(each.stance)
        rivals = [
            other
            for other in kept.values()
            if (other.start, other.team) == (each.start, each.team)
            and other.stance != each.stance
            and lexicon.kind(other.stance) is kind
        ]
        if rivals and each.sure:
            yield each.model_copy(update={"doubts": (Doubt.SEVERAL,)})
        else:
            yield each


def _lowered(text: str) -> str:
    """The text in lower case, every character in its place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    pieces = (r"\s?".join(map(re.escape, name.lower().split())) for name in sorted(names, key=len, reverse=True))
    return re.compile("|".join(pieces) or r"(?!)")


def _authority_pattern(programme: Programme) -> re.Pattern[str]:
    """The programme's authority as sentences name it; `the ministry` stands for the Ministry of Science and ICT."""
    names = [re.escape(each.lower()) for each in (*programme.authority.ko, *programme.authority.en)]
    heads = {f"the {name.lower().split(' of ')[0].split()[-1]}" for name in programme.authority.en}
    pieces = sorted({*names, *map(re.escape, heads)}, key=len, reverse=True)
    return re.compile(rf"(?<![가-힣a-z])(?:the )?(?:{'|'.join(pieces)})(?![a-z])" if pieces else r"(?!)")
