"""Which teams a list is of: sets of stances, joined, narrowed and taken away, and the teams left out."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from knowledge.model import Kind
from knowledge.understanding.marks import MARKS, MEMBER, SAID, STRANGER, TEAM
from knowledge.understanding.stances import StanceHit, StanceWords

_BUT: Final = (
    r"(?:말고|빼고|(?<=[을를])뺀|(?<=[을를] )뺀|빼면|빼놓고|제외(?![됐된되당]|대상)|제한|거른|외에|이외|외\s|만\s?말고"
    r"|아닌|아니었던|아니라는|아인)"
)
_EXCEPT: Final = r"(?:other than|besides|except(?: for)?|apart from|aside from|excluding|bar|minus|not counting)"
_ASIDE: Final = r"(?:말고|빼고|제외하고|아니고|됐고|놔두고|냅두고|제쳐\s?두고|(?:그렇다\s?)?치고)"
_NEAR: Final = rf"[^{MARKS}]"
BEFORE_BUT: Final = re.compile(rf"{_NEAR}{{0,4}}?\s*(?:{MEMBER}|인\s?데|곳)?{_NEAR}{{0,2}}?\s*{_BUT}")
"""Behind a stance it leaves its holders out: 검토 중 말고, 불참 아닌."""
BEHIND_EXCEPT: Final = re.compile(rf"{_EXCEPT}\s+(?:the\s+|those\s+|ones\s+)*(?:who\s+|that\s+)?(?:are\s+|is\s+)?$")
TEAMS_LEFT_OUT: Final = re.compile(
    rf"{TEAM}(?:네|님)?[가-힣]{{0,3}}\s*(?:{_BUT}|처럼|except\b)"
    rf"|(?:{_EXCEPT}|like)\s+(?:[\w\s,]*?){TEAM}"
    rf"|\b(?:every(?:one|body|thing)|all|any(?:one|body)|no\s?one|nobody|who|{MEMBER})\s+but\s+{TEAM}"
    rf"|\b(?:all|every|any|no)\s+(?:(?:the|of|other)\s+)*[\w{MEMBER}]+\s+but\s+(?:for\s+)?{TEAM}"
)
"""The teams named are those that are left out."""
OTHERS: Final = re.compile(rf"{TEAM}[가-힣]{{0,3}}\s*{_BUT}|{_EXCEPT}\s+{TEAM}")
"""Asks for all but the teams named: 카카오 말고 다른 팀은?"""
LEFT_OUT: Final = re.compile(rf"{TEAM}[가-힣]{{0,3}}\s*제외(?:하고|하면|하곤|한|\s)")
"""Leaves a team out of the question; it does not say that the team was left out: 네이버를 제외하고 다."""
EXCLUDED: Final = re.compile(
    rf"(?:{TEAM}\s?(?:,|·|/|&|이?랑|와|과|하고"
    rf"|및)?\s?){{0,8}}{TEAM}[가-힣]{{0,3}}\s*{_ASIDE}[^{TEAM}{STRANGER}]{{0,12}}[{TEAM}{STRANGER}]"
    rf"|^\W*(?:no,?\s*)?not\s+{TEAM}\s*,?\s*(?:but\s+)?{TEAM}"
    rf"|\b(?:forget|never\s?mind|enough (?:of|about)|instead of|rather than)\s+{TEAM}"
    rf"[^{TEAM}{STRANGER}]{{0,20}}[{TEAM}{STRANGER}]"
)
"""The teams named first are excluded for those behind: 카카오 말고 KT는?"""
SILENT: Final = re.compile(
    r"(?:아무런?|암)\s?(?:말|소리|얘기|입장|발표|언급|대답|반응)\S*\s*(?:없|안|못|하지\s?않)|(?:입장|말|의견|답|언급|발표"
    r"|의사)\S{0,2}\s*(?:표명\S*\s*)?(?:없|하지\s?않"
    r"|안\s?(?:낸|밝|한|내)|못\s?낸|안냈)"
    r"|말\S{0,2}\s*남기지\s?않|(?:입장|말)\s?자체\S?\s*(?:안|없)|꿀\s?먹은|조용한|침묵|묵묵|감감|잠잠|무응답"
    r"|\b(?:silent|silence|quiet|mum)\b|(?:said|say(?:ing)?|spoken|heard)\s+(?:nothing|zip|nada)|(?:no"
    r"|without(?: a)?|any)\s+(?:statement|position|stance|word)"
    r"|(?:yet to|(?:not|n['’]?t))\s+(?:yet\s+)?(?:say|said|spoken|speak|declared?|commented"
    r"|responded)(?:\s+(?:a word|anything|a thing))?|opened its mouth"
)
"""Asks for those who said nothing: 아무 말 없는 팀, who has yet to say a word."""
AMONG: Final = re.compile(r"중에|가운데|중(?:\s|$|에서)|둘|셋|\bof\b|\bamong\b|\bbetween\b|\bwhich\b|\bor\b|\bout of\b")
_OF_THOSE: Final = re.compile(
    rf"{SAID}[^{SAID}]{{0,8}}(?:가운데|중에서?|중\s)|\b(?:of|among) (?:those|the ones|them)\b[^{SAID}]{{0,20}}{SAID}"
)
_ANY: Final = re.compile(r"거나|이나|또는|혹은|\bor\b|든지|든")


class StanceFilter(NamedTuple):
    """The sets that a list is of; see `Question` for what each means."""

    stances: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    is_of_silent: bool = False


def lists_silent(said: str, hits: Sequence[StanceHit]) -> bool:
    """True if a text asks for teams that said nothing, and for no stance beside it."""
    match = SILENT.search(said)
    return match is not None and not any(
        hit.start < match.end() and match.start() < hit.end for hit in hits if not hit.is_weak
    )


def excluded_mentions(marked: str) -> range:
    """The numbers of the mentions that the user excludes for other ones (`카카오 말고 KT는?` excludes 카카오)."""
    match = EXCLUDED.search(marked)
    if match is None:
        return range(0)
    first = marked.count(TEAM, 0, match.start())
    return range(first, first + marked.count(TEAM, match.start(), match.end() - 1))


def stance_filter(said: str, hits: Sequence[StanceHit], words: StanceWords) -> StanceFilter:
    """Which teams a list is of.

    Stances of one kind are joined (철회했거나 접은); one of each kind narrow each other (탈락팀 중에 불참인 팀),
    unless an "or" stands between them; what is denied or excepted is taken away (불참 아닌, 검토 중 말고).
    """
    hits = hits if _ANY.search(said) else words.plainest(hits, said)
    without = [hit for hit in hits if _is_taken_away(said, hit, words)]
    held = [hit for hit in hits if hit not in without]
    taken = tuple(dict.fromkeys(code for hit in without for code in words.of_one_kind(_taken(said, hit))))
    first = [hit for hit in held if _kind(hit, words) is _kind(held[0], words)]
    second = [hit for hit in held if hit not in first]
    if (
        not second
        and len(held) > 1
        and _OF_THOSE.search(f"{said[: held[0].start]}{SAID}{said[held[0].end : held[-1].start]}")
    ):
        first, second = held[1:], held[:1]
    if second and _ANY.search(said, held[0].start, held[-1].start + 1):
        first, second = held, []
    kept = words.listed(first)
    return StanceFilter(
        stances=kept,
        also=words.listed(second),
        without=tuple(code for code in taken if code not in kept),
        apart=words.apart(held) if not second else (),
        is_of_silent=not hits,
    )


def _kind(hit: StanceHit, words: StanceWords) -> Kind:
    return words.kind_of(words.of_one_kind(hit.codes)[0])


def _is_taken_away(said: str, hit: StanceHit, words: StanceWords) -> bool:
    """True if a stance is denied or excepted; of a refusal its denial (안 빠진) is all who do not refuse."""
    return hit.negated or bool(hit.literal and set(hit.literal) & words.refusals) or _is_excepted(said, hit)


def _taken(said: str, hit: StanceHit) -> tuple[str, ...]:
    """The stances taken away: of 파업 안 하는 데 말고 those who do not strike, of 안 빠진 those who leave."""
    return hit.codes if _is_excepted(said, hit) else hit.literal or hit.codes


def _is_excepted(said: str, hit: StanceHit) -> bool:
    return BEFORE_BUT.match(said, hit.end) is not None or BEHIND_EXCEPT.search(said, 0, hit.start) is not None
