"""Korean verbs: from a listed form to the stem, from a stem to every form that endings follow, and those endings.

나간다 -> 나가 -> 나가(는), 나간(다), 나갈, 나감, 나갑(니다), 나갔(어); 떨어졌다 -> 떨어지 -> 떨어져, 떨어진.
"""

import re
from collections.abc import Iterator
from typing import Final

from knowledge.text.hangul import is_syllable, put_together, take_apart
from knowledge.text.lexicon import listed_tags

LIGHT_VERBS: Final = ("하", "되")
"""What makes a verb of a noun: 참여하다, 선정되다."""
CHAT_ENDINGS: Final = "용염욤욥욧여유누노임슴삼당잉쥬쥐욘뎅셈예"
"""Final syllables that chat and dialect put where 요, 다, 나 or 음 stand: 나가용, 됐슴, 나가누, 나가삼, 모르겠당."""
ENDING: Final = (
    "[다요까나니냐네지죠래대데어아여해고면서게던는은을거든잖려라습시었았겠인가임음함구먼군걸껄건도만야며자됨텐텨듯"
    "줄수긴기께와워웠왔더로줘봐봤주보싶]"
)
"""The syllables that Korean endings are made of."""
ENDINGS: Final = re.compile(rf"{ENDING}{{0,8}}[{CHAT_ENDINGS}]?")
"""All that may follow one of a verb's `forms_of`."""
VERBAL: Final = re.compile(
    r"(?:하|해|했|한|할|함|합|햇|되|돼|됐|된|될|됨|됩|됬|시키|시켜|시킨|시킬|당하|당했|당한"
    rf"|나[다요]|났|난|날|남|내|냈|낸|낼|받|짓|지었|지은){ENDING}{{0,8}}[{CHAT_ENDINGS}]?"
)
"""What makes a verb of a noun: 재도전해, 선정됐대; 결정났어, 입장냈대, 선정받은."""
SUPPORT: Final = re.compile(
    rf"(?:하|해|했|한|할|함|합|되|돼|됐|된|될|됨|됩|시키|시켜|시킨|시킬|당하|당했|당한){ENDING}{{0,8}}[{CHAT_ENDINGS}]?"
)
"""하다, 되다, 시키다 or 당하다 behind a noun."""
COPULA: Final = re.compile(rf"[이였인일임입예야]{ENDING}{{0,8}}[{CHAT_ENDINGS}]?")
"""이다 behind a noun: 입장인가, 미정임."""
_INFINITIVES: Final = dict(zip("ㅏㅐㅓㅔㅕㅗㅜㅣㅚㅡ", "ㅏㅐㅓㅔㅕㅘㅝㅕㅙㅓ", strict=True))
"""The vowel that a stem in that vowel takes before the past: 가-았 is 갔, 오-았 왔, 주-었 줬, 되-었 됐, 쓰-었 썼."""
_BEFORE_PAST: Final = {"ㅘ": "ㅗ", "ㅝ": "ㅜ", "ㅕ": "ㅣ", "ㅙ": "ㅚ"}


def stem_of(word: str) -> str | None:
    """The stem of a verb in its plain form (나간다, 붙는다, 붙었다) or cut after its past (붙었); None for others."""
    if word.endswith(("겠다", "겠")):
        return word.removesuffix("다")[:-1] or None
    plain = len(word) > 1 and (word[-1] == "다" or (word[-1] == "대" and not listed_tags(word)))
    body = word[:-1] if plain else word
    if not is_syllable(body[-1:]):
        return None
    onset, vowel, coda = take_apart(body[-1])
    if body[-1] == "있":
        return body
    if coda == "ㅆ":
        return _without_past(body, onset, vowel)
    if not plain:
        return body[:-1] + "하" if body[-1] in "한할해" and len(body) > 2 else None
    if body.endswith("는") and len(body) > 1:
        return body[:-1]
    return body[:-1] + put_together(onset, vowel) if coda == "ㄴ" else body


def _without_past(body: str, onset: str, vowel: str) -> str | None:
    """붙었 -> 붙, 했 -> 하, 졌 -> 지, 갔 -> 가."""
    if body[-1] == "였" and body[-2:-1] not in ("", "하"):
        return body[:-1] + "이"
    if body[-1] in "았었였":
        return body[:-1] or None
    if body[-1] == "했":
        return body[:-1] + "하"
    return body[:-1] + put_together(onset, _BEFORE_PAST.get(vowel, vowel))


def noun_in(stem: str) -> str:
    """The noun that a verb is made of (참여하 -> 참여, 선정되 -> 선정), or the stem as it is."""
    return stem[:-1] if stem.endswith(LIGHT_VERBS) and len(stem) > 2 else stem


def _with_coda(syllable: str, coda: str) -> str:
    onset, vowel, _ = take_apart(syllable)
    return put_together(onset, vowel, coda)


def _after_vowel(head: str, last: str) -> Iterator[str]:
    onset, vowel, _ = take_apart(last)
    yield from (head + _with_coda(last, coda) for coda in ("", "ㄴ", "ㄹ", "ㅁ", "ㅂ"))
    if last == "하":
        yield from (head + each for each in ("해", "했", "하여"))
    elif last == "르" and head:
        doubled = head[:-1] + _with_coda(head[-1], "ㄹ")
        yield from (doubled + each for each in ("라", "러", "랐", "렀"))
    elif vowel == "ㅡ":
        yield from (head + put_together(onset, each, coda) for each in "ㅏㅓ" for coda in ("", "ㅆ"))
    elif vowel in _INFINITIVES:
        yield from (head + put_together(onset, _INFINITIVES[vowel], coda) for coda in ("", "ㅆ"))


def forms_of(stem: str) -> tuple[str, ...]:
    """The forms of a verb's stem that endings follow: 나가 has 나간 나갈 나감 나갑 나갔; 어렵 어려운 어려워."""
    return tuple(dict.fromkeys(_forms_of(stem)))


def _forms_of(stem: str) -> Iterator[str]:
    head, last = stem[:-1], stem[-1]
    coda = take_apart(last)[2]
    yield stem
    if not coda:
        yield from _after_vowel(head, last)
    elif coda == "ㄹ":
        yield from (head + _with_coda(last, each) for each in ("", "ㄴ", "ㅂ", "ㄻ"))
    elif coda == "ㅂ":
        open_stem = head + _with_coda(last, "")
        yield from (open_stem + each for each in ("우", "운", "울", "움", "워", "웠"))
    elif coda == "ㅎ":
        yield from (head + _with_coda(last, each) for each in ("", "ㄴ", "ㄹ"))
    elif coda in ("ㄷ", "ㅅ"):
        yield head + _with_coda(last, "ㄹ" if coda == "ㄷ" else "")
