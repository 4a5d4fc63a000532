"""The health check of an image, against a real server on loopback."""

import http.server
import threading
from collections.abc import Callable, Iterator

import pytest

from bot.cli.parser import main
from bot.health import Health

Serve = Callable[..., int]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    servers: list[http.server.HTTPServer] = []

    def start(status: int, text: bytes, host: str = "127.0.0.1", path: str = "/readyz") -> int:
        class Answering(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status if self.path == path else 404)
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class names it so
                """Say nothing."""

        server = http.server.HTTPServer(("127.0.0.1", 0), Answering)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        monkeypatch.setenv("BOT_LISTEN", f"{host}:{server.server_port}")
        return server.server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_ready_bot_is_healthy(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    serve(200, b"ready")
    assert main(["health"]) == 0
    assert capsys.readouterr().err == ""


def test_a_bot_that_is_not_ready_says_why(serve: Serve, capsys: pytest.CaptureFixture[str]) -> None:
    serve(503, b"nothing heard from Telegram for 95 s")
    assert main(["health"]) == 1
    assert "nothing heard from Telegram for 95 s" in capsys.readouterr().err


def test_a_bot_on_an_open_address_is_asked_whether_it_lives(serve: Serve) -> None:
    serve(200, b"ok", host="0.0.0.0", path="/healthz")
    assert main(["health"]) == 0


def test_readiness_is_asked_at_its_own_address(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    port = serve(200, b"ready")
    monkeypatch.setenv("BOT_LISTEN", "0.0.0.0:1")
    monkeypatch.setenv("BOT_LISTEN_METRICS", f"0.0.0.0:{port}")
    assert main(["health"]) == 0


def test_nobody_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BOT_LISTEN", "127.0.0.1:1")
    assert main(["health"]) == 1
    assert capsys.readouterr().err.startswith("ipjang: nothing answers on 127.0.0.1:1")


def test_the_end_of_an_outage_is_told_once_and_with_its_length(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    now = 10.0
    health = Health(clock=lambda: now)
    health.lose(told=False)
    now = 15.0
    health.lose(told=True)
    now = 20.0
    health.reach()
    health.end_outage()
    assert [record.getMessage() for record in caplog.records] == ["Telegram is reachable again, after 10 s"]


def test_an_outage_that_nobody_was_told_of_ends_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    health = Health()
    health.lose(told=False)
    health.reach()
    assert caplog.text == ""
    assert health.silence is not None
