"""Questions to the shipped programme and to strange ones, as the reader understands them."""

import math
from datetime import datetime
from typing import Any

import pytest

from knowledge.answer import ListAnswer, StanceAnswer
from knowledge.answering import answer
from knowledge.question import Intent, Question
from knowledge.understanding.intent import weights
from tests.knowledge import keyed, train
from tests.knowledge.programme import reader

NOW = datetime.fromisoformat("2026-01-24T10:00:00+09:00")
LATER = datetime.fromisoformat("2026-05-13T10:00:00+09:00")


def read(text: str, programme: str = "dokpamo") -> Question:
    return keyed.reader(programme).read(text, now=NOW if programme == "dokpamo" else LATER)


def verdict(text: str, programme: str = "dokpamo") -> str | None:
    told = answer(read(text, programme), keyed.facts(programme), now=NOW, language="ko")
    assert isinstance(told, StanceAnswer), text
    return told.plain_verdict


def listed(text: str, programme: str = "dokpamo") -> set[str]:
    told = answer(read(text, programme), keyed.facts(programme), now=NOW, language="ko")
    assert isinstance(told, ListAnswer), text
    return {each.team.id for group in told.groups for each in group.standings} | {each.id for each in told.silent}


def test_the_weights_are_trained_on_the_data_that_ship() -> None:
    assert weights().data == train.fingerprint(), "make train"


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("spdlqj skrk?", ("naver_cloud",)),
        ("naver naga an naga?", ("naver_cloud",)),
        ("lunit eotteoke dwaesseo", ("lunit",)),
        ("ㅜㅁㅍㄷㄱ ㅐㅕㅅ?", ("naver_cloud",)),
        ("zkzkdh djzp ehoTeo zz", ("kakao",)),
        ("루닛ㅣ 입장ㅏ 뭐야", ("lunit",)),
        ("KT는그럼아직미정인거지?", ("kt",)),
        ("카카오는용?", ("kakao",)),
    ],
)
def test_a_message_in_another_dress_is_read_as_it_was_meant(text: str, teams: tuple[str, ...]) -> None:
    assert (read(text).intent, read(text).teams) == (Intent.STANCE, teams)


def test_a_list_in_the_other_layout() -> None:
    assert read("ckadu xla dkffuwnj").intent is Intent.LIST


@pytest.mark.parametrize("text", ["현황ㅣ ㄱㄱ", "현황ㅏ 알려줘", "gusghkd rr"])
def test_a_vowel_too_many_and_laughter_leave_a_question_what_it_is(text: str) -> None:
    assert read(text).intent is Intent.OVERVIEW


def test_the_scorer_adds_up_the_weights_of_each_label() -> None:
    text = "누가 나가?"
    sums = [sum(weight for _, weight in weights().heaviest(text, each, count=1000)) for each in weights().labels]
    powers = [math.exp(bias + each) for bias, each in zip(weights().bias, sums, strict=True)]
    expected = [power / sum(powers) for power in powers]
    assert list(weights().scores(text).values()) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("카카오 나가?", "no"),
        ("카카오 안 나가?", "yes"),
        ("카카오 안 나가는 거 아니지?", "no"),
        ("카카오 안 나가는 거 아니야?", "yes"),
        ("isn't kakao joining?", "no"),
        ("Kakao isn't joining, is it?", "yes"),
        ("is kakao in or out?", None),
        ("왜 카카오는 안 나가?", None),
        ("카카오 나가는지 안 나가는지", None),
        ("KT 나가?", None),
        ("KT 미정이야?", "yes"),
        ("카카오 미정이야?", "no"),
        ("카카오랑 네이버 둘 다 안 나가?", "yes"),
        ("카카오랑 KT 둘 다 불참이야?", None),
        ("네이버나 카카오 둘 중 하나라도 나와?", "no"),
        ("KT 다음 달에 나가?", None),
        ("카카오 기사 나왔어?", None),
        ("전달받은 글인데 KT 미정 맞아?", "yes"),
    ],
)
def test_a_yes_or_a_no_is_given_by_the_clause_that_asks(text: str, expected: str | None) -> None:
    assert verdict(text) == expected


def test_forwarding_is_no_month() -> None:
    assert read("전달받은 글인데 KT 미정 맞아?").as_of is None


