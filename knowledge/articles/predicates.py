"""What a stance word says where it stands: stated, part of a noun, supposed, wished, or of something else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from typing import Final

from knowledge.articles.marked import Marked
from knowledge.model import Kind, Stance
from knowledge.understanding.stances import StanceWords

MOST_CUES: Final = 16
"""Stance words of one sentence that are looked at."""
DENIALS_TRIED: Final = 4
_REPORTING: Final = ("확정", "처리", "denied")
"""What reports say of stances of all kinds: a stance word only where the programme lists it."""
_AT_STAGE: Final = re.compile(r"(?<=[가-힣])에(?= )")
_AND: Final = re.compile(r"\band\b")
"""What no denial reaches over: will not appeal and is staying out."""
_APPLICATION: Final = re.compile(
    r"(?<=[가-힣])(\s?)(서류|(?<=[가-힣]{2})서)(?=(?:를|도|가|와)?\s(?:낸|냈|내|제출|접수|넣|준비))"
)
"""신청서를 냈다, 입찰 참가 서류를 제출했다: who hands in the paper does what it is for."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A stance word of the programme in a sentence, with the stances that it stands for there."""

    start: int
    end: int
    codes: tuple[str, ...]
    is_noun: bool
    is_denied: bool = False
    """True if a denial behind the word was read by us (무산됐다), and `codes` are opposed to what was written."""


