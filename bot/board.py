"""The record as pictures: the board, a row a team; the timeline, a lane a team and days across (pure; PNG)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from bot.canvas import (
    BAND,
    GREY,
    INK,
    MARGIN,
    NAME,
    PAGE_TEAMS,
    RIGHT,
    RULE,
    SMALL,
    TEXT,
    TINT,
    Canvas,
    Figure,
    drawable,
    foot,
    head,
    key,
    leading,
    page_of,
    struck_text,
    text_width,
    wrapped,
)
from knowledge.answer import Standing, Stated
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Claim, Kind, Statement, Team, Voice
from knowledge.said import day_of
from knowledge.standing import standing


def draw_timeline(
    facts: Facts, *, language: Language, teams: Sequence[str] = (), as_of: date | None = None, page: int = 0
) -> bytes:
    """What these teams, or all, said and when, as a PNG; what was corrected or taken back is struck through."""
    canvas, figure = Canvas(), Figure(facts, language, as_of)
    chosen = [facts.teams[team] for team in teams or facts.teams if team in facts.teams]
    shown, numbers = page_of(chosen, page)
    marks = _entries(figure, {team.id for team in chosen})
    told = sum(mark.times for each in marks.values() for mark in each if not mark.is_replaced)
    canvas.paragraph(
        (MARGIN, canvas.y + TEXT / 2), wrapped(figure.programme, TEXT, RIGHT - MARGIN, lines=1), TEXT, GREY
    )
    canvas.y += leading(TEXT) + 4
    head(canvas, figure, figure.page.phrases.history(figure.page.names(chosen) if teams else "", told), numbers)
    drawn = [mark for team in shown for mark in marks.get(team.id, ())]
    key(canvas, figure, [(code, figure.label(code)) for code in figure.held({mark.stance for mark in drawn})])
    axis = Axis.of(drawn)
    _scale(canvas, figure, axis)
    for team in shown:
        _lane(canvas, figure, axis, team, marks.get(team.id, ()))
    foot(canvas, figure, is_struck=any(mark.is_struck for mark in drawn))
    return canvas.png()


class TimelineEntry(NamedTuple):
    """What one bar of a timeline stands for; `times` statements say the same. Without a day it is a shape alone."""

    stance: str
    start: date | None
    end: date | None
    is_reported: bool
    is_struck: bool
    is_replaced: bool
    """Whether it is what a corrected statement said before."""
    times: int = 1


def _entries(figure: Figure, teams: set[str]) -> Mapping[str, Sequence[TimelineEntry]]:
    """What is drawn for each team, the oldest first: statements, and what they said before they were corrected."""
    facts = figure.facts
    found: dict[str, Counter[TimelineEntry]] = {}
    for statement in facts.statements.values():
        if figure.as_of is not None and facts.dated(statement) > figure.as_of:
            continue
        for claim, is_last in _claims(statement):
            if claim.team in teams and facts.is_verbatim(claim):
                is_struck = not is_last or statement.is_retracted
                days = (day_of(each, facts.zone) for each in (claim.said.start, claim.said.end)) if claim.said else None
                start, end = days or (None, None)
                mark = TimelineEntry(claim.stance, start, end, claim.voice is Voice.REPORTED, is_struck, not is_last)
                found.setdefault(claim.team, Counter())[mark] += 1
    return {
        team: sorted(
            (mark._replace(times=times) for mark, times in counted.items()),
            key=lambda mark: (mark.start or date.min, mark.end or date.min, not mark.is_struck),
        )
        for team, counted in found.items()
    }


def _claims(statement: Statement) -> Iterator[tuple[Claim, bool]]:
    """What a statement says, and what it said before where a correction changed the team, the stance or the day."""
    drawn = [(each.claim.team, each.claim.stance, each.claim.said) for each in statement.revisions]
    for number, revision in enumerate(statement.revisions[:-1]):
        if drawn[number] not in drawn[number + 1 :]:
            yield revision.claim, False
    yield statement.claim, True


LANE_NAME, UNKNOWN_WIDTH = 262, 196
"""Pixels of a lane that are the team's name, and those for what nobody knows the day of."""
BAR, TRACK = 40, 48
"""Height of a bar, and of the track that it has to itself."""
MOST_TRACKS = 8
"""Tracks of one lane; how many bars more there are is written below the name."""
TICK_WIDTH = 168
"""Pixels between two days that are named, at least."""
GAP = 12


