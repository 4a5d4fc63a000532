"""Cues: the turns of phrase that show what a question wants beside the names and stances in it."""

import re
from typing import Final

from knowledge.questions.hearing import DATE, PROGRAMME, STRANGER, TEAM

SAID: Final = "\ue004"
"""Stands for a stance word that was understood."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_HEADS: Final = (
    r"(?:팀|곳|회사|기업|업체|컨소시엄|컨소|명단|목록|리스트|사업자|기관|참가자|후보|스타트업|대기업|애들?)(?:들)?"
)
_MEMBERS: Final = (
    r"(?<![가-힣])(?:나라|국가|회원국|당사국|대학|학교|연구소|도시|지자체|단체|구단|정당|은행|선수)(?:들)?"
)
"""What the teams of other programmes are; names end with these words too (신한은행)."""
_TOPIC: Final = r"(?:은|는|이|가|도|요|이요|은요|는요|측은?|쪽은?|님은?|한테는|에서는)"
_CHANGED: Final = r"(?:바[꾸꿨뀌뀐꿔꾼꼈꿈뀜](?!지\s?(?:말|않고|마))|달라|변[하했한해]|뒤집)(?!\S*\s*가능성)"
_BETWEEN: Final = r"[^.?!\n]{0,14}?"

WHO: Final = _any(
    r"누가|누구|누군|뉘|어디|어딘|어느|어떤\s?데|무슨\s?(?:팀|회사|기업)|몇|아무도|아무\s?데도",
    rf"(?<!주식)(?<!유한){_HEADS}(?=$|[^가-힣]|[은는이가도을를만의별요중수과와랑]|하고|이랑|들|인가|인지|있|없|알려|보여|말해|뭐|어|누|정리|총|다|좀|아시|아세|알)",
    rf"{_MEMBERS}(?=$|[^가-힣]|[은는이가도을를만의별중와랑]|들|있|없)",
    rf"(?:(?<=[가-힣])\s|{SAID}\s?)데(?:들|는|가|은|도)?(?=$|[^가-힣]|\s?(?:있|없|알|보|어|다))",
    rf"{SAID}\s?[국자사처](?:들)?(?=$|[^가-힣]|[은는이가을를도만의])|(?:또|더)\s?(?:{SAID}\S{{0,3}}\s?)?(?:있|없)|다른\s?(?:데|곳)",
    r"[한은된진힌간]데(?:는|가|들)?\s*(?:[?？]|$|있|없|어디|몇|알려|다\s)|는데(?:는|가|들)?\s*(?:있|없|어디|몇|알려|다\s)",
    r"\bwho(?:'s|s|m|se)?(?![a-z])|놈들|녀석들|\bwhich\b|\bhow\s?many\b|\bany(?:one|body)\b|\bnobody\b|\bno\s?one\b|\beveryone\s+(?:who|that)\b",
    r"\bteams?\b|\bcompan(?:y|ies)\b|\bfirms?\b|\bstart-?ups?\b|\bones\b|\bapplicants?\b|\bcontestants?\b|\bconsorti(?:a|um|ums)\b",
    r"\bcountr(?:y|ies)\b|\bnations?\b|\bstates\b|\buniversit(?:y|ies)\b|\bschools?\b|\binstitut(?:es?|ions?)\b|\bcities\b",
    r"\bbidders?\b|\bmembers\b|\bparties\b|\bentrants?\b|\bcontenders?\b|\bsignator(?:y|ies)\b|\borgani[sz]ations?\b|\bclubs\b",
    rf"\blist\b|\bnames\b|\bany\s+{SAID}",
)
"""Asks for teams: an interrogative, a count, or a noun for teams that a stance stands before."""

CONSORTIUM: Final = _any(r"\s*(?:컨소시엄|컨소)(?![가-힣]*들)|\s+consortium\b")
"""Behind an unknown word it is a part of somebody's name: 연세대 컨소시엄."""
ALL: Final = _any(
    r"(?:^|\s)(?:다|전부|모두|다들|전원|싹\s?다|죄다|전체가?)(?=\s|$)|\ball\b|\beveryone\b|\beverybody\b",
)
_BUT: Final = r"말고|빼고|빼면|빼놓고|제외|외에|이외|외\s|만\s?말고"
_EXCEPT: Final = r"other than|besides|except(?: for)?|apart from|aside from"
BESIDES: Final = _any(
    rf"{TEAM}\S{{0,3}}\s*(?:{_BUT}|처럼)",
    rf"(?:{_EXCEPT}|like)\s+(?:[\w\s,]*?){TEAM}",
    rf"\b(?:every(?:one|body|thing)|all|any(?:one|body)|no\s?one|nobody|who)\s+but\s+{TEAM}",
)
"""The teams named are those that are left out."""

