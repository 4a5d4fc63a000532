"""What a bot sends, held against the table and against the rules that no table states: lengths, markup, ids."""

import json
import re
from collections.abc import Mapping, Sequence

from tests.loopback.markup import plain_text, utf16_length
from tests.loopback.refusal import Refusal
from tests.loopback.table import BY_KIND, METHODS, ONLY, TYPES, Field, fields

Parameters = Mapping[str, object]

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
CALLBACK_ANSWER_LENGTH = 200
RESULTS = 50
BUTTONS = 100
_LENGTHS: Mapping[str, int] = {"text": TEXT_LENGTH, "caption": CAPTION_LENGTH, "message_text": TEXT_LENGTH}
_BYTES: Mapping[str, int] = {"callback_data": 64, "id": 64}
_MARKED = {"text": "entities", "caption": "caption_entities", "message_text": "entities"}


def check(method: str, given: Mapping[str, object]) -> dict[str, object]:
    """The parameters of a call, decoded and typed; raises Refusal for anything that Telegram would refuse, and more."""
    if method not in METHODS:
        raise Refusal("method not found", 404)
    shape = fields(METHODS[method])
    known = {field.name for field in shape}
    if unknown := sorted(set(given) - known):
        raise Refusal(f"{method} has no parameter {unknown}")
    parameters = {field.name: _read(field, given[field.name]) for field in shape if field.name in given}
    _require(shape, parameters, method)
    _check_values(method, parameters)
    return parameters


def _require(shape: Sequence[Field], values: Parameters, place: str) -> None:
    for field in shape:
        if field.required and values.get(field.name) is None:
            raise Refusal(f"{place} needs {field.name}")


def _read(field: Field, value: object) -> object:
    """A parameter as its type: forms carry everything as text."""
    if isinstance(value, str) and not {"str", "chat", "file"} & set(field.kind.split("|")):
        try:
            value = json.loads(value)
        except ValueError:
            raise Refusal(f"can't parse {field.name}: it is no JSON") from None
    if field.kind == "chat" and isinstance(value, str) and re.fullmatch(r"-?\d+", value):
        value = int(value)
    _check_kind(field.kind, value, field.name)
    return value


def _check_kind(kind: str, value: object, place: str) -> None:
    if kind.startswith("[]"):
        if not isinstance(value, list):
            raise Refusal(f"{place} is no array")
        for number, each in enumerate(value):
            _check_kind(kind[2:], each, f"{place}[{number}]")
        return
    if kind == "chat" and isinstance(value, str) and not re.fullmatch(r"@\w{4,}", value):
        raise Refusal("chat not found")
    plain = {"int": int, "str": str, "bool": bool, "chat": int | str, "file": str | bytes}
    if kind in plain:
        if not isinstance(value, plain[kind]) or (isinstance(value, bool) and kind != "bool"):
            raise Refusal(f"{place} is no {kind}")
        return
    _check_object(_type_of(kind, value, place), value, place)


def _type_of(kind: str, value: object, place: str) -> str:
    """Which type a value of a family is."""
    if not isinstance(value, dict):
        raise Refusal(f"{place} is no object")
    names = kind.split("|")
    if len(names) > 1:
        return next((name for name in names if fields(TYPES[name])[0].name in value), names[0])
    name = ONLY.get(kind) or BY_KIND.get((kind, str(value.get("type"))), kind)
    if name not in TYPES:
        raise Refusal(f"{place} is of a type that this stand-in does not know: {name}")
    return name


def _check_object(name: str, value: object, place: str) -> None:
    assert isinstance(value, dict)
    shape = {field.name: field for field in fields(TYPES[name])}
    for key, each in value.items():
        if key not in shape:
            raise Refusal(f"{place} has no field {key}")
        _check_kind(shape[key].kind, each, f"{place}.{key}")
    _require(tuple(shape.values()), value, place)
    if name == "InlineKeyboardMarkup":
        _check_buttons(value)
    if name == "InputTextMessageContent":
        _check_text(value, "message_text")


def _check_buttons(markup: Parameters) -> None:
    rows = markup["inline_keyboard"]
    assert isinstance(rows, list)
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS:
        raise Refusal("reply markup is too long")
    for button in buttons:
        if not button["text"].strip():
            raise Refusal("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
        if len(set(button) - {"text", "style", "icon_custom_emoji_id"}) != 1:
            raise Refusal("can't parse inline keyboard button: exactly one of its actions is needed")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= _BYTES["callback_data"]:
            raise Refusal("BUTTON_DATA_INVALID")
        if "url" in button and not re.match(r"(https?|tg)://[^\s]+$", button["url"]):
            raise Refusal("BUTTON_URL_INVALID")


def _check_text(values: Parameters, name: str) -> None:
    """The length of a text is that of what is left of it when its tags are gone."""
    text, mode = str(values.get(name, "")), values.get("parse_mode")
    if mode is not None and values.get(_MARKED[name]):
        raise Refusal("parse_mode and entities exclude each other")
    if mode not in (None, "HTML"):
        raise Refusal("unsupported parse_mode")
    plain = plain_text(text) if mode == "HTML" else text
    if name != "caption" and not plain.strip():
        raise Refusal("message text is empty")
    if utf16_length(plain) > _LENGTHS[name]:
        raise Refusal("message is too long" if name != "caption" else "message caption is too long")
    if "\x00" in plain:
        raise Refusal("text must not contain NUL")


def _check_values(method: str, parameters: Parameters) -> None:
    if method in {"sendMessage", "editMessageText"}:
        _check_text(parameters, "text")
    if "caption" in parameters:
        _check_text(parameters, "caption")
    if parameters.get("message_thread_id") == 1:
        raise Refusal("message thread not found")
    if method == "answerCallbackQuery" and utf16_length(str(parameters.get("text", ""))) > CALLBACK_ANSWER_LENGTH:
        raise Refusal("MESSAGE_TOO_LONG")
    if method == "answerInlineQuery":
        _check_results(parameters["results"])
    if method == "setMyCommands":
        _check_commands(parameters["commands"])


def _check_results(results: object) -> None:
    assert isinstance(results, list)
    if len(results) > RESULTS:
        raise Refusal("RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if len(set(ids)) < len(ids):
        raise Refusal("RESULT_ID_DUPLICATE")
    if any(not 1 <= len(each.encode()) <= _BYTES["id"] for each in ids):
        raise Refusal("RESULT_ID_INVALID")


def _check_commands(commands: object) -> None:
    assert isinstance(commands, list)
    if len(commands) > BUTTONS:
        raise Refusal("BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", each["command"]):
            raise Refusal("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(each["description"]) <= 256:
            raise Refusal("BOT_COMMAND_DESCRIPTION_INVALID")
