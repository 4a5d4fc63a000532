"""Following in Telegram: who may decide what a chat is told, buttons under answers, links, and chats that come back."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from telegram import CallbackQuery, ChatMember, ChatMemberAdministrator, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.chat.addressing import is_private, read_command
from bot.chat.asking import ChatCommand, UserText, decoded_payload, payload_of
from bot.chat.notes import Preferences
from bot.chat.posting import Place as PostPlace
from bot.chat.posting import buttons_markup, edit, post
from bot.chat.snapshot import Record
from bot.editing.access import text_of
from bot.messages.telling import telling
from bot.rendering.keyboards import Press
from bot.rendering.reply import Button, Reply, escape
from bot.telegram.application import Context, IpjangBot
from bot.telling.corrections import CorrectionContent
from bot.telling.notices import read_content
from bot.telling.outbox import Outbox, Pace, Teller
from bot.telling.settlement import Settlement
from bot.telling.subscriptions import FOLLOW_COMMANDS, FollowCommand, Subscriptions, toggled
from knowledge.errors import StoreError
from knowledge.fields import Language
from knowledge.storage.follows import EVERY_TEAM, Notice, Place

logger = logging.getLogger(__name__)

KNOWN_SECONDS = 60.0
"""For how long it is remembered who is an admin of a group."""
REMEMBERED = 2_000
FOLLOW_PAYLOAD, EVERY_PAYLOAD = "f_", "f_All"
"""Deep links that follow a team, `f_kt`, or every team; ids have no capital letters."""
ADMINS = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Admins:
    """Who is an admin of which group, asked of Telegram and kept a minute."""

    clock: Callable[[], float] = time.monotonic
    known: "OrderedDict[tuple[int, int], tuple[float, bool]]" = field(default_factory=OrderedDict)

    async def include(self, bot: IpjangBot, chat: int, user: int) -> bool:
        """True if the user is an admin now; False also where Telegram does not say."""
        at, known = self.known.get((chat, user), (0.0, False))
        if (chat, user) in self.known and self.clock() - at < KNOWN_SECONDS:
            return known
        try:
            member = await bot.get_chat_member(chat, user)
        except (BadRequest, Forbidden) as error:
            logger.info("who decides for a chat cannot be asked: %s", error)
            return False
        self.known[chat, user] = self.clock(), member.status in ADMINS
        self.known.move_to_end((chat, user))
        if len(self.known) > REMEMBERED:
            self.known.popitem(last=False)
        return member.status in ADMINS


@dataclass(frozen=True, slots=True)
class Following:
    """The handlers of what people ask to be told."""

    subscriptions: Subscriptions
    preferences: Preferences
    owners: frozenset[int] = frozenset()
    admins: Admins = field(default_factory=Admins)

    async def said(
        self, message: Message, said: UserText, bot: IpjangBot, before: Callable[[], Sequence[str]] = tuple
    ) -> Reply | None:
        """The reply to a command, a link or a sentence about being told; None for anything else."""
        if said.command in FOLLOW_COMMANDS:
            return await self._command(message, FollowCommand(said.command), said.words, bot)
        if said.command == ChatCommand.START and said.words.startswith(FOLLOW_PAYLOAD):
            return await self._link(message, said.words.strip())
        if said.command not in (None, ChatCommand.ASK) or not said.words:
            return None
        wanted = self.subscriptions.request(said.words, before)
        if wanted is None:
            return None
        return self.subscriptions.offer(wanted, place_of(message), await self._language(message, said.words))

    async def _command(self, message: Message, command: FollowCommand, rest: str, bot: IpjangBot) -> Reply | None:
        place = place_of(message)
        names_teams = command in (FollowCommand.FOLLOW, FollowCommand.UNFOLLOW)  # `weekly mon` is no English sentence
        language = await self._language(message, rest if names_teams else "")
        if message.forward_origin is not None or message.via_bot is not None:
            return None  # somebody else's words; whoever means them types them
        if command is FollowCommand.FOLLOWING:
            return await self.subscriptions.command(command, rest, place, language)
        if command is FollowCommand.DIGEST and (channel := _channel_of(message)) is not None:
            return await self._channel_digest(message, *channel, bot, language)
        if not await self._may_decide(message, bot):
            return self._turned_away(command, rest, bot, language)
        return await self.subscriptions.command(command, rest, place, language)

    async def _link(self, message: Message, payload: str) -> Reply | None:
        """`/start f_kt`: whoever came by the link pressed Start to be told."""
        if not is_private(message) or message.forward_origin is not None:
            return None
        team = EVERY_TEAM if payload == EVERY_PAYLOAD else decoded_payload(payload.removeprefix(FOLLOW_PAYLOAD))
        facts = self.subscriptions.asking.snapshot.facts
        if (team not in facts.teams and team != EVERY_TEAM) or payload in facts.teams:
            return None
        return await self.subscriptions.follow((team,), place_of(message), await self._language(message, ""))

    async def pressed(self, query: CallbackQuery, press: Press, bot: IpjangBot) -> None:
        """Carry out a button where the one who pressed may decide, and turn it into its opposite."""
        facts, message = self.subscriptions.asking.snapshot.facts, query.message
        said = telling(press.language)
        if press.subject is not None and press.subject not in facts.teams:
            await query.answer(said.not_a_team(text=press.subject))
            return
        if message is None:  # sent through inline mode: whoever pressed is told in private
            await query.answer(url=deep_link(bot, press.subject))
            return
        chat = message.chat
        if chat.type != ChatType.PRIVATE and not await self.admins.include(bot, chat.id, query.from_user.id):
            await query.answer(url=deep_link(bot, press.subject))
            return
        place = place_of(message) if isinstance(message, Message) else (chat.id, 0)
        await query.answer(await self.subscriptions.press(press, place))
        if isinstance(message, Message) and message.reply_markup is not None:
            await _turn(bot, message, message.reply_markup, query.data or "")

    async def heard(self, update: Update, context: Context) -> None:
        """A chat that refused messages is there again: one line, and it is told of changes."""
        chat, followed = update.effective_chat, self.subscriptions.followed
        if chat is None or chat.id not in followed.paused or not _is_sign_of_life(update):
            return
        followed.paused -= {chat.id}
        try:
            revived = await self.subscriptions.follows.revive(chat.id)
            if revived is not None:
                place = PostPlace(chat.id, 0, thread=revived.topic or None, is_reply=False)
                await post(context.bot, place, Reply(parts=(escape(telling(revived.language).revived()),)))
        except (StoreError, TelegramError) as error:
            logger.warning("a chat that is there again could not be told so: %s", error)

    def marked(self, reply: Reply, message: Message) -> Reply:
        """An answer with the button to stop where its team is followed."""
        return self.subscriptions.marked(reply, place_of(message))

    async def _may_decide(self, message: Message, bot: IpjangBot) -> bool:
        """True in a private chat, and for an admin of a group, also for one who writes in the group's name."""
        if is_private(message):
            return message.sender_chat is None
        if message.sender_chat is not None:
            return message.sender_chat.id == message.chat.id
        user = message.from_user
        return user is not None and not user.is_bot and await self.admins.include(bot, message.chat.id, user.id)

    def _turned_away(self, command: FollowCommand, rest: str, bot: IpjangBot, language: Language) -> Reply:
        said = telling(language)
        named = self.subscriptions.asking.snapshot.index.find(rest).mentions if command is FollowCommand.FOLLOW else ()
        team = named[0].team if named else None
        button = Button(label=said.in_private(), url=deep_link(bot, team))
        return Reply(parts=(escape(said.only_admins()),), buttons=((button,),))

    async def _channel_digest(
        self, message: Message, channel: str, rest: str, bot: IpjangBot, language: Language
    ) -> Reply:
        """A digest for a channel: by the bot's owners, in private, where the bot may post."""
        said, user = telling(language), message.from_user
        if not is_private(message) or message.sender_chat is not None or user is None or user.id not in self.owners:
            return Reply(parts=(escape(said.only_owners()),))
        refused = Reply(parts=(escape(said.not_a_channel(channel=channel)),))
        try:
            chat = await bot.get_chat(channel if channel.startswith("@") else int(channel))
            if chat.type != ChatType.CHANNEL:
                return refused
            member = await bot.get_chat_member(chat.id, bot.id)
        except (BadRequest, Forbidden):
            return refused
        if not isinstance(member, ChatMemberAdministrator) or not member.can_post_messages:
            return refused
        return await self.subscriptions.digest(rest, (chat.id, 0), language)

    async def _language(self, message: Message, words: str) -> Language:
        asked = self.subscriptions.asking.read(words)
        return await self.preferences.for_question(message.from_user, asked)


