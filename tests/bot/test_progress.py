import io
import sys
import time

import pytest

from bot.cli import session as module
from bot.cli.session import Progress, progress


class Terminal(io.StringIO):
    """Standard error as a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_the_line_tells_what_is_done_and_how_far_it_has_come() -> None:
    shown = Progress("reading a.json")
    assert shown.line(0, 2.4) == "⠋ reading a.json … 2 s"
    shown.at(1200)
    assert shown.line(1, 3.0) == "⠙ reading a.json … 1,200, 3 s"
    shown.at(45_000, 115_000)
    assert shown.line(10, 3.0) == "⠋ reading a.json … 45,000 of 115,000 (39 %), 3 s"


def test_a_pipe_sees_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with progress("working") as shown:
        shown.at(1, 2)
    assert capfd.readouterr() == ("", "")


def test_a_terminal_sees_long_work_and_a_clean_line_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    monkeypatch.setattr(module, "PAUSE", 0.01)
    with progress("working"):
        while "working" not in terminal.getvalue():
            time.sleep(0.01)
    assert terminal.getvalue().endswith(module.ERASE_LINE)


def test_short_work_shows_nothing_on_a_terminal_either(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress("working"):
        pass
    assert terminal.getvalue() == ""


def test_an_error_ends_the_progress_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with pytest.raises(ZeroDivisionError), progress("working"):
        _ = 1 / 0
