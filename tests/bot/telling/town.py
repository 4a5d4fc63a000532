"""A record that changes, places that follow, and what they are told: everything but the network, by a clock to turn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from telegram.error import TelegramError

from bot.chat.asking import Asking
from bot.chat.snapshot import Record
from bot.rendering.reply import Reply, plain
from bot.telling.outbox import Outbox
from bot.telling.settlement import Settlement
from bot.telling.subscriptions import FollowedTeams, Subscriptions
from knowledge.record.changes import AddStatement
from knowledge.record.editor import Editor
from knowledge.storage.follows import Notice, Place
from knowledge.store import Store
from tests.knowledge.lighthouse import START, lit, new_statement

SETTLE = timedelta(minutes=10)


@dataclass
class Moment:
    """A clock that stands still until it is turned."""

    now: datetime = START

    def __call__(self) -> datetime:
        """This moment."""
        return self.now


@dataclass
class Told:
    """The whole way from a save to a message."""

    store: Store
    editor: Editor
    clock: Moment
    subscriptions: Subscriptions
    settlement: Settlement
    outbox: Outbox
    sent: list[tuple[int, int, Reply]] = field(default_factory=list)
    refusing: dict[int, TelegramError] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def follow(self, text: str = "", *, place: Place = (7, 0), language: str = "ko") -> None:
        """A place follows the teams that are named, or all."""
        teams = self.subscriptions._teams(text)
        assert teams
        await self.subscriptions.follow(teams, place, "ko" if language == "ko" else "en")

    async def record(self, **fields: object) -> str:
        """An editor records a statement; gives its id."""
        number = next(self.numbers)
        quote = fields.pop("quote", f"{number}번째 말이다.")
        receipt = await self.editor.save(
            AddStatement(statement=new_statement(**fields, quote=quote)), by="tg:1", key=f"record-{number}"
        )
        return receipt.id

    async def wait(self, by: timedelta = SETTLE) -> list[str]:
        """Let time pass, and give what is told then."""
        self.clock.now += by
        return await self.look()

    async def look(self) -> list[str]:
        """One look at what has stood for long enough; gives the texts that go out."""
        before = len(self.sent)
        await self.settlement.look()
        await self.settlement.digest()
        await self.outbox.send_due()
        return [plain("\n".join(reply.parts)) for _, _, reply in self.sent[before:]]

    async def say(self, notice: Notice, reply: Reply) -> None:
        """Take a message, in the place of Telegram."""
        if notice.chat in self.refusing:
            raise self.refusing[notice.chat]
        self.sent.append((notice.chat, notice.topic, reply))


@asynccontextmanager
async def told(url: str, *, quiet: str = "off", settle: timedelta = SETTLE) -> AsyncIterator[Told]:
    """A town on a database, which is filled if it is empty; what is on record is settled."""
    store = await Store.open(url)
    try:
        clock = Moment()
        if await store.version() == 0:
            editor = await lit(store, clock)  # type: ignore[arg-type] # any clock will do
        else:
            editor = Editor(store, clock)
        record = await Record.read(store)
        subscriptions = Subscriptions(Asking(record, clock), store.follows, FollowedTeams(store.follows), clock, settle)
        settlement = Settlement(record, settle, quiet, clock)

        async def say(notice: Notice, reply: Reply) -> None:
            await town.say(notice, reply)

        outbox = Outbox(record, settlement, say, clock, lambda: "ipjang_bot")
        town = Told(store, editor, clock, subscriptions, settlement, outbox)
        await settlement.look()
        yield town
    finally:
        await store.close()
