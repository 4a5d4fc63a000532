"""The conversation in a terminal, without a token: the same questions, replies and buttons, which are numbers here."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from bot.article_fetch import ArticleFetcher
from bot.asking import COMMANDS, LANGUAGE, Asked, Asking, Said
from bot.buttons import Press
from bot.commands.session import Session
from bot.commands.streaming import write_text
from bot.i18n.talking import talk
from bot.languages import chosen_language, language_reply, named_language
from bot.markup import escape
from bot.reply import Button, Reply
from bot.settings import Settings
from bot.slash import read_command
from bot.terminal import button_line, has_colours, terminal_lines, terminal_reply, terminal_text, terminal_width
from knowledge.editing import utc_now
from knowledge.fields import Language
from knowledge.followup import Step

if TYPE_CHECKING:
    from bot.editing.terminal import ConsoleEditing

ENDS = frozenset({"exit", "quit", "끝", "종료", "/exit", "/quit"})
"""Lines that end the conversation, as Ctrl-D does."""
BLOCK = '"""'
"""Alone on a line, or behind a command, it begins a message of several lines; alone it ends it."""


def converse(settings: Settings, *, fill: bool) -> int:
    """Talk until the input ends, or until Ctrl-C."""
    with Session(settings, fill=fill) as session:
        console = Console(Asking(session.record, utc_now), settings.language, lambda: _editing(session, settings))
        write_text(console.welcome() + "\n")
        try:
            for line in _messages(terminal_lines()):
                if line.strip().lower() in ENDS:
                    break
                session.fresh()
                write_text(console.say(line) + "\n")
        except KeyboardInterrupt:
            write_text("")
    return 0


def _editing(session: Session, settings: Settings) -> "ConsoleEditing":
    """The editors' way, which is the same code as in Telegram; its imports wait for the first line."""
    from bot.editing.terminal import ConsoleEditing

    fetcher = ArticleFetcher(settings.fetch_hosts) if settings.fetch_hosts else None
    return ConsoleEditing.on(session.record, settings.language, frozenset(settings.owners), session.run, fetcher)


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


class Console:
    """One conversation: the replies that stand last, whose buttons can be pressed, and the language chosen."""

    def __init__(self, asking: Asking, language: Language, editing: Callable[[], "ConsoleEditing"]) -> None:
        self._asking = asking
        self._begin_editing = editing
        self._language: Language = language
        self._buttons: list[Button] = []
        self._step: Step | None = None

    @cached_property
    def _editing(self) -> "ConsoleEditing":
        return self._begin_editing()

    def welcome(self) -> str:
        """What is said first."""
        programme = self._asking.snapshot.facts.programme.names.official(self._language)
        return self._plain(talk(self._language).terminal_welcome(programme))

    def say(self, line: str) -> str:
        """The reply to one line: a question, a command, or the number of a button."""
        words = line.strip()
        if words.isdecimal() and len(words) < 3 and self._buttons:
            return self._press(int(words))
        command = read_command(words)
        if command is not None and command.word == LANGUAGE:
            named = named_language(command.rest)
            return self._choose(named) if named else self._shown(language_reply(self._language))
        replies = self._editing.take(words, self._language)
        if replies is not None:
            return self._shown(*replies)
        if words[:1] == "/" and words[1:2].strip() and (command is None or command.word not in COMMANDS):
            return self._plain(talk(self._language).terminal_unknown(words.split()[0]))
        said = Said(words) if command is None else Said(command.rest.strip(), command.word)
        asked = self._asking.answer(self._asking.understand(said, before=self._step), self._language)
        return self._answered(asked, *self._editing.after(words, self._language))

    def _answered(self, asked: Asked, *more: Reply) -> str:
        """The reply, which the next line may be about, and what editors are told beside it."""
        self._step = asked.step(self._step)
        return self._shown(asked.reply, *more)

    def _choose(self, language: Language) -> str:
        self._language = language
        return self._plain(talk(language).language_chosen())

    def _press(self, number: int) -> str:
        if not 1 <= number <= len(self._buttons):
            return self._plain(talk(self._language).terminal_choose())
        button = self._buttons[number - 1]
        return f"→ {button.label}\n\n{self._pressed(button)}"

    def _pressed(self, button: Button) -> str:
        language = chosen_language(button.data or "")
        if language is not None:
            return self._choose(language)
        replies = self._editing.press(button.data or "", self._language)
        if replies is not None:
            return self._shown(*replies)
        press = Press.parse(button.data or "")
        if press is None:
            return button.url or button.inline_query or button.label
        asked = self._asking.press(press)
        return self._plain(talk(press.language).outdated()) if asked is None else self._answered(asked)

    def _shown(self, *replies: Reply) -> str:
        """All replies to one line, their buttons numbered through; the numbers of the replies before are gone."""
        shown, buttons = [], list[Button]()
        styled = has_colours()

        def key(number: int, button: Button) -> str:
            return button_line(len(buttons) + number, button, styled=styled)

        for reply in replies:
            shown.append(terminal_reply(reply, styled=styled, width=terminal_width(), key=key))
            buttons += [button for row in reply.buttons for button in row]
        self._buttons = buttons
        return "\n\n".join(shown)

    def _plain(self, text: str) -> str:
        """A sentence of our own, which holds no markup, wrapped as replies are."""
        return terminal_text(escape(text), width=terminal_width())
