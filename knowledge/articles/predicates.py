"""What a stance word says where it stands: stated, part of a noun, supposed, wished, or of something else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from knowledge.model import Kind, Stance
from knowledge.questions.stance_words import StanceWords

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
