"""Telegram's HTML, read as strictly as Telegram reads it: the text that is left, and what is wrong with the tags."""

import re
from html.parser import HTMLParser

from tests.loopback.refusal import Refusal

TAGS = frozenset(
    {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "tg-emoji", "code", "pre"}
) | {"blockquote"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
"""The only named entities that Telegram knows; others stay as they are written."""
_ATTRIBUTES = {
    "a": {"href"},
    "span": {"class"},
    "tg-emoji": {"emoji-id"},
    "code": {"class"},
    "blockquote": {"expandable"},
}


def utf16_length(text: str) -> int:
    """UTF-16 units, by which Telegram counts; raises Refusal for text that no UTF-8 can hold."""
    try:
        return len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise Refusal("strings must be encoded in UTF-8") from None


def plain_text(html: str) -> str:
    """The text without its tags; raises Refusal where Telegram would not parse it."""
    parser = _Parser()
    parser.read(html)
    return "".join(parser.text)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text: list[str] = []
        self.open: list[str] = []

    def read(self, html: str) -> None:
        for stray in re.finditer(r"<(?!/?[a-zA-Z])", html):
            raise _unparsable(f'Unsupported start tag "" at byte offset {_bytes(html, stray.start())}')
        self.feed(html)
        self.close()
        if self.rawdata:
            raise _unparsable("Unclosed start tag")
        if self.open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open[-1]}"')

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise _unparsable(f'Unsupported start tag "{tag}"')
        unknown = {name for name, _ in attrs} - _ATTRIBUTES.get(tag, set())
        if unknown:  # Telegram ignores these; a bot of ours has no reason to write one
            raise _unparsable(f'Unexpected attributes {sorted(unknown)} of "{tag}"')
        if tag == "blockquote" and "blockquote" in self.open:
            raise _unparsable("blockquote can't be nested")
        if self.open and self.open[-1] in {"code", "pre"} and not (self.open[-1] == "pre" and tag == "code"):
            raise _unparsable("code can't contain other entities")
        if tag == "a" and not dict(attrs).get("href"):
            raise _unparsable("a link without an address")
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raise _unparsable(f'Unsupported start tag "{tag}/"')

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            expected = f', expected "</{self.open[-1]}>"' if self.open else ""
            raise _unparsable(f'Unmatched end tag "</{tag}>"{expected}')
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_charref(self, name: str) -> None:
        self.text.append(chr(int(name[1:], 16) if name[:1] in "xX" else int(name)))

    def handle_entityref(self, name: str) -> None:
        self.text.append(NAMED.get(name, f"&{name};"))

    def handle_comment(self, data: str) -> None:
        raise _unparsable("comments are not supported")

    def handle_decl(self, decl: str) -> None:
        raise _unparsable("declarations are not supported")

    def handle_pi(self, data: str) -> None:
        raise _unparsable("instructions are not supported")


def _bytes(text: str, offset: int) -> int:
    return len(text[:offset].encode())


def _unparsable(reason: str) -> Refusal:
    return Refusal(f"can't parse entities: {reason}")
