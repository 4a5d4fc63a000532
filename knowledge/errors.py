"""Refusals, the expected outcomes of a request to change or load something: facts, and no sentence for readers."""

from enum import StrEnum
from typing import Any


class KnowledgeError(Exception):
    """A request was refused. `code` names the rule; `facts` hold what a sentence about it needs."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code}: {', '.join(f'{key}={value!r}' for key, value in self.facts.items())}"


class NotFoundError(KnowledgeError):
    """What the request names is not there: a team, a stance, a source, a statement."""


class ConflictError(KnowledgeError):
    """The request contradicts what is on record: a taken id, a taken alias, somebody else's newer correction."""


class RefusedError(KnowledgeError):
    """The request breaks a rule of the record: a quote that is not in its source, a missing reason, a blank name."""


class FileRefusedError(KnowledgeError):
    """A file was refused; `facts["line"]` is the 1-based line, or None where it concerns the whole file."""


class StoreError(KnowledgeError):
    """The database cannot serve: unreachable, read-only, full, locked, corrupt, or of a newer schema than this code."""


class Outage(StrEnum):
    """The codes of StoreError: why the database cannot serve."""

    BAD_URL = "bad_url"
    """The database URL cannot be read, or names an engine that is neither SQLite nor PostgreSQL."""
    UNREACHABLE = "unreachable"
    """No server answers, no such file or directory, or the disk fails to read."""
    BAD_OPTION = "bad_option"
    """The URL has `options` that are not known, or have no value that is."""
    DENIED = "denied"
    """A server refuses the user, the password, or what the user may do."""
    TLS = "tls"
    """A server and its client do not agree on encryption."""
    POOLER = "pooler"
    """A pooler stands between, and gives a session to others between two transactions."""
    ENCODING = "encoding"
    """A server's database is in another `encoding` than UTF-8."""
    TIMEOUT = "timeout"
    """A server ended a command that took too long."""
    READ_ONLY = "read_only"
    FULL = "full"
    LOCKED = "locked"
    """Somebody else has been writing for longer than a writer waits."""
    CORRUPT = "corrupt"
    """Not a database, or a damaged one."""
    TAMPERED = "tampered"
    """Another program changed the schema or the record; `faults` is what `verify` finds, `detail` the first."""
    REPLACED = "replaced"
    """Another file lies under the name of the one that was opened."""
    FOREIGN = "foreign"
    """A database, and somebody else's: it has tables and none of them is ours."""
    NEWER = "newer_schema"
    """Written by a newer version of this program."""
    OLDER = "older_schema"
    """Not migrated, where migrating was not asked for."""
    NO_PROGRAMME = "no_programme"
    """Empty: no programme has been loaded."""
    OCCUPIED = "occupied"
    """A restore or a copy would overwrite what is there."""
    DIFFERS = "differs"
    """A copy did not arrive as it was sent; `table` is where."""


class FileProblem(StrEnum):
    """The codes of FileRefusedError: what is wrong with a file, or with one part of it."""

    TOO_LARGE = "too_large"
    """`size` and `limit` are bytes."""
    TOO_MANY_PARTS = "too_many_parts"
    TOO_LONG = "too_long"
    """Of a document with an article, as the next five: more than `limit` characters."""
    TOO_HEAVY = "too_heavy"
    """Reading it takes more time or memory than an article needs."""
    ENCRYPTED = "encrypted"
    NO_TEXT = "no_text"
    """A scanned PDF, or a page without text."""
    NOT_A_PDF = "not_a_pdf"
    NO_PDF_READER = "no_pdf_reader"
    """The library that reads PDFs, an extra, is not installed."""
    TOO_DEEP = "too_deep"
    NOT_TEXT = "not_text"
    """Not UTF-8."""
    ODD_CHARACTER = "odd_character"
    SYNTAX = "syntax"
    """Not YAML, or not JSON; `detail` is what its parser says."""
    SECOND_DOCUMENT = "second_document"
    BAD_KEY = "bad_key"
    """A key that is not plain text."""
    REPEATED_KEY = "repeated_key"
    ANCHOR = "anchor"
    TAG = "tag"
    UNKNOWN_FORMAT = "unknown_format"
    """`format:` is missing or another one than `ipjang-programme/1`."""
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    EMPTY_CELL = "empty_cell"
    """Of a spreadsheet, as the next three: `row` and `column` say where."""
    UNKNOWN_COLUMN = "unknown_column"
    MISSING_COLUMN = "missing_column"
    TOO_MANY_CELLS = "too_many_cells"
    BAD_VALUE = "bad_value"
    """`path` and `value`; `detail` says what was expected, `rule` which rule it breaks, in pydantic's words."""
    REPEATED_ID = "repeated_id"
    NAME_TAKEN = "name_taken"
    """A name or a decoy that, as names are compared, is a name of another `team`."""
    UNKNOWN_TEAM = "unknown_team"
    UNKNOWN_STANCE = "unknown_stance"
    UNKNOWN_SOURCE = "unknown_source"
    QUOTE_NOT_IN_SOURCE = "quote_not_in_source"
    OTHER_PROGRAMME = "other_programme"
    """The database follows another programme."""
    NO_PROGRAMME = "no_programme"
    """Neither the file nor the database says what the programme is."""
    TIMEZONE_DIFFERS = "timezone_differs"
    """Every date on record would mean something else."""
    KIND_DIFFERS = "kind_differs"
    """A stance that is in use cannot change from a position to a result."""
    SOURCE_DIFFERS = "source_differs"
    """The same id with other content: a changed article is a new source that revises the old one."""
    STATEMENT_DIFFERS = "statement_differs"
    """The same id with other content: `/correct` is the way."""
