"""The word lists in `data/`: plain text, words between spaces, `# remarks`, and `[sections]`."""

from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "data"


@cache
def sections(file: str) -> dict[str, frozenset[str]]:
    """The words of each section of one list."""
    found: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in (_FOLDER / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = found.setdefault(line.strip("[] "), set())
        elif not line.startswith("#"):
            words.update(line.split())
    return {section: frozenset(words) for section, words in found.items()}
