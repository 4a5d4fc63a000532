import contextlib
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.i18n.talking import talk
from tests.bot.test_process import environment
from tests.bot.test_streaming import command, run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("console")


def said(folder: Path, *lines: str, **settings: str) -> str:
    """All that the console says to these lines."""
    done = run(folder, "chat", given="\n".join(lines).encode() + b"\n", **settings)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


FIRST = {
    "카카오 재도전해?": ("카카오", "불참"),
    "KT는?": ("KT", "미정"),
    "네이버랑 NC AI 둘 다 안 나가?": ("네이버클라우드", "NC AI", "불참"),
    "is Konan in?": ("Konan", "Considering", "reported"),
    "루닛은?": ("루닛", "입장은 기록에 없", "탈락"),
    "업스테이지는?": ("업스테이지", "기록된 발언이 없습니다"),
    "KT&G는?": ("KT&G", "팀이 아닙니다"),
}


def test_the_first_questions_are_answered_rightly_on_a_fresh_machine(tmp_path: Path) -> None:
    between = "99"
    told = said(tmp_path, *(line for question in FIRST for line in (question, between)))
    answers = told.split(talk("ko").terminal_choose())
    assert len(answers) == len(FIRST) + 1
    for answer, words in zip(answers, FIRST.values(), strict=False):
        assert [word for word in words if word not in answer] == []
    assert "미정" not in answers[-2]


def test_a_line_may_be_about_the_one_before(folder: Path) -> None:
    told = said(folder, "KT는?", "왜?", "그럼 카카오는?", "source?")
    assert told.count("KT는 미정입니다.") == 2
    assert "카카오는 불참입니다." in told
    assert "Kakao" in told


def test_a_language_that_is_named_is_set_at_once(folder: Path) -> None:
    told = said(folder, "/language en", "KT", "/language 한국어", "KT")
    assert talk("en").language_chosen() in told
    assert told.index("Undecided") < told.index(talk("ko").language_chosen()) < told.index("KT는 미정입니다.")


def test_buttons_are_pressed_by_their_number(folder: Path) -> None:
    told = said(folder, "KT는?", "1")
    assert "[1] " in told
    assert "발언 기록" in told.partition("[1] ")[2]


def test_a_number_without_a_button_says_so(folder: Path) -> None:
    assert talk("ko").terminal_choose() in said(folder, "KT는?", "99")


def test_commands_are_the_same_as_in_telegram(folder: Path) -> None:
    told = said(folder, "/status", "/list 불참", "/history KT", "/ask KT는?", "/start kakao", "/help", "/nonsense")
    assert "현황" in told
    assert "불참 3팀" in told
    assert "카카오는 불참입니다." in told


def test_a_language_can_be_chosen(folder: Path) -> None:
    told = said(folder, "/language", "2", "KT")
    assert talk("en").language_chosen() in told
    assert "Undecided" in told


def test_the_language_of_the_settings_is_spoken_first(folder: Path) -> None:
    assert said(folder, BOT_LANGUAGE="en").startswith("Ask about")


def test_without_a_token_run_talks_in_the_terminal(folder: Path) -> None:
    done = run(folder, "run", given="KT는?\n".encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert "KT는 미정입니다." in done.stdout.decode()


def test_odd_lines_are_answered_without_a_traceback(folder: Path) -> None:
    lines = b"\xff\xfe\n\x00\n" + b"a" * 100_000 + b"\n" + "카카오 ".encode() * 30_000 + b"\n\n \n/\n/language@x\nKT?"
    done = run(folder, "chat", given=lines)
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_loaded_meanwhile_is_answered_from_at_once(folder: Path, tmp_path: Path) -> None:
    talking = subprocess.Popen(
        command("chat"), cwd=folder, env=environment(PYTHONPATH=str(Path.cwd())),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert talking.stdin is not None
    assert talking.stdout is not None
    try:
        talking.stdin.write("KT는?\n".encode())
        talking.stdin.flush()
        while "미정" not in talking.stdout.readline().decode():
            pass
        (tmp_path / "more.yaml").write_text(
            "format: ipjang-programme/1\nteams:\n  - {id: newcomer, names: {ko: [한빛등대]}}\n", encoding="utf-8"
        )
        assert run(folder, "load", str(tmp_path / "more.yaml")).returncode == 0
        time.sleep(1.1)
        told, _ = talking.communicate("한빛등대는?\n".encode(), timeout=20)
        assert "한빛등대는 명단에 있지만" in told.decode()
    finally:
        talking.kill()
        talking.wait()


@pytest.mark.parametrize("key", [b"\x04", b"\x03"])
def test_control_d_and_control_c_end_it_cleanly(folder: Path, key: bytes) -> None:
    ours, theirs = pty.openpty()
    talking = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs,
        env=environment(PYTHONPATH=str(Path.cwd()), TERM="dumb"), start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    told = b""
    try:
        while b"> " not in told:
            told += os.read(ours, 4096)
        if key == b"\x03":
            interrupt(talking)
        else:
            os.write(ours, key)
        assert talking.wait(20) == 0
        assert b"Traceback" not in told + _rest(ours)
    finally:
        talking.kill()
        talking.wait()
        os.close(ours)


def interrupt(talking: "subprocess.Popen[bytes]") -> None:
    """Press Ctrl-C until it is heard: one that comes between the prompt and the wait for a key is only seen later."""
    for _ in range(20):
        talking.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            talking.wait(1)
            return


def _rest(terminal: int) -> bytes:
    """What the terminal still shows after its program has ended."""
    told = b""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 4096):
            told += part
    return told
