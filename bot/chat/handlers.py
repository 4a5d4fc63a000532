"""The handlers of everybody's conversation: messages, edits, pressed buttons, groups joined, and guests."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from telegram import CallbackQuery, ChatMember, ChatMemberRestricted, Message, Update
from telegram.constants import ChatType
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.chat.addressing import Identity, Me, addressed, is_private
from bot.chat.asking import (
    BOARD_PAYLOAD,
    COMMANDS,
    LANGUAGE,
    TIMELINE_PAYLOAD,
    Asked,
    Asking,
    Seen,
    Steps,
    UserText,
    payload_of,
)
from bot.chat.inline import Inline, article
from bot.chat.notes import Notes, Preferences, chosen_language, language_reply, named_language
from bot.chat.posting import NO_PREVIEW, Pictures, Place, place_of, post, replace_inline, replace_pressed, repost
from bot.menus import examples
from bot.messages.talk import talk
from bot.rendering.keyboards import PICTURED, ButtonVerb, Press
from bot.rendering.reply import Reply
from bot.telegram.application import Context, IpjangApplication, IpjangBot
from bot.telegram.updates import UNREADABLE_PART
from bot.telling.following import Following
from bot.telling.reports import Reporting
from bot.telling.subscriptions import FOLLOW_VERBS
from bot.telling.told import ToldLog
from knowledge.errors import StoreError
from knowledge.fields import Language
from knowledge.followup import Exchange, asks_nothing
from knowledge.question import Intent, Question
from knowledge.storage.chats import Chats
from knowledge.text.normalise import is_blank

logger = logging.getLogger(__name__)

GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})


@dataclass(frozen=True, slots=True)
class Greeting:
    """The handlers of what happens to the bot in a group."""

    asking: Asking
    preferences: Preferences
    chats: Chats

    async def membership(self, update: Update, context: Context) -> None:
        """Greet a group that the bot has just joined, once."""
        change = update.my_chat_member
        if change is None or change.chat.type not in GROUPS:
            return
        if _is_in(change.old_chat_member) or not _is_in(change.new_chat_member):
            return
        chat = change.chat.id
        if await self._was_greeted(chat):
            return
        language = await self.preferences.language(change.from_user)
        text = self._text(language, context)
        await context.bot.send_message(chat, text, parse_mode="HTML", link_preview_options=NO_PREVIEW)
        await self._note(chat)

    async def migrated(self, update: Update, context: Context) -> None:  # noqa: ARG002 - the library's signature
        """Give the settings of a group to the supergroup that it has become."""
        message = update.message
        if message is not None and message.migrate_to_chat_id is not None:
            await self.chats.move(message.chat.id, message.migrate_to_chat_id)

    def _text(self, language: Language, context: Context) -> str:
        facts = self.asking.snapshot.facts
        programme, (team, _) = facts.programme.names.official(language), examples(facts, language)
        reads_all = bool(context.bot.bot.can_read_all_group_messages)
        return talk(language).greeting(programme, context.bot.username, team, reads_all=reads_all)

    async def _was_greeted(self, chat: int) -> bool:
        try:
            return (await self.chats.get(chat)).greeted is not None
        except StoreError as error:
            logger.warning("whether a group was greeted cannot be read: %s", error)
            return False

    async def _note(self, chat: int) -> None:
        try:
            await self.chats.greet(chat, datetime.now(UTC))
        except StoreError as error:
            logger.warning("that a group was greeted cannot be noted: %s", error)


def _is_in(member: ChatMember) -> bool:
    """Whether somebody of this status is in the chat."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)


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
    reporting: Reporting | None = None
    """What people say is wrong."""
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

    async def _post(self, bot: IpjangBot, message: Message, said: UserText, answered: Asked | Reply) -> tuple[int, ...]:
        place = Place.beside(message)
        if isinstance(answered, Asked) and said.wants_picture:
            return await self.pictures.post(bot, place, answered, self.asking.snapshot.facts)
        return await post(bot, place, self.reply_to(message, answered))

    def reply_to(self, message: Message, answered: Asked | Reply) -> Reply:
        """What is sent: an answer shows whether the chat follows its team."""
        reply = answered.reply if isinstance(answered, Asked) else answered
        return reply if self.following is None else self.following.marked(reply, message)

    async def _answer(self, message: Message, said: UserText, bot: IpjangBot) -> Asked | Reply | None:
        """The answer to what a message says, or another reply; None where it is better to say nothing."""
        if said.command == LANGUAGE:
            return await self._language(message, said)
        if self.following is not None:
            told = await self.following.said(message, said, bot, lambda: self._teams_before(message, said))
            if told is not None:
                return told
        if self.reporting is not None:
            wrong = await self.reporting.said(message, said, self._step_before(message, said))
            if wrong is not None:
                return wrong
        if said.command is not None and said.command not in COMMANDS and not is_private(message):
            return None  # in a group it may be another bot's
        if said.command is None and is_blank(said.words) and not said.about and _is_no_text(message):
            return await self._unread(message)
        return await self.asked(message, said)

    async def _language(self, message: Message, said: UserText) -> Reply:
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

    async def asked(self, message: Message, said: UserText) -> Asked | None:
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

    def _step_before(self, message: Message, said: UserText) -> Exchange | None:
        """What was asked before: by the answer that this one replies to, else by the same person in the same chat."""
        if said.answer is not None:
            return self.steps.before(of_answer(message.chat.id, said.answer), self.asking.clock())
        return self.steps.before(of_person(message), self.asking.clock())

    def _teams_before(self, message: Message, said: UserText) -> Sequence[str]:
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


