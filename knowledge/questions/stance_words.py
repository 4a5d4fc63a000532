"""The words that a programme lists for its stances, in either language, as they are heard in a text."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from knowledge.conversation import Presumed
from knowledge.model import Kind, Stance
from knowledge.questions.english_words import EnglishWords
from knowledge.questions.korean_words import KoreanWords
from knowledge.questions.senses import Hit

OBJECT_GAPS = ("", " ", "를 ", "을 ", "를", "을")
"""What stands between a noun and the word that takes it for its object: 출전을 검토, 참여 신청."""


ENGLISH_GAP = re.compile(r"\s+(?:(?:about|of|on|to|whether|if|the|a|an|it|they|will|should|would|be)\s+){0,3}")
"""What stands between an English verb and what it is about: thinking about rejoining, refuses to take part."""
SETTING = re.compile(
    r"\s*(?:에서|에(?!\s*대)|때|당시|과정|결과|절차|여부|공모|심사|평가|대상|자격|조건|방법|기간|일정|비용|서류)"
)
"""What makes of a noun the occasion that is spoken of: 1차 선발에서 탈락한, 참여 여부."""


class StanceWords:
    """Finds stance words, and says which stances a question by them asks for."""

    def __init__(self, stances: Iterable[Stance]) -> None:
        self._stances = {stance.code: stance for stance in stances}
        self._korean = KoreanWords(self._stances.values())
        self._english = EnglishWords(self._stances.values())
        self._senses = (self._korean.senses, self._english.senses)

    def find(self, text: str) -> list[Hit]:
        """The words in their order; the object of another one gives way to it."""
        hits = sorted(self._korean.find(text) + self._english.find(text))
        if not all(hit.is_weak for hit in hits):
            hits = [hit for hit in hits if not hit.is_weak]
        governed = {_governed(text, one, other) for one, other in pairwise(hits)} - _listed_side_by_side(text, hits)
        return [hit for hit in hits if hit not in governed and not (hit.is_noun and SETTING.match(text, hit.end))]

    def opposed(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The stances that speak plainly against these."""
        asked = tuple(codes)
        found = (*self._korean.senses.opposed(asked), *self._english.senses.opposed(asked))
        return tuple(code for code in dict.fromkeys(found) if code not in asked)

    def presumed(self, hits: Sequence[Hit]) -> Presumed | None:
        """What a question takes for granted; None where it offers a choice or leaves it open."""
        said = {(hit.codes, hit.negated) for hit in hits}
        if len(said) != 1 or any(hit.is_open for hit in hits):
            return None
        codes, negated = said.pop()
        opposed = self.opposed(codes)
        if negated:  # a yes to 참여 안 한대? takes the very opposite of joining, not any third stance
            opposed = tuple(each for each in opposed if self.offers_opposites((*codes, each)))
        return Presumed(stances=codes, opposed=opposed, negated=negated)

    def listed(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        """The stances that a list asks for: of words that two kinds share, the positions (out: not joining)."""
        codes = dict.fromkeys(code for hit in hits for code in self._of_one_kind(hit.codes))
        return tuple(codes)

    def apart(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        """The results that a list's words stand for beside the positions that it is of (out: eliminated)."""
        asked = self.listed(hits)
        return tuple(dict.fromkeys(code for hit in hits for code in hit.codes if code not in asked))

    def offers_opposites(self, codes: Sequence[str]) -> bool:
        """Whether both sides are asked for at once: who is in and who is out?"""
        return any(self._are_opposites(one, other) for one, other in combinations(codes, 2))

    def _are_opposites(self, one: str, other: str) -> bool:
        return any(each.opposite(one) == other and each.opposite(other) == one for each in self._senses)

    def _of_one_kind(self, codes: Sequence[str]) -> Sequence[str]:
        positions = [code for code in codes if self._stances[code].kind is Kind.POSITION]
        return positions or codes


def _listed_side_by_side(text: str, hits: Sequence[Hit]) -> set[Hit]:
    """Three nouns and more with nothing but spaces between them, of which none is about another: 참여 불참 미정."""
    found: set[Hit] = set()
    for three in zip(hits, hits[1:], hits[2:], strict=False):
        if all(hit.is_noun for hit in three) and all(text[one.end : two.start] == " " for one, two in pairwise(three)):
            found.update(three)
    return found


def _governed(text: str, one: Hit, other: Hit) -> Hit | None:
    """Which of two neighbours only says what the other is about: 출전 of 출전을 검토, joining of refuses to join.

    Of a word that denies what it is listed for (decided, with "hasn't decided" in the file) the other tells more.
    """
    gap = text[one.end : other.start]
    if one.is_noun and gap in OBJECT_GAPS:
        return one
    if one.is_noun and gap.strip() in ("로", "으로"):  # 조건부로 참여한다는 곳
        return other
    if ENGLISH_GAP.fullmatch(gap):
        return one if one.negated else other
    return None
