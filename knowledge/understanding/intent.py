"""What a question wants: a few hard rules, then a trained scorer over the marked text; names and stances are no guess.

The scorer is a logistic regression on character 1-4-grams of the marked text and a few counts, trained by `make train`
(`tests/knowledge/train.py`); at run time it is one dictionary look-up a feature. docs/understanding.md tells more.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import add
from pathlib import Path
from typing import Any, Final, NamedTuple

from knowledge.question import Intent
from knowledge.understanding.dates import Days
from knowledge.understanding.filters import TEAMS_LEFT_OUT
from knowledge.understanding.marks import (
    AUTHORITY,
    DATE,
    DENIED,
    ELSEWHERE,
    EVERYDAY,
    MARKS,
    MEMBER,
    PROGRAMME,
    SAID,
    STRANGER,
    TEAM,
    UNKNOWN,
    Tagged,
)
from knowledge.understanding.stances import StanceHit
from knowledge.understanding.unknown_words import UnknownWord, elsewhere_marked

WEIGHTS_FILE: Final = Path(__file__).with_name("intent_weights.json")
OTHER: Final = "other"
"""The scorer's label for what asks nothing that the record answers: small talk, other subjects."""
LONGEST_GRAM: Final = 4
DIGIT: Final = 32
"""Bits of the sum of a label's weights in a text, each at most `HIGHEST` on either side of none."""
HIGHEST: Final = 1 << 15
LONGEST_SCORED: Final = 300
"""Characters that are scored; what is longer was cut to the lines that ask."""
SURE: Final = 0.35
"""The probability of the best kind below which a question without a team gets help instead of an answer."""
CLOSE: Final = 0.15
"""The margin below which a question in the words of the record is one of it, and no small talk."""
SURELY_OTHER: Final = 0.6
"""The probability from which a text that names a team is about something else."""
_COURTESY: Final = re.compile(
    r"(?<![가-힣])(?:안녕|감사|고맙|고마|수고|죄송|실례|미안|부탁)[가-힣]{0,8}[,.!~]*|\bthank(?:s| you)\b"
)
"""Greetings and thanks, which leave a question what it is."""
_BLANKS: Final = re.compile(r"\s+")
_DIGITS: Final = re.compile(r"\d+")
_COUNTED: Final = ELSEWHERE + TEAM + STRANGER + PROGRAMME + DATE + SAID + DENIED + UNKNOWN + MEMBER + AUTHORITY


@dataclass(frozen=True)
class QuestionFeatures:
    """What was found in one question; `marked` is its text with a mark for everything that was understood."""

    tagged: Tagged
    said: str
    """The text with marks for names and days; `hits` count in it."""
    days: Days
    hits: tuple[StanceHit, ...]
    unknown: tuple[UnknownWord, ...]
    marked: str
    context: str = "dm"
    excluded: range = field(default=range(0))
    """Mentions that the user excludes (`카카오 말고 KT는?` excludes 카카오)."""
    lists_silent: bool = False
    """Whether it asks for those who said nothing: 아무 말 없는 팀."""

    @property
    def has_team(self) -> bool:
        """True if a team is asked about."""
        return len(self.excluded) < len(self.tagged.finding.mentions)


class Decision(NamedTuple):
    """The intent of a question, the hard rule that decided it or None, and the scorer's margin and best labels."""

    intent: Intent
    rule: str | None = None
    label: str = ""
    margin: float = 1.0


def features_of(marked: str) -> set[str]:
    """The features of a marked text: its n-grams, how often each mark stands in it, and its length."""
    text = f" {_DIGITS.sub('0', _BLANKS.sub(' ', marked.strip()))[:LONGEST_SCORED]} "
    longer: Iterable[str] = text
    grams = set(text)
    for size in range(1, LONGEST_GRAM):
        longer = tuple(map(add, longer, text[size:]))
        grams.update(longer)
    grams.discard(" ")
    grams.update(f"{mark}#{min(2, text.count(mark))}" for mark in _COUNTED)
    doubt, said = text.count(EVERYDAY), text.count(SAID) + text.count(DENIED)
    elsewhere = min(2, text.count(ELSEWHERE))
    grams.add(f"elsewhere#{elsewhere}{min(1, said)}{min(1, text.count(TEAM))}")
    grams.add(f"doubt#{min(2, doubt)}{min(1, said)}{min(2, text.count(UNKNOWN))}")
    grams.add(f"length#{min(6, len(text) // 6)}")
    return grams


