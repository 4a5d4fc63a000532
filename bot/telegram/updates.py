"""Updates as they arrive: checked at the door, so that no handler doubts a type; rich messages become plain text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from telegram import Bot, Message, Update

DEEPEST = 40
"""Levels of blocks and texts within each other that are read: more than anybody types, less than the stack holds."""
LONGEST = 32_768
"""Characters that are read of one rich message: eight of Telegram's longest plain messages."""

LINKED: Final = {"url": ("text_link", "url", "url"), "text_mention": ("text_mention", "user", "user")}
"""Rich texts whose entity has a field more: the entity's type, its field, and the rich text's field of the same."""
MARKED: Final = {
    **{kind: kind for kind in (
        "bold", "italic", "underline", "strikethrough", "spoiler", "code", "mention", "hashtag", "cashtag",
        "bot_command", "phone_number", "pre", "blockquote",
    )},
    "email_address": "email",
    "pullquote": "blockquote",
}  # fmt: skip
"""Rich texts and blocks that a plain message has an entity for."""
INLINE_PARTS: Final = ("text", "alternative_text", "expression")
BLOCK_PARTS: Final = ("summary", "text", "expression", "blocks", "items", "cells", "caption", "credit")
"""What of a block is read, in the order of the screen; blocks of later versions are read by the same names."""


def flattened(message: Mapping[str, Any]) -> dict[str, Any]:
    """The message with the text and the entities of its rich content, where it has no text of its own."""
    rich = message.get("rich_message")
    if not isinstance(rich, Mapping) or message.get("text") or message.get("caption"):
        return dict(message)
    flat = _Flat()
    flat.blocks(rich.get("blocks"), DEEPEST)
    text, entities = flat.trimmed()
    return {**message, "text": text, "entities": entities} if text else dict(message)


class _Flat:
    """A text that grows; entities count UTF-16 units, as everywhere in the Bot API."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._characters = 0
        self._units = 0
        self._entities: list[dict[str, Any]] = []

    def trimmed(self) -> tuple[str, list[dict[str, Any]]]:
        """The text without the blanks at its end, and the entities that lie in it."""
        text = "".join(self._pieces).rstrip()
        end = _units_of(text)
        inside = [each for each in self._entities if each["offset"] < end]
        return text, [{**each, "length": min(each["length"], end - each["offset"])} for each in inside]

    def blocks(self, value: object, depth: int) -> None:
        """Blocks, or rows of a table, each on a line of its own."""
        for block in value if isinstance(value, list) else ():
            self._line()
            if isinstance(block, list):
                self._row(block, depth - 1)
            elif isinstance(block, Mapping) and depth > 0:
                self._block(block, depth - 1)

    def _block(self, block: Mapping[str, Any], depth: int) -> None:
        start = self._units
        label = block.get("label")
        if isinstance(label, str) and label.strip():
            self._add(f"{label.strip()} ")
        for number, name in enumerate(part for part in BLOCK_PARTS if part in block):
            if number:
                self._line()
            self._part(block[name], name, depth)
        self._mark(block, start)

    def _part(self, value: object, name: str, depth: int) -> None:
        if name in ("blocks", "items", "cells"):
            if self._ends_line():
                self.blocks(value, depth)
            else:  # behind the label of a list's item
                self._joined(value, depth)
        elif name == "caption" and isinstance(value, Mapping) and "type" not in value:
            self._block(value, depth)
        else:
            self._inline(value, depth)

    def _joined(self, value: object, depth: int) -> None:
        if isinstance(value, list) and value and isinstance(value[0], Mapping) and depth > 0:
            self._block(value[0], depth - 1)
            self.blocks(value[1:], depth)

    def _row(self, cells: Sequence[object], depth: int) -> None:
        for number, cell in enumerate(cells):
            if number:
                self._add("\t")
            if isinstance(cell, Mapping):
                self._inline(cell.get("text"), depth)

    def _inline(self, value: object, depth: int) -> None:
        if isinstance(value, str):
            self._add(value)
        elif depth > 0 and isinstance(value, list):
            for each in value:
                self._inline(each, depth - 1)
        elif depth > 0 and isinstance(value, Mapping):
            start = self._units
            self._inline(next((value[part] for part in INLINE_PARTS if part in value), None), depth - 1)
            self._mark(value, start)

    def _mark(self, value: Mapping[str, Any], start: int) -> None:
        """Note the entity of what was added since `start`."""
        kind, length = value.get("type"), self._units - start
        if length <= 0 or not isinstance(kind, str):
            return
        place = {"offset": start, "length": length}
        if kind in LINKED:
            entity, field, source = LINKED[kind]
            if isinstance(value.get(source), (str, Mapping)):
                self._entities.append({"type": entity, **place, field: value[source]})
        elif kind in MARKED:
            self._entities.append({"type": MARKED[kind], **place})

    def _line(self) -> None:
        if not self._ends_line():
            self._add("\n")

    def _ends_line(self) -> bool:
        return not self._pieces or self._pieces[-1].endswith("\n")

    def _add(self, text: str) -> None:
        kept = text[: LONGEST - self._characters]
        if kept:
            self._pieces.append(kept)
            self._characters += len(kept)
            self._units += _units_of(kept)


def _units_of(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


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
