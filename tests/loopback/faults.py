"""Faults on demand: what goes wrong with a call, how often, and for which methods."""

from dataclasses import dataclass, field
from enum import Enum
from random import Random


class Fault(Enum):
    """What goes wrong."""

    FLOOD = "429 with retry_after"
    BAD_GATEWAY = "502"
    TIMEOUT = "no answer; the call was not carried out"
    CUT = "the connection is cut before the call is carried out"
    LOST_ANSWER = "the call is carried out and the connection is cut before the answer"
    BLOCKED = "403, the bot was blocked"
    UNKNOWN_METHOD = "404, as of a simpler Bot API server"
    GARBAGE = "200 with something that is no JSON"


EVERY_KIND = (Fault.FLOOD, Fault.BAD_GATEWAY, Fault.TIMEOUT, Fault.CUT)


@dataclass
class _Rule:
    fault: Fault
    method: str | None
    left: int


@dataclass
class Faults:
    """What is to go wrong; `share` of all calls besides, chosen by a seeded generator."""

    rules: list[_Rule] = field(default_factory=list)
    share: float = 0.0
    kinds: tuple[Fault, ...] = EVERY_KIND
    generator: Random = field(default_factory=lambda: Random(20260116))
    retry_after: int = 1
    hang: float = 8.0
    """Seconds without an answer in a TIMEOUT: longer than the bot waits."""
    injected: int = 0
    is_black_hole: bool = False

    def inject(self, fault: Fault, *, method: str | None = None, times: int = 1) -> None:
        """Let the next calls, of one method or of any, go wrong."""
        self.rules.append(_Rule(fault, method, times))

    def black_hole(self) -> None:
        """From now on nothing is answered and nothing is carried out, on old connections and on new ones."""
        self.is_black_hole = True

    def lift(self) -> None:
        """Let the network work again; what was swallowed stays swallowed."""
        self.is_black_hole = False

    def next_for(self, method: str) -> Fault | None:
        """What goes wrong with this call."""
        for rule in self.rules:
            if rule.left and rule.method in (None, method):
                rule.left -= 1
                self.injected += 1
                return rule.fault
        if self.share and self.generator.random() < self.share:
            self.injected += 1
            return self.generator.choice(self.kinds)
        return None
