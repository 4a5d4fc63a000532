"""Questions with keys by writers who knew nothing of the reader: `rows/*.jsonl`, on the programmes in `rows/*.yaml`.

    python -m tests.knowledge.keyed [--set W1] [--misses] [FILE.jsonl …]

A row is right where kind, teams, filter, day and yes or no are all as its key has them (`rows/README.md`).
A list is judged by the teams that it lists; its `stance` (`NOT:a`, `AND:a,b`, `a-b`, `ANY:a,b`) is worked out.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from bot.rendering.answer_json import as_json
from knowledge.answering import answer
from knowledge.facts import Facts
from knowledge.files.programme_file import read_programme_file
from knowledge.question import Intent
from knowledge.standing import headlines, standing
from knowledge.understanding.reader import Reader
from tests.knowledge.programme import facts_of, reader_of, shipped

FOLDER = Path(__file__).with_name("rows")
WORDLESS = frozenset({"unknown", "help", "ambiguous"})
"""Kinds of answers that speak of no team."""


@dataclass(frozen=True)
class Asked:
    """One row, its programme's record, and what stands in it."""

    row: dict[str, Any]

    @property
    def now(self) -> datetime:
        """The moment of asking."""
        return datetime.fromisoformat(self.row["now"])

    @property
    def days(self) -> tuple[date | None, ...]:
        """The days that its answer may be of."""
        written = self.row.get("as_of")
        return tuple(date.fromisoformat(each) for each in written.split("|")) if written else (None,)


@cache
def programmes() -> dict[str, Path]:
    """The programmes' files by their id."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        file = read_programme_file(path.read_bytes(), name=path.name)
        assert file.programme is not None
        found[file.programme.id] = path
    return found


@cache
def facts(programme: str) -> Facts:
    """The record of a programme."""
    if programme == "dokpamo":
        return shipped()
    path = programmes()[programme]
    return facts_of(read_programme_file(path.read_bytes(), name=path.name))


@cache
def reader(programme: str) -> Reader:
    """The reader of a programme's questions."""
    return reader_of(facts(programme))


def rows(files: Iterable[Path] = ()) -> Iterator[dict[str, Any]]:
    """The rows of these files, or of all."""
    for path in files or sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def ask(row: dict[str, Any]) -> dict[str, Any]:
    """The JSON of the answer to a row."""
    now, record = datetime.fromisoformat(row["now"]), facts(row["programme"])
    question = reader(row["programme"]).read(row["text"], now=now, context=row.get("context", "dm"))
    told = dict(as_json(answer(question, record, now=now, language="ko")))
    return told | {"kind": question.intent.value} if question.intent is Intent.CHANGES else told


def holding(expression: str, record: Facts, day: date | None, row: dict[str, Any]) -> frozenset[str]:
    """The teams that an expression of stances means, on a day or now."""
    considered = frozenset(row.get("within") or record.teams) - frozenset(row.get("except") or ())

    def of(code: str) -> frozenset[str]:
        if code == "none":
            return frozenset(
                t for t in considered if not record.is_on_record(t) or not standing(t, record, as_of=day).position
            )
        kind = record.stances[code].kind
        codes = record.implying(code)
        return frozenset(
            team
            for team in considered
            if any(each.stance.code in codes for each in headlines(standing(team, record, as_of=day), kind))
        )

    operator, _, codes = expression.rpartition(":")
    several = [of(each) for each in codes.split(",")] if "-" not in codes else []
    match operator:
        case "NOT":
            return considered - of(codes)
        case "AND":
            return frozenset.intersection(*several)
        case "ANY":
            return frozenset.union(*several)
        case _:
            first, _, second = codes.partition("-")
            return of(first) - of(second) if second else of(first)


