"""What one entry of a programme file may hold, beyond the words of the record (pure)."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BeforeValidator, model_validator

from knowledge.fields import Frozen, Identifier, Line, SourceText
from knowledge.model import Action, Claim, Revision, Source

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


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
