"""An editors' stage: the real application with the shipped record, an owner, an editor, and a clock to turn."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.chat.notes import Preferences
from bot.editing.access import EditingServices
from bot.editing.handlers import Editing
from bot.settings import FourEyes
from knowledge.facts import Facts
from knowledge.record.changes import Grant
from knowledge.record.editor import Editor
from tests.bot.recording import Call
from tests.bot.stage import Stage, chat_of, staged, user

OWNER, EDITOR, STRANGER = 11, 12, 13
ADD = """/add
team: KT
stance: 불참
said: 2026-01-23
voice: own
speaker: KT 관계자
publisher: 뉴스1
published: 2026-01-23
quote: KT는 23일 독자 AI 파운데이션 모델 재공모에 참여하지 않기로 했다고 밝혔다."""


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    now: datetime = datetime(2026, 1, 24, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        """This moment."""
        return self.now

    def turn(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


@dataclass
class Editorial:
    """What the tests of editing play with."""

    stage: Stage
    services: EditingServices
    clock: Clock

    @property
    def facts(self) -> Facts:
        """The record as questions are answered from."""
        return self.services.record.snapshot.facts

    async def say(self, text: str, *, by: int = EDITOR, language: str = "ko", **more: object) -> list[Call]:
        """Somebody writes in private."""
        return await self.stage.hear(text, chat=by, **{"from": user(by, language), **more})

    async def press(self, data: str, *, by: int = EDITOR, chat: int | None = None, language: str = "ko") -> list[Call]:
        """Somebody presses a button."""
        place = by if chat is None else chat
        sent = {"message_id": 900, "date": 1, "chat": chat_of(place), "from": dict(self.stage.telegram.me), "text": "…"}
        query = {"id": "q", "from": user(by, language), "chat_instance": "1", "data": data, "message": sent}
        return await self.stage.play(callback_query=query)

    async def tap(self, calls: list[Call], label: str, *, by: int = EDITOR, language: str = "ko") -> list[Call]:
        """Press the button of the newest message that holds these words."""
        return await self.press(button(calls, label), by=by, language=language)

    async def dump(self) -> Mapping[str, object]:
        """Everything on record, and who may edit it."""
        store = self.services.store
        editors = await store.editors.all()
        return {"facts": await store.facts(), "editors": editors, "version": await store.version()}


def texts(calls: list[Call]) -> str:
    """All that a bot said."""
    return "\n".join(call.text() for call in calls if call.text())


def button(calls: list[Call], label: str) -> str:
    """The callback data of a button of these calls; the newest message that has it."""
    found = [key for call in calls for key in call.buttons() if label in key["text"]]
    assert found, (label, [key["text"] for call in calls for key in call.buttons()])
    return found[-1]["callback_data"]


@asynccontextmanager
async def editorial(url: str, *, fresh: bool = True, four_eyes: FourEyes = "off") -> AsyncIterator[Editorial]:
    """A stage with one owner and one editor; not `fresh` where the database was played with before."""
    clock = Clock()
    async with staged(url, fill=fresh) as stage:
        store = stage.record.store
        services = EditingServices(
            record=stage.record,
            editor=Editor(store, clock),
            owners=frozenset({OWNER}),
            language_of=Preferences(store.chats, "ko").language,
            clock=clock,
            four_eyes=four_eyes,
        )
        await services.editor.save(Grant(user=EDITOR), by="test", key="grant-editor")
        stage.telegram.answers["getMyCommands"] = []
        Editing(services).install(stage.application)
        yield Editorial(stage, services, clock)
