"""Who may do what: what an update tries, the one decision about it, and the services that decide and edit."""

import logging
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatType

from bot.article_fetch import ArticleFetcher
from bot.chat.addressing import read_command
from bot.chat.snapshot import Record
from bot.editing.context import EditContext
from bot.settings import FourEyes
from knowledge.errors import StoreError
from knowledge.fields import Language
from knowledge.matching import NameIndex
from knowledge.model import Team
from knowledge.record.editor import Editor
from knowledge.store import Store


class Act(StrEnum):
    """One thing that only an editor, or only an owner, may do."""

    ADD = "add"
    CORRECT = "correct"
    RETRACT = "retract"
    REINSTATE = "reinstate"
    STATEMENTS = "statements"
    TEAM = "team"
    ALIAS = "alias"
    DECOY = "decoy"
    AUDIT = "audit"
    EXPORT = "export"
    GAPS = "gaps"
    PROPOSALS = "proposals"
    CANCEL = "cancel"
    GRANT = "grant"
    REVOKE = "revoke"
    EDITORS = "editors"
    DOCUMENT = "document"
    TYPE = "type"
    """A text that answers a step of a form, or that may be worth recording."""
    PRESS = "press"


OWNERS_ONLY = frozenset({Act.GRANT, Act.REVOKE, Act.EDITORS})
COMMANDS: Mapping[str, Act] = {str(act): act for act in Act if act not in {Act.DOCUMENT, Act.TYPE, Act.PRESS}}
"""The word of a command -> what it does."""

PRESS_PREFIX = "e:"
"""How the callback data of every editors' button begins."""


def attempt(update: Update) -> Act | None:
    """What an update tries that only editors may do, by whatever way it came; None where it tries nothing."""
    if update.callback_query is not None:
        data = update.callback_query.data
        return Act.PRESS if isinstance(data, str) and data.startswith(PRESS_PREFIX) else None
    if update.inline_query is not None:
        return _command_act(update.inline_query.query)
    if update.chosen_inline_result is not None:
        return _command_act(update.chosen_inline_result.query)
    message = any_message(update)
    return _message_act(message) if message is not None else None


def any_message(update: Update) -> Message | None:
    """The message of an update, whatever kind of message it is."""
    return (
        update.message
        or update.edited_message
        or update.channel_post
        or update.edited_channel_post
        or update.business_message
        or update.edited_business_message
        or update.guest_message
    )


def text_of(message: Message) -> str:
    """The text of a message, or the caption of what it carries."""
    text = message.text or message.caption
    # Only the kinds of update that are answered are checked for their types before they come here.
    return text if isinstance(text, str) else ""


def _message_act(message: Message) -> Act | None:
    command = read_command(text_of(message))
    if command is None:
        return None
    if command.word == "start":
        return _payload_act(command.rest.strip())
    return COMMANDS.get(command.word)


def _command_act(text: str) -> Act | None:
    command = read_command(text.strip())
    return COMMANDS.get(command.word) if command else None


def _payload_act(payload: str) -> Act | None:
    """What a deep link tries: `/start add`, `/start add_KT`, `/start e:token:save`."""
    if payload.startswith((PRESS_PREFIX, "e_", "e-")):
        return Act.PRESS
    return COMMANDS.get(re.split(r"[^a-z]", payload.lower().lstrip("/"), maxsplit=1)[0])


class Refusal(StrEnum):
    """Why an update may not do what it tries."""

    NOT_A_MESSAGE = "not_a_message"
    """Inline queries, polls and whatever else Telegram may send one day."""
    EDITED = "edited"
    CHANNEL = "channel"
    BUSINESS = "business"
    GUEST = "guest"
    NO_SENDER = "no_sender"
    ON_BEHALF = "on_behalf"
    """Sent for a channel or a group, as anonymous admins do; or forwarded by itself from a linked channel."""
    FORWARDED = "forwarded"
    VIA_BOT = "via_bot"
    DEEP_LINK = "deep_link"
    OTHER_BOT = "other_bot"
    NOT_PRIVATE = "not_private"
    STRANGER = "stranger"
    NOT_OWNER = "not_owner"
    UNDECIDED = "undecided"
    """The store cannot be asked who somebody is."""
    FORGED = "forged"
    NOT_YOURS = "not_yours"
    USED = "used"
    SUPERSEDED = "superseded"
    """The Save of a preview that was left, cancelled or put aside, and has saved nothing."""
    EXPIRED = "expired"
    EXPIRED_LIST = "expired_list"
    """The button of a list or an offer, which saves nothing by itself."""
    UNDO_EXPIRED = "undo_expired"
    """An Undo that came too late: the statement stands, and the press was answered so."""


