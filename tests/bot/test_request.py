"""The request class against a real server: what python-telegram-bot's own tests ask of request classes, and more."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import RequestData

from bot.telegram.application import build_application
from bot.telegram.request import PIECE, AiohttpRequest, Timeouts
from tests.loopback.server import TOKEN

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """A server that answers everything alike; gives its root."""
    application = web.Application(client_max_size=2**30)
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def always(status: int, body: bytes) -> Answer:
    """The same answer each time."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(status=status, body=body)

    return answer


async def post(status: int, body: bytes) -> object:
    """What the class makes of one answer."""
    async with serving(always(status, body)) as root, AiohttpRequest() as request:
        return await request.post(f"{root}/bot1:a/getMe")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (403, Forbidden),
        (404, InvalidToken),
        (401, InvalidToken),
        (400, BadRequest),
        (409, Conflict),
        (502, NetworkError),
    ],
)
@pytest.mark.parametrize("description", ["Why it was refused", None])
async def test_each_status_is_its_error(status: int, expected: type[TelegramError], description: str | None) -> None:
    body = {"ok": False} | ({"description": description} if description else {})
    with pytest.raises(expected, match=description or str(status)) as raised:
        await post(status, json.dumps(body).encode())
    assert type(raised.value) is expected


async def test_an_unknown_status_is_a_network_error() -> None:
    with pytest.raises(NetworkError, match=r"Unknown HTTPError \(599\)"):
        await post(599, b'{"ok": false}')


async def test_a_moved_group_tells_its_new_id() -> None:
    with pytest.raises(ChatMigrated) as raised:
        await post(400, b'{"ok": false, "parameters": {"migrate_to_chat_id": -100123}}')
    assert raised.value.new_chat_id == -100123


async def test_a_flood_tells_how_long_to_wait() -> None:
    with pytest.raises(RetryAfter, match="Retry in 0:00:42"):
        await post(429, b'{"ok": false, "parameters": {"retry_after": 42}}')


async def test_unknown_parameters_of_an_error_are_told() -> None:
    with pytest.raises(BadRequest, match=r"\{'unknown': '42'\}"):
        await post(400, b'{"ok": false, "parameters": {"unknown": "42"}}')


@pytest.mark.parametrize("body", [b"<html>Bad Gateway</html>", b"", b"[" * 100_000, b"3"])
async def test_an_answer_that_is_no_json_object_is_a_network_error(body: bytes) -> None:
    with pytest.raises(NetworkError, match="Invalid server response"):
        await post(200, body)
    with pytest.raises(NetworkError, match=r"Bad Gateway \(502\)"):
        await post(502, body)


async def test_what_is_no_utf8_is_replaced() -> None:
    assert await post(200, b'{"result": "callback \x80"}') == "callback \ufffd"


async def test_half_of_an_emoji_is_replaced() -> None:
    assert await post(200, rb'{"result": ["\ud83d", {"\ude00": 1}]}') == ["\ufffd", {"\ufffd": 1}]


async def test_huge_numbers_are_read() -> None:
    assert await post(200, b'{"result": 123456789012345678901234567890}') == pytest.approx(1.2345678901234568e29)


async def test_a_file_is_retrieved_as_it_is() -> None:
    async with serving(always(200, b'{"result": "\x80"}')) as root, AiohttpRequest() as request:
        assert await request.retrieve(f"{root}/file/bot1:a/f") == b'{"result": "\x80"}'


