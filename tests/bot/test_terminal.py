from pathlib import Path

import pytest

from bot.chat.terminal import PLAIN, cells, history_file, terminal_reply, terminal_text
from bot.rendering.answers import render
from bot.rendering.reply import Button, Reply
from knowledge.answering import answer
from tests.knowledge.asked import NOW
from tests.knowledge.programme import reader, shipped


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<b>카카오</b>: 불참", "카카오: 불참"),
        ("앞\n<blockquote>첫 줄\n둘째 줄</blockquote>\n뒤", "앞\n  │ 첫 줄\n  │ 둘째 줄\n뒤"),
        ("<blockquote expandable>문장</blockquote>", "  │ 문장"),
        ('<a href="https://e.x/?a=1&amp;b=2">뉴스1</a>, 1월', "뉴스1 <https://e.x/?a=1&b=2>, 1월"),
        ("A&amp;B &lt;b&gt;", "A&B <b>"),
        ("빨강\x1b[31m \x07끝", "빨강[31m 끝"),
    ],
)
def test_markup_reads_as_text(markup: str, shown: str) -> None:
    assert terminal_text(markup) == shown


def test_bold_is_bold_on_a_terminal() -> None:
    assert terminal_text("<b>KT</b>는", styled=True) == "\x1b[1mKT\x1b[0m는"


def test_buttons_become_numbered_lines() -> None:
    reply = Reply(parts=("하나", "둘"), buttons=((Button(label="가", data="a"), Button(label="나", data="b")),))
    shown = terminal_reply(reply, key=lambda number, button: f"[{number}] {button.label}")
    assert shown == "하나\n\n둘\n\n[1] 가\n[2] 나"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("KT", 2),
        ("카카오", 6),
        ("\u110f\u1161", 2),
        ("e\u0301", 1),
        ("👍", 2),
        ("가\u200b나", 4),
        ("ｋｔ", 4),
        ("│", 1),
    ],
)
def test_cells_are_counted_as_they_are_drawn(text: str, taken: int) -> None:
    assert cells(text) == taken


@pytest.mark.parametrize(
    ("markup", "width", "shown"),
    [
        ("가나다 라마바 사아자", 20, "가나다 라마바 사아자"),
        ("가나다 라마바 사아자차", 20, "가나다 라마바\n사아자차"),
        ("<blockquote>가나다 라마바 사아자</blockquote>뒤", 20, "  │ 가나다 라마바\n  │ 사아자\n뒤"),
        ("가" * 11, 20, "가" * 10 + "\n가"),
        ("• one two three four five", 20, "• one two three\n  four five"),
        ("one  two three four five six", 20, "one  two three four\nfive six"),
        ("아주 좁은 곳에서는 접지 않는다", 19, "아주 좁은 곳에서는 접지 않는다"),
        ("폭을 모르면 접지 않는다 " * 9, None, "폭을 모르면 접지 않는다 " * 9),
    ],
)
def test_lines_are_wrapped_by_cells_and_keep_their_gutter(markup: str, width: int | None, shown: str) -> None:
    assert terminal_text(markup, width=width) == shown


@pytest.mark.parametrize("width", [20, 40, 41, 79, 80])
@pytest.mark.parametrize("question", ["카카오는?", "현황", "who is out?", "KT 출처", "루넷은?"])
def test_no_row_of_a_real_reply_is_wider_than_the_terminal_and_no_letter_is_lost(question: str, width: int) -> None:
    record = shipped()
    reply = render(answer(reader().read(question, now=NOW), record, now=NOW, language="ko"))
    whole, wrapped = (terminal_reply(reply, width=each) for each in (None, width))
    assert max(map(cells, wrapped.splitlines())) <= width
    assert "".join(wrapped.replace("│", "").split()) == "".join(whole.replace("│", "").split())


def test_a_style_goes_on_in_the_next_row_and_ends_with_each() -> None:
    rows = terminal_text("<b>가나다 라마바 사아자차</b>", styled=True, width=20).splitlines()
    assert [row.endswith(PLAIN) and row.startswith("\x1b[1m") for row in rows] == [True, True]


def test_the_history_stands_where_the_state_of_programs_does() -> None:
    assert history_file({"XDG_STATE_HOME": "/state"}) == Path("/state/ipjang/history")
    for odd in ({}, {"XDG_STATE_HOME": ""}, {"XDG_STATE_HOME": "relative"}):
        assert history_file(odd) == Path("~/.local/state/ipjang/history").expanduser()
