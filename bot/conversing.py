"""Messages in chats: a question is read, answered, rendered and sent; an edited one gets its answer edited."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from telegram import Message, Update

from bot.addressing import Me, addressed, is_private
from bot.asking import COMMANDS, LANGUAGE, Asked, Asking, Said
from bot.languages import language_reply, named_language
from bot.messages.talk import talk
from bot.notes import Notes
from bot.pictures import Pictures
from bot.posting import Place, post, repost
from bot.preferences import Preferences
from bot.recent import Seen, Steps
from bot.rendering.reply import Reply
from bot.telegram.application import Context, IpjangBot
from bot.telegram.updates import UNREADABLE_PART
from bot.telling.following import Following
from knowledge.followup import Step, asks_nothing
from knowledge.text.normalise import is_blank

MEDIA = frozenset(
    {"poll", "checklist", "dice", "game", "story", "paid_media", "venue", "location", "contact", "sticker"}
)
"""Fields of a message that hold something to look at and no words, and that another version may send otherwise."""


@dataclass(frozen=True, slots=True)
class Conversing:
    """What every conversation needs, and the handlers of its messages."""

    asking: Asking
    preferences: Preferences
    notes: Notes
    count: Callable[[str], None] = lambda _: None
    """Told the kind of each answer, for the metrics."""
    following: Following | None = None
    """What people ask to be told; None where nobody is told anything."""
    steps: Steps = field(default_factory=Steps)
    pictures: Pictures = field(default_factory=Pictures)
    albums: Seen = field(default_factory=Seen)
    """Albums that got their one line."""

    async def message(self, update: Update, context: Context) -> None:
        """Answer a new message that speaks to the bot."""
        message = update.message
        said = addressed(message, me(context)) if message is not None else None
        if message is None or said is None:
            return
        answered = await self._answer(message, said, context.bot)
        if answered is not None:
            sent = await self._post(context.bot, message, said, answered)
            self._note(message, answered, sent)

    async def edited(self, update: Update, context: Context) -> None:
        """Answer an edited question in the place of its answer; a command is not carried out again."""
        message = update.edited_message
        said = addressed(message, me(context)) if message is not None else None
        if message is None or said is None or _is_no_text(message):  # a live location moves every few seconds
            return
        earlier = await self.notes.answers_to(message.chat.id, message.message_id)
        if said.command is not None and (said.wants_picture or not (earlier and said.command in COMMANDS)):
            return
        answered = await self._answer(message, said, context.bot)
        if answered is not None:
            sent = await repost(context.bot, Place.beside(message), earlier, self.reply_to(message, answered))
            self._note(message, answered, sent)

    async def _post(self, bot: IpjangBot, message: Message, said: Said, answered: Asked | Reply) -> tuple[int, ...]:
        place = Place.beside(message)
        if isinstance(answered, Asked) and said.wants_picture:
            return await self.pictures.post(bot, place, answered, self.asking.snapshot.facts)
        return await post(bot, place, self.reply_to(message, answered))

    def reply_to(self, message: Message, answered: Asked | Reply) -> Reply:
        """What is sent: an answer shows whether the chat follows its team."""
        reply = answered.reply if isinstance(answered, Asked) else answered
        return reply if self.following is None else self.following.marked(reply, message)

    async def _answer(self, message: Message, said: Said, bot: IpjangBot) -> Asked | Reply | None:
        """The answer to what a message says, or another reply; None where it is better to say nothing."""
        if said.command == LANGUAGE:
            return await self._language(message, said)
        if self.following is not None:
            told = await self.following.said(message, said, bot, lambda: self._teams_before(message, said))
            if told is not None:
                return told
        if said.command is not None and said.command not in COMMANDS and not is_private(message):
            return None  # in a group it may be another bot's
        if said.command is None and is_blank(said.words) and not said.about and _is_no_text(message):
            return await self._unread(message)
        return await self.asked(message, said)

    async def _language(self, message: Message, said: Said) -> Reply:
        """The choice of a language; made at once where the command names one and who sent it is somebody."""
        named, person = named_language(said.words), message.from_user
        if named is None or person is None or message.sender_chat is not None:
            return language_reply(await self.preferences.language(person))
        await self.preferences.choose(person.id, named)
        return Reply(parts=(talk(named).language_chosen(),))

    async def _unread(self, message: Message) -> Reply | None:
        """What is said of media alone: one line in a private chat, for an album one in all."""
        if not is_private(message) or not _is_media(message):
            return None
        album = message.media_group_id
        if album is not None and not self.albums.add(album):
            return None
        return Reply(parts=(talk(await self.preferences.language(message.from_user)).media_unread(),))

    async def asked(self, message: Message, said: Said) -> Asked | None:
        """The answer to what a message says; None for a mere reply in a group that asks nothing."""
        before = self._step_before(message, said)
        question = self.asking.understand(said, "dm" if is_private(message) else "group", before)
        if not said.is_called and asks_nothing(question):
            return None
        if message.media_group_id is not None:
            self.albums.add(message.media_group_id)
        asked = self.asking.answer(question, await self.preferences.for_question(message.from_user, question))
        self.count(asked.answer.kind)
        if asked.gap is not None:
            self.notes.gap(self.asking.today(), asked.gap, question.text)
        return asked

    def _step_before(self, message: Message, said: Said) -> Step | None:
        """What was asked before: by the answer that this one replies to, else by the same person in the same chat."""
        if said.answer is not None:
            return self.steps.before(of_answer(message.chat.id, said.answer), self.asking.clock())
        return self.steps.before(of_person(message), self.asking.clock())

    def _teams_before(self, message: Message, said: Said) -> Sequence[str]:
        """The teams that were asked about last."""
        step = self._step_before(message, said)
        return step.question.teams if step is not None else ()

    def remember(self, message: Message, asked: Asked, sent: Sequence[int] = ()) -> None:
        """Keep what was asked, for what may follow."""
        now, person = self.asking.clock(), of_person(message)
        step = asked.step(self.steps.before(person, now))
        for key in (person, *(of_answer(message.chat.id, each) for each in sent)):
            self.steps.keep(key, now, step)

    def _note(self, message: Message, answered: Asked | Reply, sent: tuple[int, ...]) -> None:
        self.notes.answered(message.chat.id, message.message_id, sent)
        if isinstance(answered, Asked):
            self.remember(message, answered, sent)
            if self.notes.told is not None:
                self.notes.told.given(answered, message.chat.id, Place.beside(message).thread, sent)


def of_person(message: Message) -> tuple[int, int]:
    """The conversation of whoever sent a message, in its chat."""
    sender = message.sender_chat or message.from_user
    return message.chat.id, sender.id if sender is not None else 0


def of_answer(chat: int, message: int) -> tuple[str, int, int]:
    """The conversation that goes on below one answer, whoever replies to it."""
    return "answer", chat, message


def _is_no_text(message: Message) -> bool:
    """Whether a message has no text at all, as opposed to one whose text is only the bot's name, or blank."""
    return not (message.text or message.caption)


def _is_media(message: Message) -> bool:
    """Whether a message is a picture, a file, a place or the like, read or dropped at the door."""
    dropped = message.api_kwargs.get(UNREADABLE_PART, ())
    return message.effective_attachment is not None or any(part in MEDIA for part in dropped)


def me(context: Context) -> Me:
    """Who the bot is."""
    return Me(context.bot.id, context.bot.username)
