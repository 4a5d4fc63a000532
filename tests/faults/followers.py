"""Chats that follow a team, a change of it, and what each of them was told, whatever happens to the bot meanwhile."""

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from time import monotonic

from bot.cli.session import fill_with_shipped
from knowledge.model import Voice
from knowledge.record.changes import AddStatement, NewSource, NewStatement
from knowledge.record.editor import Editor
from knowledge.said import Said
from knowledge.store import Store
from tests.faults.process import BotProcess
from tests.loopback.server import Loopback

FIRST_CHAT = 500_000
TEAM = "kt"
SENTENCE = "KT는 {}번째로 마음을 바꿨다고 밝혔다."
AT_ONCE = {"BOT_SETTLE_SECONDS": "0", "BOT_QUIET_HOURS": "off"}
"""Settings by which a change is told at the next look."""


@dataclass
class Followers:
    """So many private chats that follow one team, known to Telegram."""

    telegram: Loopback
    url: str
    chats: Sequence[int]
    changes: int = 0

    @classmethod
    async def settled(cls, telegram: Loopback, url: str, count: int) -> "Followers":
        """A database in which they follow, and everything on record is settled."""
        chats = range(FIRST_CHAT, FIRST_CHAT + count)
        telegram.chats.known |= set(chats)
        store = await Store.open(url)
        try:
            await fill_with_shipped(store)
            await store.follows.begin(await store.follows.newest_number())
            for chat in chats:
                await store.follows.add((chat, 0), [TEAM], "ko", datetime.now(UTC))
        finally:
            await store.close()
        return cls(telegram, url, chats)

    async def change(self) -> None:
        """The team changes its mind."""
        self.changes += 1
        stance = ("not_joining", "joining")[self.changes % 2]
        new = NewStatement(
            team=TEAM,
            stance=stance,
            voice=Voice.OWN,
            said=Said.parse(f"2026-02-{self.changes:02}"),
            quote=SENTENCE.format(self.changes),
            source=NewSource(publisher="뉴스1", title=f"{self.changes}보"),
        )
        store = await Store.open(self.url)
        try:
            await Editor(store).save(AddStatement(statement=new), by="test", key=f"change-{self.changes}")
        finally:
            await store.close()

    def told(self, change: int) -> Sequence[int]:
        """How often each chat was told of a change."""
        sentence = SENTENCE.format(change)
        return [sum(sentence in text for text in self.telegram.texts(chat)) for chat in self.chats]

    @property
    def total(self) -> int:
        """How many notices were sent in all."""
        return sum(len(self.telegram.texts(chat)) for chat in self.chats)

    async def all_told(self, change: int, seconds: float) -> None:
        """Wait until every chat was told; raises TimeoutError."""
        # Counted once a second: a look at thousands of chats behind each call would take longer than the calls.
        async with asyncio.timeout(seconds):
            while not all(self.told(change)):  # noqa: ASYNC110 - there is no event of all
                await asyncio.sleep(0.25)


async def tell_through_kills(
    followers: Followers, bot: BotProcess, kills: int, seed: int, seconds: float = math.inf
) -> tuple[int, int]:
    """Kill the bot so often in the middle of telling, no longer than so many seconds.

    Gives how many notices were lost and how many came twice.
    """
    generator, telegram, began = Random(seed), followers.telegram, monotonic()
    await followers.change()
    each = max(1, len(followers.chats) // (kills + 1))
    for _ in range(kills):
        if monotonic() - began > seconds:
            break
        await bot.start()
        goal = min(followers.total + generator.randint(1, each), len(followers.chats))
        await telegram.until(lambda: followers.total >= goal, 120)  # noqa: B023
        await asyncio.sleep(generator.uniform(0.0, 0.05))
        await bot.kill()
    await bot.start()
    await followers.all_told(1, 120 + len(followers.chats) / 10)
    await asyncio.sleep(2.5)  # a notice too many would come now
    told = followers.told(1)
    return sum(count == 0 for count in told), sum(max(0, count - 1) for count in told)
