"""Which numbers were seen lately: a memory of bounded size that forgets the oldest many at a time."""

from collections.abc import Container
from typing import Final

_TOGETHER: Final = 8
"""Numbers that differ only in so many of their last bits share one entry."""
_LAST: Final = (1 << _TOGETHER) - 1


class _Numbers:
    """A set of numbers, as bits in blocks: updates are numbered one after the other, and 256 fit into 60 bytes."""

    __slots__ = ("_blocks", "count")

    def __init__(self) -> None:
        self._blocks: dict[int, int] = {}
        self.count = 0

    def __contains__(self, number: int) -> bool:
        return bool(self._blocks.get(number >> _TOGETHER, 0) >> (number & _LAST) & 1)

    def add(self, number: int) -> None:
        block = number >> _TOGETHER
        self._blocks[block] = self._blocks.get(block, 0) | 1 << (number & _LAST)
        self.count += 1


class Seen(Container[int]):
    """The last `count` numbers at least, and twice as many at most: some kilobytes where they follow each other."""

    __slots__ = ("_count", "_newer", "_older")

    def __init__(self, count: int) -> None:
        self._count: Final = count
        self._newer, self._older = _Numbers(), _Numbers()

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and (number in self._newer or number in self._older)

    def add(self, number: int) -> None:
        """See a number; one that is seen again counts as new."""
        if number in self._newer:
            return
        if self._newer.count == self._count:
            self._older, self._newer = self._newer, _Numbers()
        self._newer.add(number)
