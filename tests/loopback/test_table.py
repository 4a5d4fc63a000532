"""The stand-in's table, held against the published description of the Bot API."""

import json
from pathlib import Path

import pytest

from tests.loopback.table import BY_KIND, METHODS, ONLY, TYPES, fields

SPEC = Path(__file__).parents[3] / "shared" / "telegram" / "bot-api-10.0.json"
PLAIN = {"Integer": "int", "String": "str", "Boolean": "bool"}

pytestmark = pytest.mark.skipif(not SPEC.is_file(), reason="needs the description of the Bot API beside the project")


def spec() -> dict[str, dict[str, dict[str, object]]]:
    """The description, as it was published."""
    loaded: dict[str, dict[str, dict[str, object]]] = json.loads(SPEC.read_text(encoding="utf-8"))
    return loaded


def kind_of(types: list[str]) -> str:
    """The table's word for the types of a field."""
    if set(types) == {"Integer", "String"}:
        return "chat"
    if "InputFile" in types:
        return "file"
    lists = [each.replace("Array of ", "[]") for each in types]
    return "|".join(
        "[]" * each.count("[]") + PLAIN.get(each.replace("[]", ""), each.replace("[]", "")) for each in lists
    )


def listed(description: str) -> set[tuple[str, str, bool]]:
    """The fields of a line of the table."""
    return {(field.name, field.kind, field.required) for field in fields(description)}


def published(entry: dict[str, object]) -> set[tuple[str, str, bool]]:
    """The fields of a method or a type: name, kind, whether it is required."""
    given = entry.get("fields", [])
    assert isinstance(given, list)
    return {(field["name"], kind_of(field["types"]), field["required"]) for field in given}


@pytest.mark.parametrize("method", METHODS)
def test_each_method_takes_what_was_published(method: str) -> None:
    assert listed(METHODS[method]) == published(spec()["methods"][method])


@pytest.mark.parametrize("name", TYPES)
def test_each_type_has_the_fields_that_were_published(name: str) -> None:
    assert {(field.name, field.kind, field.required) for field in fields(TYPES[name])} == published(
        spec()["types"][name]
    )


def test_each_family_has_the_members_that_were_published() -> None:
    families = [*((family, name) for (family, _), name in BY_KIND.items()), *ONLY.items()]
    for family, name in families:
        subtypes = spec()["types"][family]["subtypes"]
        assert isinstance(subtypes, list)
        assert name in subtypes
