"""Statements as CSV, for spreadsheets: the columns, and cells that no spreadsheet runs as a formula (pure)."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from knowledge.errors import FileProblem, FileRefusedError
from knowledge.facts import Facts
from knowledge.model import Statement

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("번호",),
    "team": ("팀",),
    "stance": ("입장",),
    "voice": ("화자구분",),
    "speaker": ("발언자",),
    "said": ("발언일",),
    "quote": ("문장",),
    "source": ("출처",),
    "publisher": ("매체",),
    "title": ("제목",),
    "url": ("링크",),
    "published": ("보도일",),
}
"""The columns that are read, with the words that `/add` takes for them too."""
STATE = "state"
WRITTEN_ONLY = ("name", "label", STATE, "recorded")
"""Columns that help a reader and are passed over when the file comes back."""
NEEDED = ("team", "stance", "voice", "quote")
ROWS_READ = 5_000
DELIMITERS = ",;\t"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")
"""A cell that begins so would be run by a spreadsheet, or lose its apostrophe: it gets one more in front."""

Row = dict[str, str]


class SheetRow(NamedTuple):
    """A filled row: its line in the file, its number in a spreadsheet, its cells, and how its columns are headed."""

    line: int
    number: int
    cells: Row
    headings: Mapping[str, str]


def to_csv(facts: Facts) -> str:
    """Every statement, a row each, with the byte order mark by which spreadsheets know that it is UTF-8."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*COLUMNS, *WRITTEN_ONLY], lineterminator="\r\n")
    writer.writeheader()
    for statement in sorted(facts.statements.values(), key=lambda each: each.sequence):
        writer.writerow({name: _guarded(value) for name, value in _row(facts, statement).items()})
    return "\ufeff" + out.getvalue()


def _row(facts: Facts, statement: Statement) -> Row:
    claim, source = statement.claim, facts.sources[statement.claim.source]
    values: dict[str, object] = {
        **dict(claim),
        **dict(source),
        "id": statement.id,
        "source": source.id,
        "name": facts.teams[claim.team].names.official("ko"),
        "label": facts.stances[claim.stance].label.ko,
        "state": statement.current.action.value,
        "recorded": statement.recorded.isoformat(timespec="seconds"),
    }
    return {name: "" if (value := values[name]) is None else str(value) for name in (*COLUMNS, *WRITTEN_ONLY)}


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _unguarded(cell: str) -> str:
    """A cell as it was before it was guarded."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


def sheet_rows(text: str, most: int = ROWS_READ) -> Iterator[SheetRow]:
    """Each filled row with the line that it begins on, under the columns' own names; raises FileRefusedError."""
    text = text.removeprefix("\ufeff")
    header = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns: list[str] | None = None
    headings: Mapping[str, str] = {}
    begins = 1
    try:
        for number, cells in enumerate(lines, start=1):
            if number > most + 1:
                raise FileRefusedError(FileProblem.TOO_MANY_PARTS, line=begins, limit=most)
            if columns is None:
                columns = _columns(cells)
                headings = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
            elif any(cell.strip() for cell in cells):
                if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                    raise FileRefusedError(FileProblem.TOO_MANY_CELLS, line=begins, row=number, cells=len(cells))
                filled = {name: _unguarded(cell) for name, cell in zip(columns, cells, strict=False) if cell.strip()}
                yield SheetRow(begins, number, filled, headings)
            begins = lines.line_num + 1
    except csv.Error as error:
        raise FileRefusedError(FileProblem.SYNTAX, line=lines.line_num, detail=str(error)) from error


def _columns(cells: list[str]) -> list[str]:
    known = {word: name for name, words in COLUMNS.items() for word in (name, *words)}
    known |= {name: name for name in WRITTEN_ONLY}
    columns = [cell.strip().lower() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    for column in columns:
        if column not in known:
            raise FileRefusedError(FileProblem.UNKNOWN_COLUMN, line=1, key=column[:50], known=", ".join(COLUMNS))
        if columns.count(column) > 1:
            raise FileRefusedError(FileProblem.REPEATED_KEY, line=1, key=column)
    named = [known[column] for column in columns]
    for needed in NEEDED:
        if needed not in named:
            raise FileRefusedError(FileProblem.MISSING_COLUMN, line=1, key=needed)
    return named
