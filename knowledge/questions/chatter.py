"""Small talk, and questions about the bot itself, in both languages."""

import re
from typing import Final

from knowledge.text.lexicon import words
from knowledge.text.particles import PARTICLES

_COURTESY: Final = (
    r"안녕|안뇽|반가[워웠우]|반갑|(?<![가-힣])(?:하이)+(?![가-힣])|방가|하잉|하이루|할[로룽루]|헬로|ㅎㅇ|ㅂㅇ|ㄱㅅ|ㄳ|ㅇㅋ|고마[워우운웠웡]|고맙|감사(?!원)|땡큐|땡스",
    r"수고|고생|미안|죄송|사랑[해하한스]|좋은\s?(?:아침|하루|밤)|굿모닝|굿밤|잘\s?자(?![가-힣])|바이바이|오케이|오키|알겠|알았[어습]",
    r"그렇구나|그렇군|나이스",
)
_KOREAN: Final = (
    *_COURTESY,
    r"(?<![가-힣])[하호헤히크푸캬흐]{2,}(?![가-힣])",
    # The day's talk
    r"날씨|기온|미세먼지|우산|(?<![가-힣])(?:점심|저녁|아침|밥)|배고|배불|커피|치킨|라면(?![가-힣])|맛집|먹[지을고었는자어니냐]|마시|졸려",
    r"졸리|피곤|심심|외로|우울|슬[프퍼]|짜증|화나|힘들|행복|재[밌미]있?|웃[겨긴기]|농담|노래|드라마|코인|로또|환율|부동산|월급|대출|알바",
    r"숙제|공부|여행|휴가|주말에|뭐\s?하[지고니냐]|놀[자래아]|몇\s?시|무슨\s?요일|며칠이|생일|몇\s?살|바보|멍청|똑똑|귀엽|예쁘|이쁘",
    r"착하|천재|아하|(?<![가-힣])헐|와우|우와|젠장|시발|씨발|ㅅㅂ|꺼져|닥쳐|병신|번역|(?<![가-힣])테스트(?![가-힣])",
    # The bot
    r"누구(?:야|세요|니|냐|임|신)\s*[?!]*$|이름이\s?[뭐머]|도움말|도와|사용법|사용\s?(?:방법|설명)|명령|어떻게\s?(?:써|쓰|사용|이용|물어|질문)|기능이|봇이|봇은",
    r"챗봇|지피티|(?:뭐|뭘|무엇을?)\s?(?:할\s?(?:수|줄)|알려\s?줄|물어)|(?<![가-힣])너(?:는|은|뭐|누|가|도|\s|\?|$)|(?<![가-힣])넌|네가",
    r"당신|(?:누가|언제)\s?만[든들]|프롬프트|(?<![가-힣])시스템\s?(?:프롬프트|메시지|지시|설정)|이전\s?지시|지시[를는]|관리자|무시하고|비밀번호|해킹해|데이터\s?어디|코드\s?(?:짜|작성)",
)
_ENGLISH_COURTESY: Final = (
    r"hi|hiya|hello|hey|yo|sup|howdy|greetings|good\s(?:morning|afternoon|evening|night|day|bot|job|work)|bye|goodbye|cya|see\syou",
    r"thanks?|thx|ty|cheers|sorry|welcome|nice|great|cool|awesome|amazing|lol|lmao|haha+|hehe+|wow|omg|okay|alright|love|no\sidea",
)
_ENGLISH: Final = (
    *_ENGLISH_COURTESY,
    r"z{2,}|never\s?mind|nvm",
    r"weather|joke|poem|song|movie|lunch|dinner|breakfast|hungry|coffee|bored|tired|sleep|birthday|how\sold|stupid|dumb|idiot|clever",
    r"cute|girlfriend|boyfriend|homework|translate|calculate|python|recipe|what\s(?:time|day)\sis|president|capital|bitcoin|crypto",
    r"how\sare\syou|who\sare\syou|what\sare\syou|your\sname|who\smade\syou|are\syou\s(?:a|an|real|human|ok|there|alive)|help",
    r"how\s(?:do|can|to|does)\s(?:i|you|we|it|this|one)\s?(?:use|ask|work|query)?\b|what\s(?:can|do|could)\s(?:you|i|this)",
    r"commands?|instructions?|manual|prompt|pretend|jailbreak|password|test(?:ing)?",
)
_CHAT: Final = {"ko": words("ko", "chat"), "en": words("en", "chat")}
_WORD: Final = re.compile(r"[가-힣]+|[a-z]+")
COURTESY: Final = re.compile(
    rf"(?:{'|'.join(_COURTESY)})[하합해드려십신세습니다까가요워용]*|\b(?:{'|'.join(_ENGLISH_COURTESY)})\b"
)
KOREAN: Final = re.compile("|".join(_KOREAN))
ENGLISH: Final = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b")


def is_chatter(text: str) -> bool:
    """Whether a folded text sounds like small talk, or like a question about the bot."""
    if KOREAN.search(text) or ENGLISH.search(text):
        return True
    return any(map(_is_everyday, _WORD.findall(text)))


def _is_everyday(word: str) -> bool:
    if word[0].isascii():
        return word in _CHAT["en"]
    nouns = _CHAT["ko"]
    return word in nouns or any(word[:at] in nouns and word[at:] in PARTICLES for at in range(1, len(word)))


def without_chatter(text: str) -> str:
    """The text, as long as before, with blanks for its small talk: what is left may still ask something."""
    return ENGLISH.sub(_blank, KOREAN.sub(_blank, text))


def without_courtesy(text: str) -> str:
    """The text, as long as before, with blanks for its greetings and thanks."""
    return COURTESY.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
