"""People who ask and editors who save, without a pause, through whatever happens; and what became of all of it."""

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, cycle, islice

from tests.faults.process import EDITORS
from tests.faults.replies import FORGIVEN, Account, Question, account
from tests.loopback.server import Call, Loopback
from tests.loopback.updates import Json, message, press

ASKED = ("카카오", "네이버", "KT", "NC AI")
FIRST_DAY, LAST_DAY = date(2026, 1, 17), date(2026, 11, 27)
"""Nobody asks the same twice within these days, so that each answer names the one question that it is given to."""
TEAMS = ("KT", "모티프테크놀로지스", "코난테크놀로지")
"""Whom each editor writes about: two who write about the same team are shown each other's changes before they save."""
SAVED = re.compile("저장.*기록 번호는 [a-z-]+-2026|[a-z-]+-2026.*저장", re.DOTALL)
DEAD_AFTER = 10.0
"""Seconds after a press is confirmed until an editor presses again: sooner would be a flood on a busy machine."""
PATIENCE = 900.0
"""Seconds in which an answer has to come, whatever happens meanwhile: a bound for a bot that never answers."""


@dataclass
class Town:
    """What people did: `asked` and `answered` count questions, `presses` those of Save; `pressed` holds the sentences
    that somebody wants to save, `saved` those of which the bot said that they are saved, and what it said."""

    telegram: Loopback
    asked: int = 0
    answered: int = 0
    pressed: list[str] = field(default_factory=list)
    saved: dict[str, str] = field(default_factory=dict)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    presses: int = 0
    questions: list[Question] = field(default_factory=list)
    written: list[Question] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def live(self, askers: int, editors: int) -> None:
        """Everybody does what they do until `closing` is set, and then waits for what is still owed to them."""
        async with asyncio.TaskGroup() as people:
            for number in range(askers):
                people.create_task(self._ask(1000 + number, number))
            for editor, team in zip(EDITORS[:editors], TEAMS, strict=False):
                people.create_task(self._edit(editor, team))

    async def _ask(self, chat: int, first: int) -> None:
        for text, expected in _questions(first):
            if self.closing.is_set():
                return
            self.asked += 1
            before = len(self.telegram.texts(chat))
            self.questions.append(Question(chat, expected))
            self.telegram.receive(message(text, place=chat))
            await self._until(lambda: self._is_said(expected, chat, before))  # noqa: B023 - awaited in this turn
            self.answered += 1

    async def _edit(self, editor: int, team: str) -> None:
        while not self.closing.is_set():
            sentence = f'{team} 관계자는 "{next(self._numbers)}번째로 검토하고 있다"고 말했다.'
            since = len(self.telegram.chats.messages)
            self.written.append(Question(editor, sentence))
            self.telegram.receive(message(addition(team, sentence), place=editor))
            self.pressed.append(sentence)
            while sentence not in self.saved:
                await self._until(lambda: bool(self.previews(editor, sentence, since)))  # noqa: B023 - awaited in this turn
                await self._press(editor, sentence, self.previews(editor, sentence, since)[-1])

    def account(self, kills: Sequence[float] = (), forgiven: float = FORGIVEN) -> Account:
        """What became of the questions, and of what editors wrote, each of which is answered by a preview."""
        return account(self.telegram, [*self.questions, *self.written], kills, forgiven)

    def previews(self, editor: int, sentence: str, since: int = 0) -> list[Json]:
        """The messages with a button to save this sentence, in order, that were sent after so many messages.

        After a crash there may be two; the newer one counts.
        """
        messages = self.telegram.chats.messages
        news = list(islice(reversed(messages.items()), len(messages) - since))[::-1]
        sent = [each for (chat, _), each in news if chat == editor]
        return [each for each in sent if sentence in str(each.get("text", "")) and save_button(each)]

    async def _press(self, editor: int, sentence: str, preview: Json) -> None:
        """Press Save, and wait to be told the number of the statement, or until nothing comes of it: a dead button."""
        self.presses += 1
        since = len(self.telegram.calls)
        query = press(save_button(preview) or "", query=f"save-{self.presses}", sent=preview, sender=editor)
        update = self.telegram.receive(query)

        def told() -> str | None:
            news = [call for call in self.telegram.calls[since:] if call.status == 200]
            texts = [call.text for call in news if _is_about(call, editor, preview["message_id"])]
            return next((text for text in texts if SAVED.search(text)), None)

        await self._until(lambda: update not in self.telegram.updates.waiting)  # handled, or written down to be
        with suppress(TimeoutError):
            await self.telegram.until(lambda: told() is not None, DEAD_AFTER)
        if (text := told()) is not None:
            self.saved[sentence] = text

    def _is_said(self, expected: str, chat: int, since: int) -> bool:
        """Whether it was said in a chat after so many texts."""
        return any(expected in text for text in self.telegram.texts_since(chat, since))

    async def _until(self, holds: Callable[[], bool]) -> None:
        await self.telegram.until(holds, PATIENCE)


def _questions(first: int) -> Iterator[tuple[str, str]]:
    """What one person asks in turn, each time about another day, and what only the answer to it contains."""
    days = (FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1))
    for number, day in enumerate(cycle(days), start=first):
        said = f"{day.month}월 {day.day}일"
        yield f"{said} 기준 {ASKED[number % len(ASKED)]}는?", f"({said} 기준)"


def addition(team: str, sentence: str) -> str:
    """What an editor writes to record a sentence."""
    facts = ("입장: 검토 중", "발언일: 2026-01-23", "화자구분: 본인", "매체: 뉴스1")
    return "\n".join(("/add", f"팀: {team}", *facts, f"문장: {sentence}"))


def save_button(sent: Json) -> str | None:
    """The data of the button that saves."""
    markup = sent.get("reply_markup")
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return next((key["callback_data"] for row in rows for key in row if "저장" in key["text"]), None)


def _is_about(call: Call, chat: int, number: object) -> bool:
    """Whether a call changes this message, or sends another to this chat."""
    if call.method == "editMessageText":
        return call.chat == chat and call.parameters.get("message_id") == number
    return call.method == "sendMessage" and call.chat == chat
