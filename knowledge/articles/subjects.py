"""Who a Korean sentence is about: noun phrases with a topic or subject mark, and the teams that they stand for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from knowledge.question import Mention

EXACT: Final = 0.99
WRITTEN: Final = "written"
"""The view of a name that is an ordinary word as well, and stands where a name would."""


class SubjectRole(Enum):
    """What kind of subject a noun phrase is."""

    TEAM = "team"
    PERSON = "person"
    """Somebody of a team: 카카오 고위 관계자."""
    AUTHORITY = "authority"
    ANAPHOR = "anaphor"
    """Whoever was spoken of before: 회사는, 이 관계자는."""
    SELF = "self"
    """우리는, 당사는."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """One subject: `teams` are several where they are listed (A, B와 C가)."""

    start: int
    end: int
    role: SubjectRole
    teams: tuple[str, ...] = ()
    is_topic: bool = True
    """False for 이 and 가, which end with their own verb."""
    speaker: str | None = None
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class NameRow:
    """Mentions that stand in one row: A, B와 C."""

    start: int
    end: int
    teams: tuple[str, ...]
    is_exact: bool


_BETWEEN: Final = re.compile(
    r"(?:컨소시엄|연합|그룹|측)?(?:\s*[,·ㆍ、/&]\s*|\s*(?:와|과|이랑|랑|하고|및|그리고)\s+|(?:는|은)\s물론\s(?:이고\s)?|\s및\s|뿐\s?아니라\s)(?:과거\s|또\s|이어\s)?"
)
"""What stands between the names of a row."""
_MARK: Final = r"(?P<mark>에서는|에선|께서는|께서|에게는|은|는|이|가|도|만|까지|마저|조차|역시)"
_BEHIND_TEAM: Final = re.compile(
    rf"(?:\s?등(?:\s?\d*\s?(?:개|여)?\s?(?:팀|곳|사|업체|기업|컨소시엄)?)?)?(?:\s?(?:컨소시엄|연합|측|그룹|후보|예비후보|팀))?{_MARK}?(?P<also>\s(?:역시|또한|모두|측은|측이|측도))?(?=[\s,\"“]|$)"
)
_PERSON: Final = re.compile(
    r"(?:(?<![공매현입주등확성상])장|관계자|대표|임원|대변인|이사|전무|상무|담당자|책임자|교수|홍보실|경영진|위원|총괄|창업자|차관|장관|측|이사회"
    r"|의원|변호사|후보|감독|총리|대통령|의회|정부|외교부|국무부|[가-힣]{2,}수산부|대사|특사|사무처|총무|본사|법인|당국|시청|도청|ceo|cto|cfo)$"
)
"""What a noun phrase that begins with a team's name ends with where somebody of the team is meant."""
_COLLECTIVE: Final = re.compile(r"(?:측|이사회|경영진|의회|정부|외교부|국무부|수산부|본사|당국|시청|도청)$")
"""Those of them that stand for the team itself and are no speaker of their own."""
_OUTSIDER: Final = re.compile(
    r"(?:업계|정부|교수|전문가|애널리스트|증권가|의원|변호사|시민단체|노조|협회|당국|관계자|위원장|장관|차관|시장|대통령|위원회|대표|소비자"
    r"|주주|팬클럽|학계|재계|금융권|경쟁사|단체|연구원|국회|언론|일각|기업|업체|[가-힣]들|누리꾼|시민|컨설턴트|임원|대변인|사장|회장|실장|국장"
    r"|팀장|본부장|지사장|부문장|팀|곳|컨소시엄|주가|서비스|계열사|자회사|외교가|상인|총무|정치권|야당|여당)$"
)
_ABSTRACT: Final = re.compile(
    r"(?:입장|전망|관측|분석|평가|의견|목소리|소식|보도|발언|결과|이야기|얘기|반응|우려|기대|지적|비판|설명|주장|해석|방안|공고|자료|성명|명단|주가|매출"
    r"|가격|수위|경쟁|관심|논란|소문|시선)$"
)
"""What comes out, falls or passes as well as teams do: 이런 입장은 … 나왔다."""
_ANAPHOR: Final = re.compile(
    rf"(?<!\S)(?:회사|이\s회사|해당\s(?:회사|업체|기업|팀)|이\s(?:업체|기업|팀|관계자|임원|대표)|같은\s관계자|그|그녀|양사|두\s회사|이들|이곳|회사\s관계자|회사\s대표|측)(?:\s?측)?{_MARK}(?=[\s,\"“]|$)"
)
_SELF: Final = re.compile(rf"(?<!\S)[\"“'‘]?(?:우리|저희|당사|자사|나|저)(?:\s회사)?{_MARK}?(?=[\s,]|$)")
_TITLE: Final = re.compile(r"대표|사장|부사장|회장|의장|지사장|대표이사|부문장|연구소장")
_MARKED_WORD: Final = re.compile(rf"(?<!\S)[\"“'‘(]?(?P<noun>[^\s\"“”'‘’,]+?){_MARK}[\"”'’]?(?=[\s,\"“]|$)")
_NAME: Final = re.compile(r"(?:(?<=\s)|^)((?:[가-힣]{1,4}\s)?[가-힣]{2,4}\s)$")
_ADVERBS: Final = frozenset(
    [
        "반면",
        "앞서",
        "또한",
        "이에",
        "한편",
        "특히",
        "같은",
        "이날",
        "전날",
        "반대로",
        "이어",
        "그러나",
        "하지만",
        "다만",
        "실제로",
        "현재",
        "당초",
        "여기에",
        "또",
        "다른",
        "아울러",
        "이번",
        "지난해",
        "올해",
        "최근",
        "당시",
        "결국",
        "그동안",
        "역시",
        "날",
        "지난",
        "탈락한",
        "포기한",
        "국내",
        "네덜란드",
        "스웨덴",
        "미국",
        "일본",
        "독일",
        "프랑스",
        "업체",
        "기업",
    ]
)
"""What stands before a name and is no name of a person."""
_PARENTHESIS: Final = re.compile(r"\([^()\n]{1,60}\)|\[[^\[\]\n]{1,40}\]")
FILLER: Final = "\ue00f"


