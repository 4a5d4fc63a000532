"""Models made of values that were checked when they were written: no second check, and ten times the speed."""

from functools import cache
from typing import Any, TypeVar

from knowledge.fields import Frozen

Made = TypeVar("Made", bound=Frozen)


def trusted(model: type[Made], **fields: Any) -> Made:
    """The same as `model_construct` with every field given, which takes 10 µs where this takes one.

    A record of 115,000 teams is read in a second less. A stored text is not held against today's rules either: a
    letter that Unicode gained later than this Python knows stays readable.
    """
    made = model.__new__(model)
    put = object.__setattr__
    put(made, "__dict__", fields)
    put(made, "__pydantic_fields_set__", _every_field(model))
    put(made, "__pydantic_extra__", None)
    put(made, "__pydantic_private__", None)
    return made


@cache
def _every_field(model: type[Frozen]) -> set[str]:
    return set(model.model_fields)
