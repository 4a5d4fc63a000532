"""Names that are ordinary words: where they are meant, where they are only suggested, and where they are nobody."""

import pytest

from knowledge.matching import NameIndex
from knowledge.model import Kind, Label, Names, Programme, Stance, Team, Words

STANCES = (
    Stance(
        code="signed",
        kind=Kind.POSITION,
        label=Label(ko="서명", en="Signed"),
        words=Words(ko=("비준했다", "포기"), en=("ratify",)),
    ),
)
TEAMS = (
    Team(id="us", names=Names(ko=("미국",), en=("US",))),
    Team(id="it", names=Names(en=("IT",))),
    Team(id="who", names=Names(en=("WHO",))),
    Team(id="ok", names=Names(en=("OK",))),
    Team(id="will", names=Names(en=("Will",))),
    Team(id="reading", names=Names(en=("Reading",))),
    Team(id="data", names=Names(en=("Data",))),
    Team(id="korea", names=Names(ko=("한국",), en=("Korea",))),
    Team(id="norway", names=Names(ko=("노르웨이",), en=("Norway",))),
    Team(id="uk", names=Names(ko=("영국",), en=("UK",))),
    Team(id="daesang", names=Names(ko=("대상",))),
    Team(id="hana", names=Names(ko=("하나",))),
    Team(id="shinsegae", names=Names(ko=("신세계",))),
    Team(id="jungmyeon", names=Names(ko=("중면",))),
    Team(id="yozm", names=Names(ko=("요즘",))),
    Team(id="daebak", names=Names(ko=("대박",))),
    Team(id="result", names=Names(ko=("결과",))),
    Team(id="bet", names=Names(en=("BET",))),
)
INDEX = NameIndex.of(Programme(id="treaty", timezone="UTC", names=Names(en=("the treaty",))), STANCES, TEAMS)

MEANT = {
    # alone
    "US?": ["us"], "The US?": ["us"], "US-UK?": ["us", "uk"], "WHO?": ["who"],
    "Reading?": ["reading"], "reading?": ["reading"], "BET?": ["bet"],
    "대상은?": ["daesang"], "신세계?": ["shinsegae"], "하나는?": ["hana"], "중면은?": ["jungmyeon"],
    # beside another name
    "US and UK?": ["us", "uk"], "US, UK and Norway": ["us", "uk", "norway"],
    "신세계랑 영국 둘 다?": ["shinsegae", "uk"],
    "영국 노르웨이 신세계 어떻게 됐어": ["uk", "norway", "shinsegae"], "영국, 대상은?": ["uk", "daesang"],
    "영국 대상 미국 중에": ["uk", "daesang", "us"], "영국이랑 하나는?": ["uk", "hana"],
    # in its capitals
    "has the US called": ["us"], "history of the US position": ["us"], "I like Reading": ["reading"],
    "has Will called": ["will"], "what did WHO say": ["who"], "US는 왜?": ["us"],
    # the subject of a stance, or asked for one
    "WHO signed?": ["who"], "has reading ratified": ["reading"], "data position?": ["data"],
    "신세계가 포기했어?": ["shinsegae"], "신세계 언제부터 포기였어": ["shinsegae"], "하나 비준했어?": ["hana"],
    "대상은 어떻게 됐어?": ["daesang"], "BET signed?": ["bet"], "US 비준?": ["us"],
    # countries
    "korea signed?": ["korea"], "한국 비준했어?": ["korea"], "한국은?": ["korea"], "Norway Korea": ["norway", "korea"],
    "4월 1일 기준 미국": ["us"],
}  # fmt: skip

SUGGESTED = {
    "I am reading": "reading", "Reading is fun": "reading", "the data signed off": "data", "data leak?": "data",
    "대상이 누구야": "daesang", "대상은 누구야?": "daesang", "와 신세계다": "shinsegae", "요즘은?": "yozm",
    "대박?": "daebak", "결과는?": "result", "I lost the BET": "bet", "Samsung Korea": "korea", "IT 업계": "it",
    "지원 대상은?": "daesang", "서명 대상이 어디야": "daesang",
}  # fmt: skip

NOBODY = (
    "us?", "it?", "who?", "who signed?", "Who signed?", "WHO SIGNED?", "it signed", "tell us", "is it good for us?",
    "한국어로 해줘", "한국말로 해줘", "한국인이야?",
    "OK", "OK, thanks", "하나도 없어?", "하나만 물어볼게", "하나도 비준 안 했어?",
)  # fmt: skip


def named(text: str) -> list[str]:
    return [each.team for each in INDEX.find(text).mentions]


def suggested(text: str) -> list[str]:
    return [each.team for each in INDEX.find(text).candidates]


@pytest.mark.parametrize(("text", "teams"), MEANT.items())
def test_an_ordinary_word_is_meant_where_nothing_else_can_be(text: str, teams: list[str]) -> None:
    assert named(text) == teams


@pytest.mark.parametrize(("text", "team"), SUGGESTED.items())
def test_an_ordinary_word_is_else_only_suggested(text: str, team: str) -> None:
    assert (named(text), suggested(text)) == ([], [team])


@pytest.mark.parametrize("text", NOBODY)
def test_the_commonest_words_are_nobody(text: str) -> None:
    assert (named(text), suggested(text)) == ([], [])


@pytest.mark.parametrize(
    "text", ["영국이랑 하나 더", "영국, 하나만 서명해?", "영국, 하나도 안 나와?", "영국 노르웨이 대상 아니야?"]
)
def test_a_number_or_a_word_that_goes_on_is_no_one_more(text: str) -> None:
    assert not {"hana", "daesang"} & set(named(text))


@pytest.mark.parametrize("text", ["I was reading in the paper that Norway signed", "he is reading out names"])
def test_a_place_with_something_behind_it_says_nothing_of_a_team(text: str) -> None:
    assert "reading" not in named(text)


@pytest.mark.parametrize("text", ["let us know what Norway said", "Will Norway sign?", "영국 하나만 서명했어?"])
def test_they_are_nobody_beside_a_name_either(text: str) -> None:
    assert (len(named(text)), suggested(text)) == (1, [])


ONE_SYLLABLE = NameIndex.of(
    Programme(id="shops", timezone="UTC", names=Names(ko=("가게 대회",))),
    STANCES,
    (Team(id="bom", names=Names(ko=("봄",))), Team(id="gil", names=Names(ko=("길",))), TEAMS[10]),
)


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("봄은?", ["bom"]), ("길은?", ["gil"]), ("봄 비준했어?", ["bom"]),
        ("길 입장", ["gil"]), ("이번 봄에 뭐해", []), ("길이 막혀", []), ("봄날 소식", []), ("길 좀 알려줘", []),
    ],
)  # fmt: skip
def test_a_name_of_one_syllable_is_meant_where_it_can_mean_nothing_else(text: str, teams: list[str]) -> None:
    assert [each.team for each in ONE_SYLLABLE.find(text).mentions] == teams
