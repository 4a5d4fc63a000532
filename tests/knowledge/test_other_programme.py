"""The same questions about a made-up programme, with other teams, stances and words."""

from functools import cache

import pytest

from knowledge.answer import Answer, HistoryAnswer, ListAnswer, StanceAnswer, Verdict
from knowledge.answering import answer
from knowledge.model import Kind, Label, Stance, Words
from knowledge.understanding.reader import Reader
from tests.knowledge.asked import NOW
from tests.knowledge.programme import reader_of
from tests.knowledge.records import facts, lighthouse, statement

FACTS = lighthouse()


@cache
def made_up() -> Reader:
    return reader_of(FACTS)


def answered(text: str) -> Answer:
    return answer(made_up().read(text, now=NOW), FACTS, now=NOW, language="ko")


@pytest.mark.parametrize(
    ("text", "kind", "teams"),
    [
        ("한빛항만은?", "stance", "harbour"),
        ("DL등대 뛰어든대?", "stance", "dl"),
        ("디엘등대랑 소라테크 둘 다 입찰해?", "stance", "dl sora"),
        ("is Neul Blue Sea in?", "stance", "neul"),
        ("소라테크 낙찰됐어?", "stance", "sora"),
        ("누가 뛰어들어?", "list", "sora byeol"),
        ("입찰 안 하는 데 어디야", "list", "harbour byeol"),
        ("저울질하는 팀 있어?", "list", "dl"),
        ("who is out?", "list", "harbour byeol"),
        ("유찰된 곳 몇 군데야?", "list", "sora dl"),
        ("누가 따냈어?", "list", ""),
        ("무인등대 사업 현황", "overview", "harbour dl sora byeol neul"),
        ("등대 어떻게 돼가?", "overview", "harbour dl sora byeol neul"),
        ("한빛항만 입장 어떻게 바뀌었어", "history", "harbour"),
        ("timeline of Sora Tech", "history", "sora"),
        ("한빛항만은행은?", "unknown", ""),
        ("카카오는?", "unknown", ""),
        ("Is Krafton bidding?", "unknown", ""),
        ("안녕", "help", ""),
        ("한빛항만 말고 카카오는?", "unknown", ""),
        ("소라테크 말고 또 입찰하는 데 있어?", "list", "byeol"),
        ("한빛항만 말고 다른 데는?", "list", "byeol byeol dl sora"),
        ("입찰자 누구야", "list", "sora byeol"),
        ("물결상사라는 회사도 입찰한대?", "unknown", ""),
        ("everyone but Sora Tech is bidding?", "list", "byeol"),
        ("소라테크 빼고 다 입찰해?", "list", "byeol"),
        ("is a startup called Seastar bidding", "unknown", ""),
    ],
)
def test_nothing_in_the_reader_knows_one_programme(text: str, kind: str, teams: str) -> None:
    found = answered(text)
    assert found.kind == kind
    if isinstance(found, StanceAnswer):
        assert [each.team.id for each in found.standings] == teams.split()
    if isinstance(found, ListAnswer):
        assert sorted(each.team.id for group in found.groups for each in group.standings) == sorted(teams.split())


def test_who_is_asked_about_beside_a_team_is_told_to_be_none() -> None:
    found = [
        answered(text) for text in ("한빛항만이랑 카카오는?", "Sora Tech and Krafton?", "소라테크와 물결상사 입장")
    ]
    assert [each.strangers for each in found if isinstance(each, StanceAnswer)] == [
        ("카카오",),
        ("Krafton",),
        ("물결상사",),
    ]


