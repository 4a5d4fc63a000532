"""YAML and JSON text as plain values, every scalar a string or None, with the line that each part stands on (pure)."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import yaml

from knowledge.errors import FileProblem, FileRefusedError

Path = tuple[str | int, ...]
Syntax = Literal["yaml", "json", "csv"]

DEPTH_LIMIT = 16
"""Levels of nesting; the format has six."""
LINE_ENDS_OF_YAML = (0x0D, 0x85, 0x2028, 0x2029)
ESCAPE = re.compile(r"\\(?:(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)")
"""An escape in a JSON text; the group is half of a pair, which YAML does not know."""
NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True)
class Limits:
    """What a file may be: `size` in bytes of UTF-8, `parts` in mappings, lists and scalars."""

    size: int
    parts: int


FROM_AN_EDITOR = Limits(size=2 * 1024 * 1024, parts=60_000)
"""A document sent by an editor, some 5,000 statements: a bigger one is refused in well under a second."""
FROM_AN_OPERATOR = Limits(size=512 * 1024 * 1024, parts=50_000_000)
"""A file on the machine itself: 115,000 teams are 20 MB and a million parts."""


@dataclass(frozen=True)
class Document:
    """A file's content: `data` as plain values, and where each part of it stands."""

    data: Any
    text: str = field(repr=False)
    syntax: Syntax
    known_lines: Mapping[Path, int] = field(default_factory=dict, repr=False)
    rows: Mapping[Path, int] = field(default_factory=dict, repr=False)
    """In a spreadsheet the number of each entry's row."""
    headings: Mapping[str, str] = field(default_factory=dict, repr=False)
    """In a spreadsheet how each column is headed."""

    @cached_property
    def lines(self) -> Mapping[Path, int]:
        """The 1-based line of each path; a JSON file is only read for it once something is wrong with it."""
        return _lines_of_json(self.text) if self.syntax == "json" else self.known_lines

    def cell_of(self, path: Path, column: str | None = None) -> Mapping[str, str | int]:
        """The row and the column of a part of a spreadsheet; nothing for any other file."""
        row = self.rows.get(path[:2])
        if row is None:
            return {}
        last = column or next((part for part in reversed(path[2:]) if isinstance(part, str)), None)
        return {"row": row} if last is None else {"row": row, "column": self.headings.get(last, last)}

    def line_of(self, path: Path) -> int:
        """The line of a part, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_text(content: bytes | str, limits: Limits) -> str:
    """UTF-8, with or without its mark; raises FileRefusedError for anything else and for more than the limit."""
    size = len(content) if isinstance(content, bytes) else len(content.encode("utf-8", "surrogatepass"))
    if size > limits.size:
        raise FileRefusedError(FileProblem.TOO_LARGE, line=None, size=size, limit=limits.size)
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        text.encode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1 if isinstance(content, bytes) else None
        raise FileRefusedError(FileProblem.NOT_TEXT, line=line) from error
    except UnicodeEncodeError as error:
        raise FileRefusedError(FileProblem.NOT_TEXT, line=error.object[: error.start].count("\n") + 1) from error
    return text


def guess_syntax(name: str | None, text: str) -> Literal["yaml", "json"]:
    """By the file's name; without one, what starts with a brace is JSON."""
    suffix = (name or "").lower().rpartition(".")[2]
    if suffix in {"yaml", "yml"}:
        return "yaml"
    return "json" if suffix == "json" or text.lstrip().startswith("{") else "yaml"


