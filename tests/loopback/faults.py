"""Faults on demand: what goes wrong with a call, how often, and for which methods."""

from dataclasses import dataclass, field
from enum import Enum
from math import ceil
from random import Random
from time import monotonic


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
    refused: dict[object, float] = field(default_factory=dict)
    """Chats that are to be left alone, each until a moment of the monotonic clock: every message is refused before."""
    silent: set[object] = field(default_factory=set)
    """Chats of which no call is answered or carried out."""

    def inject(self, fault: Fault, *, method: str | None = None, times: int = 1) -> None:
        """Let the next calls, of one method or of any, go wrong."""
        self.rules.append(_Rule(fault, method, times))

    def black_hole(self) -> None:
        """From now on nothing is answered and nothing is carried out, on old connections and on new ones."""
        self.is_black_hole = True

    def lift(self) -> None:
        """Let the network work again; what was swallowed stays swallowed."""
        self.is_black_hole = False

    def refuse(self, chat: int, seconds: float) -> None:
        """Let Telegram refuse every message to a chat for so long, and tell each time how long it still does."""
        self.refused[chat] = monotonic() + seconds

    def patience_for(self, chat: object) -> int:
        """The whole seconds for which a chat still has to be left alone."""
        return max(0, ceil(self.refused.get(chat, 0.0) - monotonic()))

    def next_for(self, method: str, chat: object = None) -> Fault | None:
        """What goes wrong with this call."""
        if chat in self.silent:
            return Fault.TIMEOUT
        for rule in self.rules:
            if rule.left and rule.method in (None, method):
                rule.left -= 1
                self.injected += 1
                return rule.fault
        if self.share and self.generator.random() < self.share:
            self.injected += 1
            return self.generator.choice(self.kinds)
        return None
