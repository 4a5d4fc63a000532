"""Registers of other companies' names: text lines, JSONL, the DART corporate register, each also zipped."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from knowledge.errors import FileRefusedError

SIZE_LIMIT: Final = 96 * 1024 * 1024
"""Bytes of a register, packed or unpacked: DART's whole CORPCODE.xml has 30 MB. More is a mistake or an attack."""
COUNT_LIMIT: Final = 1_000_000
"""Names in a register, or lines, or elements of XML that hold none: DART's has 208,000."""
DEPTH_LIMIT: Final = 64
"""Levels of XML; CORPCODE.xml has three."""
KINDS_LIMIT: Final = 1_000
"""Names of elements and attributes in XML, each of which its parser keeps; CORPCODE.xml has seven."""
TOKEN_LIMIT: Final = 1 << 20
"""Bytes of a tag or a comment: a parser reads what is unfinished again with every chunk."""
NAME_LIMIT: Final = 300
"""Characters of a name; whatever is longer is not one."""
_CHUNK: Final = 1 << 16
_END_RECORD: Final = 22 + 65_535
"""Bytes at the end of an archive in which its end record begins: it may have a comment."""
_DIRECTORY_LIMIT: Final = 1 << 16
"""Bytes of an archive's directory: some hundreds of entries, where one is wanted."""
_PROGRAMME: Final = re.compile(
    rb"(?:(?:---)?[ \t]*(?:#[^\n]*)?\r?\n)*(?:format[ \t]*:[ \t]*ipjang-programme|programme[ \t]*:)"
)
"""How a programme file begins, which has many lines and no names of others."""
_ELEMENTS_OF_A_NAME: Final = 8
"""Elements of XML that one name may stand among: CORPCODE.xml has six for two names."""
_NAME_ELEMENTS: Final = frozenset({"corp_name", "corp_eng_name"})


def read_register(path: Path) -> Iterator[str]:
    """The names in a register, in its order; raises FileRefusedError where the file is none or is too large.

    Text has one name a line. JSONL has one value a line: a string, or an object with `text`, `name`, or `names`
    (a list of strings or of such objects, or lists by language). XML gives its `corp_name` and `corp_eng_name`.
    A zip archive holds one such file.
    """
    try:
        with path.open("rb") as opened:
            if path.stat().st_size > SIZE_LIMIT:
                raise FileRefusedError("register_too_large", line=None, limit=SIZE_LIMIT)
            if zipfile.is_zipfile(opened):
                yield from _zipped(path)
            else:
                opened.seek(0)
                yield from _names(opened)
    except OSError as error:
        raise FileRefusedError("register_unreadable", line=None, reason=error.strerror or str(error)) from error


def _zipped(path: Path) -> Iterator[str]:
    _check_directory(path)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) != 1:
                raise FileRefusedError("register_archive_members", line=None, members=len(members))
            with archive.open(members[0]) as member:
                yield from _names(member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise FileRefusedError("register_archive", line=None, reason=str(error)) from error


def _check_directory(path: Path) -> None:
    """Refuse an archive whose directory would take much memory, before anything reads it whole.

    The record at its end (PKWARE's APPNOTE, 4.3.16) has the number of entries and the size of the directory.
    """
    with path.open("rb") as opened:
        opened.seek(max(0, path.stat().st_size - _END_RECORD))
        end = opened.read().rpartition(b"PK\x05\x06")[2]
    count, size = (
        (int.from_bytes(end[6:8], "little"), int.from_bytes(end[8:12], "little")) if len(end) >= 18 else (0, 0)
    )
    if size > _DIRECTORY_LIMIT:
        raise FileRefusedError("register_archive_members", line=None, members=count)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file as they are unpacked, never more than the limit, whatever its header claims."""
    total = 0
    while chunk := file.read(_CHUNK):
        total += len(chunk)
        if total > SIZE_LIMIT:
            raise FileRefusedError("register_too_large", line=None, limit=SIZE_LIMIT)
        yield chunk


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    rest, count = b"", 0
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        count += len(whole)
        _check_count(count)
        yield from whole
        if len(rest) > _CHUNK:
            raise FileRefusedError("register_line_too_long", line=None, limit=_CHUNK)
    yield rest


def _check_count(count: int) -> None:
    if count > COUNT_LIMIT:
        raise FileRefusedError("register_too_many", line=None, limit=COUNT_LIMIT)


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
    """Collects the names of a CORPCODE.xml; a document type, hence any entity of its own, is refused.

    So is what would make the parser keep or read again more than a register needs.
    """

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.found: list[str] = []
        self._inside = False
        self._parts: list[str] = []
        self._depth = self._count = self._fed = 0
        self._kinds: set[str] = set()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self.parser.Parse(chunk, False)
        self._fed += len(chunk)
        if self._fed - max(0, self.parser.CurrentByteIndex) > TOKEN_LIMIT:
            raise FileRefusedError("register_line_too_long", line=self.parser.CurrentLineNumber, limit=TOKEN_LIMIT)

    def _doctype(self, *_: object) -> None:
        raise FileRefusedError("register_doctype", line=self.parser.CurrentLineNumber)

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        _check_count(self._count // _ELEMENTS_OF_A_NAME)
        self._kinds.add(element)
        self._kinds.update(attributes)
        if self._depth > DEPTH_LIMIT or len(self._kinds) > KINDS_LIMIT:
            raise FileRefusedError("register_not_xml", line=self.parser.CurrentLineNumber)
        self._inside, self._parts = element in _NAME_ELEMENTS, []

    def _text(self, text: str) -> None:
        if self._inside and len(self._parts) <= NAME_LIMIT:
            self._parts.append(text)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._inside:
            self.found.append("".join(self._parts))
            self._inside = False


def _xml_names(chunks: Iterator[bytes]) -> Iterator[str]:
    register = _CorporateRegister()
    try:
        for chunk in chunks:
            register.feed(chunk)
            for name in register.found:
                yield from _checked(name)
            register.found.clear()
        register.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileRefusedError("register_not_xml", line=error.lineno) from error
    if not register.parser.CurrentByteIndex:
        raise FileRefusedError("register_not_xml", line=1)
