"""The record as pictures: the board, a row a team; the timeline stands in its own module (pure; PNG)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from bot.canvas import MARGIN, Canvas, leading, text_width, wrapped
from bot.figure import BAND, GREY, INK, NAME, PAGE_TEAMS, RIGHT, RULE, SMALL, Figure, foot, head, key, page_of
from bot.timeline import draw_timeline
from knowledge.answer import Standing, Stated
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Kind, Voice
from knowledge.standing import standing

__all__ = ["draw_board", "draw_timeline", "page_count"]

STANCE_X, DAY_WIDTH = 440, 372
"""Where the stances of a board begin, and how much of its right side belongs to the days."""


def page_count(facts: Facts, teams: Sequence[str] = ()) -> int:
    """How many pictures a board, or a timeline of these teams, takes."""
    return max(1, -(-len(teams or facts.teams) // PAGE_TEAMS))


def draw_board(facts: Facts, *, language: Language, as_of: date | None = None, page: int = 0) -> bytes:
    """Where each team stands, now or at the end of a day, as a PNG; a page beyond the last is the last."""
    canvas, figure = Canvas(), Figure(facts, language, as_of)
    rows = sorted(
        (BoardRow.of(standing(team, facts, as_of=as_of)) for team in facts.teams), key=lambda row: row.order(figure)
    )
    shown, numbers = page_of(rows, page)
    head(canvas, figure, figure.page.phrases.overview(figure.programme, len(rows)), numbers)
    counted = Counter(each.stance.code for row in rows for each in row.shown)
    said, silent = figure.page.phrases, sum(row.first is None for row in rows)
    counts = [(code, said.counted(figure.label(code), counted[code])) for code in figure.held(counted)]
    key(canvas, figure, [*counts, *([("", said.counted(said.no_entry(), silent))] if silent else ())])
    for row in shown:
        _row(canvas, figure, row)
    foot(canvas, figure)
    return canvas.png()


class BoardRow(NamedTuple):
    """A team on the board: what it is shown with first, and what stands below that."""

    standing: Standing
    first: Stated | None

    @classmethod
    def of(cls, standing: Standing) -> "BoardRow":
        """Its position first, or its result where it has none."""
        return cls(standing, standing.position or standing.result)

    @property
    def conflict(self) -> tuple[Stated, ...]:
        """What contradicts the position or the result."""
        return (*self.standing.conflict, *self.standing.result_conflict)

    @property
    def shown(self) -> tuple[Stated, ...]:
        """Every statement by which the team is counted."""
        heads = (self.standing.position, self.standing.result)
        return (*(each for each in heads if each is not None), *self.conflict)

    def order(self, figure: Figure) -> tuple[bool, int, int]:
        """Positions before results before silence, in the order of the file; the newest first."""
        if self.first is None:
            return True, len(figure.places), 0
        newest = figure.facts.dated(figure.facts.statements[self.first.id])
        return self.first.stance.kind is Kind.RESULT, figure.places[self.first.stance.code], -newest.toordinal()

    def notes(self, figure: Figure) -> Iterator[tuple[Stated, str]]:
        """What stands below: conflicts, the result of a team with a position, a later report."""
        said, standing = figure.page.phrases, self.standing
        lines = [(each, said.contrary(figure.page.label(each.stance))) for each in standing.conflict]
        if standing.result is not None and standing.result is not self.first:
            lines.append((standing.result, said.in_short(Kind.RESULT, figure.page.label(standing.result.stance))))
        lines += [(each, said.contrary(figure.page.label(each.stance))) for each in standing.result_conflict]
        if standing.unconfirmed is not None:
            lines.append((standing.unconfirmed, said.unconfirmed(figure.page.label(standing.unconfirmed.stance))))
        for each, line in lines:
            yield each, f"{line} · {figure.page.brief(each)}"


def _row(canvas: Canvas, figure: Figure, row: BoardRow) -> None:
    """One team of the board."""
    page, first = figure.page, row.first
    name = wrapped(page.name(row.standing.team), NAME, STANCE_X - MARGIN - 24, bold=True, lines=6)
    word = page.label(first.stance) if first else page.phrases.no_entry()
    side = wrapped(page.brief(first), SMALL, DAY_WIDTH, lines=3) if first else []
    room = RIGHT - STANCE_X - 74 - max((text_width(line, SMALL) for line in side), default=0)
    words = wrapped(word, NAME - 2, room, bold=first is not None, lines=3)
    notes = [(each, wrapped(line, SMALL, RIGHT - MARGIN - 44, lines=2)) for each, line in row.notes(figure)]
    main = max(len(name) * leading(NAME), len(words) * leading(NAME - 2), len(side) * leading(SMALL))
    height = 16 + main + sum(len(lines) * leading(SMALL) + 6 for _, lines in notes) + 14
    if row.conflict:
        canvas.box((MARGIN - 24, canvas.y + 2, RIGHT + 24, canvas.y + height), BAND)
        canvas.box((MARGIN - 24, canvas.y + 2, MARGIN - 14, canvas.y + height), INK)
    middle = canvas.y + 16 + NAME / 2
    canvas.paragraph((MARGIN, middle), name, NAME, INK, bold=True)
    if first is not None:
        figure.mark(canvas, (STANCE_X + 18, middle), first.stance.code, 36, hollow=first.voice is Voice.REPORTED)
    canvas.paragraph((STANCE_X + 50, middle), words, NAME - 2, INK if first else GREY, bold=first is not None)
    canvas.paragraph((RIGHT, canvas.y + 16 + NAME / 2), side, SMALL, GREY, anchor="rm")
    y = canvas.y + 16 + main + 6
    for each, lines in notes:
        figure.mark(canvas, (MARGIN + 14, y + SMALL / 2), each.stance.code, 24, hollow=each.voice is Voice.REPORTED)
        canvas.paragraph((MARGIN + 40, y + SMALL / 2), lines, SMALL, INK if each in row.conflict else GREY)
        y += len(lines) * leading(SMALL) + 6
    canvas.y += height
    canvas.box((MARGIN, canvas.y, RIGHT, canvas.y + 1), RULE)
