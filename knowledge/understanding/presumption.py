"""What a yes/no or a why question takes for granted: read from its last asking clause, its denials counted."""

import re
from collections.abc import Sequence
from typing import Final, Literal

from knowledge.fields import Language
from knowledge.question import Presumed
from knowledge.text import english, korean
from knowledge.text.lexicon import words as listed
from knowledge.text.particles import PARTICLES
from knowledge.understanding.marks import MARKS, TEAM
from knowledge.understanding.stances import StanceHit, StanceWords

_OPEN_QUESTION: Final = re.compile(
    r"왜|왤|우째|우짜|워째|으째|어찌|무사(?![가-힣])|땀시|땜시|뭣|무신|므슨|은제|어데|오데|워디|어디|이유|사유|배경|언제"
    r"|누가|누구|누굴|무슨|뭐|뭘|뭔|무엇|어떻게|어케|어때|어떤|얼마|몇|차이|비교|시점[을이]|만다꼬|와\s(?=.*[노꼬고]\s*[?？]*$)"
    r"|\bwhy\w{0,2}\b|\by (?:is|did|r|are|was)\b|\bw[auo]t\b|\bwhen\b|\bwhere\b|\bwho\b|(?<!or )\bwhat(?:s|['’]s)?\b"
    r"|\bhow\b|\bwhich\b|\bcompare\b|\breason|\bgrounds\b"
)
"""A question that no yes or no answers."""
_LEFT_OPEN: Final = re.compile(
    r"여부|(?:사람|데|팀|곳|애|놈|분|회사)(?:은|는|이|도)?\s?없|(?:할지|한지|갈지|나갈지|올지)|가능성|확률|보다"
    r"|(?<!ask )(?<!asking )(?<!quire )(?<!tell me )(?<!know )(?<!confirm )(?<!check )\bwhether\b(?!.*\bor\b)"
    r"|\bchance|\b(?:more|less|most|least) likely\b|\bthan\b|\bkeener\b"
    r"|(?:제일|가장|맨)\s?(?:먼저|처음|늦|나중|마지막)|처음으로|최초|유일|혼자|만\s?(?:안|빠|남|나|참|불|탈|떨)"
    r"|(?:전에|후에|처럼|라서|아서|어서)\s|때문|탓|땜|아니면|(?:아파|없어|커|바빠|비싸|싫어|가|와|나)서\s|번복|뒤집"
    r"|\b(?:the )?(?:first|last|only)(?: one| team)?(?: to)?\b|\balone\b|\bsolo\b"
    r"|\b(?:because|coz|cos|cuz|due to|thanks to)\b"
    r"|([가-힣]{1,3})\s*(?:안|못)\s?[가-힣 ]{0,8}\1(?=\W|$)|아니래|만다|마는|말\s?거|말건지"
    r"|첫\s?번째|첫째|[야냐]\s?\S{1,8}[야냐]\W*$|\s전이[었였]?"
    r"|\b(?:yes|no|in|out)\b(?!,\s*no\W*$)\S{0,3}[\s,/]+(?:or |아니면 )?(?:yes|no|in|out)\b"
    r"|\b(?:revers|retract|rescind|overturn|backtrack|u-turn|walk(?:ed|ing)? back|den(?:y|ie[ds])\b)"
    rf"|\bor\b(?!\s+(?:what|nah|not|no|{TEAM}))"
    r"|루머|소문은|아닌지|\bhearsay\b|말이\s?아니|사실이\s?아니라면|곧\s|\bsoon\b"
)
"""Asks which way it is, compares, or asks about the first, the only one, a reason: a stance is no yes to it."""
_EVER: Final = re.compile(
    r"한\s?번도|적\s?(?:이|은|도)?\s?(?:없|있)|한때|\bnever\b|\bever\b|\bat (?:one|some) point\b|\bused to\b"
)
_THEN: Final = re.compile(
    r"처음엔?|원래|예전|이전에|전에는|한때|과거|당시|\bat (?:one|some) point\b|\bused to\b|\binitially\b|\boriginally\b"
)
_NOW: Final = re.compile(
    r"지금|현재|아직|여전히|이제|아직도|유효|(?:이야|야|인가|인가요|이에요|예요|입니까|임|인지|이지|이냐"
    r"|맞[아나지제재죠]\S{0,2}|[하가오]는\s?(?:거|것|게|건)|[하한]대|하나요?|해요?|가요?)\s*[?？.!]*\s*$"
    r"|\b(?:is|are|isn['’]?t|aren['’]?t|still|now|currently|does|do)\b"
)
"""Asks about this moment."""
_PAST: Final = re.compile(
    r"[었았했였됐왔났꿨섰졌갔]|\b(?:did|didn['’]?t|has|hasn['’]?t|have|haven['’]?t|had|was|were)\b"
)
_STILL: Final = re.compile(r"아직도?|여전히|지금도|안즉|\bstill\b")
_OWN_WORD: Final = re.compile(
    r"직접|본인이|스스로|공식|확정|확인\s?(?:됐|된|했|한|되)|소문|진짜로?\s?(?:발표|말)"
    r"|\b(?:itself|themselves|himself|herself)\b|\bconfirm(?:ed|s)?\b|\bofficial(?:ly)?\b|\brumou?rs?\b"
)
"""Asks whether a team said so itself, which a report of others does not answer."""
_CONTRAST: Final = re.compile(
    r"(?:는데|은데|던데|지만|다가|더니|라던데|래놓고|해놓고|[.\n])\s*(?=\S)|\bbut\b|\balthough\b|[.!\n]\s+(?=\S)"
)
"""Ends a clause that only leads up to the one that asks."""
_SUPPOSED: Final = re.compile(r"(?<![려으])(?<!싶으)(?<!보)(?<!다)면\s(?!되|될|돼|됩)|\bif\b|\bunless\b")
_EXPECTING: Final = re.compile(
    r"(?:거|것|건|게|가)?\s?(?:아니야|아니에요|아니예요|아님|아닌가요?|아니가|아이가|아니었어요?|아닙니까"
    r"|아닐까요?|아니냐|아녀|아닌감|아니여)\s*[?？!.~ㅋㅎㅠ\s]*$"
)
"""A tag that expects what stands before it: 안 나가는 거 아니야? thinks that they do not go."""
_FLIPS: Final = re.compile(
    r"아니지|아니죠|아니제|아니지요|아니잖|아닌\s?(?:거|것|게|걸|데)|아니라(?!면)|아니다|아닐|틀린|틀리"
    r"|없는\s?(?:것|거|게)|없지는?\s?않|(?:수는?|여지가?|리가?"
    r"|적이?)\s?없|않은\s?(?:것|거)|않겠|건\s?아니"
)
"""What turns a claim round behind its verb: 안 나가는 거 아니지? says that they do go."""
_PLAIN_FLIP: Final = re.compile(
    r"[가-힣]{0,4}\s?(?:거|건|것|게)?\s?(?:은|는|이|가)?\s?아니(?:지요?|죠|제|잖\S{0,3})[^가-힣a-z]*(?:그[치죠렇]\S*|맞\S{1,2})?[^가-힣a-z]*"
)
"""The one way of turning a claim round that leaves no doubt: 안 하는 거 아니지?"""
_ENGLISH_FLIPS: Final = re.compile(
    r"\bno way\b|\b(?:not|n['’]t) (?=incorrect|wrong|true|the case)|\b(?:incorrect|wrong|untrue|false)\b"
)
_ALL: Final = re.compile(r"둘\s?다|셋\s?다|넷\s?다|모두|전부|다\s|양사|양쪽|\bboth\b|\ball\b")
_EITHER: Final = re.compile(r"하나라도|둘\s?중|중에|\beither\b|\bany\b|이나\s")
_NEITHER: Final = re.compile(r"\bneither\b")
_POSSESSIVE: Final = re.compile(r"^['’]?s\b")
_WORD: Final = re.compile(rf"[가-힣ㄱ-ㅣ]+|[a-z][a-z'’\-]*|[{MARKS}]")
_SUBJECTS: Final = listed("ko", "other-subject") | listed("en", "other-subject")
_RESULTS: Final = re.compile(
    r"(?:기사|뉴스|결과|발표|보도|소식|글|말|얘기)[가이은는]?\s*$|\b(?:article|news|results?)\s*$"
)
"""Subjects that are no team: 기사 나왔어?"""


