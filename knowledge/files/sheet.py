"""Statements as CSV, for spreadsheets: written from the record, and read back as a programme file (pure)."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from knowledge.errors import FileProblem, FileRefusedError
from knowledge.facts import Facts
from knowledge.fields import folded
from knowledge.files.document import FROM_AN_EDITOR, Document, Limits, Path, read_text
from knowledge.files.programme_file import FORMAT, FileProblemAt, ProgrammeFile, programme_file_of, refuse_if_any
from knowledge.model import Action, Claim, Source, Statement, Voice
from knowledge.record.plan import numbered, source_stem, statement_stem
from knowledge.said import Said

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
VOICE_WORDS: Mapping[str, Voice] = {"본인": Voice.OWN, "주관": Voice.AUTHORITY, "보도": Voice.REPORTED}
"""What `/add` takes for a voice, beside its code."""
Key = frozenset[tuple[str, str]]
CITED = ("publisher", "title", "url", "published")
"""What tells one source from another."""


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


def read_sheet(content: bytes | str, facts: Facts, *, limits: Limits = FROM_AN_EDITOR) -> ProgrammeFile:
    """Read a CSV file against the record that its teams, stances and sources are looked up in.

    A row without an id gets one; a row whose statement is on record already gets the id that it has there. A row that
    an export marks as retracted is passed over where the record does not have it: it must not come back to life.
    Raises FileRefusedError with the row and the column of the first problem, and all of them as `problems`.
    """
    sheet = _Sheet(_Known(facts))
    most = ROWS_READ if limits is FROM_AN_EDITOR else limits.parts
    for row in sheet_rows(read_text(content, limits), most):
        sheet.take(row)
    refuse_if_any(sheet.problems)
    return replace(programme_file_of(sheet.document()), passed_over=sheet.passed_over)


class _Known:
    """The record as a row refers to it: by ids, by names, by labels."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    @cached_property
    def teams(self) -> Mapping[str, str]:
        """The id of each team by its id and its names; where two share a name, neither has it."""
        found: dict[str, set[str]] = {}
        for team in self._facts.teams.values():
            for name in (team.id, *team.names.every):
                found.setdefault(folded(name), set()).add(team.id)
        return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}

    @cached_property
    def stances(self) -> Mapping[str, str]:
        """The code of each stance by its code and its labels."""
        return {
            folded(word): stance.code
            for stance in self._facts.stances.values()
            for word in (stance.label.ko, stance.label.en, stance.code)
        }

    @cached_property
    def sources(self) -> Mapping[str, Row]:
        """What each source on record is cited by."""
        return {source.id: _cited(source) for source in self._facts.sources.values()}

    @cached_property
    def cited(self) -> Mapping[Key, str]:
        """The newest source that is cited by exactly this."""
        return {_key(row): name for name, row in self.sources.items()}

    @cached_property
    def said(self) -> Mapping[Key, str]:
        """The statement that says exactly this, or said it before it was corrected."""
        return {
            _key(_plain(revision.claim)): statement.id
            for statement in self._facts.statements.values()
            for revision in statement.revisions
        }

    def has_statement(self, name: str) -> bool:
        """Whether the id of a statement is taken."""
        return name in self._facts.statements


def _key(row: Row) -> Key:
    return frozenset(row.items())


def _cited(source: Source) -> Row:
    return {name: str(value) for name, value in source if name in CITED and value is not None}


def _plain(claim: Claim) -> Row:
    return {name: str(value) for name, value in claim if value is not None}


