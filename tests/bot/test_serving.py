"""The server as strangers, Telegram and operators find it."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from telegram import Update
from yarl import URL

from bot.settings import Address
from bot.telegram.application import Context
from bot.telegram.server import BODY_LIMIT, SECRET_HEADER, Connection, ConnectionLimits, most_connections
from tests.bot.wired import SECRET, Handler, Wired, echo, wired
from tests.loopback.server import Loopback
from tests.loopback.updates import message
from tests.ports import free_port

KNOWS = {SECRET_HEADER: SECRET}


@asynccontextmanager
async def visited(handler: Handler = echo) -> AsyncIterator[tuple[Loopback, Wired, aiohttp.ClientSession]]:
    """A bot with a webhook, and somebody who talks to its server."""
    async with (
        Loopback() as telegram,
        wired(telegram, handler, webhook=True) as bot,
        aiohttp.ClientSession(bot.root) as visitor,
    ):
        yield telegram, bot, visitor


def post_of(text: str = "q", update_id: int = 5) -> bytes:
    """The body of a post."""
    return json.dumps({"update_id": update_id, **message(text, place=7)}).encode()


POST = post_of()


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, post_of(), 401),
        ({SECRET_HEADER: "wrong"}, post_of(), 401),
        ({SECRET_HEADER: SECRET + "x"}, post_of(), 401),
        ({SECRET_HEADER: ""}, post_of(), 401),
        ({SECRET_HEADER: "비밀"}, post_of(), 401),
        (KNOWS, b"x" * (BODY_LIMIT + 1), 413),
        (KNOWS, b"", 400),
        (KNOWS, b"not JSON", 400),
        (KNOWS, b"\xff\xfe\x00", 400),
        (KNOWS, b"[" * 100_000, 400),
        (KNOWS, b"[]", 400),
        (KNOWS, b"null", 400),
        (KNOWS, b"{}", 400),
        (KNOWS, b'{"update_id": "5"}', 400),
        (KNOWS, b'{"update_id": true}', 400),
        (KNOWS, b'{"update_id": -5}', 400),
        (KNOWS, b'{"update_id": 99999999999999999999999}', 400),
        (KNOWS, b'{"update_id": 5, "message": []}', 200),
        (KNOWS, b'{"update_id": 5, "something_new": {}}', 200),
        (KNOWS, POST, 200),
    ],
)
async def test_a_post_is_taken_only_from_telegram_and_only_when_it_is_an_update(
    headers: dict[str, str], body: bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with visited() as (telegram, _bot, visitor):
        telegram.chats.known.add(7)
        answer = await visitor.post("/hook", data=io.BytesIO(body), headers=headers)
        assert (answer.status, await answer.read()) == (status, b"")
        assert telegram.texts(7) == (["q"] if body == POST else [])
        assert not [record for record in caplog.records if record.exc_info]


async def test_a_body_without_an_end_is_cut_at_the_limit() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * 2**16

    async with visited() as (_, _bot, visitor):
        answer = await visitor.post("/hook", data=endless(), headers=KNOWS)
        assert answer.status == 413


async def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.server.BODY_PATIENCE", 0.2)

    async def stalled() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(5)

    async with visited() as (_, _bot, visitor):
        answer = await visitor.post("/hook", data=stalled(), headers=KNOWS)
        assert answer.status == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/hook", 405),
        ("POST", "/healthz", 405),
        ("GET", "/", 404),
        ("GET", "/hook/../metrics", 200),
        ("POST", "/hook/", 404),
        ("GET", "/healthz", 200),
        ("HEAD", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/metrics", 200),
        ("GET", "/%6detrics", 404),
        ("GET", "/metrics%3f", 404),
        ("GET", "/metrics?x", 200),
    ],
)
async def test_each_path_has_its_method(method: str, path: str, status: int) -> None:
    async with visited() as (_, _bot, visitor):
        await asyncio.sleep(0.1)
        assert (await visitor.request(method, URL(path, encoded=True), headers=KNOWS)).status == status


async def test_a_post_while_the_bot_starts_or_stops_is_put_off() -> None:
    async with visited() as (telegram, bot, visitor):
        bot.health.stopping = True
        assert (await visitor.post("/hook", data=post_of(), headers=KNOWS)).status == 503
        assert telegram.texts(7) == []


async def test_readiness_says_what_is_wrong() -> None:
    async with visited() as (_, bot, visitor):
        bot.health.hear()
        assert (await visitor.get("/readyz")).status == 200
        bot.health.checks["database"] = lambda: "the database is read-only"
        answer = await visitor.get("/readyz")
        assert answer.status == 503
        assert (await answer.json())["problems"] == {"database": "the database is read-only"}
        del bot.health.checks["database"]
        bot.health.heard = bot.health.clock() - 91
        assert (await (await visitor.get("/readyz")).json())["problems"] == {
            "telegram": "nothing from Telegram for 91 s"
        }


async def test_metrics_tell_what_happened() -> None:
    async with visited() as (telegram, _bot, visitor):
        telegram.receive(message("q", place=7))
        await telegram.until(lambda: not telegram.updates.waiting)
        await visitor.post("/hook", data=b"x", headers=KNOWS)
        page = await (await visitor.get("/metrics")).text()
    assert 'ipjang_updates_total{kind="message",outcome="handled"} 1.0' in page
    assert 'ipjang_telegram_calls_total{method="sendMessage",outcome="ok"} 1.0' in page
    assert 'ipjang_webhook_refused_total{reason="no JSON"} 1.0' in page
    assert "ipjang_update_seconds_bucket" in page
    assert "ipjang_updates_in_hand 0.0" in page


async def test_too_many_at_once_are_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.server.CROWD", 2)
    go = asyncio.Event()

    async def wait(update: Update, context: Context) -> None:
        await go.wait()

    async with visited(wait) as (telegram, bot, visitor):
        posts = [
            asyncio.create_task(visitor.post("/hook", data=post_of(update_id=number), headers=KNOWS))
            for number in range(2)
        ]
        await telegram.until(lambda: bot.counted("ipjang_updates_in_hand") == 2)
        assert (await visitor.post("/hook", data=post_of(update_id=9), headers=KNOWS)).status == 503
        go.set()
        assert {(await post).status for post in posts} == {200}


HOST, SECRET_LINE = b"Host: x\r\n", f"{SECRET_HEADER}: {SECRET}\r\n".encode()
NO_HTTP = {
    "a length that is none": b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: abc\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "no request": b"\x16\x03\x01\x02\x00\x01\xfc\r\n\r\n",
    "an endless path": b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "an endless header": b"GET / HTTP/1.1\r\n" + HOST + b"A: " + b"b" * 20_000 + b"\r\n\r\n",
    "no chunk": b"POST /hook HTTP/1.1\r\n" + HOST + SECRET_LINE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "not deflated": b"POST /hook HTTP/1.1\r\n" + HOST + SECRET_LINE
    + b"Content-Encoding: deflate\r\nContent-Length: 3\r\n\r\nabc",
    "not zipped": b"POST /hook HTTP/1.1\r\n" + HOST + SECRET_LINE
    + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
}  # fmt: skip


@pytest.mark.parametrize("raw", NO_HTTP.values(), ids=NO_HTTP)
async def test_what_is_no_http_is_refused_and_fills_no_log(raw: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with visited() as (_, bot, visitor):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(bot.root.rpartition(":")[2]))
        writer.write(raw)
        async with asyncio.timeout(10):
            assert b" 400 " in await reader.readline()
        writer.close()
        async with visitor.get("/healthz") as answer:
            assert answer.status == 200
    assert [record.levelname for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR] == []


async def test_whoever_hangs_up_in_the_middle_of_a_body_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with visited() as (_, bot, visitor):
        _, writer = await asyncio.open_connection("127.0.0.1", int(bot.root.rpartition(":")[2]))
        writer.write(b"POST /hook HTTP/1.1\r\n" + HOST + SECRET_LINE + b"Content-Length: 100\r\n\r\nabc")
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.transport.abort()
        await asyncio.sleep(0.2)
        async with visitor.get("/healthz") as answer:
            assert answer.status == 200
    assert [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR] == []


HALF = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: "


async def half_sent(bot: Wired, count: int) -> list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connections whose head never ends."""
    opened = []
    for _ in range(count):
        reader, writer = await asyncio.open_connection("127.0.0.1", bot.port)
        writer.write(HALF)
        opened.append((reader, writer))
    return opened


