"""Sentences that ask to be told when something changes, and those that only look so."""

import pytest

from knowledge.follow_requests import follow_request
from knowledge.matching import NameIndex
from tests.knowledge.records import PROGRAMME, STANCES, TEAMS

INDEX = NameIndex.of(PROGRAMME, STANCES, TEAMS)


def wanted(text: str) -> tuple[bool, tuple[str, ...]] | None:
    found = follow_request(text, INDEX.find)
    return None if found is None else (found.starts, found.teams)


@pytest.mark.parametrize(
    "text",
    [
        "DL등대 구독", "DL등대 구독할래", "구독 DL등대", "DL등대 팔로우", "DL등대 팔로우할게",
        "DL등대 입장 바뀌면 알려줘",
        "DL등대 입장이 달라지면 바로 연락해 줘", "DL등대 결정 나면 알려 주세요",
        "DL등대 결과 나오면 말해줘",
        "DL등대 새 소식 있으면 알려줘", "DL등대 알림 켜줘", "DL등대 알림 받기", "DL등대 알림 설정해줘",
        "DL등대가 번복할 때마다 알려줘", "notify me when DL Lighthouse changes", "tell me when DL Lighthouse decides",

        "let me know if DL Lighthouse changes its mind", "keep me posted on DL Lighthouse",
        "subscribe to DL Lighthouse",
        "follow DL Lighthouse", "turn on notifications for DL Lighthouse", "alert me about DL Lighthouse",
    ],
)  # fmt: skip
def test_who_asks_to_be_told_of_a_team_is_understood(text: str) -> None:
    assert wanted(text) == (True, ("dl",))


@pytest.mark.parametrize(
    "text",
    [
        "DL등대 알림 꺼줘", "DL등대 구독 취소", "DL등대 팔로우 해제해줘", "DL등대는 그만 알려줘", "DL등대 알림 끄기",
        "DL등대 소식은 이제 알려주지 마", "stop telling me about DL Lighthouse", "unfollow DL Lighthouse",
        "unsubscribe from DL Lighthouse", "turn off notifications for DL Lighthouse",
        "don't notify me about DL Lighthouse",
    ],
)  # fmt: skip
def test_who_asks_to_be_told_no_more_is_understood(text: str) -> None:
    assert wanted(text) == (False, ("dl",))


@pytest.mark.parametrize(
    "text",
    [
        "DL등대는?", "DL등대 입장 바뀌었어?", "DL등대 입장 알려줘", "DL등대 구독 서비스는?", "DL등대 구독자 몇 명이야?",
        "DL등대가 빠지면 누가 나와?", "입장 바뀐 팀 알려줘", "지난주에 바뀐 거 있어?",
        "DL등대 입장이 바뀌었는지 알려줘",
        "tell me if DL Lighthouse is out", "tell me about DL Lighthouse", "is DL Lighthouse bidding?",
        "what changed since Friday?", "한빛항만은행 알림 켜줘", "did DL Lighthouse follow Sora Tech?",
        "who follows DL Lighthouse?",
    ],
)  # fmt: skip
def test_a_question_is_no_request(text: str) -> None:
    assert wanted(text) is None


@pytest.mark.parametrize("text", ["전체 알림 켜줘", "모든 팀 구독", "notify me of every change", "구독"])
def test_without_a_team_it_is_of_all_or_of_what_was_asked_before(text: str) -> None:
    found = follow_request(text, INDEX.find)
    assert found is not None
    assert (found.teams, found.is_of_all) == ((), text != "구독")
