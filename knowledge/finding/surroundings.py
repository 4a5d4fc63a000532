"""What the words beside a name make of it: itself, a part of another name, or nothing."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.finding.hits import Hit, Verdict
from knowledge.finding.old import (
    is_bare_noun,
    is_business,
    is_business_noun,
    is_english_adverb,
    is_english_business,
    is_english_talk,
    is_english_topic,
    is_kind_of_place,
    is_korean_talk,
)
from knowledge.finding.scene import Scene
from knowledge.text.lexicon import words
from knowledge.text.normalise import LEGAL_WORDS
from knowledge.text.particles import PARTICLES, before_particles
from knowledge.text.tokens import Gap

SUBJECT_FOLLOWS = frozenset(words("en", "before-subject"))
"""What stands before the subject of a question, so that a verb follows it: did Kakao pay, is Kakao planning."""
_OBJECTS = frozenset(
    ("me", "you", "him", "her", "us", "them", "it", "someone", "somebody", "anyone", "anybody", "everyone", "everybody")
)
_BE = frozenset(("is", "are", "was", "were", "be", "isn", "aren", "wasn", "weren"))
"""After these and a subject a verb stands in -ing, never in its plain form."""
LONG_LEGAL_FORM = 7
"""Letters of the shortest legal form that is known with a slip in it: Incorpration."""


@lru_cache(256)
def is_legal(word: str) -> bool:
    """Whether a word is a legal form, or one slip away from a long one."""
    if word in LEGAL_WORDS:
        return True
    return len(word) >= LONG_LEGAL_FORM - 1 and any(
        len(form) >= LONG_LEGAL_FORM and OSA.distance(form, word, score_cutoff=1) <= 1 for form in LEGAL_WORDS
    )


def judge(scene: Scene, hit: Hit) -> Verdict:
    """What the words on both sides make of a hit; what is stuck to it was judged before."""
    left = Verdict.NAME if hit.offset else _left(scene, hit)
    if left is not Verdict.NAME or hit.cut < len(scene.words[hit.last]):
        return left
    return _right(scene, hit)


def _left(scene: Scene, hit: Hit) -> Verdict:
    first, gap = hit.first, scene.gaps[hit.first]
    if gap is Gap.BREAK:
        return Verdict.NAME
    before = scene.words[first - 1]
    is_latin = before.isascii()
    if scene.taken[first - 1]:
        return _beside_taken(scene, first)
    is_talk = (len(before) > 1 and is_english_talk(before) if is_latin else is_korean_talk(before)) or (
        before in scene.index.talk
    )
    if gap is Gap.GLUED:
        return Verdict.NAME if before == "vs" or (is_talk and not is_latin) else Verdict.PART
    if gap is Gap.JOINED:
        sign = scene.message.between(first)
        if sign == "-" and before.isdigit():  # 010-KT
            return Verdict.PART
        return Verdict.NAME if sign == "'" or (sign != "&" and (is_talk or not is_latin)) else Verdict.PART
    if not scene.rules.neighbours:
        return Verdict.NAME
    if is_latin and _is_common_noun(scene, hit, before):
        return Verdict.DOUBT
    if is_latin:
        is_initial = len(before) == 1 and not (first > 1 and scene.words[first - 2] == "&")  # C&S Int is no Int.
        is_said = is_talk or is_english_adverb(before)
        known = is_said or before in LEGAL_WORDS or is_initial
        known = known or (scene.is_in_small_letters(first - 1) and scene.is_capitalised(hit))
        return Verdict.NAME if known else Verdict.DOUBT
    return _after_hangul(scene, hit, before, is_talk=is_talk)


def _is_common_noun(scene: Scene, hit: Hit, before: str) -> bool:
    """Whether a Latin name in small letters is used as a word: a motif, the motif of, 5 trillion, to upstage her."""
    start, end = scene.span(hit)
    if hit.first != hit.last or not scene.message.given[start:end].islower():
        return False
    after = scene.words[hit.last + 1] if hit.last + 1 < len(scene.words) else ""
    if before in ("a", "an") or before.isdigit():
        return True
    return (before == "the" and after == "of") or after in _OBJECTS


def _beside_taken(scene: Scene, first: int) -> Verdict:
    """Names side by side are several names, but where names are everywhere they are pieces of one: HYUNDAI WIA."""
    gap = scene.gaps[first]
    if scene.index.is_crowded:
        if gap is Gap.GLUED:
            return Verdict.PART
        if gap is Gap.SPACE and scene.words[first - 1].isascii() and scene.words[first].isascii():
            return Verdict.DOUBT
    return Verdict.PART if scene.message.between(first) == "." else Verdict.NAME


def _after_hangul(scene: Scene, hit: Hit, before: str, *, is_talk: bool) -> Verdict:
    """Two syllables after a bare noun are the second half of a compound: 참가 대상, 명탐정 코난."""
    word = scene.words[hit.first]
    if word.isascii() or hit.first != hit.last or hit.cut > 2:
        return Verdict.NAME
    if not scene.index.is_crowded and scene.starts_name(hit.first - 1):
        return Verdict.NAME  # One more of several: 신라 대상 롯데.
    if is_bare_noun(before) or scene.index.talk.is_bare_noun(before):
        return Verdict.DOUBT
    # After a Latin name its particle is a word of its own: KT랑 루닛.
    return Verdict.NAME if is_talk or before in PARTICLES or before_particles(before) else Verdict.DOUBT


def _right(scene: Scene, hit: Hit) -> Verdict:
    after = hit.last + 1
    while scene.gaps[after] is not Gap.BREAK and scene.words[after] in LEGAL_WORDS:
        after += 1
    gap = scene.gaps[after]
    if gap is Gap.BREAK:
        return Verdict.DOUBT if _is_abbreviated(scene, after) else Verdict.NAME
    if gap is Gap.GLUED:
        return _stuck(scene, after)
    if gap is Gap.JOINED:
        return _joined(scene, after)
    return _beside(scene, hit, after) if scene.rules.neighbours else Verdict.NAME


def _is_abbreviated(scene: Scene, after: int) -> bool:
    """Whether a full stop is that of an abbreviation in a longer name: Sea Chem. Japan."""
    is_within = after < len(scene.words) and scene.message.between(after) == ". "
    return is_within and scene.words[after - 1].isascii() and is_english_business(scene.words[after])


def _stuck(scene: Scene, after: int) -> Verdict:
    """A word of the other script without a space: KT는, KT위즈, 카카오vs, 카카오KT, 카카오VX."""
    word = scene.words[after]
    if word.isascii():
        is_name = scene.starts_name(after, or_programme=True) and not scene.index.is_crowded
        return Verdict.NAME if word == "vs" or is_name else Verdict.PART
    return Verdict.NAME if scene.is_glued_talk(word) or scene.starts_name(after, or_programme=True) else Verdict.PART


def _joined(scene: Scene, after: int) -> Verdict:
    """A word after a sign: KT&G, KT-카카오, Kakao's."""
    word, sign = scene.words[after], scene.message.between(after)
    if not word.isascii():
        return Verdict.NAME
    if sign in "'’":
        return Verdict.NAME if word == "s" else Verdict.PART
    is_said = (is_english_talk(word) and not word.isdigit()) or word in scene.index.talk
    is_known = scene.starts_name(after) or (sign == "-" and is_said)
    return Verdict.NAME if is_known else Verdict.PART