REEF = facts(
    (
        statement(1, "harbour", "signed", "2026-01-05"),
        statement(2, "harbour", "left", "2026-01-20"),
        statement(3, "dl", "watches", "2026-01-10"),
        statement(4, "sora", "signed", "2026-01-10"),
        statement(5, "byeol", "stays_away", "2026-01-10"),
    ),
    stances=(
        Stance(
            code="signed",
            kind=Kind.POSITION,
            label=Label(ko="서명", en="Signed"),
            words=Words(ko=("서명", "서명한다"), en=("signed", "joining")),
        ),
        Stance(
            code="stays_away",
            kind=Kind.POSITION,
            label=Label(ko="거부", en="Staying away"),
            words=Words(ko=("거부", "안 들어간다"), en=("not joining",)),
        ),
        Stance(code="left", kind=Kind.POSITION, label=Label(ko="탈퇴", en="Left"), words=Words(en=("left",))),
        Stance(
            code="watches", kind=Kind.POSITION, label=Label(ko="참관", en="Observer"), words=Words(en=("observer",))
        ),
    ),
)
"""An agreement that one has signed and left again; 들어간다 is listed only as it is denied."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("한빛항만 서명했어?", Verdict.MIXED),
        ("한빛항만 지금도 서명이야?", Verdict.NO),
        ("한빛항만은 서명 안 했어?", Verdict.OTHER),
        ("did Hanbit Harbour sign?", Verdict.MIXED),
        ("소라테크 서명했어?", Verdict.YES),
        ("has Sora Tech re-signed?", Verdict.YES),
        ("소라테크는 서명 안 했어?", Verdict.NO),
        ("has Sora Tech not signed?", Verdict.NO),
        ("DL등대 서명했어?", Verdict.OTHER),
        ("DL등대 서명 안 했지?", Verdict.OTHER),
        ("has DL Lighthouse not signed?", Verdict.OTHER),
        ("별빛연구원 서명 안 했지?", Verdict.YES),
        ("DL등대 들어가?", Verdict.OTHER),
        ("별빛연구원 들어가?", Verdict.NO),
        ("별빛연구원 안 들어가?", Verdict.YES),
    ],
)
def test_no_third_stance_and_no_past_one_makes_a_plain_yes_or_no(text: str, expected: Verdict) -> None:
    found = answer(reader_of(REEF).read(text, now=NOW), REEF, now=NOW, language="ko")
    assert isinstance(found, StanceAnswer)
    assert found.verdicts == (expected,)


def test_what_happened_within_a_month_is_no_yes_about_its_end() -> None:
    within, at_its_end = answered("소라테크 1월에 입찰했어?"), answered("소라테크 1월 31일 기준 입찰했어?")
    assert isinstance(within, StanceAnswer)
    assert isinstance(at_its_end, StanceAnswer)
    assert (within.verdicts, len(at_its_end.verdicts)) == ((), 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("neither Sora Tech nor DL Lighthouse signed?", (Verdict.NO, Verdict.OTHER)),
        ("소라테크는 한 번도 서명한 적 없지?", ()),
        ("Sora Tech never signed, did they?", ()),
    ],
)
def test_neither_and_never_are_heard(text: str, expected: tuple[Verdict, ...]) -> None:
    found = answer(reader_of(REEF).read(text, now=NOW), REEF, now=NOW, language="ko")
    assert isinstance(found, StanceAnswer)
    assert found.verdicts == expected


def test_who_resigned_has_not_signed_again() -> None:
    found = answer(reader_of(REEF).read("has Sora Tech resigned?", now=NOW), REEF, now=NOW, language="ko")
    assert isinstance(found, StanceAnswer)
    assert found.verdicts == ()


def test_a_report_is_no_yes_to_whether_a_team_said_so_itself() -> None:
    asked = [answered(text) for text in ("DL등대 저울질한대?", "DL등대 저울질한다고 직접 밝혔어?")]
    assert [each.verdicts for each in asked if isinstance(each, StanceAnswer)] == [(Verdict.YES,), (Verdict.MIXED,)]


def test_who_is_left_out_is_not_told_of_by_what_came_after_a_day_either() -> None:
    found = answered("소라테크 말고 1월 1일 이후에 입찰한 데는?")
    assert isinstance(found, HistoryAnswer)
    told = {each.team.id for each in found.statements}
    assert "sora" not in told
    assert "byeol" in told


def test_what_came_after_a_day_is_told_by_its_statements() -> None:
    found = answered("1월 5일 이후에 입찰한 데 어디야")
    assert (found.kind, found.language) == ("history", "ko")