class StanceLexicon:
    """The one seam to the room that knows the stance words of a programme."""

    def __init__(self, stances: Iterable[Stance]) -> None:
        self._stances = {each.code: each for each in stances}
        self._words = StanceWords(self._stances.values())
        listed = " ".join(word for each in self._stances.values() for word in (*each.words.ko, *each.words.en)).lower()
        told = [word for word in _REPORTING if word not in listed]
        self._reporting = re.compile("|".join(told) or r"(?!)")

    def cues(self, text: str) -> list[Cue]:
        """The stance words of a text in lower case, in which names are replaced by marks."""
        text = self._reporting.sub(lambda match: "\ue00f" * len(match.group()), text)
        text = _AND.sub(";  ", _APPLICATION.sub(lambda match: match.group(1) + " " * len(match.group(2)), text))
        hits = self._words.find(text)
        for _ in range(DENIALS_TRIED):
            empty = [hit for hit in hits if hit.negated]
            if not empty:
                break
            for hit in empty:  # 불참을 결정했다: "결정" is listed with its denial only, and hides its object
                text = text[: hit.start] + "\ue00f" * (hit.end - hit.start) + text[hit.end :]
            hits = self._words.find(text)
        spaced = _AT_STAGE.sub(" ", text)  # 발표평가에 진출: listed as 발표평가 진출
        if spaced != text:
            whole = [
                hit
                for hit in self._words.find(spaced)
                if " " in spaced[hit.start : hit.end].strip() and spaced[hit.start] not in "안못"
            ]
            hits = [hit for hit in hits if not any(a.start < hit.end and hit.start < a.end for a in whole)] + whole
        hits = [hit for hit in hits if not hit.is_weak or text[hit.start] == "안"]
        return [
            Cue(hit.start, hit.end, hit.codes, hit.is_noun) for hit in sorted(hits) if hit.codes and not hit.negated
        ]

    def opposed(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The stances that a denial of these ones stands for: of joining not joining."""
        return self._words.opposed(codes)

    def kind(self, code: str) -> Kind:
        """The kind of a stance."""
        return self._stances[code].kind


@dataclass(frozen=True)
class StanceSentence:
    """One sentence with its stance words; `before` are the teams that the sentences before it spoke of last."""

    marked: Marked
    lexicon: StanceLexicon
    generic: frozenset[str]
    authority: re.Pattern[str]
    before: tuple[str, ...] = ()

    @cached_property
    def cues(self) -> list[Cue]:
        """The stance words, without those that are a part of the programme's name."""
        spans = self.marked.programme
        return [
            cue
            for cue in self.lexicon.cues(self.marked.masked)
            if not any(start <= cue.start and cue.end <= end for start, end in spans)
        ][:MOST_CUES]


INTO: Final = re.compile(
    r"^(?:에|으로|로|에는)\s[^.\"]{0,60}?(?:올[렸랐린]|포함[됐했된]|이름을\s올|선정|들었|들어갔|뽑|꼽)"
)
"""최종 후보에 X와 Y를 올렸다: the verb stands behind the names."""


class Mode(Enum):
    """How a stance word is used."""

    STATED = "stated"
    RELATIVE = "relative"
    """It describes the noun behind it: 탈락한 카카오는."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """A stance word with the verb that it makes: `end` is where that verb's word ends."""

    cue: Cue
    mode: Mode
    end: int


_PARTICLES: Final = r"(?:을|를|은|는|이|가|도|만|까지|에|에는|으로|로|에서)?"
_WORD: Final = r"[^\s\"'”’,]*"
_CLOSED: Final = r"[\"'”’]?"

CONDITION: Final = re.compile(
    rf"^{_WORD}(?:면|더라도|라도|든지?|려면|거든|(?:아|어|해|여|돼)야만?|지 않는 한|을지라도|도록)"
    rf"{_CLOSED}(?=[\s,]|$)(?<!면서)"
    rf"|^{_WORD}[할될갈릴올설을일]?\s?(?:경우|때\b|시에는)|^{_WORD}\s?(?:한|된|다는)\s(?:전제|조건|가정)"
)
POSSIBLE: Final = re.compile(
    rf"^{_WORD}(?:\s?수\s?(?:도|는|가|조차)?\s?(?:있|없)|\s?수\s?있|(?:할|될|갈|설|올|을|릴|낼|칠|른)지|는지|었는지|을까|ㄹ까|할까|될까|설까|갈까"
    r"|\s가능성|\s여지|\s?뻔|\s?만하)"
    rf"|^{_WORD}\s?(?:여부|가능성|조건|배경|이유|사유|전망|관측|소문|설(?:이|을|은|도)|확률|기대|우려|하마평|후보군|움직임|압박)"
    rf"|^{_WORD}(?:다는|라는|을|할|될|란|려는)\s(?:전망|관측|소문|기대|우려|얘기|이야기|말이|말도|말은|말들|설이|보도|추측|예상|분석|가능성|확률|해석|의혹|루머|가정|움직임|목소리|지적|요구|주장|시선)"
    rf"|^{_WORD}\s?것(?:으로|이라고|이란|이라는|도|을)?\s?(?:보인|보이|보고\s있|본다|봤|예상|전망|관측|기대|점쳐|내다|예측|추정|같)"
    rf"|^{_WORD}\s?(?:게|점쳐|유력|거론|예상|전망|관측|기대|점치)"
)
WISHED: Final = re.compile(
    rf"^{_WORD}(?:(?:해|돼|와|나서|가|라|어|아)야\s?(?:한|했|할|하|됐|맞|지)|기를|길\s?(?:바|희망|기대|원)|기\s바|했으면|했어야|됐어야|주(?:기|길)|달라"
    rf"|주면|라며 촉구)"
    rf"|^\S*{_PARTICLES}\s?(?:\S+\s)?(?:바란|바랐|바라|희망|촉구|요청|요구|당부|권유|권했|독려|설득|제안|기원|환영|호소|기다|장려|유도|지원|돕|막|허용|기대|부인|의무|금지|제한|존중|축하|반대|우려|비판|주장|좌우|예측|두고|놓고|둘러싸|둘러싼|전제|가정|지켜|계기|이끌|이끈|발판)"
)
FUTURE: Final = re.compile(
    rf"^{_WORD}(?:[할될갈릴올설을낼칠]\s|겠|려고|려는|고자\s|\s?(?:예정|계획|방침|목표|위해|위한|전망|차례))"
)
ASSERTING: Final = re.compile(
    rf"^{_PARTICLES}\s?(?:(?:공식|최종|사실상|잠정|전격|적극|스스로|조기|이미|함께|끝내|결국|내부적으로|신중히)(?:적으로)?\s?)?(?:의)?\s?"
    r"(?:결정|확정|선언|발표|공식화|밝[혔히힌혀]|택[했한하]|통보|알[렸리린]|검토|추진|준비|완료|신청|고수|재확인|확인|공언|약속|시사|결의|의결|합의"
    r"|굳[혔히힌]|못\s?박|마[쳤치친셨시신]|하기로|하겠|[냈내낸낼]|받[았은아]|[얻딴땄]|당[했한하]|됐|되[었는고며]|된|했|한다|하[고며지는였]|한\s|따[냈낸]|쥐|겪|맛[봤본]"
    r"|올[랐라린]|거머|이름을\s올|택하|택했|피하지 못|꾀|구성|꾸[리렸린]|맺[었기고는은]|이[어루뤘]"
    r"|벌[이였인]|시작|돌입|진행|실시|치[르렀른]|유지|들어[갔간가]|나[서섰선]|선정|낙점|지정|뽑|꼽|지명|가닥|방향|선회|돌아[섰서]|입장|정[했하한해]|바[꿨뀌꾼]|쪽|분류|처리|통과|이름|제출|접수|표명|전[했하달])"
)
"""What a noun needs behind it to be stated: 불참을 결정했다, 우선협상대상자로 선정하고."""
OWN_NOUN: Final = re.compile(
    rf"^\s?(?:의\s)?(?:의사|의향|뜻|입장|방침|계획|결정|의향서|서류|서를|원서|제안서|확약서|절차|쪽|의지|결론|소식|사실|대열|행렬|신청서|예정|단계)"
    rf"(?:를|을|은|도|로|으로|이라고|임을|에|이며|이고|이다|이라는|인|의|이)?{_CLOSED}[\s,.]"
)
"""Nouns that a team's own stance is put in: 참여 의사를 밝혔다."""
COPULA: Final = re.compile(
    rf"^(?:\s?(?:중|상태|예정|단계))*(?:이|임|인|입|일|라|다|이라|했|였|에\s있|에\s들|이었|\s?중)?{_CLOSED}"
    r"(?:$|[.,!]|이?라?고\s|이?라며|이?라는|이?[고며]\s|다고|다는|다며|다\.|다$|인\s|이나\s|이니\s|이어서\s|이므로\s|이지만|인\s?것|이라\s|입니다|은\s?아니|며\s|고\s|지만|으나\s|이던\s|에\s(?:있|들어)|\s?중)"
)
DENIED: Final = re.compile(
    rf"^{_PARTICLES}\s?(?:결국|끝내|최종|사실상)?\s?(?:무산|좌절|백지화|불발|물\s?건너|없던\s일|결렬)"
)
NOT_SO: Final = re.compile(
    rf"^{_WORD}\s?(?:적이\s없|적\s없|적도\s없|것은\s아니|것이\s아니|바\s없|게\s아니|건\s아니|단계는\s?아니|지\s?않[았은]았)"
)
_AS: Final = re.compile(r"^(?:으로|로)(?:만|서만|서)?\s")
"""준회원으로 이름을 올린다."""
PAST: Final = re.compile(r"까지만\s?해도|한때|애초에?는|당초에?는")
FORECAST: Final = re.compile(r"[할될갈릴올설을일]\s?것(?:이다|입니다)|듯\s?(?:하|싶)|모양새")
SUPPOSED: Final = re.compile(r"(?:하|되|이|라|다|가|오|나|지|서|으|니|아|치|리|주|내|떨어지|들어오)면(?=[\s,])")
"""A condition that stands before the verb: 협상이 결렬되면 DL버스가 …."""
_CAME_TO_NOTHING: Final = re.compile(r"^\S*(?:으나|지만|는데)\s(?:\S+\s)?(?:결렬|무산|불발|백지화)")
_INTERRUPTED: Final = re.compile(r"^[^\s\"]{0,2}[하되]?다가?\s(?![고며])")
"""막판까지 저울질하다 …: what gave way to something else."""
CONTENT: Final = re.compile(
    r"^(?:편|뜻|입장|방침|계획|의사|의향|생각|결정|것|걸|바\s?있|바\s있|상태|예정|단계|셈|모양|중|공문|공시|쪽|사실|의견|데\s?이어|뒤|다음|후|이후|만큼|가운데|데다|채|결론|각오|의지|태도|답변|메시지|취지|내용|점|심산|판단|곳이)"
)
"""Nouns that take up what was said before them: 참여하지 않겠다는 입장이다."""


def is_adnominal(word: str) -> bool:
    """True if a verb's form describes the noun behind it: 탈락한, 선정된, 검토하는, 나갔던."""
    if not word or not "가" <= word[-1] <= "힣":
        return False
    final = (ord(word[-1]) - 0xAC00) % 28
    return word[-1] not in "을를만면" and final in (4, 8)  # ㄴ, ㄹ


def word_end(text: str, at: int) -> int:
    """Where the word ends that holds the character before `at`."""
    while at < len(text) and not text[at].isspace():
        at += 1
    return at


def predicate(text: str, cue: Cue, kind: Kind) -> Predicate | None:
    """How a stance word of a Korean sentence is used; None where it states nothing."""
    behind = text[cue.end : cue.end + 60]
    is_verbal = not cue.is_noun or _has_verb(text, cue)
    if not is_verbal:
        return _of_noun(text, cue, behind, kind)
    return _of_verb(text, cue, cue.end, kind)


def _has_verb(text: str, cue: Cue) -> bool:
    """True if a noun was found together with its 하다 or 되다: 참여한다, 선정됐다."""
    return re.search(r"[하한할함합해했됐된될되돼됨않못안]|없|[했겠]", text[cue.start + 2 : cue.end]) is not None


def _of_noun(text: str, cue: Cue, behind: str, kind: Kind) -> Predicate | None:
    if DENIED.match(behind):
        return Predicate(Cue(cue.start, cue.end, cue.codes, True, is_denied=True), Mode.STATED, word_end(text, cue.end))
    own = OWN_NOUN.match(behind)
    if own:
        end = cue.end + own.end() - 1
        if own.group().rstrip(" ,.\"'")[-1] in "를을은도로의이에":  # 불참 의사를 전한: its verb comes next
            end = word_end(text, end + 1) if text[end : end + 1] == " " else end
        return _of_verb(text, cue, end, kind, noun=True)
    if kind is Kind.POSITION and (_AS.match(behind) or _AS.match(text[cue.end - 1 : cue.end + 3])):
        return _of_verb(text, cue, word_end(text, cue.end), kind, noun=True)
    asserting = ASSERTING.match(behind)
    if asserting:
        return _of_verb(text, cue, cue.end + asserting.end(), kind, noun=True)
    into = INTO.match(behind) if kind is Kind.RESULT else None
    if into is not None:
        end = cue.end + into.end()
        return _of_verb(text, replace(cue, start=end - 1, end=end), end, kind, noun=True)
    if COPULA.match(behind):
        return _of_verb(text, cue, cue.end + len(behind.split(" ")[0] if behind[:1] != " " else ""), kind, noun=True)
    return None


def _of_verb(text: str, cue: Cue, end: int, kind: Kind, *, noun: bool = False) -> Predicate | None:
    """A stance that a verb tells, by the form of that verb and what stands behind it."""
    form_start = max(cue.start, end - 1)
    form = text[form_start : form_start + 60]
    is_condition = re.search(r"조건|전제|only if|condition", text[cue.start : cue.end]) is not None
    patterns = (POSSIBLE, NOT_SO) if is_condition else (CONDITION, POSSIBLE, NOT_SO)
    if any(pattern.match(form) for pattern in patterns) or (not noun and WISHED.match(form)):
        return None
    if _INTERRUPTED.match(form) or _CAME_TO_NOTHING.match(form):
        return None
    if kind is Kind.RESULT and FUTURE.match(form):
        return None
    done = word_end(text, end)
    if kind is Kind.POSITION and not noun and text[cue.start : done].rstrip("\"'”’,.")[-1:] in "을를":
        return None
    word = text[cue.start : done].rstrip("\"'”’,.")
    rest = text[done:].lstrip(" ,\"'”’")
    if done < len(text) and is_adnominal(word) and text[done - 1] not in ".,\"'”’":
        if CONTENT.match(rest):
            return None if POSSIBLE.match(text[form_start : form_start + 60]) else Predicate(cue, Mode.STATED, done)
        return Predicate(cue, Mode.RELATIVE, done)
    return Predicate(cue, Mode.STATED, done)


REPORTED: Final = re.compile(
    r"(?:전해|알려|파악|확인|관측|추정|감지|포착|회자)(?:졌|진|지고|됐|된|되고)|전언|소식통|후문|것으로\s(?:전해|알려|파악)"
)
"""What is said of a statement that nobody stands for."""
SPEECH: Final = re.compile(
    r"밝[혔힌혀히]|말[했한하]|전했|전한|설명[했한하]|답[했한변]|강조|덧붙|선언|공식화|발표[했한하]|알[렸린]|선을\s?그|못\s?박|잘라|입장[이을은도을]|입장\."
    r"|입장|방침|통보|표명|주장|반박|반발|일축|부인|고\s?했다|고\s?한다|시사|내비|귀띔|털어놨|언급|공지|공시|약속|토로|다짐|확언|[\"”]고|라고\s|보고[했한]|고했다|의지를"
)
GIVEN_OUT: Final = re.compile(
    r"업계에\s?따르면|관계자에\s?따르면|소식통에\s?따르면|관계자들에\s?따르면|취재를\s?종합|보도에\s?따르면|매체에\s?따르면"
)
QUOTATIVE: Final = re.compile(r"(?:[다라자]|는다|ㄴ다)(?:고|며|면서)[\s,]")

ON_TOPIC: Final = frozenset(
    [
        "사업",
        "공모",
        "프로젝트",
        "평가",
        "심사",
        "단계",
        "선발",
        "경쟁",
        "입찰",
        "라운드",
        "동맹",
        "정예팀",
        "프로그램",
        "결과",
        "컨소시엄",
        "공동수급",
        "부문",
        "여부",
        "방안",
        "것",
        "참여",
        "불참",
        "참가",
        "가입",
        "합류",
        "출전",
        "도전",
        "재도전",
        "응찰",
        "신청",
        "조건",
        "자격",
        "관문",
        "예선",
        "본선",
        "결선",
        "회의",
        "이사회",
        "의사",
        "뜻",
        "방침",
        "입장",
        "물량",
        "지원서",
        "신청서",
        "제안서",
        "서류",
        "제안",
        "재공모",
        "공모전",
        "최우수팀",
        "팀",
        "후보",
        "대상자",
        "협상",
        "지위",
        "관련",
        "요청",
        "문턱",
        "경선",
        "투표",
        "파업",
        "조약",
        "표준",
        "추가",
        "공모에",
    ]
)
"""What the object of a stance word may be and leave the sentence about the programme."""
OFF_TOPIC: Final = re.compile(
    r"(?:매각|인수|합병|특허|상장|소송|채용|투자|증설|출시|노선|주주|배당|법안|국회|해외시장|코스닥|증시|주가|이전|개발|계약|허가증|인력|조직|공장|매출|항소|이의|면허|구조조정|분사|유상증자)$"
)
EVENT: Final = re.compile(
    r"(?P<noun>사업자|사업|공모전|공모|프로젝트|입찰|과제|프로그램|대회|동맹|어워드|혁신상|리그|바우처|컨퍼런스|박람회|펀드)(?=[에의을를도은는이가으로\s'’]|$)(?!\s?참)"
)
_GENERIC: Final = re.compile(
    r"(?:이번|이|해당|본|동|정부|국책|같은|재|추가|최종|신규|전체|통합|국가|대형|초기|첫|올해|지난해|지난|작년|당초|당시|현재|\d+차|\d+단계|\d+개|상반기|하반기|관련|공공|위해|통해|앞서|다시|각각|막판까지|막판에|또|한|이미"
    r"|끝내|결국|아직|[가-힣]*(?:에|에서|은|는|이|가|을|를|의|로|고|며|도|와|과|된|한|할|던|지만|나|서|뒤|후|까지|부터|면서|당시))$"
)
OTHER: Final = re.compile(r"^(?:다른|타|옆|별도의?|해외|미국|일본|유럽|중국|또\s다른)$")


_PLACE_BEFORE: Final = re.compile(r"([가-힣]{2,}[시군구도])의\s?$")
"""Whose the programme is that is named behind it: 아라시의 도서관 위탁 is not ours, where ours is 누리시's."""


def is_opinion(text: str, cue: Cue) -> bool:
    """True if a verb of thinking says what ought to be (선정돼야 한다고 생각한다), and nothing of its own subject."""
    return text.startswith("생각", cue.start) and re.search(r"[다라]고\s?$", text[: cue.start]) is not None


def is_elsewhere(
    text: str, start: int, end: int, generic: frozenset[str], spans: Sequence[tuple[int, int]]
) -> bool | None:
    """True if a clause is about another programme than ours (AI 바우처 사업에 신청했다), None if it may be.

    `generic` are the words of the programme's own names, and `spans` the places where it is named.
    """
    named = [span for span in spans if start <= span[0] < end]
    if named:
        place = _PLACE_BEFORE.search(text[start : named[0][0]])
        return place is not None and place.group(1).lower() not in generic
    for match in EVENT.finditer(text, start, end):
        before = text[start : match.start()]
        stuck = re.search(r"[^\s'‘“\"]+$", before)
        words = before[: stuck.start() if stuck else len(before)].rstrip(" '‘“\"’”").split(" ")
        words = [*words, stuck.group()] if stuck else words
        for word in reversed(words[-4:]):
            bare = word.strip("'‘’“”\"")
            if OTHER.match(bare):
                return True
            if not bare or "\ue000" in bare or bare.lower() in generic or re.fullmatch(r"\d+\S*", bare):
                continue
            if bare.endswith("의") and bare[:-1] not in generic and not _GENERIC.fullmatch(bare[:-1]):
                return None
            if _GENERIC.search(bare):
                break
            return True
    return False


_ARGUMENT: Final = re.compile(
    r"(\S+?)(을|를|에|에서)\s(?:\S+지\s|(?:\S+(?:적으로|히|게)|다시|이미|함께|최종|공동으로|단독으로|각각)\s)?$"
)
_COMPOUND: Final = re.compile(r"((?:[가-힣A-Za-z]+\s){1,3})$")
_ENTERING: Final = re.compile(r"들어[가간갔]|나[서선섰]|뛰어|돌입")


def has_other_object(text: str, cue: Cue, start: int, spans: Sequence[tuple[int, int]] = ()) -> bool | None:
    """True if what is done is done to something else (특허를 신청), None if it may be, False if nothing says so."""
    before = _ARGUMENT.search(text[start : cue.start])
    if before is None:
        compound = _COMPOUND.search(text[start : cue.start]) if cue.is_noun else None
        if compound is None or any(start + compound.start() < span[1] and span[0] < cue.start for span in spans):
            return False
        return any(OFF_TOPIC.search(word) for word in compound.group(1).split())
    if any(start + before.start() < span[1] and span[0] < cue.start for span in spans):
        return False
    noun = before.group(1).strip("'‘’“”\"")
    if OFF_TOPIC.search(noun) or (noun == "시장" and before.group(2) in ("에", "에서")):
        return True
    if any(noun.endswith(each) for each in ON_TOPIC) or "\ue000" in noun or "\ue002" in noun:
        return False
    is_object = before.group(2) in "을를" or (before.group(2) == "에" and _ENTERING.search(text[cue.start : cue.end]))
    return None if is_object else False
