"""One-line breaks of the promises, each with the tests that have to fail for it.

    python -m tests.mutants [NAME …]      # apply each to a copy, run its tests, and say which survived
    python -m tests.mutants --table       # the table of docs/mutants.md

A mutant that survives is a promise that nobody watches. `before` has to stand exactly once in its file.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("bot", "knowledge", "tests", "pyproject.toml", "README.md", "README.ko.md", "docs", "CHANGELOG.md")
NO_TESTS_RAN = 5
PATIENCE = 300.0
"""Seconds that the tests of one mutant may take; one that hangs was noticed as well."""


@dataclass(frozen=True)
class Mutant:
    """A break: what it does, where, the line as it is and as it is broken, and the tests that watch it."""

    name: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]


MUTANTS: tuple[Mutant, ...] = ()


def mutated(mutant: Mutant, text: str) -> str:
    """The text of the file with the break; raises ValueError where its line is not there exactly once."""
    if text.count(mutant.before) != 1:
        raise ValueError(f"{mutant.name}: the line stands {text.count(mutant.before)} times in {mutant.file}")
    return text.replace(mutant.before, mutant.after)


def survives(mutant: Mutant, copy: Path) -> bool:
    """True if the tests of a mutant pass although it is applied; raises RuntimeError where they cannot be run."""
    path = copy / mutant.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(mutated(mutant, whole), encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *mutant.tests]
        environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_text(whole, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise RuntimeError(
            f"{mutant.name}: pytest ended with {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-500:]}"
        )
    return done.returncode == 0


def copied(folder: Path) -> Path:
    """A copy of what the tests need, with the shared data beside it where there is any."""
    copy = folder / "ipjang"
    copy.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy2(source, copy / name)
    if (ROOT.parent / "shared").exists():
        (folder / "shared").symlink_to(ROOT.parent / "shared")
    return copy


def table() -> Iterator[str]:
    """The rows of the table in docs/mutants.md."""
    yield "| break | in | noticed by |"
    yield "|---|---|---|"
    for each in MUTANTS:
        yield f"| {each.name} | `{each.file}` | {', '.join(f'`{test}`' for test in each.tests)} |"


def main(arguments: Sequence[str]) -> int:
    """Try the mutants of these names, or all; gives 1 where one survived or could not be tried."""
    if "--table" in arguments:
        print("\n".join(table()))
        return 0
    chosen = [each for each in MUTANTS if not arguments or each.name in arguments]
    survivors = []
    with tempfile.TemporaryDirectory(prefix="ipjang-mutants-") as folder:
        copy = copied(Path(folder))
        for each in chosen:
            try:
                alive = survives(each, copy)
                verdict = "SURVIVED" if alive else "noticed"
            except (RuntimeError, ValueError) as error:
                alive, verdict = True, f"NOT TRIED: {error}"
            survivors += [each.name] * alive
            print(f"{verdict:9} {each.name}", flush=True)
    print(f"{len(chosen)} breaks, {len(survivors)} not noticed" + (f": {', '.join(survivors)}" if survivors else ""))
    return 1 if survivors or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