def telegram_teller(subscriptions: Subscriptions, record: Record, bot: IpjangBot, pace: Pace) -> Teller:
    """What settles changes and sends notices by Telegram."""
    followed, clock = subscriptions.followed, subscriptions.clock
    settlement = Settlement(record, subscriptions.settle, subscriptions.quiet, clock)

    async def say(notice: Notice, reply: Reply) -> None:
        content = read_content(notice.content)
        if isinstance(content, CorrectionContent):
            await send_correction(bot, notice, content, reply)
        else:
            await post(bot, PostPlace(notice.chat, 0, thread=notice.topic or None, is_reply=False), reply)

    def paused(chat: int) -> None:
        followed.paused |= {chat}

    outbox = Outbox(record, settlement, say, clock, lambda: bot.username, pace, on_pause=paused)
    return Teller(settlement, outbox, record.store.replicas.tells)


async def send_correction(bot: IpjangBot, notice: Notice, content: CorrectionContent, reply: Reply) -> None:
    """Edit the message that was wrong, and say so in its further parts; or reply to it. Raises TelegramError.

    Whoever is killed in between edits again, which changes nothing, and replies at most once more.
    """
    if content.is_reply:
        first, thread = next(iter(content.messages), 0), notice.topic or None
        await post(bot, PostPlace(notice.chat, first, thread, is_reply=first > 0, is_silent=content.is_silent), reply)
        return
    markup = buttons_markup(reply.buttons)
    if content.inline is not None:
        if not await edit(bot, {"inline_message_id": content.inline}, reply.parts[0], markup):
            raise BadRequest("message to edit not found")
        return
    for number, message in enumerate(content.messages):
        target = {"chat_id": notice.chat, "message_id": message}
        text = escape(telling(content.language).see_first()) if number else reply.parts[0]
        if not await edit(bot, target, text, None if number else markup):
            return  # too old, or gone: the reply tells it alone


