"""`ipjang propose`: an article in, statements out."""

import json
from pathlib import Path

import pytest

from bot.cli.parser import main

ARTICLE = (
    'KT 불참\n입력 2026.01.23\nKT는 23일 재공모에 참여하지 않겠다고 밝혔다.\n회사 관계자는 "전날 정했다"고 했다.\n'
)
FIELDS = ["team", "stance", "voice", "said", "speaker", "sentence", "sure"]


def proposed(arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> str:
    """What the command prints."""
    database = f"sqlite+aiosqlite:///{tmp_path / 'record.db'}"
    assert main(["propose", "--database", database, *arguments]) == 0
    return capsys.readouterr().out


def written(tmp_path: Path, name: str = "article.txt", content: str = ARTICLE) -> str:
    """A file with an article."""
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    return str(file)


def test_a_line_of_json_has_the_seven_fields(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (line,) = proposed(["--json", written(tmp_path)], capsys, tmp_path).splitlines()
    told = json.loads(line)
    assert list(told) == FIELDS
    assert told == {
        "team": "kt",
        "stance": "not_joining",
        "voice": "own",
        "said": "2026-01-23",
        "speaker": None,
        "sentence": "KT는 23일 재공모에 참여하지 않겠다고 밝혔다.",
        "sure": True,
    }


def test_the_day_of_publication_may_be_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, content="KT는 전날 재공모에 참여하지 않겠다고 밝혔다.")
    told = proposed(["--json", "--published", "2026-02-10", file], capsys, tmp_path)
    assert json.loads(told)["said"] == "2026-02-09"


def test_a_page_is_read_and_people_get_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = f"<html><body><article><p>{'</p><p>'.join(ARTICLE.splitlines())}</p></article></body></html>"
    told = proposed(["--publisher", "한빛통신", written(tmp_path, "a.html", page)], capsys, tmp_path)
    assert told.splitlines()[0] == "한빛통신 · KT 불참 · 2026-01-23"
    assert "1. KT · 불참 · own · 2026-01-23 (sure)" in told


def test_nothing_found_is_said_and_an_empty_stream_for_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, content="날씨가 맑다.")
    assert "No team" in proposed([file], capsys, tmp_path)
    assert proposed(["--json", file], capsys, tmp_path) == ""


def test_what_is_no_article_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.hwp"
    file.write_bytes(b"\0\1\2")
    assert main(["propose", str(file)]) == 1
    assert main(["propose", "--published", "yesterday", written(tmp_path)]) == 1
    assert "is not a day" in capsys.readouterr().err
