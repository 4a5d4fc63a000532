"""Patterns that wait for their first use: the same as any other, and every one of them well formed."""

import gc
import re
from importlib import import_module
from pathlib import Path

import pytest

import knowledge
from knowledge.patterns import LazyPattern, lazy_pattern

ROOT = Path(knowledge.__file__).parent


def test_it_finds_what_a_compiled_pattern_finds() -> None:
    ours, theirs = (
        lazy_pattern(r"(?P<word>[가-힣]+)\s", re.IGNORECASE),
        re.compile(r"(?P<word>[가-힣]+)\s", re.IGNORECASE),
    )
    text = "카카오 네이버 KT"
    for _ in range(2):
        assert [each.span() for each in ours.finditer(text)] == [each.span() for each in theirs.finditer(text)]
        assert ours.sub("-", text) == theirs.sub("-", text)
        assert ours.findall(text) == theirs.findall(text)
        assert (match := ours.match(text, 4)) is not None
        assert match["word"] == "네이버"
    assert (ours.pattern, ours.flags) == (theirs.pattern, theirs.flags)


def test_it_is_compiled_at_its_first_use_and_a_mistake_shows_then() -> None:
    wrong = lazy_pattern("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_every_pattern_of_ours_can_be_compiled() -> None:
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" not in path.parts:
            import_module(
                ".".join(("knowledge", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
            )
    gc.unfreeze()  # what a command that ran in this process has put out of sight
    ours = [each for each in gc.get_objects() if isinstance(each, LazyPattern) and each._source != "("]
    assert len(ours) > 80
    for each in ours:
        assert isinstance(each._compiled, re.Pattern)
