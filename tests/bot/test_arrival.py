"""Updates at the door: what can be read comes in with the right types, everything else is one kind of refusal."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.request import read_json
from bot.telegram.updates import LONGEST_TEXT, UnreadableError, kind_of, read_arrival
from tests.loopback.mutations import mutated, samples
from tests.loopback.updates import inline, message, press

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def test_a_message_belongs_to_its_chat() -> None:
    arrival = read_arrival({"update_id": 5, **message("q", place=-7, sender=9)}, None)
    assert (arrival.kind, arrival.lane, arrival.user, arrival.update_id) == ("message", -7, 9, 5)


def test_who_speaks_in_a_chats_name_is_that_chat() -> None:
    # All anonymous administrators of all groups share one user, 1087968824, and all channels another.
    content = message("q", place=-7, sender=1087968824)
    assert isinstance(content["message"], dict)
    content["message"]["sender_chat"] = {"id": -7, "type": "supergroup", "title": "G"}
    assert read_arrival({"update_id": 5, **content}, None).user == -7


def test_an_inline_query_belongs_to_its_sender() -> None:
    arrival = read_arrival({"update_id": 5, **inline("q", query="1", sender=9)}, None)
    assert (arrival.kind, arrival.lane, arrival.written) == ("inline_query", 9, None)


def test_a_press_belongs_to_the_chat_of_the_message() -> None:
    sent = message("q", place=-7)["message"]
    assert isinstance(sent, dict)
    assert read_arrival({"update_id": 5, **press("d", query="1", sent=sent, sender=9)}, None).lane == -7


def test_a_kind_that_nobody_knows_yet_is_read_and_belongs_to_nobody() -> None:
    arrival = read_arrival({"update_id": 5, "telepathy": {"from": "afar"}}, None)
    assert (arrival.kind, arrival.lane, arrival.user) == ("other", 5, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"message_id": "1"}, "message.message_id is no int"),
        ({"message_id": True}, "message.message_id is no int"),
        ({"chat": None}, "message.chat is missing"),
        ({"chat": {"type": "private"}}, "message.chat.id is missing"),
        ({"chat": {"id": None, "type": "private"}}, "message.chat.id is missing"),
        ({"reply_to_message": {"date": 1}}, "message.reply_to_message.message_id is missing"),
        ({"chat": {"id": 2**63, "type": "private"}}, "message.chat.id is out of range"),
        ({"chat": {"id": {}, "type": "private"}}, "message.chat.id is no int"),
        ({"from": [1]}, "message.from is no dict"),
        ({"text": 5}, "message.text is no str"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "message.text is too long"),
        ({"entities": {}}, "message.entities is no list"),
        ({"entities": [{"type": "bold", "offset": "0"}]}, "message.entities.offset is no int"),
        ({"date": 10**18}, "in parsing it"),
    ],
)
def test_what_has_the_wrong_type_is_refused_without_being_quoted(change: dict[str, object], reason: str) -> None:
    content = message("private", place=7)["message"]
    assert isinstance(content, dict)
    with pytest.raises(UnreadableError, match=reason) as refused:
        read_arrival({"update_id": 5, "message": {**content, **change}}, None)
    assert "private" not in str(refused.value)


@given(JSON, st.sampled_from(["message", "callback_query", "inline_query", "my_chat_member", "poll", "update_id"]))
def test_nothing_but_a_refusal_comes_of_anything(value: object, kind: str) -> None:
    try:
        read_arrival({"update_id": 5, kind: value}, None)
    except UnreadableError:
        return


def test_mutated_updates_are_read_or_refused() -> None:
    generator, refused = Random(6), 0
    kinds = samples()
    for number in range(3000):
        payload = mutated(generator.choice(kinds), generator)
        try:
            raw = read_json(payload)
        except ValueError:
            continue
        if not isinstance(raw, dict):
            continue
        try:
            read_arrival({**raw, "update_id": number}, None)
        except UnreadableError:
            refused += 1
    assert 500 < refused < 2900


@given(st.text())
def test_text_that_utf8_can_hold_is_read_as_it_is(text: str) -> None:
    assert read_json(json.dumps({"text": text}).encode()) == {"text": text}


@pytest.mark.parametrize("payload", [rb'"\ud83d"', rb'"\ude00x"', b'"\xed\xa0\xbd"', b'"\xff"', rb'["\ud800\ud800"]'])
def test_text_that_utf8_cannot_hold_is_replaced(payload: bytes) -> None:
    json.dumps(read_json(payload), ensure_ascii=False).encode()


@pytest.mark.parametrize("raw", [{"message": {}, "update_id": 1}, {"update_id": 1, "message": {}}])
def test_the_kind_does_not_depend_on_the_order_of_fields(raw: dict[str, object]) -> None:
    assert kind_of(raw) == "message"
