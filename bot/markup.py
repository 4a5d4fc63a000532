"""Telegram's HTML: escaping, the few tags that replies use, and the lengths that Telegram counts."""

import html
import re
from collections.abc import Sequence

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
