"""A recording request in place of the network: conversations run through the real Application, call by call."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from telegram.request import RequestData

from bot.telegram.request import AiohttpRequest
from tests.bot.bot_api import objections
from tests.loopback.checking import check

BOT_ID = 4200
BOT_NAME = "ipjang_bot"
ME: Mapping[str, object] = {
    "id": BOT_ID, "is_bot": True, "first_name": "입장", "username": BOT_NAME, "can_join_groups": True,
    "can_read_all_group_messages": False, "supports_inline_queries": True, "supports_guest_queries": True,
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """One call to the Bot API, as it went out."""

    method: str
    parameters: Mapping[str, object]
    files: Mapping[str, object] = field(default_factory=dict)

    def text(self) -> str:
        """The text that it sends, or an empty one."""
        return str(self.parameters.get("text", ""))

    def buttons(self) -> list[Mapping[str, str]]:
        """Its inline buttons, row by row, left to right."""
        markup = self.parameters.get("reply_markup")
        if not isinstance(markup, Mapping):
            return []
        return [button for row in markup["inline_keyboard"] for button in row]

    def data_of(self, label: str) -> str:
        """The callback data of the button whose label holds these words."""
        return next(key["callback_data"] for key in self.buttons() if label in key["text"])


@dataclass
class Telegram:
    """What the stand-in for Telegram was asked, and what it will answer."""

    calls: list[Call] = field(default_factory=list)
    refusals: deque[tuple[str, int, str]] = field(default_factory=deque)
    me: Mapping[str, object] = field(default_factory=lambda: ME)
    answers: dict[str, object] = field(default_factory=dict)
    downloads: dict[str, bytes] = field(default_factory=dict)
    """The content of files, by the last part of their path."""
    last_message: int = 1000

    def refuse(self, method: str, status: int, description: str) -> None:
        """Refuse the next call of a method."""
        self.refusals.append((method, status, description))

    def answer(self, call: Call) -> tuple[int, bytes]:
        """Take one call; an invalid one fails the test that made it."""
        wrong = objections(call.method, call.parameters)
        assert not wrong, wrong
        check(call.method, call.parameters)
        self.calls.append(call)
        if self.refusals and self.refusals[0][0] == call.method:
            _, status, description = self.refusals.popleft()
            return status, json.dumps({"ok": False, "error_code": status, "description": description}).encode()
        return 200, json.dumps({"ok": True, "result": self._result(call)}).encode()

    def _result(self, call: Call) -> object:
        if call.method in self.answers:
            return self.answers[call.method]
        if call.method == "getMe":
            return self.me
        if call.method == "answerGuestQuery":
            return {"inline_message_id": "guest-1"}
        if call.method.startswith("send"):
            self.last_message += 1
            return self._message(self.last_message, call)
        if call.method.startswith("editMessage") and "message_id" in call.parameters:
            return self._message(int(str(call.parameters["message_id"])), call)
        return True

    def _message(self, number: int, call: Call) -> Mapping[str, object]:
        chat = int(str(call.parameters["chat_id"]))
        kind = {"type": "private", "first_name": "A"} if chat > 0 else {"type": "supergroup", "title": "G"}
        message = {"message_id": number, "date": 0, "chat": {"id": chat, **kind}}
        file = {"file_id": f"file-{number}", "file_unique_id": f"unique-{number}"}
        if call.method == "sendPhoto":
            return {**message, "photo": [{**file, "width": 1080, "height": 1920}]}
        if call.method == "sendDocument":
            return {**message, "document": file}
        return {**message, "text": call.text()}

    def of(self, *methods: str) -> list[Call]:
        """The calls of these methods, in order."""
        return [call for call in self.calls if call.method in methods]

    def take(self) -> list[Call]:
        """The calls since the last time."""
        taken, self.calls = self.calls, []
        return taken


class RecordingRequest(AiohttpRequest):
    """Hands every call to the stand-in."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__()
        self.telegram = telegram

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: object, **more: object
    ) -> tuple[int, bytes]:
        """Record one call and give the stand-in's answer."""
        name = url.rsplit("/", 1)[-1]
        if name in self.telegram.downloads:
            return 200, self.telegram.downloads[name]
        parameters = dict(request_data.parameters) if request_data else {}
        attached = (request_data.multipart_data if request_data else None) or {}
        files = {key: content for key, (_, content, _) in attached.items() if isinstance(content, bytes)}
        parameters |= dict.fromkeys(files, "attached")
        return self.telegram.answer(Call(name, json.loads(json.dumps(parameters)), files))
