"""Documents that an editor sends: read within limits and compared with the record, to be loaded on Save (pure)."""

from collections.abc import Iterator

from bot.editing.context import Desk
from bot.editing.proposals import Loading
from bot.messages.editing_changes import editing_changes
from bot.messages.editing_lists import editing_lists
from bot.messages.refusals import refusals
from bot.rendering.reply import bold, escape, split
from knowledge.errors import FileRefusedError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.files.difference import Difference, compare, left_out
from knowledge.files.document import FROM_AN_EDITOR
from knowledge.files.programme_file import ProgrammeFile, read_programme_file, refuse_if_any
from knowledge.files.sheet import read_sheet

SUFFIXES = (".yaml", ".yml", ".json", ".csv")
"""What the name of a document has to end with: text, and never an archive."""


NAMED_LEFT = 5
"""Ids that are named of those which left a file."""


def read_document(content: bytes | str, name: str, facts: Facts) -> ProgrammeFile:
    """Read a document by the kind that its name tells; raises FileRefusedError with the line of each problem."""
    if name.lower().endswith(".csv"):
        return read_sheet(content, facts, limits=FROM_AN_EDITOR)
    return read_programme_file(content, name=name, limits=FROM_AN_EDITOR)


def has_readable_name(name: str) -> bool:
    """Whether a document's name says that it is of a kind that can be read."""
    return name.lower().endswith(SUFFIXES)


def loading_preview(proposal: Loading, desk: Desk, language: Language) -> tuple[str, ...]:
    """The messages of a document's preview; raises FileRefusedError where it, or a part of it, would be refused."""
    file = read_document(proposal.content, proposal.name, desk.facts)
    found = compare(file, desk.facts)
    refuse_if_any(found.refused)
    title = bold(editing_changes(language).preview(proposal.kind, proposal.name))
    reading = escape(editing_lists(language).reading(proposal.name))
    return split([(title,), (reading, *_counts(found, language)), *_left(file, desk.facts, language)])


def refused_preview(content: bytes, name: str, facts: Facts, language: Language) -> tuple[str, ...] | None:
    """What a document would do and what of it is refused, line by line; None where it can be saved."""
    try:
        file = read_document(content, name, facts)
        found = compare(file, facts)
    except FileRefusedError as error:
        return split([_refused_head(error, language), _reasons(error, language)])
    try:
        refuse_if_any(found.refused)
    except FileRefusedError as error:
        return split([_refused_head(error, language), _counts(found, language), _reasons(error, language)])
    if found.is_empty:
        nothing = bold(editing_lists(language).nothing_new())
        return split([(nothing,), _counts(found, language), *_left(file, facts, language)])
    return None


def _refused_head(error: FileRefusedError, language: Language) -> tuple[str, ...]:
    return (bold(editing_lists(language).refused(len(error.facts.get("problems") or (None,)))),)


def _reasons(error: FileRefusedError, language: Language) -> tuple[str, ...]:
    return tuple(map(escape, refusals(error, language)))


def _left(file: ProgrammeFile, facts: Facts, language: Language) -> Iterator[tuple[str, ...]]:
    """What is on record and has left the file."""
    for section, names in left_out(file, facts).items():
        yield (escape(editing_lists(language).left_out(section, len(names), names[:NAMED_LEFT])),)


def _counts(found: Difference, language: Language) -> tuple[str, ...]:
    said = editing_lists(language)
    told = said.difference(tuple(found.new.items()), tuple(found.changed.items()), sum(found.unchanged.values()))
    return tuple(map(escape, told.split("\n")))
