"""Names in a programme of few teams: peoples for their countries, names stuck together, talk stuck before a name."""

import pytest

from knowledge.matching import NameIndex
from knowledge.model import Names, Programme, Team

COUNTRIES = {
    "us": (("미국",), ("United States", "US")),
    "uk": (("영국",), ("United Kingdom", "UK")),
    "netherlands": (("네덜란드",), ("Netherlands",)),
    "ireland": (("아일랜드",), ("Ireland",)),
    "turkey": (("튀르키예",), ("Turkey",)),
    "thailand": (("태국",), ("Thailand",)),
    "oman": (("오만",), ("Oman",)),
    "kenya": (("케냐",), ("Kenya",)),
    "ghana": (("가나",), ("Ghana",)),
    "korea": (("한국",), ("Korea",)),
    "theatre": (("오늘극장",), ("Oneul Theatre",)),
    "harbour": (("하버",), ("Harbour",)),
}
INDEX = NameIndex.of(
    Programme(id="treaty", timezone="UTC", names=Names(en=("the treaty",))),
    (),
    (Team(id=team, names=Names(ko=ko, en=en)) for team, (ko, en) in COUNTRIES.items()),
)


def named(text: str) -> list[str]:
    return [each.team for each in INDEX.find(text).mentions]


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("have the British signed?", ["uk"]),
        ("the Irish refused?", ["ireland"]),
        ("are the Dutch and the Turks in", ["netherlands", "turkey"]),
        ("do the Thais know", ["thailand"]),
        ("have the Omanis denied it", ["oman"]),
        ("are the Spanish in", []),
        ("미국인들은 뭐래", ["us"]),
        ("한국인은 찬성해?", ["korea"]),
        ("한국말로 해줘", []),
    ],
)
def test_a_people_stands_for_its_country(text: str, teams: list[str]) -> None:
    assert named(text) == teams


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("미국영국 입장", ["us", "uk"]),
        ("케냐가나 둘 다 비준?", ["kenya", "ghana"]),
        ("케냐가 비준했나", ["kenya"]),
        ("미국미국", []),
        ("우리미국은", ["us"]),
        ("미국영어", []),
    ],
)
def test_names_in_one_word(text: str, teams: list[str]) -> None:
    assert named(text) == teams


def test_a_name_that_begins_with_a_word_of_time_is_no_name_in_two_words() -> None:
    assert named("오늘 극장 갈래") == []
    assert [each.team for each in INDEX.find("오늘 극장 갈래").candidates] == ["theatre"]
    assert named("오늘극장 갈래") == ["theatre"]
    assert named("오늘 극장은?") == ["theatre"]


def test_a_noun_that_is_described_is_no_name() -> None:
    assert named("in a safe harbour") == []
    assert named("the harbour office") == []
    assert named("is Harbour joining") == ["harbour"]
    assert named("is harbour joining") == ["harbour"]
