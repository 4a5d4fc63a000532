"""Registers of other companies' names: text lines, JSONL, the DART corporate register, each also zipped."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from knowledge.errors import FileRefusedError

SIZE_LIMIT: Final = 256 * 1024 * 1024
"""Bytes of a register, unpacked: DART's whole CORPCODE.xml has 30 MB. More is a mistake or an attack."""
NAME_LIMIT: Final = 300
"""Characters of a name; whatever is longer is not one."""
_CHUNK: Final = 1 << 16
_PROGRAMME: Final = re.compile(
    rb"(?:(?:---)?[ \t]*(?:#[^\n]*)?\r?\n)*(?:format[ \t]*:[ \t]*ipjang-programme|programme[ \t]*:)"
)
"""How a programme file begins, which has many lines and no names of others."""
_NAME_ELEMENTS: Final = frozenset({"corp_name", "corp_eng_name"})


def read_register(path: Path) -> Iterator[str]:
    """The names in a register, in its order; raises FileRefusedError where the file is none or is too large.

    Text has one name a line. JSONL has one value a line: a string, or an object with `text`, `name`, or `names`
    (a list of strings or of such objects, or lists by language). XML gives its `corp_name` and `corp_eng_name`.
    A zip archive holds one such file.
    """
    try:
        with path.open("rb") as opened:
            if zipfile.is_zipfile(opened):
                yield from _zipped(path)
            else:
                opened.seek(0)
                yield from _names(opened)
    except OSError as error:
        raise FileRefusedError("register_unreadable", line=None, reason=error.strerror or str(error)) from error


def _zipped(path: Path) -> Iterator[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) != 1:
                raise FileRefusedError("register_archive_members", line=None, members=len(members))
            with archive.open(members[0]) as member:
                yield from _names(member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise FileRefusedError("register_archive", line=None, reason=str(error)) from error


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file as they are unpacked, never more than the limit, whatever its header claims."""
    total = 0
    while chunk := file.read(_CHUNK):
        total += len(chunk)
        if total > SIZE_LIMIT:
            raise FileRefusedError("register_too_large", line=None, limit=SIZE_LIMIT)
        yield chunk


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
        if len(rest) > _CHUNK:
            raise FileRefusedError("register_line_too_long", line=None, limit=_CHUNK)
    yield rest


def _names(file: IO[bytes]) -> Iterator[str]:
    chunks = _chunks(file)
    first = next(chunks, b"")
    head = first.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _PROGRAMME.match(head):
        raise FileRefusedError("register_is_programme", line=None)
    rest = _again(first, chunks)
    if head.startswith(b"<"):
        yield from _xml_names(rest)
    else:
        yield from _line_names(rest, as_json=head.startswith((b"{", b'"')))


def _again(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _line_names(chunks: Iterator[bytes], *, as_json: bool) -> Iterator[str]:
    for number, raw in enumerate(_lines(chunks), start=1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as error:
            raise FileRefusedError("register_not_utf8", line=number) from error
        if not line:
            continue
        for name in _json_names(line, number) if as_json else (line,):
            yield from _checked(name)


def _checked(name: str) -> Iterator[str]:
    stripped = name.strip()
    if stripped and len(stripped) <= NAME_LIMIT:
        yield stripped


def _json_names(line: str, number: int) -> Iterator[str]:
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FileRefusedError("register_not_json", line=number) from error
    names = list(_named_in(value))
    if not names:
        raise FileRefusedError("register_without_name", line=number)
    yield from names


def _named_in(value: object, depth: int = 0) -> Iterator[str]:
    """The names in a JSON value: itself, its `text`, its `name`, all of its `names`."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < 5:
        for each in value:
            yield from _named_in(each, depth + 1)
    elif isinstance(value, dict) and depth < 5:
        named = [value[key] for key in ("text", "name", "names") if key in value]
        for each in named:
            yield from _named_in(list(each.values()) if isinstance(each, dict) else each, depth + 1)


class _CorporateRegister:
    """Collects the names of a CORPCODE.xml; a document type, hence any entity of its own, is refused."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.found: list[str] = []
        self._inside = False
        self._parts: list[str] = []

    def _doctype(self, *_: object) -> None:
        raise FileRefusedError("register_doctype", line=self.parser.CurrentLineNumber)

    def _start(self, element: str, _: object) -> None:
        self._inside, self._parts = element in _NAME_ELEMENTS, []

    def _text(self, text: str) -> None:
        if self._inside:
            self._parts.append(text)

    def _end(self, _: str) -> None:
        if self._inside:
            self.found.append("".join(self._parts))
            self._inside = False


def _xml_names(chunks: Iterator[bytes]) -> Iterator[str]:
    register = _CorporateRegister()
    try:
        for chunk in chunks:
            register.parser.Parse(chunk, False)
            for name in register.found:
                yield from _checked(name)
            register.found.clear()
        register.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileRefusedError("register_not_xml", line=error.lineno) from error
    if not register.parser.CurrentByteIndex:
        raise FileRefusedError("register_not_xml", line=1)
