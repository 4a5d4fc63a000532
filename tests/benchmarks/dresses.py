"""`python -m tests.benchmarks.dresses`: the same hundred questions in every dress, and how many are right."""

from collections.abc import Callable, Iterator
from typing import Any

from knowledge.text.hangul import keystrokes
from tests.knowledge import keyed

COUNT = 100
SHORTEST = 4


def _typo(text: str) -> str:
    """One jamo doubled in the longest word, as a thumb does: its last key is hit twice."""
    longest = max(text.split(), key=len)
    last = longest.rstrip("?!.~ㅋㅎ")
    return text.replace(last, f"{last}ㅣ", 1) if "가" <= last[-1:] <= "힣" else text


DRESSES: dict[str, Callable[[str], str]] = {
    "as written": lambda text: text,
    "no spaces": lambda text: text.replace(" ", ""),
    "other layout": keystrokes,
    "a key too many": _typo,
    "honorific": lambda text: f"안녕하세요, {text.rstrip('?')} 알려주시면 감사하겠습니다",
    "laughter": lambda text: f"아니 {text} ㅋㅋㅋㅋ",
}


def chosen() -> list[dict[str, Any]]:
    """A hundred Korean rows without Latin letters that are right as they were written."""
    found: list[dict[str, Any]] = []
    for row in keyed.rows():
        is_korean = not any(each.isascii() and each.isalpha() for each in row["text"]) and len(row["text"]) >= SHORTEST
        if "before" not in row and is_korean and " " in row["text"] and not keyed.faults(row, keyed.ask(row)):
            found.append(row)
    return found[:: max(1, len(found) // COUNT)][:COUNT]


def shares() -> Iterator[tuple[str, float]]:
    """Each dress with the share of right answers, in per cent."""
    asked = chosen()
    for name, dress in DRESSES.items():
        rows = [row | {"text": dress(row["text"])} for row in asked]
        right = sum(not keyed.faults(row, keyed.ask(row)) for row in rows)
        yield name, 100 * right / max(1, len(rows))


def main() -> None:
    """Print the share of each dress."""
    for name, share in shares():
        print(f"{name:16} {share:5.1f} % of {COUNT} questions that are right as written")


if __name__ == "__main__":
    main()