def without_parentheses(text: str) -> str:
    """The text, as long as before, with fillers for what stands in parentheses: KT[030200], 대표(CTO)는."""
    return _PARENTHESIS.sub(lambda match: FILLER * len(match.group()), text)


def groups(text: str, mentions: Sequence[Mention]) -> list[NameRow]:
    """The rows of names in a text, whose parentheses were filled."""
    found: list[list[Mention]] = []
    for each in mentions:
        if FILLER in text[each.start : each.end]:
            continue
        gap = text[found[-1][-1].end : each.start].replace(FILLER, "") if found else ""
        if found and (_BETWEEN.fullmatch(gap) or not gap):
            found[-1].append(each)
        else:
            found.append([each])
    return [
        NameRow(
            row[0].start,
            row[-1].end,
            tuple(dict.fromkeys(each.team for each in row)),
            is_exact(row),
        )
        for row in found
    ]


def is_exact(row: Sequence[Mention]) -> bool:
    """True if the names of a row are written as on record; beside one that is, an ordinary word is a name too."""
    return any(each.score > EXACT for each in row) and all(each.score > EXACT or each.view == WRITTEN for each in row)


def subjects(
    text: str, rows: Sequence[NameRow], others: Sequence[tuple[int, int]], authority: re.Pattern[str]
) -> list[NounPhrase]:
    """The subjects of a text in their order; `others` are the places of names that are somebody else's."""
    found = [each for row in rows if (each := _of_row(text, row)) is not None]
    taken = [(each.start, each.end) for each in found]
    for each in _plain(text, others, authority):
        if not any(start < each.end and each.start < end for start, end in taken):
            found.append(each)
            taken.append((each.start, each.end))
    return sorted(found, key=lambda each: each.start)


def _of_row(text: str, row: NameRow) -> NounPhrase | None:
    """The subject that begins with a row of names, if it is one."""
    end = row.end
    while text[end : end + 1] == FILLER:
        end += 1
    head = re.compile(rf"장{_MARK}(?=[\s,\"]|$)").match(text, end)
    if head is not None:  # 제주항만지부장은
        start = _speaker_start(text, row.start)
        is_topic = head["mark"] not in ("이", "가")
        speaker = text[start : head.start("mark")]
        return NounPhrase(start, head.end(), SubjectRole.PERSON, row.teams, is_topic, speaker, row.is_exact)
    match = _BEHIND_TEAM.match(text, end)
    if match and (match["mark"] or match["also"]):
        if match["mark"] == "도" or match["also"] or match["mark"] not in ("이", "가"):
            return NounPhrase(row.start, match.end(), SubjectRole.TEAM, row.teams, True, None, row.is_exact)
        return NounPhrase(row.start, match.end(), SubjectRole.TEAM, row.teams, False, None, row.is_exact)
    return _of_person(text, row, end)


