"""Messages in chats: a question is read, answered, rendered and sent; an edited one gets its answer edited."""

from collections.abc import Callable
from dataclasses import dataclass

from telegram import Message, Update

from bot.addressing import Me, addressed, is_private
from bot.application import Context
from bot.asking import COMMANDS, LANGUAGE, Asked, Asking, Said
from bot.languages import language_reply
from bot.notes import Notes
from bot.posting import Place, post, repost
from bot.preferences import Preferences
from bot.reply import Reply


@dataclass(frozen=True, slots=True)
class Conversing:
    """What every conversation needs, and the handlers of its messages."""

    asking: Asking
    preferences: Preferences
    notes: Notes
    count: Callable[[str], None] = lambda _: None
    """Told the kind of each answer, for the metrics."""

    async def message(self, update: Update, context: Context) -> None:
        """Answer a new message that speaks to the bot."""
        message = update.message
        said = addressed(message, me(context)) if message is not None else None
        if message is None or said is None:
            return
        reply = await self._reply(message, said)
        if reply is not None:
            sent = await post(context.bot, Place.beside(message), reply)
            self.notes.answered(message.chat.id, message.message_id, sent)

    async def edited(self, update: Update, context: Context) -> None:
        """Answer an edited question in the place of its answer; a command is not carried out again."""
        message = update.edited_message
        said = addressed(message, me(context)) if message is not None else None
        if message is None or said is None:
            return
        earlier = await self.notes.answers_to(message.chat.id, message.message_id)
        if said.command is not None and not (earlier and said.command in COMMANDS):
            return
        reply = await self._reply(message, said)
        if reply is not None:
            sent = await repost(context.bot, Place.beside(message), earlier, reply)
            self.notes.answered(message.chat.id, message.message_id, sent)

    async def _reply(self, message: Message, said: Said) -> Reply | None:
        """The reply to what a message says; None where it is better to say nothing."""
        if said.command == LANGUAGE:
            return language_reply(await self.preferences.language(message.from_user))
        if _is_idle(message, said):
            return None
        return (await self.asked(message, said)).reply

    async def asked(self, message: Message, said: Said) -> Asked:
        """The answer to what a message says."""
        question = self.asking.understand(said, "dm" if is_private(message) else "group")
        asked = self.asking.answer(question, await self.preferences.for_question(message.from_user, question))
        self.count(asked.answer.kind)
        if asked.gap is not None:
            self.notes.gap(self.asking.today(), asked.gap, question.text)
        return asked


def _is_idle(message: Message, said: Said) -> bool:
    """Whether a message says nothing that wants an answer.

    In a group an unknown command may be another bot's; in an album only the picture with the caption speaks.
    """
    if said.command is not None:
        return said.command not in COMMANDS and not is_private(message)
    return message.media_group_id is not None and not said.words


def me(context: Context) -> Me:
    """Who the bot is."""
    return Me(context.bot.id, context.bot.username)