async def is_cut(reader: asyncio.StreamReader) -> bool:
    """True if the other side has ended the connection."""
    try:
        return await asyncio.wait_for(reader.read(1), 0.2) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


async def test_the_oldest_unfinished_connections_make_room_for_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.server.MOST_CONNECTIONS", 20)
    async with visited() as (_, bot, visitor):
        strangers = await half_sent(bot, 60)
        async with asyncio.timeout(5):
            assert (await visitor.get("/healthz")).status == 200
        cut = [await is_cut(reader) for reader, _ in strangers[:40]]
        assert all(cut)
        assert not await is_cut(strangers[-1][0])
        for _, writer in strangers:
            writer.close()


async def test_one_address_cannot_take_every_connection() -> None:
    class Held(Connection):
        __slots__ = ("was_cut",)

        def __init__(self, address: str, *, is_serving: bool = False) -> None:
            self.address, self.is_serving, self.was_cut = address, is_serving, False

        def cut(self) -> None:
            self.was_cut = True

    limits = ConnectionLimits(10, 2)
    busy, idle, other, newest = Held("a", is_serving=True), Held("a"), Held("b"), Held("a")
    for each in (busy, idle, other, newest):
        limits.enter(each)
    assert [each.was_cut for each in (busy, idle, other, newest)] == [False, True, False, False]
    limits.leave(idle)
    limits.leave(newest)
    last = Held("a", is_serving=True)
    limits.enter(last)
    refused = Held("a")
    limits.enter(refused)
    assert refused.was_cut
    assert not busy.was_cut