def _of_person(text: str, row: NameRow, end: int) -> NounPhrase | None:
    """The subject that only begins with a team's name: 카카오 고위 관계자는; its service is somebody else."""
    if text[end : end + 1] not in (" ", "의", FILLER):
        return None
    for count, word in enumerate(re.finditer(r"\S+", text[end : end + 60])):
        if count > 5:
            return None
        bare = word.group().replace(FILLER, "").rstrip('"”,')
        marked = re.fullmatch(rf"(?P<noun>.*?){_MARK}", bare)
        noun = marked["noun"] if marked else bare
        if marked and _PERSON.search(noun):
            is_named = not noun.endswith("관계자") and not _COLLECTIVE.search(noun)
            start = _speaker_start(text, row.start) if is_named else row.start
            whole = text[start : end + word.start()] + word.group()
            speaker = whole[: whole.rindex(marked["mark"])]
            close = end + word.end()
            is_topic = marked["mark"] not in ("이", "가")
            if _COLLECTIVE.search(noun):
                return NounPhrase(row.start, close, SubjectRole.TEAM, row.teams, is_topic, None, row.is_exact)
            return NounPhrase(start, close, SubjectRole.PERSON, row.teams, is_topic, speaker, row.is_exact)
        if marked and _OUTSIDER.search(noun):
            return NounPhrase(row.start, end + word.end(), SubjectRole.OTHER, (), marked["mark"] not in ("이", "가"))
        if "," in word.group() or re.search(
            r"(?:을|를|에|에서|으로|고|며|지만|은|는|이|가|와|과|출신)$", bare.removesuffix("의")
        ):
            return None
    return None


def _speaker_start(text: str, start: int) -> int:
    """Where a speaker's own name begins before the team's: 박세린 KT 기술혁신부문장."""
    match = _NAME.search(text[:start])
    if match is None:
        return start
    words = match.group(1).split()
    if words[-1] in _ADVERBS or re.search(r"(?:은|는|을|를|에|서|고|며|의|도)$", words[-1]):
        return start
    if len(words) == 2 and (words[0] in _ADVERBS or re.search(r"(?:은|는|을|를|에|서|고|며|의|도|한)$", words[0])):
        return start - len(words[-1]) - 1
    return start - len(match.group(1))


def _plain(text: str, others: Sequence[tuple[int, int]], authority: re.Pattern[str]) -> Iterator[NounPhrase]:
    for match in authority.finditer(text):
        yield from _of_authority(text, match)
    for match in _SELF.finditer(text):
        yield NounPhrase(match.start(), match.end(), SubjectRole.SELF, (), match["mark"] not in ("이", "가"))
    for match in _ANAPHOR.finditer(text):
        yield NounPhrase(match.start(), match.end(), SubjectRole.ANAPHOR, (), match["mark"] not in ("이", "가"))
    for start, end in others:
        marked = re.compile(rf"\S*?{_MARK}(?=[\s,]|$)").match(text, end)
        if marked:
            yield NounPhrase(start, marked.end(), SubjectRole.OTHER, (), marked["mark"] not in ("이", "가"))
    yield from _marked_words(text)


def _marked_words(text: str) -> Iterator[NounPhrase]:
    """Words with a mark that stand for people, bodies or what comes out as teams do."""
    for match in _MARKED_WORD.finditer(text):
        noun = match["noun"].replace(FILLER, "")
        if _TITLE.fullmatch(noun) and _NAME.search(
            text[: match.start()]
        ):  # 문가람 대표는: of the team spoken of before
            start = _speaker_start(text, match.start())
            if start < match.start():
                speaker = text[start : match.start("mark")]
                yield NounPhrase(
                    start, match.end(), SubjectRole.ANAPHOR, (), match["mark"] not in ("이", "가"), speaker
                )
                continue
        if _OUTSIDER.search(noun) or _ABSTRACT.search(noun):
            yield NounPhrase(match.start(), match.end(), SubjectRole.OTHER, (), match["mark"] not in ("이", "가"), noun)
        elif re.search(r"(?<=[가-힣])(?:대표|사장|회장|지사장|의장|CTO|CEO|씨)$", noun):
            yield NounPhrase(match.start(), match.end(), SubjectRole.ANAPHOR, (), True)


def _of_authority(text: str, match: re.Match[str]) -> Iterator[NounPhrase]:
    """The programme's authority, or somebody of it, as a subject: 해온시 교통국 관계자는, 항경위에 따르면."""
    behind = re.compile(
        rf"(?:\s?[가-힣A-Za-z\d]+){{0,3}}?\s?(?P<person>관계자|담당자|국장|과장|실장|차관|장관|위원장|대변인|사무국장|시장)?{_MARK}(?=[\s,\"“]|$)"
    ).match(text, match.end())
    direct = re.compile(rf"(?:\s?측)?{_MARK}(?=[\s,\"“]|$)|에\s?따르면").match(text, match.end())
    if direct is not None:
        mark = direct.groupdict().get("mark")
        yield NounPhrase(
            match.start(), direct.end(), SubjectRole.AUTHORITY, (), mark not in ("이", "가"), match.group()
        )
    elif behind is not None and behind["person"]:
        start = _speaker_start(text, match.start()) if behind["person"] not in ("관계자", "담당자") else match.start()
        speaker = text[start : behind.start("mark")]
        yield NounPhrase(start, behind.end(), SubjectRole.AUTHORITY, (), behind["mark"] not in ("이", "가"), speaker)
