"""The conversation in a terminal, without a token: the same questions, replies and buttons, which are numbers here."""

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING

from bot.asking import LANGUAGE, Asking, Said
from bot.buttons import Press
from bot.commands.session import Session
from bot.commands.streaming import write_text
from bot.i18n.talking import talk
from bot.languages import chosen_language, language_reply
from bot.reply import Button, Reply
from bot.settings import Settings
from bot.slash import read_command
from bot.terminal import terminal_reply
from knowledge.editing import utc_now
from knowledge.fields import Language

if TYPE_CHECKING:
    from bot.editing.terminal import ConsoleEditing

PROMPT = "> "
BLOCK = '"""'
"""Alone on a line, or behind a command, it begins a message of several lines; alone it ends it."""


def converse(settings: Settings, *, fill: bool) -> int:
    """Talk until the input ends, or until Ctrl-C."""
    with Session(settings, fill=fill) as session:
        console = Console(Asking(session.record, utc_now), settings.language, lambda: _editing(session, settings))
        write_text(console.welcome() + "\n")
        try:
            for line in _messages(_lines()):
                session.fresh()
                write_text(console.say(line) + "\n")
        except KeyboardInterrupt:
            write_text("")
    return 0


def _editing(session: Session, settings: Settings) -> "ConsoleEditing":
    """The editors' way, which is the same code as in Telegram; its imports wait for the first line."""
    from bot.editing.terminal import ConsoleEditing

    return ConsoleEditing.on(session.record, settings.language, frozenset(settings.owners), session.run)


def _messages(lines: Iterable[str]) -> Iterator[str]:
    """What is typed, message by message: the lines of a block are one, as an article or `/add` with lines."""
    block: list[str] | None = None
    for line in lines:
        if block is None and line.rstrip().endswith(BLOCK):
            first = line.rstrip().removesuffix(BLOCK).rstrip()
            block = [first] if first else []
        elif block is None:
            yield line
        elif line.strip() == BLOCK:
            yield "\n".join(block)
            block = None
        else:
            block.append(line)
    if block:
        yield "\n".join(block)


def _lines() -> Iterator[str]:
    """What is typed, line by line; a terminal gets a prompt and line editing, a pipe gets neither."""
    if not sys.stdin.isatty():
        yield from (line.decode("utf-8-sig", errors="replace").rstrip("\r\n") for line in sys.stdin.buffer)
        return
    import readline  # noqa: F401 - arrows and history at the prompt come with the import

    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr] # a terminal's is a TextIOWrapper
    while True:
        try:
            yield input(PROMPT)
        except EOFError:
            write_text("")
            return


class Console:
    """One conversation: the replies that stand last, whose buttons can be pressed, and the language chosen."""

    def __init__(self, asking: Asking, language: Language, editing: Callable[[], "ConsoleEditing"]) -> None:
        self._asking = asking
        self._begin_editing = editing
        self._language: Language = language
        self._buttons: list[Button] = []

    @cached_property
    def _editing(self) -> "ConsoleEditing":
        return self._begin_editing()

    def welcome(self) -> str:
        """What is said first."""
        programme = self._asking.snapshot.facts.programme.names.official(self._language)
        return talk(self._language).terminal_welcome(programme)

    def say(self, line: str) -> str:
        """The reply to one line: a question, a command, or the number of a button."""
        words = line.strip()
        if words.isdecimal() and len(words) < 3 and self._buttons:
            return self._press(int(words))
        command = read_command(words)
        if command is not None and command.word == LANGUAGE:
            return self._shown(language_reply(self._language))
        replies = self._editing.take(words, self._language)
        if replies is not None:
            return self._shown(*replies)
        said = Said(words) if command is None else Said(command.rest.strip(), command.word)
        reply = self._asking.answer(self._asking.understand(said), self._language).reply
        return self._shown(reply, *self._editing.after(words, self._language))

    def _press(self, number: int) -> str:
        if not 1 <= number <= len(self._buttons):
            return talk(self._language).terminal_choose()
        button = self._buttons[number - 1]
        language = chosen_language(button.data or "")
        if language is not None:
            self._language = language
            return talk(language).language_chosen()
        replies = self._editing.press(button.data or "", self._language)
        if replies is not None:
            return self._shown(*replies)
        press = Press.parse(button.data or "")
        if press is None:
            return button.url or button.inline_query or button.label
        asked = self._asking.press(press)
        return talk(press.language).outdated() if asked is None else self._shown(asked.reply)

    def _shown(self, *replies: Reply) -> str:
        """All replies to one line, their buttons numbered through; the numbers of the replies before are gone."""
        shown, buttons = [], list[Button]()
        for reply in replies:
            first = len(buttons)
            key = partial(_numbered, first)
            shown.append(terminal_reply(reply, styled=sys.stdout.isatty(), key=key))
            buttons += [button for row in reply.buttons for button in row]
        self._buttons = buttons
        return "\n\n".join(shown)


def _numbered(first: int, number: int, button: Button) -> str:
    """A button as a line to choose it by."""
    return f"[{first + number}] {button.label}"
