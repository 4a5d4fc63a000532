"""Questions that nobody could answer, counted by their text and day; who asked is never known here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import delete, func, select

from knowledge.fields import is_odd
from knowledge.storage.bulk import add_to_count
from knowledge.storage.database import Database
from knowledge.talk_tables import gaps

GAP_LENGTH = 200
"""Characters kept of a question."""

GapKind = Literal["unknown", "ambiguous"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that was asked `count` times and not answered."""

    text: str
    kind: GapKind
    count: int
    last: date


class Gaps:
    """The counted questions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, asked: Iterable[tuple[str, GapKind]], *, day: date) -> None:
        """Count questions of a day; many at once cost one write."""
        rows = [
            {"day": day, "kind": kind, "text": kept, "count": 1} for text, kind in asked if (kept := _storable(text))
        ]
        if not rows:
            return
        async with self._database.writing() as connection:
            await add_to_count(connection, gaps, *rows)

    async def most_frequent(self, size: int = 20, *, since: date | None = None) -> tuple[Gap, ...]:
        """The questions asked most often, the newest of equals first."""
        total = func.sum(gaps.c.count).label("total")
        last = func.max(gaps.c.day).label("last")
        found = select(gaps.c.text, gaps.c.kind, total, last).group_by(gaps.c.text, gaps.c.kind)
        if since is not None:
            found = found.where(gaps.c.day >= since)
        async with self._database.reading() as connection:
            rows = (await connection.execute(found.order_by(total.desc(), last.desc()).limit(size))).all()
            return tuple(Gap(row.text, row.kind, int(row.total), row.last) for row in rows)

    async def forget(self, text: str) -> None:
        """Forget a question: it has become an alias or a decoy, or an editor waved it away."""
        async with self._database.writing() as connection:
            await connection.execute(delete(gaps).where(gaps.c.text == text))


def _storable(text: str) -> str:
    kept = "".join(" " if is_odd(character) else character for character in text[: 2 * GAP_LENGTH])
    return " ".join(kept.split())[:GAP_LENGTH]
