"""Korean words analysed: noun and particles, verb and endings, what is talk, and what may be stuck to a name."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from knowledge.text.hangul import is_syllable
from knowledge.text.lexicon import COMPOUNDING, NO_TAGS, NOUNS, PLAIN, Word, listed_tags, words
from knowledge.text.particles import PARTICLES, agrees
from knowledge.text.verbs import COPULA, ENDINGS, SUPPORT, VERBAL, forms_of

REMEMBERED: Final = 8192
"""Words of the latest messages whose analysis is remembered: people use the same ones again and again."""
LONGEST_FORM: Final = 7
"""Syllables of the longest form of a listed verb, without its endings."""
LONGEST_ANALYSED: Final = 18
"""Syllables of the longest word that is taken apart: what is longer is no word, and costs its square."""
CLOSING: Final = frozenset(("임", "군", "죠", "대", "래", "다", "네", "니", "냐"))
"""Endings of one syllable that close a sentence, so that no talk is stuck to them: 카카오임팩트 is no 카카오임 팩트."""
_DERIVED: Final = "설장문안건전론율률권자기위서중팀적"
"""The syllables that make another noun of talk of one: 매각설, 도전장, 입장문, 참가자."""
_NO_WORD: Final = re.compile(r"[ㅋㅎㅠㅜㅡㅇㄷㅊㄱㄴㅏㅓ]{0,2}[ㅋㅎㅠㅜㅡ]{2,}|[ㄱ-ㅣ]|([ㄱ-ㅣ])\1+")
_SITES: Final = re.compile(r".{2,}[단관홀점몰소국품교역차복폰앱샵숍]|.+(?:구장|매장|공장|경기장|공연장|전시장)")
_PREDICATE_ENDS: Final = frozenset(
    "다요까나니냐네죠지대데어아여해고면서게던는은을려러든며자함음임듯걸군구와워줘봐라돼됨됐봄"
)
"""The last syllables of words in which a verb is likelier than a noun: 흔들리네, 접는, 쫄았음."""


@cache
def _verb_forms() -> dict[str, str]:
    """Each form of the listed verbs that endings follow, with the verb as the dictionary has it."""
    return {form: verb for verb in sorted(words("ko", "verb")) for form in forms_of(verb.removesuffix("다"))}


def heads(word: str) -> Iterator[tuple[str, str]]:
    """The word cut in two at each place, longest head first; the first tail is empty."""
    return ((word[:at], word[at:]) for at in range(len(word), 0, -1))


def verb_in(word: str) -> str | None:
    """The listed verb that a word is a form of, as the dictionary has it: 나가나요 is 나가다; None for others."""
    forms = _verb_forms()
    for at in range(min(len(word), LONGEST_FORM), 0, -1):
        verb = forms.get(word[:at])
        if verb is not None and ENDINGS.fullmatch(word, at):
            return verb
    return None


def _verb_in(word: str) -> str | None:
    """The verb that a word is a form of, but for 이다: 일은 is rather 일 with a particle."""
    verb = verb_in(word)
    return None if verb == "이다" else verb


def is_made_of(word: str, nouns: frozenset[str], verbs: frozenset[str]) -> bool:
    """True if a Hangul word is one of these nouns with particles, 하다, 되다 or 이다, or a form of these verbs."""
    return any(
        (head in verbs and ENDINGS.fullmatch(tail)) or (head in nouns and _may_follow_noun(tail))
        for head, tail in heads(word)
    )


def _may_follow_noun(tail: str) -> bool:
    return not tail or tail in PARTICLES or VERBAL.fullmatch(tail) is not None or COPULA.fullmatch(tail) is not None


def _is_derived(noun: str) -> bool:
    """True if a noun is made of another one: 매각설, 검토중, 재도전, 미확정."""
    return bool(
        (noun[-1] in _DERIVED and listed_tags(noun[:-1]) & COMPOUNDING)
        or (noun[0] in "재미불" and listed_tags(noun[1:]) & COMPOUNDING)
    )


def _is_noun(word: str) -> bool:
    return any(
        (bool(listed_tags(head) & NOUNS) and _may_follow_noun(tail))
        or (len(head) > 2 and (not tail or tail in PARTICLES) and _is_derived(head))
        for head, tail in heads(word)
    )


def _is_stopword(word: str, verb: str | None) -> bool:
    if verb is not None or "adverb" in listed_tags(word) or _is_noun(word):
        return True
    is_denied = len(word) > 1 and word[0] in "안못"
    if is_denied and (verb_in(word[1:]) is not None or listed_tags(word[1:]) & NOUNS):
        return True
    return _NO_WORD.fullmatch(word) is not None


@lru_cache(REMEMBERED)
def analyse(word: str) -> Word:
    """A Hangul word between spaces, analysed.

    Its tags are those that are listed of its head, with `stopword` for talk (혹시, 입장은, 재도전했대, ㅋㅋ),
    `predicate` for a form of a listed verb, `compound` where it ends with a business noun (프로야구단), `site` where
    it ends like a club, a place or a ware (대리점), and `noun` where it reads like a noun that nobody listed (정수기).
    """
    if len(word) > LONGEST_ANALYSED:
        return Word(word, NO_TAGS)
    verb = verb_in(word)
    tags: set[str] = set()
    lemma = particle = ""
    is_listed = _is_listed(word)
    for head, tail in heads(word):
        if tail and tail not in PARTICLES:
            if "topic" not in tags and "topic" in listed_tags(head) and SUPPORT.fullmatch(tail):
                tags.add("topic")
            continue
        found = listed_tags(head)
        tags |= found
        is_cut = bool(tail) and len(head) > 1 and agrees(head[-1], tail) and not is_listed
        if (found and not lemma) or (is_cut and (not lemma or "copula" not in listed_tags(tail))):
            lemma, particle = head, tail
    if _is_stopword(word, verb):
        tags.add("stopword")
    else:
        tags.update(_tags_of_unknown(word, tags))
    if verb is not None:
        tags.add("predicate")
        if not lemma or particle:
            lemma, particle = verb, ""
    return Word(lemma or word, frozenset(tags), particle)


def is_stopword(word: str) -> bool:
    """True if a Hangul word between spaces is talk: 혹시, 입장은, 나가나요, 재도전했대, ㅋㅋ."""
    return "stopword" in analyse(word).tags


def _is_listed(word: str) -> bool:
    return any(listed_tags(head) and (not tail or tail in PARTICLES) for head, tail in heads(word))


def _tags_of_unknown(word: str, known: set[str]) -> Iterator[str]:
    ends = [head for head, tail in heads(word) if not tail or tail in PARTICLES]
    if any(
        is_ending(head[1:]) and any("business" in listed_tags(head[at:]) for at in range(1, len(head) - 1))
        for head in ends
    ):
        yield "compound"
    if any(_SITES.fullmatch(head) for head in ends):
        yield "site"
    if "familiar" not in known and _reads_like_noun(word, ends):
        yield "noun"


def _reads_like_noun(word: str, ends: list[str]) -> bool:
    if len(word) < 2 or word in PARTICLES or not all(map(is_syllable, word)):
        return False
    is_marked = any(
        len(tail) > 1 and len(head) > 1 and "case" in listed_tags(tail) and head[-1] not in _PREDICATE_ENDS
        for head, tail in heads(word)
    )
    return is_marked or all(len(head) < 2 or head[-1] not in _PREDICATE_ENDS for head in ends)


def is_ending(word: str) -> bool:
    """True if a Hangul word without particles ends with a noun that makes of a name another thing: 프로야구단."""
    return any("business" in listed_tags(word[at:]) for at in range(len(word)))


def without_ending(name: str) -> str:
    """A name without the generic noun that it ends with, where it has one: 대신증권 is 대신, 토자이홀딩스 토자이."""
    return next((name[:at] for at in range(1, len(name) - 1) if "business" in listed_tags(name[at:])), name)


def is_talk_by_chance(word: str) -> bool:
    """True if a Hangul word of two syllables is talk only as a noun of one with a particle: 중면; not 나온."""
    return len(word) == 2 and not listed_tags(word) & (PLAIN | {"thing"}) and _is_noun(word) and _verb_in(word) is None


_GLUED: Final = frozenset({"interrogative", "time", "topic", "action"})


@lru_cache(REMEMBERED)
def is_glued(rest: str) -> bool:
    """True if what is stuck to a name leaves it a name: particles, then talk: 는, 재도전하나, 도안나간대, 입장뭐야."""
    if not rest or rest in PARTICLES:
        return True
    if len(rest) > LONGEST_ANALYSED or _is_other_thing(rest):
        return False
    return _begins_talk(rest) or any(
        head in PARTICLES and head not in CLOSING and len(tail) > 1 and _begins_talk(tail) for head, tail in heads(rest)
    )


def _is_other_thing(rest: str) -> bool:
    """True if what is stuck to a name is one whole noun of another thing: 사거리, 베트남은; 지도 is 지 and 도."""
    return any(
        len(head) > 2 and "business" in listed_tags(head) and (not tail or tail in PARTICLES)
        for head, tail in heads(rest)
    )


@lru_cache(REMEMBERED)
def _begins_talk(rest: str) -> bool:
    """True if a string without spaces is nothing but words of talk, at least the first of two syllables or more."""
    return any(
        _may_be_glued(head) and (not tail or tail in PARTICLES or _continues(tail)) for head, tail in heads(rest)
    )


def _continues(tail: str) -> bool:
    if "stopword" in analyse(tail).tags or VERBAL.fullmatch(tail) or COPULA.fullmatch(tail) or _begins_talk(tail):
        return True
    return any(head in PARTICLES and rest and "stopword" in analyse(rest).tags for head, rest in heads(tail))


def _may_be_glued(head: str) -> bool:
    tags = listed_tags(head)
    if "business" in tags:
        return False
    if len(head) == 1:
        return head in "왜또뭐내제"
    return (
        bool(tags & _GLUED)
        or "adverb" in tags
        or _verb_in(head) is not None
        or (len(head) > 2 and head[0] in "안못" and verb_in(head[1:]) is not None)
    )
