"""What every picture of the record has: sizes and colours, its head, the key of its shapes, and its foot.

Each stance has a shape and a colour by its place in the programme's file: nine shapes and seven colours that also the
colour-blind tell apart (Okabe and Ito, darkened to stand on white). A hollow shape is the press's word.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from bot.canvas import MARGIN, SHAPES, WIDTH, Canvas, Point, drawable, leading, text_width, wrapped
from bot.rendering.statement import StatementView
from knowledge.answer import Answered
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Kind, Voice
from knowledge.standing import reach

PAGE_TEAMS = 60
"""Teams of one picture."""
COLOURS = ("#0072B2", "#D55E00", "#00805E", "#A8417C", "#7A6200", "#2F86B8", "#444444")
INK, GREY, RULE, BAND, TINT = "#141414", "#5A5A5A", "#D4D4D4", "#FFF3D6", "#F1F4F7"
TITLE, NAME, TEXT, SMALL = 46, 36, 30, 27
"""Sizes of letters in pixels; a phone shows them at about a third."""
RIGHT = WIDTH - MARGIN

Item = TypeVar("Item")


def page_of(items: Sequence[Item], page: int) -> tuple[Sequence[Item], str]:
    """The items of a page, and `2/3` where there are several."""
    pages = max(1, -(-len(items) // PAGE_TEAMS))
    page = min(max(page, 0), pages - 1)
    return items[page * PAGE_TEAMS : (page + 1) * PAGE_TEAMS], f"{page + 1}/{pages}" if pages > 1 else ""


@dataclass(frozen=True)
class Figure:
    """What everything on one picture needs: the record, the language and the day."""

    facts: Facts
    language: Language
    as_of: date | None

    @cached_property
    def page(self) -> StatementView:
        """Words, names and days; days of the year of the record's last one are written without their year."""
        last = self.facts.last_day or date.min
        return StatementView(
            Answered(
                language=self.language,
                as_of=self.as_of,
                today=last,
                reach=reach(self.facts),
                zone=self.facts.programme.timezone,
            )
        )

    @property
    def programme(self) -> str:
        """The programme's name."""
        return self.facts.programme.names.official(self.language)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each stance in the programme's file."""
        return {code: place for place, code in enumerate(self.facts.stances)}

    def held(self, codes: Iterable[str]) -> list[str]:
        """These stances in the order of the file."""
        return sorted(codes, key=self.places.__getitem__)

    def label(self, code: str) -> str:
        """The word for a stance."""
        return self.page.label(self.facts.stances[code])

    def mark(
        self, canvas: Canvas, at: Point, code: str, size: int, colour: str | None = None, *, hollow: bool = False
    ) -> None:
        """The shape of a stance around a point, in its colour or another."""
        place = self.places[code]
        canvas.shape(at, place % len(SHAPES), size, colour or self.colour(code), hollow=hollow)

    def colour(self, code: str) -> str:
        """The colour of a stance."""
        return COLOURS[self.places[code] % len(COLOURS)]

    def day(self, day: date) -> str:
        """A day with its year."""
        return self.page.phrases.day(day, date.min if day.year > 1 else date.max)


def head(canvas: Canvas, figure: Figure, heading: str, numbers: str) -> None:
    """What the picture is of, as of when, and how far the record goes."""
    room = RIGHT - MARGIN - (110 if numbers else 0)
    lines = wrapped(figure.page.dated(heading), TITLE, room, bold=True, lines=3)
    middle = canvas.y + TITLE / 2
    canvas.paragraph((MARGIN, middle), lines, TITLE, INK, bold=True)
    canvas.text((RIGHT, middle), numbers, TEXT, GREY, anchor="rm")
    canvas.y += len(lines) * leading(TITLE) + 6
    said, last = figure.page.phrases, figure.facts.last_day
    reached = said.empty_record() if last is None else said.reach(figure.day(last))
    if figure.as_of is not None and figure.facts.first_day is not None and figure.as_of < figure.facts.first_day:
        reached = said.before_record(figure.day(figure.facts.first_day))
    canvas.paragraph((MARGIN, canvas.y + TEXT / 2), wrapped(reached, TEXT, RIGHT - MARGIN), TEXT, GREY)
    canvas.y += len(wrapped(reached, TEXT, RIGHT - MARGIN)) * leading(TEXT) + 14


def key(canvas: Canvas, figure: Figure, entries: Sequence[tuple[str, str]]) -> None:
    """Which shape is which stance, in as many lines as that takes; what has no code has no shape."""
    x, step = float(MARGIN), leading(TEXT) + 6
    for code, told in entries:
        (line,) = wrapped(told, TEXT, RIGHT - MARGIN - 50, bold=True, lines=1)
        indent = 40 if code else 0
        needed = indent + text_width(line, TEXT, bold=True)
        if x > MARGIN and x + needed > RIGHT:
            x, canvas.y = MARGIN, canvas.y + step
        if code:
            figure.mark(canvas, (x + 14, canvas.y + TEXT / 2), code, 28)
        canvas.text((x + indent, canvas.y + TEXT / 2), line, TEXT, INK if code else GREY, bold=True)
        x += needed + 34
    canvas.y += (step if entries else 0) + 12
    canvas.box((MARGIN, canvas.y, RIGHT, canvas.y + 3), INK)
    canvas.y += 3


def foot(canvas: Canvas, figure: Figure, *, is_struck: bool = False) -> None:
    """What full, hollow and struck shapes mean."""
    said = figure.page.phrases
    canvas.y += 22
    y = canvas.y + SMALL / 2
    canvas.shape((MARGIN + 12, y), 0, 24, GREY)
    full = drawable(f"{said.voice(Voice.OWN, Kind.POSITION)}, {said.voice(Voice.AUTHORITY, Kind.POSITION)}")
    canvas.text((MARGIN + 34, y), full, SMALL, GREY)
    x = MARGIN + 34 + text_width(full, SMALL) + 44
    hollow = drawable(said.brief_voice(Voice.REPORTED))
    canvas.shape((x, y), 0, 24, GREY, hollow=True)
    canvas.text((x + 22, y), hollow, SMALL, GREY)
    x += 22 + text_width(hollow, SMALL) + 34
    if is_struck:
        struck_text(canvas, x, y, drawable(said.struck()))
    canvas.y += leading(SMALL)


def struck_text(canvas: Canvas, x: float, y: float, text: str) -> None:
    canvas.text((x, y), text, SMALL, GREY)
    canvas.box((x - 4, y, x + text_width(text, SMALL) + 4, y + 2), INK)
