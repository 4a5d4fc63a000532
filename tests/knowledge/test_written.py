"""What stands around names in chats: numbers of lists, fillers, addresses, hanja, ampersands; text in, teams out."""

import pytest

from knowledge.matching import NameIndex
from knowledge.question import Intent, Question
from knowledge.text.normalise import is_blank
from tests.knowledge.asked import NOW
from tests.knowledge.programme import reader, shipped

FILLERS = "\u3164\u115f\u1160\uffa0\u2800"


def read(text: str) -> Question:
    return reader().read(text, now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "①카카오 ②KT", "①카카오②KT는?", "⑴카카오 ⑵KT", "⒈카카오 ⒉KT", "1)카카오 2)KT", "(1)카카오 (2)KT",
        "1.카카오 2.KT",
        "1. 카카오\n2. KT", "❶카카오 ❷KT", "➊카카오 ➋KT", "㉠카카오 ㉡KT", "1️⃣카카오 2️⃣KT",
        "[1]카카오 [2]KT", "①카카오, ②KT 나가?",
    ],
)  # fmt: skip
def test_the_numbers_of_a_list_belong_to_no_name(text: str) -> None:
    assert read(text).teams == ("kakao", "kt")
    assert not read(text).strangers


@pytest.mark.parametrize("text", ["❶카카오", "①카카오는?", "⓪카카오"])
def test_one_numbered_name_is_that_team(text: str) -> None:
    assert read(text).teams == ("kakao",)


@pytest.mark.parametrize("filler", FILLERS)
def test_fillers_are_blanks(filler: str) -> None:
    assert read(f"{filler}kt").teams == ("kt",)
    assert read(f"카카오{filler}재도전해?").teams == ("kakao",)
    assert read(f"kt{filler}{filler}").language is None
    assert read(filler * 3).intent is Intent.HELP
    assert is_blank(filler * 3)


def test_what_shows_something_is_not_blank() -> None:
    assert is_blank("\u200b \n")
    assert not is_blank("ㅋ")
    assert not is_blank("👍")


@pytest.mark.parametrize(
    "text",
    ["t.me/kakao", "namu.wiki/w/KT", "kakao.com", "www.kt.com", "HTTPS://KT.COM/x", "KT.co.kr",
    "kakao@naver.com", "t.me/kakao는?"],
)  # fmt: skip
def test_an_address_names_nobody(text: str) -> None:
    assert read(text).teams == ()
    assert read(f"{text} 업스테이지는?").teams == ("upstage",)


def test_a_name_with_a_full_stop_is_no_address() -> None:
    assert read("NC.AI는?").teams == ("nc_ai",)


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("카카오&KT", ("kakao", "kt")), ("KT&카카오는?", ("kt", "kakao")), ("카카오＆KT 나가?", ("kakao", "kt")),
        ("SKT&KT&카카오", ("skt", "kt", "kakao")), ("kakao&naver", ("kakao", "naver_cloud")), ("카카오 & KT",
        ("kakao", "kt")),
        ("KT&G는?", ()), ("KT&G", ()), ("KT&크래프톤", ()), ("네이버&KT&G", ("naver_cloud",)),
    ],
)  # fmt: skip
def test_an_ampersand_joins_two_teams_that_are_both_known(text: str, teams: tuple[str, ...]) -> None:
    assert read(text).teams == teams


@pytest.mark.parametrize("text", ["KT社", "KT側", "KT社는?", "KT側 입장은?", "카카오側은 나가?", "카카오社 어때"])
def test_hanja_behind_a_name_belong_to_it(text: str) -> None:
    assert read(text).teams == (("kakao",) if "카카오" in text else ("kt",))


def test_hanja_of_another_word_do_not() -> None:
    assert read("KT社長 바뀌었어?").teams == ()


def test_what_a_text_names_is_counted_in_the_text_as_it_was_given() -> None:
    facts = shipped()
    index = NameIndex.of(facts.programme, facts.stances.values(), facts.teams.values())
    text = "①카카오 ❷KT社\u3164naver"
    assert [text[each.start : each.end] for each in index.find(text).mentions] == ["카카오", "KT", "naver"]
    assert [each.surface for each in index.find("카카오&KT").mentions] == ["카카오", "KT"]
