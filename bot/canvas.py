"""A page to draw on: text in the shipped font, shapes told apart without their colour, what all pictures share; PNG."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from io import BytesIO
from math import cos, pi, sin
from pathlib import Path
from typing import Literal, TypeVar

from PIL import Image, ImageColor, ImageDraw, ImageFont

from bot.rendering.statement import StatementView
from knowledge.answer import Answered
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Kind, Voice
from knowledge.standing import reach

FONTS = Path(__file__).parent / "fonts"
WIDTH = 1080
"""Pixels across: what a phone shows without scaling up."""
MARGIN, RIGHT_EDGE = 48, 1062
"""Pixels left and right that stay white but for the band of a conflict, and where that one ends at most."""
SMOOTH = 4
"""Shapes are drawn so many times as large and scaled down, as Pillow draws polygons with jagged edges."""
COLOURS_MOST, STEPS = 256, 6
"""Colours of a PNG, a third of the bytes of one that keeps all, and the steps from an ink to its ground."""
TALLEST = 30_000
"""Pixels down: what is below is cut off, rather than the memory filled by one picture."""
GETA = "〓"
"""What printers set in the place of a character that they have no type for."""
UNASSIGNED = "\uffff"

Anchor = Literal["lm", "mm", "rm"]

Point = tuple[float, float]


def _star(points: int, inner: float, turn: float = -pi / 2) -> tuple[Point, ...]:
    radii = (1.0, inner)
    steps = range(2 * points)
    return tuple(
        (radii[n % 2] * cos(turn + n * pi / points), radii[n % 2] * sin(turn + n * pi / points)) for n in steps
    )


ARM = 0.34
"""Half the width of the arms of a cross."""
PLUS = (
    (-ARM, -1), (ARM, -1), (ARM, -ARM), (1, -ARM), (1, ARM), (ARM, ARM),
    (ARM, 1), (-ARM, 1), (-ARM, ARM), (-1, ARM), (-1, -ARM), (-ARM, -ARM),
)  # fmt: skip
SHAPES: tuple[tuple[Point, ...], ...] = (
    _star(24, 1.0),  # a circle
    ((-0.86, -0.86), (0.86, -0.86), (0.86, 0.86), (-0.86, 0.86)),
    ((0, -0.95), (1, 0.8), (-1, 0.8)),
    ((0, -1), (1, 0), (0, 1), (-1, 0)),
    ((-1, -0.8), (1, -0.8), (0, 0.95)),
    tuple(((x - y) * 0.72, (x + y) * 0.72) for x, y in PLUS),  # a cross
    _star(5, 0.45),
    PLUS,
    _star(3, 1.0, 0),  # a hexagon
)
"""Outlines within a circle of radius 1, by how well they are told apart."""
SMALLER = 0.52
"""How large the hole of a hollow shape is."""


@lru_cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The shipped font; its basic layout is all that Korean and Latin need."""
    file = FONTS / f"IpjangSquare-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def has_glyph(char: str) -> bool:
    """True if the font has the character: what it has not is drawn as the glyph of an unassigned one."""
    return _probe(char) != _probe(UNASSIGNED)


@lru_cache
def _probe(char: str) -> bytes:
    return bytes(font(16).getmask(char))


