"""Telegram's HTML in a terminal: bold as bold, quotations behind a bar, links with their address."""

from collections.abc import Callable
from html.parser import HTMLParser

from bot.reply import Button, Reply

BOLD, ITALIC, PLAIN = "\x1b[1m", "\x1b[3m", "\x1b[0m"
BAR = "  │ "


class _Writer(HTMLParser):
    """Collects the text of a reply as it is shown."""

    def __init__(self, *, styled: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.styles = {"b": BOLD, "i": ITALIC} if styled else {}
        self.written: list[str] = []
        self.addresses: list[str] = []
        self.quoting = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a style, a quotation or a link."""
        if tag in self.styles:
            self.written.append(self.styles[tag])
        if tag == "a":
            self.addresses.append(dict(attrs).get("href") or "")
        if tag == "blockquote":
            self._break()
            self.written.append(BAR)
            self.quoting = True

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag in self.styles:
            self.written.append(PLAIN)
        if tag == "a":
            self.written.append(f" <{self.addresses.pop()}>")
        if tag == "blockquote":
            self.quoting = False
            self.written.append("\n")

    def handle_data(self, data: str) -> None:
        """Text; what is printed is only what can be seen, so a terminal's control codes do not pass."""
        if self.written[-1:] == ["\n"] and data.startswith("\n"):
            data = data[1:]
        shown = "".join(each for each in data if each in "\n\t" or each.isprintable())
        self.written.append(shown.replace("\n", f"\n{BAR}") if self.quoting else shown)

    def _break(self) -> None:
        if not "".join(self.written or ["\n"]).endswith("\n"):
            self.written.append("\n")


def terminal_text(markup: str, *, styled: bool = False) -> str:
    """One part of a reply as a terminal shows it; `styled` with bold and italics."""
    writer = _Writer(styled=styled)
    writer.feed(markup)
    writer.close()
    return "".join(writer.written).rstrip("\n")


def terminal_reply(reply: Reply, *, styled: bool = False, key: Callable[[int, Button], str] | None = None) -> str:
    """A whole reply: its parts, and its buttons as numbered lines where `key` says how one looks."""
    parts = [terminal_text(part, styled=styled) for part in reply.parts]
    buttons = [button for row in reply.buttons for button in row]
    if key is not None and buttons:
        parts.append("\n".join(key(number, button) for number, button in enumerate(buttons, start=1)))
    return "\n\n".join(parts)
