"""The outbox: notices go out one after the other, behind every answer, and each once unless the process is killed.

One process of several settles and sends; the others look whether it has ended.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.chat.snapshot import Record
from bot.rendering.reply import Reply
from bot.telegram.retry import is_network, is_unreachable, pause_before, seconds_asked, sleep_unless
from bot.telling.notices import NoticeContent, read_content, rendered
from bot.telling.settlement import Settlement
from knowledge.errors import KnowledgeError, StoreError
from knowledge.headlines import merged_change
from knowledge.storage.follows import Follows, Notice

logger = logging.getLogger(__name__)

MOST_TRIES = 8
"""Tries at one notice that fails for a reason that is neither the chat's nor the network's."""
A_MOMENT = 0.02
"""Seconds between two looks whether a chat, or the room that answers leave, is free."""
LOOK_EVERY = 1.0
"""Seconds between two looks for what has stood for long enough, and for what is due."""
LOOKED_AT = 5
"""Notices that are looked at for a chat that is free, before a moment's pause."""
LATE = timedelta(minutes=1)
"""A notice that is due for longer may have got into quiet hours."""
AFTER_FAILURE = 3.0
"""Seconds before the next look where the database could not be read or written."""


class Pace(Protocol):
    """Says when a notice may go (`bot.telegram.rate_limits`)."""

    def leisure(self, chat: int) -> float:
        """Seconds until a notice to a chat would keep no answer waiting; 0 for now."""

    def count_notice(self, chat: int) -> None:
        """A notice goes out."""


class AtOnce:
    """For the terminal: nobody else is answered."""

    def leisure(self, chat: int) -> float:  # noqa: ARG002
        """Now."""
        return 0.0

    def count_notice(self, chat: int) -> None:
        """Nothing to count."""


Say = Callable[[Notice, Reply], Awaitable[None]]
"""Sends one notice; raises TelegramError."""


