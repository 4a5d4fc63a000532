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
COPIED = (
    "bot",
    "knowledge",
    "tests",
    "pyproject.toml",
    "README.md",
    "README.ko.md",
    "docs",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
)
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


MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "every reply is sent twice",
        "bot/telegram/rate_limits.py",
        "            result = await call.make()\n",
        "            await call.make()\n            result = await call.make()\n",
        ("tests/bot/test_delivery.py",),
    ),
    Mutant(
        "every 50th reply is dropped",
        "bot/telegram/rate_limits.py",
        "            result = await call.make()\n",
        "            self._dropped = getattr(self, '_dropped', 0) + 1\n"
        "            result = True if self._dropped % 50 == 0 else await call.make()\n",
        ("tests/faults/test_kills.py", "tests/faults/test_injected.py"),
    ),
    Mutant(
        "an update counts as done before it is handled",
        "bot/telegram/delivery.py",
        "        pending.task = asyncio.create_task(self._see_through(pending, way))\n",
        "        self._done.add(pending.arrival.update_id)\n"
        "        pending.task = asyncio.create_task(self._see_through(pending, way))\n",
        ("tests/bot/test_delivery.py",),
    ),
    Mutant(
        "an update is confirmed as soon as it is taken",
        "bot/telegram/delivery.py",
        "        return pending.settled\n\n    def _has_room",
        "        return settled_as(Outcome.HANDLED)\n\n    def _has_room",
        ("tests/bot/test_delivery.py",),
    ),
    Mutant(
        "a chat that refused the bot stays closed for ever",
        "bot/telegram/rate_limits.py",
        "now - self._closed_at < CLOSED_FOR",
        "True",
        ("tests/bot/test_limits.py",),
    ),
    Mutant(
        "a chat told to wait is called before its time",
        "bot/telegram/rate_limits.py",
        "        return max(0.0, self._paused_until - now)\n",
        "        return 0.0\n",
        ("tests/bot/test_limits.py", "tests/bot/test_sending.py"),
    ),
    Mutant(
        "a chat's queue has no end",
        "bot/telegram/delivery.py",
        "        if len(queue.persons) >= LONGEST_QUEUE:\n            return True\n",
        "",
        ("tests/bot/test_queues.py", "tests/bot/test_delivery.py"),
    ),
    Mutant(
        "SQLite does not wait for the disk",
        "knowledge/storage/database.py",
        '"PRAGMA synchronous = FULL"',
        '"PRAGMA synchronous = OFF"',
        ("tests/knowledge/test_keeping.py",),
    ),
    Mutant(
        "SQLite writes no log ahead",
        "knowledge/storage/schema.py",
        "PRAGMA journal_mode = WAL",
        "PRAGMA journal_mode = DELETE",
        ("tests/knowledge/test_keeping.py",),
    ),
    Mutant(
        "a backup is not on the disk when it is told",
        "knowledge/storage/files.py",
        "        os.fsync(written.fileno())\n    target",
        "        written.fileno()\n    target",
        ("tests/knowledge/test_keeping.py",),
    ),
    Mutant(
        "a backup's name is not on the disk when it is told",
        "knowledge/storage/files.py",
        "        os.fsync(directory)\n",
        "        pass\n",
        ("tests/knowledge/test_keeping.py",),
    ),
    Mutant(
        "a restored record may have the version of the one that it replaces",
        "knowledge/storage/backup.py",
        "held if held > version else",
        "held if held >= version else",
        ("tests/knowledge/test_keeping.py",),
    ),
    Mutant(
        "a restored record is taken for the one before it",
        "knowledge/storage/backup.py",
        ".values(version=raised, filling=new_filling())",
        ".values(version=raised)",
        ("tests/knowledge/test_keeping.py",),
    ),
    Mutant(
        "controls that turn the direction of text are kept",
        "knowledge/fields.py",
        "\\u2066\\u2067\\u2068\\u2069",
        "",
        ("tests/knowledge/test_fields.py",),
    ),
    Mutant(
        "a sentence that is not in its source is shown",
        "knowledge/facts.py",
        '        return claim.quote in self.source_texts.get(claim.source, "")\n',
        "        return True\n",
        ("tests/knowledge/test_facts.py",),
    ),
    Mutant(
        "what was taken back is shown",
        "knowledge/facts.py",
        "statement is None or statement.is_retracted or statement.claim.team != team",
        "statement is None or statement.claim.team != team",
        ("tests/knowledge/test_facts.py",),
    ),
    Mutant(
        "a request takes effect twice",
        "knowledge/record/editor.py",
        "            if earlier is not None:\n",
        "            if False:\n",
        ("tests/knowledge/test_editing.py",),
    ),
    Mutant(
        "the audit's chain is not held against the record",
        "knowledge/record/audit.py",
        "if self.state.get(key) != before and",
        "if False and",
        ("tests/knowledge/test_keeping.py", "tests/knowledge/test_store.py"),
    ),
    Mutant(
        "anybody may press an editor's Save",
        "bot/editing/actions.py",
        "    if kept.user != update.user or kept.chat != update.chat:\n",
        "    if False:\n",
        ("tests/bot/editing/test_authorisation.py",),
    ),
    Mutant(
        "an editor approves a change of their own",
        "knowledge/record/editor.py",
        "    if pending.author == approval.by:\n",
        "    if False:\n",
        ("tests/knowledge/record/test_approval.py",),
    ),
    Mutant(
        "a change is approved on a record that nobody was shown",
        "knowledge/record/editor.py",
        "        if version != approval.version:\n",
        "        if False:\n",
        ("tests/knowledge/record/test_approval.py",),
    ),
    Mutant(
        "the webhook's secret is not asked for",
        "bot/telegram/server.py",
        "        return hmac.compare_digest(given, expected)\n",
        "        return True\n",
        ("tests/bot/test_serving.py",),
    ),
    Mutant(
        "half a request may wait for ever",
        "bot/telegram/server.py",
        "call_later(HEAD_PATIENCE, self.cut)",
        "call_later(HEAD_PATIENCE, self.head_arrived)",
        ("tests/bot/test_serving.py",),
    ),
    Mutant(
        "a full server makes no room",
        "bot/telegram/server.py",
        "        elif len(self._open) > self._most:\n",
        "        elif False:\n",
        ("tests/bot/test_serving.py",),
    ),
    Mutant(
        "a register may be of any size",
        "knowledge/files/registers.py",
        "        if total > SIZE_LIMIT:\n",
        "        if False:\n",
        ("tests/knowledge/files/test_registers.py",),
    ),
    Mutant(
        "secrets are logged",
        "bot/logs.py",
        "        cleaned = self.clean(message)\n",
        "        cleaned = message\n",
        ("tests/bot/test_redaction.py",),
    ),
)


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