class Weights:
    """The trained weights: for each feature one whole number a label, times a scale.

    The numbers of a feature are also kept as the digits of one, so that a text is scored by one addition a feature.
    """

    def __init__(self, trained: Mapping[str, Any]) -> None:
        self.data: str = trained["data"]
        """The hash of what it was trained on."""
        self.labels: tuple[str, ...] = tuple(trained["labels"])
        self.bias: list[float] = trained["bias"]
        self._scale: float = trained["scale"]
        self._of: dict[str, list[int]] = trained["weights"]
        self._packed = {
            feature: sum((each + HIGHEST) << DIGIT * place for place, each in enumerate(weights))
            for feature, weights in self._of.items()
        }

    def scores(self, marked: str) -> dict[str, float]:
        """The probability of each label."""
        known = [of for of in map(self._packed.get, features_of(marked)) if of is not None]
        packed, scale = sum(known), self._scale / (math.sqrt(len(known)) or 1.0)
        sums = [
            bias + ((packed >> DIGIT * place & (1 << DIGIT) - 1) - HIGHEST * len(known)) * scale
            for place, bias in enumerate(self.bias)
        ]
        top = max(sums)
        powers = [math.exp(each - top) for each in sums]
        total = sum(powers)
        return {label: power / total for label, power in zip(self.labels, powers, strict=True)}

    def heaviest(self, marked: str, label: str, count: int = 12) -> list[tuple[str, float]]:
        """The features of a text that spoke most for a label, with their weights."""
        number = self.labels.index(label)
        known = {each: self._of[each][number] for each in features_of(marked) if each in self._of}
        scale = self._scale / (math.sqrt(len(known)) or 1.0)
        best = sorted(known.items(), key=lambda each: (-each[1], each[0]))[:count]
        return [(feature, weight * scale) for feature, weight in best]


@cache
def weights() -> Weights:
    """The weights that ship."""
    return Weights(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))


def marked_text(
    said: str, hits: tuple[StanceHit, ...], unknown: Callable[[str], list[UnknownWord]]
) -> tuple[str, list[UnknownWord]]:
    """The text with marks for stances, and one before each unknown word; and those words, placed in it before that."""
    text = said
    for hit in sorted(hits, reverse=True):
        text = f"{text[: hit.start]}{DENIED if hit.negated else SAID}{text[hit.end :]}"
    found = unknown(text)
    for each in reversed(found):
        text = f"{text[: each.start]}{_mark_of(each)}{text[each.start :]}"
    bare = _COURTESY.sub(" ", text)
    return elsewhere_marked(bare if bare.strip(" ?!.,~") else text, ELSEWHERE), found


def _mark_of(word: UnknownWord) -> str:
    if word.is_participle:
        return ELSEWHERE
    return UNKNOWN if word.is_name else ""


_SPEECH_MARKS: Final = re.compile(r"[\s?!.,~…·:;\"'“”‘’()\[\]{}<>ㅋㅎㅠㅜ-]+")
_BARE: Final = re.compile(rf"[{TEAM}{EVERYDAY}]+(?:은|는|이|가|도|요|이요|은요|는요|용|염|측은?|쪽은?|님은?|네는?)?")
_ALL_OF_IT: Final = re.compile(rf"(?:{SAID}|{DENIED}|{DATE}|{PROGRAMME}|{MEMBER})+(?:은|는|이|가|도|요|만)?")


def _is_empty_inline(asked: QuestionFeatures) -> Intent | None:
    """An empty inline query is offered the overview."""
    return Intent.OVERVIEW if asked.context == "inline" and not asked.tagged.typed.strip() else None


