"""The server: takes calls as Telegram does, records them, and answers, refuses or fails."""

import asyncio
import json
import ssl
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Self

from aiohttp import web

from tests.loopback.chats import BOT, Chats
from tests.loopback.checking import check
from tests.loopback.faults import Fault, Faults
from tests.loopback.pushing import Pushing
from tests.loopback.queue import UpdateQueue
from tests.loopback.refusal import Refusal
from tests.loopback.updates import Json

TOKEN = "4200:AAFakeTokenOfTheLoopbackBotApi-0123456"
QUIET = frozenset({"getUpdates", "getMe", "getWebhookInfo", "setWebhook", "deleteWebhook", "setMyCommands"})
"""Calls that are no answer to anybody."""

UNSET: dict[str, object] = {
    "getMyCommands": [],
    "getMyName": {"name": ""},
    "getMyDescription": {"description": ""},
    "getMyShortDescription": {"short_description": ""},
}
"""What is read before anything was set."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call that came in: what was asked, when, and how it was answered."""

    method: str
    parameters: Json
    at: float
    status: int
    refusal: str | None = None

    @property
    def chat(self) -> object:
        """The chat that it goes to."""
        return self.parameters.get("chat_id")

    @property
    def text(self) -> str:
        """The text that it carries."""
        return str(self.parameters.get("text", ""))


