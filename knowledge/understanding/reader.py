"""text -> Question: the five stages in order: dress, names, days, stances, intent; then what the intent needs."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Final

from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.question import Candidate, Finding, Intent, NameFinder, Presumed, Question, Rank
from knowledge.text.korean import analyse
from knowledge.text.normalise import fold
from knowledge.text.tokens import tokenise
from knowledge.understanding.dates import asked_days, day_spans
from knowledge.understanding.dress import Dresser
from knowledge.understanding.filters import (
    AMONG,
    LEFT_OUT,
    OTHERS,
    TEAMS_LEFT_OUT,
    StanceFilter,
    excluded_mentions,
    lists_silent,
    stance_filter,
)
from knowledge.understanding.intent import OF_STANCE, Decision, QuestionFeatures, decide, explained, marked_text
from knowledge.understanding.known_then import WHEN_LEARNT, without_marks
from knowledge.understanding.language import language_of
from knowledge.understanding.marks import (
    ELSEWHERE,
    EVERYDAY,
    MEMBER,
    PROGRAMME,
    SMALL,
    STRANGER,
    TEAM,
    UNKNOWN,
    Tagged,
    Tagger,
    blanked,
    is_everyday,
    is_everyday_noun,
    unescaped,
)
from knowledge.understanding.presumption import is_of_teams, presumption
from knowledge.understanding.stances import StanceWords
from knowledge.understanding.unknown_words import PartialNames, UnknownWord, other_subjects, unknown_words

LONGEST_READ: Final = 2048
"""Characters that are read of a message, as in `knowledge.text.tokens`; what is beyond is no question."""
PASTED_LENGTH: Final = 160
"""Characters from which a text is a passage that somebody pasted; what is asked of it stands in a line of its own."""
OWN_LINE_LENGTH: Final = 60
SHORTEST_SURE: Final = 3
"""Characters of the shortest name that is hardly anything else."""
_FIRST: Final = re.compile(
    r"(?:맨|제일|가장)\s?(?:먼저|처음|일찍)|최초|첫\s?(?:번째|타자|테이프)"
    r"|\b(?:the )?first (?:one )?to\b|\bwho .{0,20}\bfirst\b"
)
_LAST: Final = re.compile(
    r"(?:맨|제일|가장)\s?(?:나중|늦|마지막|끝)|마지막으로"
    r"|\b(?:the )?last (?:one )?to\b|\bwho .{0,20}\blast\b(?! (?:week|month|year|\w+day))"
)
_AT_END: Final = re.compile(r"\bas (?:of|at|on)\b|\bend\b|\bby\b|말|기준|시점|현재|까지|만\s?해도|상태")
"""Asks what stood at the end of a week or a month, not what happened within it."""
_NO_STANCE: Final = re.compile(
    r"[가-힣]러\s(?:안\s|못\s)?(?:나[가-힣]|[가간갔오온왔])"
    r"|(?<![가-힣])(?:해라|해줘|해\s?봐|하자|합시다)(?![가-힣])"
    r"|\b(?:millions?|billions?|trillions?) won\b"
)
"""Words of a stance in another sense: whoever goes out to do something (몰러 나간다), a command, money."""
_BLANKS: Final = re.compile(r"\s{8,}")
_WORDS: Final = re.compile(r"[가-힣a-z]{2,}")
_WHO: Final = re.compile(r"(?:그럼|그땐)?\s?(?:누[가구]|어[디느떤]|몇|또)|\b(?:who|which|how many)\b")
_SUPPOSED: Final = re.compile(
    rf"(?:(?:만약|만일"
    rf"|혹시)[^.?!\n{TEAM}]{{0,6}})?{TEAM}[^.?!,\n]{{1,24}}?(?<![려으])(?<!싶으)(?<!보)(?<!다)면\s*,?(?=\s*(?:그럼"
    rf"|그땐)?\s?(?:누[가구]|어[디느떤]|몇|또))"
    rf"|\bif\s+{TEAM}[^.?!,\n]{{1,40}},(?=\s*(?:then\s+)?(?:who|which|how many)\b)"
    rf"|(?<=\s)if\s+{TEAM}[^.?!,\n]{{1,40}}[?.!]*$"
)
"""A clause that only supposes something of a team, where others are asked for: 카카오가 안 나오면 누가 나와?"""
_ASKS_WHO: Final = re.compile(
    rf"누[가구]|어[디느]|(?:데|곳|놈|{MEMBER})[은는이가들]?\s*(?:어|누|몇|$|\?)|\b(?:who|which)\b"
)
"""Asks who of all: the teams named beside are left out, not put aside for another one."""
_REFERS_BACK: Final = re.compile(r"그렇게|그런|그걸|그게|\b(?:it|so|that|this|they|them|its|their)\b")
_PLACE: Final = (
    r"(?:뉴스|기사|카페|블로그|댓글|지식인|실검|검색창?|톡|게시판|유튜브|앱|폰|통신|요금제|인터넷|앞|옆|근처|쪽|안|뒤)"
)
_HEARD: Final = r"(?:봤|보(?=니)|보고|본|들었|들은|읽|검색|찾아|떴|뜬|올라|나온|그러|듣)"
_MEDIUM: Final = re.compile(
    rf"{TEAM}\s*{_PLACE}?(?:에서|로|에|에다|으로|을|를)?\s*{_HEARD}[^{TEAM}]{{0,10}}?"
    rf"(?:데|는데|니까|니께|보니|고|더니|서|디)[\s,]+(?=.*{TEAM})"
    rf"|{TEAM}\s*{_PLACE}?\s*(?:쓰는데|쓰고|쓰다가|다니는데|다니는\s\S+가|사는데|사용하는데|이용하는데|느리\S*)[\s,]+(?=.*{TEAM})"
    rf"|{TEAM}\s*{_PLACE}(?:에|에는)\s+(?={TEAM})"
    rf"|{TEAM}\s?(?:{_PLACE}?에서|사는|다니는)\s[^{TEAM}?]{{1,40}}\s(?={TEAM}\s?(?:은|는|이|가|도))"
    rf"|{TEAM}[와과]의\s(?=[^{TEAM}]*$)"
    rf"|[-–—|]\s*{TEAM}\s*(?:뉴스|news)\s*$"
    rf"|\b(?:saw|read|heard|seen|found|it)\s+(?:it\s+|this\s+)?(?:on|in|from|via)\s+{TEAM}(?:['’]s)?\s+(?:news\s+"
    rf"|blog\s+|tv\s+|radio\s+)?(?:that\s+)?(?=.*{TEAM})",
)
"""A name as the place where something was read, not as the subject: 네이버에서 봤는데 루닛 떨어졌대."""
_OBLIQUE: Final = re.compile(
    r"(?:에서|에서는|에다|에|로|으로|한테|에게|와의|과의|랑의)(?![가-힣])(?!\s*(?:비해|비하면))"
    r"|(?:네|에|의)?\s(?:앞|뒤|옆|근처|건너|끝|밑|위|안|속)(?:에|에서|으로)?\s"
    r"|\s?(?:뉴스|기사|카페|블로그|댓글)\s?(?:에서|에|보니|보고|봤|읽)|\s?사는\s|\s?다니는\s"
)
"""Behind a name that is a place, a medium or somebody beside the subject: 카이스트 앞에서, 한결대와의."""
_BESIDE: Final = re.compile(rf"\s(?!둘|셋|중|다\s|모두)([가-힣]+\s[^{TEAM},]{{0,30}}){TEAM}(?P<tail>[가-힣]?)")
"""Behind an everyday word that stands bare before another name: 길 건너 별다방은 뭐라함, 숨 좀 돌리고 고래 하냐."""
_AFTER_NAME: Final = re.compile(rf"{TEAM}[가-힣]{{0,4}}")
_ASKS: Final = re.compile(
    r"\?|뭐|뭔|누구|머[라하]|무슨|우떠|알려|말해|보여|궁금|맞"
    r"|(?:[까냐노누나가지죠교대]|[대래]요|다며|라며|담서|더라|다던데|다는데)[.!~ㅋㅎ ]*$"
    rf"|{TEAM}(?:하고|이?랑|와|과|이?냐|이?나)\s?(?=.*{TEAM})"
)
"""How a text asks, or repeats what was heard, or names several."""
_SURE: Final = re.compile(r"확실|\b(?:are|r) (?:you|u) sure\b|\bhow (?:sure|certain|reliable)\b|\bfor sure\b")
_SOURCE: Final = re.compile(
    r"출처|근거|소스|기사|링크|원문|증거|팩트|뉴스|보도"
    rf"|{WHEN_LEARNT}"
    r"|\bsources?\b|\blinks?\b|\barticles?\b|\bcitations?\b|\bevidence\b|\bproof\b|\breference\b"
    r"|\bwhere (?:did|do|does|was|is) (?:you|u|it|this|that|they)\b.{0,30}\b(?:get|got|heard?|read|come|from|said)\b"
)


class Reader:
    """Reads questions against one version of the facts and the index of its names."""

    def __init__(self, facts: Facts, index: NameFinder) -> None:
        self._tagger = Tagger(index, facts.programme, facts.teams.values())
        self._words = StanceWords(facts.stances.values())
        names = (name for team in facts.teams.values() for name in team.names.every)
        few = names if len(facts.teams) <= SMALL else ()
        self._dresser = Dresser(few, lambda said: bool(self._words.find(said)))
        self._known = frozenset(_words_of(facts))
        self._positions = facts.positions
        self._parts = PartialNames(facts.teams.values())
        self._zone = facts.zone

    def read(self, text: str, *, now: datetime, context: str = "dm") -> Question:
        """Understand a text; `now` is an aware moment, against which relative dates are read."""
        today = now.astimezone(self._zone).date()
        asked = self.features(text, today, context)
        question = self._question(text, asked, decide(asked))
        if asked.days.as_of is None and asked.days.first is None:
            return question
        rest = without_marks(text[:LONGEST_READ], names_team=bool(question.teams))
        return question if rest is None else self._of_record(question, rest, today, context)

    def _of_record(self, own: Question, rest: str, today: date, context: str) -> Question:
        """The question without the marks that ask for the record as it was known: of that day, and known then."""
        asked = self.features(rest, today, context)
        day = asked.days.as_of or asked.days.first
        if day is None:
            return own
        found = self._question(own.text, asked, decide(asked))
        is_of_all = not found.teams and found.intent not in (Intent.LIST, Intent.UNKNOWN, Intent.AMBIGUOUS)
        intent = Intent.OVERVIEW if is_of_all else found.intent
        if found.teams and intent is not Intent.LIST:
            intent = Intent.STANCE
        update = {"intent": intent, "as_of": day, "known_at": day, "since": None, "until": None, "unread": ()}
        return found.model_copy(update=update | {"finding": own.finding, "language": own.language or found.language})

    def why(self, text: str, *, now: datetime, context: str = "dm") -> Iterator[str]:
        """Lines that tell how a text was understood: its marks, its stances, and what decided."""
        asked = self.features(text, now.astimezone(self._zone).date(), context)
        yield f"marked\t{asked.marked}"
        for token in tokenise(asked.tagged.typed).items:
            yield f"token\t{token.text}\t{token.lemma}\t{' '.join(sorted(token.tags))}"
        for hit in asked.hits:
            yield f"stance\t{asked.said[hit.start : hit.end]}\t{','.join(hit.codes)}{' denied' if hit.negated else ''}"
        for word in asked.unknown:
            yield f"unknown\t{word.text}"
        yield from explained(asked, decide(asked))

    def features(self, text: str, today: date, context: str = "dm") -> QuestionFeatures:
        """What is found in a text, before anything is decided."""
        typed = _BLANKS.sub(lambda run: "\n" if "\n" in run.group() else " ", unescaped(text[:LONGEST_READ]))
        typed = self._dresser.undressed(blanked(typed))
        whole = self._tagger.tag(typed, lambda said: day_spans(said, today))
        tagged = _without_medium(_without_supposition(whole, self._asks), self._asks)
        days = asked_days(own_words(tagged.text), today)
        hits = tuple(self._words.find(days.text))
        if not hits:
            slips = [(each.start, each.end) for each in unknown_words(days.text, self._known)]
            corrected = self._words.corrected(days.text, slips)
            if corrected != days.text:
                days = days._replace(text=corrected)
                hits = tuple(self._words.find(corrected))
        left_out = [match.span() for rule in (LEFT_OUT, _NO_STANCE) for match in rule.finditer(days.text)]
        hits = tuple(hit for hit in hits if not any(start <= hit.start < end for start, end in left_out))
        marked, unknown = marked_text(days.text, hits, lambda said: unknown_words(said, self._known))
        return QuestionFeatures(
            tagged=tagged,
            said=days.text,
            days=days,
            hits=hits,
            unknown=tuple(unknown),
            marked=self._tagger.members_marked(_with_doubts(marked, tagged)),
            context=context,
            excluded=range(0) if _ASKS_WHO.search(marked) else excluded_mentions(marked.replace(UNKNOWN, STRANGER)),
            lists_silent=lists_silent(days.text, hits),
        )

    def _asks(self, said: str) -> bool:
        """True if a text holds a word of a stance."""
        return bool(self._words.find(said))

    def _question(self, text: str, asked: QuestionFeatures, decision: Decision) -> Question:
        tagged, days = asked.tagged, asked.days
        intent, finding = self._with_parts(decision.intent, asked)
        intent, finding = _with_everyday_asked_back(intent, finding, asked)
        if intent is Intent.LIST and days.since is not None:  # what came after a day is told by its statements
            intent = Intent.HISTORY
        intent, besides, teams = self._teams(intent, asked)
        if intent is Intent.LIST and _is_of_another_contest(asked):
            intent = Intent.HELP
        language = language_of(tagged.typed, tagged.finding.mentions)
        rank = _rank(asked.said) if intent is Intent.LIST else None
        chosen = self._filter(asked) if intent is Intent.LIST else StanceFilter()
        if rank is not None and chosen.without:  # who was the last to decide: any stance but those that leave it open
            decided = tuple(each for each in self._positions if each not in chosen.without)
            chosen = StanceFilter(stances=decided)
        is_within = intent in (Intent.CHANGES, Intent.HISTORY)
        return Question(
            text=text,
            intent=intent,
            language=language,
            finding=finding,
            teams=teams,
            besides=besides,
            strangers=self._strangers(asked, intent),
            stances=chosen.stances,
            rank=rank,
            also=chosen.also,
            without=chosen.without,
            is_of_silent=chosen.is_of_silent,
            apart=chosen.apart,
            presumed=self._presumed(asked, language) if intent is Intent.STANCE else None,
            as_of=None if intent is Intent.CHANGES else days.as_of,
            since=days.since or (days.first if intent is Intent.CHANGES else None) if is_within else None,
            until=days.last if intent is Intent.CHANGES and days.since is None else None,
            unread=self._unread(asked) if intent is Intent.STANCE else (),
            wants_source=_SOURCE.search(own_words(tagged.text)) is not None,
            wants_assurance=intent is Intent.STANCE and _SURE.search(own_words(tagged.text)) is not None,
        )

    def _teams(self, intent: Intent, asked: QuestionFeatures) -> tuple[Intent, tuple[str, ...], tuple[str, ...]]:
        """The intent, the teams that a list leaves out, and those asked about."""
        tagged = asked.tagged
        teams = tagged.teams_without(asked.excluded)
        if intent in (Intent.LIST, Intent.OVERVIEW, Intent.HISTORY, Intent.CHANGES) and teams:
            if TEAMS_LEFT_OUT.search(asked.said) and (intent is not Intent.HISTORY or OTHERS.search(asked.said)):
                return intent, tagged.teams, ()
            if intent is Intent.LIST and (len(teams) < 2 or not AMONG.search(asked.said)):
                return Intent.STANCE, (), teams
            if intent is Intent.OVERVIEW:
                return Intent.STANCE, (), teams
        if intent in (Intent.HELP, Intent.UNKNOWN, Intent.AMBIGUOUS):
            return intent, (), ()
        return intent, (), teams

    def _filter(self, asked: QuestionFeatures) -> StanceFilter:
        hits = () if asked.lists_silent else asked.hits
        if not hits and not asked.lists_silent and TEAMS_LEFT_OUT.search(asked.said):
            return StanceFilter()  # 네이버 빼고 전부: whatever the others hold
        return stance_filter(asked.said, hits, self._words)

    def _with_parts(self, intent: Intent, asked: QuestionFeatures) -> tuple[Intent, Finding]:
        """What an unknown name may be a part of: several teams are a question back, one is near."""
        finding = asked.tagged.finding
        name = self._unknown_name(asked)
        if intent is not Intent.UNKNOWN or finding.candidates or asked.tagged.strangers or name is None:
            return intent, finding
        near = self._parts.holding(name.text)
        meant = Intent.AMBIGUOUS if len(near) > 1 else intent
        return meant, finding.model_copy(update={"candidates": near}) if near else finding

    def _unknown_name(self, asked: QuestionFeatures) -> UnknownWord | None:
        return next((each for each in asked.unknown if each.is_name), None)

    def _strangers(self, asked: QuestionFeatures, intent: Intent) -> tuple[str, ...]:
        """The names of somebody who is not a team here, as they were typed as far as that can still be seen."""
        if intent is Intent.STANCE:
            beside = [each for each in asked.unknown if each.is_name and each.text in _beside_teams(asked.marked)]
            return (*asked.tagged.strangers, *(_as_typed(each.text, asked.tagged.typed) for each in beside))
        if asked.tagged.strangers or intent is not Intent.UNKNOWN:
            return asked.tagged.strangers
        name = self._unknown_name(asked)
        return (_as_typed(name.text, asked.tagged.typed),) if name else ()

    def _unread(self, asked: QuestionFeatures) -> tuple[str, ...]:
        found = dict.fromkeys(_other_subjects(asked))
        is_other = bool(asked.hits) and not any(is_of_teams(asked.said, hit) for hit in asked.hits)
        if is_other or (not asked.hits and not OF_STANCE.search(asked.said)):
            found.update(dict.fromkeys(noun for each in asked.unknown for noun in each.nouns))
        return tuple(_as_typed(each, asked.tagged.typed) for each in found)

    def _presumed(self, asked: QuestionFeatures, language: Language | None) -> Presumed | None:
        days = asked.days
        is_within = days.since is None and days.first is not None and days.as_of is not None and days.first < days.as_of
        if (
            not asked.hits or _other_subjects(asked) or (is_within and not _AT_END.search(asked.tagged.text))
        ):  # what holds at its end may have begun before it
            return None
        return presumption(asked.said, asked.hits, self._words, language=language, is_ahead=asked.days.is_ahead)


_AND: Final = r"(?:\s*(?:이?랑|와|과|하고|및|·|/|&)\s*|\s+(?:and|or|vs)\s+)"
_TOGETHER: Final = re.compile(rf"{TEAM}{_AND}{UNKNOWN}([^{TEAM}]+)|{UNKNOWN}([^{TEAM}]{{1,30}}?){_AND}{TEAM}")


def _beside_teams(marked: str) -> str:
    """What is said of those who are asked about together with a team: Norway and Japan."""
    return " ".join(first or second for first, second in _TOGETHER.findall(marked))


def _rank(said: str) -> Rank | None:
    """Whether the first or the last of all to say so is asked for: 누가 맨 먼저, who was the last to."""
    if _FIRST.search(said):
        return "first"
    return "last" if _LAST.search(said) else None


def _is_of_another_contest(asked: QuestionFeatures) -> bool:
    """True if a list is asked of another contest, named by two words of other subjects: 대통령 선거 누가 나가?"""
    is_other = asked.marked.count(ELSEWHERE) > 1 and PROGRAMME not in asked.marked
    return is_other and not asked.tagged.finding.mentions


def _with_everyday_asked_back(intent: Intent, finding: Finding, asked: QuestionFeatures) -> tuple[Intent, Finding]:
    """A question back where only everyday words may name teams, and no stance is asked: 길 막혀서 늦음, 한강 산책."""
    mentions = finding.mentions
    rest = _AFTER_NAME.sub(" ", asked.said)
    others = len(_WORDS.findall(rest))
    if intent is not Intent.STANCE or not mentions or asked.hits or OF_STANCE.search(rest):
        return intent, finding
    is_idle = _is_idle(rest)
    is_ordinary = all(
        each.view == "everyday" or is_everyday_noun(each.surface) or (is_idle and len(each.surface) < SHORTEST_SURE)
        for each in mentions
    )
    is_asking = _ASKS.search(asked.said) or _SUBJECT.search(asked.said)
    if not (is_ordinary and others) or (is_asking and not _COMPOUND.search(asked.marked)):
        return intent, finding
    return Intent.AMBIGUOUS, _as_candidates(finding)


def _is_idle(said: str) -> bool:
    """True if Korean words behind a name of two characters ask nothing of it: 업스 좀 해라, K7 차 좋다."""
    words = _WORDS.findall(said)
    is_heard = bool(words) and words[-1].endswith(("대", "래"))
    return not is_heard and not any(word.isascii() or analyse(word).tags & _ASKING for word in words)


_ASKING: Final = frozenset({"topic", "facet", "interrogative"})
_COMPOUND: Final = re.compile(rf"{ELSEWHERE}[가-힣]{{2,}} {EVERYDAY}?{TEAM}")
"""A bare noun of another subject before a name that is a noun too: 소설 모티프가 뭐야."""
_SUBJECT: Final = re.compile(rf"{TEAM}(?:네|측|쪽)?(?:은|는|도|['’]s)(?![가-힣])")
"""A name that stands as the one who is asked about: 바다는 첨엔 한다더니."""


def _as_candidates(finding: Finding) -> Finding:
    fields = ("team", "name", "score", "view")
    meant = {each.team: Candidate(**{name: getattr(each, name) for name in fields}) for each in finding.mentions}
    return finding.model_copy(update={"candidates": tuple(meant.values())[:3]})


def _other_subjects(asked: QuestionFeatures) -> list[str]:
    """The nouns of another subject, but for those behind the stance: made it through to interview."""
    return other_subjects(asked.said[: asked.hits[-1].start] if asked.hits else asked.said)


def _with_doubts(marked: str, tagged: Tagged) -> str:
    """The marked text with a mark before each team whose name is an everyday word."""
    parts = marked.split(TEAM)
    surfaces = [is_everyday(each.surface) for each in tagged.finding.mentions]
    marks = [f"{EVERYDAY if doubt else ''}{TEAM}" for doubt in surfaces[: len(parts) - 1]]
    marks += [TEAM] * (len(parts) - 1 - len(marks))
    return "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True))


def _words_of(facts: Facts) -> Iterator[str]:
    """Words of the record that name no team: the programme's names, who runs it, who speaks in it, who printed it."""
    speakers = (each.claim.speaker for each in facts.statements.values())
    publishers = (each.publisher for each in facts.sources.values())
    members = facts.programme.members
    called = (members.ko.one, members.ko.count, *members.ko.also, members.en.one, members.en.many, *members.en.also)
    names = (*facts.programme.names.every, *facts.programme.authority.ko, *facts.programme.authority.en, *called)
    for name in dict.fromkeys((*names, *speakers, *publishers)):
        yield from fold(name or "").text.split()


