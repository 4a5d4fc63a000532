"""Where each part of a JSON text stands: a second look at a file that was refused, to name the line (pure)."""

import json
import re
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

TOKEN = re.compile(r'[\s]*(?:("(?:[^"\\]|\\.)*")|([{}\[\],:])|([^\s{}\[\],:"]+))')


@dataclass
class JsonLines:
    """The 1-based line of each path, and the first key that an object repeats with the line of its repetition."""

    lines: dict[Path, int] = field(default_factory=dict)
    repeated: tuple[str, int] | None = None


@dataclass
class _Level:
    """An object or a list that is open: the key or the place of the part that is being read."""

    is_object: bool
    path: Path
    keys: set[str] = field(default_factory=set)
    at: str | int = 0
    awaits_key: bool = False


def lines_of_json(text: str) -> JsonLines:
    """Scan a text that is well-formed JSON; of any other it gives what was read before the fault."""
    found = JsonLines()
    levels: list[_Level] = []
    line = 1
    position = 0
    while match := TOKEN.match(text, position):
        start = match.start(match.lastindex or 0)
        line += text.count("\n", position, start)
        position = match.end()
        _take(match.group(match.lastindex or 0), line, levels, found)
    return found


def line_of_depth(text: str, limit: int) -> int:
    """The line on which a JSON text is nested deeper than the limit, or where it ends."""
    depth, line, position = 0, 1, 0
    while depth <= limit and (match := TOKEN.match(text, position)):
        start = match.start(match.lastindex or 0)
        line += text.count("\n", position, start)
        position = match.end()
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(match.group(match.lastindex or 0), 0)
    return line


def _take(part: str, line: int, levels: list[_Level], found: JsonLines) -> None:
    level = levels[-1] if levels else None
    if part == "," and level:
        level.awaits_key = level.is_object
        if isinstance(level.at, int):
            level.at += 1
    elif part in "}]":
        if levels:
            levels.pop()
    elif level and level.awaits_key and part.startswith('"'):
        _take_key(part, line, level, found)
    elif part != ":":
        path = (*level.path, level.at) if level else ()
        found.lines.setdefault(path, line)
        if part in "{[":
            levels.append(_Level(part == "{", path, awaits_key=part == "{"))


def _take_key(part: str, line: int, level: _Level, found: JsonLines) -> None:
    key = str(json.loads(part, strict=False))
    if key in level.keys and found.repeated is None:
        found.repeated = key, line
    level.keys.add(key)
    level.at, level.awaits_key = key, False
    found.lines[*level.path, key] = line
