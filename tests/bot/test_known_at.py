"""How it is told what the record knew on a day: once where it says the same now, else both, and never what was sent."""

import pytest

from bot.rendering.answers import render
from bot.rendering.keyboards import ButtonVerb, Press, question_of
from bot.rendering.reply import plain
from knowledge.answering import answer
from knowledge.fields import Language
from tests.knowledge.test_known_at import NOW, learnt, reader


def reply_to(text: str, language: Language = "ko") -> str:
    found = answer(reader().read(text, now=NOW), learnt(), now=NOW, language=language)
    return plain("\n".join(render(found).parts))


def test_what_is_put_right_since_is_told_with_the_reason() -> None:
    text = reply_to("1월 18일에 네가 카카오에 대해 뭐라고 답했어?")
    assert text.startswith("1월 18일의 기록 · 카카오: 검토 중\n")
    assert "그날에 대한 오늘의 기록 · 카카오: 불참" in text
    assert "사유: 잘못 읽음" in text
    assert text.endswith("1월 18일까지 등록된 기록으로 답했습니다.")


def test_what_is_the_same_is_told_once() -> None:
    text = reply_to("what did this bot know about KT on January 18?", "en")
    assert text.startswith("On record on January 18 · KT: Undecided\n")
    assert "Today's record says the same of that day." in text
    assert "Today's record of that day" not in text


def test_where_nothing_was_recorded_it_says_so_and_since_when_it_is() -> None:
    text = reply_to("1월 18일에 네가 네이버클라우드에 대해 뭐라고 답했어?")
    first, second, *_ = text.splitlines()
    assert first == "1월 18일에 이 기록에는 네이버클라우드에 대한 것이 없었습니다."
    assert second == "첫 기록: 1월 22일."
    assert "그날에 대한 오늘의 기록 · 네이버클라우드: 불참" in text


def test_of_an_empty_record_it_says_when_the_first_entry_was_made() -> None:
    text = reply_to("what did you know on January 16?", "en")
    assert "First recorded: January 17." in text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_when_the_first_entry_was_made_is_said_once(language: Language) -> None:
    asked = {
        "ko": "1월 16일에 네가 카카오에 대해 뭐라고 답했어?",
        "en": "what did this bot know about Kakao on January 16?",
    }
    text = reply_to(asked[language], language)
    assert text.count({"ko": "첫 기록", "en": "First recorded"}[language]) == 1


def test_what_a_team_said_on_a_day_has_a_button_for_what_the_record_knew() -> None:
    found = answer(reader().read("카카오 18일에 뭐라고 했어?", now=NOW), learnt(), now=NOW, language="ko")
    data = [key.data for row in render(found).buttons for key in row]
    press = Press(verb=ButtonVerb.KNOWN, language="ko", subject="kakao", as_of=found.as_of)
    assert press.data in data
    question = question_of(press, learnt())
    assert question is not None
    assert question.known_at == found.as_of
    known = answer(question, learnt(), now=NOW, language="ko")
    assert Press(verb=ButtonVerb.STANCE, language="ko", subject="kakao", as_of=found.as_of).data in [
        key.data for row in render(known).buttons for key in row
    ]


@pytest.mark.parametrize("text", ["카카오 이력", "history of Kakao"])
def test_the_history_shows_when_it_was_recorded_where_that_is_another_day(text: str) -> None:
    shown = reply_to(text)
    assert ("1월 17일 등록" in shown) is False
    assert reply_to("네이버클라우드 이력").count("1월 22일 등록") == 1


@pytest.mark.parametrize("text", ["when did you learn that Kakao is out?", "카카오 불참인 거 언제 알았어?"])
def test_when_it_was_learnt_is_when_it_was_recorded(text: str) -> None:
    assert any(line in reply_to(text) for line in ("recorded January 17", "1월 17일 등록", "January 17"))