def _as_typed(name: str, typed: str) -> str:
    match = re.search(re.escape(name), typed, re.IGNORECASE)
    return " ".join((match.group() if match else name).split())


def _without_supposition(tagged: Tagged, asks: Callable[[str], bool]) -> Tagged:
    """Without a clause that only supposes something of teams, where others are asked for: 카카오가 빠지면 누가 나와?

    `asks` tells whether what is left asks for a stance.
    """
    clause = _SUPPOSED.search(tagged.text)
    if clause is None:
        return tagged
    rest = tagged.with_blank(*clause.span())
    return rest if _WHO.search(rest.text) and not _REFERS_BACK.search(rest.text) and asks(rest.text) else tagged


def _without_medium(tagged: Tagged, asks: Callable[[str], bool]) -> Tagged:
    """Without a name that only says where something was read: 네이버에서 봤는데 루닛 떨어졌대."""
    if tagged.text.count(TEAM) < 2:
        return tagged
    place = _MEDIUM.search(tagged.text)
    if place:
        return tagged.with_blank(*place.span())
    for number, match in enumerate(re.finditer(TEAM, tagged.text)):
        beside = _BESIDE.match(tagged.text, match.end())
        is_ordinary = is_everyday(tagged.finding.mentions[number].surface)
        if is_ordinary and beside and (beside["tail"] or not _is_asking(beside[1], asks)):
            return tagged.with_blank(*match.span())
    for number in range(tagged.text.count(TEAM) - 2, -1, -1):
        start = [match.start() for match in re.finditer(TEAM, tagged.text)][number]
        mention, following = tagged.finding.mentions[number : number + 2]
        is_next = not tagged.text[start + 1 : tagged.text.find(TEAM, start + 1)].strip()
        is_part = is_next and mention.team != following.team and following.name.startswith(mention.surface)
        if is_part or _OBLIQUE.match(tagged.text, start + 1):
            tagged = tagged.with_blank(start, start + 1)
    return tagged


def _is_asking(said: str, asks: Callable[[str], bool]) -> bool:
    """True if words between two names ask for a stance themselves: 봄 어떻게 됐고 숨은."""
    return asks(said) or OF_STANCE.search(said) is not None


def own_words(text: str) -> str:
    """What the asker says of a pasted passage: its first and its last line where they are short; else all of it."""
    if len(text) <= PASTED_LENGTH:
        return text
    lines = [line for line in text.splitlines() if line.strip()]
    ends = dict.fromkeys((lines[0], lines[-1]) if lines else ())
    return "\n".join(line for line in ends if len(line) <= OWN_LINE_LENGTH)
