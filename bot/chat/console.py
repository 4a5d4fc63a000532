"""The conversation in a terminal, without a token: the same questions, replies and buttons, which are numbers here."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator
from functools import cached_property
from typing import Any

from bot.article_fetch import ArticleFetcher
from bot.chat.addressing import Slash, read_command
from bot.chat.asking import COMMANDS, LANGUAGE, Asked, Asking, UserText
from bot.chat.notes import chosen_language, language_reply, named_language
from bot.chat.terminal import button_line, has_colours, terminal_lines, terminal_reply, terminal_text, terminal_width
from bot.cli.session import Session, write_text
from bot.editing.terminal import ConsoleEditing
from bot.messages.refusals import refusals
from bot.messages.talk import talk
from bot.rendering.keyboards import PICTURED, Press, without_reports
from bot.rendering.reply import Button, Reply, escape
from bot.settings import Settings
from bot.telling.subscriptions import FOLLOW_COMMANDS, FOLLOW_VERBS, FollowCommand, Subscriptions, toggled
from bot.telling.terminal import HERE, telling, terminal_subscriptions
from knowledge.answer import HistoryAnswer
from knowledge.errors import StoreError
from knowledge.fields import Language
from knowledge.followup import Exchange
from knowledge.record.editor import utc_now

ENDS = frozenset({"exit", "quit", "끝", "종료", "/exit", "/quit"})
"""Lines that end the conversation, as Ctrl-D does."""
BLOCK = '"""'
"""Alone on a line, or behind a command, it begins a message of several lines; alone it ends it."""


def converse(settings: Settings, *, fill: bool) -> int:
    """Talk until the input ends, or until Ctrl-C."""
    with Session(settings, fill=fill) as session:
        asking = Asking(session.record, utc_now)
        subscriptions = terminal_subscriptions(asking, settings)
        session.run(subscriptions.followed.refresh())
        console = Console(asking, settings.language, lambda: _editing(session, settings), subscriptions, session.run)
        write_text(console.welcome() + "\n")
        try:
            with telling(settings, console.notice):
                for line in _messages(terminal_lines()):
                    if line.strip().lower() in ENDS:
                        break
                    session.fresh()
                    write_text(console.say(line) + "\n")
        except KeyboardInterrupt:
            write_text("")
    return 0


def _editing(session: Session, settings: Settings) -> ConsoleEditing:
    """The editors' way, which is the same code as in Telegram."""
    owners = frozenset(settings.owners)
    fetcher = ArticleFetcher(settings.fetch_hosts) if settings.fetch_hosts else None
    return ConsoleEditing.on(session.record, settings.language, owners, session.run, settings.four_eyes, fetcher)


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

    def __init__(
        self,
        asking: Asking,
        language: Language,
        editing: Callable[[], "ConsoleEditing"],
        subscriptions: Subscriptions | None = None,
        run: Callable[[Coroutine[Any, Any, Any]], Any] = asyncio.run,
    ) -> None:
        self._asking = asking
        self._begin_editing = editing
        self._subscriptions = subscriptions
        self._run = run
        self._language: Language = language
        self._buttons: list[Button] = []
        self._step: Exchange | None = None

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
        if (told := self._told(words, command)) is not None:
            return told
        if words[:1] == "/" and words[1:2].strip() and (command is None or command.word not in COMMANDS):
            return self._plain(talk(self._language).terminal_unknown(words.split()[0]))
        said = UserText(words) if command is None else UserText(command.rest.strip(), command.word)
        asked = self._asking.answer(self._asking.understand(said, before=self._step), self._language)
        told = self._answered(asked, *self._editing.after(words, self._language))
        return f"{told}\n\n{self._picture(asked)}" if said.wants_picture else told

    def _picture(self, asked: Asked) -> str:
        """How to get what an answer says as a picture: a terminal shows none."""
        answer = asked.answer
        timeline = " --timeline" if isinstance(answer, HistoryAnswer) else ""
        day = f" --as-of {answer.as_of}" if answer.as_of else ""
        command = f"ipjang board board.png{timeline} --language {answer.language}{day}"
        return self._plain(talk(answer.language).terminal_picture(command))

    def _told(self, words: str, command: Slash | None) -> str | None:
        """The reply to what asks to be told of changes; None where nothing does."""
        subscriptions = self._subscriptions
        if subscriptions is None:
            return None
        if command is not None and command.word in FOLLOW_COMMANDS:
            work = subscriptions.command(FollowCommand(command.word), command.rest.strip(), HERE, self._language)
            try:
                return self._shown(self._run(work))
            except StoreError as error:
                return self._plain("\n".join(refusals(error, self._language)))
        if command is not None:
            return None
        wanted = subscriptions.request(words, lambda: self._step.question.teams if self._step else ())
        return None if wanted is None else self._shown(subscriptions.offer(wanted, HERE, self._language_of(words)))

    def _language_of(self, words: str) -> Language:
        return self._asking.read(words).language or self._language

    def notice(self, reply: Reply) -> str:
        """A notice as it is shown, without its buttons: the numbers belong to the reply that stands last."""
        return terminal_reply(reply, styled=has_colours(), width=terminal_width())

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
        if press.verb in FOLLOW_VERBS and self._subscriptions is not None:
            said = self._plain(self._run(self._subscriptions.press(press, HERE)))
            self._buttons = [toggled(each) if each == button else each for each in self._buttons]
            return said
        asked = self._asking.press(press)
        if asked is None:
            return self._plain(talk(press.language).outdated())
        return self._picture(asked) if press.verb in PICTURED else self._answered(asked)

    def _shown(self, *replies: Reply) -> str:
        """All replies to one line, their buttons numbered through; the numbers of the replies before are gone."""
        if self._subscriptions is not None:
            replies = tuple(self._subscriptions.marked(each, HERE) for each in replies)
        replies = tuple(without_reports(each) for each in replies)
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
