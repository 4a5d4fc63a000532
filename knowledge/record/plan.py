"""A plan: what a change comes to, as facts, rows to write and a receipt; how one is made, and new ids (pure)."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from knowledge.errors import ConflictError, NotFoundError
from knowledge.facts import PASSAGE_BREAK, Facts
from knowledge.fields import IDENTIFIER_LENGTH
from knowledge.files.difference import Difference
from knowledge.files.programme_file import ProgrammeFile
from knowledge.model import Action, Claim, Programme, Revision, Source, Stance, Statement, Team
from knowledge.record.changes import Receipt, Rule, Stamp, Subject


class RecordRow(NamedTuple):
    """One entry of the record as a change leaves it, and what it was, None for a new one; an entry of the audit each.

    A statement's are revisions, and `name` its id; a passage's is (source, text, whole).
    """

    subject: Subject
    before: Any
    after: Any
    name: str = ""


class Plan(NamedTuple):
    """What a change comes to: the facts after it, its rows in the order of writing, and the receipt.

    `after` is None where no programme was loaded yet; the receipt has no version before it is written.
    """

    after: Facts | None
    rows: tuple[RecordRow, ...]
    receipt: Receipt
    file: ProgrammeFile | None = None
    difference: Difference | None = None
    """What a file was read as, and how it differs from the record."""


@dataclass
class Making:
    """A plan in the making: the facts as they are so far, and the rows that made them so."""

    facts: Facts
    stamp: Stamp
    stances: dict[str, Stance]
    teams: dict[str, Team]
    sources: dict[str, Source]
    statements: dict[str, Statement]
    whole: set[str]
    texts: dict[str, list[str]] = field(default_factory=dict)
    """The passages of the sources that were looked at; the other texts stay as they are."""
    rows: list[RecordRow] = field(default_factory=list)

    @classmethod
    def on(cls, facts: Facts, stamp: Stamp) -> "Making":
        """Nothing changed yet."""
        known = dict(facts.stances), dict(facts.teams), dict(facts.sources), dict(facts.statements)
        return cls(facts, stamp, *known, set(facts.whole_sources))

    def plan(self, receipt: Receipt) -> Plan:
        """The plan, once everything is in it."""
        texts = {source: PASSAGE_BREAK.join(passages) for source, passages in self.texts.items() if passages}
        after = replace(
            self.facts,
            stances=self.stances,
            teams=self.teams,
            sources=self.sources,
            source_texts={**self.facts.source_texts, **texts},
            whole_sources=frozenset(self.whole),
            statements=self.statements,
            version=self.facts.version + bool(self.rows),
        )
        return Plan(after, tuple(self.rows), receipt)

    @property
    def today(self) -> date:
        """The day of the change in the programme's time zone."""
        return self.stamp.at.astimezone(self.facts.zone).date()

    def put_programme(self, before: Programme | None, after: Programme) -> None:
        """Set what the record is about."""
        self.rows.append(RecordRow(Subject.PROGRAMME, before, after))
        self.facts = replace(self.facts, programme=after)

    def put_stance(self, before: Stance | None, after: Stance) -> None:
        """Add a stance, or change one on record."""
        self.rows.append(RecordRow(Subject.STANCE, before, after))
        self.stances[after.code] = after

    def put_team(self, before: Team | None, after: Team) -> None:
        """Add a team, or change one on record."""
        self.rows.append(RecordRow(Subject.TEAM, before, after))
        self.teams[after.id] = after

    def put_source(self, before: Source | None, after: Source) -> None:
        """Add a source, or change whether its quotes may be shared."""
        self.rows.append(RecordRow(Subject.SOURCE, before, after))
        self.sources[after.id] = after

    def passages(self, source: str) -> list[str]:
        """A source's private text in its parts; a whole text is the last of them."""
        if source not in self.texts:
            text = self.facts.source_texts.get(source)
            self.texts[source] = [] if text is None else text.split(PASSAGE_BREAK)
        return self.texts[source]

    def add_passage(self, source: str, text: str, *, whole: bool) -> None:
        """Add to a source's private text."""
        self.rows.append(RecordRow(Subject.PASSAGE, None, (source, text, whole)))
        self.passages(source).append(text)
        if whole:
            self.whole.add(source)

    def add_statement(self, name: str, past: Sequence[Revision]) -> Receipt:
        """Append a statement with its first revision and any that follow."""
        revisions: tuple[Revision, ...] = tuple(past)
        pairs = zip((None, *revisions), revisions, strict=False)
        self.rows += [RecordRow(Subject.STATEMENT, before, after, name) for before, after in pairs]
        newest = next(reversed(self.statements.values()), None)
        sequence = 1 if newest is None else newest.sequence + 1
        self.statements[name] = Statement.model_construct(id=name, sequence=sequence, revisions=revisions)
        return self.receipt(name, 1)

    def append(self, statement: Statement, action: Action, claim: Claim, reason: str | None) -> Receipt:
        """Append a revision to a statement on record."""
        number, stamp = statement.current.number + 1, self.stamp
        after = Revision(number=number, action=action, claim=claim, by=stamp.by, at=stamp.at, reason=reason)
        self.rows.append(RecordRow(Subject.STATEMENT, statement.current, after, statement.id))
        self.statements[statement.id] = statement.model_copy(update={"revisions": (*statement.revisions, after)})
        return self.receipt(statement.id, number)

    def receipt(self, name: str, revision: int) -> Receipt:
        """The receipt for a statement."""
        return Receipt(subject=Subject.STATEMENT, id=name, version=0, at=self.stamp.at, revision=revision)


