"""The programme file, `ipjang-programme/1`: what it may hold, and reading it with a line for each refusal (pure)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any, Self, TypeVar

from pydantic import AwareDatetime, BaseModel, BeforeValidator, TypeAdapter, ValidationError, model_validator

from knowledge.errors import FileProblem, FileRefusedError
from knowledge.fields import Frozen, Identifier, Line, SourceText, is_odd
from knowledge.files.document import FROM_AN_OPERATOR, Document, Limits, Path, read_document
from knowledge.model import Action, Claim, Programme, Revision, Source, Stance, Team
from knowledge.startup import collector_resting

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FORMAT = "ipjang-programme/1"
SECTIONS = ("format", "programme", "stances", "teams", "sources", "statements")
PROBLEMS_KEPT = 100
"""How many of a file's problems a refusal carries, the first ones; it counts them all."""
VALUE_SHOWN = 100
"""Characters of a refused value that a refusal repeats."""
Kept = TypeVar("Kept", bound=BaseModel)


def _written_as_day(value: Any) -> Any:
    # Left to itself, pydantic reads 20260116 as seconds since 1970.
    if value is None or isinstance(value, date) or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise ValueError("a date is written like 2026-01-16")


def _written_as_text(value: Any) -> Any:
    if isinstance(value, (str, datetime)):
        return value
    raise ValueError("a moment is written like 2026-01-16T09:00:00+09:00")


Moment = Annotated[AwareDatetime, BeforeValidator(_written_as_text)]


class SourceEntry(Source):
    """A source as a file gives it; `text` where the whole of it may be kept."""

    published: Annotated[date | None, BeforeValidator(_written_as_day)] = None
    text: SourceText | None = None

    @property
    def source(self) -> Source:
        """The source without its private text."""
        return Source.model_validate(self.model_dump(exclude={"text"}))


class RevisionEntry(Frozen):
    """One step of a statement's past, as an export writes it; `claim` where it is not what the statement says now."""

    action: Action
    at: Moment
    reason: Line | None = None
    claim: Claim | None = None


class StatementEntry(Claim):
    """A statement as a file gives it: what it says now, and in an export when it was recorded and what became of it."""

    id: Identifier
    recorded: Moment | None = None
    revisions: tuple[RevisionEntry, ...] = ()

    @property
    def claim(self) -> Claim:
        """What it says now."""
        return Claim.model_construct(**{name: getattr(self, name) for name in Claim.model_fields})

    @model_validator(mode="after")
    def _possible(self) -> Self:
        retracted = False
        for number, each in enumerate(self.revisions, start=1):
            if (number == 1) != (each.action is Action.RECORD) or (each.action is Action.REINSTATE) != retracted:
                raise ValueError(f"revision {number} cannot be a {each.action}")
            if each.action in {Action.CORRECT, Action.RETRACT} and each.reason is None:
                raise ValueError(f"revision {number} has no reason")
            retracted = each.action is Action.RETRACT
        if self.revisions and self.revisions[-1].claim not in {None, self.claim}:
            raise ValueError("the last revision is what the statement says now")
        return self

    def steps(self) -> Iterator[tuple[Action, Claim, str | None]]:
        """The actions that made it what it is, oldest first: what was done, what it said then, and why."""
        if not self.revisions:
            yield Action.RECORD, self.claim, None
        for each in self.revisions:
            yield each.action, each.claim or self.claim, each.reason

    def past(self, by: str, at: datetime, *, keep_moments: bool) -> tuple[Revision, ...]:
        """The revisions to write: at the moments that the file names, none of them later than `at`, or all at `at`."""
        named = [each.at for each in self.revisions] or [self.recorded or at]
        moments = [min(moment.astimezone(UTC), at) if keep_moments else at for moment in named]
        return tuple(
            Revision(number=number, action=action, claim=claim, by=by, at=moment, reason=reason)
            for number, ((action, claim, reason), moment) in enumerate(zip(self.steps(), moments, strict=True), start=1)
        )


class FileProblemAt(Frozen):
    """One thing that is wrong, and the 1-based line that it stands on; `facts` is what a sentence about it needs."""

    line: int | None
    code: FileProblem
    facts: Mapping[str, str | int | None] = {}


