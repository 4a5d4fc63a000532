"""The right team, however it is typed, and never the wrong one."""

import unicodedata

import pytest

from knowledge.matching import NameIndex
from knowledge.matching.decoys import decoy_hash
from knowledge.model import Names, Team
from tests.knowledge.companies import TEAMS, index, named, strangers, suggested

FOUND = {
    "카카오 재도전해?": ["kakao"], "KT는?": ["kt"], "네이버랑 NC AI 둘 다 안 나가?": ["naver", "nc"],
    "is Konan in?": ["konan"],
    # particles
    "네이버는": ["naver"], "카카오랑": ["kakao"], "KT도요?": ["kt"], "엔씨한테는": ["nc"],
    "코난테크놀로지측은": ["konan"],
    # slips
    "카카우 재도전해?": ["kakao"], "카캉오": ["kakao"], "네이벌": ["naver"], "모티브테크놀로지스 나와?": ["motif"],
    "코난테크노롤지": ["konan"], "코난크놀로지 어때": ["konan"], "웹솔뤄스": ["solus"], "Kolmer Holdings": ["kolmar"],
    # layouts
    "spdlqj": ["naver"], "ㅏ마매": ["kakao"], "spdlqj는": ["naver"], "spdlqjsms": ["naver"], "ㅏ마매는?": ["kakao"],
    "ㅏㅅ는?": ["kt"],
    # spaces
    "네이버 클라우드": ["naver"], "코난 테크놀로지는?": ["konan"], "모티프테크 놀로지스": ["motif"], "NCAI": ["nc"],
    # letter names
    "엘지 ai 연구원": ["lg"], "에스케이 텔레콤": ["skt"], "엔씨AI": ["nc"], "엔씨에이아이는?": ["nc"],
    "케이티요": ["kt"], "에스케이티": ["skt"],
    # romanised, legal forms, initials, case, width, ticker
    "wepsolruseu": ["solus"], "wepsolluseu 소식": ["solus"], "(주)카카오": ["kakao"],
    "주식회사 카카오는": ["kakao"], "㈜코난테크놀로지": ["konan"],
    "Kakao Co., Ltd.": ["kakao"], "ㄴㅇㅂ": ["naver"], "ㅋㄴㅌㅋㄴㄹㅈ 나와?": ["konan"], "ｋｔ는": ["kt"],
    "nAvEr": ["naver"], "035720": ["kakao"],
    # without any space
    "카카오재도전하나": ["kakao"], "혹시카카오나가?": ["kakao"], "네이버랑카카오둘다": ["naver", "kakao"],
    "네이버카카오둘다?": ["naver", "kakao"], "네이버카카오KT": ["naver", "kakao", "kt"], "카카오KT는?": ["kakao", "kt"],
    # a slip and a wrong space
    "코난테 크놀러지": ["konan"],
    # several
    "네이버랑 카카오": ["naver", "kakao"], "네카오는?": ["naver", "kakao"], "카카오·NC·KT": ["kakao", "nc", "kt"],
    "KT/카카오": ["kt", "kakao"],
    # talk around
    "카카오 주가": ["kakao"], "KT 입장": ["kt"], "네이버 결과": ["naver"], "카카오 재도전": ["kakao"],
    "did kakao pay the fine": ["kakao"],
    # talk made of other talk
    "카카오 매각설 뭐야": ["kakao"], "네이버 도전장": ["naver"], "KT 결정났어?": ["kt"],
    "카카오최종결정났어?": ["kakao"], "코난보고 한 말": ["konan"], "did kakao pay": ["kakao"],
    "카카오 독파모 나가?": ["kakao"], "Kakao's plan?": ["kakao"], "BET 입장 뭐야": ["bet"],
}  # fmt: skip

