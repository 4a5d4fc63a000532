"""Windows and paces, with a clock of the test's own."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import rate_limits as limits
from bot.telegram.rate_limits import ChatPaces, Window, chat_of


@given(st.lists(st.floats(0, 5), max_size=60), st.integers(1, 10), st.floats(0.5, 10))
def test_no_window_ever_holds_more_than_it_may(gaps: list[float], count: int, seconds: float) -> None:
    window, now, sent = Window(count, seconds), 0.0, list[float]()
    for gap in gaps:
        now += gap
        now += window.wait(now)
        window.count(now)
        sent.append(now)
    for first, last in zip(sent, sent[count:], strict=False):
        assert last - first >= seconds


def test_a_private_chat_gets_one_message_a_second() -> None:
    pace = ChatPaces().of(7, 0.0)
    pace.count(0.0)
    assert 0.5 < pace.wait(0.5, unlimited=False) < 0.6
    assert pace.wait(1.05, unlimited=False) == 0


def test_a_group_gets_twenty_messages_a_minute() -> None:
    pace, now = ChatPaces().of(-100, 0.0), 0.0
    for _ in range(20):
        now += pace.wait(now, unlimited=False)
        pace.count(now)
    assert 19 < now < 21
    assert 59 < now + pace.wait(now, unlimited=False) < 63


def test_a_pause_that_telegram_asked_for_holds_without_limits_too() -> None:
    pace = ChatPaces().of(7, 0.0)
    pace.count(0.0)
    assert pace.wait(0.1, unlimited=True) == 0
    pace.pause(9.0)
    pace.pause(5.0)
    assert pace.wait(1.0, unlimited=True) == 8


def test_a_chat_that_refused_is_closed_for_an_hour_or_until_somebody_writes() -> None:
    pace = ChatPaces().of(7, 0.0)
    pace.close(10.0, telegrams_time=1_000)
    assert pace.is_closed(3_000.0)
    assert not pace.is_closed(4_000.0)
    pace.hear(1_000)  # what was written before it refused
    assert pace.is_closed(3_000.0)
    pace.hear(1_001)
    assert not pace.is_closed(3_000.0)


def test_chats_without_anything_to_wait_for_are_forgotten() -> None:
    paces = ChatPaces()
    closed = paces.of(-1, 0.0)
    closed.close(0.0, telegrams_time=0)
    for chat in range(3 * limits.REMEMBERED):
        paces.of(chat, float(chat)).count(float(chat))
    assert len(paces) <= limits.REMEMBERED + 10
    assert paces.known(-1) is not None or 3 * limits.REMEMBERED > limits.CLOSED_FOR


def test_only_messages_count() -> None:
    assert chat_of("sendMessage", {"chat_id": 7}) == 7
    assert chat_of("editMessageText", {"chat_id": -7}) == -7
    assert chat_of("sendDocument", {"chat_id": "@channel"}) == "@channel"
    assert chat_of("editMessageText", {"inline_message_id": "x"}) is None
    for endpoint in ("sendChatAction", "getChat", "deleteMessage", "answerCallbackQuery"):
        assert chat_of(endpoint, {"chat_id": 7}) is None