def _is_blank(asked: QuestionFeatures) -> Intent | None:
    """`???`, `123`, a sticker: nothing is asked."""
    return None if any(each.isalpha() or each in MARKS for each in asked.marked) else Intent.HELP


def _excludes_all(asked: QuestionFeatures) -> Intent | None:
    """`카카오 말고 크래프톤은?` asks about somebody who is not a team here."""
    mentions = asked.tagged.finding.mentions
    return Intent.UNKNOWN if mentions and len(asked.excluded) == len(mentions) else None


def _is_bare_name(asked: QuestionFeatures) -> Intent | None:
    """`카카오`, `KT는요?`: where the team stands."""
    return Intent.STANCE if _BARE.fullmatch(_SPEECH_MARKS.sub("", asked.marked)) else None


def _names_others_only(asked: QuestionFeatures) -> Intent | None:
    """`카카오뱅크는?`: a name that is known to be somebody else's."""
    return Intent.UNKNOWN if asked.tagged.strangers and not asked.tagged.finding.mentions else None


_INTRODUCED: Final = re.compile(
    rf"{UNKNOWN}[^{MARKS}]{{1,20}}?(?:이?라는|이?라고\s?(?:하는|하던|부르는)|이?란)\s*(?:데|곳|{MEMBER}|스타트업|벤처|연구소|컨소|학교|대학)"
    rf"|\b(?:{MEMBER}|start-?up|outfit|lab|place|university)\s+(?:called|named)\s+{UNKNOWN}"
)


def _names_unknown(asked: QuestionFeatures) -> Intent | None:
    """`크래프톤은?`, `a startup called Seastar`: somebody whom nobody knows, and nothing else."""
    if asked.tagged.finding.mentions:
        return None
    if asked.tagged.finding.candidates:
        return Intent.AMBIGUOUS if len(asked.said.split()) == 1 or _goes_on(asked) else None
    if _INTRODUCED.search(asked.marked):
        return Intent.UNKNOWN
    name = next(iter(asked.unknown), None)
    is_all = len(asked.unknown) == 1 and name is not None and name.is_name and not asked.hits
    rest = _SPEECH_MARKS.sub("", asked.marked.replace(UNKNOWN, ""))
    is_bare = is_all and name is not None and rest == f"{name.text}{name.particle}".replace(" ", "")
    return Intent.UNKNOWN if is_bare and name is not None and name.particle in _TOPICS else None


def _goes_on(asked: QuestionFeatures) -> bool:
    """True if a name that is written out, and words that nobody knows, are the whole text: 루닛 INSIGHT."""
    run = next(iter(asked.unknown), None)
    is_whole = run is not None and run.text == asked.said.strip(" ?!.")
    return is_whole and asked.tagged.finding.candidates[0].view == "exact"


_TOPICS: Final = frozenset(("은", "는", "이", "가", "도", "요", "은요", "는요", "이요", "측은"))


def _is_bare_stance(asked: QuestionFeatures) -> Intent | None:
    """`불참?`, `탈락 팀`: who holds it."""
    bare = _SPEECH_MARKS.sub("", asked.marked)
    if asked.said.strip(" ?!.").isalpha() and asked.said.isascii() and all(hit.negated for hit in asked.hits):
        return Intent.HELP if asked.hits else None  # `sure` alone says nothing of who is not undecided
    return Intent.LIST if asked.hits and _ALL_OF_IT.fullmatch(bare) and (SAID in bare or DENIED in bare) else None


