"""What loading a programme file would do to the record: new, unchanged, changed and refused entries (pure)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.errors import FileProblem
from knowledge.facts import PASSAGE_BREAK, Facts
from knowledge.files.programme_file import FileProblemAt, ProgrammeFile, SourceEntry, StatementEntry
from knowledge.model import Claim, Names, Programme, Source, Stance, Statement, Team
from knowledge.record.changes import unseen
from knowledge.text.normalise import compact_core

Owners = Mapping[str, Mapping[str, set[str]]]
"""By a name as names are compared: the teams that bear it, and how it is written."""
BLOCK_LENGTH = 8_000
"""Characters that are searched at once: a search of few long texts is quicker than one of thousands of short ones."""


class Section(StrEnum):
    """The kinds of entries that a file has."""

    PROGRAMME = "programme"
    STANCES = "stances"
    TEAMS = "teams"
    SOURCES = "sources"
    STATEMENTS = "statements"


@dataclass
class Difference:
    """The entries to write, those that change with what they were, and how many stay; `refused` in the file's order."""

    programme: tuple[Programme | None, Programme] | None = None
    stances: list[tuple[Stance | None, Stance]] = field(default_factory=list)
    teams: list[tuple[Team | None, Team]] = field(default_factory=list)
    sources: list[SourceEntry] = field(default_factory=list)
    sharing: list[tuple[Source, Source]] = field(default_factory=list)
    """Sources on record whose quotes are shared from now on, or no longer."""
    passages: list[tuple[str, str, bool]] = field(default_factory=list)
    """(source, text, whole) to add to a source's private text."""
    statements: list[StatementEntry] = field(default_factory=list)
    unchanged: Counter[Section] = field(default_factory=Counter)
    refused: list[FileProblemAt] = field(default_factory=list)

    @property
    def new(self) -> Mapping[Section, int]:
        """How many entries of each kind the record does not have yet."""
        return _counted(
            (Section.PROGRAMME, self.programme is not None and self.programme[0] is None),
            (Section.STANCES, sum(before is None for before, _ in self.stances)),
            (Section.TEAMS, sum(before is None for before, _ in self.teams)),
            (Section.SOURCES, len(self.sources)),
            (Section.STATEMENTS, len(self.statements)),
        )

    @property
    def changed(self) -> Mapping[Section, int]:
        """How many entries of each kind the record has with other content, which the file replaces or adds to."""
        return _counted(
            (Section.PROGRAMME, self.programme is not None and self.programme[0] is not None),
            (Section.STANCES, sum(before is not None for before, _ in self.stances)),
            (Section.TEAMS, sum(before is not None for before, _ in self.teams)),
            (Section.SOURCES, len(self.sharing)),
        )

    @property
    def is_empty(self) -> bool:
        """Whether loading the file would change nothing."""
        named = self.programme or self.stances or self.teams
        return not (named or self.sources or self.sharing or self.passages or self.statements)


def _counted(*pairs: tuple[Section, int]) -> Mapping[Section, int]:
    return {section: int(count) for section, count in pairs if count}


def compare(file: ProgrammeFile, facts: Facts | None) -> Difference:
    """What loading the file would do to the record, which is None where it is empty."""
    return _Comparison(file, facts).made()


class Excerpts:
    """Excerpts in the order of adding."""

    def __init__(self, text: str | None) -> None:
        self._blocks = [text] if text else []

    def have(self, quote: str) -> bool:
        """Whether one of them has the quote in it; a break between two is in no quote."""
        return any(quote in block for block in self._blocks)

    def add(self, passage: str) -> None:
        """One more."""
        if self._blocks and len(self._blocks[-1]) < BLOCK_LENGTH:
            self._blocks[-1] += PASSAGE_BREAK + passage
        else:
            self._blocks.append(passage)

    def every(self) -> list[str]:
        """Each of them."""
        return [passage for block in self._blocks for passage in block.split(PASSAGE_BREAK)]


