"""The public page: what it shows, to whom, within which limits, and that nothing private gets out."""

import asyncio
import json
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import aiohttp
import feedparser
import pytest
from aiohttp import web

from bot.canvas import COLOURS, SHAPES
from bot.rendering.answers import render
from bot.rendering.keyboards import with_page
from bot.web.pages import BOARD_ROWS, PAGE_BYTES, SIGNS, Pages, Shown, style
from bot.web.server import ADDRESSES, LONGEST_TARGET, AddressRates, asker
from bot.web.site import BodyCache, Content, read_target
from knowledge.answer import Stated
from knowledge.facts import Facts
from knowledge.files.jsonld import claim_of, script_safe, sentence_link, to_jsonld
from knowledge.files.programme_file import read_programme_file
from knowledge.question import Intent
from knowledge.record.changes import AddStatement, Correct, Correction, LoadFile, NewSource, Retract
from knowledge.record.editor import Editor
from knowledge.said import Said
from knowledge.store import Store
from tests.bot.asked import answered
from tests.bot.test_process import running
from tests.bot.webbed import Webbed, webbed
from tests.commands import environment
from tests.knowledge.lighthouse import LIGHTHOUSE, new_statement
from tests.knowledge.programme import facts_of, shipped
from tests.loopback.server import Loopback
from tests.loopback.updates import message
from tests.pictures import browser
from tests.ports import free_port

HOSTILE = "<script>alert(1)</script>\"&'</blockquote>"
PRIVATE = "소라테크는 아직 말이 없다"
"""A sentence of the lighthouse's source that nobody quoted."""