_ASIDE: Final = r"(?:말고|빼고|제외하고|아니고|됐고|놔두고|냅두고|제쳐\s?두고|(?:그렇다\s?)?치고)"
OTHERS: Final = _any(rf"{TEAM}\S{{0,3}}\s*(?:{_BUT})", rf"(?:{_EXCEPT})\s+{TEAM}")
"""Asks for all but the teams named: 카카오 말고 다른 팀은?"""
INSTEAD: Final = _any(
    rf"(?:{TEAM}\s?(?:,|·|/|&|이?랑|와|과|하고|및)?\s?){{0,8}}{TEAM}\S{{0,3}}\s*{_ASIDE}[^{TEAM}{STRANGER}]{{0,12}}[{TEAM}{STRANGER}]",
    rf"^\W*(?:no,?\s*)?not\s+{TEAM}\s*,?\s*(?:but\s+)?{TEAM}",
    rf"\b(?:forget|never\s?mind|enough (?:of|about)|instead of|rather than)\s+{TEAM}"
    rf"[^{TEAM}{STRANGER}]{{0,20}}[{TEAM}{STRANGER}]",
)
"""The teams named first are put aside for those behind: 카카오 말고 KT는?"""

SUPPOSED: Final = _any(
    rf"(?:(?:만약|만일|혹시)[^.?!\n{TEAM}]{{0,6}})?{TEAM}[^.?!,\n]{{1,24}}?(?<![려으])(?<!싶으)(?<!보)(?<!다)면\s*,?(?=\s*(?:그럼|그땐)?\s?(?:누[가구]|어[디느떤]|몇|또))",
    rf"\bif\s+{TEAM}[^.?!,\n]{{1,40}},(?=\s*(?:then\s+)?(?:who|which|how many)\b)",
    rf"(?<=\s)if\s+{TEAM}[^.?!,\n]{{1,40}}[?.!]*$",
)
"""A clause that only supposes something of a team, where others are asked for: 카카오가 안 나오면 누가 나와?"""

REFERS_BACK: Final = _any(r"그렇게|그런|그걸|그게", r"\b(?:it|so|that|this|they|them|its|their)\b")
"""Speaks of what was said before it in the same text."""

HISTORY: Final = _any(
    r"타임\s?라인|히스토리|연대기|연표|이력|변천|변화|변동|변경|번복|추이|일지|연혁|순서대로|시간\s?순|오락가락|갈팡질팡|왔다\s?갔다|날짜\s?순|날짜별",
    rf"(?:입장|마음|말|태도|생각|노선|의견|스탠스|방침|결정)(?:을|를|이|가|은|는|도)?\s*{_BETWEEN}{_CHANGED}",
    r"(?<![가-힣])(?:안\s?)?바[뀌뀐꼈뀜](?!어야)|바꾼\s?(?:적|거|게|건)|달라진\s?(?:거|게|것|점)",
    r"(?:이전|예전|과거|종전|지난|그간)(?:에|엔|에는|의)?\s*(?:입장|발언|말|뭐|기록|행보|행적|경위|경과)|경과(?!하)|경위|(?:전|예전|이전|과거)에는?\s*(?:뭐|무슨|어떤)",
    r"그동안\s*(?:뭐|무슨|어떤|한|했|발언|말|나온|쭉|있었)|여태\s*(?:뭐|무슨)",
    r"지금까지\s*(?:한\s*(?:말|발언)|뭐라|나온\s*(?:말|발언)|발언)",
    r"(?:발언|말|입장)\s*(?:기록|모음|내역|모아|흐름|경과)|(?:처음|원래)(?:부터|에는?|엔)\s*(?:뭐|무슨|지금|어떤|말)",
    r"(?:발언|말|멘트|코멘트|기록)(?:들)?(?:을|를|은|만)?\s*(?:전부|모두|다|싹|쭉|죄다|몽땅|전체)(?=\s|$)",
    r"\btime\s?line\b|\bhistory\b|\bchronolog|\bevol|\bover\s+time\b|\b(?:has|have|had|did|how)\b.*\bchang",
    r"(?<!\bwere to )(?<!\bwould )\bchang(?:e|ed|es|ing)\b|\bflip|\bu-turn\b|\breversed?\b|\btrack record\b",
    r"\b(?:past|previous|earlier|former)\s+(?:stances?|positions?|statements?|remarks?)\b",
    r"\b(?:everything|all)\b.{0,24}\bsaid\b|\ball\s+(?:the\s+|of\s+|its\s+|their\s+)*(?:statements|remarks|quotes|comments)\b",
    r"\bpreviously\b|\bstep by step\b|\bwalk me through\b|\bin order\b",
)
"""Asks how a stance came about, or what was said before."""