async def test_a_head_that_does_not_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.server.HEAD_PATIENCE", 0.2)
    async with visited() as (_, bot, visitor):
        await visitor.get("/healthz")
        strangers = await half_sent(bot, 3)
        silent = await asyncio.open_connection("127.0.0.1", bot.port)
        kept = await asyncio.open_connection("127.0.0.1", bot.port)
        kept[1].write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await kept[0].readuntil(b"ok\n")).startswith(b"HTTP/1.1 200")
        kept[1].write(HALF)
        await asyncio.sleep(0.5)
        assert all([await is_cut(reader) for reader, _ in (*strangers, silent, kept)])
        assert (await visitor.get("/healthz")).status == 200  # a connection kept alive between requests is not late
        for _, writer in (*strangers, silent, kept):
            writer.close()


async def test_state_is_not_told_on_an_address_that_is_open_to_the_network() -> None:
    async with Loopback() as telegram:
        port, aside = free_port(), free_port()
        address = Address(host="0.0.0.0", port=port)
        own = Address(host="127.0.0.1", port=aside)
        async with (
            wired(telegram, echo, listen=address, listen_metrics=own) as bot,
            aiohttp.ClientSession() as visitor,
        ):
            for path in ("/readyz", "/metrics", "/%6detrics", "/%72eadyz"):
                answer = await visitor.get(URL(f"http://127.0.0.1:{bot.port}{path}", encoded=True))
                assert answer.status == 404
            assert (await visitor.get(f"http://127.0.0.1:{bot.port}/healthz")).status == 200
            assert (await visitor.get(f"http://127.0.0.1:{aside}/readyz")).status == 200
            assert (await visitor.get(f"http://127.0.0.1:{aside}/metrics")).status == 200


def test_few_descriptors_leave_few_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (300, 300))
    assert most_connections() == 44