class Tags(HTMLParser):
    """The tags of a page with their attributes, each closed in its place."""

    VOID = frozenset({"meta", "link", "br", "img", "hr"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


async def corrected(page: Webbed) -> str:
    """A statement that was recorded, corrected and, another one, retracted; gives its id."""
    receipt = await page.editor.save(AddStatement(statement=new_statement()), by="tg:4242", key="r")
    await page.editor.save(
        Correct(
            id=receipt.id,
            correction=Correction(stance="stays_out", quote="소라테크는 불참한다고 말했다."),
            revision=1,
            reason=f"잘못 옮김 {HOSTILE}",
        ),
        by="tg:4242",
        key="c",
    )
    await page.editor.save(Retract(id="dl-lost", reason="오보"), by="tg:4242", key="x")
    await page.record.refresh()
    return receipt.id


async def test_the_board_leads_to_every_team_and_statement_in_both_languages(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        assert (await page.get("/")).headers["Location"] == "/p/lights/"
        assert (await page.get("/en")).headers["Location"] == "/en/p/lights/"
        assert (await page.get("/en/")).headers["Location"] == "/en/p/lights/"
        korean, english = await page.get("/p/lights/"), await page.get("/en/p/lights/")
        assert "무인등대 사업" in korean.text
        assert "입찰" in korean.text
        assert "Unmanned Lighthouse Programme" in english.text
        assert "Hanbit Harbour" in english.text
        for start in (korean, english):
            waiting, seen = [*re.findall(r'href="(/[^"]*)"', start.text)], set[str]()
            while waiting:
                path = waiting.pop()
                if path in seen:
                    continue
                seen.add(path)
                found = await page.get(path)
                assert found.status == 200, path
                if found.headers["Content-Type"].startswith("text/html"):
                    Tags(found.text)
                    assert len(found.body) <= PAGE_BYTES
                    waiting += re.findall(r'href="(/[^"?]*)"', found.text)
            assert {"/p/lights/harbour", "/en/p/lights/s/dl-lost", "/p/lights/feed.xml"} <= seen


async def test_a_page_has_no_script_no_cookie_and_nothing_from_elsewhere(sqlite_url: str) -> None:
    async with webbed(sqlite_url, root="https://page.example") as page:
        await corrected(page)
        for path in ("/p/lights/", "/p/lights/sora", "/p/lights/s/harbour-1", "/p/lights/corrections"):
            found = await page.get(path)
            assert "Set-Cookie" not in found.headers
            assert found.headers["X-Content-Type-Options"] == "nosniff"
            assert found.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
            for tag, attributes in Tags(found.text).found:
                assert tag != "script" or attributes["type"] == "application/ld+json"
                assert not {"onclick", "onload", "style", "src"} & attributes.keys()
                assert tag != "link" or str(attributes["href"]).startswith(("/", "https://page.example/"))


async def test_what_people_wrote_is_escaped_everywhere(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        source = NewSource(publisher=HOSTILE, title=HOSTILE, url="https://a.example/?a=1&b=2#top")
        hostile = new_statement(quote=HOSTILE, speaker=HOSTILE, source=source)
        receipt = await page.editor.save(AddStatement(statement=hostile), by="tg:1", key="h")
        await page.record.refresh()
        for path in (f"/p/lights/s/{receipt.id}", "/p/lights/sora", "/en/p/lights/", "/p/lights/feed.xml"):
            found = await page.get(path)
            assert "<script>alert" not in found.text
            assert path.endswith(".xml") or Tags(found.text)
        told = (await page.get(f"/p/lights/s/{receipt.id}")).text
        data = json.loads(re.findall(r"ld\+json\">(.*?)</script>", told)[0])
        assert data["text"] == HOSTILE


async def test_a_statement_stays_at_its_address_and_says_what_became_of_it(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        identifier = await corrected(page)
        told = (await page.get(f"/en/p/lights/s/{identifier}")).text
        assert "Not bidding" in told
        assert "Stance: Bidding → Not bidding" in told
        assert "소라테크는 입찰한다고 말했다." in told  # the sentence before, struck through
        retracted = (await page.get("/en/p/lights/s/dl-lost")).text
        assert "This statement no longer stands." in retracted
        data = json.loads(re.findall(r"ld\+json\">(.*?)</script>", retracted)[0])
        assert data["@type"] == "Claim"
        assert data["creativeWorkStatus"] == "Retracted"
        assert [each["@type"] for each in data["correction"]] == ["CorrectionComment"]
        assert data["appearance"]["publisher"]["name"] == "바다신문"
        listed = (await page.get("/p/lights/corrections")).text
        assert f"/p/lights/s/{identifier}" in listed
        assert listed.index("DL등대") < listed.index("소라테크")  # newest first
        assert "tg:4242" not in listed + told + retracted


async def test_an_etag_is_the_records_version_and_saves_the_body(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        paths = ("/p/lights/", "/p/lights/feed.json", "/api/1/teams", "/api/1/ask?q=DL", "/api/1/changes?after=0")
        tags = {path: (await page.get(path)).headers["ETag"] for path in paths}
        for path, tag in tags.items():
            same = await page.get(path, If_None_Match=f'"other", {tag}')
            assert (same.status, same.body, same.headers["ETag"]) == (304, b"", tag)
        await corrected(page)
        for path, tag in tags.items():
            other = await page.get(path, If_None_Match=tag)
            assert (other.status, other.headers["ETag"] != tag) == (200, True)


async def test_what_is_not_there_is_404_and_what_is_not_read_only_405(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        nowhere = (
            "/p/lights/nobody",
            "/p/other/",
            "/p/lights/s/none",
            "/p/lights/s/",
            "/metrics",
            "/readyz",
            "/healthz",
            "/x",
            "/en/api/1/teams",
            "/p/lights/?page=99",
            "/p/lights/?page=0",
            "/p/lights/?page=x",
            "/p/lights/%ff",
            "/p/lights/harbour/",
            "//",
            "/p/lights/../../etc/passwd",
            "/p/lights/board.png?page=9",
            "/p/lights/?a=1&a=2",
        )
        for path in nowhere:
            found = await page.get(path)
            assert found.status == 404, path
            assert found.headers["X-Content-Type-Options"] == "nosniff"
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
            refused = await page.get("/p/lights/", method)
            assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD")
        head = await page.get("/p/lights/", "HEAD")
        assert (head.status, head.body) == (200, b"")
        assert (await page.get("/" + "a" * LONGEST_TARGET)).status == 414
        assert (await page.get("/" + "a" * 60_000)).status == 414


async def test_the_board_is_a_picture_too(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        board = (await page.get("/en/p/lights/")).text
        found = await page.get("/en/p/lights/board.png")
        assert "board.png" in board
        assert (found.status, found.headers["Content-Type"], found.body[:4]) == (200, "image/png", b"\x89PNG")
        assert (await page.get("/en/p/lights/board.png", If_None_Match=found.headers["ETag"])).status == 304


async def test_the_webhook_and_the_metrics_are_never_on_this_port(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        for path in ("/metrics", "/readyz", "/healthz", "/hook"):
            assert (await page.get(path)).status == 404
            assert (await page.get(path, "POST")).status == 405


async def test_a_source_that_does_not_share_keeps_its_sentence_off_the_web_and_its_link_on_it(sqlite_url: str) -> None:
    url = "https://sea.example/2"
    async with webbed(sqlite_url) as page:
        receipt = await page.editor.save(
            AddStatement(statement=new_statement(source=NewSource(publisher="비공개", title="t", url=url))),
            by="tg:1",
            key="r",
        )
        await page.record.refresh()
        quoted = "소라테크는 입찰한다고 말했다."
        paths = (
            f"/p/lights/s/{receipt.id}",
            "/p/lights/sora",
            "/p/lights/feed.xml",
            "/p/lights/feed.json",
            f"/api/1/statements/{receipt.id}",
            "/api/1/teams",
            "/api/1/teams/sora",
            "/api/1/ask?q=" + quote("소라테크는?"),
        )
        for path in paths:
            assert quoted in unquote((await page.get(path)).text), path
        source = page.record.snapshot.facts.statements[receipt.id].claim.source
        entry = f"{{id: {source}, publisher: 비공개, title: t, url: '{url}', share: false}}"
        closed = f"format: ipjang-programme/1\nsources: [{entry}]"
        await page.editor.save(LoadFile(file=read_programme_file(closed, name="c.yaml")), by="cli", key="close")
        await page.record.refresh()
        for path in paths:
            assert quoted not in unquote((await page.get(path)).text), path
        assert f'href="{url}"' in (await page.get(f"/p/lights/s/{receipt.id}")).text
        assert quoted not in to_jsonld(page.record.snapshot.facts)


async def test_no_private_text_is_anywhere(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        await corrected(page)
        paths = [
            f"{start}/p/lights/{name}"
            for start in ("", "/en")
            for name in ("", "harbour", "dl", "sora", "s/harbour-1", "corrections", "feed.xml", "feed.json")
        ]
        paths += ["/api/1/teams", "/api/1/teams/harbour", "/api/1/changes", "/api/1/statements/harbour-1"]
        for path in paths:
            told = (await page.get(path)).text
            assert PRIVATE not in told
            assert "4242" not in told


HOSTILE_PARTS = (
    "p",
    "en",
    "api",
    "1",
    "s",
    "lights",
    "harbour",
    "ask",
    "teams",
    "changes",
    "statements",
    "..",
    "%2e%2e",
    "%00",
    "%ff",
    "%ed%a0%80",
    "corrections",
    "feed.xml",
    "board.png",
    "",
    "%2f",
    "'",
    "%3Cscript%3E",
    "a" * 300,
    "🙂",
    "%F0%9F%99%82",
    "*",
)
HOSTILE_QUERIES = (
    "",
    "q=",
    "q=%00",
    "q=KT&now=0001-01-01",
    "q=KT&now=9999-12-31T23:59:59%2B14:00",
    "q=KT&as_of=9999-12-31",
    "page=-1",
    "q=KT&as_of=0001-01-01",
    "q=KT&known_at=1900-01-01",
    "after=-1",
    "after=99999999999999999999",
    "after=x",
    "page=1e9",
    "page=%D9%A3",
    "q=%ED%95%9C&q=%ED%95%9C",
    "&&&&",
    "=",
    "q=" + "%ED%95%9C" * 900,
    "q=" + "%28" * 500,
    "language=fr",
    "q=1%EC%9B%94%2099%EC%9D%BC",
    "q=%3Cb%3E",
    "after=0;drop",
    "a&" * 40,
    "q=%E0%A4",
    "page=9999999",
    "q=/add%20KT",
)


@pytest.mark.parametrize("seed", range(4))
async def test_hostile_paths_and_queries_are_no_error_of_ours(
    sqlite_url: str, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    await beaten(sqlite_url, seed, 100)
    assert [each for each in caplog.records if each.levelname in ("ERROR", "CRITICAL")] == []


async def beaten(url: str, seed: int, count: int) -> None:
    """Ask for hostile paths and queries; each is answered, without an error and without anything private."""
    chosen = random.Random(seed)
    async with webbed(url) as page:
        await corrected(page)
        for _ in range(count):
            path = "/" + "/".join(chosen.choices(HOSTILE_PARTS, k=chosen.randint(0, 5)))
            if chosen.random() < 0.5:
                path = chosen.choice(
                    ("/api/1/ask", "/api/1/changes", "/api/1/teams/harbour", "/p/lights/", "/p/lights/dl")
                )
            asked = f"{path}?{chosen.choice(HOSTILE_QUERIES)}"
            found = await page.get(asked)
            assert found.status in {200, 302, 304, 400, 404, 414, 422}, asked
            assert PRIVATE not in found.text
            assert "4242" not in found.text
            assert "Traceback" not in found.text


async def test_a_strangers_requests_are_counted_and_this_machines_own_are_not(sqlite_url: str) -> None:
    now = 0.0
    async with webbed(sqlite_url, clock=lambda: now) as page:
        statuses = [(await page.get("/p/lights/", X_Forwarded_For="203.0.113.5")).status for _ in range(65)]
        assert statuses == [200] * 60 + [429] * 5
        refused = await page.get("/api/1/teams", X_Forwarded_For="1.1.1.1, 203.0.113.5")
        assert (refused.status, refused.headers["Retry-After"], "error" in json.loads(refused.body)) == (429, "1", True)
        assert (await page.get("/p/lights/", X_Forwarded_For="203.0.113.6")).status == 200
        assert {(await page.get("/p/lights/")).status for _ in range(80)} == {200}
        now = 1.0
        statuses = [(await page.get("/p/lights/", X_Forwarded_For="203.0.113.5")).status for _ in range(22)]
        assert statuses == [200] * 20 + [429] * 2


def test_x_forwarded_for_is_believed_from_loopback_only() -> None:
    assert asker("127.0.0.1", None) is None
    assert asker("::1", "") is None
    assert asker("::ffff:127.0.0.1", None) is None
    assert asker("127.0.0.1", "10.0.0.1, 203.0.113.5") == "203.0.113.5"
    assert asker("203.0.113.9", "127.0.0.1") == "203.0.113.9"
    assert asker("2001:db8::1", None) == asker("2001:db8::ffff", None) != asker("2001:db8:1::1", None)
    assert asker("127.0.0.1", "nonsense") == "nonsense"


def test_the_addresses_that_are_counted_are_bounded() -> None:
    rates = AddressRates(clock=lambda: 0.0)
    for number in range(ADDRESSES + 10):
        assert rates.allows(str(number))
    assert len(rates) == ADDRESSES


def test_the_bodies_that_are_kept_have_a_size_and_one_edition() -> None:
    cache = BodyCache(most=10)
    cache.enter("one")
    for name in "abc":
        cache.put("one", name, Content(b"1234", "text/plain"))
    assert (cache.get("a"), cache.get("c")) == (None, Content(b"1234", "text/plain"))
    cache.put("old", "d", Content(b"", "text/plain"))
    cache.enter("two")
    assert (cache.get("c"), cache.get("d")) == (None, None)


def test_a_target_is_read_as_it_was_sent() -> None:
    read = read_target("/en/p/a%20b/?page=2")
    assert read is not None
    assert (read.parts, read.language, read.page) == (("p", "a b", ""), "en", 2)
    assert read_target("/%ff") is None
    assert read_target("/?q=%ff") is None
    assert read_target("http://elsewhere.example/") is None


@pytest.mark.parametrize(
    ("url", "sentence", "link"),
    [
        (
            "https://a.example/1",
            "one, two & three-four",
            "https://a.example/1#:~:text=one%2C%20two%20%26%20three%2Dfour",
        ),
        ("https://a.example/1#top", "가나", "https://a.example/1#top:~:text=%EA%B0%80%EB%82%98"),
        ("https://a.example/1#:~:text=old", "a", "https://a.example/1#:~:text=a"),
        (
            "https://a.example/1",
            "  two  spaces\tand a tab ",
            "https://a.example/1#:~:text=two%20spaces%20and%20a%20tab",
        ),
        (
            "https://a.example/1",
            "first line, of it all\nlast",
            "https://a.example/1#:~:text=first%20line%2C%20of%20it%20all,last",
        ),
    ],
)
def test_a_link_leads_to_the_sentence_by_the_rules_of_text_fragments(url: str, sentence: str, link: str) -> None:
    assert sentence_link(url, sentence) == link


def test_a_long_sentence_is_named_by_its_ends() -> None:
    sentence = " ".join(f"word-{number}" for number in range(100))
    directive = sentence_link("https://a.example", sentence).partition(":~:text=")[2]
    start, end = (unquote(part) for part in directive.split(","))
    assert sentence.startswith(start)
    assert sentence.endswith(end)
    assert len(directive) < 200


def test_every_statement_of_the_shipped_programme_is_a_claim() -> None:
    document = json.loads(to_jsonld(shipped(), "https://page.example"))
    assert document["@context"] == "https://schema.org"
    assert len(document["@graph"]) == len(shipped().statements)
    for each in document["@graph"]:
        assert each["@type"] == "Claim"
        assert each["@id"].startswith("https://page.example/p/dokpamo/s/")
        assert each["appearance"]["@type"] == "Article"
        assert each["text"]


def test_no_quote_ends_a_script_early() -> None:
    facts = shipped()
    data = claim_of(next(iter(facts.statements.values())), facts)
    data["text"] = "</script><!--&"
    assert "<" not in script_safe(data)
    assert json.loads(script_safe(data)) == data


async def test_a_feed_has_an_entry_per_headline_change_and_per_correction(sqlite_url: str) -> None:
    async with webbed(sqlite_url, root="https://page.example") as page:
        before = feedparser.parse((await page.get("/p/lights/feed.xml")).body)
        identifier = await corrected(page)
        await page.editor.save(
            AddStatement(
                statement=new_statement(stance="stays_out", quote="또 불참한다고 했다.", said=Said.parse("2026-03-19"))
            ),
            by="tg:1",
            key="again",
        )
        await page.record.refresh()
        atom = feedparser.parse((await page.get("/p/lights/feed.xml")).body)
        assert (atom.bozo, atom.version) == (False, "atom10")
        assert [each.id for each in atom.entries[3:]] == [each.id for each in before.entries]
        assert len(atom.entries) == len(before.entries) + 3
        newest, second, third = atom.entries[:3]
        assert newest.link == "https://page.example/p/lights/s/dl-lost"
        assert "철회" in newest.title
        assert second.link.endswith(identifier)
        assert "소라테크: 입찰 → 불참" in second.title
        assert "소라테크" in third.title
        feed = await page.json("/en/p/lights/feed.json")
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert [each["id"].rpartition(":")[2] for each in feed["items"]] == [
            each.id.rpartition(":")[2] for each in atom.entries
        ]
        assert len({each["id"] for each in feed["items"]}) == len(feed["items"])


def test_a_stance_has_the_shape_and_the_colour_of_the_pictures() -> None:
    light = style().partition("@media (prefers-color-scheme:dark){.s0")[0]
    assert re.findall(r"\.s\d\{color:(#\w{6})\}", light) == [each.lower() for each in COLOURS]
    assert len(SIGNS) == len(SHAPES)
    board = Pages(shipped(), "ko").board(1)
    assert board is not None
    assert '<span class="s s1" aria-hidden="true">■\ufe0e</span>불참' in board  # the second stance of the file


def test_a_team_with_a_result_alone_has_it_as_its_headline_once() -> None:
    pages = Pages(shipped(), "ko")
    for told in (pages.board(1), pages.team("lunit", 1)):
        assert told is not None
        row = told[told.index("루닛</") :].partition("바이오넥서스")[0].partition("<h2>")[0]
        assert row.count("탈락") == 1
        assert "결과" not in row


async def test_only_what_a_correction_changed_is_told_of_it(sqlite_url: str) -> None:
    async with webbed(sqlite_url) as page:
        correction = Correction(speaker="항만 관계자")
        await page.editor.save(
            Correct(id="harbour-1", correction=correction, revision=1, reason="빠뜨림"), by="tg:1", key="s"
        )
        await page.record.refresh()
        told = (await page.get("/p/lights/corrections")).text
        assert re.findall(r"<p><small>(.*?)</small></p>", told) == ["발언자: 없음 → 항만 관계자"]


def test_only_the_entries_of_a_page_are_rendered() -> None:
    rendered: list[Stated] = []

    class Counting(Pages):
        def shown(self, each: Stated) -> Shown:
            rendered.append(each)
            return super().shown(each)

    facts = shipped()
    one = next(iter(facts.statements.values()))
    many = {f"x{number}": one.model_copy(update={"id": f"x{number}"}) for number in range(500)}
    assert Counting(replace(facts, statements=many), "ko").team(one.claim.team, 2) is not None
    assert len(rendered) < 60


def large(teams: int, *, name: str = "팀") -> Facts:
    """A programme of many teams with the longest names."""
    listed = "\n".join(f"  - {{id: t{number}, names: {{ko: ['{name * 140}{number}']}}}}" for number in range(teams))
    return facts_of(read_programme_file(LIGHTHOUSE.replace("\nsources:", f"\n{listed}\nsources:"), name="l.yaml"))


def test_a_board_of_many_teams_has_pages_within_their_size() -> None:
    pages = Pages(large(2 * BOARD_ROWS, name="&"), "ko", "https://page.example", "ipjang_bot")
    for number in (1, 2, 3):
        told = pages.board(number)
        assert told is not None
        assert len(told.encode()) <= PAGE_BYTES
    assert pages.board(4) is None


async def test_a_team_that_said_much_and_a_statement_that_was_corrected_often_have_pages_within_their_size(
    sqlite_url: str,
) -> None:
    async with webbed(sqlite_url) as page:
        quoted = ["".join(chr(0xAC00 + (number * 97 + place) % 11172) for place in range(1990)) for number in range(12)]
        for number, sentence in enumerate(quoted):
            source = NewSource(publisher="나" * 290, title="가" * 290, url=f"https://a.example/{number}?{'b' * 1900}")
            await page.editor.save(
                AddStatement(statement=new_statement(quote=sentence, source=source)), by="tg:1", key=f"l{number}"
            )
        for number in range(1, 60):
            correction = Correction(speaker=f"{number}" + "다" * 290)
            await page.editor.save(
                Correct(id="harbour-1", correction=correction, revision=number, reason="마" * 290),
                by="tg:1",
                key=f"c{number}",
            )
        await page.record.refresh()
        for path in ("/p/lights/sora", "/p/lights/s/harbour-1", "/p/lights/corrections"):
            seen, number = 0, 1
            while (found := await page.get(f"{path}?page={number}")).status == 200:
                assert len(found.body) <= PAGE_BYTES, path
                seen, number = seen + found.text.count("<article"), number + 1
            assert seen == (12 if path.endswith("sora") else 59)


def test_answers_link_to_the_page_where_there_is_one_and_the_page_to_the_bot() -> None:
    facts = shipped()
    stance, overview = answered(facts, Intent.STANCE, "kakao"), answered(facts, Intent.OVERVIEW, language="en")
    for found, path in ((stance, "/p/dokpamo/kakao"), (overview, "/en/p/dokpamo/")):
        reply = with_page(render(found), found, "dokpamo", "https://page.example")
        assert reply.buttons[-1][-1].url == f"https://page.example{path}"
        assert with_page(render(found), found, "dokpamo", None) == render(found)
    told = Pages(facts, "ko", "", "ipjang_bot").team("kakao", 1)
    assert told is not None
    assert 'href="https://t.me/ipjang_bot?start=kakao"' in told
    assert "https://t.me/" not in (Pages(facts, "ko").team("kakao", 1) or "")


async def test_half_a_request_is_cut_and_shuts_nobody_out(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram.server.HEAD_PATIENCE", 0.2)
    async with webbed(sqlite_url) as page:
        port = int(page.root.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /p/lights/ HTT")
        assert (await page.get("/p/lights/")).status == 200
        assert await asyncio.wait_for(reader.read(), 10) == b""
        writer.close()


def test_known_at_leaves_out_what_came_later() -> None:
    facts = shipped()
    first = min(each.recorded for each in facts.statements.values())
    assert len(facts.known_at(first).statements) == len(facts.statements)
    assert facts.known_at(first.replace(year=2020)).statements == {}


WIDTHS = """
<script>
const frame = document.querySelector("iframe"), kept = document.documentElement.dataset;
frame.onload = () => { kept.wide = frame.contentDocument.documentElement.scrollWidth; };
</script>
"""


@pytest.mark.skipif(browser() is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("width", [390, 1200])
async def test_no_page_scrolls_sideways_in_a_real_browser(width: int, sqlite_url: str) -> None:
    long = "https://a.example/" + "x" * 200
    async with webbed(sqlite_url) as page:
        source = NewSource(publisher="a" * 200, title="W" * 250, url=long)
        receipt = await page.editor.save(
            AddStatement(statement=new_statement(quote="q" * 400, source=source)), by="tg:1", key="w"
        )
        await corrected(page)
        paths = ("/p/lights/", "/en/p/lights/sora", f"/p/lights/s/{receipt.id}", "/en/p/lights/corrections")
        told = {path: (await page.get(path)).text for path in paths}
    for path, html in told.items():
        assert await asyncio.to_thread(scroll_width, html, width) <= width, path


def scroll_width(html: str, width: int) -> int:
    """How wide a page wants to be in a window of a width, as Chromium lays it out."""
    command = browser()
    assert command is not None
    with tempfile.TemporaryDirectory() as folder:
        inner, outer = Path(folder, "inner.html"), Path(folder, "outer.html")
        inner.write_text(html, encoding="utf-8")
        frame = f'<iframe src="inner.html" style="width:{width}px;height:900px;border:0"></iframe>'
        outer.write_text(f"<!doctype html><meta charset=utf-8>{frame}{WIDTHS}", encoding="utf-8")
        done = subprocess.run(
            [
                command,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--allow-file-access-from-files",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                f"--user-data-dir={folder}/profile",
                "--window-size=1400,1000",
                "--virtual-time-budget=3000",
                "--dump-dom",
                outer.as_uri(),
            ],
            capture_output=True,
            timeout=120,
            check=True,
        )
    found = re.search(r'data-wide="(\d+)"', done.stdout.decode())
    assert found is not None, "the page was not laid out"
    return int(found[1])


def test_a_bot_without_a_page_imports_nothing_of_it() -> None:
    rooms = ("jinja2", "markupsafe", "mcp", "bot.web.")
    program = f"import sys, bot.app; print([each for each in sys.modules if each.startswith({rooms})])"
    done = subprocess.run([sys.executable, "-c", program], cwd=Path.cwd(), capture_output=True, check=True, timeout=60)
    assert done.stdout.decode().strip() == "[]"


def test_what_a_source_shares_is_part_of_it() -> None:
    told = LIGHTHOUSE.replace("published: 2026-03-10}", "published: 2026-03-10, share: false}")
    facts = facts_of(read_programme_file(told, name="s.yaml"))
    assert (facts.sources["sea-1"].share, facts.sources["sea-2"].share) == (False, True)


async def test_a_running_bot_serves_the_page_links_to_it_and_posts_to_its_hooks(tmp_path: Path) -> None:
    got: list[bytes] = []

    async def take(request: web.Request) -> web.Response:
        got.append(await request.read())
        return web.Response()

    application = web.Application()
    application.router.add_post("/hook", take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port, url = free_port(), f"sqlite+aiosqlite:///{tmp_path}/facts.db"
    root = f"http://127.0.0.1:{port}"
    settings = {
        "BOT_WEB_LISTEN": f"127.0.0.1:{port}",
        "BOT_WEB_URL": root,
        "BOT_DATABASE_URL": url,
        "BOT_HOOKS": f"http://127.0.0.1:{runner.addresses[0][1]}/hook",
    }
    async with Loopback() as telegram, running(telegram, tmp_path, **settings) as process:
        telegram.receive(message("KT는?", place=11))
        await telegram.until(lambda: len(telegram.answers("sendMessage")) == 1)
        buttons = json.dumps(telegram.answers("sendMessage")[0].parameters, ensure_ascii=False)
        assert f"{root}/p/dokpamo/kt" in buttons
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{root}/p/dokpamo/kt") as response:
                told = await response.text()
            async with session.get(f"{root}/metrics") as response:
                assert response.status == 404
        assert 'href="https://t.me/ipjang_bot?start=kt"' in told
        assert f'rel="canonical" href="{root}/p/dokpamo/kt"' in told
        store = await Store.open(url)
        await Editor(store).save(Retract(id="kakao-20260116", reason="시험"), by="cli", key="x")
        await store.close()
        await telegram.until(lambda: len(got) == 1, 30)
        assert json.loads(got[0])["change"]["statement"] == "kakao-20260116"
        process.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(process.communicate(), 20)
    await runner.cleanup()
    assert process.returncode == 0
    assert f"The page is at {root}" in log.decode()


def test_an_address_that_is_taken_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = subprocess.run(
            [sys.executable, "-m", "bot", "web"],
            cwd=tmp_path,
            env=environment(PYTHONPATH=str(Path.cwd()), BOT_WEB_LISTEN=address),
            capture_output=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(f"ipjang: BOT_WEB_LISTEN: {address} cannot be listened on")