@dataclass(frozen=True, slots=True)
class Guest:
    """The handler of guests' messages."""

    conversing: Conversing

    async def asked(self, update: Update, context: Context) -> None:
        """Answer a guest's question; what it has room for is the first part, and a way into the private chat."""
        message = update.guest_message
        if message is None or message.guest_query_id is None:
            return
        if message.from_user is not None and message.from_user.is_bot and message.sender_chat is None:
            return
        said = addressed(message, me(context)) or UserText(message.text or message.caption or "")
        asked = await self.conversing.asked(message, replace(said, is_called=True))
        if asked is not None:
            shown = article(asked, context.bot.username)
            sent = await context.bot.answer_guest_query(message.guest_query_id, shown)
            if self.conversing.notes.told is not None and sent.inline_message_id:
                self.conversing.notes.told.given_inline(asked, sent.inline_message_id)
            self.conversing.remember(message, asked)


@dataclass(frozen=True, slots=True)
class Presses:
    """The handler of every button that is not an editor's."""

    asking: Asking
    preferences: Preferences
    steps: Steps
    pictures: Pictures
    following: Following | None = None
    told: ToldLog | None = None
    reporting: Reporting | None = None

    async def pressed(self, update: Update, context: Context) -> None:
        """Answer a press, and show what it asks for."""
        query = update.callback_query
        if query is None:
            return
        language = chosen_language(query.data or "")
        if language is not None:
            await self._choose(query, context, language)
            return
        press = Press.parse(query.data or "")
        if press is None:
            await query.answer(talk(await self.preferences.language(query.from_user)).not_ours())
            return
        if press.verb in FOLLOW_VERBS and self.following is not None:
            await self.following.pressed(query, press, context.bot)
            return
        if press.verb is ButtonVerb.REPORT and self.reporting is not None:
            reported = await self.reporting.pressed(query, press, context.bot)
            if reported is not None:
                await self._answer(query, context, *reported)
            return
        await self._answer(query, context, press)

    async def _answer(self, query: CallbackQuery, context: Context, press: Press, word: str | None = None) -> None:
        """Show what a press asks for, with a word that is shown for a moment where there is one."""
        asked = self.asking.press(press)
        if asked is None:
            await self._outdated(query, context, press)
            return
        if press.verb in PICTURED:
            await self._picture(query, context, press, asked)
            return
        await query.answer(word)
        reply = asked.reply
        if self.following is not None and isinstance(query.message, Message):
            reply = self.following.marked(reply, query.message)
        await _show(query, context, reply)
        self._remember(query, asked)
        if self.told is not None and query.inline_message_id is not None:
            self.told.given_inline(asked, query.inline_message_id)
        elif self.told is not None and query.message is not None:
            place = place_of(query.message)
            self.told.given(asked, place.chat, place.thread, (query.message.message_id,))

    async def _picture(self, query: CallbackQuery, context: Context, press: Press, asked: Asked) -> None:
        """Send a picture below the message; from where the bot can send nothing, lead to where it can."""
        message = query.message
        if message is None:
            payload = (
                BOARD_PAYLOAD
                if press.verb is ButtonVerb.PICTURE
                else TIMELINE_PAYLOAD + payload_of(press.subject or "")
            )
            await query.answer(url=f"https://t.me/{context.bot.username}?start={payload}")
            return
        await query.answer()
        place = place_of(message)
        sent = await self.pictures.post(context.bot, place, asked, self.asking.snapshot.facts, press.page)
        self._remember(query, asked)
        if self.told is not None:
            self.told.given(asked, place.chat, place.thread, sent)

    def _remember(self, query: CallbackQuery, asked: Asked) -> None:
        """What was pressed was asked: `왜?` may follow, from who pressed or in reply to the message."""
        if query.message is None:
            return
        chat, now = query.message.chat.id, self.asking.clock()
        person = (chat, query.from_user.id)
        step = asked.step(self.steps.before(person, now))
        for key in (person, of_answer(chat, query.message.message_id)):
            self.steps.keep(key, now, step)

    async def _choose(self, query: CallbackQuery, context: Context, language: Language) -> None:
        await self.preferences.choose(query.from_user.id, language)
        await query.answer(talk(language).language_chosen())
        if query.message is not None and query.message.chat.id == query.from_user.id:
            await _show(query, context, Reply(parts=(talk(language).language_chosen(),)))

    async def _outdated(self, query: CallbackQuery, context: Context, press: Press) -> None:
        """The record no longer knows what the button is about: say so, and show how everything stands now."""
        await query.answer(talk(press.language).outdated())
        now = self.asking.answer(Question(text="", intent=Intent.OVERVIEW), press.language)
        await _show(query, context, now.reply)