def standing_at(
    statements: Mapping[str, Statement], name: str, revision: int | None = None, *, retracted: bool = False
) -> Statement:
    """Returns the statement of an id, which has to be at the revision that was seen, and retracted or not."""
    statement = statements.get(name)
    if statement is None:
        raise NotFoundError(Rule.NO_STATEMENT, id=name)
    newest = statement.current
    if revision is not None and newest.number != revision:
        seen = {"expected": revision, "number": newest.number}
        told = {"action": newest.action, "by": newest.by, "at": newest.at}
        raise ConflictError(Rule.CHANGED_MEANWHILE, id=name, **seen, **told)
    if statement.is_retracted != retracted:
        raise ConflictError(Rule.NOT_RETRACTED if retracted else Rule.IS_RETRACTED, id=name)
    return statement


DAY_FORMAT = "%Y%m%d"
ROOM_FOR_NUMBER = 4
"""Characters kept free for `-2` to `-999`."""
HOST_PARTS_WITHOUT_MEANING = frozenset(
    {"www", "m", "mobile", "news", "n", "amp", "co", "com", "kr", "net", "org", "go"}
)


def statement_stem(team: str, day: date | None) -> str:
    """`kt-20260123`: the team and the day that the statement is placed on."""
    return _stem(team, day)


def source_stem(url: str | None, day: date | None) -> str:
    """`news1-20260123` by the address, `source-20260123` without one."""
    host = (urlsplit(url).hostname or "") if url else ""
    named = [part for part in host.split(".") if part and part not in HOST_PARTS_WITHOUT_MEANING]
    plain = re.sub(r"[^a-z0-9]+", "-", named[0].lower()).strip("-") if named else ""
    return _stem(plain or "source", day)


def _stem(name: str, day: date | None) -> str:
    tail = f"-{day.strftime(DAY_FORMAT)}" if day else ""
    return name[: IDENTIFIER_LENGTH - ROOM_FOR_NUMBER - len(tail)].rstrip("-_.") + tail


def numbered(stem: str) -> Iterator[str]:
    """The stem itself, then with a number behind it: `kt-20260123`, `kt-20260123-2`, and so on."""
    yield stem
    for number in count(2):
        yield f"{stem}-{number}"


def free(stem: str, taken: Container[str]) -> str:
    """The first of them that nobody has."""
    return next(name for name in numbered(stem) if name not in taken)