_WHO: Final = re.compile(
    rf"누가|누구|뉘|어디|어데|어딘|어느|어떤|몇|{MEMBER}|(?:[는한은된진힌간던을건]|{SAID}|{DENIED})\s?(?:데|곳"
    rf"|집|애들|놈)"
    r"|\b(?:who|whos|which|any(?:one|body)|every(?:one|body)|how many|all|ones|list)\b"
)
_OF_THESE: Final = re.compile(r"중에서?|중\s|가운데|[셋넷]\s?중|\b(?:among|which|out of|who)\b")
_COMPARES: Final = re.compile(r"하나라도|either|왜|더\s|먼저|\bmore\b|\bfirst\b|\bkeener\b|\bwhy\b")
_HISTORY: Final = re.compile(
    r"타임\s?라인|히스토리|연혁|연대기|이력(?!이\s?있)|변천|경과(?!하)|경위|일지|추이|날짜\s?순|시간\s?순|시간에 따라"
    r"|처음부터|첨부터|어떻게\s?바[뀌꿨]|그동안\s?(?:뭐|머|무슨|했|나온)|여태\S*\s?(?:뭐"
    r"|머|뭔|무슨)"
    r"|\btime\s?line\b|\bhistory\b|\bchronolog|\bover time\b|\boldest first\b|\bfull record\b|\btrack record\b"
)
_CHANGED: Final = re.compile(
    r"바[뀌뀐꼈뀜꾼꿨]|달라[진졌짐]|변[동심경]|뒤집|돌아선|새로\s?(?:나온|입장|바뀐)|새\s?소식"
    r"|\bchang(?:e|ed|es)\b|\bflip|\bu-turn|\b(?:anything|whats?|what's|any)\s+(?:is\s+)?new\b|\bdevelopments?\b"
    r"|\bhappen"
)
_LATELY: Final = re.compile(r"최근|요새|요즘|근래|\blately\b|\brecent")


def _leaves_out(asked: QuestionFeatures) -> Intent | None:
    """`카카오 말고 누가 빠졌어?`, `everyone except Kakao`: all but the teams that are named."""
    is_compared = asked.said.count(TEAM) > 1 and ("처럼" in asked.said or "like" in asked.said)
    if asked.excluded or is_compared or not TEAMS_LEFT_OUT.search(asked.said):
        return None
    is_of_rest = asked.hits or asked.lists_silent or _WHO.search(asked.marked) or _REST.search(asked.marked)
    return Intent.LIST if is_of_rest else None


_REST: Final = re.compile(r"다른|나머지|전부|모두|다들|다(?![가-힣])|\ball\b|\bothers\b|\brest\b|\bevery")


def _asks_which_of(asked: QuestionFeatures) -> Intent | None:
    """`카카오랑 KT 중에 누가 빠져?`: which of these teams."""
    text = asked.marked
    asks = text.count(TEAM) > 1 and bool(asked.hits) and _OF_THESE.search(text) and _WHO.search(text)
    return Intent.LIST if asks and not _COMPARES.search(asked.said) else None


def _asks_history(asked: QuestionFeatures) -> Intent | None:
    """`카카오 타임라인`: how its stance came about."""
    return Intent.HISTORY if _HISTORY.search(asked.marked) and STRANGER not in asked.marked else None


def _asks_changes(asked: QuestionFeatures) -> Intent | None:
    """`지난주에 바뀐 거 있어?`: whose stance changed within a time."""
    has_time = asked.days.first is not None or _LATELY.search(asked.marked) is not None
    is_clean = UNKNOWN not in asked.marked and not asked.tagged.strangers
    asks = has_time and is_clean and not asked.has_team and _CHANGED.search(asked.marked)
    return Intent.CHANGES if asks else None


def _asks_for_silent(asked: QuestionFeatures) -> Intent | None:
    """`아무 말 없는 팀`: who has said nothing."""
    asks = asked.lists_silent and not asked.tagged.finding.mentions and _WHO.search(asked.marked)
    return Intent.LIST if asks else None


def _is_of_another_thing(asked: QuestionFeatures) -> Intent | None:
    """`오늘 날씨 어때`, `소라 삶아 먹을라`: an everyday word that is a team's name too, among words of other things."""
    doubtful = asked.marked.count(EVERYDAY)
    is_all = 0 < doubtful == len(asked.tagged.finding.mentions)
    if not is_all or asked.hits:
        return None
    is_other = ELSEWHERE in asked.marked and not OF_STANCE.search(asked.marked)
    return Intent.HELP if is_other else None


