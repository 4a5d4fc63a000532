"""People who ask once each while somebody else's chat is in trouble, and what became of each of their questions."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from time import monotonic

from tests.bot.wired import SECRET
from tests.faults.replies import Account, Question, account
from tests.loopback.server import Loopback
from tests.loopback.updates import message
from tests.ports import free_port

QUESTIONS = (
    ("카카오는?", "<b>카카오는"),
    ("네이버는?", "<b>네이버클라우드는"),
    ("KT는?", "<b>KT는"),
    ("NC AI는?", "<b>NC AI는"),
)
PATIENCE_ASKED = "조금 뒤에"
"""What the notice to a chat that floods contains."""
PERSON, GROUP = 77, -10077
"""The chats that are in trouble."""
PACE = ((1, 1.0), (20, 60.0))
"""How many messages Telegram lets into a group within how many seconds; into a private chat the first of both."""


_CHATS = count(100_000)


@dataclass
class Neighbours:
    """Each asks one question in a chat of their own."""

    telegram: Loopback
    questions: list[Question] = field(default_factory=list)

    def ask(self) -> Question:
        """One more of them asks."""
        chat = next(_CHATS)
        text, expected = QUESTIONS[chat % len(QUESTIONS)]
        self.questions.append(Question(chat, expected))
        self.telegram.receive(message(text, place=chat))
        return self.questions[-1]

    async def ask_steadily(self, rate: float, seconds: float) -> None:
        """One after the other for so long, whether answers come or not."""
        end = monotonic() + seconds
        while monotonic() < end:
            self.ask()
            await asyncio.sleep(1 / rate)

    async def all_answered(self, seconds: float = 60.0) -> None:
        """Wait for what is owed to them, at most so long: what does not come is counted as lost."""
        owed = [each.chat for each in self.questions]
        with suppress(TimeoutError):
            await self.telegram.until(lambda: all(self.telegram.texts(chat) for chat in owed), seconds)

    def account(self, kills: Sequence[float] = ()) -> Account:
        """What became of their questions."""
        return account(self.telegram, self.questions, kills)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one chat: `begin` starts it, and goes on until it is cancelled or has said it all."""

    key: str
    name: str
    chat: int
    begin: Callable[[Loopback], Awaitable[None]]
    fills_queue: bool = False
    """Whether it soon says more than a chat may hold."""
    is_refused: bool = False
    """Whether Telegram asks for more patience than a test has."""


async def _refused(telegram: Loopback) -> None:
    telegram.faults.refuse(PERSON, 100_000)
    for _ in range(5):
        telegram.receive(message("카카오는?", place=PERSON))
        await asyncio.sleep(0.5)


async def _silent(telegram: Loopback) -> None:
    telegram.faults.hang = 6.0
    telegram.faults.silent.add(PERSON)
    for _ in range(5):
        telegram.receive(message("카카오는?", place=PERSON))
        await asyncio.sleep(0.5)


def _flooding(chat: int, rate: float, persons: int = 1) -> Callable[[Loopback], Awaitable[None]]:
    async def flood(telegram: Loopback) -> None:
        began, sent = monotonic(), 0
        while True:
            for _ in range(int((monotonic() - began) * rate) - sent):
                sent += 1
                telegram.receive(flood_message(chat, sent % persons))
            await asyncio.sleep(0.02)

    return flood


async def _six_at_once(telegram: Loopback) -> None:
    for number in range(900):
        telegram.receive(flood_message(GROUP, number % 6))


def flood_message(chat: int, person: int) -> dict[str, object]:
    """A question in a chat, by one of several persons."""
    text = "카카오는?" if chat > 0 else "/ask@ipjang_bot 카카오는?"
    return message(text, place=chat, sender=PERSON + person)


TROUBLES = (
    Trouble("refused", "refused for 100,000 s", PERSON, _refused, is_refused=True),
    Trouble("silent", "no answer to any call", PERSON, _silent),
    Trouble("steady", "2.8 messages a second", PERSON, _flooding(PERSON, 2.8)),
    Trouble("flood", "200 messages a second", PERSON, _flooding(PERSON, 200), fills_queue=True),
    Trouble("six", "six people in a group, 900 at once", GROUP, _six_at_once, fills_queue=True),
    Trouble("group", "six people in a group, 60 a second", GROUP, _flooding(GROUP, 60, 6), fills_queue=True),
)


@asynccontextmanager
async def begun(trouble: Trouble, telegram: Loopback) -> AsyncIterator[None]:
    """The trouble, for the length of the block and a moment before."""
    troubling = asyncio.ensure_future(trouble.begin(telegram))
    await asyncio.sleep(1.0)
    try:
        yield
    finally:
        troubling.cancel()
        await asyncio.gather(troubling, return_exceptions=True)


def webhook() -> dict[str, str]:
    """The settings of a bot that Telegram posts to."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    return {"BOT_WEBHOOK_URL": url, "BOT_WEBHOOK_SECRET": SECRET, "BOT_LISTEN": f"127.0.0.1:{port}"}


async def is_there(telegram: Loopback) -> None:
    """Wait until the bot has started and answers."""
    first = Neighbours(telegram)
    first.ask()
    await telegram.until(lambda: first.account().lost == 0, 60)


def calls_to(telegram: Loopback, chat: int) -> list[float]:
    """The moments of all messages to a chat, refused ones included."""
    return [call.at for call in telegram.calls if call.method == "sendMessage" and call.chat == chat]


def beyond_pace(moments: Sequence[float], *, is_group: bool) -> int:
    """How many messages came sooner than Telegram lets them out; a few milliseconds are the way from us to it."""
    found = 0
    for allowed, seconds in PACE if is_group else PACE[:1]:
        pairs = zip(moments, moments[allowed:], strict=False)
        found += sum(later - earlier < seconds - 0.01 for earlier, later in pairs)
    return found


def told(telegram: Loopback, chat: int) -> int:
    """How often a chat was asked for patience."""
    return Counter(PATIENCE_ASKED in text for text in telegram.texts(chat))[True]
