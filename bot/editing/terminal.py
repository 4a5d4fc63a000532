"""The editors' commands at the console: the same code as in Telegram, for whoever holds the database."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from telegram import Chat, Document, Message, User
from telegram.constants import ChatType

from bot.article_fetch import ArticleFetcher
from bot.chat.addressing import read_command
from bot.chat.snapshot import Record
from bot.editing import actions
from bot.editing.access import COMMANDS, PRESS_PREFIX, Act, EditingServices, Refusal
from bot.editing.handlers import button_word
from bot.editing.update import EditorUpdate
from bot.messages.editing_lists import editing_lists
from bot.messages.editing_steps import editing_steps
from bot.rendering.reply import Reply, escape
from bot.settings import FourEyes
from knowledge.fields import Language
from knowledge.record.editor import Editor, utc_now

NOBODY = 0
"""The user and the chat of the console: Telegram's ids begin at 1."""
HELPS = frozenset({"help", "start"})


@dataclass
class ConsoleOutlet:
    """What is answered, in order; the console shows it when the line was dealt with."""

    language: Language
    replies: list[Reply] = field(default_factory=list)

    async def post(self, reply: Reply) -> tuple[int, ...]:
        """Answer below."""
        self.replies.append(reply)
        return ()

    async def repost(self, earlier: Sequence[int], reply: Reply) -> tuple[int, ...]:  # noqa: ARG002 - no line is taken back
        """Answer below."""
        return await self.post(reply)

    async def replace(self, reply: Reply) -> None:
        """Answer below."""
        await self.post(reply)

    async def acknowledge(self, text: str | None, *, alert: bool) -> None:  # noqa: ARG002 - there is one way to say it
        """Say the word of a press, where it has one."""
        if text is not None:
            await self.post(Reply(parts=(escape(text),)))

    async def send_file(self, name: str, content: bytes, caption: str) -> None:  # noqa: ARG002 - the command writes it
        """Say by which command a file is written; once for both of them."""
        reply = Reply(parts=(escape(editing_lists(self.language).export_here()),))
        if reply not in self.replies:
            self.replies.append(reply)

    async def fetch(self, document: Document) -> None:
        """Nothing: a line of the console brings no document, and `ipjang load` reads files."""

    async def welcome(self, user: int, reply: Reply | None) -> bool:  # noqa: ARG002 - the bot in Telegram greets
        """The bot in Telegram gives the menu when it starts."""
        return False

    async def dismiss(self, user: int) -> None:
        """The bot in Telegram decides by the record, whatever a menu shows."""

    def to(self, user: int) -> None:
        """The bot in Telegram sends other editors what was saved here."""


@dataclass
class ConsoleEditing:
    """One conversation of an editor at the console; `run` does some work on the record to its end."""

    services: EditingServices
    run: Callable[[Coroutine[Any, Any, Any]], Any]
    before_answer: list[Reply] = field(default_factory=list)
    """What was said of an expired statement while the line turned out to be a question."""
    numbers: "count[int]" = field(default_factory=lambda: count(int(datetime.now(UTC).timestamp())))

    @classmethod
    def on(
        cls,
        record: Record,
        language: Language,
        owners: frozenset[int],
        run: Callable[[Coroutine[Any, Any, Any]], Any],
        four_eyes: FourEyes = "off",
        fetcher: ArticleFetcher | None = None,
    ) -> "ConsoleEditing":
        """The console of a record; `owners` are Telegram's, for the list of who may edit."""

        async def language_of(_: object) -> Language:
            return language

        services = EditingServices(
            record, Editor(record.store), owners, language_of, utc_now, language, four_eyes=four_eyes, fetcher=fetcher
        )
        return cls(services, run)

    def take(self, line: str, language: Language) -> list[Reply] | None:
        """The replies to a line that is an editor's; None for a question like anybody's."""
        replies: list[Reply] | None = self.run(self._take(line, language))
        return replies

    def after(self, line: str, language: Language) -> list[Reply]:
        """What follows the answer to a question: the editors' part of the help, an offer, the step it came between."""
        replies: list[Reply] = self.run(self._after(line, language))
        return replies

    def press(self, data: str, language: Language) -> list[Reply] | None:
        """The replies to an editors' button; None for another one."""
        replies: list[Reply] | None = self.run(self._press(data, language)) if data.startswith(PRESS_PREFIX) else None
        return replies

    async def _take(self, line: str, language: Language) -> list[Reply] | None:
        update, outlet = self._editor_update(line, language)
        command = read_command(line)
        if command is None:
            is_taken = await actions.take_message(update)
            self.before_answer = [] if is_taken else outlet.replies
            return outlet.replies if is_taken else None
        act = COMMANDS.get(command.word)
        if act is None:
            return None
        await actions.act_on(update, act)
        return outlet.replies

    async def _after(self, line: str, language: Language) -> list[Reply]:
        update, outlet = self._editor_update(line, language)
        command = read_command(line)
        if command is not None and command.word in HELPS and not command.rest.strip():
            await actions.help_editor(update)
        await actions.after_answer(update)
        before, self.before_answer = self.before_answer, []
        return [*before, *outlet.replies]

    async def _press(self, data: str, language: Language) -> list[Reply]:
        update, outlet = self._editor_update("", language)
        refused = await actions.act_on(replace(update, message=None, pressed=data, is_press=True), Act.PRESS)
        if refused is not None and refused is not Refusal.UNDO_EXPIRED:
            outlet.replies.append(Reply(parts=(escape(button_word(refused, editing_steps(language))),)))
        return outlet.replies

    def _editor_update(self, line: str, language: Language) -> tuple[EditorUpdate, ConsoleOutlet]:
        outlet = ConsoleOutlet(language)
        typist = User(NOBODY, "console", is_bot=False)
        chat = Chat(NOBODY, ChatType.PRIVATE)
        message = Message(next(self.numbers), self.services.clock(), chat, from_user=typist, text=line)
        return EditorUpdate(self.services, outlet, NOBODY, NOBODY, language, message, console=True), outlet
