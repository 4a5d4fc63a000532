"""Reply: what is sent, as values: parts of Telegram HTML, and the buttons under the last of them."""

from knowledge.fields import Frozen

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
