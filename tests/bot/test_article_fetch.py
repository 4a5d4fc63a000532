"""Fetching an article: only allowed hosts, only public addresses, only a few redirects and only text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.article_fetch import ArticleFetcher, NotFetchedError, is_public

PAGE = "<html><body><article><p>KT는 23일 재공모에 참여하지 않겠다고 밝혔다.</p></article></body></html>"


@asynccontextmanager
async def site() -> AsyncIterator[str]:
    """A site on loopback."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    async def picture(_: web.Request) -> web.Response:
        return web.Response(body=b"x", content_type="image/png")

    async def large(_: web.Request) -> web.Response:
        return web.Response(body=b"a" * 3_000_000, content_type="text/plain")

    async def around(request: web.Request) -> web.Response:
        left = int(request.match_info["left"])
        raise web.HTTPFound(f"/around/{left - 1}" if left else "/page")

    async def away(_: web.Request) -> web.Response:
        raise web.HTTPFound("http://elsewhere.example/page")

    app = web.Application()
    routes = {"/page": page, "/picture": picture, "/large": large, "/around/{left}": around, "/away": away}
    for path, handler in routes.items():
        app.router.add_get(path, handler)
    async with TestServer(app) as server:
        yield f"http://127.0.0.1:{server.port}"


def fetcher() -> ArticleFetcher:
    """A fetcher that is allowed to reach loopback."""
    return ArticleFetcher(("127.0.0.1",), is_allowed=lambda _: True, schemes=("http",))


async def test_a_page_of_an_allowed_host_is_read() -> None:
    async with site() as root:
        page = await fetcher().page(f"{root}/page")
        assert (page.text, page.url) == ("KT는 23일 재공모에 참여하지 않겠다고 밝혔다.", f"{root}/page")
        assert (await fetcher().page(f"{root}/around/2")).text == page.text


@pytest.mark.parametrize("path", ["/picture", "/large", "/around/3", "/away", "/nowhere"])
async def test_what_is_no_article_is_not_read(path: str) -> None:
    async with site() as root:
        with pytest.raises(NotFetchedError):
            await fetcher().page(f"{root}{path}")


async def test_an_address_that_is_not_public_is_refused_when_it_is_connected_to() -> None:
    async with site() as root:
        inner = ArticleFetcher(("127.0.0.1", "localhost"), schemes=("http",))
        for url in (f"{root}/page", f"{root}/page".replace("127.0.0.1", "localhost")):
            with pytest.raises(NotFetchedError) as refused:
                await inner.page(url)
            assert not refused.value.is_forbidden


@pytest.mark.parametrize(
    "url", ["https://other.example/a", "http://news.example/a", "https://u:p@news.example/a", "ftp://news.example/a"]
)
async def test_only_https_and_the_hosts_of_the_settings_are_tried(url: str) -> None:
    with pytest.raises(NotFetchedError) as refused:
        await ArticleFetcher(("news.example",)).page(url)
    assert refused.value.is_forbidden


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("127.0.0.1", False), ("10.1.2.3", False), ("169.254.169.254", False), ("::1", False),
        ("::ffff:127.0.0.1", False), ("fd00::1", False), ("0.0.0.0", False), ("100.64.0.1", False),
        ("224.0.0.1", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public
