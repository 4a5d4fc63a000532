"""Metrics: what the bot counts, as Prometheus reads it at `/metrics`."""

from collections.abc import Callable
from functools import cache

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
