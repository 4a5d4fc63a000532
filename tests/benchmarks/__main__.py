"""`make bench`: the bot beside two echoes, text to reply, and the matcher beside its rivals; one table, one plot.

The peers are installed into an environment of their own, `.venv-bench`, which `make clean` removes. Every figure is the
median of three rounds in which everybody took a turn; compare within one run and read the ratios.
"""

import argparse
import asyncio
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.boards import main as boards
from tests.benchmarks.dresses import main as dresses
from tests.benchmarks.plot import bar_chart
from tests.benchmarks.replying import main as replying
from tests.benchmarks.wire.contenders import ours, peers
from tests.benchmarks.wire.measuring import IN_FLIGHT, RATE, Figures, medians, rounds

ROOT = Path(__file__).resolve().parent.parent.parent
PLOT = ROOT / "docs" / "throughput.svg"
ROUNDS = 3


def table(figures: Mapping[str, Figures]) -> str:
    """The medians, and each contender's updates per second as a ratio to ours."""
    own = next(iter(figures.values())).per_second
    head = f"{'':28} {'updates/s':>10} {'ours is':>9} {'p50 ms':>8} {'p99 ms':>8} {'start s':>8}"
    head += f" {'MB':>6} {'loaded':>7} {'idle %':>7}"
    rows = [
        f"{name:28} {each.per_second:10.0f} {own / each.per_second:8.2f}x {each.p50 * 1000:8.2f} {each.p99 * 1000:8.2f}"
        f" {each.cold_start:8.2f} {each.at_rest:6.0f} {each.resident:7.0f} {each.idle_cpu * 100:7.2f}"
        for name, each in figures.items()
    ]
    return "\n".join([head, *rows])


def wire(seconds: float) -> None:
    """Measure, print the table and draw the plot."""
    measured = asyncio.run(rounds([ours(), *peers(ROOT / ".venv-bench")], ROUNDS, seconds))
    figures = {name: medians(each) for name, each in measured.items()}
    print(f"webhook, {IN_FLIGHT} in flight; p50 and p99 from post to sendMessage at {RATE:.0f}/s; medians of {ROUNDS}")
    print(table(figures), flush=True)
    title = f"Updates per second through the webhook, {IN_FLIGHT} in flight, median of {ROUNDS} rounds"
    PLOT.write_text(bar_chart(title, {name: each.per_second for name, each in figures.items()}, "/s"), encoding="utf-8")


def main() -> None:
    """Run all of it, or a part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each load in each round")
    parser.add_argument("--only", choices=("wire", "replies", "dresses", "boards", "matching"), help="one part only")
    options = parser.parse_args()
    if options.only in (None, "wire"):
        wire(options.seconds)
    if options.only in (None, "replies"):
        replying()
    if options.only in (None, "dresses"):
        dresses()
    if options.only in (None, "boards"):
        boards()
    if options.only in (None, "matching"):
        subprocess.run([sys.executable, "-m", "tests.benchmarks.matching"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
