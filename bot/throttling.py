"""Throttling: nobody is answered faster than a person can ask, and whoever floods is told once."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice
from time import monotonic

MANY_USERS = 10_000
"""Users remembered at a time; those who wrote longest ago are forgotten."""


class Verdict(Enum):
    """What becomes of the update of a user."""

    PASS = auto()
    WARN = auto()
    DROP = auto()


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `updates` within `seconds`; whoever passes it is heard again after staying under half of it."""

    updates: int
    seconds: float


PERSON = Pace(updates=30, seconds=10.0)
"""More than anyone types, taps through buttons or forwards; an inline query comes at about each key pressed."""


@dataclass(slots=True)
class _Record:
    moments: list[float] = field(default_factory=list)
    muted: bool = False


class Throttle:
    """Counts the updates of each user in a sliding window; `clock` gives monotonic seconds."""

    def __init__(self, pace: Pace = PERSON, clock: Callable[[], float] = monotonic) -> None:
        self._pace = pace
        self._clock = clock
        self._records: OrderedDict[int, _Record] = OrderedDict()

    def judge(self, user: int) -> Verdict:
        """Count one more update of this user and say what becomes of it; WARN comes once in a flood."""
        now = self._clock()
        self._forget_some(now)
        record = self._record_of(user)
        while record.moments and record.moments[0] <= now - self._pace.seconds:
            del record.moments[0]
        if record.muted and len(record.moments) < self._pace.updates // 2:
            record.muted = False
        if len(record.moments) >= self._pace.updates:
            del record.moments[0]
            record.moments.append(now)
            verdict, record.muted = (Verdict.DROP if record.muted else Verdict.WARN), True
            return verdict
        record.moments.append(now)
        return Verdict.DROP if record.muted else Verdict.PASS

    def _record_of(self, user: int) -> _Record:
        record = self._records.setdefault(user, _Record())
        self._records.move_to_end(user)
        if len(self._records) > MANY_USERS:
            self._records.popitem(last=False)
        return record

    def _forget_some(self, now: float) -> None:
        """Forget the two who wrote longest ago, where nothing of it counts any more."""
        for user in list(islice(self._records, 2)):
            moments = self._records[user].moments
            if moments and moments[-1] <= now - self._pace.seconds:
                del self._records[user]