@dataclass(frozen=True)
class ProgrammeFile:
    """A file's entries in its order, each of the right shape; what they refer to is checked against the record."""

    programme: Programme | None = None
    stances: tuple[Stance, ...] = ()
    teams: tuple[Team, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    statements: tuple[StatementEntry, ...] = ()
    document: Document = field(default_factory=lambda: Document({}, "", "yaml"), repr=False)
    passed_over: int = 0
    """Rows of a spreadsheet that are marked as retracted and are not on record."""

    @cached_property
    def team_ids(self) -> frozenset[str]:
        """The teams that the file declares."""
        return frozenset(team.id for team in self.teams)

    @cached_property
    def stance_codes(self) -> frozenset[str]:
        """The stances that the file declares."""
        return frozenset(stance.code for stance in self.stances)

    @cached_property
    def source_ids(self) -> frozenset[str]:
        """The sources that the file declares."""
        return frozenset(source.id for source in self.sources)

    def line_of(self, *path: str | int) -> int:
        """The line on which an entry, such as `("statements", 3)`, stands."""
        return self.document.line_of(path)


def read_programme_file(
    content: bytes | str, *, name: str | None = None, limits: Limits = FROM_AN_OPERATOR
) -> ProgrammeFile:
    """Read a file; raises FileRefusedError with the first problem and its line, and all of them as `problems`."""
    with collector_resting():
        return programme_file_of(read_document(content, name=name, limits=limits))


def programme_file_of(document: Document) -> ProgrammeFile:
    """The entries of a document, whatever it was written in; raises FileRefusedError as `read_programme_file` does."""
    data = document.data
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise FileRefusedError(FileProblem.UNKNOWN_FORMAT, line=document.line_of(("format",)), expected=FORMAT)
    problems = [
        FileProblemAt(line=document.line_of((key,)), code=FileProblem.UNKNOWN_KEY, facts={"key": key})
        for key in data
        if key not in SECTIONS
    ]
    reading = _Reading(document, problems)
    file = ProgrammeFile(
        programme=reading.one("programme", Programme),
        stances=reading.many("stances", Stance, "code"),
        teams=reading.many("teams", Team, "id"),
        sources=reading.many("sources", SourceEntry, "id"),
        statements=reading.many("statements", StatementEntry, "id"),
        document=document,
    )
    refuse_if_any(reading.problems)
    return file


def refuse_if_any(problems: Iterable[FileProblemAt]) -> None:
    """Raise FileRefusedError for the problem that stands first in the file, if there is one."""
    ordered = sorted(problems, key=lambda problem: problem.line or 0)
    if ordered:
        first, kept = ordered[0], tuple(ordered[:PROBLEMS_KEPT])
        raise FileRefusedError(first.code, line=first.line, problems=kept, count=len(ordered), **first.facts)


class _Reading:
    """The sections of one document, each entry checked by its model; what is wrong is gathered, not raised."""

    def __init__(self, document: Document, problems: list[FileProblemAt]) -> None:
        self.problems = problems
        self._document = document
        self._data: Mapping[str, Any] = document.data

    def one(self, section: str, model: type[Kept]) -> Kept | None:
        """A section that is one mapping."""
        value = self._data.get(section)
        if value is None:
            return None
        try:
            return model.model_validate(value)
        except ValidationError as error:
            self._note(error, (section,))
            return None

    def many(self, section: str, model: type[Kept], key: str) -> tuple[Kept, ...]:
        """A section that is a list of mappings, no two with the same id."""
        value = self._data.get(section)
        if value is None:
            return ()
        try:
            entries = TypeAdapter(list[model]).validate_python(value)  # type: ignore[valid-type] # a type made here
        except ValidationError as error:
            self._note(error, (section,))
            return ()
        self._note_repeated(section, [getattr(entry, key) for entry in entries])
        return tuple(entries)

    def _note_repeated(self, section: str, keys: list[str]) -> None:
        if len(set(keys)) == len(keys):
            return
        seen: set[str] = set()
        for place, key in enumerate(keys):
            if key in seen:
                self._add((section, place), FileProblem.REPEATED_ID, section=section, id=key)
            seen.add(key)

    def _note(self, error: ValidationError, base: Path) -> None:
        for each in error.errors(include_url=False):
            path = (*base, *each["loc"])
            match each["type"]:
                case "missing":
                    self._add(path[:-1], FileProblem.MISSING_KEY, key=str(path[-1]), path=_dotted(path))
                case "extra_forbidden":
                    self._add(path, FileProblem.UNKNOWN_KEY, key=str(path[-1]), path=_dotted(path))
                case _:
                    self._add(
                        path,
                        FileProblem.BAD_VALUE,
                        path=_dotted(path),
                        value=_shown(each["input"]),
                        detail=each["msg"].removeprefix("Value error, "),
                        rule=each["type"],
                        **_bounds(each.get("ctx", {})),
                    )

    def _add(self, at: Path, code: FileProblem, **facts: str | int | None) -> None:
        cell = self._document.cell_of(at)
        if "column" in cell:
            facts["path"] = str(cell["column"])
        self.problems.append(FileProblemAt(line=self._document.line_of(at), code=code, facts={**facts, **cell}))


def _bounds(context: Mapping[str, Any]) -> Mapping[str, str | int]:
    """What a rule of pydantic's would have let through: the words, the length or the pattern."""
    return {key: context[key] for key in ("expected", "max_length", "pattern") if key in context}


def _shown(value: object) -> str | None:
    """A refused value as it can be repeated: what no terminal and no message can carry is written out."""
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    if value is None or value == "":
        return '""' if value == "" else "null"
    return "".join(f"\\u{ord(each):04x}" if is_odd(each) else each for each in str(value)[:VALUE_SHOWN])


def _dotted(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