class Loopback:
    """One bot's Telegram, on a port of the loopback interface; used as an async context manager.

    With `tls` it speaks HTTPS, as somebody whom the bot may trust or not.
    """

    def __init__(self, token: str = TOKEN, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        self.token = token
        self.updates = UpdateQueue()
        self.chats = Chats()
        self.faults = Faults()
        self.pushing = Pushing(self.updates)
        self.calls: list[Call] = []
        self._texts: defaultdict[object, list[str]] = defaultdict(list)
        self.url = ""
        self._port = port
        self._tls = tls
        self._came = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._state: dict[str, object] = {}

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=64 * 2**20)
        application.router.add_route("*", f"/bot{self.token}/{{method}}", self._serve)
        self._runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True, ssl_context=self._tls)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"{'https' if self._tls else 'http'}://127.0.0.1:{self._port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.pushing.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    def receive(self, content: Json) -> int:
        """Somebody does something: the update waits until the bot has taken it; gives its id."""
        self.chats.see(content)
        update_id = self.updates.add(content)
        self.pushing.wake()
        return update_id

    def answers(self, *methods: str) -> list[Call]:
        """The calls that were carried out, of these methods or of all that answer somebody."""
        return [
            call
            for call in self.calls
            if call.status == 200 and (call.method in methods if methods else call.method not in QUIET)
        ]

    def texts(self, place: int) -> list[str]:
        """What was said in a chat, in order."""
        return self._texts[place][:]

    def texts_since(self, place: int, number: int) -> list[str]:
        """What was said in a chat after so many texts."""
        return self._texts[place][number:]

    @property
    def refusals(self) -> list[Call]:
        """The calls that Telegram would have refused, faults aside."""
        return [call for call in self.calls if call.refusal is not None]

    async def until(self, holds: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait until something holds; it is looked at after each call. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not holds():
                self._came.clear()
                try:
                    async with asyncio.timeout(0.05):
                        await self._came.wait()
                except TimeoutError:
                    continue

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await _given(request)
        if self.faults.is_black_hole:
            return await self._swallow(request)
        chat = _chat_of(given)
        if chat is not None:
            given["chat_id"] = chat
        fault = self.faults.next_for(method, chat)
        if fault is None and method.startswith(("send", "edit")) and self.faults.patience_for(chat):
            return await self._fail(Fault.FLOOD, method, given, request)
        if fault is not None and fault is not Fault.LOST_ANSWER:
            return await self._fail(fault, method, given, request)
        answer = await self._carry_out(method, given)
        if self.faults.is_black_hole:
            return await self._swallow(request)
        return _cut(request) if fault is Fault.LOST_ANSWER else answer

    async def _swallow(self, request: web.Request) -> web.StreamResponse:
        """Never answer, as on a line that is dead and does not say so; not even when the network works again."""
        await asyncio.sleep(3600)
        return _cut(request)

    async def _carry_out(self, method: str, given: Json) -> web.Response:
        parameters = given
        try:
            parameters = check(method, given)
            result = await self._result(method, parameters)
        except Refusal as refusal:
            expected = refusal.code in {403, 409} or "migrate_to_chat_id" in refusal.parameters
            self._record(method, parameters, refusal.code, None if expected else str(refusal))
            return _json(refusal.body, refusal.code)
        self._record(method, parameters, 200)
        return _json({"ok": True, "result": result})

    async def _fail(self, fault: Fault, method: str, given: Json, request: web.Request) -> web.StreamResponse:
        status = {Fault.FLOOD: 429, Fault.BAD_GATEWAY: 502, Fault.BLOCKED: 403, Fault.UNKNOWN_METHOD: 404}.get(fault, 0)
        self._record(method, given, status)
        if fault is Fault.FLOOD:
            after = self.faults.patience_for(_chat_of(given)) or self.faults.retry_after
            return _json(Refusal(f"Too Many Requests: retry after {after}", 429, retry_after=after).body, 429)
        if fault is Fault.BLOCKED:
            return _json(Refusal("bot was blocked by the user", 403).body, 403)
        if fault is Fault.UNKNOWN_METHOD:
            return _json({"ok": False, "error_code": 404, "description": "Not Found: method not found"}, 404)
        if fault is Fault.BAD_GATEWAY:
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
        if fault is Fault.GARBAGE:
            return web.Response(text="<html>Log in to the hotel's network</html>", content_type="text/html")
        if fault is Fault.TIMEOUT:
            await asyncio.sleep(self.faults.hang)
        return _cut(request)

    def _record(self, method: str, parameters: Json, status: int, refusal: str | None = None) -> None:
        call = Call(method, parameters, monotonic(), status, refusal)
        self.calls.append(call)
        if method == "sendMessage" and status == 200:
            self._texts[call.chat].append(call.text)
        self._came.set()

    async def _result(self, method: str, parameters: Json) -> object:
        if method == "getUpdates":
            return await self._get_updates(parameters)
        if method in {"setWebhook", "deleteWebhook"}:
            return self.pushing.set(parameters)
        if method == "getWebhookInfo":
            return self.pushing.info
        if method == "getMe":
            return BOT
        if method in {"sendMessage", "sendDocument"}:
            return self.chats.send(parameters)
        if method in {"editMessageText", "editMessageReplyMarkup"}:
            return self.chats.edit(parameters)
        if method.startswith("answer"):
            self.chats.answer(next(value for name, value in parameters.items() if name.endswith("_query_id")))
            return {"inline_message_id": "1"} if method == "answerGuestQuery" else True
        if method in {"sendChatAction", "leaveChat", "deleteMessage"}:
            self.chats.check(parameters["chat_id"])
            return True
        return self._kept(method, parameters)

    async def _get_updates(self, parameters: Json) -> object:
        if self.pushing.url:
            raise Refusal("can't use getUpdates method while webhook is active; use deleteWebhook to delete it", 409)
        numbers = [parameters.get(name, default) for name, default in (("offset", 0), ("limit", 100), ("timeout", 0))]
        offset, limit, seconds = (int(str(number)) for number in numbers)
        return await self.updates.get(offset, limit, min(seconds, 50))

    def _kept(self, method: str, parameters: Json) -> object:
        """What is set and read again: commands, names, descriptions; members are always members."""
        if method == "getChatMember":
            return {"status": "member", "user": {"id": parameters["user_id"], "is_bot": False, "first_name": "U"}}
        if method == "getChat":
            place = self.chats.check(parameters["chat_id"])
            return {"id": place, "type": "private" if place > 0 else "supergroup", "accent_color_id": 0,
                    "max_reaction_count": 1, "accepted_gift_types": {}}  # fmt: skip
        key = (
            method[3:] + str(parameters.get("language_code", "")) + json.dumps(parameters.get("scope"), sort_keys=True)
        )
        if method.startswith("set"):
            self._state[key] = parameters.get("commands", parameters)
            return True
        return self._state.get(key, UNSET.get(method, {}))


async def _given(request: web.Request) -> Json:
    """The parameters of a call, from a form, an upload, JSON or the query."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given.update(await request.json())
        return given
    for name, value in (await request.post()).items():
        given[name] = value.file.read() if isinstance(value, web.FileField) else value
    return given


def _chat_of(given: Json) -> object:
    """The chat of a call whose parameters were not read yet."""
    chat = given.get("chat_id")
    return int(chat) if isinstance(chat, str) and chat.lstrip("-").isdigit() else chat


def _json(body: Json, status: int = 200) -> web.Response:
    return web.Response(status=status, body=json.dumps(body).encode(), content_type="application/json")


def _cut(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
