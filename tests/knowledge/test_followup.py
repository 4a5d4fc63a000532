"""Follow-ups: a few words after a question ask what they mean together, and nothing where they stand by themselves."""

from functools import cache

import pytest

from knowledge.answer import AmbiguousAnswer, Answer
from knowledge.answering import answer
from knowledge.followup import Exchange, follow_up
from knowledge.question import Intent, Question
from tests.knowledge.asked import NOW
from tests.knowledge.programme import reader, shipped


@cache
def read(text: str) -> Question:
    return reader().read(text, now=NOW)


def asked(*texts: str) -> tuple[Question, Answer]:
    """The last of some texts that follow each other, as it is understood and answered."""
    step, question, found = None, None, None
    for text in texts:
        own = read(text)
        question = follow_up(own, step, shipped(), read) or own
        found = answer(question, shipped(), now=NOW, language="ko")
        step = Exchange.of(question, found, step)
    assert question is not None
    assert found is not None
    return question, found


@pytest.mark.parametrize(
    "text",
    ["출처?", "출처는?", "출처 좀", "근거는요?", "링크 있어?", "어디서 나온 말이야?", "기사는?", "source?",
    "any source?", "where is that from?", "link please", "proof?"],
)  # fmt: skip
def test_a_source_is_asked_of_the_team_before(text: str) -> None:
    question, _ = asked("KT는?", text)
    assert (question.intent, question.teams, question.wants_source) == (Intent.STANCE, ("kt",), True)


@pytest.mark.parametrize(
    "text",
    [
        "왜?", "왜요?", "왜 그런데?", "이유는?", "근데 왜?", "why?", "but why?", "how come?",
        "언제?", "언제요?", "그건 언제 얘기야", "언제 한 말이야?", "언제적 얘기야?", "when?", "when was that?",
        "when did they say that?",
        "누가 말했어?", "누가 그래?", "누가 한 말이야?", "그거 누가 그랬어?", "who said that?", "says who?",
        "who says so?",
        "진짜?", "really?", "확실해?",
    ],
)  # fmt: skip
def test_why_when_and_who_are_asked_of_the_team_before(text: str) -> None:
    question, _ = asked("KT는?", text)
    assert (question.intent, question.teams, question.text) == (Intent.STANCE, ("kt",), text)


@pytest.mark.parametrize(
    "text", ["출처?", "왜?", "언제?", "누가 말했어?", "source?", "when?", "그건 언제 얘기야", "둘 다?"]
)
@pytest.mark.parametrize("before", [(), ("크래프톤은?",), ("안녕",)])
def test_what_follows_nothing_asks_which_team(text: str, before: tuple[str, ...]) -> None:
    question, found = asked(*before, text)
    assert question.intent is Intent.AMBIGUOUS
    assert isinstance(found, AmbiguousAnswer)
    assert not found.candidates
    assert found.teams


@pytest.mark.parametrize("text", ["ㅋㅋ", "고마워", "네", "진짜?", "오 그렇구나", "thanks", "ok", "아니", "링크드인"])
def test_talk_that_follows_nothing_asks_nothing(text: str) -> None:
    assert asked(text)[0].intent is Intent.HELP


@pytest.mark.parametrize(
    "text", ["KT 왜 안 나가?", "불참한 팀은?", "전체 현황", "언제까지 신청이야?", "왜 다들 빠졌어?", "who's out?"]
)
def test_a_question_that_stands_by_itself_is_left_alone(text: str) -> None:
    assert asked("카카오는?", text)[0] == read(text)


@pytest.mark.parametrize(
    "text",
    ["그럼 네이버는?", "그러면 네이버는요?", "what about Naver?", "and Naver?", "그럼 네이버도 그래?", "네이버도?"],
)
def test_another_team_is_asked_what_was_asked_before(text: str) -> None:
    assert asked("카카오는?", text)[0].teams == ("naver_cloud",)
    with_day, _ = asked("1월 20일 기준 카카오는?", text)
    assert (with_day.teams, str(with_day.as_of)) == (("naver_cloud",), "2026-01-20")
    assert asked("카카오 입장 어떻게 바뀌었어?", text)[0].intent is Intent.HISTORY


@pytest.mark.parametrize("text", ["네이버도?", "네이버도 그래?", "Naver too?"])
def test_also_asks_the_same_of_another_team(text: str) -> None:
    question, _ = asked("카카오 안 나가?", text)
    assert question.presumed is not None
    assert question.presumed.stances == ("not_joining",)


def test_a_name_alone_is_no_yes_or_no_and_of_no_other_day() -> None:
    question, _ = asked("1월 20일에 카카오 안 나갔어?", "네이버는?")
    assert (question.presumed, question.as_of) == (None, None)
    assert asked("카카오 안 나가?", "그럼 네이버는?")[0].presumed is None


@pytest.mark.parametrize("text", ["둘 다?", "둘다?", "both?", "둘 다 그래?", "both of them?"])
@pytest.mark.parametrize("before", [("카카오랑 KT는?",), ("카카오는?", "그럼 KT는?"), ("카카오는?", "KT는?")])
def test_both_are_the_two_teams_asked_about(text: str, before: tuple[str, ...]) -> None:
    assert asked(*before, text)[0].teams == ("kakao", "kt")


def test_both_with_a_verb_asks_that_of_both() -> None:
    question, _ = asked("카카오랑 KT는?", "둘 다 안 나가?")
    assert question.teams == ("kakao", "kt")
    assert question.presumed is not None
    assert question.presumed.stances == ("not_joining",)
    assert asked("카카오 안 나가?", "네이버도?", "둘 다?")[0].teams == ("kakao", "naver_cloud")