class _Comparison:
    """One comparison: the record as it stands, the file, and the difference as it grows."""

    def __init__(self, file: ProgrammeFile, facts: Facts | None) -> None:
        self._file = file
        self._facts = facts
        self._found = Difference()
        self._passages: dict[str, Excerpts] = {}
        self._whole: set[str] = set()

    def made(self) -> Difference:
        self._programme()
        self._stances()
        self._teams()
        self._sources()
        self._statements()
        self._found.refused.sort(key=lambda problem: problem.line or 0)
        return self._found

    def _refuse(self, code: FileProblem, *path: str | int, part: str | None = None, **facts: str | int | None) -> None:
        cell = self._file.document.cell_of(path, part)
        self._found.refused.append(FileProblemAt(line=self._file.line_of(*path), code=code, facts={**facts, **cell}))

    def _programme(self) -> None:
        wanted, stands = self._file.programme, self._facts.programme if self._facts else None
        if wanted is None or wanted == stands:
            if wanted is None and stands is None:
                self._refuse(FileProblem.NO_PROGRAMME)
            self._found.unchanged[Section.PROGRAMME] += wanted is not None
        elif stands is not None and wanted.id != stands.id:
            self._refuse(FileProblem.OTHER_PROGRAMME, "programme", "id", id=wanted.id, stands=stands.id)
        elif stands is not None and wanted.timezone != stands.timezone and self._facts and self._facts.statements:
            self._refuse(FileProblem.TIMEZONE_DIFFERS, "programme", "timezone", stands=stands.timezone)
        else:
            self._found.programme = stands, wanted

    def _stances(self) -> None:
        standing = self._facts.stances if self._facts else {}
        used = (
            {revision.claim.stance for each in self._facts.statements.values() for revision in each.revisions}
            if self._facts
            else set()
        )
        for place, wanted in enumerate(self._file.stances):
            stands = standing.get(wanted.code)
            for number, code in enumerate(wanted.includes):
                if code not in self._file.stance_codes and code not in standing:
                    self._refuse(FileProblem.UNKNOWN_STANCE, "stances", place, "includes", number, id=code)
            if wanted == stands:
                self._found.unchanged[Section.STANCES] += 1
            elif stands is not None and stands.kind is not wanted.kind and wanted.code in used:
                self._refuse(FileProblem.KIND_DIFFERS, "stances", place, id=wanted.code, stands=stands.kind)
            else:
                self._found.stances.append((stands, wanted))

    def _teams(self) -> None:
        standing = self._facts.teams if self._facts else {}
        owners: dict[str, dict[str, set[str]]] = {}
        for team in (*standing.values(), *self._file.teams):
            for name in team.names.every:
                owners.setdefault(compact_core(name), {}).setdefault(team.id, set()).add(name)
        for place, wanted in enumerate(self._file.teams):
            stands = standing.get(wanted.id)
            merged = wanted if stands is None else _merged(stands, wanted)
            if merged == stands:
                self._found.unchanged[Section.TEAMS] += 1
            else:
                self._judge_names(place, wanted, stands, owners)
                self._found.teams.append((stands, merged))

    def _judge_names(self, place: int, wanted: Team, stands: Team | None, owners: Owners) -> None:
        """Refuse what is new of a team's names and decoys where nobody sees it, or where another team bears it.

        A nickname that the file gives to several teams, written alike, is meant so: who asks by it is asked back.
        """
        held = () if stands is None else (*stands.names.every, *stands.decoys)
        for section, names in (("names", wanted.names.every), ("decoys", wanted.decoys)):
            for name in (each for each in names if each not in held):
                hidden = unseen(name)
                if hidden is not None:
                    path, (rule, character) = f"teams.{place}.{section}", hidden
                    facts = {"path": path, "value": name, "rule": rule, "detail": rule, "character": character}
                    self._refuse(FileProblem.BAD_VALUE, "teams", place, **facts)
                    continue
                bearers = owners.get(compact_core(name), {})
                others = (
                    bearers if section == "decoys" else {team: bearers[team] for team in bearers if team != wanted.id}
                )
                is_meant = section == "names" and any(
                    name in written and team in self._file.team_ids for team, written in others.items()
                )
                if others and not is_meant:
                    self._refuse(FileProblem.NAME_TAKEN, "teams", place, name=name, team=min(others))

    def _sources(self) -> None:
        standing = self._facts.sources if self._facts else {}
        above = set(standing)
        for place, entry in enumerate(self._file.sources):
            stands = standing.get(entry.id)
            # A file that does not speak of sharing leaves it as it is.
            wanted = entry.source if stands is None or "share" in entry.model_fields_set else _shared_as(stands, entry)
            if stands is not None and stands != _shared_as(stands, entry):
                self._refuse(FileProblem.SOURCE_DIFFERS, "sources", place, id=entry.id)
                continue
            # A source stands below the one that it revises: so it was recorded, and so it can be referred to.
            if entry.revises is not None and entry.revises not in above:
                self._refuse(FileProblem.UNKNOWN_SOURCE, "sources", place, id=entry.revises)
                continue
            above.add(entry.id)
            if stands is None:
                self._found.sources.append(entry)
            elif wanted != stands:
                self._found.sharing.append((stands, wanted))
            else:
                self._found.unchanged[Section.SOURCES] += 1
            self._keep_text(entry, place)

    def _keep_text(self, entry: SourceEntry, place: int) -> None:
        """Take a whole text where none is kept yet; it has to contain what was quoted before."""
        passages = self._passages_of(entry.id)
        if entry.text is None:
            return
        if entry.id in self._whole:
            if passages.every()[-1] != entry.text:
                self._refuse(FileProblem.SOURCE_DIFFERS, "sources", place, id=entry.id)
        elif all(passage in entry.text for passage in passages.every()):
            self._found.passages.append((entry.id, entry.text, True))
            passages.add(entry.text)
            self._whole.add(entry.id)
        else:
            self._refuse(FileProblem.SOURCE_DIFFERS, "sources", place, id=entry.id)

    def _passages_of(self, source: str) -> Excerpts:
        if source not in self._passages:
            self._passages[source] = Excerpts(self._facts.source_texts.get(source) if self._facts else None)
            if self._facts and source in self._facts.whole_sources:
                self._whole.add(source)
        return self._passages[source]

    def _statements(self) -> None:
        standing = self._facts.statements if self._facts else {}
        for place, entry in enumerate(self._file.statements):
            if not self._refers(entry, place):
                continue
            stands = standing.get(entry.id)
            if stands is None:
                self._new_statement(entry, place)
            elif _was_said(stands, entry):
                self._found.unchanged[Section.STATEMENTS] += 1
            else:
                part = _differing_part(stands.claim, entry.claim)
                self._refuse(FileProblem.STATEMENT_DIFFERS, "statements", place, part=part, id=entry.id)

    def _refers(self, entry: StatementEntry, place: int) -> bool:
        """Whether its teams, stances and sources are on record or in the file."""
        refused = len(self._found.refused)
        file, facts = self._file, self._facts
        for claim in _claims(entry):
            if claim.team not in file.team_ids and not (facts and claim.team in facts.teams):
                self._refuse(FileProblem.UNKNOWN_TEAM, "statements", place, "team", id=claim.team)
            if claim.stance not in file.stance_codes and not (facts and claim.stance in facts.stances):
                self._refuse(FileProblem.UNKNOWN_STANCE, "statements", place, "stance", id=claim.stance)
            if claim.source not in file.source_ids and not (facts and claim.source in facts.sources):
                self._refuse(FileProblem.UNKNOWN_SOURCE, "statements", place, "source", id=claim.source)
        return len(self._found.refused) == refused

    def _new_statement(self, entry: StatementEntry, place: int) -> None:
        for claim in _claims(entry):
            passages = self._passages_of(claim.source)
            if passages.have(claim.quote):
                continue
            if claim.source in self._whole:
                self._refuse(FileProblem.QUOTE_NOT_IN_SOURCE, "statements", place, "quote", id=entry.id)
                return
            passages.add(claim.quote)
            self._found.passages.append((claim.source, claim.quote, False))
        self._found.statements.append(entry)


