"""No message stops the loop: what the costliest texts take, in processor time beside a loop of plain additions."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, partial

import pytest

from knowledge.matching import NameIndex
from knowledge.text.tokens import LONGEST_READ, tokenise
from tests.knowledge.hostile_texts import KINDS, SHORT, hostile_texts
from tests.knowledge.programme import reader, shipped

ADDITIONS = 100_000
"""They take some 3.5 ms where 4,096 characters may take 20, and 400 characters 5."""
MOST_TO_FIND = {"long": 6.0, "short": 2.8}
"""How many times the reference finding the names may take, in 4,096 and in 400 characters. Measured: 4.5 and 1.9."""
MOST_TO_READ = {"long": 14.0, "short": 6.0}
"""The same for reading the question; measured: 11.9 and 3.7."""
TRIES = 4
"""A text that took longer is tried again: another process may have had the cache of the processor."""
NOW = datetime(2026, 1, 16, 12, tzinfo=UTC)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _additions() -> int:
    total = 0
    for each in range(ADDITIONS):
        total += each
    return total


@cache
def _texts() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for kind, text in hostile_texts():
        found[kind].append(text)
    return found


@cache
def _index() -> NameIndex:
    facts = shipped()
    return NameIndex.of(facts.programme, facts.stances.values(), facts.teams.values())


def _costly(read: Callable[[str], object], texts: list[str], most: dict[str, float]) -> list[str]:
    """The texts that take more than they may in each of several tries."""
    read("카카오 나가?")  # What is made at the first use is made now.
    for _ in range(TRIES):
        loop = min(_seconds(_additions) for _ in range(5))
        texts = [
            text
            for text in texts
            if _seconds(partial(read, text)) > loop * most["short" if len(text) <= SHORT else "long"]
        ]
    return [text[:60] for text in texts]


def test_there_are_two_thousand_texts() -> None:
    assert sum(map(len, _texts().values())) >= 2000


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_takes_long_to_find_names_in(kind: str) -> None:
    assert _costly(_index().find, _texts()[kind], MOST_TO_FIND) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_takes_long_to_read(kind: str) -> None:
    asked = reader()
    assert _costly(partial(asked.read, now=NOW), _texts()[kind], MOST_TO_READ) == []


@pytest.mark.parametrize("text", ["ﷺ" * 4096, "㌀" * 4096, "카카오는? " + "NC " * 1365, "카카오vs" * 800])
def test_no_more_is_read_than_the_first_pages(text: str) -> None:
    assert len(tokenise(text).folded) <= LONGEST_READ
