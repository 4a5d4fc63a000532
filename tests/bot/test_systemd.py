"""Signs of life for systemd, over a real socket."""

import asyncio
import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.upkeep import keep_watchdog_fed, notify, watchdog_seconds


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        path = Path(folder) / "notify"
        channel.bind(str(path))
        channel.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        yield channel


def test_states_reach_the_service_manager_in_one_datagram(manager: socket.socket) -> None:
    assert notify("READY=1", "STATUS=polling")
    assert manager.recv(1000) == b"READY=1\nSTATUS=polling"


def test_the_abstract_namespace_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"ipjang-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind("\0" + name)
        channel.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", "@" + name)
        assert notify("STOPPING=1")
        assert channel.recv(1000) == b"STOPPING=1"


def test_nothing_is_sent_where_nobody_listens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not notify("READY=1")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    assert not notify("READY=1")


@pytest.mark.parametrize(("period", "owner", "seconds"), [("30000000", "", 10.0), ("", "", None), ("0", "", None)])
def test_the_watchdog_is_fed_three_times_a_period(
    monkeypatch: pytest.MonkeyPatch, period: str, owner: str, seconds: float | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", period)
    monkeypatch.setenv("WATCHDOG_PID", owner)
    assert watchdog_seconds() == seconds


def test_a_watchdog_of_another_process_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "30000000")
    monkeypatch.setenv("WATCHDOG_PID", "1")
    assert watchdog_seconds() is None


async def test_signs_of_life_go_on_until_cancelled(manager: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "30000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
    feeding = asyncio.create_task(keep_watchdog_fed())
    received = [await asyncio.to_thread(manager.recv, 100) for _ in range(3)]
    feeding.cancel()
    assert received == [b"WATCHDOG=1"] * 3