def place_of(message: Message) -> Place:
    """The chat of a message, and its topic there; a forum's General topic is none."""
    thread = PostPlace.beside(message).thread
    return message.chat.id, thread or 0


def deep_link(bot: IpjangBot, team: str | None) -> str:
    """The link that follows a team, or every team, in the private chat."""
    payload = EVERY_PAYLOAD if team is None else f"{FOLLOW_PAYLOAD}{payload_of(team)}"
    return f"https://t.me/{bot.username}?start={payload}"


def _channel_of(message: Message) -> tuple[str, str] | None:
    """The channel at the end of `/digest daily 8:30 @channel`, as it was typed, and what stands before it."""
    command = read_command(text_of(message))
    words = command.rest.split() if command is not None else []
    if not words or not (words[-1].startswith("@") or (words[-1].startswith("-100") and words[-1][1:].isdigit())):
        return None
    return words[-1], " ".join(words[:-1])


async def _turn(bot: IpjangBot, message: Message, markup: InlineKeyboardMarkup, data: str) -> None:
    """Turn the button that was pressed into its opposite."""
    rows = [
        [_button_of(key.text, key.callback_data, key.url, turned=key.callback_data == data) for key in row]
        for row in markup.inline_keyboard
    ]
    try:
        await bot.edit_message_reply_markup(message.chat.id, message.message_id, reply_markup=buttons_markup(rows))
    except BadRequest as error:  # it is too old, or gone
        logger.debug("a button could not be turned: %s", error)


def _button_of(label: str, data: object, url: str | None, *, turned: bool) -> Button:
    button = Button(label=label, data=data if isinstance(data, str) else None, url=url)
    return toggled(button) if turned else button


def _is_sign_of_life(update: Update) -> bool:
    """True for a message, a press, or the bot's being let in again; not for its being thrown out."""
    change = update.my_chat_member
    if change is not None:
        return change.new_chat_member.status in (ChatMember.MEMBER, *ADMINS)
    return update.message is not None or update.callback_query is not None
