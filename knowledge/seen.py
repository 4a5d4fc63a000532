"""Which numbers were seen lately: a memory of bounded size that forgets the oldest many at a time."""

from collections.abc import Container
from typing import Final


class Seen(Container[int]):
    """The last `count` numbers at least, and twice as many at most, in a third of an ordered dictionary's memory."""

    __slots__ = ("_count", "_newer", "_older")

    def __init__(self, count: int) -> None:
        self._count: Final = count
        self._newer: set[int] = set()
        self._older: set[int] = set()

    def __contains__(self, number: object) -> bool:
        return number in self._newer or number in self._older

    def __len__(self) -> int:
        return len(self._newer | self._older)

    def add(self, number: int) -> None:
        """See a number; one that is seen again counts as new."""
        if len(self._newer) == self._count and number not in self._newer:
            self._older, self._newer = self._newer, set()
        self._newer.add(number)
