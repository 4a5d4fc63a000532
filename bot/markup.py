"""Telegram's HTML: escaping, the few tags that replies use, and the lengths that Telegram counts."""

import html
import re

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


def blockquote(quote: str) -> str:
    """A quotation, exact and whole, that folds when it is long."""
    opening = "<blockquote expandable>" if len(quote) > LONG_QUOTE else "<blockquote>"
    return f"{opening}{escape(quote)}</blockquote>"


def plain(markup: str) -> str:
    """The text that a reader sees of our own HTML."""
    return html.unescape(TAG.sub("", markup))


def utf16_length(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)
