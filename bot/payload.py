"""JSON from outside: read fast where it is sound, leniently where it is not; never text that cannot be stored."""

import json

import orjson


def read_json(payload: bytes) -> object:
    """The value of a JSON text; raises ValueError where it is none.

    What is no UTF-8 in it, and each lone surrogate, becomes U+FFFD: that keeps the lengths that entities count by.
    """
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:  # also for what Telegram itself may write: `"\ud83d"`, when it cuts an emoji in two
        return _lenient(payload)


def _lenient(payload: bytes) -> object:
    try:
        return _sound(json.loads(payload.decode("utf-8", "replace")))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _sound(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_sound(each) for each in value]
    if isinstance(value, dict):
        return {str(_sound(key)): _sound(each) for key, each in value.items()}
    return value
