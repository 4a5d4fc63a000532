"""Names that are words of everyday talk: when they name a team, and when they are only words."""

from knowledge.finding.hits import Hit
from knowledge.finding.meant import is_meant, is_said_of
from knowledge.finding.old import (
    is_english_everyday,
    is_english_function,
    is_everyday,
    is_korean_talk,
    is_plain_word,
    is_talk,
    is_thing,
    is_topic,
)
from knowledge.finding.scene import Scene
from knowledge.finding.surroundings import SUBJECT_FOLLOWS
from knowledge.text.hangul import is_syllable
from knowledge.text.lexicon import words
from knowledge.text.normalise import LEGAL_WORDS
from knowledge.text.tokens import Gap

LONGEST_ORDINARY = 7
"""Letters of the longest Latin word in small letters that is rather an ordinary word than a name with a slip."""
NAMES_FOLLOW = words("en", "before-name")
_CALLS = frozenset(("야", "아", "어", "음", "네", "응", "와", "오", "자", "예"))
"""Interjections that stand before anything."""


def _is_topic_next(scene: Scene, hit: Hit) -> bool:
    """Whether a bare name is followed by what people ask of a company: 대상 입장, not 대상이 누구."""
    after = hit.last + 1
    is_bare = hit.cut == len(scene.words[hit.last]) and scene.gaps[after] is Gap.SPACE
    return is_bare and is_topic(scene.words[after])


def _is_asked_about(scene: Scene, hit: Hit) -> bool:
    """Whether an everyday word in capitals stands where a name does: `BET 입장`, `is BET in`; not `I lost the BET`."""
    if not scene.is_shouted(hit) or is_english_function(scene.words[hit.first]):
        return False
    before = scene.words[hit.first - 1] if hit.first else ""
    return _is_topic_next(scene, hit) or before in SUBJECT_FOLLOWS


def _is_split_name(scene: Scene, hit: Hit, words: list[str]) -> bool:
    """Whether a word of one syllable is rather the beginning of a name with a wrong space: 이 엠넷, not 야 스 포츠."""
    following = hit.last + 1
    is_closed = hit.cut < len(scene.words[hit.last]) or scene.gaps[following] is Gap.BREAK or scene.is_talk(following)
    return sum(map(len, words)) > 2 and words[0] not in _CALLS and is_closed


def is_used_as_word(scene: Scene, hit: Hit) -> bool:
    """Whether what nearly is a name stands where an ordinary word does: stuck in traffic, 네이비 색."""
    after, before = hit.last + 1, hit.first - 1
    if hit.cut == len(scene.words[hit.last]) and scene.gaps[after] is Gap.SPACE and is_thing(scene.words[after]):
        return True
    start, end = scene.span(hit)
    surface = scene.message.given[start:end]
    is_small = surface.islower() or (surface.istitle() and hit.first == 0 and hit.first == hit.last)
    is_short = hit.first == hit.last and len(surface) <= LONGEST_ORDINARY
    if not (surface.isascii() and is_small and is_short) or any(map(is_syllable, scene.message.folded)):
        return False
    if is_said_of(scene, hit):  # kakoa out?
        return False
    return before < 0 or (scene.words[before] not in SUBJECT_FOLLOWS and scene.words[before] not in NAMES_FOLLOW)


def is_everyday_name(scene: Scene, hit: Hit) -> bool:
    """Whether a name is nothing but words of everyday talk, and so names nobody: 요즘, 나온(대), 우리 기술, `bet`."""
    if not scene.rules.everyday:
        return False
    words = [*scene.words[hit.first : hit.last], scene.words[hit.last][: hit.cut]]
    if len(words) == 1:
        word = words[0][hit.offset :]
        if scene.is_own_place(word) or is_meant(scene, hit):
            return False
        if word.isascii():
            return word in LEGAL_WORDS or (
                is_english_everyday(word) and not word.isdigit() and not _is_asked_about(scene, hit)
            )
        if is_thing(word):
            return not _is_topic_next(scene, hit)
        return is_everyday(word) or (len(word) == 2 and not hit.offset and is_korean_talk(scene.words[hit.first]))
    if len(words[0]) == 1 and is_plain_word(words[0]) and not _is_split_name(scene, hit, words):
        return True
    if scene.index.is_crowded and is_english_function(words[0]) and words[0] != "the":
        return True
    return all(is_talk(word) if word.isascii() else is_plain_word(word) for word in words)
