"""An update as it arrives: checked at the door, so that no handler has to doubt the type of what it reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Message, Update

from bot.rich_message import flattened

Shape = type | tuple["Shape"] | Mapping[str, "Shape"]
"""What a field holds: a type, a list (a tuple of one shape), or an object with fields, each of which may be missing."""

LARGEST_ID = 2**63 - 1
"""Ids are 64-bit at most, in the Bot API and in both databases."""
UNREADABLE_PART = "unreadable_part"
"""The field, unknown to python-telegram-bot and so kept in `api_kwargs`, that names the parts dropped at the door."""
LONGEST_TEXT = 262_144
"""Characters of a text: Telegram's own messages end at 4,096, and a stand-in's still deserve a polite answer."""

USER: Mapping[str, Shape] = {"id": int, "is_bot": bool, "first_name": str, "language_code": str, "username": str}
CHAT: Mapping[str, Shape] = {"id": int, "type": str, "title": str, "username": str, "is_forum": bool}
ENTITY: Mapping[str, Shape] = {"type": str, "offset": int, "length": int, "url": str, "user": USER}
QUOTED: Mapping[str, Shape] = {
    "message_id": int, "date": int, "chat": CHAT, "from": USER, "text": str, "caption": str, "entities": (ENTITY,),
}  # fmt: skip
MESSAGE: Mapping[str, Shape] = {
    **QUOTED,
    "sender_chat": CHAT, "message_thread_id": int, "is_topic_message": bool, "caption_entities": (ENTITY,),
    "reply_to_message": QUOTED, "via_bot": USER, "new_chat_members": (USER,), "left_chat_member": USER,
    "migrate_to_chat_id": int, "migrate_from_chat_id": int, "guest_query_id": str, "edit_date": int,
    "guest_bot_caller_user": USER, "guest_bot_caller_chat": CHAT,
}  # fmt: skip
MEMBER: Mapping[str, Shape] = {"status": str, "user": USER}
KINDS: Mapping[str, Mapping[str, Shape]] = {
    "message": MESSAGE,
    "edited_message": MESSAGE,
    "channel_post": MESSAGE,
    "edited_channel_post": MESSAGE,
    "guest_message": MESSAGE,
    "callback_query": {
        "id": str, "from": USER, "message": MESSAGE, "inline_message_id": str, "chat_instance": str, "data": str,
    },
    "inline_query": {"id": str, "from": USER, "query": str, "offset": str, "chat_type": str},
    "chosen_inline_result": {"result_id": str, "from": USER, "query": str, "inline_message_id": str},
    "my_chat_member": {"chat": CHAT, "from": USER, "date": int, "old_chat_member": MEMBER, "new_chat_member": MEMBER},
}  # fmt: skip
"""The kinds of update that a handler may want, and what of them it may read."""

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "message": ("message_id", "date", "chat"),
    "edited_message": ("message_id", "date", "chat"),
    "channel_post": ("message_id", "date", "chat"),
    "edited_channel_post": ("message_id", "date", "chat"),
    "guest_message": ("message_id", "date", "chat"),
    "callback_query": ("id", "from", "chat_instance"),
    "inline_query": ("id", "from", "query", "offset"),
    "chosen_inline_result": ("result_id", "from", "query"),
    "my_chat_member": ("chat", "from", "date", "old_chat_member", "new_chat_member"),
}


OWN_IDS: Mapping[int, str] = {id(USER): "id", id(CHAT): "id", id(QUOTED): "message_id", id(MESSAGE): "message_id"}
"""What each of these is known by, and never lacks."""


class UnreadableError(Exception):
    """What came is no update that a handler could read; the text says where it is wrong and quotes nothing."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update that can be read.

    `user` is who sent it, or the chat in whose name somebody speaks; `lane` is the chat that it belongs to, else the
    user, else the update alone; `written` is when, or when it was edited, in Unix time.
    """

    update: Update
    update_id: int
    kind: str
    user: int | None
    lane: int
    written: int | None


def update_id_of(raw: object) -> int | None:
    """The id of what may be an update; None where it is none."""
    if not isinstance(raw, dict):
        return None
    update_id = raw.get("update_id")
    return update_id if type(update_id) is int and 0 <= update_id <= LARGEST_ID else None


def kind_of(raw: Mapping[str, object]) -> str:
    """What kind of update it is; `other` for those that no handler wants."""
    return next((key for key in raw if key in KINDS), "other")


def read_arrival(raw: dict[str, Any], bot: Bot | None) -> Arrival:
    """Check and parse one update; raises UnreadableError."""
    kind, update_id = kind_of(raw), update_id_of(raw)
    if update_id is None:
        raise UnreadableError("it has no update_id")
    if kind != "other":
        raw = {**raw, kind: _opened(raw[kind])}
        _check(raw[kind], KINDS[kind], kind)
        _check_required(raw[kind], kind)
    try:
        update = _parsed(raw, kind, bot)
        chat, user, sender = update.effective_chat, update.effective_user, update.effective_sender
    except Exception as error:  # whatever python-telegram-bot stumbles over was sent from outside
        raise UnreadableError(f"{type(error).__name__} in parsing it") from error
    place = chat or user
    lane = place.id if place else update_id
    return Arrival(update, update_id, kind, sender.id if sender else None, lane, _written(raw, kind))


def _opened(value: object, levels: int = 3) -> object:
    """A message with the text of its rich content, also in what it replies to, and in what a button stands under."""
    if not isinstance(value, dict) or not levels:
        return value
    opened = flattened(value) if "rich_message" in value else value
    inner = {name: _opened(opened[name], levels - 1) for name in ("message", "reply_to_message") if name in opened}
    return {**opened, **inner} if inner else opened


def _parsed(raw: dict[str, Any], kind: str, bot: Bot | None) -> Update:
    """The update; where an optional part of a message cannot be parsed, without that part."""
    try:
        return Update.de_json(raw, bot)
    except Exception:
        if kind not in KINDS:
            raise
        return Update.de_json({**raw, kind: _without_unreadable(raw[kind], KINDS[kind], bot)}, bot)


def _without_unreadable(value: dict[str, Any], shape: Mapping[str, Shape], bot: Bot | None) -> dict[str, Any]:
    """An object without the parts that nobody here reads and that the library cannot parse, which it then names.

    Telegram's newer versions send polls, gifts and checklists with fields that an older library wants or does not know.
    """
    inner = [name for name in ("message", "reply_to_message") if name in shape and isinstance(value.get(name), dict)]
    value = {**value, **{name: _without_unreadable(value[name], shape[name], bot) for name in inner}}  # type: ignore[arg-type] # a message's shape
    if "message_id" not in shape:
        return value
    plain = {name: field for name, field in value.items() if name in QUOTED}
    dropped = [name for name in value if name not in shape and not _can_parse({**plain, name: value[name]}, bot)]
    kept = {name: field for name, field in value.items() if name not in dropped}
    return {**kept, UNREADABLE_PART: dropped} if dropped else kept


def _can_parse(message: dict[str, Any], bot: Bot | None) -> bool:
    try:
        Message.de_json(message, bot)
    except Exception:  # noqa: BLE001 - as above
        return False
    return True


def _written(raw: Mapping[str, Any], kind: str) -> int | None:
    dates = (raw[kind].get("edit_date"), raw[kind].get("date")) if kind != "other" else ()
    return next((date for date in dates if isinstance(date, int)), None)


def _check_required(value: Mapping[str, object], kind: str) -> None:
    for name in REQUIRED[kind]:
        if value.get(name) is None:
            raise UnreadableError(f"{kind}.{name} is missing")


def _check(value: object, shape: Shape, place: str) -> None:
    if isinstance(shape, type):
        _check_plain(value, shape, place)
    elif isinstance(shape, tuple):
        _check_plain(value, list, place)
        for each in value:  # type: ignore[attr-defined] # a list, as just checked
            _check(each, shape[0], place)
    else:
        _check_plain(value, dict, place)
        _check_fields(value, shape, place)  # type: ignore[arg-type] # a dictionary, as just checked


def _check_fields(value: Mapping[str, object], shape: Mapping[str, Shape], place: str) -> None:
    for name, field in value.items():
        if name in shape and field is not None:
            _check(field, shape[name], f"{place}.{name}")
    own = OWN_IDS.get(id(shape))
    if own is not None and value.get(own) is None:
        raise UnreadableError(f"{place}.{own} is missing")


def _check_plain(value: object, kind: type, place: str) -> None:
    if type(value) is not kind:
        raise UnreadableError(f"{place} is no {kind.__name__}")
    if kind is int and not -LARGEST_ID <= value <= LARGEST_ID:  # type: ignore[operator] # an integer, as just checked
        raise UnreadableError(f"{place} is out of range")
    if kind is str and len(value) > LONGEST_TEXT:  # type: ignore[arg-type] # a string, as just checked
        raise UnreadableError(f"{place} is too long")
