import contextlib
import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from bot.chat.terminal import cells
from bot.messages.talk import talk
from tests.commands import command, environment, run


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
        env=environment(PYTHONPATH=str(Path.cwd()), TERM="dumb", XDG_STATE_HOME=str(folder)), start_new_session=True,
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
            talking.wait(5)
            return


def _rest(terminal: int) -> bytes:
    """What the terminal still shows after its program has ended."""
    told = b""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 4096):
            told += part
    return told


WITHOUT_READLINE = (
    "import sys; sys.modules['readline'] = None; from bot.cli.parser import main; sys.exit(main(['chat']))"
)


def typed(folder: Path, *lines: bytes, columns: int = 80, program: str | None = None, **settings: str) -> str:
    """All that a terminal of so many columns shows while these lines are typed; the conversation has to end by them."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    settings = {"TERM": "xterm", "XDG_STATE_HOME": str(folder / "state"), **settings}
    talking = subprocess.Popen(
        [sys.executable, *(["-m", "bot", "chat"] if program is None else ["-c", program])], cwd=folder,
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment(PYTHONPATH=str(Path.cwd()), **settings),
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    told = b""
    try:
        for number, line in enumerate(lines, start=1):
            while told.count(b"\n> ") < number:
                told += os.read(ours, 4096)
            os.write(ours, line + b"\r")
        told += _rest(ours)
        assert talking.wait(20) == 0
    finally:
        talking.kill()
        talking.wait()
        os.close(ours)
    return told.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("word", ["exit", "QUIT", " 끝 ", "종료", "/exit"])
def test_a_word_ends_the_conversation(folder: Path, word: str) -> None:
    told = said(folder, word, "KT는?")
    assert "KT는 미정" not in told
    assert "끝" in typed(folder, word.encode()).splitlines()[0]


def test_a_python_without_readline_runs_the_console(folder: Path) -> None:
    told = typed(folder, "KT는?".encode(), b"exit", program=WITHOUT_READLINE)
    assert "KT는 미정입니다." in told
    assert "Traceback" not in told


def test_what_was_typed_is_there_in_the_next_session_and_nobody_elses_to_read(folder: Path) -> None:
    typed(folder, "카카오는?".encode(), b"exit")
    file = folder / "state" / "ipjang" / "history"
    assert "카카오는?" in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o077 == 0
    up = b"\x1b[A"
    assert "카카오는 불참입니다." in typed(folder, up + up, b"exit")


def test_a_history_that_cannot_be_kept_is_no_trouble(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "Traceback" not in typed(folder, b"exit", XDG_STATE_HOME=str(tmp_path / "file"))


@pytest.mark.parametrize("columns", [40, 100])
def test_replies_are_wrapped_to_the_terminal(folder: Path, columns: int) -> None:
    told = typed(folder, "카카오는?".encode(), b"exit", columns=columns, NO_COLOR="1", COLUMNS="77")
    rows = re.sub(r"\x1b\[\?2004[hl]\r?", "", told).partition("> 카카오는?\n")[2].partition("\n> ")[0].splitlines()
    assert columns - 12 < max(map(cells, rows)) <= columns
    quoted = [row for row in rows if "│" in row]
    assert len(quoted) > 4
    assert all(row.startswith("  │ ") for row in quoted)


@pytest.mark.parametrize(
    ("no_color", "term", "coloured"), [("", "xterm", True), ("1", "xterm", False), ("", "dumb", False)]
)
def test_colours_are_left_out_where_they_are_not_wanted(folder: Path, no_color: str, term: str, coloured: bool) -> None:
    assert ("\x1b[1m" in typed(folder, "KT는?".encode(), b"exit", NO_COLOR=no_color, TERM=term)) == coloured


def test_a_pressed_button_is_echoed_by_its_label(folder: Path) -> None:
    told = said(folder, "KT는?", "1", "/language", "2")
    assert "→ 발언 기록\n" in told
    assert "→ English\n" in told


@pytest.mark.parametrize("line", ["/nonsense", "/hlep me", "/없는명령", "/add@"])
def test_an_unknown_command_is_called_so(folder: Path, line: str) -> None:
    told = said(folder, line)
    assert talk("ko").terminal_unknown(line.split()[0]) in told
    assert "이렇게 물어보세요" not in told


def test_one_question_on_a_terminal_is_wrapped_as_well(folder: Path) -> None:
    program = "import sys; from bot.cli.parser import main; sys.exit(main(['ask', '카카오는?']))"
    rows = typed(folder, columns=40, program=program, NO_COLOR="1").splitlines()
    assert 30 < max(map(cells, rows)) <= 40
    assert "\x1b" not in "".join(rows)


def test_a_change_is_told_above_the_prompt(tmp_path: Path) -> None:
    """The whole way without a token: follow, load a file elsewhere, and be told."""
    environ = environment(PYTHONPATH=str(Path.cwd()), BOT_SETTLE_SECONDS="0", BOT_QUIET_HOURS="off")
    pipe = subprocess.PIPE
    chat = subprocess.Popen(command("chat"), cwd=tmp_path, env=environ, stdin=pipe, stdout=pipe, stderr=pipe)
    assert chat.stdin is not None
    assert chat.stdout is not None
    chat.stdin.write(b"/follow KT\n")
    chat.stdin.flush()
    while "바로 알립니다" not in (line := chat.stdout.readline().decode()):
        assert line
    time.sleep(3)  # what is on record is settled
    (tmp_path / "more.yaml").write_text(NEWS, encoding="utf-8")
    assert run(tmp_path, "load", "more.yaml").returncode == 0
    told = ""
    while "KT는 참여하지 않기로 했다." not in told:
        line = chat.stdout.readline().decode()
        assert line, told
        told += line
    assert "KT: 미정 → 불참" in told
    _, errors = chat.communicate(b"exit\n", timeout=30)
    assert (chat.returncode, errors) == (0, b"")


NEWS = """
format: ipjang-programme/1
sources:
  - {id: news-1, publisher: 뉴스1, title: KT 불참, published: 2026-02-01}
statements:
  - {id: kt-20260201, team: kt, stance: not_joining, voice: own, said: 2026-02-01, source: news-1,
     quote: KT는 참여하지 않기로 했다.}
"""