def drawable(text: str) -> str:
    """The text in one line, composed, without what takes no place, and with 〓 for what the font has not."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = (char for char in composed if unicodedata.category(char) not in ("Cc", "Cf", "Mn", "Me"))
    return "".join(char if has_glyph(char) else GETA for char in kept)


def text_width(text: str, size: int, *, bold: bool = False) -> float:
    """Pixels that a drawable text takes."""
    return font(size, bold=bold).getlength(text)


def wrapped(text: str, size: int, room: float, *, bold: bool = False, lines: int = 2) -> list[str]:
    """The text in at most so many lines, broken at blanks where that is possible; what is left out ends in `…`."""
    rest = drawable(text)
    found: list[str] = []
    while rest and len(found) < lines:
        fitting = _fitting(rest, size, room, bold=bold)
        if fitting < len(rest) and len(found) == lines - 1:
            cut = _fitting(rest, size, room - text_width("…", size, bold=bold), bold=bold)
            return [*found, rest[:cut].rstrip() + "…"]
        if fitting < len(rest) and rest[fitting] != " ":
            fitting = rest.rfind(" ", 1, fitting) if " " in rest[1:fitting] else fitting
        found.append(rest[:fitting].rstrip())
        rest = rest[fitting:].lstrip()
    return found


def _fitting(text: str, size: int, room: float, *, bold: bool) -> int:
    """How many characters from the beginning fit; at least one."""
    if text_width(text, size, bold=bold) <= room:
        return len(text)
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text_width(text[:middle], size, bold=bold) <= room else (low, middle - 1)
    return low


@lru_cache(maxsize=512)
def shape_mask(shape: int, size: int, *, hollow: bool) -> Image.Image:
    """A shape as a mask of so many pixels."""
    large = size * SMOOTH
    mask = Image.new("L", (large, large), 0)
    drawing, half = ImageDraw.Draw(mask), large / 2
    for scale, fill in ((1.0, 255), (SMALLER, 0)) if hollow else ((1.0, 255),):
        drawing.polygon([(half + x * half * scale, half + y * half * scale) for x, y in SHAPES[shape]], fill=fill)
    return mask.reduce(SMOOTH)


class Canvas:
    """A white page of the width of a phone that is as long as what is put on it; drawn when it is whole."""

    def __init__(self) -> None:
        self.y = float(MARGIN)
        """Where the next thing is put, in pixels from the top; whoever puts it moves it on."""
        self._inks: dict[str, None] = {}
        self._grounds: dict[str, None] = {}
        self._strokes: list[Callable[[Image.Image, ImageDraw.ImageDraw], object]] = []

    def text(self, at: Point, text: str, size: int, colour: str, *, bold: bool = False, anchor: Anchor = "lm") -> None:
        """One line of a drawable text; the anchor is its left end, middle or right end, at half its height."""
        self._inks[colour] = None
        self._strokes.append(
            lambda _, drawing: drawing.text(at, text, colour, font(size, bold=bold), anchor=anchor),
        )

    def paragraph(
        self, at: Point, lines: Sequence[str], size: int, colour: str, *, bold: bool = False, anchor: Anchor = "lm"
    ) -> None:
        """Lines of text; the anchor is in the first of them."""
        for number, line in enumerate(lines):
            self.text((at[0], at[1] + number * leading(size)), line, size, colour, bold=bold, anchor=anchor)

    def shape(self, at: Point, shape: int, size: int, colour: str, *, hollow: bool = False) -> None:
        """One of SHAPES around a point."""
        self._inks[colour] = None
        corner = round(at[0] - size / 2), round(at[1] - size / 2)
        self._strokes.append(lambda image, _: image.paste(colour, corner, shape_mask(shape, size, hollow=hollow)))

    def box(self, box: tuple[float, float, float, float], fill: str, outline: str | None = None) -> None:
        """A rectangle: left, top, right, bottom; what it is filled with, text may stand on."""
        self._grounds[fill] = None
        if outline is not None:
            self._inks[outline] = None
        self._strokes.append(lambda _, drawing: drawing.rectangle(box, fill, outline, width=3 if outline else 0))

    def png(self) -> bytes:
        """The page as a PNG of few colours."""
        image = Image.new("RGB", (WIDTH, min(TALLEST, round(self.y) + MARGIN)), "white")
        drawing = ImageDraw.Draw(image)
        for stroke in self._strokes:
            stroke(image, drawing)
        few = image.quantize(palette=self._palette(), dither=Image.Dither.NONE)
        file = BytesIO()
        few.save(file, "PNG", compress_level=6)
        return file.getvalue()

    def _palette(self) -> Image.Image:
        """Paper and fills, and each colour in steps towards them: ten times as fast as a palette worked out."""
        grounds = [ImageColor.getrgb(each)[:3] for each in ("white", *self._grounds)]
        inks = [ImageColor.getrgb(each)[:3] for each in self._inks]
        steps = [
            tuple(round(part + (other - part) * step / STEPS) for part, other in zip(ink, ground, strict=True))
            for ground in grounds
            for ink in inks
            for step in range(STEPS)
        ]
        colours = list(dict.fromkeys([*grounds, *steps]))[:COLOURS_MOST]
        palette = Image.new("P", (1, 1))
        palette.putpalette([part for colour in colours for part in colour])
        return palette


def leading(size: int) -> int:
    """Pixels from one line of text to the next."""
    return round(size * 1.32)


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