REFUSED = (
    "카카오뱅크는?", "카카오 뱅크", "네이버 웹툰", "네이버웹툰 어때", "kt wiz", "KT 위즈 야구", "NC 다이노스",
    "콜마홀딩스 야구단", "KT&G는?", "KTX 예매",
    "카카오VX 인수", "카카오 VX", "KTNC",
    "코코아 마실래", "LG전자", "LG 트윈스 이겼어", "Hyundai Motor Securities", "hyundai information tchnology",
    "naver.com", "@kakao", "명탐정 코난",
    "요즘 어때", "와 대박", "did you win the bet", "PR 좀 봐줘", "I bet", "win win", "ㅋㅋ", "ㅋㅋㅋㅋ 웃겨",
    "안녕하세요", "독파모 언제야", "K-AI 결과",
    "패자부활전 누가 나가", "오늘 점심 뭐 먹지", "다음 주에 보자", "that was a great game", "1234", "", " ", "?!",
    "서울은 비 온다",
    "카카오 재팬 상장", "코난 유럽", "네이버 예약 했어", "NC 감독 경질", "NC 5대3 승리", "KT e스포츠", "010-KT",
    "nc-17 rated", "카카오임팩트 재단", "was Kakao Pay eliminated", "KT Chem. Japan", "업무 난테크놀로지",
    "모티브테크놀로지스 잎",
)  # fmt: skip


@pytest.mark.parametrize(("text", "teams"), FOUND.items())
def test_a_team_is_found_however_it_is_typed(text: str, teams: list[str]) -> None:
    assert named(text) == teams


@pytest.mark.parametrize("text", REFUSED)
def test_what_only_looks_like_a_team_is_none(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("카카오뱅크는?", ["카카오뱅크"]), ("네이버 웹툰 재밌어", ["네이버 웹툰"]), ("KT&G는?", ["KT&G"]),
        ("kt wiz won", ["kt wiz"]),
        ("네이버 지도 켜줘", ["네이버 지도"]), ("카카오는?", []), ("요즘 카카오", []), ("naver.com", ["naver.com"]),
    ],
)  # fmt: skip
def test_names_of_others_are_told(text: str, others: list[str]) -> None:
    assert strangers(text) == others


@pytest.mark.parametrize(
    ("text", "team"),
    [("명탐정 코난", "konan"), ("태양광 코난", "konan"), ("코난테크놀로지스", "konan"), ("a kakao", "kakao")],
)
def test_close_names_are_offered_not_guessed(text: str, team: str) -> None:
    assert (named(text), suggested(text)) == ([], [team] if text != "명탐정 코난" else suggested(text))


@pytest.mark.parametrize("text", ["Universite de Montreal?", "université de montréal", "UNIVERSITÉ DE MONTREAL in?"])
def test_marks_on_latin_letters_may_be_left_out(text: str) -> None:
    one = NameIndex.build([Team(id="udem", names=Names(en=("Université de Montréal",)))])
    assert [(each.team, each.view) for each in one.find(text).mentions] == [("udem", "exact")]


@pytest.mark.parametrize("text", ["네이버시대 유물", "네이버젠은"])
def test_an_end_of_a_word_is_no_particle(text: str) -> None:
    assert (named(text), suggested(text), strangers(text)) == ([], ["naver"], [])


@pytest.mark.parametrize(
    ("text", "team"),
    [
        ("네이버Z 나가?", "naver"),
        ("카카오Z", "kakao"),
        ("카카오2", "kakao"),
        ("카카오2는?", "kakao"),
        ("KT2는?", "kt"),
        ("KT3 탈락?", "kt"),
    ],
)
def test_a_name_with_letters_or_digits_that_nobody_listed_is_asked_about(text: str, team: str) -> None:
    assert (named(text), suggested(text), strangers(text)) == ([], [team], [])


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("카카오go?", ["kakao"]),
        ("KTvs카카오", ["kt", "kakao"]),
        ("네이버vsKT", ["naver", "kt"]),
        ("KT2월에 뭐래", ["kt"]),
        ("kt나가", ["kt"]),
        ("카카오3줄로", ["kakao"]),
    ],
)
def test_talk_in_letters_or_digits_leaves_a_name(text: str, teams: list[str]) -> None:
    assert named(text) == teams


@pytest.mark.parametrize("text", ["Kt tape", "from NC to SC", "코난도일은?"])
def test_a_name_in_a_longer_thing_is_no_answer(text: str) -> None:
    assert named(text) == []


def test_letters_are_read_where_every_name_is_in_hangul() -> None:
    only = NameIndex.build(
        [Team(id="dk", names=Names(ko=("디케이기계",))), Team(id="qcn", names=Names(ko=("큐씨엔",)))]
    )
    assert [each.team for text in ("DK기계 나가?", "QCN은?") for each in only.find(text).mentions] == ["dk", "qcn"]


def test_the_beginning_of_a_name_is_suggested() -> None:
    only = NameIndex.build([Team(id="naver", names=Names(ko=("네이버클라우드",)))])
    finding = only.find("네이버는?")
    assert ([each.team for each in finding.mentions], [each.view for each in finding.candidates]) == ([], ["beginning"])


