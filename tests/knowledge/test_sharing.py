"""`share: false`: a source that keeps its quotes off the web, on each engine, in files, and through corrections."""

import pytest

from knowledge.errors import FileProblem, FileRefusedError
from knowledge.files.export import to_json, to_yaml
from knowledge.files.programme_file import ProgrammeFile, read_programme_file
from knowledge.record.changes import Correct, Correction, LoadFile
from knowledge.store import Store
from tests.knowledge.lighthouse import LIGHTHOUSE, lit


def source(share: str, title: str = "등대 1보") -> ProgrammeFile:
    """A file with one source of the lighthouse."""
    entry = f"{{id: sea-1, publisher: 바다신문, title: {title}, published: 2026-03-10{share}}}"
    return read_programme_file(f"format: ipjang-programme/1\nsources: [{entry}]", name="s.yaml")


async def test_a_file_says_whether_a_source_shares_and_one_that_does_not_speak_of_it_changes_nothing(
    store: Store,
) -> None:
    editor = await lit(store)

    async def shared(file: ProgrammeFile, key: str) -> tuple[bool, int]:
        receipt = await editor.save(LoadFile(file=file), by="cli", key=key)
        return (await store.facts()).sources["sea-1"].share, receipt.counts["changed"].get("sources", 0)

    assert await shared(source(""), "0") == (True, 0)
    assert await shared(source(", share: false"), "1") == (False, 1)
    assert await shared(source(", share: false"), "2") == (False, 0)
    assert await shared(source(""), "3") == (False, 0)
    assert await shared(source(", share: true"), "4") == (True, 1)
    assert await store.verify() == ()


async def test_another_title_is_refused_whatever_the_file_says_of_sharing(store: Store) -> None:
    editor = await lit(store)
    for share in (", share: false", ""):
        with pytest.raises(FileRefusedError) as refused:
            await editor.save(LoadFile(file=source(share, "딴 제목")), by="cli", key=f"t{share}")
        assert refused.value.code is FileProblem.SOURCE_DIFFERS
    assert (await store.facts()).sources["sea-1"].share


async def test_a_corrected_source_shares_as_the_one_that_it_revises(store: Store) -> None:
    editor = await lit(store)
    await editor.save(LoadFile(file=source(", share: false")), by="cli", key="off")
    await editor.save(
        Correct(id="dl-lost", correction=Correction(title="바른 제목"), revision=1, reason="제목"), by="tg:1", key="c"
    )
    facts = await store.facts()
    corrected = facts.sources[facts.statements["dl-lost"].claim.source]
    assert (corrected.revises, corrected.share) == ("sea-1", False)
    assert await store.verify() == ()


async def test_what_is_exported_says_so_and_is_read_back_to_the_same(store: Store) -> None:
    told = LIGHTHOUSE.replace("published: 2026-03-10}", "published: 2026-03-10, share: false}")
    editor = await lit(store)
    await editor.save(LoadFile(file=read_programme_file(told, name="s.yaml")), by="cli", key="again")
    facts = await store.facts()
    for text in (to_yaml(facts), to_json(facts)):
        read = {each.id: each.share for each in read_programme_file(text).sources}
        assert read == {"sea-1": False, "sea-2": True}
