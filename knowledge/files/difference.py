"""What loading a file would do to the record: what is new, unchanged, changed and refused, each by its kind (pure)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.files.entries import SourceEntry, StatementEntry
from knowledge.model import Programme, Source, Stance, Team
from knowledge.programme_file import FileProblemAt


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
