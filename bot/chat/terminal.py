"""Telegram's HTML in a terminal: bold as bold, quotations behind a bar, lines wrapped to its width by display cells."""

import contextlib
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from bot.rendering.reply import Button, Reply

BOLD, ITALIC, DIM, PLAIN = "\x1b[1m", "\x1b[3m", "\x1b[2m", "\x1b[0m"
KEY = "\x1b[36m"
"""How the number of a button looks where there are colours."""
BAR = "  │ "
PROMPT = "> "
REMEMBERED = 1_000
"""Lines that the history keeps."""
TAB = 8
"""Cells of a tab at most."""
NARROWEST = 20
"""Cells below which nothing is wrapped: a bar and a few syllables have to fit."""


class StyledChar(NamedTuple):
    """One character as it is shown, and the escape before it; empty for plain."""

    text: str
    style: str


@dataclass
class TerminalLine:
    """One line of a reply, as long as it is; `quoted` ones stand behind the bar."""

    quoted: bool = False
    chars: list[StyledChar] = field(default_factory=list)


class _Writer(HTMLParser):
    """Collects the lines of a reply as they are shown."""

    STYLES: Mapping[str, str] = {"b": BOLD, "i": ITALIC}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [TerminalLine()]
        self.styles: list[str] = []
        self.addresses: list[str] = []
        self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a style, a quotation or a link."""
        if tag in self.STYLES:
            self.styles.append(self.STYLES[tag])
        if tag == "a":
            self.addresses.append(dict(attrs).get("href") or "")
        if tag == "blockquote":
            if self.lines[-1].chars:
                self.lines.append(TerminalLine())
            self.lines[-1].quoted = True

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        if tag in self.STYLES:
            self.styles.pop()
        if tag == "a":
            self._write(f" <{self.addresses.pop()}>", DIM)
        if tag == "blockquote":
            self.lines.append(TerminalLine())
            self.ended = True

    def handle_data(self, data: str) -> None:
        """Text; the line break that follows a quotation is the one that the quotation ends with."""
        if self.ended:
            data = data.removeprefix("\n")
        self._write(data, "".join(self.styles))

    def _write(self, text: str, style: str) -> None:
        """Only what can be seen is shown, so a terminal's control codes do not pass."""
        self.ended = False
        for each in text:
            if each == "\n":
                self.lines.append(TerminalLine(quoted=self.lines[-1].quoted))
            elif each == "\t" or each.isprintable():
                self.lines[-1].chars.append(StyledChar(each, style))


def terminal_text(markup: str, *, styled: bool = False, width: int | None = None) -> str:
    """One part of a reply as a terminal shows it; `styled` with bold and dim, wrapped where there is a `width`."""
    writer = _Writer()
    writer.feed(markup)
    writer.close()
    return "\n".join(row for line in writer.lines for row in _rows(line, styled=styled, width=width)).rstrip("\n")


def terminal_reply(
    reply: Reply, *, styled: bool = False, width: int | None = None, key: Callable[[int, Button], str] | None = None
) -> str:
    """A whole reply: its parts, and its buttons as numbered lines where `key` says how one looks."""
    parts = [terminal_text(part, styled=styled, width=width) for part in reply.parts]
    buttons = [button for row in reply.buttons for button in row]
    if key is not None and buttons:
        parts.append("\n".join(key(number, button) for number, button in enumerate(buttons, start=1)))
    return "\n\n".join(parts)


def button_line(number: int, button: Button, *, styled: bool = False) -> str:
    """`[1] 발언 기록`, the number in a colour where there are any."""
    return f"{KEY}[{number}]{PLAIN} {button.label}" if styled else f"[{number}] {button.label}"


