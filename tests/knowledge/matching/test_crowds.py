"""What holds where names are many, and what of it does not hold in a programme of few."""

from functools import cache

import pytest

from knowledge.matching import NameIndex
from knowledge.matching.decoys import decoy_hash
from knowledge.matching.fuzzy import is_slip_of_hand
from knowledge.model import Names, Team
from knowledge.text.hangul import keystrokes
from tests.benchmarks.companies import companies
from tests.knowledge.programme import shipped

OWN = (
    ("roswell", "로스웰", "Rothwell International Co., Ltd."),
    ("daekyo", "대교", "Daekyo Co., Ltd."),
    ("winipe", "윙입푸드", "WingYip Food Holdings"),
    ("aruhi", "아루히", "ARUHI Corporation"),
    ("isens", "아이센스", "i-SENS, Inc."),
    ("skhynix", "에스케이하이닉스", "SK hynix Inc."),
    ("sk", "SK", "SK Inc."),
    ("tbh", "티비에이치글로벌", "TBH GLOBAL CO.,LTD"),
    ("initec", "이니텍", "Initech Co., Ltd."),
    ("hannet", "한네트", "Hannet Co., Ltd."),
)


@cache
def crowd() -> NameIndex:
    teams = [Team(id=each, names=Names(ko=(korean,), en=(english,))) for each, korean, english in OWN]
    others = [Team(id=each.id, names=Names(ko=each.names[:1], en=each.names[1:])) for each in list(companies(330))[6:]]
    return NameIndex.build((*teams, *others), register=[decoy_hash("아이비텍"), decoy_hash("한내트")], talk=("참여",))


@cache
def few() -> NameIndex:
    facts = shipped()
    return NameIndex.of(facts.programme, facts.stances.values(), facts.teams.values())


def named(index: NameIndex, text: str) -> list[str]:
    return [each.team for each in index.find(text).mentions]


def suggested(index: NameIndex, text: str) -> list[str]:
    return [each.team for each in index.find(text).candidates]


@pytest.mark.parametrize(
    ("typed", "name", "is_one"),
    [
        ("항국카본", "한국카본", True), ("카카오ㅗ", "카카오", True), ("네이ㅓㅂ", "네이버", True),
        ("카키오", "카카오", True),
        ("로스엘", "로스웰", True), ("리스웰", "로스웰", False), ("베넥스", "에넥스", False),
        ("한마ㅣ약품", "한미약품", True), ("카카모", "카카오", True),
    ],
)  # fmt: skip
def test_a_thumb_or_an_ear_makes_a_slip(typed: str, name: str, is_one: bool) -> None:
    assert is_slip_of_hand(typed, keystrokes(name).lower()) is is_one


@pytest.mark.parametrize(
    ("text", "team"), [("로스엘 소식", "roswell"), ("윙입퓨드 소식", "winipe"), ("한네크 소식", "hannet")]
)
def test_a_slip_of_a_thumb_answers(text: str, team: str) -> None:
    assert named(crowd(), text) == [team]


@pytest.mark.parametrize(
    ("text", "team"),
    [
        ("리스웰 소식 있어?", "roswell"), ("대교 건너면 보여", "daekyo"), ("윙입푸드 서포터즈 어때", "winipe"),
        ("SK gynix 소식", "skhynix"), ("한내트 소식", "hannet"),
    ],
)  # fmt: skip
def test_what_may_be_another_is_suggested(text: str, team: str) -> None:
    found = suggested(crowd(), text)
    assert team in (*named(crowd(), text), *found)
    if team != "skhynix":
        assert named(crowd(), text) == []


def test_the_longer_name_one_slip_away_beats_the_shorter() -> None:
    assert named(crowd(), "SK gynix 소식") != ["sk"]


def test_a_decoy_is_read_across_talk_of_one_syllable() -> None:
    assert named(crowd(), "아 이비텍 소식 있어?") == []


@pytest.mark.parametrize(
    ("text", "team"),
    [
        ("i-SENS 어떻게 됐어", "isens"), ("TBH GLOBAL CO.,LTD 소식", "tbh"), ("아 루히 나온대?", "aruhi"),
        ("윙입푸드 입장", "winipe"), ("대교 입장", "daekyo"),
    ],
)  # fmt: skip
def test_the_form_proves_a_name(text: str, team: str) -> None:
    assert named(crowd(), text) == [team]


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("네이버카카오KT", ["naver_cloud", "kakao", "kt"]), ("코난모티프카이스트 검토중?", ["konan", "motif", "kaist"]),
        ("카카오&KT 나가?", ["kakao", "kt"]), ("네이버·카카오 나가?", ["naver_cloud", "kakao"]), ("KT社 입장", ["kt"]),
        ("KT側은 뭐래", ["kt"]), ("①카카오 나가?", ["kakao"]), ("카카오\u3164나가?", ["kakao"]),
        ("isKakaoIn?", ["kakao"]),
        ("ShowMeKT", ["kt"]), ("the Kakaos are out", ["kakao"]), ("카카오는용?", ["kakao"]), ("루닛은욤?", ["lunit"]),
        ("카카오나가누", ["kakao"]), ("KT뭐함?", ["kt"]), ("카카오놈들 나가?", ["kakao"]), ("카카오는예?", ["kakao"]),
        ("내생각엔KT도안나갈듯", ["kt"]), ("업스테이지캉 SKT캉 붙었나", ["upstage", "skt"]),
        ("코난쌤 나가요?", ["konan"]),
        ("Lunit advanced", ["lunit"]), ("KT 파트너 누구야", ["kt"]), ("eopseuteiji 소식", ["upstage"]),
    ],
)  # fmt: skip
def test_names_are_read_in_any_dress(text: str, teams: list[str]) -> None:
    assert named(few(), text) == teams


@pytest.mark.parametrize(
    "text",
    [
        "she was upstaged",
        "Kt tape",
        "a trillion won budget",
        "t.me/kakao 봤어?",
        "42dot 나가?",
        "from NC to SC",
        "moved from SC to NC",
    ],
)
def test_everyday_words_name_nobody(text: str) -> None:
    assert named(few(), text) == []


@pytest.mark.parametrize("text", ["카카오누 나가", "카카오놀 나가?"])
def test_an_unknown_tail_is_asked_about_and_not_denied(text: str) -> None:
    assert "kakao" in (*named(few(), text), *suggested(few(), text))
