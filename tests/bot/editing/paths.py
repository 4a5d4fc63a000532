"""Every way by which somebody may try an editor's command without being allowed to: path name -> update."""

from collections.abc import Callable, Mapping

from tests.bot.editing.editorial import EDITOR, OWNER, STRANGER
from tests.bot.recording import BOT_ID, BOT_NAME
from tests.bot.stage import GROUP, Json, chat_of, message, user

CHANNEL = -1002001
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
OTHER_BOT = {"id": 99, "is_bot": True, "first_name": "Other", "username": "other_bot"}
CHANNEL_CHAT = {"id": CHANNEL, "type": "channel", "title": "Channel"}
GROUP_CHAT = chat_of(GROUP)

Path = Callable[[str], Json]


def sent(text: str, chat: int, **more: object) -> Json:
    """A message; keyword arguments replace or add fields."""
    return {**message(5, text, chat), **more}


def private(text: str, by: int = EDITOR, **more: object) -> Json:
    """A message in a private chat, otherwise as it should be."""
    return sent(text, by, **{"from": user(by), **more})


def group(text: str, by: int = EDITOR, **more: object) -> Json:
    """A message in a group."""
    return sent(text, GROUP, **{"from": user(by), **more})


def to(text: str, bot: str) -> str:
    """The command addressed to a bot by name."""
    word, space, rest = text.partition(" ") if " " in text.split("\n")[0] else (text.split("\n")[0], "", "")
    return text.replace(word, f"{word}@{bot}", 1) if rest or not space else f"{word}@{bot}"


def origin(kind: str, **more: object) -> Json:
    """Where a forwarded message came from."""
    return {"type": kind, "date": 1, **more}


COMMAND_PATHS: Mapping[str, Path] = {
    "a stranger in private": lambda text: {"message": private(text, STRANGER)},
    "a stranger in private, to this bot by name": lambda text: {"message": private(to(text, BOT_NAME), STRANGER)},
    "a stranger in a group": lambda text: {"message": group(text, STRANGER)},
    "an admin of a group": lambda text: {"message": group(to(text, BOT_NAME), STRANGER, sender_tag="admin")},
    "an editor in a group": lambda text: {"message": group(text)},
    "an owner in a group": lambda text: {"message": group(to(text, BOT_NAME), OWNER)},
    "an anonymous admin": lambda text: {
        "message": sent(to(text, BOT_NAME), GROUP, **{"from": ANONYMOUS_ADMIN, "sender_chat": GROUP_CHAT})
    },
    "an editor in the name of a channel": lambda text: {
        "message": sent(text, GROUP, **{"from": CHANNEL_BOT, "sender_chat": CHANNEL_CHAT})
    },
    "an editor's id beside a channel's": lambda text: {"message": private(text, sender_chat=CHANNEL_CHAT)},
    "a linked channel's automatic forward": lambda text: {
        "message": sent(
            text,
            GROUP,
            **{
                "from": TELEGRAM,
                "sender_chat": CHANNEL_CHAT,
                "is_automatic_forward": True,
                "forward_origin": origin("channel", chat=CHANNEL_CHAT, message_id=3),
            },
        )
    },
    "an automatic forward with an editor's id": lambda text: {"message": private(text, is_automatic_forward=True)},
    "an editor's edited message": lambda text: {"edited_message": private(text, edit_date=2)},
    "a stranger's edited message": lambda text: {"edited_message": private(text, STRANGER, edit_date=2)},
    "an editor's edited message in a group": lambda text: {"edited_message": group(text, edit_date=2)},
    "a command forwarded from an editor": lambda text: {
        "message": private(text, forward_origin=origin("user", sender_user=user(OWNER)))
    },
    "a command forwarded from a hidden user": lambda text: {
        "message": private(text, forward_origin=origin("hidden_user", sender_user_name="?"))
    },
    "a command forwarded from a group": lambda text: {
        "message": private(text, forward_origin=origin("chat", sender_chat=GROUP_CHAT))
    },
    "a command forwarded from a channel": lambda text: {
        "message": private(text, forward_origin=origin("channel", chat=CHANNEL_CHAT, message_id=3))
    },
    "a command forwarded by a stranger from an editor": lambda text: {
        "message": private(text, STRANGER, forward_origin=origin("user", sender_user=user(EDITOR)))
    },
    "a command sent via another bot": lambda text: {"message": private(text, via_bot=OTHER_BOT)},
    "a command sent via this bot": lambda text: {
        "message": private(text, via_bot={"id": BOT_ID, "is_bot": True, "first_name": "B", "username": BOT_NAME})
    },
    "a command to another bot": lambda text: {"message": private(to(text, "other_bot"))},
    "a command to another bot in a group": lambda text: {"message": group(to(text, "other_bot"))},
    "a channel's post": lambda text: {"channel_post": {**sent(text, CHANNEL), "chat": CHANNEL_CHAT, "from": None}},
    "a channel's edited post": lambda text: {
        "edited_channel_post": {**sent(text, CHANNEL), "chat": CHANNEL_CHAT, "from": None, "edit_date": 2}
    },
    "a business message": lambda text: {"business_message": private(text, business_connection_id="b")},
    "an edited business message": lambda text: {
        "edited_business_message": private(text, business_connection_id="b", edit_date=2)
    },
    "a business bot's message": lambda text: {"message": private(text, sender_business_bot=OTHER_BOT)},
    "a message with a business connection": lambda text: {"message": private(text, business_connection_id="b")},
    "a guest message": lambda text: {"guest_message": group(text, guest_query_id="g")},
    "an inline query": lambda text: {
        "inline_query": {"id": "i", "from": user(EDITOR), "query": text[:250], "offset": ""}
    },
    "a chosen inline result": lambda text: {
        "chosen_inline_result": {"result_id": "r", "from": user(EDITOR), "query": text[:250]}
    },
    "a deep link": lambda text: {"message": private("/start " + text.lstrip("/").split()[0])},
    "a deep link with an argument": lambda text: {"message": private("/start " + text.lstrip("/").split()[0] + "_kt")},
    "a bot's message": lambda text: {"message": {**private(text), "from": {**OTHER_BOT, "id": EDITOR}}},
    "a message without a sender": lambda text: {"message": {**private(text), "from": None}},
    "a caption in a group": lambda text: {
        "message": {
            **{key: value for key, value in group(text).items() if key not in ("text", "entities")},
            "caption": text,
            "photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}],
        }
    },
}
