"""Updates as Telegram sends them: messages, presses of buttons, inline queries."""

import re
from itertools import count
from time import time

Json = dict[str, object]

MARKED = re.compile(r"\A/\S+|(?<![A-Za-z0-9_])@[A-Za-z0-9_]{5,32}\b", re.ASCII)

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
    """A message of a chat; commands and mentions in it are marked as Telegram marks them."""
    content: Json = {
        "message_id": next(_messages),
        "date": int(time()),
        "chat": chat(place),
        "from": user(sender if sender is not None else abs(place)),
        "text": text,
        **more,
    }
    if "entities" not in content and (marked := _marked(text)):
        content["entities"] = marked
    return {"message": content}


def _marked(text: str) -> list[Json]:
    """The entities of a text: a command at its start, and each mention; Telegram counts in UTF-16."""
    return [
        {
            "type": "bot_command" if found[0].startswith("/") else "mention",
            "offset": len(text[: found.start()].encode("utf-16-le")) // 2,
            "length": len(found[0]),
        }
        for found in MARKED.finditer(text)
    ]


def press(data: str, *, query: str, sent: Json, sender: int) -> Json:
    """A press of a button under a message that the bot sent."""
    pressed = {"id": query, "from": user(sender), "chat_instance": "1", "data": data, "message": sent}
    return {"callback_query": pressed}


def inline(text: str, *, query: str, sender: int) -> Json:
    """What someone typed behind the bot's name in any chat."""
    return {"inline_query": {"id": query, "from": user(sender), "query": text, "offset": ""}}
