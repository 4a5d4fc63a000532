"""Parts of a long reply: each within Telegram's limit, cut between lines and never inside a tag or a quote."""

from collections.abc import Iterable, Sequence

from bot.markup import utf16_length
from bot.rendering.reply import TEXT_LIMIT

Paragraph = Sequence[str]
"""Lines of HTML that belong together; each is whole in itself."""


def join(lines: Iterable[str]) -> str:
    """The lines of one paragraph; a blockquote already stands on lines of its own, as Telegram shows it."""
    return "\n".join(lines)


def split(paragraphs: Iterable[Paragraph]) -> tuple[str, ...]:
    """Pack paragraphs into parts; one too long for a part of its own is cut between its lines.

    Lengths are those of the HTML, which are never below those that Telegram counts after parsing it.
    """
    parts: list[str] = []
    for paragraph in paragraphs:
        for piece, gap in _pieces(paragraph):
            joined = f"{parts[-1]}{gap}{piece}" if parts else piece
            if parts and utf16_length(joined) <= TEXT_LIMIT:
                parts[-1] = joined
            else:
                parts.append(piece)
    return tuple(parts)


def _pieces(paragraph: Paragraph) -> Iterable[tuple[str, str]]:
    """What must not be cut, with the gap before it: the paragraph, or its lines where it is too long."""
    whole = join(paragraph)
    if utf16_length(whole) <= TEXT_LIMIT:
        return [(whole, "\n\n")]
    return [(line, "\n" if index else "\n\n") for index, line in enumerate(paragraph)]
