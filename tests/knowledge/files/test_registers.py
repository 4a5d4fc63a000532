"""Registers of other companies: text, JSONL, CORPCODE.xml, zipped or not, and what is refused."""

import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from knowledge.errors import FileRefusedError
from knowledge.files import registers
from knowledge.files.registers import read_register

XML = """<?xml version="1.0" encoding="UTF-8"?>
<result>
  <list><corp_code>1</corp_code><corp_name>다코</corp_name><corp_eng_name>Daco &amp; Co</corp_eng_name></list>
  <list><corp_code>00430964</corp_code><corp_name>굿앤엘에스</corp_name><corp_eng_name></corp_eng_name></list>
</result>"""
LINES = "다코\n\n  Daco & Co  \n굿앤엘에스"
JSONL = "\n".join(
    json.dumps(each, ensure_ascii=False)
    for each in (
        {"text": "다코"},
        {"name": "Daco & Co", "id": 7},
        {"names": {"ko": ["굿앤엘에스"], "en": [{"text": "Good & LS"}]}},
        "문자열",
    )
)
EXPECTED = {
    "text": ["다코", "Daco & Co", "굿앤엘에스"],
    "xml": ["다코", "Daco & Co", "굿앤엘에스"],
    "jsonl": ["다코", "Daco & Co", "굿앤엘에스", "Good & LS", "문자열"],
}


@pytest.mark.parametrize(("kind", "content"), [("text", LINES), ("xml", XML), ("jsonl", JSONL)])
@pytest.mark.parametrize("zipped", [False, True])
def test_names_are_read_from_every_kind_of_register(tmp_path: Path, kind: str, content: str, zipped: bool) -> None:
    path = tmp_path / "register"
    if zipped:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("CORPCODE.xml", content)
    else:
        path.write_text(content, encoding="utf-8")
    assert list(read_register(path)) == EXPECTED[kind]


def test_a_byte_order_mark_and_windows_lines_are_no_part_of_a_name(tmp_path: Path) -> None:
    path = tmp_path / "register.txt"
    path.write_bytes("\ufeff다코\r\n굿앤엘에스\r\n".encode())
    assert list(read_register(path)) == ["다코", "굿앤엘에스"]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (
            b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r><corp_name>&a;</corp_name></r>',
            "register_doctype",
            1,
        ),
        (b"<result><corp_name>open</result>", "register_not_xml", 1),
        (b'{"text": "ok"}\n{broken', "register_not_json", 2),
        (b'{"text": "ok"}\n{"id": 3}', "register_without_name", 2),
        (b"# ours\n\nformat: ipjang-programme/1\nprogramme:\n  id: x\n", "register_is_programme", None),
        (b"---\nprogramme :\n  id: x\n", "register_is_programme", None),
        ("다코\n".encode() + b"\xff\xfe", "register_not_utf8", 2),
    ],
)
def test_a_broken_register_is_refused_with_its_line(tmp_path: Path, content: bytes, code: str, line: int) -> None:
    path = tmp_path / "register"
    path.write_bytes(content)
    with pytest.raises(FileRefusedError) as refused:
        list(read_register(path))
    assert (refused.value.code, refused.value.facts["line"]) == (code, line)


def test_an_archive_is_measured_as_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "SIZE_LIMIT", 100_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("names.txt", "다코\n" * 100_000)
    with pytest.raises(FileRefusedError, match="register_too_large"):
        list(read_register(path))


def test_an_archive_of_several_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "다코")
        archive.writestr("b.txt", "다코")
    with pytest.raises(FileRefusedError, match="register_archive_members"):
        list(read_register(path))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="register_unreadable"):
        list(read_register(tmp_path / "none"))


XML_HEAD = b'<?xml version="1.0"?><r>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a\n" * 20_001, "register_too_many"),
        (b"\n" * 20_001, "register_too_many"),
        (XML_HEAD + b"<!--" + b"x" * 4_000_000 + b"--></r>", "register_line_too_long"),
        (XML_HEAD + b'<a b="' + b"x" * 4_000_000 + b'"/></r>', "register_line_too_long"),
        (XML_HEAD + b"<a>" * 1_000, "register_not_xml"),
        (XML_HEAD + b"".join(b"<a%d/>" % number for number in range(2_000)), "register_not_xml"),
        (XML_HEAD + b"".join(b'<a b%d=""/>' % number for number in range(2_000)), "register_not_xml"),
        (XML_HEAD + b"<a/>" * 180_000, "register_too_many"),
    ],
)
def test_what_would_take_much_memory_or_time_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, code: str
) -> None:
    monkeypatch.setattr(registers, "COUNT_LIMIT", 20_000)
    path = tmp_path / "register"
    path.write_bytes(content)
    with pytest.raises(FileRefusedError, match=code):
        for _ in read_register(path):
            pass


def test_a_name_without_an_end_is_none_and_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "register"
    path.write_bytes(XML_HEAD + b"<corp_name>" + b"a " * 1_000_000 + b"</corp_name><corp_name>b</corp_name></r>")
    assert list(read_register(path)) == ["b"]


def test_an_archive_with_a_large_directory_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"{number}/", "")
    with pytest.raises(FileRefusedError, match="register_archive_members"):
        list(read_register(path))


def test_a_file_larger_than_the_limit_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "SIZE_LIMIT", 100)
    path = tmp_path / "register"
    path.write_bytes(b"a\n" * 60)
    with pytest.raises(FileRefusedError, match="register_too_large"):
        list(read_register(path))


def test_many_lines_are_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "register"
    path.write_text("".join(f"회사이름{number}\n" for number in range(60_000)), encoding="utf-8")
    tracemalloc.start()
    count = sum(1 for _ in read_register(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60_000
    assert peak < 900_000
