"""Questions asked lately, and their answers: what many ask in a row is read, answered and rendered once."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")

KEPT = 500
"""Entries kept, some 4 MB of questions with their replies: what is on everybody's mind on a busy day."""
LONGEST_KEPT = 200
"""Characters of a text that is kept: nobody types the same longer one twice."""


class Recent(Generic[Value]):
    """What was worked out lately in one state of the world; forgotten, all of it, when that is another one.

    The state is compared by identity and equality of its parts: a snapshot of the record, and a day.
    """

    def __init__(self) -> None:
        self._state: tuple[object, ...] = ()
        self._kept: dict[Hashable, Value] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, state: tuple[object, Hashable], key: Hashable, work_out: Callable[[], Value]) -> Value:
        """The value for this key in this state, worked out where it was not lately."""
        if not self._state or self._state[0] is not state[0] or self._state[1] != state[1]:
            self._state, self._kept = state, {}
        value = self._kept.get(key)
        if value is None:
            value = self._kept[key] = work_out()
            if len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
        return value