OVERVIEW: Final = _any(
    rf"{PROGRAMME}|현황|상황|정리|요약|브리핑|한눈|전체|전반|종합|판세|구도|돌아가|돌아감|진행|어떻게\s?(?:되|돼|됐|굴러|흘러|하|한|했|할|함|해)|어케",
    r"어찌|우찌|어때|어떰|어떤지|다들|모두|모든|각\s?(?:팀|사|회사|기업)|(?:팀|기업|회사|업체)별|입장|소식|근황|결과|발표|업데이트",
    r"최신|새로운|결론|누가\s?뭐[라래]|뉴스|동향|여부|보드|스코어|라인업|표로|나머지|큰\s?그림",
    r"\boverview\b|\bsummar|\bstatus\b|\bboard\b|\bdashboard\b|\bupdates?\b|\bthe latest\b|\bwhat'?s new\b|\bnews\b",
    r"\bstand(?:s|ing|ings)?\b|\bstances?\b|\bpositions?\b|\beveryone\b|\beverybody\b|\ball (?:the )?teams\b",
    r"\bsituation\b|\brecap\b|\bstate of\b|\boverall\b|\beach\b|\bcurrent state\b|\bbig picture\b",
    r"\bhow (?:are|is) (?:things|it)\b|\bwhere (?:are|do) (?:things|we|they)\b",
    r"\btl;?dr\b|\bbriefing\b|\bso far\b|\bgoing on\b|\bbreakdown\b|\brundown\b|\bscore",
    r"\bpicture\b|\b(?:catch|fill|bring) me (?:up|in)\b|\b(?:did|have|what) i miss|\bup to (?:speed|date)\b",
    r"\bdevelopments?\b|\beverything\b|\bhow(?:'s| is| are)\b.{0,30}\b(?:looking|shaping)\b|\bthe race\b",
)
"""Asks for the whole programme, once nothing narrower was asked."""

TEAMS: Final = _any(
    r"(?:팀|회사|기업|업체|사업자|참가자|후보|스타트업)(?:들|\s?(?:전부|모두|다\s|목록|명단|리스트|누구|이름))|목록|명단|리스트",
    r"(?:어떤|어느|무슨|모든|전체|참가|나머지|다른|무슨)\s?(?:팀|회사|기업|업체|곳|데|나라|국가|대학|기관)|몇\s?(?:팀|개\s?(?:팀|사)|곳|군데)",
    r"\bteams\b|\bcompanies\b|\blist\b|\bthe others\b|\bthe rest\b",
)
"""Speaks of the teams as such."""

NOT_THOSE: Final = _any(
    rf"{SAID}\s?[은는이가]?\s*(?:아닌|아니었던|아니라는)\s*(?:팀|곳|데|회사|기업|업체|나라|국가|대학|기관)",
    r"\bneither\b",
)
"""Asks for those who do not hold a stance: 불참 아닌 팀, who is neither in nor out."""
OF_ALL: Final = _any(
    r"(?:전체|모든|전|각)\s?(?:팀|회사|기업|업체|참가\S{0,2})|전반|한눈",
    rf"{PROGRAMME}\S{{0,2}}\s*(?:전체|전반|현황|상황|판세|정리|요약)|{PROGRAMME}.{{0,8}}돌아가",
    r"\b(?:all|every|each|whole|entire|per)\b.{0,20}\b(?:teams?|compan(?:y|ies)|firms?|contest|program(?:me)?|project)\b",
    r"\b(?:all|every|each)\b.{0,20}\b(?:participants?|contestants?|applicants?|entrants?)\b|\bstate of play\b",
    rf"\boverview\b|\boverall\b|\bscoreboard\b|\b(?:sum|summary|recap|rundown|state)\b.{{0,16}}{PROGRAMME}",
)
"""Asks of all teams, or of the programme as a whole, beyond doubt."""

ASKED_ABOUT: Final = _any(
    rf"{TEAM}\s*{_TOPIC}\s*[?？]*\s*$|(?:혹시|그럼|그러면|그런데|근데|아니|그리고|또)\s+{TEAM}\s*[?？]*\s*$|{TEAM}\s*(?:은|는|이|가|도)\s+(?:왜|뭐|어|진짜|혹시|요즘|아직)",
    rf"\b(?:is|are|was|did|does|do|has|have|will|about|and|where(?:'s| is| does))\s+(?:the\s+)?{TEAM}",
    r"나[오와온갔간]|들어[오와갔가]|하[나냐는]|한대|뭐래|있어",
)
"""The one word that nothing explains, marked as a team, is asked about as a team would be."""