@pytest.mark.parametrize("text", ["언제 바뀌었어?", "바뀐 적 있어?", "has it changed?"])
def test_whether_it_changed_is_asked_of_the_team_before(text: str) -> None:
    question, _ = asked("카카오는?", text)
    assert (question.intent, question.teams) == (Intent.HISTORY, ("kakao",))
    assert asked("카카오는?", "입장 바뀐 팀은?")[0].teams == ()


@pytest.mark.parametrize("text", ["지금은?", "그럼 지금은?", "now?", "and now?", "오늘은?"])
def test_now_is_asked_of_the_same(text: str) -> None:
    question, _ = asked("1월 20일 기준 KT는?", text)
    assert question.teams == ("kt",)
    assert question.as_of in (None, NOW.date())


def test_both_of_one_asks_which() -> None:
    assert asked("카카오는?", "둘 다?")[0].intent is Intent.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("거기는 왜 빠졌어?", ("kakao",)), ("그 팀 왜 안 나간대?", ("kakao",)), ("why are they out?", ("kakao",)),
        ("왜 안 나간대?", ("kakao",)), ("why isn't it joining?", ("kakao",)), ("걔는 왜?", ("kakao",)),
        ("그 회사는 왜?", ("kakao",)), ("언제 빠졌어?", ("kakao",)),
    ],
)  # fmt: skip
def test_words_that_point_back_mean_the_team_before(text: str, teams: tuple[str, ...]) -> None:
    assert asked("카카오는?", text)[0].teams == teams


@pytest.mark.parametrize("text", ["1월 20일에는?", "그럼 1월 20일은?", "1월 20일 기준으로는?"])
def test_another_day_is_asked_of_the_same(text: str) -> None:
    question, _ = asked("KT는?", text)
    assert (question.teams, str(question.as_of)) == (("kt",), "2026-01-20")
    of_list, _ = asked("불참한 팀은?", text)
    assert (of_list.intent, of_list.stances, str(of_list.as_of)) == (Intent.LIST, ("not_joining",), "2026-01-20")


@pytest.mark.parametrize("text", ["출처?", "왜?", "언제?", "who said that?", "그건 언제 얘기야"])
def test_a_list_is_asked_again(text: str) -> None:
    question, _ = asked("불참한 팀은?", text)
    assert (question.intent, question.stances) == (Intent.LIST, ("not_joining",))
    assert asked("전체 현황", text)[0].intent is Intent.OVERVIEW


@pytest.mark.parametrize("text", ["and who's considering?", "그럼 검토 중인 팀은?", "그리고 검토 중인 데는?"])
def test_another_list_is_of_the_same_day(text: str) -> None:
    question, _ = asked("1월 20일 기준 불참한 팀은?", text)
    assert (question.intent, question.stances, str(question.as_of)) == (Intent.LIST, ("considering",), "2026-01-20")
    assert asked("불참한 팀은?", text)[0].as_of is None


@pytest.mark.parametrize(
    "text", ["그 중에 네이버도 있어?", "거기 네이버도 포함돼?", "is Naver among them?", "그중에 네이버 들어가?"]
)
def test_whether_a_team_is_on_the_list(text: str) -> None:
    question, found = asked("불참한 팀은?", text)
    assert question.teams == ("naver_cloud",)
    assert question.presumed is not None
    assert question.presumed.stances == ("not_joining",)
    assert found.kind == "stance"
    assert [each.value for each in found.verdicts] == ["yes"]


@pytest.mark.parametrize(
    "text", ["what about the others?", "나머지는?", "그럼 다른 팀은?", "the rest?", "다른 데는 어때?"]
)
def test_the_others_are_all(text: str) -> None:
    assert asked("KT는?", text)[0].intent is Intent.OVERVIEW
    assert asked("불참한 팀은?", text)[0].intent is Intent.OVERVIEW


def _offering(*teams: str) -> Exchange:
    return Exchange(question=Question(text="", intent=Intent.AMBIGUOUS), offered=teams)


@pytest.mark.parametrize("text", ["네", "네!", "응", "ㅇㅇ", "맞아요", "네 맞아요", "yes", "yep", "그거요"])
def test_yes_is_the_one_team_that_was_offered(text: str) -> None:
    question = follow_up(read(text), _offering("kt"), shipped(), read)
    assert question is not None
    assert (question.intent, question.teams) == (Intent.STANCE, ("kt",))
    assert follow_up(read(text), _offering("kt", "kakao"), shipped(), read) is None


def test_both_are_the_two_that_were_offered_and_no_asks_which() -> None:
    both = follow_up(read("둘 다"), _offering("kt", "kakao"), shipped(), read)
    neither = follow_up(read("아니요"), _offering("kt"), shipped(), read)
    assert both is not None
    assert neither is not None
    assert both.teams == ("kt", "kakao")
    assert neither.intent is Intent.AMBIGUOUS


def test_a_step_keeps_no_words() -> None:
    question = read("카카오 재도전해? 비밀")
    step = Exchange.of(question, answer(question, shipped(), now=NOW, language="ko"))
    assert step is not None
    assert "비밀" not in step.model_dump_json()


def test_a_step_of_another_record_is_forgotten() -> None:
    gone = Exchange(question=Question(text="", intent=Intent.STANCE, teams=("somebody",)))
    question = follow_up(read("출처?"), gone, shipped(), read)
    assert question is not None
    assert question.intent is Intent.AMBIGUOUS


def test_a_long_text_is_no_follow_up() -> None:
    assert follow_up(read("왜 " * 60), _offering("kt"), shipped(), read) is None