def presumption(
    said: str, hits: Sequence[StanceHit], words: StanceWords, *, language: Language | None, is_ahead: bool
) -> Presumed | None:
    """What a question takes for granted of teams; None where it offers a choice, compares, or leaves it open."""
    asking, clause = _asking(said, [hit for hit in hits if is_of_teams(said, hit)])
    claims = {(hit.codes, hit.negated) for hit in asking}
    if len(claims) != 1 or len(asking) < len([hit for hit in hits if hit.start >= asking[0].start]):
        return None
    if any(hit.is_open for hit in asking) or _LEFT_OPEN.search(said) or _SUPPOSED.search(said, asking[-1].end):
        return None
    if _EVER.search(said) and not _THEN.search(said):
        return None
    codes, negated = claims.pop()
    flips = _flips(said, asking[-1])
    if flips % 2 and not _PLAIN_FLIP.fullmatch(said, asking[-1].end) and not _ENGLISH_FLIPS.search(said):
        return None  # 안 나간다는 말은 아니라고 보면 되나: which way it is meant is not certain
    if _is_told_of_else(said, asking[-1]) or _asks_behind(said, asking[-1]):
        return None
    literal = asking[-1].literal
    if flips % 2 and literal:  # 불참하지 않는 거 아니지? is about not joining again
        codes, negated, flips = literal, False, 0
    opposed = tuple(code for code in words.opposed(codes) if not negated or words.offers_opposites((*codes, code)))
    is_then = _THEN.search(said) is not None
    return Presumed(
        stances=codes,
        opposed=opposed,
        undecided=words.undecided,
        negated=negated != bool(flips % 2),
        asks=_OPEN_QUESTION.search(_without_reported(clause)) is None,
        leaning=words.against(codes),
        is_of_now=_NOW.search(said) is not None and _PAST.search(said) is None,
        is_still=_STILL.search(said) is not None,
        is_of_then=is_then,
        is_ahead=is_ahead,
        is_own_word=_OWN_WORD.search(f"{said[: asking[0].start]} {said[asking[-1].end :]}") is not None,
        is_negative=language == "en" and _is_negative(said, asking[-1]),
        joint=_joint(said),
    )


