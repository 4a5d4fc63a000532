"""The conversation in a terminal, without a token: the same questions, replies and buttons, which are numbers here."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.asking import LANGUAGE, Asked, Asking, Said
from bot.buttons import Press
from bot.commands.session import Session
from bot.commands.streaming import write_text
from bot.i18n.talking import talk
from bot.languages import chosen_language, language_reply, named_language
from bot.reply import Button, Reply
from bot.settings import Settings
from bot.slash import read_command
from bot.terminal import terminal_reply
from knowledge.fields import Language
from knowledge.followup import Step

PROMPT = "> "


def converse(settings: Settings, *, fill: bool) -> int:
    """Talk until the input ends, or until Ctrl-C."""
    with Session(settings, fill=fill) as session:
        console = Console(Asking(session.record, lambda: datetime.now(UTC)), settings.language)
        write_text(console.welcome() + "\n")
        try:
            for line in _lines():
                session.fresh()
                write_text(console.say(line) + "\n")
        except KeyboardInterrupt:
            write_text("")
    return 0


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
    """One conversation: the reply that stands last, whose buttons can be pressed, and the language chosen."""

    def __init__(self, asking: Asking, language: Language) -> None:
        self._asking = asking
        self._language: Language = language
        self._buttons: list[Button] = []
        self._step: Step | None = None

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
            named = named_language(command.rest)
            return self._choose(named) if named else self._shown(language_reply(self._language))
        said = Said(words) if command is None else Said(command.rest.strip(), command.word)
        return self._answered(self._asking.answer(self._asking.understand(said, before=self._step), self._language))

    def _answered(self, asked: Asked) -> str:
        """The reply, which the next line may be about."""
        self._step = asked.step(self._step)
        return self._shown(asked.reply)

    def _choose(self, language: Language) -> str:
        self._language = language
        return talk(language).language_chosen()

    def _press(self, number: int) -> str:
        if not 1 <= number <= len(self._buttons):
            return talk(self._language).terminal_choose()
        button = self._buttons[number - 1]
        language = chosen_language(button.data or "")
        if language is not None:
            return self._choose(language)
        press = Press.parse(button.data or "")
        if press is None:
            return button.url or button.inline_query or button.label
        asked = self._asking.press(press)
        return talk(press.language).outdated() if asked is None else self._answered(asked)

    def _shown(self, reply: Reply) -> str:
        self._buttons = [button for row in reply.buttons for button in row]
        return terminal_reply(reply, styled=sys.stdout.isatty(), key=lambda number, each: f"[{number}] {each.label}")
