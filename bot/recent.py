"""What was asked lately: answers that many ask for in a row, and the step before in each conversation."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from knowledge.followup import Step

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


REMEMBERED_FOR = timedelta(minutes=10)
"""How long a follow-up may wait: after that, `왜?` is about something else."""
STEPS_KEPT = 4_000
"""Steps kept over all conversations, some 4 MB; the oldest are forgotten first."""


class Steps:
    """The step before in each conversation: in memory only, one a conversation, forgotten after ten minutes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[datetime, Step]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def before(self, conversation: Hashable, now: datetime) -> Step | None:
        """The step before of a conversation; None where there is none, or none that is still remembered."""
        at, step = self._kept.get(conversation, (now, None))
        if now - at <= REMEMBERED_FOR:
            return step
        del self._kept[conversation]
        return None

    def keep(self, conversation: Hashable, now: datetime, step: Step | None) -> None:
        """Remember what was asked last, in the place of what was asked before it."""
        if step is None:
            return
        self._kept[conversation] = now, step
        self._kept.move_to_end(conversation)
        if len(self._kept) > STEPS_KEPT:
            self._kept.popitem(last=False)


class Seen:
    """The last few of many ids, to say something once for each."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, None] = OrderedDict()

    def add(self, each: str) -> bool:
        """Note one; whether it is new."""
        is_new = each not in self._kept
        self._kept[each] = None
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return is_new
