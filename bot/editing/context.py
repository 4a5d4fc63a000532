"""What an editor's words are read against: sentences, the facts, the index of names and the moment (pure)."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from knowledge.facts import Facts
from knowledge.files.sheet import VOICE_WORDS
from knowledge.model import Stance, Team, Voice
from knowledge.question import Finding, NameFinder
from knowledge.text.normalise import fold
from knowledge.understanding.stances import StanceHit, StanceWords

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


VOICES: dict[str, Voice] = {
    **{str(each): each for each in Voice},
    **VOICE_WORDS,
    "본인발언": Voice.OWN,
    "당사자": Voice.OWN,
    "주관기관": Voice.AUTHORITY,
    "언론보도": Voice.REPORTED,
}
"""How a voice may be typed."""
NOTHING = frozenset({"모름", "미상", "없음", "unknown", "none", "-", "x"})
"""How an editor says that there is nothing to tell: no speaker named, no day known."""

DENIAL_REACH = 25
"""Characters behind a stance word in which a denial is looked for."""
_DENIED_BEHIND = re.compile(
    r"무산|불발|부인|부정|반박|번복|철회|취소|실패|좌절|무효|백지화|중단|거부|포기|사실무근|아니|아닌|않|못[한하했]|없|모르|막혔|막히|물\s?건너"
    r"|\bnot\b|n't\b|\bnever\b|\bdenie[ds]\b|\bunlikely\b|\bruled out\b"
    r"|\bcancell?ed\b|\bscrapped\b|\bcollapsed\b|\bfell through\b"
)
_DENIED_BEFORE = re.compile(
    r"\b(?:not|never|no|without|den(?:y|ies|ied)|refus\w*|fail\w*|unlikely|rul\w+ out|cancel\w*|scrap\w*)\b|n't\b"
    r"|(?:^|\s)(?:안|못)\s*$"
)
_NEVER_DID = re.compile(r"적(?:이|은|도)?\s*없")
"""검토한 적이 없다: that something never was so is no position, although its word is read with its denial."""
_CONTRAST = re.compile(r"달리|대신|반면|제외|빼고|말고|제치고|대비|unlike|instead of|except|rather than|ahead of")
"""What sets one team of a sentence against another: B와 달리 A는 불참한다."""


def plain(text: str) -> str:
    """A label or a name without width, case and spaces, for comparing what is typed with what is on record."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True)
class EditContext:
    """One moment of the record; `now` is aware."""

    facts: Facts
    index: NameFinder
    now: datetime

    @property
    def today(self) -> date:
        """The day in the programme's time zone."""
        return self.day_of(self.now)

    def day_of(self, moment: datetime) -> date:
        """The programme's day of an aware moment."""
        return moment.astimezone(self.facts.zone).date()

    @cached_property
    def publishers(self) -> frozenset[str]:
        """The publishers on record."""
        return frozenset(each.publisher for each in self.facts.sources.values() if each.publisher)

    def teams_in(self, text: str) -> tuple[str, ...]:
        """The teams that a text names, in order."""
        return tuple(dict.fromkeys(mention.team for mention in self.index.find(text).mentions))

    def teams_for(self, text: str) -> tuple[Team, ...]:
        """The team that an editor means by a typed id or name; several where it is not clear, none where unknown."""
        exact = self.team_named(text)
        if exact is not None:
            return (exact,)
        finding = self.index.find(text)
        return tuple(self.facts.teams[team] for team in _named_or_near(finding))

    def team_named(self, text: str) -> Team | None:
        """The one team of exactly this id or name; None where there is none or more than one."""
        if text.strip() in self.facts.teams:
            return self.facts.teams[text.strip()]
        owners = self._owners.get(plain(text), ())
        return self.facts.teams[owners[0]] if len(owners) == 1 else None

    @cached_property
    def _owners(self) -> dict[str, tuple[str, ...]]:
        owners: dict[str, tuple[str, ...]] = {}
        for team in self.facts.teams.values():
            for name in {plain(name) for name in team.names.every}:
                owners[name] = (*owners.get(name, ()), team.id)
        return owners

    def stances_for(self, text: str) -> tuple[Stance, ...]:
        """The stance that an editor means by a code, a label or a word; several where it is not clear."""
        typed = plain(text)
        every = self.facts.stances.values()
        for names in (_codes, _labels, _words):
            found = tuple(stance for stance in every if typed in {plain(name) for name in names(stance)})
            if found:
                return found
        return ()

    def stance_told(self, sentence: str, team: str) -> str | None:
        """The stance that a sentence plainly gives a team, or None where an editor should say.

        None where more than one clause speaks of a stance, where a denial stands near its word (2차 진출이 무산됐다),
        or where the clause of the word is not the team's (A가 올랐고 B는 떨어졌다).
        """
        text = fold(sentence).text
        hits = _stance_words(tuple(self.facts.stances.values())).find(text)
        codes = {code for hit in hits for code in hit.codes}
        if len(codes) != 1 or any(hit.negated or hit.is_open or _is_denied(text, hit) for hit in hits):
            return None
        spoken = {span for span in clauses(text) for hit in hits if span[0] <= hit.start < span[1]}
        named = [(mention.team, mention.start) for mention in self.index.find(text).mentions]
        if len(spoken) != 1 or (len({each for each, _ in named}) > 1 and _CONTRAST.search(text)):
            return None
        ((start, end),) = spoken
        within = {each for each, place in named if start <= place < end}
        return codes.pop() if not within or team in within else None

    def stances_in(self, text: str) -> tuple[str, ...]:
        """The codes of the stances whose words a sentence uses."""
        hits = _stance_words(tuple(self.facts.stances.values())).find(fold(text).text)
        return tuple(dict.fromkeys(code for hit in hits if not hit.negated for code in hit.codes))


def _is_denied(text: str, hit: StanceHit) -> bool:
    """True if a denial stands near a stance word: behind it (참여를 부인했다), or before it in the same clause."""
    start, end = next(span for span in clauses(text) if span[0] <= hit.start < span[1])
    behind = text[hit.end : max(end, hit.end)][:DENIAL_REACH]
    if _NEVER_DID.search(text[hit.start : hit.end]):
        return True
    return _DENIED_BEHIND.search(behind) is not None or _DENIED_BEFORE.search(text[start : hit.start]) is not None


@lru_cache(maxsize=2)
def _stance_words(stances: tuple[Stance, ...]) -> StanceWords:
    """What finds the words of these stances: some milliseconds to build, and the stances hardly ever change."""
    return StanceWords(stances)


def _named_or_near(finding: Finding) -> Iterable[str]:
    """What a name field means: the teams named in it, else the ones that come near; no team beside another company."""
    if finding.mentions:
        return dict.fromkeys(mention.team for mention in finding.mentions)
    return dict.fromkeys(candidate.team for candidate in finding.candidates)


def _codes(stance: Stance) -> tuple[str, ...]:
    return (stance.code,)


def _labels(stance: Stance) -> tuple[str, ...]:
    return (stance.label.ko, stance.label.en)


def _words(stance: Stance) -> tuple[str, ...]:
    return stance.words.ko + stance.words.en
