"""What Bot API 10.0 says of an outgoing call: which parameters it takes, and of which types."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TypedDict

SPEC = Path(__file__).parents[3] / "shared" / "telegram" / "bot-api-10.0.json"
SCALARS: Mapping[str, tuple[type, ...]] = {
    "Integer": (int,), "Float": (int, float), "String": (str,), "Boolean": (bool,), "InputFile": (str, bytes),
}  # fmt: skip


class Field(TypedDict):
    name: str
    types: list[str]
    required: bool


class Shape(TypedDict, total=False):
    fields: list[Field]
    subtypes: list[str]


class Spec(TypedDict):
    methods: dict[str, Shape]
    types: dict[str, Shape]


@cache
def _spec() -> Spec | None:
    spec: Spec | None = json.loads(SPEC.read_text(encoding="utf-8")) if SPEC.is_file() else None
    return spec


def objections(method: str, parameters: Mapping[str, object]) -> list[str]:
    """What the Bot API would refuse about a call; nothing where the description of it is not at hand."""
    spec = _spec()
    if spec is None:
        return []
    if method not in spec["methods"]:
        return [f"{method}: no such method"]
    return list(_shape_objections(spec, method, spec["methods"][method], parameters))


def _shape_objections(spec: Spec, path: str, shape: Shape, value: Mapping[str, object]) -> Iterator[str]:
    fields = {field["name"]: field for field in shape.get("fields", [])}
    for name in value.keys() - fields.keys():
        yield f"{path}.{name}: unknown"
    for name, field in fields.items():
        if name in value:
            yield from _type_objections(spec, f"{path}.{name}", field["types"], value[name])
        elif field["required"]:
            yield f"{path}.{name}: missing"


def _type_objections(spec: Spec, path: str, types: list[str], value: object) -> Iterator[str]:
    tried = [list(_one_type_objections(spec, path, name, value)) for name in types]
    if all(tried):
        yield from min(tried, key=len)


def _one_type_objections(spec: Spec, path: str, name: str, value: object) -> Iterator[str]:
    if name in SCALARS:
        if not isinstance(value, SCALARS[name]) or (isinstance(value, bool) and name != "Boolean"):
            yield f"{path}: {value!r} is no {name}"
    elif name.startswith("Array of "):
        if not isinstance(value, list):
            yield f"{path}: {value!r} is no array"
            return
        for place, each in enumerate(value):
            yield from _one_type_objections(spec, f"{path}[{place}]", name.removeprefix("Array of "), each)
    elif subtypes := spec["types"][name].get("subtypes"):
        yield from _type_objections(spec, path, subtypes, value)
    elif isinstance(value, Mapping):
        yield from _shape_objections(spec, path, spec["types"][name], value)
    else:
        yield f"{path}: {value!r} is no {name}"
