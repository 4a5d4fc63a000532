"""The same questions about a made-up programme, with other teams, stances and words."""

from functools import cache

import pytest

from knowledge.answering import answer
from knowledge.conversation import Answer, ListAnswer, StanceAnswer
from knowledge.matching import NameIndex
from knowledge.reading import Reader
from tests.knowledge.asked import NOW
from tests.knowledge.records import lighthouse

FACTS = lighthouse()


@cache
def made_up() -> Reader:
    return Reader(FACTS, NameIndex.build(FACTS.teams.values(), programme_names=FACTS.programme.names.every))


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
    ],
)
def test_nothing_in_the_reader_knows_one_programme(text: str, kind: str, teams: str) -> None:
    found = answered(text)
    assert found.kind == kind
    if isinstance(found, StanceAnswer):
        assert [each.team.id for each in found.standings] == teams.split()
    if isinstance(found, ListAnswer):
        assert sorted(each.team.id for group in found.groups for each in group.standings) == sorted(teams.split())