def test_two_syllables_are_never_matched_with_a_slip() -> None:
    short = NameIndex.build([Team(id="kia", names=Names(ko=("기아",)))])
    assert short.find("기라 재도전해?").mentions == ()


def test_a_shared_official_name_is_a_question_and_a_shared_alias_names_all() -> None:
    twins = [Team(id=each, names=Names(ko=("진영", f"진영{each}전자"))) for each in ("a", "b")]
    finding = NameIndex.build(twins).find("진영 입장")
    assert finding.mentions == ()
    assert [each.team for each in finding.candidates] == ["a", "b"]
    assert named("네카오 둘 다?") == ["naver", "kakao"]


def test_a_tie_is_never_answered() -> None:
    pair = NameIndex.build(
        [Team(id="one", names=Names(ko=("대신증권",))), Team(id="two", names=Names(ko=("대진증권",)))]
    )
    finding = pair.find("대친증권 어때")
    assert finding.mentions == ()
    assert {each.team for each in finding.candidates} == {"one", "two"}


def test_names_one_keystroke_apart_never_answer_for_a_slip_and_are_reported() -> None:
    pair = NameIndex.build(
        [Team(id="one", names=Names(ko=("대신증권",))), Team(id="two", names=Names(ko=("대진증권", "공용"))),
         Team(id="three", names=Names(ko=("삼익악기", "공용")))]
    )  # fmt: skip
    assert pair.find("대신증건 어때").mentions == ()
    assert pair.find("대신증권 어때").mentions[0].team == "one"
    assert [(clash.teams, clash.keystrokes) for clash in pair.clashes] == [(("two", "three"), 0), (("one", "two"), 1)]


def test_decoys_of_a_register_win_over_a_slip_but_not_over_the_name() -> None:
    team = [Team(id="medy", names=Names(ko=("메디톡스",)))]
    assert [each.team for each in NameIndex.build(team).find("메디콕스는?").mentions] == ["medy"]
    guarded = NameIndex.build(team, register=map(decoy_hash, ("메디콕스", "메디톡스", "메디톡스코리아")))
    assert guarded.find("메디콕스는?").mentions == ()
    assert guarded.find("메디콕스는?").others == ((0, 4),)
    assert guarded.find("메디톡스 코리아는?").mentions == ()
    assert [each.team for each in guarded.find("메디톡스는?").mentions] == ["medy"]


def test_the_same_mentions_are_found_decomposed_and_with_unseen_characters() -> None:
    for text in ("카카오는 왜?", "네이버랑 코난 비교"):
        assert [each.team for each in index().find(unicodedata.normalize("NFD", text)).mentions] == named(text)
    finding = index().find("카\u200b카오는 \ufeffKT랑")
    assert [(each.surface, each.start, each.end) for each in finding.mentions] == [("카\u200b카오", 0, 4), ("KT", 7, 9)]


def test_every_mention_says_why() -> None:
    views = {
        text: index().find(text).mentions[0].view
        for text in ("카카오", "에스케이티", "spdlqj", "wepsolruseu", "ㄴㅇㅂ", "카카우")
    }
    assert views == {
        "카카오": "exact", "에스케이티": "letters", "spdlqj": "layout", "wepsolruseu": "romanised",
        "ㄴㅇㅂ": "initials", "카카우": "keystroke",
    }  # fmt: skip


def test_at_most_three_are_suggested_best_first() -> None:
    many = [Team(id=f"t{number}", names=Names(ko=(f"동원{last}전자",))) for number, last in enumerate("가나다라마")]
    scores = [each.score for each in NameIndex.build(many).find("동원 어때").candidates]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("team", TEAMS, ids=lambda team: team.id)
def test_every_team_is_found_by_its_ticker(team: Team) -> None:
    if team.ticker:
        assert named(f"{team.ticker} 어때") == [team.id]


@pytest.mark.parametrize("text", ["is naver totally out", "supposedly kakao joined", "kakao's previous position"])
def test_adverbs_are_talk_by_their_ending(text: str) -> None:
    assert named(text) in (["naver"], ["kakao"])


@pytest.mark.parametrize("text", ["kakao family", "naver supply"])
def test_nouns_that_end_as_adverbs_do_are_none(text: str) -> None:
    assert named(text) == []
