"""The bot's own state, for `/healthz`, `/readyz` and a watchdog, and its counters for `/metrics`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

BUCKETS = (0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds: fine around the few milliseconds that an answer takes, coarse where limits make it wait."""


class Metrics:
    """Counters of one bot, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        updates = Counter("ipjang_updates", "Updates seen through.", ["kind", "outcome"], registry=self.registry)
        self._seconds = Histogram(
            "ipjang_update_seconds",
            "Seconds from an update's arrival to its end.",
            buckets=BUCKETS,
            registry=self.registry,
        )
        answers = Counter("ipjang_answers", "Questions answered.", ["kind"], registry=self.registry)
        calls = Counter(
            "ipjang_telegram_calls", "Calls to Telegram, each try.", ["method", "outcome"], registry=self.registry
        )
        refused = Counter("ipjang_webhook_refused", "Webhook posts refused.", ["reason"], registry=self.registry)
        # Looking a labelled counter up in the library costs ten times as much as counting.
        self._updates, self._answers = cache(updates.labels), cache(answers.labels)
        self._calls, self._refused = cache(calls.labels), cache(refused.labels)

    def update(self, kind: str, outcome: str, seconds: float) -> None:
        """One update was seen through."""
        self._updates(kind, outcome).inc()
        self._seconds.observe(seconds)

    def answer(self, kind: str) -> None:
        """One question was answered; `unknown` are those that named no team."""
        self._answers(kind).inc()

    def call(self, endpoint: str, outcome: str) -> None:
        """One try of a call to Telegram: `ok`, or the name of the error."""
        self._calls(endpoint, outcome).inc()

    def refuse(self, reason: str) -> None:
        """One post to the webhook was refused."""
        self._refused(reason).inc()

    def watch(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """A gauge that is read whenever somebody asks; `ipjang_` is put before its name."""
        Gauge(f"ipjang_{name}", meaning, registry=self.registry).set_function(value)

    def page(self) -> bytes:
        """The whole, in Prometheus's text format."""
        return generate_latest(self.registry)


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