@dataclass(slots=True)
class Outbox:
    """Sends what is due; `here` is the terminal, whose notices are nobody else's. `name` gives the bot's username."""

    record: Record
    settlement: Settlement
    say: Say
    clock: Callable[[], datetime]
    name: Callable[[], str] = lambda: ""
    pace: Pace = field(default_factory=AtOnce)
    here: bool = False
    on_pause: Callable[[int], None] = lambda _: None
    _sent: list[str] = field(default_factory=list)
    _is_recovered: bool = False
    _last: tuple[tuple[object, ...], Reply | None] | None = None

    @property
    def _follows(self) -> Follows:
        return self.record.store.follows

    def stand_by(self) -> None:
        """Another process sends: what it leaves has to be taken up again before this one does."""
        self._is_recovered = False

    async def _recover(self) -> None:
        """What a process that ended was about to send is sent again: nobody knows whether it arrived."""
        if not self._is_recovered:
            again = await self._follows.recover(here=self.here)
            if again:
                logger.info("%d notices are sent again: the process ended while it sent them", again)
            self._is_recovered = True

    async def send_due(self, stop: asyncio.Event | None = None) -> int:
        """Send all that is due, unless `stop` is set, and give how many went out. Raises StoreError."""
        count = 0
        await self._flush()
        await self._recover()
        await self._merge()
        while notices := await self._follows.due(self.clock(), here=self.here):
            sent = await self._send_all(notices, stop or asyncio.Event())
            await self._flush()
            count += sent
            if not sent:
                break
        return count

    async def close(self) -> None:
        """Note what was sent last."""
        await self._flush()

    async def _merge(self) -> None:
        """Several changes of one team that wait for the same place are one notice, or none."""
        for notices in await self._follows.several(self.clock()):
            contents = [read_content(each.content) for each in notices]
            kept = contents[-1]
            change = merged_change([each.change for each in contents if isinstance(each, NoticeContent)])
            if isinstance(kept, NoticeContent):
                merged = None if change is None else kept.model_copy(update={"change": change})
                await self._follows.merge(notices, None if merged is None else merged.model_dump(mode="json"))

    async def _send_all(self, notices: Sequence[Notice], stop: asyncio.Event) -> int:
        """Send these, those of a chat that is not free behind the others."""
        waiting, count = deque(notices), 0
        while waiting and not stop.is_set():
            wait = self.pace.leisure(waiting[0].chat)
            for _ in range(min(len(waiting), LOOKED_AT) - 1):
                if not wait:
                    break
                waiting.rotate(-1)
                wait = min(wait, self.pace.leisure(waiting[0].chat))
            if wait:
                await sleep_unless(stop, max(wait, A_MOMENT))
            else:
                count += await self._send(waiting.popleft())
        return count

    async def _send(self, notice: Notice) -> bool:
        """Whether one notice went out."""
        now = self.clock()
        if await self._is_quiet(notice, now):
            return False
        reply = self._rendered(notice, now)
        if reply is None:
            await self._follows.put_off(notice.key, None)
            return False
        sent, self._sent = self._sent, []
        try:
            claimed = await self._follows.claim(notice.key, sent, now)
        except BaseException:
            self._sent = sent
            raise
        if not claimed:
            return False
        self.pace.count_notice(notice.chat)
        try:
            await self.say(notice, reply)
        except TelegramError as error:
            await self._failed(notice, error)
            return False
        self._sent.append(notice.key)
        return True

    async def _is_quiet(self, notice: Notice, now: datetime) -> bool:
        """Whether a notice comes late and quiet hours have begun meanwhile; it is put off to their end."""
        if not notice.team or now - notice.due < LATE:
            return False
        subscriber = await self._follows.subscriber((notice.chat, notice.topic))
        due = self.settlement.due(subscriber.quiet if subscriber is not None else None, now)
        if due > now:
            await self._follows.put_off(notice.key, due)
        return due > now

    def _rendered(self, notice: Notice, now: datetime) -> Reply | None:
        """The message, which is the same as the last one where a thousand chats are told the same."""
        facts = self.record.snapshot.facts
        state = (facts.filling, facts.version, now.date(), now.hour, notice.content)
        if self._last is None or self._last[0] != state:
            content = read_content(notice.content)
            self._last = state, rendered(content, facts, now=now, bot=self.name())
        return self._last[1]

    async def _failed(self, notice: Notice, error: TelegramError) -> None:
        now = self.clock()
        if is_unreachable(error):
            logger.info("a chat that follows teams takes no messages; it is told nothing until somebody writes there")
            self.on_pause(notice.chat)
            await self._follows.pause(notice.chat, now)
        elif isinstance(error, RetryAfter):
            await self._follows.put_off(notice.key, now + timedelta(seconds=seconds_asked(error)))
        elif is_network(error):
            await self._follows.put_off(notice.key, now + timedelta(seconds=pause_before(notice.tries + 1, error)))
        elif notice.tries + 1 >= MOST_TRIES or isinstance(error, BadRequest):
            logger.error("a notice cannot be sent: %s", error)
            await self._follows.put_off(notice.key, None)
        else:
            await self._follows.put_off(notice.key, now + timedelta(seconds=pause_before(notice.tries + 1, error)))

    async def _flush(self) -> None:
        sent, self._sent = self._sent, []
        try:
            await self._follows.note_sent(sent)
        except StoreError:
            self._sent = sent
            raise


@dataclass(frozen=True, slots=True)
class Teller:
    """Settles and sends, while `leads` says that this process is the one to."""

    settlement: Settlement
    outbox: Outbox
    leads: Callable[[], Awaitable[bool]]

    async def run(self, stop: asyncio.Event) -> None:
        """Go on until `stop` is set; the notice that is under way then is sent, and noted as such."""
        await asyncio.gather(self._repeat(self._settle, stop), self._repeat(lambda: self.outbox.send_due(stop), stop))
        with suppress(KnowledgeError):
            await self.outbox.close()

    async def _settle(self) -> None:
        await self.settlement.look()
        await self.settlement.digest()

    async def _repeat(self, work: Callable[[], Awaitable[object]], stop: asyncio.Event) -> None:
        is_failing = False
        while not stop.is_set():
            pause = LOOK_EVERY
            try:
                await self._work(work)
                is_failing = False
            except KnowledgeError as error:
                # Once an outage, not every three seconds.
                logger.log(logging.DEBUG if is_failing else logging.WARNING, "changes are told later: %s", error)
                is_failing, pause = True, AFTER_FAILURE
            except Exception:
                logger.exception("changes could not be told")
                pause = AFTER_FAILURE
            await sleep_unless(stop, pause)

    async def _work(self, work: Callable[[], Awaitable[object]]) -> None:
        if await self.leads():
            await work()
        else:
            self.outbox.stand_by()