async def test_parameters_arrive_as_a_form() -> None:
    seen: dict[str, object] = {}

    async def note(request: web.Request) -> web.Response:
        seen.update(await request.post(), agent=request.headers["User-Agent"], type=request.content_type)
        return web.json_response({"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "x"}}})

    text = "카카오 & 네이버 = 100% + 'quotes' \"more\"\n\ttail \U0001f600 ~*!()"
    async with serving(note) as root:
        application = build_application(TOKEN, api_url=root)
        async with application.bot._sending:
            await application.bot.send_message(7, text, parse_mode="HTML", disable_notification=True)
    assert seen.pop("agent") == AiohttpRequest.USER_AGENT
    assert seen.pop("type") == "application/x-www-form-urlencoded"
    assert seen == {"chat_id": "7", "text": text, "parse_mode": "HTML", "disable_notification": "true"}


class _Slow(io.BytesIO):
    """A file that is only read when it is wanted."""

    largest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Remember the largest piece that was asked for."""
        self.largest = max(self.largest, size or 0)
        return super().read(size)


@pytest.mark.parametrize("lazily", [True, False])
async def test_a_file_is_uploaded_with_its_name_and_type(lazily: bool) -> None:
    seen: list[object] = []

    async def note(request: web.Request) -> web.Response:
        form = await request.post()
        part = form["document"]
        assert isinstance(part, web.FileField)
        seen.extend([form["chat_id"], form["caption"], part.filename, part.content_type, part.file.read()])
        seen.append(request.headers.get("Transfer-Encoding"))
        return web.json_response({"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "x"}}})

    content = bytes(range(256)) * 2000
    stream = _Slow(content)
    async with serving(note) as root:
        bot = Bot(TOKEN, base_url=f"{root}/bot", request=AiohttpRequest())
        async with bot._request[1]:
            document = InputFile(stream, filename='보고서 "1".json', read_file_handle=not lazily)
            for _ in range(2):  # the second time as after a failure
                await bot.send_document(7, document, caption="한글")
    assert seen == ["7", "한글", "보고서 %221%22.json", "application/json", content, None] * 2
    assert stream.largest == (PIECE if lazily else 0) or not lazily


async def test_an_upload_that_goes_on_takes_as_long_as_it_needs() -> None:
    async def sip(request: web.Request) -> web.Response:
        async for _ in request.content.iter_chunked(2**18):
            await asyncio.sleep(0.02)
        return web.json_response({"ok": True, "result": True})

    timeouts = Timeouts(media_write=0.3)
    async with serving(sip) as root, AiohttpRequest(timeouts=timeouts) as request:
        assert await request.post(f"{root}/bot1:a/sendDocument", _upload(2**23)) is True


async def test_an_upload_that_nobody_takes_times_out() -> None:
    async def refuse_to_read(request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    timeouts = Timeouts(media_write=0.3)
    async with serving(refuse_to_read) as root, AiohttpRequest(timeouts=timeouts) as request:
        with pytest.raises(TimedOut):
            await request.post(f"{root}/bot1:a/sendDocument", _upload(2**25))


def _upload(size: int) -> RequestData:
    from telegram.request._requestparameter import RequestParameter

    return RequestData([RequestParameter.from_input("document", InputFile(b"x" * size, filename="x"))])


async def slow(request: web.Request) -> web.Response:
    """An answer that comes after 0.4 s."""
    await asyncio.sleep(0.4)
    return web.json_response({"ok": True, "result": True})


async def test_a_silent_server_times_out() -> None:
    async with serving(slow) as root, AiohttpRequest(timeouts=Timeouts(read=0.1)) as request:
        with pytest.raises(TimedOut) as raised:
            await request.post(f"{root}/bot1:a/getMe")
        assert raised.value.__cause__ is not None


async def test_a_timeout_of_one_call_replaces_the_default() -> None:
    async with serving(slow) as root, AiohttpRequest(timeouts=Timeouts(read=0.1)) as request:
        assert await request.post(f"{root}/bot1:a/getMe", read_timeout=5) is True
        assert await request.post(f"{root}/bot1:a/getMe", read_timeout=None) is True
    async with serving(slow) as root, AiohttpRequest() as request:
        with pytest.raises(TimedOut):
            await request.post(f"{root}/bot1:a/getMe", read_timeout=0.1)


async def test_a_trickle_of_bytes_times_out() -> None:
    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b" ")
            await asyncio.sleep(0.05)
        return response

    async with serving(trickle) as root, AiohttpRequest(timeouts=Timeouts(0.2, 0.2, 0.2)) as request:
        with pytest.raises(TimedOut):
            await request.post(f"{root}/bot1:a/getMe")


async def test_a_full_pool_is_waited_for_and_then_told() -> None:
    async with serving(slow) as root, AiohttpRequest(connections=1) as request:
        url = f"{root}/bot1:a/getMe"
        assert all(await asyncio.gather(request.post(url), request.post(url)))
        first = asyncio.create_task(request.post(url))
        await asyncio.sleep(0.1)
        with pytest.raises(TimedOut, match="not sent"):
            await request.post(url, pool_timeout=0.05)
        assert await first is True


async def test_a_server_that_hangs_up_is_a_network_error() -> None:
    async def hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with serving(hang_up) as root, AiohttpRequest() as request:
        with pytest.raises(NetworkError, match=r"aiohttp\.ServerDisconnectedError") as raised:
            await request.post(f"{root}/bot1:a/getMe")
        assert raised.value.__cause__ is not None


async def test_nobody_at_the_address_is_a_network_error_without_the_token() -> None:
    async with AiohttpRequest() as request:
        with pytest.raises(NetworkError) as raised:
            await request.post(f"http://127.0.0.1:9/bot{TOKEN}/getMe")
        assert TOKEN not in str(raised.value)


async def test_connections_are_kept_and_reused() -> None:
    peers: set[object] = set()

    async def note(request: web.Request) -> web.Response:
        peers.add(request.transport.get_extra_info("peername") if request.transport else None)
        return web.json_response({"ok": True, "result": True})

    async with serving(note) as root, AiohttpRequest() as request:
        for _ in range(5):
            await request.post(f"{root}/bot1:a/getMe")
    assert len(peers) == 1


async def test_a_redirect_is_not_followed() -> None:
    async def move(request: web.Request) -> web.Response:
        raise web.HTTPFound("http://127.0.0.1:9/elsewhere")

    async with serving(move) as root, AiohttpRequest() as request:
        with pytest.raises(NetworkError, match="Found"):
            await request.post(f"{root}/bot1:a/getMe")


async def test_it_opens_and_closes_as_often_as_asked() -> None:
    async with serving(always(200, b'{"result": true}')) as root:
        request = AiohttpRequest()
        for _ in range(2):
            await request.initialize()
            await request.initialize()
            assert await request.post(f"{root}/bot1:a/getMe") is True
            await request.shutdown()
            await request.shutdown()
        with pytest.raises(RuntimeError, match="not initialized"):
            await request.do_request(f"{root}/bot1:a/getMe", "POST")


@pytest.mark.parametrize("seconds", [None, 1, 2.5])
def test_the_default_read_timeout_is_told(seconds: float | None) -> None:
    assert AiohttpRequest(timeouts=Timeouts(read=seconds)).read_timeout == seconds


async def test_a_proxy_takes_the_request() -> None:
    asked: list[str] = []

    async def relay(request: web.Request) -> web.Response:
        asked.append(request.host + request.path)
        return web.json_response({"ok": True, "result": True})

    async with serving(relay) as proxy, AiohttpRequest(proxy=proxy) as request:
        assert await request.post("http://api.example.org/bot1:a/getMe") is True
    assert asked == ["api.example.org/bot1:a/getMe"]


async def test_the_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    by_proxy, directly = always(200, b'{"result": {"by": "proxy"}}'), always(200, b'{"result": {"by": "itself"}}')
    async with serving(by_proxy) as proxy, serving(directly) as root:
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        async with AiohttpRequest() as request:
            assert await request.post("http://api.example.org/bot1:a/getMe") == {"by": "proxy"}
            assert await request.post(f"{root}/bot1:a/getMe") == {"by": "itself"}


def test_a_socks_proxy_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="not socks5://"):
        AiohttpRequest(proxy="socks5://127.0.0.1:1080")


async def test_the_last_answer_is_remembered_and_silence_is_not() -> None:
    async with serving(slow) as root, AiohttpRequest(timeouts=Timeouts(read=0.1)) as request:
        with pytest.raises(TimedOut):
            await request.post(f"{root}/bot1:a/getMe")
        assert request.last_answer is None
        await request.post(f"{root}/bot1:a/getMe", read_timeout=3)
        assert request.last_answer is not None
