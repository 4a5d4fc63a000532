"""Rich messages (Bot API 10.1): their blocks as one text with entities, as a plain message has them (pure)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

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