async def _show(query: CallbackQuery, context: Context, reply: Reply) -> None:
    if query.inline_message_id is not None:
        await replace_inline(context.bot, query.inline_message_id, reply)
    elif query.message is not None:
        await replace_pressed(context.bot, query.message, reply)


ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
    "guest_message",
)
"""The kinds of update that Telegram is asked for."""

SAID = filters.TEXT | ~filters.StatusUpdate.ALL
"""What somebody wrote or sent, as opposed to what happened in a chat; text first, which saves forty other looks."""

BEFORE_ALL = -2
"""python-telegram-bot's handler group of what comes before the editors' and everybody's handlers."""


def register(application: IpjangApplication, conversing: Conversing, chats: Chats) -> None:
    """Add the handlers of everybody's conversation; those of editors come before them, in an earlier group."""
    asking, preferences = conversing.asking, conversing.preferences
    told = conversing.notes.told
    inline = Inline(asking, preferences, told)
    presses = Presses(
        asking, preferences, conversing.steps, conversing.pictures, conversing.following, told, conversing.reporting
    )
    greeting = Greeting(asking, preferences, chats)
    application.add_handler(TypeHandler(Update, Identity().heard), group=BEFORE_ALL)
    following = conversing.following
    if following is not None:
        application.add_handler(TypeHandler(Update, following.heard), group=BEFORE_ALL - 1)
    application.add_handlers(
        [
            MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, greeting.migrated),
            MessageHandler(filters.UpdateType.MESSAGE & SAID, conversing.message),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & SAID, conversing.edited),
            CallbackQueryHandler(presses.pressed),
            InlineQueryHandler(inline.queried),
            ChosenInlineResultHandler(inline.chosen),
            ChatMemberHandler(greeting.membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, Guest(conversing).asked),
        ]
    )