@dataclass
class _Sheet:
    """The rows taken so far, as sources and statements of a programme file."""

    known: _Known
    problems: list[FileProblemAt] = field(default_factory=list)
    sources: dict[str, Row] = field(default_factory=dict)
    statements: dict[str, Row] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    rows: dict[Path, int] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    passed_over: int = 0
    _cited: dict[Key, str] = field(default_factory=dict)
    _numbered: dict[str, Iterator[str]] = field(default_factory=dict)
    """Ids not tried yet, by what they begin with: thousands of rows may begin alike."""

    def document(self) -> Document:
        """What was taken, as a document that knows its lines."""
        data = {"format": FORMAT, "sources": list(self.sources.values()), "statements": list(self.statements.values())}
        return Document(data, "", "csv", self.lines, self.rows, self.headings)

    def take(self, given: SheetRow) -> None:
        """Take one row: look up what it names, give it a source and an id."""
        self.headings = given.headings
        missing = [name for name in NEEDED if name not in given.cells]
        for each in missing:
            self._refuse(given, FileProblem.EMPTY_CELL, each)
        if missing:
            return
        row = {name: value if name == "quote" else value.strip() for name, value in given.cells.items()}
        if row.get(STATE) == Action.RETRACT and not self.known.has_statement(row.get("id", "")):
            self.passed_over += 1
            return
        claim = self._claim(given, row)
        name = row.get("id") or self._id_of(claim, row.get("published"))
        if name in self.statements:
            self._refuse(given, FileProblem.REPEATED_ID, "id", section="statements", id=name)
        self.lines["statements", len(self.statements)] = given.line
        self.rows["statements", len(self.statements)] = given.number
        self.statements[name] = {"id": name, **claim}

    def _claim(self, given: SheetRow, row: Row) -> Row:
        claim = {name: row[name] for name in ("speaker", "quote") if name in row}
        team, stance = self.known.teams.get(folded(row["team"])), self.known.stances.get(folded(row["stance"]))
        if team is None:
            self._refuse(given, FileProblem.UNKNOWN_TEAM, "team", id=row["team"][:100])
        if stance is None:
            self._refuse(given, FileProblem.UNKNOWN_STANCE, "stance", id=row["stance"][:100])
        said = {"said": _said(row["said"])} if "said" in row else {}
        voice = VOICE_WORDS.get(row["voice"], row["voice"].lower())
        return {
            **claim,
            **said,
            "team": team or "",
            "stance": stance or "",
            "voice": voice,
            "source": self._source(given, row),
        }

    def _refuse(self, row: SheetRow, code: FileProblem, column: str, **facts: str) -> None:
        place: dict[str, str | int] = {"row": row.number, "column": row.headings.get(column, column)}
        self.problems.append(FileProblemAt(line=row.line, code=code, facts={**facts, **place}))

    def _source(self, given: SheetRow, row: Row) -> str:
        """The id of the row's source: on record, in the file already, or taken up now."""
        cited = {name: row[name] for name in CITED if name in row}
        key = _key(cited)
        name = row.get("source") or self._cited.get(key) or self.known.cited.get(key) or self._free_source(cited)
        known = self.sources.get(name) or self.known.sources.get(name)
        if known is None:
            self.lines["sources", len(self.sources)] = given.line
            self.rows["sources", len(self.sources)] = given.number
            self.sources[name] = {"id": name, **cited}
            self._cited[key] = name
        elif cited and cited != (stands := {each: value for each, value in known.items() if each != "id"}):
            column = next(each for each in CITED if cited.get(each) != stands.get(each))
            self._refuse(given, FileProblem.SOURCE_DIFFERS, column, id=name)
        return name

    def _free_source(self, cited: Row) -> str:
        names = self._untried(source_stem(cited.get("url"), _day(cited.get("published"))))
        return next(name for name in names if name not in self.sources and name not in self.known.sources)

    def _id_of(self, claim: Row, published: str | None) -> str:
        """The id that the row's statement has on record, or the first free one."""
        known = self.known.said.get(_key(claim))
        if known is not None and known not in self.statements:
            return known
        names = self._untried(
            statement_stem(claim["team"], _day(claim.get("said", "").rpartition("/")[2] or published))
        )
        return next(name for name in names if name not in self.statements and not self.known.has_statement(name))

    def _untried(self, stem: str) -> Iterator[str]:
        return self._numbered.setdefault(stem, numbered(stem))


def _said(text: str) -> str:
    """The text form that the record keeps; what is no date stays, and is refused with its line later."""
    try:
        return str(Said.parse(text))
    except ValueError:
        return text


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
