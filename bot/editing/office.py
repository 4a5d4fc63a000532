"""The editors' office: the record, the editor, who may, and whose language; what every handler here works with."""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from telegram import User

from bot.article_fetch import ArticleFetcher
from bot.editing.authorisation import Role
from bot.editing.desk import Desk
from bot.setting_values import FourEyes
from bot.snapshot import Record
from knowledge.editing import Editor
from knowledge.errors import StoreError
from knowledge.fields import Language
from knowledge.matching import NameIndex
from knowledge.model import Team
from knowledge.store import Store

logger = logging.getLogger(__name__)


@dataclass
class Roll:
    """The editors as they were at one version of the record, which every grant and revocation raises.

    It tells whose ordinary messages may answer a step of a conversation; what somebody may do is never decided by it:
    `role_of` asks the store each time.
    """

    users: frozenset[int] = frozenset()
    version: int = -1


@dataclass(frozen=True)
class Office:
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
    roll: Roll = field(default_factory=Roll)
    without_menu: set[int] = field(default_factory=set)
    """Editors whom Telegram did not know at the last try to give them their menu."""
    to_greet: set[int] = field(default_factory=set)
    """New editors who could not be told yet: made so elsewhere, or not known to Telegram then."""

    @property
    def store(self) -> Store:
        """Where drafts, previews, editors and the audit are kept."""
        return self.record.store

    def desk(self) -> Desk:
        """The record as it is now, for reading what is typed."""
        snapshot = self.record.snapshot
        return Desk(facts=snapshot.facts, index=snapshot.index, now=self.clock())

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
        if self.roll.version != version:
            editors = await self._editors()
            if editors is not None:
                self._note(editors)
                self.roll.users = editors
            self.roll.version = version
        return user in self.roll.users

    def _note(self, editors: Collection[int]) -> None:
        """Note who may edit; whoever was made an editor elsewhere since then is to be greeted."""
        if self.roll.version >= 0:
            self.to_greet.update(set(editors) - self.roll.users)
        self.roll.users |= set(editors)

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