def left_out(file: ProgrammeFile, facts: Facts | None) -> Mapping[Section, tuple[str, ...]]:
    """What is on record and not in a file that has a part of it: a file takes nothing away, and so it stays.

    A file whose entries are all new is an addition, and leaves nothing out.
    """
    if facts is None:
        return {}
    standing = tuple(each.id for each in facts.statements.values() if not each.is_retracted)
    both = {
        Section.TEAMS: (file.team_ids, tuple(facts.teams)),
        Section.STATEMENTS: (frozenset(each.id for each in file.statements), standing),
    }
    return {
        section: left
        for section, (given, stands) in both.items()
        if not given.isdisjoint(stands) and (left := tuple(each for each in stands if each not in given))
    }


def _differing_part(stands: Claim, wanted: Claim) -> str | None:
    """The first part of a claim in which it is another one."""
    return next((name for name in Claim.model_fields if getattr(stands, name) != getattr(wanted, name)), None)


def _shared_as(stands: Source, entry: SourceEntry) -> Source:
    """The source of a file, shared as the one on record is."""
    return entry.source.model_copy(update={"share": stands.share})


def _claims(entry: StatementEntry) -> tuple[Claim, ...]:
    """What a statement says and ever said."""
    return tuple(dict.fromkeys(claim for _, claim, _ in entry.steps()))


def _merged(stands: Team, wanted: Team) -> Team:
    """The team of the file with the names that editors added since: a file adds and orders, it takes nothing away."""
    return Team(
        id=wanted.id,
        names=Names(ko=_joined(wanted.names.ko, stands.names.ko), en=_joined(wanted.names.en, stands.names.en)),
        ticker=wanted.ticker or stands.ticker,
        decoys=_joined(wanted.decoys, stands.decoys),
    )


def _joined(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(first + second))


def _was_said(stands: Statement, entry: StatementEntry) -> bool:
    """Whether the record has exactly this, or had it before it was corrected or retracted: a file undoes neither."""
    if not entry.revisions:
        return any(revision.claim == entry.claim for revision in stands.revisions)
    past = [(revision.action, revision.claim, revision.reason) for revision in stands.revisions]
    steps = list(entry.steps())
    return past[: len(steps)] == steps
