"""Reply: parts of Telegram HTML within its limit, and the buttons under the last of them, as values."""

import html
import re
from collections.abc import Iterable, Sequence

from knowledge.fields import Frozen

TAG = re.compile(r"<[^>]*>")
LONG_QUOTE = 180
"""Characters from which a quote is folded: about eight lines of Hangul on a phone, where Telegram folds to three."""


def escape(text: str) -> str:
    """Plain text as HTML; quotation marks stay, as Telegram needs only these three escaped in text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bold(text: str) -> str:
    """Plain text in bold."""
    return f"<b>{escape(text)}</b>"


def italic(text: str) -> str:
    """Plain text in italics."""
    return f"<i>{escape(text)}</i>"


def link(text: str, url: str | None) -> str:
    """Plain text as a link, or as it is where there is no address."""
    return escape(text) if url is None else f'<a href="{html.escape(url)}">{escape(text)}</a>'


def blockquote(quote: str, *, fold: bool = False) -> str:
    """A quotation, exact and whole, that folds when it is long, or in any case where it is beside the point."""
    opening = "<blockquote expandable>" if fold or len(quote) > LONG_QUOTE else "<blockquote>"
    return f"{opening}{escape(quote)}</blockquote>"


FOLDED_LENGTH = 3000
"""Characters of HTML up to which several sentences fold together; beyond it each folds alone, and parts can be cut."""


def folded_quotes(told: Sequence[tuple[str, str]]) -> list[str]:
    """Quotations under their headings, folded into one block, or each into its own where they are too long for it."""
    blocks = [f"<b>{escape(heading)}</b>\n{escape(quote)}" for heading, quote in told]
    whole = "\n\n".join(blocks)
    folded = [whole] if len(whole) <= FOLDED_LENGTH else blocks
    return [f"<blockquote expandable>{block}</blockquote>" for block in folded]


def plain(markup: str) -> str:
    """The text that a reader sees of our own HTML."""
    return html.unescape(TAG.sub("", markup))


def utf16_length(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


TEXT_LIMIT = 4096
"""UTF-16 code units of one message's text, counted after its entities are parsed (Bot API, sendMessage)."""


class Button(Frozen):
    """One button: pressing it sends `data` back, opens `url`, or starts an inline query in this chat."""

    label: str
    data: str | None = None
    url: str | None = None
    inline_query: str | None = None


class Reply(Frozen):
    """What answers a message; the buttons belong to the last part. Link previews are always off."""

    parts: tuple[str, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()


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