SUBJECT: Final = _any(
    rf"\b(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|about|if|whether)\s+{TEAM}",
    rf"\b(?:isn['’]?t|didn['’]?t|hasn['’]?t|won['’]?t|doesn['’]?t|how['’]?s|where['’]?s|what['’]?s)\s+{TEAM}",
)
"""An English word that nothing explains, marked as a team, stands where the subject of a question does."""
PLACE: Final = _any(
    rf"^\W*(?:(?:so|and|ok|okay|hey|hi|well|but|or|then|also|no|yes)\W+)*{TEAM}",
    rf"\b(?:on|of|for|from|by|with|vs|than|that|heard|hear|think)\s+{TEAM}|(?<!\bthe )(?<!\ba ){TEAM}\W*$",
    rf"{TEAM}(?:['’]?s)?\s+(?:{SAID}|in\b|out\b)",
    rf"{TEAM}(?:['’]?s)?\s+(?:current |latest |official )?(?:stance|position|status|news|updates?)\b",
    rf"{TEAM}(?:['’]?s)?\s+(?:current |latest |official )?(?:plans?|decision|answer|statement|take|view)\b",
    rf"{TEAM}(?:{_TOPIC}|의|랑|하고|에서|측|쪽)",
    rf"{TEAM}\s*(?:입장|소식|근황|결과|상태|뉴스|반응|발표|계획|참여|참가|신청)",
)
"""Such a word stands where else a name does: in front, at the end, or beside what is asked of teams."""
CALLED: Final = _any(
    rf"{TEAM}(?:이?라는|이?라고\s?(?:하는|하던|부르는)|이?란)\s*(?:데|곳|팀|회사|기업|업체|스타트업|벤처|연구소|컨소|학교|대학)",
    rf"\b(?:company|start-?up|firm|team|outfit|lab|place|university)\s+(?:called|named)\s+{TEAM}",
)
"""Somebody is introduced by name: a start-up called so."""

_AND: Final = r"(?:\s*(?:\bor\b|\bvs\b|&|·|/|이?랑|와|과|하고|및)\s*|\s{4,})"
"""What joins two names; `and` was blanked as a word that frames a question."""
TOGETHER: Final = _any(rf"{TEAM}{_AND}{STRANGER}|{STRANGER}{_AND}{TEAM}")
"""Somebody is asked about together with a team: Norway and Japan."""

SOURCE: Final = _any(
    r"출처|근거|소스|기사|링크|원문|증거|팩트|뉴스|보도",
    r"\bsources?\b|\blinks?\b|\barticles?\b|\bcitations?\b|\bevidence\b|\bproof\b|\breference\b",
    r"\bwhere (?:did|do|does|was|is) (?:you|u|it|this|that|they)\b.{0,30}\b(?:get|got|heard?|read|come|from|said)\b",
)
OPEN_QUESTION: Final = _any(
    r"왜|이유|사유|배경|언제|어디서|누가|누구|무슨|뭐|뭘|무엇|어떻게|어케|어때|어떤|얼마|몇|차이|비교",
    r"\bwhy\b|\bwhen\b|\bwhere\b|\bwho\b|\bwhat\b|\bhow\b|\bwhich\b|\bcompare\b|\breason",
)
"""A question that no yes or no answers."""
WHETHER: Final = _any(r"여부|(?:할지|한지|갈지|나갈지|올지)|가능성|확률|\bwhether\b|\bchance|\blikely\b")
"""Asks which way it is without taking one of them for granted."""

