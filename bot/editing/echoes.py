"""What an editor typed, given back to be copied, mended and sent again (pure)."""

from collections.abc import Iterator, Sequence

from bot.editing.desk import Desk
from bot.editing.draft import Draft, as_lines
from bot.i18n.editing import editing_steps
from bot.markup import escape, utf16_length
from bot.stances import label
from knowledge.fields import Language

PIECE = 3000
"""UTF-16 units of one copied block: with what stands above it, it fits a message."""


def echoed(draft: Draft, desk: Desk, language: Language) -> Iterator[Sequence[str]]:
    """What a draft tells, as a command that would tell it again; nothing for an empty draft."""
    lines = [
        f"{editing_steps(language).key(key)}: {_shown(key, value, desk, language)}" for key, value in as_lines(draft)
    ]
    if lines:
        command = "/add" if draft.correcting is None else f"/correct {draft.correcting.id}"
        yield from copied("\n".join([command, *lines]), language)


def copied(text: str, language: Language) -> Iterator[Sequence[str]]:
    """A text to copy by one tap, in as many blocks as it needs."""
    yield (escape(editing_steps(language).typed_was()),)
    for piece in _pieces(text):
        yield (f"<pre>{escape(piece)}</pre>",)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that fit a message each, cut at line ends where there are any."""
    while utf16_length(text) > PIECE:
        cut = text.rfind("\n", 1, PIECE // 2)
        cut = cut if cut > 0 else PIECE // 2
        yield text[:cut]
        text = text[cut:]
    yield text


def _shown(key: str, value: str, desk: Desk, language: Language) -> str:
    if key == "team":
        return desk.facts.teams[value].names.official(language) if value in desk.facts.teams else value
    if key == "stance":
        return label(desk.facts.stances[value], language) if value in desk.facts.stances else value
    return value