def _beside(scene: Scene, hit: Hit, after: int) -> Verdict:
    """A word after a space: 카카오 주가, 네이버 웹툰, KT wiz, Hyundai Motor."""
    word = scene.words[after]
    if not word.isascii():
        return _beside_hangul(scene, hit, after)
    if word.isdigit() and scene.message.folded.startswith("%", scene.message.items[after].end):
        return Verdict.DOUBT  # 카카오 99% is chocolate.
    if word.isdigit() and _is_score(scene, after):
        return Verdict.DOUBT
    if word in scene.index.talk and scene.is_in_small_letters(after):
        return Verdict.NAME
    if is_english_business(word) and not _is_registered(scene, after):
        return Verdict.NAME if _is_asked_for_verb(scene, hit, after) else Verdict.OTHER
    if is_english_talk(word) or is_english_adverb(word):
        return Verdict.DOUBT if _leads_on(scene, after) else Verdict.NAME
    if len(word) == 1 and scene.gaps[after + 1] is Gap.GLUED:  # KT e스포츠, 카카오 T는
        return Verdict.OTHER if is_business(scene.words[after + 1]) else Verdict.NAME
    if is_legal(word) or word[0].isdigit():
        return Verdict.NAME
    if scene.is_in_small_letters(after) and scene.is_capitalised(hit) and _reads_on(scene, after):
        return Verdict.NAME
    return Verdict.NAME if scene.starts_name(after) and not scene.index.is_crowded else Verdict.DOUBT


def _beside_hangul(scene: Scene, hit: Hit, after: int) -> Verdict:
    word = scene.words[after]
    if word in scene.index.talk:
        return Verdict.NAME
    if not is_korean_talk(word) and scene.is_near_with_next(hit):
        return Verdict.DOUBT
    if scene.index.is_crowded and is_business_noun(word):
        return Verdict.OTHER
    if scene.starts_name(after):
        return Verdict.NAME
    if is_kind_of_place(word):
        return Verdict.DOUBT
    return Verdict.OTHER if is_business(word) else Verdict.NAME


def _is_registered(scene: Scene, number: int) -> bool:
    """Whether a word that makes another thing of a name is itself a team of few: Norway Korea, but Kakao Bank."""
    return not scene.index.is_crowded and scene.starts_name(number)


def _is_score(scene: Scene, after: int) -> bool:
    """Whether a word begins the score of a match: NC 5대3 승리, KT 8회말."""
    glued = scene.words[after + 1] if scene.gaps[after + 1] is Gap.GLUED else ""
    return glued.startswith(("회초", "회말", "이닝")) or (glued == "대" and scene.gaps[after + 2] is Gap.GLUED)


def _reads_on(scene: Scene, after: int) -> bool:
    """Whether a word goes on with the sentence: KT mulls re-entry, Kakao chicken out; but not Kakao piccoma?"""
    word = scene.words[after]
    is_last = after + 1 == len(scene.words)
    return word.endswith(("ing", "ed", "s")) or (not is_last and is_english_talk(scene.words[after + 1]))


def _is_asked_for_verb(scene: Scene, hit: Hit, after: int) -> bool:
    """Whether a business noun is the verb of a question: did Kakao pay, is Kakao planning; not was Kakao Pay out."""
    word, before = scene.words[after], scene.words[hit.first - 1] if hit.first else ""
    if before not in SUBJECT_FOLLOWS or not scene.is_in_small_letters(after):
        return False
    return word.endswith("ing") or (is_english_talk(word) and before not in _BE)


def _leads_on(scene: Scene, after: int) -> bool:
    """Whether words that a name could hold lead to one that is no talk: Hyundai + Information Tchnology."""
    while is_english_topic(scene.words[after]) and scene.gaps[after + 1] is Gap.SPACE:
        after += 1
        word = scene.words[after]
        if not word.isascii() or scene.starts_name(after):
            return False
        if not is_english_talk(word) and not is_legal(word):
            return True
    return False
