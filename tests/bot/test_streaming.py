"""`ipjang ask` and `ipjang match` as programs call them: lines in, JSON lines out, in step."""

import json
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.commands import command, environment, run

Json = dict[str, object]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose database has the shipped programme."""
    made = tmp_path_factory.mktemp("streaming")
    assert run(made, "ask", "KT는?").returncode == 0
    return made


def stream(folder: Path, *arguments: str, lines: list[bytes]) -> list[Json]:
    done = run(folder, *arguments, "--json", "-", given=b"\n".join(lines) + b"\n")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def test_each_line_gets_one_object_in_order(folder: Path) -> None:
    texts = ["카카오는?", "KT는?", "is Konan in?"]
    found = stream(folder, "ask", lines=[json.dumps(text).encode() for text in texts])
    assert [each["text"] for each in found] == texts
    assert all(isinstance(each["ms"], float) for each in found)
    kakao = found[0]["answer"]
    assert isinstance(kakao, dict)
    assert (kakao["kind"], kakao["language"], kakao["teams"][0]["stance"]) == ("stance", "ko", "not_joining")


def test_an_object_says_when_and_where_it_is_asked(folder: Path) -> None:
    asked = {"text": "어제까지 카카오는?", "now": "2026-01-20T09:00+09:00", "context": "group"}
    (found,) = stream(folder, "ask", lines=[json.dumps(asked).encode()])
    assert isinstance(answer := found["answer"], dict)
    assert answer["as_of"] == "2026-01-19"


def test_a_moment_of_the_command_line_serves_lines_without_one(folder: Path) -> None:
    (found,) = stream(folder, "ask", "--now", "2026-01-20", lines=['"어제까지 KT는?"'.encode()])
    assert isinstance(answer := found["answer"], dict)
    assert answer["as_of"] == "2026-01-19"


BROKEN = [
    b"", b"{", b"3", b"null", b"[]", b'{"text": 3}', b'{"text": "a", "now": 5}', b'{"text": "a", "now": "soon"}',
    b'{"text": "a", "context": "moon"}', b'{"text": "a", "nwo": "2026-01-01"}', b'"\xff\xfe"', b"[" * 100_000,
    b'{"text": "a", "now": "0001-01-01T00:00+14:00"}', b"1" * 6000, b'"a" "b"', b"NaN", b'{"now": "2026-01-01"}',
]  # fmt: skip
ODD = [
    "\x00", "\ud800", "KT는?\udfff", "a" * 100_000, "카카오 " * 25_000, "\u202eKT는?", "", " ", "\n\n", "🇰🇷" * 3000,
]  # fmt: skip


def test_a_line_that_is_no_request_gets_an_error_and_the_next_line_its_answer(folder: Path) -> None:
    lines = [each for line in BROKEN for each in (line, '"KT는?"'.encode())]
    found = stream(folder, "ask", lines=lines)
    assert [line for line, told in zip(BROKEN, found[::2], strict=True) if not isinstance(told.get("error"), str)] == []
    assert {each["text"] for each in found[1::2]} == {"KT는?"}


@pytest.mark.parametrize("name", ["ask", "match"])
def test_odd_texts_come_back_as_they_were_in_valid_utf8(folder: Path, name: str) -> None:
    found = stream(folder, name, lines=[json.dumps(text).encode() for text in ODD])
    assert [each["text"] for each in found] == ODD


def test_a_match_tells_where_each_name_stands_in_code_points(folder: Path) -> None:
    (found,) = stream(folder, "match", lines=[json.dumps("😀 카카오랑 KT는?").encode()])
    mentions = found["mentions"]
    assert isinstance(mentions, list)
    assert [(each["team"], each["surface"], each["start"], each["end"]) for each in mentions] == [
        ("kakao", "카카오", 2, 5),
        ("kt", "KT", 7, 9),
    ]


def exchange(pipe: "subprocess.Popen[bytes]", text: str) -> Json:
    """Send one line and wait for its answer, the pipe staying open."""
    given, told = pipe.stdin, pipe.stdout
    assert given is not None
    assert told is not None
    given.write(json.dumps(text).encode() + b"\n")
    given.flush()
    found: Json = json.loads(told.readline())
    return found


def closed(stream: IO[bytes] | None) -> None:
    if stream is not None:
        stream.close()


def test_answers_are_flushed_while_the_pipe_stays_open(folder: Path) -> None:
    pipe = subprocess.Popen(
        command("ask", "--json", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder,
        env=environment(PYTHONPATH=str(Path.cwd())),
    )  # fmt: skip
    try:
        assert [exchange(pipe, text)["text"] for text in ("KT는?", "카카오는?")] == ["KT는?", "카카오는?"]
        closed(pipe.stdin)
        assert pipe.wait(20) == 0
    finally:
        pipe.kill()
        pipe.wait()
        closed(pipe.stdout)


def test_a_reader_who_has_had_enough_is_no_error(folder: Path) -> None:
    lines = '"KT는?"\n'.encode() * 2000
    pipe = subprocess.Popen(
        command("ask", "--json", "-"), cwd=folder, env=environment(PYTHONPATH=str(Path.cwd())),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert pipe.stdout is not None
    closed(pipe.stdout)
    pipe.stdout = None
    _, told = pipe.communicate(lines, timeout=30)
    assert (pipe.returncode, told) == (0, b"")


def test_the_words_of_the_command_line_are_one_text(folder: Path) -> None:
    told = run(folder, "ask", "카카오", "재도전해?").stdout.decode()
    assert "카카오는 불참입니다." in told
    assert json.loads(run(folder, "ask", "--json", "KT", "는?").stdout)["text"] == "KT 는?"


def test_a_match_reads_well(folder: Path) -> None:
    told = run(folder, "match", "카카오랑 KT는?").stdout.decode()
    assert "카카오 (kakao)" in told
    assert "KT (kt)" in told
    told = run(folder, "match", "안녕").stdout.decode()
    assert told.startswith("no team\n")
    assert "from 6 keys and 3 syllables" in told


def test_lines_of_plain_text_are_answered_one_by_one(folder: Path) -> None:
    told = run(folder, "ask", "-", given="KT는?\n카카오는?\n".encode()).stdout.decode()
    assert told.index("KT는 미정") < told.index("카카오는 불참")


@pytest.mark.parametrize("arguments", [("KT는?",), ("-",), ("--json", "KT는?"), ("--json", "-")])
def test_a_moment_that_is_none_is_refused(folder: Path, arguments: tuple[str, ...]) -> None:
    done = run(folder, "ask", *arguments, "--now", "soon", given='"KT는?"'.encode())
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("ipjang: --now: 'soon' is not a date and time")


def test_an_empty_database_stays_empty_when_told_so(tmp_path: Path) -> None:
    done = run(tmp_path, "ask", "--empty", "KT는?")
    assert done.returncode == 1
    assert done.stderr.decode() == "ipjang: The database holds no programme: load one with `ipjang load FILE`.\n"


def test_a_terminal_that_says_it_is_ascii_is_spoken_to_in_utf8(folder: Path) -> None:
    done = run(folder, "--help", PYTHONIOENCODING="ascii")
    assert "카카오" in done.stdout.decode()
    refused = run(folder, "load", "없음.yaml", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert refused.stderr.decode().startswith("ipjang: 없음.yaml cannot be read")


def test_neither_command_loads_the_telegram_library(folder: Path) -> None:
    code = (
        "import sys\nfrom bot.cli.parser import main\nfor name in ('ask', 'match'):\n    main([name, 'KT는?'])\n"
        "print(sorted({'telegram', 'aiohttp', 'alembic', 'uvloop', 'httpx._client'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, timeout=60, check=True,
        env=environment(PYTHONPATH=str(Path.cwd())),
    )  # fmt: skip
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_lines_of_one_chat_are_one_conversation(folder: Path) -> None:
    lines = [
        ("a", "카카오는?"), ("b", "KT는?"), ("a", "출처?"), ("b", "왜?"), (None, "왜?"), ("a",
        "그럼 네이버는?"), ("a", "둘 다?"),
    ]  # fmt: skip
    given = [json.dumps({"text": text, "chat": chat} if chat else text).encode() for chat, text in lines]
    told = [each["answer"] for each in stream(folder, "ask", lines=given)]
    teams = [[team["team"] for team in answer["teams"]] for answer in told if isinstance(answer, dict)]
    assert teams == [["kakao"], ["kt"], ["kakao"], ["kt"], [], ["naver_cloud"], ["kakao", "naver_cloud"]]
    assert isinstance(told[4], dict)
    assert told[4]["kind"] == "ambiguous"


def test_a_conversation_is_forgotten_after_ten_minutes_of_its_own_time(folder: Path) -> None:
    lines = [("KT는?", "09:00"), ("왜?", "09:09"), ("왜?", "09:30")]
    given = [json.dumps({"text": text, "chat": 1, "now": f"2026-01-20T{at}+09:00"}).encode() for text, at in lines]
    told = [each["answer"] for each in stream(folder, "ask", lines=given)]
    assert [answer["kind"] for answer in told if isinstance(answer, dict)] == ["stance", "stance", "ambiguous"]


def test_a_chat_is_a_string_or_a_number(folder: Path) -> None:
    chats: tuple[object, ...] = ([], True, 1.5, "", 0)
    given = [json.dumps({"text": "KT는?", "chat": chat}).encode() for chat in chats]
    assert ["error" in each for each in stream(folder, "ask", lines=given)] == [True, True, True, False, False]


def test_match_takes_the_chat_and_does_without_it(folder: Path) -> None:
    (found,) = stream(folder, "match", lines=[json.dumps({"text": "KT", "chat": "a"}).encode()])
    assert "mentions" in found
