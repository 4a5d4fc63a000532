"""Updates as Telegram sends them: messages, presses of buttons, inline queries."""

from itertools import count
from time import time

Json = dict[str, object]

_messages = count(1)


def user(number: int, language: str = "ko") -> Json:
    """A person."""
    return {"id": number, "is_bot": False, "first_name": f"U{number}", "language_code": language}


def chat(number: int) -> Json:
    """A private chat, or a supergroup where the number is negative."""
    if number > 0:
        return {"id": number, "type": "private", "first_name": f"U{number}"}
    return {"id": number, "type": "supergroup", "title": f"G{-number}"}


def message(text: str, *, place: int, sender: int | None = None, **more: object) -> Json:
    """A message of a chat; commands in it are marked as Telegram marks them."""
    content: Json = {
        "message_id": next(_messages),
        "date": int(time()),
        "chat": chat(place),
        "from": user(sender if sender is not None else abs(place)),
        "text": text,
        **more,
    }
    if text.startswith("/") and "entities" not in content:
        content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    return {"message": content}


def press(data: str, *, query: str, sent: Json, sender: int) -> Json:
    """A press of a button under a message that the bot sent."""
    pressed = {"id": query, "from": user(sender), "chat_instance": "1", "data": data, "message": sent}
    return {"callback_query": pressed}


def inline(text: str, *, query: str, sender: int) -> Json:
    """What someone typed behind the bot's name in any chat."""
    return {"inline_query": {"id": query, "from": user(sender), "query": text, "offset": ""}}
