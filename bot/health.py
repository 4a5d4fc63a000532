"""What is known of the bot's own state, for whoever asks whether it works: `/healthz`, `/readyz`, a watchdog."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

_log = logging.getLogger(__name__)

FRESH = 90.0
"""Seconds after which no word from Telegram means that none is coming: three long polls."""


@dataclass(slots=True)
class Health:
    """When Telegram was last heard of, and what else has to hold; `clock` gives monotonic seconds."""

    clock: Callable[[], float] = monotonic
    heard: float | None = None
    started: bool = False
    stopping: bool = False
    outage: float | None = None
    """Since when Telegram cannot be reached; None while it can."""
    outage_told: bool = False
    checks: dict[str, Callable[[], str | None]] = field(default_factory=dict)
    """What has to hold besides: name -> what is wrong with it, None when nothing is."""

    def hear(self) -> None:
        """Telegram answered `getUpdates`, called the webhook, or confirmed that it would."""
        self.heard = self.clock()

    def lose(self, *, told: bool) -> None:
        """A request to Telegram failed; `told` where that was logged, as not every failure is."""
        self.outage = self.clock() if self.outage is None else self.outage
        self.outage_told |= told

    def reach(self) -> None:
        """Telegram answered a request of ours."""
        self.hear()
        self.end_outage()

    def end_outage(self) -> None:
        """Telegram can be reached; that is logged where the outage was."""
        if self.outage is not None and self.outage_told:
            _log.info("Telegram is reachable again, after %.0f s", self.clock() - self.outage)
        self.outage, self.outage_told = None, False

    @property
    def silence(self) -> float | None:
        """Seconds since Telegram was last heard of; None before the first time."""
        return None if self.heard is None else self.clock() - self.heard

    @property
    def takes_updates(self) -> bool:
        """Whether an update that comes now can be handled."""
        return self.started and not self.stopping

    def problems(self) -> dict[str, str]:
        """Everything that keeps the bot from serving now: name -> what is wrong; empty when it is ready."""
        found = {name: wrong for name, check in self.checks.items() if (wrong := check()) is not None}
        if self.stopping:
            found["stopping"] = "the bot is being stopped"
        if self.silence is None:
            found["telegram"] = "no answer from Telegram yet"
        elif self.silence > FRESH:
            found["telegram"] = f"nothing from Telegram for {self.silence:.0f} s"
        return found
