"""`python -m tests.benchmarks.replying`: text to reply, without the network, over the real-style questions."""

from statistics import quantiles
from time import perf_counter

from bot.rendering.answers import render
from knowledge.answering import answer
from tests.knowledge.asked import NOW, questions
from tests.knowledge.programme import reader, shipped

REPEATS = 5


def milliseconds(text: str) -> float:
    """How long one question takes to be read, answered and rendered."""
    began = perf_counter()
    question = reader().read(text, now=NOW)
    render(answer(question, shipped(), now=NOW, language="ko"))
    return (perf_counter() - began) * 1000


def measure() -> tuple[float, float]:
    """The median and the 99th percentile in milliseconds, after one round to warm up."""
    texts = [each.text for each in questions()]
    for text in texts:
        milliseconds(text)
    taken = quantiles((milliseconds(text) for _ in range(REPEATS) for text in texts), n=100)
    return taken[49], taken[98]


def main() -> None:
    """Print the two figures."""
    p50, p99 = measure()
    print(f"text to reply, {len(questions())} questions: p50 {p50:.2f} ms, p99 {p99:.2f} ms")


if __name__ == "__main__":
    main()
