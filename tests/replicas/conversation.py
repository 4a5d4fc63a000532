"""What people do in these tests: ask a question, record a statement, press Save."""

from collections.abc import Callable
from itertools import count
from typing import Any

from tests.loopback.server import Call, Loopback
from tests.loopback.updates import Json, message, press
from tests.replicas.processes import OWNER

Deliver = Callable[[Json], object]

_readers = count(1001)


class People:
    """Readers, each in a chat of their own, and the owner who edits; `deliver` is how what they do reaches the bot."""

    def __init__(self, telegram: Loopback, deliver: Deliver | None = None) -> None:
        self.telegram = telegram
        self._deliver: Deliver = deliver or telegram.receive

    def asks(self, text: str = "KT는?") -> int:
        """A new reader asks; gives the chat."""
        place = next(_readers)
        self._deliver(message(text, place=place))
        return place

    async def hears(self, place: int, seconds: float = 45.0) -> str:
        """What a reader was answered first."""
        await self.telegram.until(lambda: bool(self.telegram.texts(place)), seconds)
        return self.telegram.texts(place)[0]

    async def is_told(self, text: str = "KT는?", seconds: float = 45.0) -> str:
        """What a new reader is told."""
        return await self.hears(self.asks(text), seconds)

    async def records(self, number: int, seconds: float = 45.0) -> None:
        """The owner records a statement, and is told that it is saved."""
        preview = await self.preview(number, seconds)
        before = len(self._owner_hears)
        self._deliver(self.save(preview))
        await self.telegram.until(lambda: any("저장했" in call.text for call in self._owner_hears[before:]), seconds)

    async def preview(self, number: int, seconds: float = 45.0) -> Call:
        """The owner writes a statement; gives the message with Save."""
        before = len(self._owner_hears)
        self._deliver(message(lines(number), place=OWNER))
        await self.telegram.until(lambda: any(map(_buttons, self._owner_hears[before:])), seconds)
        return next(call for call in self._owner_hears[before:] if _buttons(call))

    def save(self, preview: Call) -> Json:
        """The press of Save, as an update."""
        data = next(button["callback_data"] for button in _buttons(preview) if "저장" in button["text"])
        sent = next(each for each in self.telegram.chats.messages.values() if data in str(each.get("reply_markup")))
        return press(data, query=f"q{data}", sent=sent, sender=OWNER)

    @property
    def _owner_hears(self) -> list[Call]:
        return [call for call in self.telegram.answers("sendMessage", "editMessageText") if call.chat == OWNER]


def lines(number: int) -> str:
    """A statement of KT's, said the later the higher its number, and with a sentence of its own."""
    day = f"2026-02-{number:02d}"
    return (
        f"/add\nteam: KT\nstance: 불참\nsaid: {day}\nvoice: own\nspeaker: KT 관계자\npublisher: 뉴스1\n"
        f"published: {day}\nquote: {sentence(number)}"
    )


def sentence(number: int) -> str:
    """What such a statement quotes."""
    return f"KT는 {number}번째로 재공모에 불참 뜻을 밝혔다."


def _buttons(call: Call) -> list[dict[str, str]]:
    markup: Any = call.parameters.get("reply_markup")
    return [button for row in markup["inline_keyboard"] for button in row] if isinstance(markup, dict) else []