def read_document(content: bytes | str, *, name: str | None = None, limits: Limits = FROM_AN_OPERATOR) -> Document:
    """Read a file; raises FileRefusedError with the line for broken syntax, repeated keys, anchors, tags, bombs."""
    text = read_text(content, limits)
    syntax = guess_syntax(name, text)
    if syntax == "json":
        # Parts are separated by commas; those inside strings count too, which only makes the limit stricter.
        if text.count(",") > limits.parts:
            raise FileRefusedError(FileProblem.TOO_MANY_PARTS, line=None, limit=limits.parts)
        return Document(_read_json(text), text, "json")
    builder = _Builder(yaml.parse(text, Loader=yaml.CSafeLoader), limits.parts)
    try:
        return Document(builder.document(), text, "yaml", builder.lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise FileRefusedError(FileProblem.SYNTAX, line=line, detail=error.problem) from error
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise FileRefusedError(FileProblem.ODD_CHARACTER, line=line, character=_code_point(error.character)) from error


def _code_point(character: str | int) -> str:
    return f"U+{character if isinstance(character, int) else ord(character[0]):04X}"


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None
    return event.start_mark.line + 1


class _RepeatedKeyError(Exception):
    """A JSON object names a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def _read_json(text: str) -> Any:
    try:
        # No number belongs into the format: one is kept as it stands, however long, to be refused with its line.
        return json.loads(text, object_pairs_hook=_object, parse_int=Decimal, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise FileRefusedError(FileProblem.SYNTAX, line=error.lineno, detail=error.msg) from error
    except RecursionError as error:
        _builder_of_json(text, DEPTH_LIMIT).document()  # raises with the line
        raise FileRefusedError(FileProblem.TOO_DEEP, line=None, limit=DEPTH_LIMIT) from error
    except _RepeatedKeyError as error:
        _builder_of_json(text).document()
        raise FileRefusedError(FileProblem.REPEATED_KEY, line=None, key=error.key) from error


def _builder_of_json(text: str, depth: int = 400) -> "_Builder":
    """The parser of YAML over a JSON text that was refused: it marks lines, which the parser of JSON does not."""
    # Of the characters that end a line in YAML only one does so for people who look for it.
    plain = yaml.reader.Reader.NON_PRINTABLE.sub("?", text).translate(dict.fromkeys(LINE_ENDS_OF_YAML, " "))
    plain = ESCAPE.sub(lambda found: "?" if found[1] else found[0], plain)
    return _Builder(yaml.parse(plain, Loader=yaml.CSafeLoader), FROM_AN_OPERATOR.parts, depth)


def _lines_of_json(text: str) -> Mapping[Path, int]:
    builder = _builder_of_json(text)
    with suppress(yaml.YAMLError, FileRefusedError):
        builder.document()
    return builder.lines


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        keys = [key for key, _ in pairs]
        raise _RepeatedKeyError(next(key for key in keys if keys.count(key) > 1))
    return made


class _Builder:
    """Plain values from the events of a YAML parser: what a bomb would expand is refused when it is first named."""

    def __init__(self, events: Iterator[yaml.Event], limit: int, depth: int = DEPTH_LIMIT) -> None:
        self.lines: dict[Path, int] = {}
        self._events = events
        self._left = limit
        self._limit = limit
        self._depth = depth

    def document(self) -> Any:
        """The one document of the stream; None for an empty one."""
        self._skip(yaml.StreamStartEvent)
        first = next(self._events)
        if isinstance(first, yaml.StreamEndEvent):
            return None
        value = self._value(next(self._events), ())
        self._skip(yaml.DocumentEndEvent)
        last = next(self._events)
        if not isinstance(last, yaml.StreamEndEvent):
            raise self._refusal(FileProblem.SECOND_DOCUMENT, last)
        return value

    def _skip(self, kind: type[yaml.Event]) -> None:
        event = next(self._events)
        assert isinstance(event, kind), event

    def _value(self, event: yaml.Event, path: Path) -> Any:
        self._left -= 1
        if self._left < 0:
            raise self._refusal(FileProblem.TOO_MANY_PARTS, event, limit=self._limit)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise self._refusal(FileProblem.ANCHOR, event)
        if getattr(event, "tag", None) is not None:
            raise self._refusal(FileProblem.TAG, event, tag=str(getattr(event, "tag", "")))
        if len(path) > self._depth:
            raise self._refusal(FileProblem.TOO_DEEP, event, limit=self._depth)
        self.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in NULLS else event.value
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _mapping(self, path: Path) -> dict[str, Any]:
        made: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None:
                raise self._refusal(FileProblem.BAD_KEY, event)
            key = event.value
            if key in made:
                raise self._refusal(FileProblem.REPEATED_KEY, event, key=key)
            self.lines[*path, key] = _line(event)
            made[key] = self._value(next(self._events), (*path, key))
        return made

    def _sequence(self, path: Path) -> list[Any]:
        made: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            made.append(self._value(event, (*path, len(made))))
        return made

    def _refusal(self, problem: FileProblem, event: yaml.Event, **facts: Any) -> FileRefusedError:
        return FileRefusedError(problem, line=_line(event), **facts)
