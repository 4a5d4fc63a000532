"""Korean verbs: from the form that a word is listed in to its stem, and from a stem to every form that it begins with.

나간다 -> 나가 -> 나가(는), 나간(다), 나갈, 나감, 나갑(니다), 나갔(어); 떨어졌다 -> 떨어지 -> 떨어져, 떨어진.
"""

from knowledge.hangul import is_syllable, put_together, take_apart

JOINED_CODAS = ("", "ㄴ", "ㄹ", "ㅁ", "ㅂ")
"""What an ending may add under an open stem: 나간다, 나갈, 나감, 나갑니다."""
CONTRACTED = {"ㅗ": "ㅘ", "ㅜ": "ㅝ", "ㅣ": "ㅕ", "ㅚ": "ㅙ", "ㅡ": "ㅓ"}
"""The vowel of a stem before 어: 나오아 is 나와, 빠지어 빠져, 되어 돼; others stay (나가, 나서)."""
UNCONTRACTED = {"ㅘ": "ㅗ", "ㅝ": "ㅜ", "ㅕ": "ㅣ", "ㅙ": "ㅚ"}
LIGHT_VERBS = ("하", "되")
"""What makes a verb of a noun: 참여하다, 선정되다."""


def stem_of(word: str) -> str | None:
    """The stem of a verb in its plain form (나간다, 붙는다, 붙었다) or cut after its past (붙었); None for others."""
    if word.endswith("겠다"):
        return word[:-2] or None
    plain = word.endswith(("다", "대")) and len(word) > 1
    body = word[:-1] if plain else word
    if not is_syllable(body[-1:]):
        return None
    onset, vowel, coda = take_apart(body[-1])
    if coda == "ㅆ":
        return _before_past(body, onset, vowel)
    if not plain:
        return body[:-1] + "하" if body[-1] in "한할해" and len(body) > 2 else None
    if body.endswith("는") and len(body) > 1:
        return body[:-1]
    return body[:-1] + put_together(onset, vowel) if coda == "ㄴ" else body


def _before_past(body: str, onset: str, vowel: str) -> str | None:
    """붙었 -> 붙, 했 -> 하, 졌 -> 지, 갔 -> 가."""
    if body[-1] in "았었였":
        return body[:-1] or None
    if body[-1] == "했":
        return body[:-1] + "하"
    return body[:-1] + put_together(onset, UNCONTRACTED.get(vowel, vowel))


def forms_of(stem: str) -> tuple[str, ...]:
    """What every form of a verb begins with; a stem in ㄹ may have lost it in its listed form (뛰어든다)."""
    onset, vowel, coda = take_apart(stem[-1])
    head = stem[:-1]
    if coda == "ㄹ":
        return (stem, *(head + put_together(onset, vowel, each) for each in ("ㄴ", "ㅂ")))
    if coda:
        return (stem,)
    joined = [head + put_together(onset, vowel, each) for each in JOINED_CODAS]
    changed = "ㅐ" if stem[-1] == "하" else CONTRACTED.get(vowel, vowel)
    contracted = [head + put_together(onset, changed, each) for each in ("", "ㅆ")]
    return tuple(dict.fromkeys((*joined, *contracted)))


def noun_in(stem: str) -> str:
    """The noun that a verb is made of (참여하 -> 참여, 선정되 -> 선정), or the stem as it is."""
    return stem[:-1] if stem.endswith(LIGHT_VERBS) and len(stem) > 2 else stem