def test_an_english_question_with_a_not_in_it_is_marked() -> None:
    presumed = read("isn't kakao joining?").presumed
    assert presumed is not None
    assert presumed.is_negative


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("불참 아닌 팀", {"stance": "NOT:not_joining"}),
        ("검토 중 말고 다른 팀은", {"stance": "NOT:considering"}),
        ("누가 안 빠졌어", {"stance": "NOT:not_joining"}),
        ("who isn't out?", {"stance": "NOT:not_joining"}),
        ("아무 말 없는 팀", {"stance": "none"}),
        ("탈락팀 가운데 검토중인 팀만", {"stance": "AND:eliminated,considering"}),
        ("카카오 말고 누가 빠졌어?", {"stance": "not_joining", "except": ["kakao"]}),
        ("who is out other than Kakao?", {"stance": "not_joining", "except": ["kakao"]}),
        ("카카오랑 KT 중에 누가 빠져?", {"stance": "not_joining", "within": ["kakao", "kt"]}),
        ("미정이거나 검토 중인 팀", {"stance": "ANY:undecided,considering"}),
    ],
)
def test_lists_are_sets(text: str, key: dict[str, Any]) -> None:
    assert listed(text) == keyed.holding(key["stance"], keyed.facts("dokpamo"), None, key)


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("네이버에서 봤는데 루닛 떨어졌대", ("lunit",)),
        ("saw on Naver that Lunit is out", ("lunit",)),
        ("카카오 재도전 안 한다 - 네이버 뉴스", ("kakao",)),
        ("SKT 쓰는데 카카오 나가?", ("kakao",)),
        ("카카오 말고 KT는?", ("kt",)),
        ("네이버 뉴스 보니께 카이스트가 나간다던데", ("kaist",)),
        ("네이버 실검에 카카오 떴던데 나가?", ("kakao",)),
        ("카이스트 앞에서 라디오로 들었는디 엔씨도 못한다 했담서", ("nc_ai",)),
        ("KT에서 안 나간다는데 카카오도 빠져?", ("kakao",)),
        ("KT랑 카카오 나가?", ("kt", "kakao")),
        ("우리카카오 나가요?", ("kakao",)),
        ("ㅣㅕㅜㅑㅅ 탈락?", ("lunit",)),
    ],
)
def test_a_medium_or_a_name_put_aside_is_not_the_subject(text: str, teams: tuple[str, ...]) -> None:
    assert read(text).teams == teams


@pytest.mark.parametrize(("text", "unread"), [("네이버 주가", "주가"), ("카이스트 입시 경쟁률", "경쟁률")])
def test_what_is_not_understood_is_said(text: str, unread: str) -> None:
    question = read(text)
    assert question.intent is Intent.HELP or any(unread in each for each in question.unread)


@pytest.mark.parametrize("text", ["안녕 오늘 날씨 어때", "월드컵 조별리그 통과한 나라", "???", "배고프다"])
def test_what_is_no_question_of_the_record_is_answered_with_help(text: str) -> None:
    assert read(text).intent in (Intent.HELP, Intent.UNKNOWN)


@pytest.mark.parametrize(
    ("text", "team"),
    [("봄은?", "bom"), ("길도 빠짐?", "gil"), ("오늘 안 하는 거 아니지?", "oneul"), ("숨 붙었어?", "sum")],
)
def test_everyday_words_name_teams_where_nothing_else_is_meant(text: str, team: str) -> None:
    assert read(text, "p3").teams == (team,)


@pytest.mark.parametrize(
    ("text", "programme", "teams"),
    [
        ("길 끝에 나무공방 말여 거그는 하냐", "p3", ("namu",)),
        ("숨 좀 돌리고 다시 물을게 고래 하냐고", "p3", ("whale",)),
        ("봄 하루 길 셋 다 어찌됐누", "p3", ("bom", "haru", "gil")),
        ("서진이 한대?", "medhub", ("seojin",)),
        ("서진이랑 한대는?", "medhub", ("seojin", "hangyeol")),
        ("영국 인도 가나 셋 다 서명?", "oceanfish", ("uk", "india", "ghana")),
        ("울산에서 올라온 친구 말이 하늘이 아직 표 세고 있대", "chongpaeop", ("haneul",)),
    ],
)
def test_an_everyday_word_beside_a_name_is_one_of_several_or_none(
    text: str, programme: str, teams: tuple[str, ...]
) -> None:
    assert read(text, programme).teams == teams


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("길이 안 보인다", "p3"),
        ("달빛이 참 예쁘다", "p3"),
        ("한강 산책", "haeon_h2bus"),
        ("제주 놀러가고 싶다", "gfl"),
        ("turkey for dinner", "oceanfish"),
        ("그 범인 인도 거부했대", "oceanfish"),
        ("the European Union rejected it", "meridian"),
        ("safe harbour rules", "meridian"),
    ],
)
def test_an_everyday_word_that_is_asked_nothing_of_is_asked_back(text: str, programme: str) -> None:
    question = read(text, programme)
    assert question.teams == ()
    assert question.intent is not Intent.UNKNOWN


