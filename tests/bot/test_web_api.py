"""The API, the hooks and the tools: the same answers as by chat and the command line, and nothing missed."""

import asyncio
import hashlib
import hmac
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.chat.asking import Asking, UserText
from bot.chat.snapshot import ChangeReader, Record
from bot.cli.web import Tools
from bot.hooks import SIGNATURE, Hooks, key_of, signature
from bot.rendering.answer_json import as_json
from bot.settings import Settings, read_settings
from bot.web.schemas import ROUTES, AskOut, StatementPageOut
from knowledge.changelog import ChangeLog
from knowledge.model import Action
from knowledge.record.changes import AddStatement, Correct, Correction, Reinstate, Retract, Subject
from knowledge.record.editor import Editor
from knowledge.said import Said
from knowledge.store import Store
from tests.bot.webbed import Webbed, webbed
from tests.commands import environment
from tests.knowledge.asked import NOW, questions
from tests.knowledge.lighthouse import lit, new_statement

ASKED = [each.text for each in questions()[:: len(questions()) // 200]][:200]
"""Two hundred questions of the table, from all its sets."""


async def test_chat_command_line_api_and_tools_answer_two_hundred_questions_alike(
    sqlite_url: str, tmp_path: Path
) -> None:
    assert len(ASKED) == 200
    now = NOW.isoformat()
    async with webbed(sqlite_url, shipped=True) as page:
        lines = "\n".join(json.dumps({"text": each, "now": now}) for each in ASKED)
        told = await asyncio.to_thread(
            subprocess.run, [sys.executable, "-m", "bot", "ask", "--json", "--database", sqlite_url, "-"],
            input=lines.encode(), capture_output=True, check=True, timeout=120, cwd=Path.cwd(),
        )  # fmt: skip
        by_line = told.stdout.decode().splitlines()
        chat, tools = Asking(page.record, lambda: NOW), Tools(page.record, ChangeReader(page.record), clock=lambda: NOW)
        for text, line in zip(ASKED, by_line, strict=True):
            found = await page.get(f"/api/1/ask?q={quote(text, safe='')}&now={quote(now, safe='')}")
            assert found.status == 200, text
            assert _timeless(found.text) == _timeless(line)
            AskOut.model_validate_json(found.body)
            answer = json.loads(line)["answer"]
            assert (await tools.ask(text, now))["answer"] == answer
            assert as_json(chat.answer(chat.understand(UserText(text)), "ko").answer) == answer


def _timeless(line: str) -> str:
    """The line up to its `ms` and from its answer on: what is equal byte for byte."""
    text, _, rest = line.partition(', "ms": ')
    return text + rest[rest.index(', "answer": ') :]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("q=", 400),
        ("q=%20", 400),
        ("q=KT&x=1", 400),
        ("q=%ff", 400),
        ("q=KT&q=KT", 400),
        ("q=KT&now=tomorrow", 422),
        ("q=KT&now=0001-01-01", 422),
        ("q=KT&as_of=2026-02-30", 422),
        ("q=KT&known_at=x", 422),
        ("q=KT&language=fr", 422),
        ("q=" + "a" * 1001, 422),
    ],
)
async def test_a_refused_query_is_told_why_in_json(query: str, status: int, sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        found = await page.get(f"/api/1/ask?{query}")
        assert found.status == status
        assert isinstance(json.loads(found.body)["error"], str)


async def test_what_is_not_on_record_is_a_404_of_json(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        for path in ("teams/none", "statements/none", "teams?page=9", "teams/dl?page=2", "none", "", "statements/%00"):
            found = await page.get(f"/api/1/{path}")
            assert (found.status, "error" in json.loads(found.body)) == (404, True), path
        for path in ("changes?after=x", "changes?after=-1", "changes?after=99999999999999999999", "changes?page=1"):
            assert (await page.get(f"/api/1/{path}")).status == 400


async def test_as_of_and_known_at_reach_back(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        receipt = await page.editor.save(AddStatement(statement=new_statement()), by="tg:1", key="r")
        await page.editor.save(
            Correct(id=receipt.id, correction=Correction(stance="stays_out"), revision=1, reason="r"),
            by="tg:1",
            key="c",
        )
        await page.record.refresh()
        asked = "/api/1/ask?q=" + quote("소라테크는?") + "&now=2026-03-30"

        async def stance(more: str) -> object:
            return (await page.json(asked + more))["answer"]["teams"][0]["stance"]

        revisions = page.record.snapshot.facts.statements[receipt.id].revisions
        known = quote(revisions[0].at.isoformat(), safe="")
        assert [await stance(more) for more in ("", "&as_of=2026-03-17", f"&known_at={known}")] == [
            "stays_out",
            None,
            "bids",
        ]
        told = await page.json(f"{asked}&known_at={known}")
        assert datetime.fromisoformat(told["answer"]["known_at"]) == revisions[0].at


async def test_a_team_and_a_statement_carry_their_past_and_no_editor(sqlite_url: str) -> None:
    async with webbed(sqlite_url, root="https://page.example") as page:
        await page.editor.save(Retract(id="dl-lost", reason="오보"), by="tg:4242", key="x")
        await page.record.refresh()
        told = await page.json("/api/1/statements/dl-lost")
        assert StatementPageOut.model_validate(told).retracted
        assert [each["action"] for each in told["revisions"]] == ["record", "retract"]
        assert told["revisions"][1]["reason"] == "오보"
        assert told["url"] == "https://page.example/p/lights/s/dl-lost"
        team = await page.json("/api/1/teams/dl?language=en")
        assert team["team"]["name"] == "DL Lighthouse"
        assert [each["id"] for each in team["statements"]] == ["dl-lost"]
        listed = await page.json("/api/1/teams")
        assert [each["team"] for each in listed["teams"]] == ["harbour", "dl", "sora"]
        assert "4242" not in json.dumps([told, team, listed])


async def test_the_description_is_made_of_the_models(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        told = await page.json("/api/1/openapi.json")
        assert told["openapi"] == "3.1.0"
        assert set(told["paths"]) == set(ROUTES)
        named = json.dumps(told)
        for each in told["components"]["schemas"]:
            assert f'"#/components/schemas/{each}"' in named
        entry = told["components"]["schemas"]["TeamEntry"]["properties"]
        assert {"team", "name", "stance", "quote", "source", "from"} <= entry.keys()


async def drain(page: Webbed, after: int) -> list[Any]:
    """Every change behind a number, as a program asks on."""
    found: list[Any] = []
    while True:
        told = await page.json(f"/api/1/changes?after={after}")
        if not told["changes"]:
            assert told["next"] == after
            return found
        numbers = [each["number"] for each in told["changes"]]
        assert numbers == sorted(set(numbers))
        assert numbers[0] > after
        found += told["changes"]
        after = told["next"]


async def test_changes_miss_nothing_in_pages_and_across_restarts(sqlite_url: str) -> None:
    async with webbed(sqlite_url, root="https://page.example") as page:
        first = await drain(page, 0)
        assert [each["statement"] for each in first] == ["harbour-1", "dl-lost"]
        for number in range(130):
            made = new_statement(stance=("bids", "stays_out")[number % 2], said=Said.parse("2026-03-18"))
            receipt = await page.editor.save(AddStatement(statement=made), by="tg:1", key=f"r{number}")
            await page.editor.save(Retract(id=receipt.id, reason="r"), by="tg:1", key=f"x{number}")
        await page.record.refresh()
        behind = await drain(page, first[-1]["number"])
        assert len(behind) == 260
        assert all(each["statement"].startswith("sora-") for each in behind)
        assert [each["headline"][0]["kind"] for each in behind] == ["position"] * 260
    async with webbed_again(sqlite_url) as page:
        assert await drain(page, 0) == first + behind


@asynccontextmanager
async def webbed_again(url: str) -> AsyncIterator[Webbed]:
    """The page of a record that is there already."""
    import aiohttp

    from bot.web.server import WebServer
    from bot.web.site import Site

    store = await Store.open(url)
    try:
        record = await Record.read(store)
        site = Site(record, ChangeReader(record), "ko", "https://page.example")
        async with WebServer(site) as server, aiohttp.ClientSession() as session:
            port = await server.start("127.0.0.1", 0)
            yield Webbed(record, Editor(store), site, f"http://127.0.0.1:{port}", session)
    finally:
        await store.close()


async def test_the_log_of_changes_tells_headlines_from_coverage_on_each_engine(store: Store) -> None:
    editor = await lit(store)
    receipt = await editor.save(AddStatement(statement=new_statement()), by="tg:1", key="a")
    await editor.save(
        AddStatement(statement=new_statement(quote="또 입찰한다고 했다.", said=Said.parse("2026-03-19"))),
        by="tg:1",
        key="b",
    )
    await editor.save(
        Correct(id=receipt.id, correction=Correction(team="dl"), revision=1, reason="r"), by="tg:1", key="c"
    )
    await editor.save(Retract(id="dl-lost", reason="r"), by="tg:1", key="d")
    await editor.save(Reinstate(id="dl-lost"), by="tg:1", key="e")
    log, facts = ChangeLog(), await store.facts()
    entries = await store.audit.after(0, Subject.STATEMENT, 100)
    assert log.extend(entries[:3], facts)
    assert log.extend(entries[3:], facts)
    told = [
        (each.action, each.team, [(step.team, step.before, step.after) for step in each.headline])
        for each in log.changes
    ]
    assert told == [
        (Action.RECORD, "harbour", [("harbour", None, "bids")]),
        (Action.RECORD, "dl", [("dl", None, "lost")]),
        (Action.RECORD, "sora", [("sora", None, "bids")]),
        (Action.RECORD, "sora", []),
        (Action.CORRECT, "dl", [("dl", None, "bids")]),
        (Action.RETRACT, "dl", [("dl", "lost", None)]),
        (Action.REINSTATE, "dl", [("dl", None, "lost")]),
    ]
    assert [each.number for each in log.changes] == [each.number for each in entries]
    older = await store.facts()
    await editor.save(Retract(id="harbour-1", reason="r"), by="tg:1", key="f")
    newer = await store.audit.after(log.reached, Subject.STATEMENT, 100)
    assert not log.extend(newer, older)  # the record in memory is older than the audit: it waits
    assert log.extend(newer, await store.facts())
    assert log.changes[-1].statement == "harbour-1"


@dataclass
class Receiver:
    """What is posted to, and refuses the first posts."""

    refuses: int = 0
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    tried: int = 0

    async def take(self, request: web.Request) -> web.Response:
        self.tried += 1
        if self.tried <= self.refuses:
            return web.Response(status=503)
        self.got.append((dict(request.headers), await request.read()))
        return web.Response()

    @property
    def statements(self) -> list[str]:
        return [json.loads(body)["change"]["statement"] for _, body in self.got]


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[str]:
    """The address of a receiver."""
    application = web.Application()
    application.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def hooked(record: Record, url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[bytes]:
    """Hooks that run; gives the key that they sign with."""
    monkeypatch.setattr("bot.hooks.LOOK_SECONDS", 0.02)
    monkeypatch.setattr("bot.hooks.FIRST_PAUSE", 0.02)
    settings = Settings(hooks=(SecretStr(url),), hooks_secret=SecretStr("0123456789abcdef"))
    running = asyncio.create_task(Hooks(record, ChangeReader(record), settings).run())
    try:
        yield key_of(settings)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def reached(store: Store, url: str, number: int) -> None:
    """Wait until a hook was told that far: a post whose cursor was not kept yet would be made again."""
    hook = hashlib.sha256(url.encode()).hexdigest()
    async with asyncio.timeout(20):
        while (await store.hooks.read(hook) or 0) < number:  # noqa: ASYNC110 - another task writes it
            await asyncio.sleep(0.02)


async def until(happened: Callable[[], object]) -> None:
    """Wait until it happened."""
    async with asyncio.timeout(20):
        while not happened():  # noqa: ASYNC110 - what happens is another server's
            await asyncio.sleep(0.02)


async def test_hooks_are_posted_each_change_signed_in_order_and_from_where_they_were(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = await lit(store)
    record, receiver, numbers = await Record.read(store), Receiver(refuses=3), count()

    async def change() -> str:
        stance = ("bids", "stays_out")[next(numbers) % 2]
        said = new_statement(stance=stance, said=Said.parse("2026-03-18"))
        receipt = await editor.save(AddStatement(statement=said), by="tg:4242", key=f"k{next(numbers)}")
        await editor.save(Retract(id=receipt.id, reason="r"), by="tg:4242", key=f"k{next(numbers)}")
        await record.refresh()
        return receipt.id

    async with receiving(receiver) as url:
        async with hooked(record, url, monkeypatch) as key:
            await reached(store, url, await store.audit.newest())
            first = await change()
            await until(lambda: len(receiver.got) == 2)
            await reached(store, url, await store.audit.newest())
        second = await change()  # while nothing runs
        async with hooked(record, url, monkeypatch):
            await until(lambda: len(receiver.got) == 4)
            await editor.save(
                AddStatement(
                    statement=new_statement(
                        team="harbour", quote="한빛항만은 또 말했다.", said=Said.parse("2026-03-01")
                    )
                ),
                by="tg:1",
                key="n",
            )
            third = await change()
            await until(lambda: len(receiver.got) == 6)
    assert receiver.statements == [first, first, second, second, third, third]
    posted = [json.loads(body)["change"]["number"] for _, body in receiver.got]
    assert posted == sorted(set(posted))
    for headers, body in receiver.got:
        assert headers[SIGNATURE] == "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest()
        assert b"4242" not in body


def test_a_hooks_key_is_its_secret_or_made_of_the_token() -> None:
    made = key_of(Settings(token=SecretStr("4200:token")))
    assert made == hmac.new(b"ipjang-hooks", b"4200:token", hashlib.sha256).hexdigest().encode()
    assert key_of(Settings(hooks_secret=SecretStr("s" * 16))) == b"s" * 16
    assert signature(b"k", b"body") == "sha256=" + hmac.new(b"k", b"body", hashlib.sha256).hexdigest()


def test_settings_of_the_web_are_read() -> None:
    told = read_settings(
        {
            "BOT_WEB_LISTEN": "127.0.0.1:8090",
            "BOT_WEB_URL": "https://page.example/",
            "BOT_HOOKS": "https://a.example/h, http://b.example/h,",
            "BOT_HOOKS_SECRET": "0123456789abcdef",
        }
    )
    assert (str(told.web_listen), told.web_url) == ("127.0.0.1:8090", "https://page.example")
    assert [each.get_secret_value() for each in told.hooks] == ["https://a.example/h", "http://b.example/h"]


async def test_a_quote_is_verbatim_or_it_is_not(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        await page.editor.save(Retract(id="dl-lost", reason="r"), by="tg:1", key="x")
        await page.record.refresh()
        tools = Tools(page.record, ChangeReader(page.record))
        quoted = '한빛항만은 "입찰한다"고 밝혔다.'
        told = await tools.verify_quote(quoted)
        assert (told["verbatim"], told["statement"], told["publisher"]) == (True, "harbour-1", "바다신문")
        for place in range(len(quoted)):
            for altered in (quoted[:place] + quoted[place + 1 :], quoted[:place] + "x" + quoted[place + 1 :]):
                assert await tools.verify_quote(altered) == {"verbatim": False}
        for altered in (quoted + " ", " " + quoted, "", quoted * 2):
            assert await tools.verify_quote(altered) == {"verbatim": False}
        gone = await tools.verify_quote("DL등대는 지난해 떨어졌다.")
        assert (gone["verbatim"], gone["retracted"]) == (True, True)


async def test_tools_never_take_one_team_for_another(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        tools = Tools(page.record, ChangeReader(page.record), clock=lambda: datetime(2026, 3, 30, tzinfo=UTC))
        for named in ("harbour", "한빛항만", "Hanbit Harbour"):
            assert (await tools.stance(named))["answer"]["teams"][0]["stance"] == "bids"
        for stranger in ("한빛항만은행", "삼성전자", "", "한빛항만, DL등대"):
            assert "error" in await tools.stance(stranger)
        assert [each["team"] for each in (await tools.list_by_stance("입찰"))["answer"]["teams"]] == ["harbour"]
        assert "bids" in (await tools.list_by_stance("none"))["stances"]
        assert len((await tools.history("dl"))["answer"]["teams"]) == 1
        told = await tools.changes_since(0)
        assert [each["statement"] for each in told["changes"]] == ["harbour-1", "dl-lost"]
        assert (await tools.changes_since(told["next"]))["changes"] == []


NAMES = ["ask", "stance", "list_by_stance", "history", "changes_since", "verify_quote"]


async def test_the_mcp_server_speaks_nothing_but_json_rpc_and_ends_with_its_input(tmp_path: Path) -> None:
    pytest.importorskip("mcp", reason="the extra mcp is not installed: make extras")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "mcp", "--database", f"sqlite+aiosqlite:///{tmp_path}/facts.db",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, cwd=Path.cwd(),
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    told: list[Any] = []

    async def call(number: int, method: str, **parameters: object) -> Any:
        assert process.stdin is not None
        assert process.stdout is not None
        asked = {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
        process.stdin.write(json.dumps(asked).encode() + b"\n")
        line = json.loads(await asyncio.wait_for(process.stdout.readline(), 60))
        assert (line["jsonrpc"], line["id"]) == ("2.0", number)
        told.append(line)
        return line["result"]

    client = {"name": "test", "version": "1"}
    await call(1, "initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo=client)
    process.stdin.write(b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
    listed = (await call(2, "tools/list"))["tools"]
    assert [each["name"] for each in listed] == NAMES
    assert all(each["annotations"]["readOnlyHint"] is True for each in listed)
    answered = await call(3, "tools/call", name="ask", arguments={"question": "카카오는?", "now": "2026-01-20"})
    sentence = answered["structuredContent"]["answer"]["teams"][0]["quote"]
    verified = (await call(4, "tools/call", name="verify_quote", arguments={"text": sentence}))["structuredContent"]
    assert (verified["verbatim"], verified["statement"], verified["publisher"]) == (True, "kakao-20260116", "연합뉴스")
    altered = await call(5, "tools/call", name="verify_quote", arguments={"text": sentence[:-1] + "!"})
    assert altered["structuredContent"] == {"verbatim": False}
    process.stdin.close()
    assert await asyncio.wait_for(process.wait(), 30) == 0
    assert await process.stdout.read() == b""


def test_the_command_line_exports_claims_with_the_pages_addresses(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "export", "--format", "jsonld"],
        cwd=tmp_path, env=environment(PYTHONPATH=str(Path.cwd()), BOT_WEB_URL="https://page.example"),
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    claims = json.loads(done.stdout)["@graph"]
    assert {each["@type"] for each in claims} == {"Claim"}
    assert "https://page.example/p/dokpamo/s/kakao-20260116" in {each["@id"] for each in claims}
