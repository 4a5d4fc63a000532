"""The editors' commands at the console, through the real command: previews, numbered buttons."""

from pathlib import Path

import pytest

from tests.bot.editing.test_articles import ARTICLE
from tests.commands import run

BLOCK = '"""'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the database of one console lies."""
    return tmp_path_factory.mktemp("editing-console")


def say(folder: Path, *lines: str, **settings: str) -> str:
    """All that the console says to these lines."""
    done = run(folder, "chat", given="\n".join(lines).encode() + b"\n", **settings)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_an_article_gives_six_statements_and_one_is_corrected_and_one_retracted(tmp_path: Path) -> None:
    retracted = ("/retract kt-20260123 다른 회사 기사", "1")
    corrected = (BLOCK, "/correct kakao-20260122", "발언자: 카카오 관계자", "사유: 발언자", BLOCK, "1")
    lines = [BLOCK, *ARTICLE.split("\n"), BLOCK, "1", "1", *retracted, *corrected, "/statements KT", "/audit"]
    told = say(tmp_path, *lines)
    assert "기사에서 기록할 만한 문장 7개를 찾았습니다 (확실 6, 확인 필요 1)." in told
    assert "6건을 저장했습니다: kt-20260123, kakao-20260122" in told
    assert "철회했습니다. 기록 번호는 kt-20260123입니다." in told
    assert "정정했습니다. 기록 번호는 kakao-20260122입니다." in told
    assert "다른 회사 기사" in told.rpartition("KT 기록")[2]
    assert "console" in told.rpartition("변경 내역")[2]


def test_a_typo_is_corrected_without_telegram(folder: Path) -> None:
    lines = ("/correct kakao-20260116", "제목: 카카오도 재도전 안 한다", "사유: 제목 오기")
    told = say(folder, BLOCK, *lines, BLOCK, "1", "/statements 카카오")
    assert "정정했습니다" in told
    assert "정정 1회" in told


def test_lines_may_follow_the_command_one_by_one(folder: Path) -> None:
    lines = ("팀: KT", "입장: 불참", "발언일: 2026-01-23", "화자구분: 본인", "발언자: 대변인", "매체: 뉴스1")
    told = say(folder, "/add", *lines, "문장: KT는 나가지 않는다고 밝혔다.", "1")
    assert "기록 번호는 kt-20260123입니다." in told


def test_a_question_is_answered_between_two_steps(folder: Path) -> None:
    told = say(folder, "/add 코난", "카카오는?", "/cancel")
    assert "카카오는 불참입니다." in told
    assert told.count("어떤 입장인가요?") == 2


def test_names_are_added_with_a_preview(folder: Path) -> None:
    told = say(folder, "/alias KT 올레텔레콤", "1", "올레텔레콤은?")
    assert "저장 전 미리보기" in told
    assert "KT는" in told.rpartition("이름을 추가했습니다")[2]


def test_the_help_lists_what_can_be_edited_here(folder: Path) -> None:
    told = say(folder, "/help", BOT_LANGUAGE="en")
    assert "/grant" in told
    assert BLOCK in told


def test_an_export_says_by_which_command_it_is_written(folder: Path) -> None:
    assert say(folder, "/export").count("ipjang export") == 1


def test_a_number_that_is_no_button_changes_nothing(folder: Path) -> None:
    told = say(folder, "/retract kakao-20260116 잘못", "9", "2", "/statements 카카오")
    assert "그런 번호의 버튼이 없습니다" in told
    assert "취소했습니다" in told
    assert "철회됨" not in told


def test_at_the_console_a_save_waits_where_the_setting_says_so(tmp_path: Path) -> None:
    told = say(
        tmp_path, "/alias KT 올레텔레콤", "1", "/proposals", "올레텔레콤은?", BOT_FOUR_EYES="all", BOT_OWNERS="11"
    )
    assert "승인을 기다립니다: KT 이름 추가" in told
    assert "내가 올린 변경 · KT 이름 추가" in told
    assert "이름을 추가했습니다" not in told
    direct = say(tmp_path, "/alias KT 올레텔레콤", "1", BOT_FOUR_EYES="corrections")
    assert "이름을 추가했습니다" in direct
