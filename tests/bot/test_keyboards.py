"""The buttons under replies: what they say, and that each of them leads to an answer."""

import pytest

from bot.rendering.keyboards import DATA_LIMIT, Press, question_of
from bot.rendering.reply import Reply
from bot.telling.subscriptions import FOLLOW_VERBS
from knowledge.fields import Language
from knowledge.question import Candidate, Finding, Intent
from tests.bot.asked import replied
from tests.knowledge.records import lighthouse

FACTS = lighthouse()
REPLIES = [
    replied(FACTS, Intent.STANCE, "harbour"),
    replied(FACTS, Intent.STANCE, "harbour", "dl", language="en"),
    replied(FACTS, Intent.LIST, stances=("bids",), apart=("lost",)),
    replied(FACTS, Intent.OVERVIEW),
    replied(FACTS, Intent.HISTORY, "sora"),
    replied(FACTS, Intent.HISTORY),
    replied(FACTS, Intent.UNKNOWN),
    replied(FACTS, Intent.HELP, language="en"),
]


def labels(reply: Reply) -> list[list[str]]:
    return [[button.label for button in row] for row in reply.buttons]


@pytest.mark.parametrize("reply", REPLIES)
def test_every_button_leads_to_an_answer(reply: Reply) -> None:
    for button in (button for row in reply.buttons for button in row):
        assert button.data is not None
        assert len(button.data.encode()) <= DATA_LIMIT
        press = Press.parse(button.data)
        assert press is not None
        assert question_of(press, FACTS) is not None or press.verb in FOLLOW_VERBS


def test_one_team_has_its_history_its_source_and_the_others_of_its_stance() -> None:
    assert labels(replied(FACTS, Intent.STANCE, "harbour")) == [["발언 기록", "출처"], ["불참 2팀", "알림 받기"]]


def test_a_team_that_is_silent_has_no_source_to_show() -> None:
    assert labels(replied(FACTS, Intent.STANCE, "neul")) == [["발언 기록", "알림 받기"]]


@pytest.mark.parametrize(("language", "label"), [("ko", "소라테크"), ("en", "Sora Tech")])
def test_a_team_that_may_also_be_meant_is_named_in_the_language_of_the_reply(language: Language, label: str) -> None:
    near = Finding(candidates=(Candidate(team="sora", name="소라테크", score=0.8, view="keystroke"),))
    assert [label] in labels(replied(FACTS, Intent.STANCE, "harbour", language=language, finding=near))


def test_a_list_goes_on_to_the_other_stances_and_to_the_whole() -> None:
    assert labels(replied(FACTS, Intent.LIST, stances=("bids",))) == [["불참 2팀", "저울질 1팀"], ["전체 현황"]]


def test_buttons_keep_the_day_that_was_asked_for() -> None:
    reply = replied(FACTS, Intent.STANCE, "harbour", as_of="2026-03-05")
    (history, source), *rest = reply.buttons
    assert (history.data, source.data) == ("hk:harbour@20260305", "qk:harbour@20260305")
    assert any(button.data == "sk:harbour" for row in rest for button in row)