def faults(row: dict[str, Any], told: dict[str, Any]) -> list[str]:
    """What of an answer is not as the key has it: kind, teams, filter, day, verdict."""
    found = []
    kinds = set(row["kinds"])
    if told["kind"] not in kinds:
        found.append("kind")
    teams = frozenset(each["team"] for each in told["teams"])
    if (told["kind"] in ("stance", "history") and row["teams"] and teams != frozenset(row["teams"])) or (
        told["kind"] == "stance" and not row["teams"]
    ):
        found.append("teams")
    days = Asked(row).days
    told_day = date.fromisoformat(told["as_of"]) if told["as_of"] else None
    if told["kind"] == "list" and row.get("stance", row.get("stance_rule")):
        record, expression = facts(row["programme"]), row.get("stance_rule") or row["stance"]
        restricted = row | ({"within": row["teams"]} if row["teams"] else {})
        wanted = {holding(each, record, told_day, restricted) for each in expression.split("|")}
        if teams not in wanted | ({frozenset(row["listed"])} if "listed" in row else set()):
            found.append("filter")
    if told["kind"] not in WORDLESS and "as_of" in row and told["kind"] in kinds and told_day not in days:
        found.append("day")
    if "as_of" not in row and told_day is not None and told["kind"] not in WORDLESS and "since" not in row:
        found.append("day")
    allowed = row.get("polarity", "").split("|")
    if "polarity" in row and told["kind"] == "stance" and (told.get("verdict") or "none") not in allowed:
        found.append("verdict")
    if "unread" in row and told["kind"] == "stance" and not told.get("unread"):
        found.append("unread")
    return found


def is_wrong_team(row: dict[str, Any], told: dict[str, Any]) -> bool:
    """True if the answer speaks of a team that was not asked about."""
    if told["kind"] not in ("stance", "history") or not told["teams"]:
        return False
    allowed = set(row["teams"]) | set(row.get("alt_teams", ()))
    return bool(row["teams"] or not {"overview", "list", "history", "changes"} & set(row["kinds"])) and not (
        {each["team"] for each in told["teams"]} <= allowed
    )


def is_wrong_verdict(row: dict[str, Any], told: dict[str, Any]) -> bool:
    """True if a plain yes or no was told that the key does not allow."""
    return bool(told.get("verdict")) and told["verdict"] not in row.get("polarity", told["verdict"]).split("|")


def _print_miss(row: dict[str, Any], told: dict[str, Any], missed: list[str]) -> None:
    teams = sorted({each["team"] for each in told["teams"]})[:6]
    wrong = ("WRONG TEAM " * is_wrong_team(row, told)) + ("WRONG VERDICT " * is_wrong_verdict(row, told))
    wanted = [str(row.get(each, "")) for each in ("kinds", "teams", "stance", "as_of", "polarity")]
    print(
        f"{row['set']}\t{wrong}{row['text']}\t{','.join(missed)}"
        f"\tgot {told['kind']} {teams} {told['as_of']} {told.get('verdict')}"
        f"\twanted {' '.join(wanted)}\t{row.get('note', '')}"
    )


def report(asked: Iterable[dict[str, Any]], *, shows: bool = False) -> None:
    """Print the share of right rows by set, and the misses."""
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    wrong_teams = wrong_verdicts = 0
    for row in asked:
        if "before" in row:  # follow-ups are asked through `ipjang ask`
            continue
        told = ask(row)
        missed = faults(row, told)
        name = row["set"]
        count[name] += 1
        right[name] += not missed
        kinds[name].update(missed)
        wrong_teams += is_wrong_team(row, told)
        wrong_verdicts += is_wrong_verdict(row, told)
        if missed and shows:
            _print_miss(row, told, missed)
    for name in sorted(count):
        print(f"{name:12} {100 * right[name] / count[name]:5.1f} % of {count[name]}   {dict(kinds[name])}")
    total = sum(count.values())
    share = 100 * sum(right.values()) / max(1, total)
    print(f"{'all':12} {share:5.1f} % of {total}; wrong teams {wrong_teams}, wrong verdicts {wrong_verdicts}")


def main(arguments: list[str]) -> None:
    """Ask the rows of a set, of some files, or of all."""
    chosen = arguments[arguments.index("--set") + 1] if "--set" in arguments else None
    files = [Path(each) for each in arguments if each.endswith(".jsonl")]
    report((row for row in rows(files) if not chosen or row["set"] == chosen), shows="--misses" in arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