def has_colours() -> bool:
    """True if standard output is a terminal that understands escapes, and nobody set NO_COLOR (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "dumb") != "dumb"


def terminal_width() -> int | None:
    """Cells in a line of the terminal; None where there is no terminal, so that pipes get lines as they are."""
    if not sys.stdout.isatty():
        return None
    # The terminal's own word comes first: a COLUMNS that a shell exported does not follow a window that is resized.
    with contextlib.suppress(OSError):
        if columns := os.get_terminal_size(sys.stdout.fileno()).columns:
            return columns
    return shutil.get_terminal_size().columns


def cells(text: str) -> int:
    """Cells that a text takes: two for Hangul and other wide characters, none for marks that sit on others."""
    return sum(map(_cells_of, text))


def _cells_of(char: str) -> int:
    if char == "\t":
        return TAB
    # A vowel or final consonant of decomposed Hangul (U+1160 to U+11FF) is drawn into its syllable's two cells.
    if "\u1160" <= char <= "\u11ff" or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _rows(line: TerminalLine, *, styled: bool, width: int | None) -> Iterator[str]:
    """A line as the rows that it takes, each behind the bar where the line is quoted."""
    bar = BAR if line.quoted else ""
    hanging = "  " if line.chars[:1] and line.chars[0].text == "•" else ""
    room = None if width is None or width < NARROWEST else width - cells(bar) - cells(hanging)
    for number, row in enumerate(_wrapped(line.chars, room)):
        yield _shown_bar(bar, styled=styled) + (hanging if number else "") + _shown(row, styled=styled)


def _wrapped(chars: list[StyledChar], room: int | None) -> Iterator[list[StyledChar]]:
    """The characters in rows of at most so many cells, broken at blanks, or inside a word that is longer than a row."""
    row: list[StyledChar] = []
    used = 0
    for each in chars:
        size = _cells_of(each.text)
        if room is not None and each.text != " " and used + size > room:
            full, row = _broken(row)
            used = sum(_cells_of(kept.text) for kept in row)
            yield full
        row.append(each)
        used += size
    yield row


def _broken(row: list[StyledChar]) -> tuple[list[StyledChar], list[StyledChar]]:
    """A full row up to its last blank, and what goes to the next one."""
    at = max((place for place, each in enumerate(row) if each.text == " "), default=-1)
    if at < 0:
        return row, []
    full = row[:at]
    while full and full[-1].text == " ":
        full.pop()
    return (full, row[at + 1 :]) if full else (row, [])


def _shown_bar(bar: str, *, styled: bool) -> str:
    return f"{DIM}{bar}{PLAIN}" if bar and styled else bar


def _shown(row: Iterable[StyledChar], *, styled: bool) -> str:
    """The text of a row, with an escape where the style changes."""
    shown, style = [], ""
    for each in row:
        if styled and each.style != style:
            shown.append((PLAIN if style else "") + each.style)
            style = each.style
        shown.append(each.text)
    return "".join(shown) + (PLAIN if style else "")


def terminal_lines() -> Iterator[str]:
    """What is typed, line by line; a terminal gets a prompt, line editing and a history, a pipe gets none of them."""
    if not sys.stdin.isatty():
        yield from (line.decode("utf-8-sig", errors="replace").rstrip("\r\n") for line in sys.stdin.buffer)
        return
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr] # a terminal's is a TextIOWrapper
    with _history():
        while True:
            try:
                yield input(PROMPT)
            except EOFError:
                print()  # noqa: T201 - the shell's prompt begins a line of its own
                return


@contextlib.contextmanager
def _history() -> Iterator[None]:
    """Arrows and what was typed in earlier sessions, where this Python has readline; without it lines are just read."""
    readline = _readline()
    if readline is None:
        yield
        return
    file = history_file(os.environ)
    with contextlib.suppress(OSError):
        readline.read_history_file(file)
    readline.set_history_length(REMEMBERED)
    try:
        yield
    finally:
        # A home that cannot be written keeps no history, and is no reason to complain.
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)
            readline.write_history_file(file)


def typed_so_far() -> str:
    """What stands in the line that is being typed, where this Python has readline."""
    readline = _readline()
    return "" if readline is None else str(readline.get_line_buffer())


def _readline() -> ModuleType | None:
    """Python's readline, imported where somebody types: its import alone may write to a terminal; None without it."""
    try:
        import readline
    except ImportError:
        return None
    return readline


def history_file(environ: Mapping[str, str]) -> Path:
    """Where the history is kept: by the XDG rules, `~/.local/state/ipjang/history` unless told otherwise."""
    state = environ.get("XDG_STATE_HOME", "")
    return (Path(state) if Path(state).is_absolute() else Path("~/.local/state").expanduser()) / "ipjang" / "history"