OF_STANCE: Final = re.compile(
    r"입장|뭐[라래랬]|머[라래]|뭔\s?말|어[찌떻떠쩌캄]|우째|어케|됐|되[었나는]|대답|반응|소식|근황|동향|상황|상태"
    r"|말[했은이]|생각|계획|언제|왜|출처|기사"
    r"|\b(?:stand|stands|position|stance|say|says|said|status|updates?|latest|news|where|why|when|doing|plan|plans"
    r"|decision|word|source|quote)\b"
)
"""Asks for what the record does hold, whatever unknown words stand beside it."""


HARD_RULES: Final = (
    _is_empty_inline,
    _is_blank,
    _excludes_all,
    _is_bare_name,
    _names_others_only,
    _names_unknown,
    _is_of_another_thing,
    _leaves_out,
    _asks_which_of,
    _is_bare_stance,
    _asks_history,
    _asks_for_silent,
    _asks_changes,
)
"""What is decided without the scorer, in this order; each worth what docs/decisions/0005 says."""


def decide(asked: QuestionFeatures) -> Decision:
    """The intent of a question: by a hard rule, else by the scorer within what its names and stances allow."""
    for rule in HARD_RULES:
        intent = rule(asked)
        if intent is not None:
            return Decision(intent, rule.__name__.lstrip("_"))
    scores = weights().scores(asked.marked)
    first, second = sorted(scores, key=lambda each: -scores[each])[:2]
    margin = scores[first] - scores[second]
    intent = _with_team(asked, first, scores) if asked.has_team else _without_team(asked, first, scores)
    return Decision(intent, None, first, margin)


def _with_team(asked: QuestionFeatures, label: str, scores: Mapping[str, float]) -> Intent:
    """A team that is named is told of, unless the text is about something else beyond doubt."""
    if label == OTHER:
        is_everyday = asked.marked.count(EVERYDAY) == len(asked.tagged.finding.mentions)
        return Intent.HELP if scores[OTHER] >= (SURE if is_everyday else SURELY_OTHER) else Intent.STANCE
    if label == "list" and not _can_list(asked):
        return Intent.OVERVIEW if MEMBER in asked.marked else Intent.STANCE
    return Intent(label)


def _without_team(asked: QuestionFeatures, label: str, scores: Mapping[str, float]) -> Intent:
    candidates, names = asked.tagged.finding.candidates, [each for each in asked.unknown if each.is_name]
    is_plain = bool(asked.hits) and not names and ELSEWHERE not in asked.marked and not candidates
    if is_plain and label in (OTHER, "stance", "overview") and _WHO.search(asked.marked):
        return Intent.LIST
    is_close = label == OTHER and scores[OTHER] - scores["overview"] < CLOSE
    if is_close and OF_STANCE.search(asked.said) and not asked.unknown and ELSEWHERE not in asked.marked:
        return Intent.OVERVIEW
    if label == OTHER or scores[label] < SURE:
        return Intent.HELP
    if label == "stance":
        if candidates:
            return Intent.AMBIGUOUS
        return Intent.UNKNOWN if names else Intent.HELP
    if label == "list" and not _can_list(asked):
        return Intent.OVERVIEW if MEMBER in asked.marked and not names else Intent.HELP
    return Intent(label)


def _can_list(asked: QuestionFeatures) -> bool:
    return bool(asked.hits) or asked.lists_silent


def explained(asked: QuestionFeatures, decision: Decision) -> Iterator[str]:
    """Lines for a person who asks why: the marked text, the rule or the n-grams that decided, and the margin."""
    if decision.rule is not None:
        yield f"rule\t{decision.rule}"
        return
    yield f"label\t{decision.label}\tmargin {decision.margin:.2f}"
    for gram, weight in weights().heaviest(asked.marked, decision.label):
        yield f"{weight:+.2f}\t{gram!r}"
