"""`python -m tests.benchmarks.dresses`: the questions that are right as written in every dress, and how many still are.

All of them are asked: a sample of the right ones is another sample whenever one more of them is right.
"""

from collections.abc import Callable, Iterator
from typing import Any

from knowledge.text.hangul import keystrokes
from tests.knowledge import keyed

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
    """The Korean rows without Latin letters that are right as they were written."""
    found: list[dict[str, Any]] = []
    for row in keyed.rows():
        is_korean = not any(each.isascii() and each.isalpha() for each in row["text"]) and len(row["text"]) >= SHORTEST
        if "before" not in row and is_korean and " " in row["text"] and not keyed.faults(row, keyed.ask(row)):
            found.append(row)
    return found


def counts(asked: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """Each dress with the number of right answers."""
    for name, dress in DRESSES.items():
        rows = [row | {"text": dress(row["text"])} for row in asked]
        yield name, sum(not keyed.faults(row, keyed.ask(row)) for row in rows)


def main() -> None:
    """Print the share of each dress."""
    asked = chosen()
    for name, right in counts(asked):
        print(
            f"{name:16} {100 * right / max(1, len(asked)):5.1f} % of {len(asked)} questions that are right as written"
        )


if __name__ == "__main__":
    main()
