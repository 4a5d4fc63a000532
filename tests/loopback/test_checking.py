"""What the stand-in refuses: everything that Telegram refuses of a bot like ours, and a little more."""

import json

import pytest

from tests.loopback.checking import check
from tests.loopback.markup import plain_text, utf16_length
from tests.loopback.refusal import Refusal


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<b>카카오</b> 는 <a href=\"https://x.kr/?a=1&amp;b=2\">여기</a>", "카카오 는 여기"),
        ("&lt;b&gt; &amp; &quot; &#39; &#x1F600; &copy;", "<b> & \" ' \U0001f600 &copy;"),
        ("<blockquote expandable>문장 <i>a <u>b</u></i></blockquote>", "문장 a b"),
        ('<pre><code class="language-python">x &lt; y</code></pre>', "x < y"),
        ("a > b & c", "a > b & c"),
        ("", ""),
    ],
)  # fmt: skip
def test_html_that_telegram_reads(html: str, text: str) -> None:
    assert plain_text(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<b>x", "x</b>", "<b><i>x</b></i>", "<p>x</p>", "a < b", "<", "<br/>", "<3", "<!-- x -->", "<a>x</a>",
        "<blockquote><blockquote>x</blockquote></blockquote>", "<code><b>x</b></code>", "<script>x</script>", "</>",
    ],
)  # fmt: skip
def test_html_that_telegram_refuses(html: str) -> None:
    with pytest.raises(Refusal, match="can't parse entities"):
        plain_text(html)


def test_telegram_counts_utf16_units() -> None:
    assert utf16_length("카카오") == 3
    assert utf16_length("\U0001f600") == 2


def sent(**parameters: object) -> dict[str, object]:
    """A valid message, but for these parameters; everything as text, as in a form."""
    given: dict[str, object] = {"chat_id": "7", "text": "x", **parameters}
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}


def keyboard(**button: object) -> dict[str, object]:
    """A markup with one button."""
    return {"inline_keyboard": [[{"text": "누르기", **button}]]}


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": "x" * 4097},
        {"text": "\U0001f600" * 2049},
        {"text": ""},
        {"text": " \n"},
        {"text": "<b></b>", "parse_mode": "HTML"},
        {"text": "x\x00"},
        {"parse_mode": "Markdown"},
        {"chat": 7},
        {"chat_id": [7]},
        {"disable_notification": "yes"},
        {"message_thread_id": 1},
        {"reply_parameters": {"message_id": "5"}},
        {"reply_parameters": {}},
        {"link_preview_options": {"disabled": True}},
        {"reply_markup": keyboard()},
        {"reply_markup": keyboard(callback_data="a" * 65)},
        {"reply_markup": keyboard(callback_data="가" * 22)},
        {"reply_markup": keyboard(callback_data="a", url="https://x.kr")},
        {"reply_markup": keyboard(url="javascript:alert(1)")},
        {"reply_markup": {"inline_keyboard": [{"text": "x"}]}},
        {"reply_markup": "not JSON"},
        {"entities": [{"type": "bold", "offset": 0}]},
    ],
)
def test_a_message_that_telegram_refuses(parameters: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        check("sendMessage", sent(**parameters))


def test_a_message_that_telegram_takes() -> None:
    markup = keyboard(callback_data="가" * 21)
    text = "<b>" + "x" * 4096 + "</b>"
    taken = check("sendMessage", sent(text=text, parse_mode="HTML", reply_markup=markup, message_thread_id=5))
    assert taken == {
        "chat_id": 7, "text": text, "parse_mode": "HTML", "reply_markup": markup, "message_thread_id": 5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("sendMessage", {"text": "x"}),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [{"type": "article", "id": "1", "title": "t"}]}),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [{"type": "photo", "id": "1"}]}),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "start", "description": ""}]}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}),
        ("noSuchMethod", {}),
    ],
)
def test_other_calls_that_telegram_refuses(method: str, parameters: dict[str, object]) -> None:
    given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
    with pytest.raises(Refusal):
        check(method, given)


def test_inline_results_need_ids_of_their_own() -> None:
    article = {"type": "article", "id": "1", "title": "t", "input_message_content": {"message_text": "x"}}
    check("answerInlineQuery", {"inline_query_id": "1", "results": json.dumps([article, {**article, "id": "2"}])})
    with pytest.raises(Refusal, match="RESULT_ID_DUPLICATE"):
        check("answerInlineQuery", {"inline_query_id": "1", "results": json.dumps([article, article])})
