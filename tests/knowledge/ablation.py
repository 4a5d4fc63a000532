"""What each pattern of understanding is worth: switched off, which answers to all rows and the table change.

    python -m tests.knowledge.ablation [MODULE …]     # a line a pattern: rows it matches, answers it makes right, wrong

Only the rows in which a pattern matches are asked again, so that all of them take a few minutes.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from knowledge.understanding import (
    dates,
    dress,
    filters,
    intent,
    marks,
    presumption,
    reader,
    stances,
    unknown_words,
)
from tests.knowledge import asked, keyed

MODULES = (dates, dress, filters, intent, marks, presumption, reader, stances, unknown_words)
NOTHING = re.compile(r"(?!)")
Row = dict[str, Any] | asked.Asked


class Watched:
    """A pattern that notes whether it has matched."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.has_matched = pattern, False

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.pattern, name)
        if not callable(method):
            return method

        def called(*arguments: Any) -> Any:
            found = method(*arguments)
            if name == "finditer":
                found = list(found)
            self.has_matched |= bool(found) and (
                name not in ("sub", "split") or found not in (arguments[1], [arguments[0]])
            )
            return iter(found) if name == "finditer" else found

        return called


def patterns(modules: tuple[ModuleType, ...]) -> dict[str, re.Pattern[str]]:
    """The compiled patterns of the modules by their names."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }


@contextmanager
def replaced(pattern: object, by: object) -> Iterator[None]:
    """A pattern replaced in every module that has it."""
    places = [(module, name) for module in MODULES for name, value in vars(module).items() if value is pattern]
    for module, name in places:
        setattr(module, name, by)
    yield
    for module, name in places:
        setattr(module, name, pattern)


def is_right(row: Row) -> bool:
    """True if a row is answered as its key has it."""
    if isinstance(row, asked.Asked):
        return asked.ask(row).is_right
    return not keyed.faults(row, keyed.ask(row))


def rows() -> list[Row]:
    """The rows to learn from and the table."""
    return [*(row for row in keyed.rows() if "before" not in row), *asked.questions()]


def watched(modules: tuple[ModuleType, ...], all_rows: list[Row]) -> dict[str, list[int]]:
    """For each pattern the numbers of the rows in which it matches."""
    found: dict[str, list[int]] = {name: [] for name in patterns(modules)}
    watches = {name: Watched(pattern) for name, pattern in patterns(modules).items()}
    for name, pattern in patterns(modules).items():
        for module in MODULES:
            for key in [key for key, value in vars(module).items() if value is pattern]:
                setattr(module, key, watches[name])
    for number, row in enumerate(all_rows):
        _forget()
        is_right(row)
        for name, watch in watches.items():
            if watch.has_matched:
                found[name].append(number)
                watch.has_matched = False
    for watch in watches.values():
        for module in MODULES:
            for key in [key for key, value in vars(module).items() if value is watch]:
                setattr(module, key, watch.pattern)
    return found


def _forget() -> None:
    for cached in (dress._is_english, unknown_words._is_elsewhere):
        cached.cache_clear()


def main(arguments: list[str]) -> None:
    """Print what each pattern, and each hard rule, is worth."""
    modules = tuple(each for each in MODULES if not arguments or each.__name__.rpartition(".")[2] in arguments)
    all_rows = rows()
    before = list(map(is_right, all_rows))
    for name, numbers in sorted(watched(modules, all_rows).items()):
        pattern = patterns(modules)[name]
        with replaced(pattern, NOTHING):
            _forget()
            _print(name, numbers, before, lambda number: is_right(all_rows[number]))
    if intent in modules:
        for rule in intent.HARD_RULES:
            rest = tuple(each for each in intent.HARD_RULES if each is not rule)
            with replaced(intent.HARD_RULES, rest):
                _print(f"rule {rule.__name__}", list(range(len(all_rows))), before, lambda n: is_right(all_rows[n]))
    _forget()


def _print(name: str, numbers: list[int], before: list[bool], ask: Callable[[int], bool]) -> None:
    after = {number: ask(number) for number in numbers}
    helped = sum(before[number] and not right for number, right in after.items())
    harmed = sum(right and not before[number] for number, right in after.items())
    print(f"{name:40} matches {len(numbers):5}  right by it {helped:4}  wrong by it {harmed:3}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
