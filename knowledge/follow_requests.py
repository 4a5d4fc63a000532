"""Whether a sentence asks to be told when something changes, or to be told no more (pure)."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from knowledge.fields import Frozen, Identifier
from knowledge.question import Finding, Mention
from knowledge.text.tokens import tokenise

_TELL: Final = r"(?:알려|말해|말씀|연락|얘기|이야기|통보|귀띔|공유|메시지|문자|톡|알림|푸시|쏴|보내)"
_ADVERBS: Final = (
    r"(?:\s*(?:바로|즉시|꼭|좀|다시|저한테|나한테|저에게|나에게|제게|내게|우리한테|빨리|그때|여기로?|여기에))*"
)
_CHANGES: Final = (
    r"(?:바뀌|바꾸|변하|변경되|변경하|변동되|달라지|번복하|뒤집|움직이|정해지|정하|결정되|결정하|결정 ?나|확정되"
    r"|나오|발표되|발표하|발표나|밝히|선언하|업데이트 ?되|갱신되|추가되|뜨|생기|들어오)"
)
_NEWS: Final = (
    r"(?:소식|변화|변동|변경|뉴스|업데이트|진전|새로운 ?(?:것|거|게|내용)|새 ?(?:입장|기록|발언)"
    r"|(?:바뀐|달라진) ?(?:것|거|게))"
)
_WILL: Final = r"(?:바뀔|변할|달라질|나올|변경될|정해질|결정될|발표할|발표될|번복할)"
_ALERTS: Final = r"(?:알림|푸시|노티|알람)"
_NOTIFICATIONS: Final = r"(?:notifications?|alerts?)"
_HAPPENS: Final = (
    r"(?:changes?|changing|decides?|updates?|announces?|switch(?:es)?|flips?|reverses?|withdraws|joins|happens"
    r"|anything new|something new|(?:any )?news)"
)
_STARTS: Final = re.compile(
    "|".join(
        (
            # KT 입장 바뀌면 알려줘, 결정이 나면 바로 연락해 주세요
            rf"{_CHANGES}(?:면|거든){_ADVERBS}\s*{_TELL}",
            rf"{_WILL} ?(?:때마다|때|경우에?){_ADVERBS}\s*{_TELL}",
            rf"(?:결정|발표|확정|결론)[이가]?\s*(?:나|되)면{_ADVERBS}\s*{_TELL}",
            rf"{_NEWS}[이가은는]?\s*(?:있으면|있을 ?때|생기면|나오면|뜨면|들어오면){_ADVERBS}\s*{_TELL}",
            # 구독, but no 구독 서비스
            r"구독\s*(?:$|[.!~?*]|좀|신청|해|할|하고|하기|하려|합니|시켜|등록|부탁|원해|추가)",
            r"팔로우?\s*(?:$|[.!~?*]|좀|신청|해|할|하고|하기|하려|합니|등록|부탁|추가)",
            rf"{_ALERTS}\s*[을를좀도]?\s*"
            r"(?:$|[.!~?]|켜|키|받|설정|신청|등록|주|줘|줄|보내|부탁|해 ?[줘주]|추가|온\b|on\b)",
            r"\b(?:notify|alert|ping|message) (?:me|us)\b",
            r"\bkeep (?:me|us) (?:posted|updated|informed|in the loop)",
            rf"\b(?:tell|inform|let) (?:me|us)(?: know)? (?:when(?:ever)?|if|once|as soon as)\b.*?\b{_HAPPENS}\b",
            r"\bsubscribe\b",
            r"^\s*(?:please |can i |i(?:'d| would) like to |i want to |let me )?follow\b",
            rf"\bturn (?:on )?(?:the |my )?{_NOTIFICATIONS}(?: on)?\b|\b{_NOTIFICATIONS} on\b",
            rf"\bset (?:up )?(?:an? )?{_NOTIFICATIONS}\b",
        )
    ),
    re.IGNORECASE,
)
_STOPS: Final = re.compile(
    "|".join(
        (
            r"(?:구독|팔로우?)\s*[을를은는좀]?\s*(?:취소|해지|해제|끊|그만|중지|중단|안 ?할|안 ?해|하지 ?마|빼)|언팔",
            rf"{_ALERTS}\s*[을를은는좀도이가]?\s*(?:모두\s*|다\s*|전부\s*)?"
            r"(?:꺼|끄|끊|해제|해지|취소|그만|중지|중단|안 ?받|받지 ?않|받기 ?싫"
            r"|없애|빼|필요 ?없|오프|off\b|[내주]지 ?마)",
            r"(?:알려|말해|연락해?|보내)\s*[주줄]?지 ?(?:마|말|않아도)",
            r"(?:그만|이제 ?안|더 ?이상 ?안?)\s*(?:알려|보내|받)",
            rf"\bstop (?:telling|notifying|alerting|sending|messaging|pinging|following|(?:the )?{_NOTIFICATIONS})\b",
            r"\bun(?:subscribe|follow)\b",
            rf"\bturn (?:the |my )?(?:{_NOTIFICATIONS} )?off\b|\b{_NOTIFICATIONS} off\b",
            r"\b(?:don'?t|do not|no longer|never) (?:tell|notify|alert|ping|message) (?:me|us)\b",
            rf"\bno more (?:{_NOTIFICATIONS}|messages)\b|\bmute\b",
        )
    ),
    re.IGNORECASE,
)
_HINT: Final = re.compile(
    r"구독|팔로|알림|푸시|노티|알람|알려|말해|말씀|연락|얘기|이야기|통보|귀띔|공유|메시지|문자|톡|쏴|보내|언팔|받"
    r"|notif|alert|ping|message|keep|tell|inform|let|subscribe|follow|mute",
    re.IGNORECASE,
)
"""What every such sentence has: most texts need no other look, and no look at their names."""
LONGEST: Final = 300
"""Characters of a text that may ask for it: a pasted article does not."""
_EVERY: Final = re.compile(
    r"모든 ?팀|모두|전체|전부|\b(?:all|every|everyone|everybody|any)\b(?: teams?)?", re.IGNORECASE
)


class FollowRequest(Frozen):
    """What a sentence asks for: to be told (`starts`) or not, of which teams; `is_of_all` where it says so."""

    starts: bool
    teams: tuple[Identifier, ...] = ()
    is_of_all: bool = False


def follow_request(text: str, find: Callable[[str], Finding]) -> FollowRequest | None:
    """What a sentence asks to be told of, from now on; None where it asks something else, or names no team here.

    `KT 입장 바뀌면 알려줘`, `카카오 구독`, `알림 꺼줘`, `notify me when KT decides`, `stop telling me about KT`; not
    `KT 입장 바뀌었어?`, `네이버 구독 서비스는?`, `tell me if KT is out`. `find` gives what a text names.
    """
    if len(text) > LONGEST or _HINT.search(text) is None:
        return None
    found = find(text)
    said = _without(text, found.mentions)
    stops = _STOPS.search(said) is not None
    if not stops and _STARTS.search(said) is None:
        return None
    if not found.mentions:  # `카카오 구독` alone is a service of somebody's: without the words of the request it is not
        found = find(_STARTS.sub(" ", _STOPS.sub(" ", text)))
    if not found.mentions and (found.others or found.candidates):
        return None
    teams = tuple(dict.fromkeys(each.team for each in found.mentions))
    is_of_all = not teams and _EVERY.search(said) is not None
    if not teams and not is_of_all and _names_somebody(_STARTS.sub(" ", _STOPS.sub(" ", text))):
        return None
    return FollowRequest(starts=not stops, teams=teams, is_of_all=is_of_all)


def _names_somebody(rest: str) -> bool:
    """True if a word is left that is no word of talk: 삼성바이오 바뀌면 알려줘."""
    words = (each for each in tokenise(rest).items if len(each.text) > 1)
    return any("stopword" not in each.tags and each.text[0].isalpha() for each in words)


def is_every_team(text: str) -> bool:
    """True for words that mean all teams: 전체, 모든 팀, all."""
    return _EVERY.fullmatch(text.strip()) is not None


def _without(text: str, mentions: Sequence[Mention]) -> str:
    """The text with a sign in the place of each name: a team may be called 알림."""
    for each in sorted(mentions, key=lambda mention: -mention.start):
        text = f"{text[: each.start]}*{text[each.end :]}"
    return text