class Role(StrEnum):
    """What a user id is to the bot."""

    OWNER = "owner"
    EDITOR = "editor"
    STRANGER = "stranger"


MAY_BE_FORWARDED = frozenset({Act.TYPE, Act.DOCUMENT})
"""What is only material: it is shown to the editor who sent it, and takes effect by that editor's own Save."""

RoleOf = Callable[[int], Awaitable[Role]]
"""What a user id is at this moment: asked anew each time, so that a revoked editor's buttons are dead at once."""


async def authorise(update: Update, act: Act, role_of: RoleOf, bot: str) -> Refusal | None:
    """Decide whether an update may do what it tries; None is yes.

    Raises whatever `role_of` raises: where it cannot be known who somebody is, nothing happens.
    """
    refusal = next(_doubts(update, act, bot), None)
    if refusal is not None:
        return refusal
    role = await role_of(sender_id(update))
    if role is Role.OWNER:
        return None
    if act in OWNERS_ONLY:
        return Refusal.NOT_OWNER if role is Role.EDITOR else Refusal.STRANGER
    return None if role is Role.EDITOR else Refusal.STRANGER


def sender_id(update: Update) -> int:
    """The id of the person who sent a message or pressed a button; 0 where there is none."""
    message = any_message(update)
    event = update.callback_query or message or update.inline_query or update.chosen_inline_result
    user = event.from_user if event is not None else None
    return user.id if user is not None else 0


def _doubts(update: Update, act: Act, bot: str) -> Iterator[Refusal]:
    """Everything about an update that forbids it, whoever sent it."""
    yield from _wrong_kind(update)
    if update.callback_query is not None:
        yield from _press_doubts(update.callback_query, act)
    elif update.message is not None:
        yield from _message_doubts(update.message, act, bot)
    else:
        yield Refusal.NOT_A_MESSAGE


def _wrong_kind(update: Update) -> Iterator[Refusal]:
    if update.edited_message or update.edited_channel_post or update.edited_business_message:
        yield Refusal.EDITED
    if update.channel_post:
        yield Refusal.CHANNEL
    if update.business_message:
        yield Refusal.BUSINESS
    if update.guest_message:
        yield Refusal.GUEST


def _press_doubts(query: CallbackQuery, act: Act) -> Iterator[Refusal]:
    if act is not Act.PRESS or query.inline_message_id is not None or query.message is None:
        yield Refusal.FORGED
    elif query.message.chat.type != ChatType.PRIVATE:
        yield Refusal.NOT_PRIVATE
    if query.from_user.is_bot:
        yield Refusal.NO_SENDER


def _message_doubts(message: Message, act: Act, bot: str) -> Iterator[Refusal]:
    command = read_command(text_of(message))
    if command is not None and command.bot is not None and command.bot.lower() != bot.lower():
        yield Refusal.OTHER_BOT
    yield from _sender_doubts(message)
    if message.business_connection_id is not None:
        yield Refusal.BUSINESS
    if message.guest_query_id is not None:
        yield Refusal.GUEST
    if message.forward_origin is not None and act not in MAY_BE_FORWARDED:
        yield Refusal.FORWARDED
    if message.via_bot is not None:
        yield Refusal.VIA_BOT
    if command is not None and command.word == "start" and command.rest.strip():
        yield Refusal.DEEP_LINK
    if message.chat.type != ChatType.PRIVATE:
        yield Refusal.NOT_PRIVATE


