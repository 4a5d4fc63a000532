"""The breaks of `tests.mutants` are of the code as it is, and their table is that of the documentation."""

import pytest

from tests.mutants import MUTANTS, ROOT, Mutant, mutated, table


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.name)
def test_each_break_is_of_one_place_and_compiles(mutant: Mutant) -> None:
    broken = mutated(mutant, (ROOT / mutant.file).read_text(encoding="utf-8"))
    compile(broken, mutant.file, "exec")
    assert all((ROOT / test.partition("::")[0]).exists() for test in mutant.tests)


def test_the_documentation_has_their_table() -> None:
    page = (ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")
    assert "\n".join(table()) in page


def test_no_two_breaks_have_one_name() -> None:
    assert len({each.name for each in MUTANTS}) == len(MUTANTS) >= 20
