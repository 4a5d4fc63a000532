"""Which Korean words are talk about a company and never a part of its name."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from knowledge.hangul import is_syllable
from knowledge.language.lexicon import sections
from knowledge.language.particles import PARTICLES
from knowledge.language.verb_forms import inflected
from knowledge.patterns import lazy_pattern

REMEMBERED: Final = 8192
"""Words of the latest messages whose kind is remembered: people use the same ones again and again."""

_ENDING: Final = (
    "[다요까나니냐네지죠래대데어아여해고면서게던는은을거든잖려라습시었았겠인가임음함구먼군걸껄건도만야며자됨텐텨듯"
    "줄수긴기께와워웠왔더로줘봐봤주보싶]"
)
"""The syllables that Korean endings are made of."""
_ENDINGS: Final = lazy_pattern(_ENDING + r"{0,8}")
_SUPPORTS: Final = lazy_pattern(
    r"(?:하|해|했|한|할|함|합|되|돼|됐|된|될|됨|됩|시키|시켜|시킨|시킬|당하|당했|당한)" + _ENDING + r"{0,8}"
)
_RUNS_ON: Final = lazy_pattern(r"(?:나[다요]|났|난|날|남|내|냈|낸|낼|받|짓|지었|지은)" + _ENDING + r"{0,8}")
"""What else makes a verb of a noun of talk: 결정났어, 입장냈대, 선정받은."""
_DERIVED: Final = "설장문안건전론율률권자기위서중팀적"
"""The syllables that make another noun of talk of one: 매각설, 도전장, 입장문, 참가자."""
CLOSING: Final = frozenset(("임", "군", "죠", "대", "래", "다", "네", "니", "냐"))
"""Endings of one syllable that close a sentence, so that no talk is stuck to them: 카카오임팩트 is no 카카오임 팩트."""
_NO_WORD: Final = lazy_pattern(r"[ㅋㅎㅠㅜㅡㅇㄷㅊㄱㄴㅏㅓ]{0,2}[ㅋㅎㅠㅜㅡ]{2,}|[ㄱ-ㅣ]|([ㄱ-ㅣ])\1+")


class _Korean:
    """The Korean lists, worked out once."""

    def __init__(self) -> None:
        lists = sections("talk_words_ko.txt")
        self.topics = lists["topics"]
        self.free = lists["particle-free"]
        self.nouns = (
            lists["pronouns"]
            | lists["numerals"]
            | lists["places"]
            | lists["of-places"]
            | lists["questions"]
            | lists["times"]
            | lists["topics"]
            | lists["facets"]
            | lists["actions"]
        )
        self.glued = frozenset(
            word for word in lists["questions"] | lists["times"] | lists["topics"] | lists["actions"] if len(word) > 1
        )
        self.numerals = lists["numerals"]
        self.places = lists["places"]
        self.everyday = (
            self.free | lists["pronouns"] | self.numerals | lists["questions"] | lists["times"] | lists["topics"]
        )
        self.verbs = frozenset(form for verb in lists["verbs"] for form in inflected(verb.removesuffix("다")))
        self.things = lists["things"]
        self.openings = self.free | lists["times"]
        self.compounding = lists["topics"] | lists["facets"] | lists["actions"] | lists["places"]
        self.of_places = lists["of-places"]
        self.asides = lists["asides"]
        self.between = self.free | lists["questions"] | lists["times"]
        self.plain = self.free | self.nouns
        self.others = sections("other_things.txt")["korean"]


@cache
def _korean() -> _Korean:
    return _Korean()


def _heads(word: str) -> Iterator[tuple[str, str]]:
    return ((word[:at], word[at:]) for at in range(len(word), 0, -1))


def _is_predicate(word: str) -> bool:
    verbs = _korean().verbs
    return any(head in verbs and _ENDINGS.fullmatch(tail) for head, tail in _heads(word))


def _is_noun(word: str) -> bool:
    nouns, talked_of = _korean().nouns, _korean().compounding
    return any(
        (head in nouns and (not tail or tail in PARTICLES or _is_verbal(tail) or _is_copula(tail)))
        or (len(head) > 2 and _is_derived(head, talked_of) and (not tail or tail in PARTICLES))
        for head, tail in _heads(word)
    )


def _is_derived(noun: str, nouns: frozenset[str]) -> bool:
    """Whether a noun is made of another one: 매각설, 검토중, 재도전, 미확정."""
    return (noun[-1] in _DERIVED and noun[:-1] in nouns) or (noun[0] in "재미불" and noun[1:] in nouns)


def _is_verbal(tail: str) -> bool:
    return _SUPPORTS.fullmatch(tail) is not None or _RUNS_ON.fullmatch(tail) is not None


def _is_copula(tail: str) -> bool:
    return tail[0] in "이였인일임입예야" and _ENDINGS.fullmatch(tail[1:]) is not None


def is_made_of(word: str, nouns: frozenset[str], verbs: frozenset[str]) -> bool:
    """Whether a Hangul word is one of these nouns with particles, 하다, 되다 or 이다, or a form of these verbs."""
    return any(
        (head in verbs and _ENDINGS.fullmatch(tail))
        or (head in nouns and (not tail or tail in PARTICLES or _is_verbal(tail) or _is_copula(tail)))
        for head, tail in _heads(word)
    )


@lru_cache(REMEMBERED)
def is_korean_talk(word: str) -> bool:
    """Whether a Hangul word between spaces is talk: 혹시, 입장은, 나가나요, 재도전했대, ㅋㅋ."""
    return (
        word in _korean().free
        or _is_noun(word)
        or _is_predicate(word)
        or (len(word) > 1 and word[0] in "안못" and (_is_predicate(word[1:]) or word[1:] in _korean().nouns))
        or _NO_WORD.fullmatch(word) is not None
    )


@lru_cache(REMEMBERED)
def is_glued_talk(rest: str) -> bool:
    """Whether what is stuck to a name leaves it a name: particles, then talk: 는, 재도전하나, 도안나간대, 입장뭐야."""
    if not rest or rest in PARTICLES:
        return True
    if _is_other_thing(rest):
        return False
    if _begins_talk(rest):
        return True
    return any(
        head in PARTICLES and head not in CLOSING and len(tail) > 1 and _begins_talk(tail)
        for head, tail in _heads(rest)
    )


def _is_other_thing(rest: str) -> bool:
    """Whether what is stuck to a name is one whole noun of another thing: 사거리, 베트남은; 지도 is 지 and 도."""
    others = _korean().others
    return any(len(head) > 2 and head in others and (not tail or tail in PARTICLES) for head, tail in _heads(rest))


def _begins_talk(rest: str) -> bool:
    """Whether a string without spaces is nothing but words of talk, at least the first of two syllables or more."""
    return any(_glued_word(head) and (not tail or tail in PARTICLES or _continues(tail)) for head, tail in _heads(rest))


def _continues(tail: str) -> bool:
    if is_korean_talk(tail) or _is_verbal(tail) or _is_copula(tail) or _begins_talk(tail):
        return True
    return any(head in PARTICLES and rest and is_korean_talk(rest) for head, rest in _heads(tail))


def _glued_word(head: str) -> bool:
    korean = _korean()
    if head in korean.others:
        return False
    if head in korean.glued:
        return True
    if head in ("왜", "또"):
        return True
    if len(head) > 1 and (head in korean.free or _is_predicate(head)):
        return True
    return len(head) > 2 and head[0] in "안못" and _is_predicate(head[1:])


def is_business(word: str) -> bool:
    """Whether a Hangul word makes of the name before it another thing: 웹툰, 뱅크는, 프로야구단, but not 히스토리."""
    others = _korean().others
    may_be_compound = not is_korean_talk(word)
    return any(
        (head in others or (may_be_compound and any(head[at:] in others for at in range(1, len(head) - 1))))
        and (not tail or tail in PARTICLES)
        for head, tail in _heads(word)
    )


def is_opening(word: str) -> bool:
    """Whether a Hangul word is an adverb or a connective of two syllables or more, as before a name: 혹시, 근데."""
    return len(word) > 1 and word in _korean().openings


def is_ending(word: str) -> bool:
    """Whether a Hangul word without particles ends with a noun that makes of a name another thing: 뱅크, 프로야구단."""
    others = _korean().others
    return any(word[at:] in others for at in range(len(word)))


def is_business_noun(word: str) -> bool:
    """Whether a Hangul word is one of the nouns that many names end with, particle or not: 뱅크, 홀딩스는."""
    others = _korean().others
    return any(head in others and (not tail or tail in PARTICLES) for head, tail in _heads(word))


def is_thing(word: str) -> bool:
    """Whether a Hangul word is an everyday noun that a company may be called too: 대상, 코드, 신세계."""
    return word in _korean().things


def is_numeral(word: str) -> bool:
    """Whether a Hangul word is a number that a team may be called too: 하나."""
    return word in _korean().numerals


def is_talk_by_chance(word: str) -> bool:
    """Whether a Hangul word of two syllables is talk only as a noun of one with a particle: 중면; not 나온."""
    is_listed = word in _korean().plain or word in _korean().things
    return len(word) == 2 and _is_noun(word) and not is_listed and not _is_predicate(word)


def is_korean_place(word: str) -> bool:
    """Whether a Hangul word is talk of where somebody is, unless a team is called so: 한국."""
    return word in _korean().places


@lru_cache(REMEMBERED)
def is_of_place(word: str) -> bool:
    """Whether a Hangul word, particle or not, only begins as a country does: 한국어로, 한국인은."""
    return any(head in _korean().of_places and (not tail or tail in PARTICLES) for head, tail in _heads(word))


def is_between(word: str) -> bool:
    """Whether a Hangul word may stand between a subject and what is said of it, particle or not: 왜, 언제부터, 아직."""
    return any(head in _korean().between and (not tail or tail in PARTICLES) for head, tail in _heads(word))


def without_ending(name: str) -> str:
    """A name without the generic noun that it ends with, where it has one: 대신증권 is 대신, 토자이홀딩스 토자이."""
    others = _korean().others
    return next((name[:at] for at in range(1, len(name) - 1) if name[at:] in others), name)


_PLACES: Final = lazy_pattern(r".{2,}[단관홀점몰소국품교역차복폰앱샵숍]|.+(?:구장|매장|공장|경기장|공연장|전시장)")


def is_kind_of_place(word: str) -> bool:
    """Whether a Hangul word that is no talk ends like a club, a place or a ware: 스포츠단, 콘서트홀, 대리점."""
    return not is_korean_talk(word) and any(
        _PLACES.fullmatch(head) and (not tail or tail in PARTICLES) for head, tail in _heads(word)
    )


_PREDICATE_ENDS: Final = frozenset(
    "다요까나니냐네죠지대데어아여해고면서게던는은을려러든며자함음임듯걸군구와워줘봐라돼됨됐봄"
)
"""The last syllables of words in which a verb is likelier than a noun: 흔들리네, 접는, 쫄았음."""


@lru_cache(REMEMBERED)
def is_unknown_noun(word: str) -> bool:
    """Whether a Hangul word that is no talk reads like a noun: 정수기, 재팬은; not 흔들리네."""
    if len(word) < 2 or word in PARTICLES or not all(map(is_syllable, word)) or is_korean_talk(word):
        return False
    cases, familiar = sections("particles_ko.txt")["cases"], sections("question_words.txt")["familiar korean"]
    if any(head in familiar and (not tail or tail in PARTICLES) for head, tail in _heads(word)):
        return False
    if any(
        len(tail) > 1 and len(head) > 1 and tail in cases and head[-1] not in _PREDICATE_ENDS
        for head, tail in _heads(word)
    ):
        return True
    heads = (head for head, tail in _heads(word) if not tail or tail in PARTICLES)
    return all(len(head) < 2 or head[-1] not in _PREDICATE_ENDS for head in heads)


def is_everyday(word: str) -> bool:
    """Whether a Hangul word is too common in talk to be taken for a name that is the same: 요즘, 대박, 누구, 결과."""
    return word in _korean().everyday


def is_plain_word(word: str) -> bool:
    """Whether a Hangul word is in the lists of talk as it stands: 우리, 기술, 다음; a form of a verb is not."""
    return word in _korean().plain


def is_bare_noun(word: str) -> bool:
    """Whether a Hangul word is a noun of talk without a particle, as in 참가 대상: it makes one thing with the next."""
    korean = _korean()
    return word in korean.compounding and word not in korean.asides


def is_topic(word: str) -> bool:
    """Whether a Hangul word asks of a company, particle or not: 입장은, 재도전해, 소식."""
    topics = _korean().topics
    return any(
        head in topics and (not tail or tail in PARTICLES or _SUPPORTS.fullmatch(tail) is not None)
        for head, tail in _heads(word)
    )
