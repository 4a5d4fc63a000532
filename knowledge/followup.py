"""Follow-ups: what a few words ask when they are about the question before (pure).

`출처?`, `왜?`, `그럼 네이버는?`, `둘 다?` say too little by themselves; with the step before them they are questions.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, Self

from knowledge.answer import AmbiguousAnswer, Answer, StanceAnswer, UnknownAnswer
from knowledge.facts import Facts
from knowledge.fields import Frozen, Identifier
from knowledge.question import Finding, Intent, Presumed, Question
from knowledge.understanding.known_then import WHEN_LEARNT, points_at_then, without_marks

LONGEST = 40
"""Characters of a follow-up: who writes more says what it is about."""

_ABOUT: Final = (
    r"(?:(?:그|이|저)(?:건|거는?|게|것은?|말은?|얘기는?|발언은?|문장은?|기사는?|소식은?)"
    r"|(?:거기|걔네?|얘네?|그\s?(?:팀|회사|쪽|곳))(?:은|는|이|가)?|that|this|it|they)(?:['’]s)?"
)
_LEAD: Final = (
    r"(?:그럼|그러면|그렇다면|그래서|근데|그런데|그리고|아니|아|오|어|음|헐|엥|혹시"
    r"|and|but|so|then|ok(?:ay)?|oh|well|wait)"
)
_END: Final = r"(?:요|유|용|욤|염|여|죠|지|냐|임|야|인가|인데|인지|데)*"
_SOURCE: Final = (
    r"(?:정확한\s)?(?:출처|소스|근거|링크|원문|증거|기사)(?:가|는|은|를|을|도)?"
    r"(?:\s?(?:어디|뭐|뭔|무엇|있|없|좀|줘|주세|알려|보여|나왔|나온)\S{0,6}(?:\s?(?:줘|주세|알려|보여)\S{0,6})?)?",
    r"어디(?:에?서)?\s?(?:나온|난|들은|본|나왔|났|그래|그러)\S{0,4}(?:\s?(?:말|얘기|이야기|소식|기사|거)\S{0,3})?",
    r"(?:what(?:['’]s|\sis)\s)?(?:the\s|your\s|any\s)?(?:sources?|links?|articles?|proof|evidence|citations?)"
    r"(?:\splease|\spls)?",
    r"where(?:['’]s|\sis|\sdid)\s(?:that|this|it|you)\s(?:from|get\s(?:that|this|it)(?:\sfrom)?)",
    r"where\sfrom|citation\sneeded",
    rf"(?:{WHEN_LEARNT})",
)
_WHY: Final = (
    r"왜(?:\s?(?:그래|그런|그러|그렇|때문)\S{0,3})?|이유(?:가|는)?(?:\s?(?:뭐|뭔|무엇|있)\S{0,4})?",
    r"why(?:\s(?:so|is\s(?:that|this|it)|though|tho|not))?|how\scome|what(?:['’]s|\sis)\sthe\sreason",
)
_SAYING: Final = r"(?:말|얘기|이야기|소식|기사|소리|발언|거|건|일)\S{0,4}"
_WHEN: Final = (
    rf"언제(?!까지)(?:\s?(?:적|쯤|꺼|거))?(?:\s?(?:한|나온|발표한|발표된|{_SAYING})(?:\s?{_SAYING})?)?",
    r"언제\s?(?:나왔|그랬|했|말했|발표했|밝혔)\S{0,4}|(?:며칠|몇\s?일|날짜)(?:이|가|는)?(?:\s?\S{1,4})?",
    r"(?:since\s|from\s)?when(?:(?:['’]s|\sis|\swas|\sdid)\s(?:that|this|it|they\ssay(?:\s(?:that|it|so))?)"
    r"(?:\s(?:said|from))?)?",
    r"what\sdate|how\s(?:old|recent)\sis\s(?:that|this|it)",
)
_WHO: Final = (
    rf"누가\s?(?:그래|그랬|그런|그러|말했|말한|얘기|이야기|발표했|밝혔|밝힌)\S{{0,5}}(?:\s?{_SAYING})?",
    rf"누가\s?한\s?{_SAYING}|누구\s?(?:말|얘기|발언|입)\S{{0,4}}",
    r"who(?:['’]s)?\s(?:said|says|told\syou|is\ssaying)(?:\s(?:that|this|it|so))?",
    r"says\swho|according\sto\swhom?|whose\swords?(?:\s(?:is|are)\s(?:that|this|it|those))?",
)
_REALLY: Final = (
    r"진짜\S{0,3}|정말\S{0,4}|레알\S{0,2}|확실\S{0,4}|really|(?:are\s)?you\ssure",
    r"sure\sabout\s(?:that|this|it)|is\s(?:that|it)\s(?:true|right|so)",
)
_BOTH: Final = (
    r"(?:둘|셋|넷|두\s?팀|세\s?팀|두\s?곳|세\s?곳|양쪽)\s?(?:모두|다)"
    r"|both(?:\sof\sthem)?|all\s(?:two|three|four)|all\sof\sthem"
)


def _whole(*choices: str) -> re.Pattern[str]:
    """A pattern of a whole follow-up: what leads to it, what it points at, the words, and an ending."""
    return re.compile(rf"(?:{_LEAD}\s?)?(?:{_ABOUT}\s?)?(?:{'|'.join(choices)})(?:\s?{_ABOUT})?{_END}")


_ASKS_SOURCE: Final = _whole(*_SOURCE)
_ASKS_MORE: Final = _whole(*_WHY, *_WHEN, *_WHO)
_DOUBTS: Final = _whole(*_REALLY)
_ASKS_BOTH: Final = re.compile(rf"(?:{_LEAD}\s)?(?:{_BOTH})(?:\s?(?:야|그래|맞아|똑같아|같아))?{_END}")
_OF_BOTH: Final = re.compile(rf"(?<!\S)(?:{_BOTH})(?!\S)")
_YES: Final = re.compile(
    r"(?:네+|넵+|넹|예|옙|응+|웅|어+|엉|ㅇㅇ+|ㅇㅋ|그래|그거|맞아|맞음|맞습니다|그렇습니다"
    r"|y|yes|yeah|yep|yup|sure|right|correct|exactly|ok(?:ay)?)"
    r"(?:\s?(?:맞아|맞습니다|그거|그렇습니다|please|that\sone|it\sis|i\sdo))?(?:요|용|여|염)?"
)
_NO: Final = re.compile(
    r"(?:아니+|아뇨+|ㄴㄴ+|노노?|no+|nope|nah|neither|not\sthat(?:\sone)?|둘\s?다\s?(?:아니\S*|말고))(?:요|오|야|용)?"
)
_OTHERS: Final = re.compile(
    rf"(?:{_LEAD}\s?)?(?:(?:나머지(?:\s?팀)?|(?:딴|다른)\s?(?:팀|데|곳|회사|애|가게|나라))(?:들)?(?:은|는|도|이|의)?"
    rf"(?:\s?(?:어때|어떄|어떻게\s?(?:돼|됐어|되)|뭐래|입장은?))?{_END}"
    r"|(?:(?:what|how)\sabout\s)?(?:the\s)?(?:others?(?:\s(?:ones?|teams?|companies))?|rest|remaining(?:\s(?:ones?|teams?))?)"
    r"(?:\sof\s(?:them|the\steams))?)"
)
_FRAME: Final = re.compile(
    rf"(?:{_LEAD}\s?)*(?:(?:what|how)\sabout\s?)?\s?"
    r"(?:은|는|이는|의|측은|쪽은|도|이|랑|하고|과|와|,|and|or|\s)*(?:요|용|여)?\s?"
    r"(?:어때|어떄|어떤데|어떻게\s?(?:돼|됐어|되)|뭐래|입장은?)?(?:요|용|여)?\s?"
    r"(?:too|also|as\swell|then|either|그래|그런가|마찬가지|똑같아|인가)?(?:요|야|지)?"
)
_LED: Final = re.compile(rf"(?:{_LEAD}(?!\S)|(?:what|how)\sabout)")
_ALSO: Final = re.compile(r"도(?:요|용|여)?(?!\S)|\b(?:too|also|as\swell|either)\b")
_AMONG: Final = re.compile(
    r"(?:그|이|저|걔네|얘네|거기)\s?(?:중|가운데|안)에?(?:서|는|도)?(?!\S)|거기에?(?:는|도)?(?!\S)"
    r"|\b(?:among|of|in)\s(?:them|those|these|there)\b|\bon\s(?:the|that)\slist\b"
)
_IS_IN: Final = re.compile(r"있|들어|포함|껴|끼|속하|\bincluded?\b")
_INCLUDED: Final = re.compile(r"\b(?:is|are|part|one|on)\b")
_POINTS: Final = re.compile(
    r"(?<!\S)(?:거기|그\s?(?:팀|회사|곳|쪽|기업|가게|나라)|걔네?들?|얘네?들?|그네들|그들)"
    r"(?P<particle>[은는이가도를을의랑]?)(?!\S)|(?<!\S)(?P<short>거긴|걘|걔넨)(?!\S)"
    r"|\b(?:they|them|it|that\s(?:team|company|one))\b"
)
_QUESTION_WORD: Final = re.compile(
    rf"(?:{_LEAD}\s?)?(?:왜|언제(?!까지)|정말|진짜|어쩌다|why|when|since\swhen|how\scome|really)(?!\w)"
)
_OF_ALL: Final = re.compile(
    r"다들|모두|전체|전부|누가|누구|어느|어떤|팀들|다\s|현황"
    r"|\b(?:all|every\w*|who|which|any\w*|teams?|status|overview|list)\b"
)
_SAYS_DAY: Final = re.compile(
    r"\d|오늘|어제|그제|그저께|지난|작년|올해|월|일|주|때|전|지금|\b(?:days?|weeks?|months?|years?|ago|now|yesterday|today)\b"
)
_NOW: Final = re.compile(rf"(?:{_LEAD}\s?)?(?:지금|현재|이제|요즘|오늘)(?:은|는)?{_END}|(?:{_LEAD}\s)?(?:right\s)?now")
_CHANGED: Final = re.compile(r"바뀌|바뀐|변했|변한|변해|\bchanged?\b")
_TEAMS: Final = re.compile(r"팀|회사|곳|데|기업|\b(?:teams?|companies|anyone|who)\b")
_HELP: Final = re.compile(
    r"도움말|사용법|어떻게\s?(?:써|쓰|사용|물어|질문|이용)|(?:뭐|뭘)\s?(?:할\s?수|물어)"
    r"|\bhelp\b|how\s(?:do|to|can)\b|what\scan\syou"
)
_ASKED: Final = re.compile(r"\?|[가-힣a-z0-9](?:은|는|도)(?:요|용)?$|\b(?:about|is|are)\b")
"""What asks about a name that nobody knows."""
_NOISE: Final = re.compile(r"[\s?!.,~…·\"'“”‘’()ㅋㅎㅠㅜ^]+$|^[\s?!.,~…·\"'“”‘’()ㅋㅎㅠㅜ^]+")


class Exchange(Frozen):
    """What was asked last in a conversation, without its words: all that a follow-up may be about."""

    question: Question
    offered: tuple[Identifier, ...] = ()
    """The teams of which the answer asked whether they are meant."""
    beside: tuple[Identifier, ...] = ()
    """The teams of the step before that one, which `둘 다?` sets beside its own."""

    @classmethod
    def of(cls, question: Question, answer: Answer, before: Self | None = None) -> Self | None:
        """The step that a question and its answer make; the one before where nothing was asked."""
        if question.intent is Intent.HELP:
            return before
        offered: Iterable[str] = ()
        if isinstance(answer, AmbiguousAnswer | UnknownAnswer | StanceAnswer):
            offered = (each.team for each in answer.candidates)
        bare = question.model_copy(update={"text": "", "finding": Finding(), "strangers": (), "page": 0})
        return cls(question=bare, offered=tuple(offered), beside=before.question.teams if before else ())

    @property
    def teams(self) -> tuple[Identifier, ...]:
        """The teams that it is about; none where it is about a list, about all, or about nobody known."""
        return self.question.teams if self.question.intent in (Intent.STANCE, Intent.HISTORY) else ()

    @property
    def pair(self) -> tuple[Identifier, ...]:
        """The teams that `둘 다` may mean: those asked about together, or one after the other."""
        if len(self.teams) != 1:
            return self.teams
        return tuple(dict.fromkeys((*self.beside, *self.teams)))

    @property
    def is_of_many(self) -> bool:
        """Whether it is about a list of teams, or all of them."""
        asked = self.question
        return asked.intent in (Intent.LIST, Intent.OVERVIEW) or (asked.intent is Intent.HISTORY and not asked.teams)

    def is_known_in(self, facts: Facts) -> bool:
        """Whether the record has every team and stance of it: it may have been loaded anew since."""
        asked = self.question
        presumed = (*asked.presumed.stances, *asked.presumed.opposed) if asked.presumed else ()
        teams = (*asked.teams, *asked.besides, *self.offered, *self.beside)
        return facts.teams.keys() >= set(teams) and facts.stances.keys() >= {*asked.stances, *asked.apart, *presumed}


def asks_nothing(question: Question) -> bool:
    """True if a text that nobody called for wants no answer: `ㅋㅋ`, `굿굿`, but not `크래프톤은?`, `어떻게 써?`."""
    text = question.text.strip().lower()
    if question.intent is Intent.HELP:
        return _HELP.search(text) is None
    is_named = question.finding.candidates or _ASKED.search(text)
    return question.intent is Intent.UNKNOWN and not is_named


def follow_up(own: Question, before: Exchange | None, facts: Facts, read: Callable[[str], Question]) -> Question | None:
    """The question that a text asks after the step before; None where it asks, or says, what it does by itself.

    `own` is the text as it is read alone, and `read` reads another one.
    Words that are about something before, where there is nothing, ask which team is meant: AMBIGUOUS, no candidates.
    """
    if not 0 < len(own.text.strip()) <= LONGEST:
        return None
    if before is not None and not before.is_known_in(facts):
        before = None
    said = _said(own.text)
    if own.teams:
        return _of_others(own, before) if before is not None else None
    if before is not None:
        known = _known_then(own, before)
        if known is not None:
            return known
        for reading in (_reply_to_offer, _of_both, _of_list, _of_day):
            found = reading(own, said, before)
            if found is not None:
                return found
        if own.intent is Intent.HISTORY and before.teams and _CHANGED.search(said) and not _TEAMS.search(said):
            return own.model_copy(update={"teams": before.teams})
    return _about_it(own, said, before) or (_filled(own, said, before, facts, read) if before is not None else None)


def _about_it(own: Question, said: str, before: Exchange | None) -> Question | None:
    """`출처?`, `왜?`, `언제?`, `누가 말했어?` of what was asked before; `진짜?` where something was."""
    if _ASKS_BOTH.fullmatch(said):
        return _again(own, before if before is not None and before.is_of_many else None)
    if _ASKS_SOURCE.fullmatch(said):
        return _again(own, before, wants_source=True)
    if _ASKS_MORE.fullmatch(said):
        return _again(own, before, wants_source=own.wants_source)
    is_doubted = before is not None and (before.teams or before.is_of_many) and _DOUBTS.fullmatch(said)
    return _again(own, before).model_copy(update={"wants_assurance": True}) if is_doubted else None


def _said(text: str) -> str:
    return " ".join(_NOISE.sub("", text.lower()).split())


def _question(own: Question, intent: Intent, **fields: object) -> Question:
    return Question.model_validate({"text": own.text, "language": own.language, "intent": intent, **fields})


def _again(own: Question, before: Exchange | None, *, wants_source: bool = False) -> Question:
    """The same once more: its sentence says why, its date when, its voice who; else which team is meant."""
    if before is None:
        return _question(own, Intent.AMBIGUOUS, wants_source=wants_source)
    if before.teams:
        asked = before.question
        days = {"as_of": asked.as_of, "known_at": asked.known_at}
        return _question(own, Intent.STANCE, teams=before.teams, wants_source=wants_source, **days)
    if before.is_of_many:
        update = {"text": own.text, "language": own.language, "wants_source": wants_source}
        return before.question.model_copy(update=update)
    return _question(own, Intent.AMBIGUOUS, wants_source=wants_source)


def _reply_to_offer(own: Question, said: str, before: Exchange) -> Question | None:
    """`네` under "X를 말씀하시나요?" is X, `둘 다` under two of them both; `아니` asks which one then."""
    offered, asked = before.offered, before.question
    if not offered:
        return None
    is_yes = len(offered) == 1 and _YES.fullmatch(said) is not None
    if is_yes or (len(offered) > 1 and _ASKS_BOTH.fullmatch(said)):
        return _question(own, Intent.STANCE, teams=offered, as_of=asked.as_of, wants_source=asked.wants_source)
    return _question(own, Intent.AMBIGUOUS) if _NO.fullmatch(said) else None


def _known_then(own: Question, before: Exchange) -> Question | None:
    """`18일에는 뭐라고 답했어?`, `그때는 어떻게 알고 있었어?` of what was asked before: the record as it was known."""
    day = own.known_at
    if day is None and points_at_then(own.text) and without_marks(own.text, names_team=False) is not None:
        day = before.question.as_of
    is_open = own.intent in (Intent.OVERVIEW, Intent.HELP, Intent.UNKNOWN, Intent.HISTORY, Intent.CHANGES)
    if day is None or not (is_open or own.known_at is None) or not (before.teams or before.is_of_many):
        return None
    update = {"text": own.text, "language": own.language, "as_of": day, "known_at": day, "since": None}
    if before.teams:
        update |= {"intent": Intent.STANCE, "presumed": None}
    return before.question.model_copy(update=update)


def _of_both(own: Question, said: str, before: Exchange) -> Question | None:
    """`둘 다?` of the two teams asked about, together or one after the other."""
    if not _ASKS_BOTH.fullmatch(said):
        return None
    if len(before.pair) < 2:
        return None
    asked = before.question
    return _question(own, Intent.STANCE, teams=before.pair, as_of=asked.as_of, presumed=_held(asked))


def _of_list(own: Question, said: str, before: Exchange) -> Question | None:
    """`and who's considering?`, `나머지는?`, `그 중에 누가 미정이야?`: a list of the same day, or of the same teams."""
    as_of = own.as_of or before.question.as_of
    if _OTHERS.fullmatch(said):
        return _question(own, Intent.OVERVIEW, as_of=as_of)
    if own.intent is not Intent.LIST:
        return None
    if _AMONG.search(said) and before.teams:
        return own.model_copy(update={"teams": before.teams, "as_of": as_of})
    is_same_day = _LED.match(said) is not None and own.as_of is None and own.since is None and as_of is not None
    return own.model_copy(update={"as_of": as_of}) if is_same_day else None


def _of_day(own: Question, said: str, before: Exchange) -> Question | None:
    """`1월 20일에는?`, `그럼 어제는?`, `지금은?`: the same question, asked of that day."""
    is_open = own.intent in (Intent.OVERVIEW, Intent.HELP)
    is_day = own.as_of is not None and is_open and len(said.split()) <= 6
    is_day = is_day and _SAYS_DAY.search(said) is not None and not _OF_ALL.search(said)
    if not (is_day or _NOW.fullmatch(said)) or not (before.teams or before.is_of_many):
        return None
    known_at = own.as_of if before.question.known_at else None
    update: dict[str, object] = {"text": own.text, "language": own.language, "as_of": own.as_of, "since": None}
    update["known_at"] = known_at
    if before.question.intent is Intent.HISTORY:
        update["intent"] = Intent.STANCE if before.teams else Intent.OVERVIEW
    return before.question.model_copy(update=update)


def _of_others(own: Question, before: Exchange) -> Question | None:
    """`그럼 네이버는?` asks of another team what was asked before; `그 중에 네이버도 있어?` if it is on the list."""
    rest = " ".join(_without_names(own).split())
    asked = before.question
    is_asked_of_list = asked.intent is Intent.LIST and _AMONG.search(rest) is not None
    if is_asked_of_list and (_IS_IN.search(rest) or (own.presumed is None and _INCLUDED.search(rest))):
        return _question(own, Intent.STANCE, teams=own.teams, as_of=own.as_of or asked.as_of, presumed=_held(asked))
    if own.intent is not Intent.STANCE or own.presumed is not None or not _FRAME.fullmatch(rest):
        return None
    also = _ALSO.search(rest) is not None
    if not also and not _LED.match(rest):
        return None
    presumed = _held(asked) if also else None
    as_of: date | None = own.as_of or asked.as_of
    if asked.intent is Intent.HISTORY and asked.teams:
        return own.model_copy(update={"intent": Intent.HISTORY, "as_of": as_of, "since": own.since or asked.since})
    if own.as_of is None and asked.known_at is not None:
        return own.model_copy(update={"as_of": as_of, "known_at": asked.known_at})
    return own.model_copy(update={"as_of": as_of, "presumed": presumed})


def _held(asked: Question) -> Presumed | None:
    """What was asked of the teams before, so that `네이버도?` asks it of another one."""
    if asked.intent is Intent.LIST and asked.stances:
        return Presumed(stances=asked.stances)
    return asked.presumed.model_copy(update={"asks": True}) if asked.presumed is not None else None


def _without_names(own: Question) -> str:
    text = own.text
    for mention in sorted(own.finding.mentions, key=lambda each: each.start, reverse=True):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return _said(text)


def _filled(
    own: Question, said: str, before: Exchange, facts: Facts, read: Callable[[str], Question]
) -> Question | None:
    """`거기는 왜 빠졌어?`, `why are they out?`, `언제 바뀌었어?`, `둘 다 안 나가?`: read with the names put in."""
    if own.intent in (Intent.STANCE, Intent.AMBIGUOUS, Intent.UNKNOWN) or own.strangers or own.finding.candidates:
        return None
    teams, points = before.teams, _POINTS.search(said)
    if _OF_BOTH.search(said):
        teams, points = before.pair, None
    elif _OF_ALL.search(said) or (points is None and not _QUESTION_WORD.match(said)):
        return None
    if not teams:
        return None
    named = ", ".join(facts.teams[team].names.official(own.language or "ko") for team in teams)
    filled = read(f"{named} {said}?" if points is None else _named_at(points, named, said))
    says_something = filled.presumed or filled.wants_source or filled.intent is Intent.HISTORY
    if filled.teams != teams or filled.strangers or not says_something:
        return None
    update = {"text": own.text, "language": own.language, "as_of": filled.as_of or before.question.as_of}
    return filled.model_copy(update=update)


def _named_at(points: re.Match[str], named: str, said: str) -> str:
    """The text with the names in the place of what points at them."""
    particle = "는" if points["short"] else points["particle"] or ""
    return f"{said[: points.start()]}{named}{particle}{said[points.end() :]}?"
