"""Korean running text: where a verb may begin without a space, what ends it, and what denies it before or behind."""

import re
from typing import Final

from knowledge.text.korean import is_glued, is_stopword
from knowledge.text.lexicon import words
from knowledge.text.particles import PARTICLES

NOT: Final = "안않못몬"
_NOT: Final = rf"[{NOT}]"
PARTICLE: Final = r"(?:은|는|을|를|도|이|가)?\s*"
_DO: Final = r"[하한할함합해했햇되된될됨됩됐돼됬]"
_PLAN: Final = r"(?:생각|계획|의사|의향|뜻|마음|예정|기미)"
_ENDING: Final = r"[다요까나니냐네지죠래대데어아여해고면서게던는은을거든잖려라습시었았겠인가임음함만며자됨줄건걸]*"
_TEAM: Final = r"(?:팀|곳|데|회사|기업|업체|컨소|거|것|건)"

DENIED_BEHIND: Final = re.compile(
    rf"{PARTICLE}{_NOT}\s*(?:{_DO}|[냈내난났정])"
    rf"|{_DO}?(?:고\s*있)?지(?:는|도|를|은)?\s*(?:{_NOT}|말)"
    rf"|(?:하려는|하겠다는|한다는|겠다는|려는|하는|는|할|의)?\s*{_PLAN}[이은도가는]?\s*(?:전혀|아예|별로)?\s*[없안]"
    r"|\s*(?:거부|포기|철회|취소|불가|고사|사양)"
)
"""참여 안 해, 결정 못 냈다, 나가지 않는, 도전할 생각 없는, 참여 거부."""
OPEN: Final = re.compile(
    rf"{_DO}?지\s*{_NOT}(?:아|나|냐|니|을까|음|습니까|나요|아요|은가|을까요)?\s*[^가-힣a-z]*$|[은는이]?\s*(?:아니지|아니라|아닌\s*[거게건])"
    rf"|[가-힣]{{0,3}}(?:다|라)(?:고|는)(?:는|도)?\s*(?:{_NOT}\s*(?:[했하한할]|말|밝)|(?:말|얘기|발표)?[은도을]?\s*(?:한\s*)?(?:적|바|말|얘기|발표)?[은이도]?\s*없)"
)
"""나가지 않아? asks both whether they do not go and whether they do; 불참 아니지? denies what it names; 안 나간다고
안 했지? denies that it was said."""
LIGHT_VERB: Final = re.compile(
    rf"{PARTICLE}(?!한\s?(?:꺼번|번|눈|데\s?모|줄|장|쪽|마디|문장))(?!할\s?(?:곳|팀))"
    rf"{_DO}{_ENDING.replace('데', '')}(?:(?<=던)데|(?<=다는)데)?"
)
"""불참 한대: the verb of a noun says nothing of its own; 데 may be a place (불참한데어디), 한 a number (한번에)."""
ENDINGS: Final = re.compile(_ENDING)
OF_NOUN: Final = re.compile(rf"(?P<noun>[가-힣]{{2,}}){_DO}{_ENDING}")
"""참여하나, 탈락한: a noun with its verb."""
LISTED_DENIAL: Final = (
    re.compile(rf"^{_NOT}\s+(?P<rest>.+)$"),
    re.compile(rf"^(?P<rest>.+?)(?:\s+{_NOT}|(?:고\s*있)?지\s*[않못]다?|\s+{_PLAN}이?\s*없다?|\s+{_NOT}\s+\S+)$"),
)
"""How a denial is listed: 안 나간다, 참여 안, 나가지 않, 나갈 계획이 없, 결정 안 했다."""

_JOINT: Final = frozenset("은는이가을를도에또다왜더데직서번제국럼론히선면금시팀사")
"""Syllables that end a particle, an adverb or a noun for teams: 누가붙었어, 어느팀이접었어."""
_SUBJECT: Final = frozenset("가이은는도다")
_OTHER_VERBS: Final = frozenset("만지끝어타긋떠각러신화혼빛깨벗성겁풀오")
"""Syllables that make another verb of the one behind them: 만나가, 일어나서, 끝나가, 신나가, 오빠지."""
_BEFORE_AN: Final = frozenset("방제불보미동대법초현위연천도편치예의기답하")
_SUPPORTED: Final = frozenset("고로지게려까듯")
"""What ends the word before a 하다 that only supports it: 빠지겠다고 한, 나가기로 한."""
_BEFORE: Final = re.compile(r"[가-힣]{1,12}$")
_BEHIND: Final = re.compile(r"[가-힣]{1,12}")
"""As much of what is stuck to a word as tells talk from a name; taking more apart would take long."""
_NEXT: Final = re.compile(
    rf"[국자사처](?=$|[^가-힣]|들|[은는이가을를도만의과와])|{_DO}|{_NOT}|{_TEAM}|{_PLAN}|[은는이가을를도만의에으로라인임았었]|{_ENDING}$"
)
_FAMILIAR: Final = words("ko", "familiar")
_QUOTED: Final = "대"
"""Ends what others say only behind a verb (한대): behind a noun it ends the name of a university, 고려대는."""
_SHORT: Final = 2
"""Syllables of a verb that is mostly the end of another: 정하다 in 결정하다, 확정하다."""
_WORD_END: Final = re.compile(rf"{_ENDING}(?=$|[^가-힣]|{_TEAM})")
_SENTENCE_END: Final = re.compile(rf"{_ENDING}(?=$|[^가-힣 ]| +(?:$|[^가-힣 ]|{_TEAM}|지|있|없|{_NOT})|{_TEAM})")


def is_apart(text: str, start: int, end: int) -> bool:
    """Whether what surrounds a noun in its run of Hangul is talk: 전원불참이야, but not 미성포기테크."""
    before, behind = _BEFORE.search(text, 0, start), _BEHIND.match(text, end)
    prefix, suffix = before[0] if before else "", behind[0] if behind else ""
    if suffix[:1] == _QUOTED and (len(suffix) == 1 or suffix[1:] in PARTICLES):
        return False
    is_begun = len(prefix) < _SHORT or prefix[-1] in _JOINT or is_stopword(prefix) or prefix in _FAMILIAR
    return is_begun and (len(suffix) < _SHORT or is_glued(suffix) or _begins(suffix))


def _begins(suffix: str) -> bool:
    """Whether a verb of the noun's, an ending, a noun for teams or a word of talk comes next."""
    return _NEXT.match(suffix) is not None or is_stopword(suffix) or is_stopword(suffix[:_SHORT])


def may_deny(text: str, at: int) -> bool:
    """Whether 안 is "not" here, and no part of 방안, 제안, 동안."""
    return at == 0 or text[at - 1] not in _BEFORE_AN


def may_begin(text: str, at: int, stem: str, length: int) -> bool:
    """Whether a form, of that many syllables, of a verb may begin here.

    A short one needs a clean start: 한대 and 정했어, but not 위한대 and 확정했어.
    """
    before = text[:at].rstrip(" ")
    is_apart = len(before) < at or not "가" <= before[-1:] <= "힣"
    if length > 1:
        is_short = len(stem) == _SHORT and stem.endswith("하")
        return is_apart or text[at - 1] in _JOINT or (not is_short and text[at - 1] not in _OTHER_VERBS)
    if stem == "하":
        return is_apart and before[-1:] not in _SUPPORTED and _SENTENCE_END.match(text, at + 1) is not None
    return (is_apart or before[-1] in _SUBJECT) and _WORD_END.match(text, at + 1) is not None
