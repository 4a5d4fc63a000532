"""Hostile updates: real ones with fields missing, huge, of the wrong type, or full of odd characters."""

import json
from copy import deepcopy
from random import Random

from tests.loopback.updates import Json, chat, inline, message, press, user

ODD_TEXTS = (
    "", " ", "\x00", "카카오\x00는?", "\u202e는오카카", "\u200b\u200d\ufeff", "\ud83d", "\udc00카카오", "카" * 4096,
    "A" * 100_000, "<b>카카오</b> & <script>", "/ask@ipjang_bot", "/" + "x" * 300, "%s %(x)s {0}", "\r\n" * 50,
    "'; DROP TABLE statements; --", "ㅋ" * 900 + "카카오", "네이버\u0301\u0301\u0301" * 100, "𝕶𝖆𝖐𝖆𝖔", "🇰🇷" * 200,
    "/add\nteam: 카카오\nquote: \x00", "/correct \u202e", "/retract x " + "y" * 5000, "https://" + "a" * 4000,
)  # fmt: skip
ODD_NUMBERS = (0, -1, 1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 10**30, 1.5, float("inf"), -0.0)
ODD_VALUES: tuple[object, ...] = (None, True, [], {}, [[]], [None], {"id": None}, "text", 7)


def samples() -> list[Json]:
    """One update of each kind that the bot reads."""
    sent = message("답", place=7)["message"]
    assert isinstance(sent, dict)
    member = {"user": user(4200), "status": "member"}
    return [
        message("카카오는?", place=7),
        message("/ask 네이버", place=-100, sender=9, message_thread_id=5, is_topic_message=True),
        message("그럼 KT는?", place=7, reply_to_message=sent),
        {"edited_message": message("네이버는?", place=7)["message"]},
        {"channel_post": message("q", place=-100)["message"]},
        {"guest_message": {**message("@ipjang_bot 카카오", place=-7)["message"], "guest_query_id": "1"}},  # type: ignore[dict-item]
        press("t:kakao", query="1", sent=sent, sender=7),
        press("save:1", query="2", sent=sent, sender=7),
        inline("카카", query="1", sender=7),
        {
            "my_chat_member": {
                "chat": chat(-7),
                "from": user(9),
                "date": 1,
                "old_chat_member": member,
                "new_chat_member": member,
            }
        },
        {"chosen_inline_result": {"result_id": "1", "from": user(7), "query": "카카"}},
    ]


def mutated(sample: Json, generator: Random) -> bytes:
    """The JSON of an update with up to four things wrong with it; sometimes the JSON itself is."""
    update = deepcopy(sample)
    if generator.random() < 0.5:
        _say_something_odd(update, generator)
    for _ in range(generator.choice([0, 1, 1, 2, 4])):
        _spoil(update, generator)
    payload = json.dumps(update).encode()
    if generator.random() < 0.05:
        cut = generator.randrange(len(payload))
        return payload[:cut] + generator.choice([b"", b"\xff", b"{", b"\x00"]) + payload[cut:]
    return payload


def _say_something_odd(update: Json, generator: Random) -> None:
    """Change what a person wrote or pressed; everything else stays as Telegram sends it."""
    said = [(holder, key) for holder, key in _places(update) if key in {"text", "query", "data"}]
    for holder, key in said:
        holder[key] = generator.choice(ODD_TEXTS)


def _spoil(update: Json, generator: Random) -> None:
    """Change one field somewhere."""
    places = _places(update) or [(update, "update_id")]
    holder, key = generator.choice(places)
    choice = generator.random()
    if choice < 0.25:
        holder.pop(key, None)
    elif choice < 0.5:
        holder[key] = generator.choice(ODD_TEXTS)
    elif choice < 0.7:
        holder[key] = generator.choice(ODD_NUMBERS)
    elif choice < 0.9:
        holder[key] = deepcopy(generator.choice(ODD_VALUES))
    else:
        holder[key] = _deep(generator.randint(1, 300), holder.get(key))


def _places(value: object) -> list[tuple[Json, str]]:
    if not isinstance(value, dict):
        return []
    own = [(value, key) for key in value]
    return own + [place for each in value.values() for place in _places(each)]


def _deep(depth: int, value: object) -> object:
    for level in range(depth):
        value = {"chat": value} if level % 2 else [value]
    return value
