import pytest

from bot.reply import Button, Reply
from bot.terminal import terminal_reply, terminal_text


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