OF_NOW: Final = _any(
    r"지금|현재|아직|여전히|이제|(?:이야|야|인가|인가요|이에요|예요|입니까|임|인지|이지|이냐|맞[아나지]\S{0,2}|[하한]대|하나요?|해요?|가요?)\s*[?？.!]*\s*$",
    r"\b(?:is|are|isn['’]?t|aren['’]?t|still|now|currently|does|do)\b",
)
"""Asks about this moment."""
OF_THEN: Final = _any(
    r"[었았했였됐왔났꿨섰졌]|처음|원래|예전|이전|전에|한때|과거|당시|적\s?(?:이|은)?\s?있",
    r"\b(?:did|didn['’]?t|has|hasn['’]?t|have|haven['’]?t|had|was|were)\b",
    r"\b(?:ever|once|used to|before|previously|initially|originally|first)\b",
)
"""May ask about then."""
CONFIRMED: Final = _any(
    r"직접|본인이|스스로|공식|확정|확인\s?(?:됐|된|했|한|되)|소문|루머|진짜로?\s?(?:발표|말)",
    r"\b(?:itself|themselves|himself|herself)\b|\bconfirm(?:ed|s)?\b|\bofficial(?:ly)?\b|\brumou?rs?\b",
)
"""Asks whether a team said so itself, which a report of others does not answer."""
OF_ALL_TIME: Final = _any(r"한\s?번도|적\s?(?:이|은|도)?\s?없|여태|\bnever\b|\bever\b")
"""Asks about all time: what holds now does not answer it."""
QUALIFIED: Final = _any(
    r"(?:제일|가장|맨)\s?(?:먼저|처음|늦|나중|마지막)|처음으로|최초|유일|혼자|만\s?(?:안|빠|남|나|참|불|탈|떨)|(?:보다|전에|후에|때문에|처럼)",
    r"\b(?:the )?(?:first|last|only)(?: one| team)?(?: to)?\b|\balone\b|\b(?:before|after|because of|thanks to|like)\b",
)
"""Asks whether a stance was taken first, alone, or because of another one: the record of it is no yes to that."""

PERIOD: Final = _any(
    r"(?:\d월|이번\s?달|지난\s?달|저번\s?달|지난\s?주|저번\s?주|이번\s?주|작년|지난해|올해)에",
    r"\bin (?:early |late |mid-?)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    r"\b(?:last|this) (?:week|month|year)\b",
)
"""Asks whether something happened within a time, which is more than how things stood at its end."""
SINCE: Final = _any(
    rf"{DATE}\s*(?:일|자)?\s*(?:이후|이래|부터|다음(?!\s*주)|뒤(?!집)|후(?!보|속))|(?:since|after|from|following)\s+(?:the\s+)?{DATE}",
)
BEFORE: Final = _any(
    rf"{DATE}\s*(?:일|자)?\s*(?:이전|전|직전)(?!\s*달|체|부|원|반|국|망|일|날)",
    rf"(?:before|prior to|until)\s+(?:the\s+)?{DATE}",
)
PLAINLY: Final = _any(
    rf"{PROGRAMME}|현황|상황|정리|요약|브리핑|판세|타임라인|입장|소식|(?:팀|회사|기업)(?:들|별)",
    r"\bstatus\b|\boverview\b|\bsummar|\bupdate|\btime\s?line\b|\bteams\b|\bstand|\bpositions?\b|\brecap\b",
    r"한눈|다들|어떻게\s?(?:되|돼|됐|한|했)|\bpicture\b|\bstate of\b|\bgoing on with\b|\bnews\b|\btl;?dr\b",
    r"\bthe latest\b|\bwhat'?s new\b|\bboard\b|\bbreakdown\b|\brundown\b|\boverall\b",
)
"""Speaks of the record beyond doubt, whatever small talk stands beside it."""
REQUEST: Final = _any(
    r"[?？]|알려|보여|말해|문의|[해좀]\s?[줘주]|주세|주실|주시|부탁|궁금|어때|어떻게|어찌|어케|뭐|[나까]요",
    r"\b(?:please|pls|plz|show|give|tell|send|can|could|what|how|where|need|want)\b",
)
FILLER: Final = _any(
    r"[\s?!.,~…·:;'\"“”‘’()\[\]{}<>|/\-+*#_=^ㅋㅎㅠㅜㅇㄷ]|좀|제발|알려\S*|보여\S*|말해\S*|줘\S*|주세요|주실\S*|부탁\S*|요약|정리\S*",
    r"현황|상황|명단|목록|리스트|다시|지금|현재|까지|\bplease\b|\bpls\b|\bshow\b|\bme\b|\blist\b|\bthe\b|\bstatus\b",
    r"(?:은|는|이|가|도|을|를|만|요|이요|인가요|입니까|이에요|예요|중|인|한|된|임|함)(?=[\s?!.]|$)",
    rf"{DATE}|{PROGRAMME}|\d+\s?(?:사|팀|개|곳|군데)|\bas of\b|\bon\b|\bby\b|\buntil\b|기준(?:으로)?|당시|시점",
    r"\bvs\b|\bversus\b|\band\b|\bor\b|\bthen\b|\bnow\b|(?:이?랑|하고|와|과|대)(?=\s)|그리고|또는|혹은|및|따로|각각|구분\S*|나눠\S*|팀들?",
)
"""What may stand around a stance word that is a question by itself: 불참?, 불참 현황 좀 알려줘."""
