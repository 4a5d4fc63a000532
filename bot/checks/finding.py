"""One thing that was looked at: how it is, and what to do about it."""

from dataclasses import dataclass
from enum import Enum


class Grade(Enum):
    """How it is; the value is how its line begins."""

    WELL = "✓"
    NOTE = "!"
    """Worth knowing; the bot works."""
    PROBLEM = "✗"
    """The bot does not work, or will not after its next start."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; `advice` is empty where there is nothing to do."""

    grade: Grade
    text: str
    advice: str = ""

    def __str__(self) -> str:
        """`✗ The database cannot be written. Do this: …`."""
        return f"{self.grade.value} {self.text}" + (f"\n  → {self.advice}" if self.advice else "")


def well(text: str) -> Finding:
    """All is well."""
    return Finding(Grade.WELL, text)


def note(text: str, advice: str = "") -> Finding:
    """Worth knowing."""
    return Finding(Grade.NOTE, text, advice)


def problem(text: str, advice: str = "") -> Finding:
    """Something is to be done."""
    return Finding(Grade.PROBLEM, text, advice)