def test_a_name_of_two_teams_leaves_the_words_beside_it() -> None:
    assert "는 나" in keyed.reader("chongpaeop").features("제주지부는 나왐수과", LATER.date()).said


@pytest.mark.parametrize("text", ["봄 되고 입장 바꾼 가게 누구냐", "오늘 참여하는 가게는 어디?"])
def test_everyday_words_of_time_name_nobody(text: str) -> None:
    assert read(text, "p3").teams == ()


def test_what_changed_within_a_time() -> None:
    question = read("지난주에 바뀐 거 있어?")
    assert question.intent is Intent.CHANGES
    assert (str(question.since), str(question.until)) == ("2026-01-12", "2026-01-18")


def test_a_reader_tells_why() -> None:
    told = list(keyed.reader("dokpamo").why("카카오 언제 나온대?", now=NOW))
    assert told[0].startswith("marked")
    assert any("margin" in each for each in told)
    assert "bare_name" in "".join(keyed.reader("dokpamo").why("카카오는?", now=NOW))


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("누가 맨 먼저 불참을 선언했어?", "first"),
        ("제일 먼저 안 나간다고 한 곳", "first"),
        ("who was first to say no", "first"),
        ("가장 나중에 불참한 팀", "last"),
        ("who was the last to decide?", "last"),
        ("누가 불참이야?", None),
        ("who pulled out last week", None),
    ],
)
def test_the_first_and_the_last_of_all_are_asked_for(text: str, rank: str | None) -> None:
    asked = reader().read(text, now=NOW)
    assert (asked.intent, asked.rank) == (Intent.LIST, rank)


def test_the_last_to_decide_held_a_stance_that_leaves_nothing_open() -> None:
    asked = reader().read("who was the last to decide?", now=NOW)
    assert "undecided" not in asked.stances
    assert "not_joining" in asked.stances


def test_another_contest_is_none_of_ours() -> None:
    assert reader().read("대통령 선거 누가 나가?", now=NOW).intent is Intent.HELP


@pytest.mark.parametrize(
    ("text", "intent", "programme"),
    [
        ("네이버Z 나가?", Intent.AMBIGUOUS, "dokpamo"),
        ("루닛 INSIGHT", Intent.AMBIGUOUS, "dokpamo"),
        ("카카오도일은?", Intent.AMBIGUOUS, "dokpamo"),
        ("업스 좀 해라", Intent.AMBIGUOUS, "dokpamo"),
        ("소설 모티프가 뭐야", Intent.AMBIGUOUS, "dokpamo"),
        ("42dot은?", Intent.UNKNOWN, "dokpamo"),
        ("11번가 나가?", Intent.UNKNOWN, "dokpamo"),
        ("she was upstaged", Intent.HELP, "dokpamo"),
        ("Kt tape", Intent.HELP, "dokpamo"),
        ("a trillion won budget", Intent.HELP, "dokpamo"),
        ("from NC to SC", Intent.HELP, "dokpamo"),
        ("제비 몰러 나간다", Intent.AMBIGUOUS, "meridian"),
        ("K7 차 좋다", Intent.AMBIGUOUS, "meridian"),
    ],
)
def test_what_only_looks_like_a_name_is_asked_about_or_nobody(text: str, intent: Intent, programme: str) -> None:
    asked = read(text, programme)
    assert (asked.intent, asked.teams) == (intent, ())
    assert intent is not Intent.HELP or not asked.finding.candidates


@pytest.mark.parametrize(("text", "unread"), [("카카오 빈 원두", "원두"), ("카카오 컬리너리 주문됨?", "컬리너리")])
def test_each_noun_that_the_record_does_not_know_is_said(text: str, unread: str) -> None:
    assert read(text).unread == (unread,)
