"""The shipped programme as facts, without a store: what tests of questions and replies ask against."""

from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from knowledge.facts import Facts
from knowledge.files.programme_file import ProgrammeFile, read_programme_file
from knowledge.matching import NameIndex
from knowledge.model import Action, Claim, Revision, Source, Statement
from knowledge.understanding.reader import Reader

RECORDED = datetime(2026, 1, 16, 12, tzinfo=UTC)


@cache
def shipped() -> Facts:
    """The programme that ships with the bot; a source's text is what is quoted from it."""
    name = "dokpamo.yaml"
    return facts_of(read_programme_file((files("knowledge") / "programmes" / name).read_bytes(), name=name))


@cache
def reader() -> Reader:
    """A reader of questions about the shipped programme."""
    return reader_of(shipped())


def reader_of(facts: Facts) -> Reader:
    """A reader of questions about a record, with the index that the bot would build of it."""
    return Reader(facts, NameIndex.of(facts.programme, facts.stances.values(), facts.teams.values()))


def facts_of(file: ProgrammeFile) -> Facts:
    """The record that loading a file into an empty store gives."""
    assert file.programme is not None
    texts: dict[str, str] = {}
    statements: dict[str, Statement] = {}
    for sequence, entry in enumerate(file.statements):
        claim = Claim.model_validate(entry.model_dump(include=set(Claim.model_fields)))
        texts[claim.source] = f"{texts.get(claim.source, '')}{claim.quote}\n"
        first = Revision(number=1, action=Action.RECORD, claim=claim, by="test", at=RECORDED)
        statements[entry.id] = Statement(id=entry.id, sequence=sequence, revisions=(first,))
    sources = (Source.model_validate(each.model_dump(include=set(Source.model_fields))) for each in file.sources)
    return Facts(
        programme=file.programme,
        stances={each.code: each for each in file.stances},
        teams={each.id: each for each in file.teams},
        sources={each.id: each for each in sources},
        statements=statements,
        source_texts=texts,
    )
