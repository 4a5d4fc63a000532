"""Chats that were given answers, a correction of these, and what each was told, whatever happens to the bot."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from bot.chat.asking import Asking
from bot.chat.snapshot import Record
from bot.cli.session import fill_with_shipped
from bot.telling.told import ToldLog
from knowledge.record.changes import Correct, Correction
from knowledge.record.editor import Editor, utc_now
from knowledge.store import Store
from tests.faults.process import BotProcess
from tests.loopback.chats import BOT
from tests.loopback.server import Loopback
from tests.loopback.updates import chat

FIRST_CHAT, OTHERS = 700_000, 800_000
FIRST_MESSAGE = 10
STATEMENT = "kakao-20260116"
STANCES = ("considering", "not_joining")


@dataclass
class Readers:
    """Private chats, some of which were given two answers about one team; others asked about another one."""

    telegram: Loopback
    url: str
    given: Sequence[tuple[int, int]]
    """The chat and the message of each answer."""
    corrections: int = 0
    seen: int = 0
    """Calls to Telegram that were counted before."""
    replies: "Counter[int]" = field(default_factory=Counter)

    @classmethod
    async def settled(cls, telegram: Loopback, url: str, chats: int, answers: int) -> "Readers":
        """A database in which they were answered, and everything on record is settled."""
        given = [(FIRST_CHAT + number % chats, FIRST_MESSAGE + number // chats) for number in range(answers)]
        others = [(OTHERS + number, FIRST_MESSAGE) for number in range(20)]
        store = await Store.open(url)
        try:
            await fill_with_shipped(store)
            await store.follows.begin(await store.follows.newest_number())
            record = await Record.read(store)
            asking = Asking(record, utc_now)
            log = ToldLog(store.told, lambda: record.snapshot.facts, utc_now)
            for text, places in (("카카오는?", given), ("KT는?", others)):
                asked = asking.answer(asking.read(text), "ko")
                for place, message in places:
                    telegram.chats.known.add(place)
                    telegram.chats.messages[place, message] = {
                        "message_id": message, "date": 1, "chat": chat(place), "from": BOT,
                        "text": asked.reply.parts[0],
                    }  # fmt: skip
                    log.given(asked, place, None, (message,))
            await log.write()
        finally:
            await store.close()
        return cls(telegram, url, given)

    async def correct(self) -> None:
        """An editor corrects the statement, or corrects it back."""
        stance = STANCES[self.corrections % 2]
        self.corrections += 1
        store = await Store.open(self.url)
        try:
            correction = Correction.model_validate({"stance": stance})
            change = Correct(id=STATEMENT, revision=self.corrections, correction=correction, reason="시험")
            await Editor(store).save(change, by="test", key=f"c-{self.corrections}")
        finally:
            await store.close()

    def count(self) -> None:
        """Count the replies that were sent since the last time."""
        calls = self.telegram.calls[self.seen :]
        self.seen += len(calls)
        for call in calls:
            if call.method == "sendMessage" and call.status == 200:
                self.replies[int(str(call.chat))] += 1

    @property
    def edited(self) -> int:
        """Messages that show a correction."""
        return sum("정정(" in str(self.telegram.chats.messages[place].get("text")) for place in self.given)

    @property
    def done(self) -> int:
        """Edits and replies in all."""
        self.count()
        return self.edited + len(self.replies)

    @property
    def whole(self) -> int:
        """How many edits and replies there are to be."""
        return len(self.given) + len({place for place, _ in self.given})

    @property
    def strangers(self) -> int:
        """Messages to chats that were given nothing wrong."""
        self.count()
        return sum(count for place, count in self.replies.items() if place not in {each for each, _ in self.given})

    @property
    def doubled(self) -> int:
        """Replies that came again."""
        self.count()
        return sum(count - 1 for count in self.replies.values())

    async def all_told(self, seconds: float) -> None:
        """Wait until all are edited and replied to; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self.done < self.whole:  # noqa: ASYNC110 - there is no event of all
                await asyncio.sleep(0.25)


async def correct_through_kills(readers: Readers, bot: BotProcess, kills: int, seed: int) -> tuple[int, int]:
    """Kill the bot so often while it corrects; gives how many were not told and how many replies came twice."""
    generator = Random(seed)
    await readers.correct()
    each = max(1, readers.whole // (kills + 1))
    for _ in range(kills):
        await bot.start()
        goal = min(readers.done + generator.randint(0, each), readers.whole)
        await readers.telegram.until(lambda: readers.done >= goal, 120)  # noqa: B023
        await asyncio.sleep(generator.uniform(0.0, 0.3 if generator.random() < 0.5 else 0.02))
        await bot.kill()
    await bot.start()
    await readers.all_told(120 + readers.whole / 10)
    await asyncio.sleep(2.5)  # one too many would come now
    return readers.whole - readers.done, readers.doubled