@dataclass(frozen=True)
class Axis:
    """Days across: from the first to the last that is drawn, right of a column for what has none."""

    first: date
    last: date
    left: float
    has_days: bool
    has_unknown: bool

    @classmethod
    def of(cls, marks: Sequence[TimelineEntry]) -> "Axis":
        """An axis that holds these marks."""
        days = [day for mark in marks for day in (mark.start, mark.end) if day is not None]
        has_unknown = len(days) < 2 * len(marks)
        left = MARGIN + LANE_NAME + (UNKNOWN_WIDTH if has_unknown else 0)
        return cls(min(days, default=date.max), max(days, default=date.max), left, bool(days), has_unknown)

    def x(self, days: float) -> float:
        """Where so many days after the first begin."""
        return self.left + days / ((self.last - self.first).days + 1) * (RIGHT - self.left)

    def ticks(self) -> Iterator[tuple[float, date]]:
        """The days that are named, far enough apart to be read."""
        days = (self.last - self.first).days + 1 if self.has_days else 0
        least = TICK_WIDTH / (RIGHT - self.left) * days
        steps = (1, 2, 5, 7, 14, 30, 61, 91, 183, 365)
        step = next((each for each in steps if each >= least), 365 * (1 + int(least // 365)))
        for after in range(0, days, step):
            yield self.x(after), self.first + timedelta(days=after)

    def span(self, mark: TimelineEntry) -> tuple[float, float]:
        """Where the bar of a mark begins and ends."""
        if mark.start is None or mark.end is None:
            return self.left - UNKNOWN_WIDTH, self.left - UNKNOWN_WIDTH + BAR
        left, right = self.x((mark.start - self.first).days), self.x((mark.end - self.first).days + 1)
        return (left + 2, right - 2) if right - left >= BAR + 4 else (_kept((left + right - BAR) / 2, self.left), 0)


def _kept(left: float, least: float) -> float:
    """The left end of a bar that is as narrow as its shape, kept on the picture."""
    return min(max(left, least), RIGHT - BAR)


class Bar(NamedTuple):
    """A mark at its place: the bar, the word beside or in it, and how far both reach."""

    mark: TimelineEntry
    left: float
    right: float
    word: str
    word_x: float
    begin: float
    end: float

    @classmethod
    def of(cls, mark: TimelineEntry, figure: Figure, axis: Axis) -> "Bar":
        """The word stands in the bar if it has room there, else right of the shape, else left of it."""
        left, right = axis.span(mark)
        right = max(right, left + BAR)
        edge = RIGHT if mark.start is not None else axis.left - GAP
        label = figure.label(mark.stance) + (f" ×{mark.times}" if mark.times > 1 else "")
        (word,) = wrapped(label, SMALL, (edge - axis.left) / 2 if mark.start else edge - left - BAR - GAP, lines=1)
        length = text_width(word, SMALL)
        if left + BAR + 4 + length + 8 <= right:
            return cls(mark, left, right, word, left + BAR + 4, left, right)
        if right + 6 + length <= edge:
            return cls(mark, left, right, word, right + 6, left, right + 6 + length)
        return cls(mark, left, right, word, left - 8 - length, left - 8 - length, right)


def _scale(canvas: Canvas, figure: Figure, axis: Axis) -> None:
    """The days that the lanes below are drawn along."""
    middle = canvas.y + 16 + SMALL / 2
    if axis.has_unknown:
        unknown = figure.page.phrases.said(None, figure.facts.zone, figure.page.answer.today)
        canvas.text((axis.left - UNKNOWN_WIDTH, middle), drawable(unknown), SMALL, GREY)
    for x, day in axis.ticks():
        named = drawable(figure.page.day(day))
        if x + text_width(named, SMALL) <= RIGHT + MARGIN / 2:
            canvas.text((x, middle), named, SMALL, GREY)
    canvas.y += 16 + leading(SMALL) + 6
    canvas.box((MARGIN, canvas.y, RIGHT, canvas.y + 1), GREY)


def _lane(canvas: Canvas, figure: Figure, axis: Axis, team: Team, marks: Sequence[TimelineEntry]) -> None:
    """One team of the timeline: its bars, on as many tracks as keep them apart."""
    tracks: list[float] = []
    placed: list[tuple[int, Bar]] = []
    left_out = 0
    for bar in sorted((Bar.of(mark, figure, axis) for mark in marks), key=lambda each: each.begin):
        track = next((number for number, end in enumerate(tracks) if end + GAP <= bar.begin), len(tracks))
        if track == MOST_TRACKS:
            left_out += bar.mark.times
            continue
        tracks[track : track + 1] = [bar.end]
        placed.append((track, bar))
    name = wrapped(figure.page.name(team), TEXT, LANE_NAME - 18, bold=True, lines=6)
    height = 12 + max(len(name) * leading(TEXT) + 8 + (leading(SMALL) if left_out else 0), len(tracks) * TRACK) + 4
    for x, _ in axis.ticks():
        canvas.box((x, canvas.y, x + 1, canvas.y + height), RULE)
    middle = canvas.y + 12 + BAR / 2
    canvas.paragraph((MARGIN, middle), name, TEXT, INK if marks else GREY, bold=True)
    if left_out:
        canvas.text((MARGIN, middle + len(name) * leading(TEXT)), f"+{left_out}", SMALL, GREY)
    for track, bar in placed:
        _bar(canvas, figure, bar, middle + track * TRACK)
    canvas.y += height
    canvas.box((MARGIN, canvas.y, RIGHT, canvas.y + 1), RULE)


def _bar(canvas: Canvas, figure: Figure, bar: Bar, middle: float) -> None:
    mark = bar.mark
    colour = GREY if mark.is_struck else figure.colour(mark.stance)
    if mark.start is not None:
        canvas.box((bar.left, middle - BAR / 2, bar.right, middle + BAR / 2), TINT, colour)
    if bar.word_x > bar.right or bar.word_x < bar.left:
        # Beside the bar, where the lines of days would cross the word.
        end = bar.word_x + text_width(bar.word, SMALL)
        canvas.box((bar.word_x - 3, middle - BAR / 2, end + 3, middle + BAR / 2), "white")
    figure.mark(canvas, (bar.left + BAR / 2, middle), mark.stance, 28, colour, hollow=mark.is_reported)
    if mark.is_struck:
        struck_text(canvas, bar.word_x, middle, bar.word)
    else:
        canvas.text((bar.word_x, middle), bar.word, SMALL, INK)


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