def _without_reported(clause: str) -> str:
    return re.sub(r"뭐라|누가 그럼|아무", "", clause)


def _asking(said: str, hits: list[StanceHit]) -> tuple[list[StanceHit], str]:
    """The stances of the last clause that has one, and that clause: what leads up to it is not asked."""
    if not hits:
        return [StanceHit(0, 0, ()), StanceHit(0, 0, ("",))], said
    start = 0
    for match in _CONTRAST.finditer(said, hits[0].end, hits[-1].start):
        start = match.end()
    return [hit for hit in hits if hit.start >= start], said[start:]


def is_of_teams(said: str, hit: StanceHit) -> bool:
    """True if its subject can only be a team: talk stands before it, and nothing else that may fall or pass."""
    named = max(map(said[: hit.start].rfind, MARKS))
    before = _POSSESSIVE.sub("", said[named + 1 : hit.start])
    if _RESULTS.search(before):
        return False
    found = _WORD.findall(before)
    return not found or (_is_no_subject(found[-1]) and not any(map(_is_other_subject, found)))


def _is_no_subject(word: str) -> bool:
    if word[0].isascii():
        return english.is_stopword(word) or bool(english.analyse(word).tags & {"adverb", "function"})
    if _OBLIQUE.search(word):
        return True
    return word in PARTICLES or len(word) == 1 or "noun" not in korean.analyse(word).tags


_OBLIQUE: Final = re.compile(
    r".(?:에|에서|서|으로|까지|부터|에게|한테|랑|하고|처럼|보다|때문에|라고|라서|라|[도당께][께당]?)$"
)
"""Ends a noun that is no subject: 옛날에 떨어졌던."""


def _is_other_subject(word: str) -> bool:
    return word in _SUBJECTS or any(
        word[:at] in _SUBJECTS and word[at:] in PARTICLES for at in range(1, min(len(word), 12))
    )


def _flips(said: str, hit: StanceHit) -> int:
    """How often a claim is turned round behind its verb, or before it in English."""
    tail = _EXPECTING.sub("", said[hit.end :])
    return len(_FLIPS.findall(tail)) + len(_ENGLISH_FLIPS.findall(said[: hit.start]))


_CONFIRMS: Final = re.compile(
    r"맞|사실|진짜|참말|팩트|실화|정말|확인|그래|그런|그러|틀림|ㄹㅇ|찐|유효|아니|진위|진실|레알|옳"
    r"|\b(?:real|really|true|right|correct|confirm\w*|legit|fact|accurate|yes|yeah|no)\b"
)


def _asks_behind(said: str, hit: StanceHit) -> bool:
    """True if the clause behind a stance asks for something else: 조정안이 나왔다는데 그거 받는답니까."""
    contrast = _CONTRAST.search(said, hit.end)
    if contrast is None:
        return False
    clause = said[contrast.end() :]
    return len(re.findall(r"[가-힣a-z]", clause)) > 1 and _CONFIRMS.search(clause) is None


def _is_told_of_else(said: str, hit: StanceHit) -> bool:
    """True if an English stance word goes on to something else: out of milk, in our cafe; or a contrast parts them."""
    if not said[hit.start].isascii():
        return False
    rest = _TAIL.split(said[hit.end :])[0]
    return any(not _is_no_subject(word) and not _is_of_contest(word) for word in _WORD.findall(rest))


_TAIL: Final = re.compile(r"[?.!,;:—]|\b(?:according|right|correct|true|because|though|as)\b")


def _is_of_contest(word: str) -> bool:
    return word in MARKS or bool((english if word[0].isascii() else korean).analyse(word).tags)


def _is_negative(said: str, hit: StanceHit) -> bool:
    """True for an English question with a not in it: yes and no differ between the languages there."""
    return re.search(r"n['’]?t\b|\bnot\b|\bno\b|\bneither\b|\bnever\b", said) is not None or hit.negated


def _joint(said: str) -> Literal["all", "any"] | None:
    if said.count(TEAM) < 2:
        return None
    if _EITHER.search(said) and not re.search(r"둘\s?다|both", said):
        return "any"
    return "all" if _ALL.search(said) or _NEITHER.search(said) else None