def _sender_doubts(message: Message) -> Iterator[Refusal]:
    if message.sender_chat is not None or message.is_automatic_forward or message.sender_business_bot is not None:
        yield Refusal.ON_BEHALF
    if message.from_user is None or message.from_user.is_bot:
        yield Refusal.NO_SENDER


logger = logging.getLogger(__name__)


@dataclass
class EditorCache:
    """The editors as they were at one version of the record, which every grant and revocation raises.

    It tells whose ordinary messages may answer a step of a conversation; what somebody may do is never decided by it:
    `role_of` asks the store each time.
    """

    users: frozenset[int] = frozenset()
    version: int = -1


@dataclass(frozen=True)
class EditingServices:
    """`owners` are the ids of the settings; `clock` gives this moment, aware."""

    record: Record
    editor: Editor
    owners: frozenset[int]
    language_of: Callable[[User | None], Awaitable[Language]]
    clock: Callable[[], datetime]
    default_language: Language = "ko"
    four_eyes: FourEyes = "off"
    fetcher: ArticleFetcher | None = None
    """What fetches articles at addresses; None where the settings allow no host."""
    cache: EditorCache = field(default_factory=EditorCache)
    without_menu: set[int] = field(default_factory=set)
    """Editors whom Telegram did not know at the last try to give them their menu."""
    to_greet: set[int] = field(default_factory=set)
    """New editors who could not be told yet: made so elsewhere, or not known to Telegram then."""

    @property
    def store(self) -> Store:
        """Where drafts, previews, editors and the audit are kept."""
        return self.record.store

    def context(self) -> EditContext:
        """The record as it is now, for reading what is typed."""
        snapshot = self.record.snapshot
        return EditContext(facts=snapshot.facts, index=snapshot.index, now=self.clock())

    def index_of(self, teams: Iterable[Team]) -> NameIndex:
        """The index that these teams would have, beside the registers and the programme's words of the record."""
        snapshot = self.record.snapshot
        facts = snapshot.facts
        return NameIndex.of(facts.programme, facts.stances.values(), teams, register=snapshot.register)

    async def role_of(self, user: int) -> Role:
        """What a user id is at this moment; raises StoreError where that cannot be known."""
        if user in self.owners:
            return Role.OWNER
        if not await self.store.editors.includes(user):
            return Role.STRANGER
        self._note({user})
        return Role.EDITOR

    async def has_taken(self, token: str) -> bool:
        """True if the Save of a preview took effect: its change is on record, or waits for another editor."""
        return await self.editor.earlier(token) is not None or await self.store.pending.get(token) is not None

    async def everybody(self) -> Collection[int]:
        """Every owner and editor; the owners alone while the store cannot be read."""
        return self.owners | (await self._editors() or frozenset())

    async def may_be_editor(self, user: int) -> bool:
        """Whether a user's ordinary messages deserve a look; the store is asked only when the record has changed."""
        if user in self.owners:
            return True
        version = self.record.snapshot.facts.version
        if self.cache.version != version:
            editors = await self._editors()
            if editors is not None:
                self._note(editors)
                self.cache.users = editors
            self.cache.version = version
        return user in self.cache.users

    def _note(self, editors: Collection[int]) -> None:
        """Note who may edit; whoever was made an editor elsewhere since then is to be greeted."""
        if self.cache.version >= 0:
            self.to_greet.update(set(editors) - self.cache.users)
        self.cache.users |= set(editors)

    async def _editors(self) -> frozenset[int] | None:
        """The user ids of the editors; None while the store cannot be read."""
        try:
            return frozenset(each.user for each in await self.store.editors.all())
        except StoreError as error:
            logger.warning("the editors cannot be read: %s", error)
            return None


def signature(user: int) -> str:
    """How the record names an editor of Telegram."""
    return f"telegram:{user}"


def user_of(by: str) -> int | None:
    """The user id of such a name; None for the command line and files."""
    prefix, _, number = by.partition(":")
    return int(number) if prefix == "telegram" and number.isdigit() else None
