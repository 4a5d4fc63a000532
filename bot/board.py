"""The record as pictures: the board, a row a team, and the timeline, days across and a lane a team (pure; PNG).

Each stance has a shape and a colour by its place in the programme's file: nine shapes and seven colours that also the
colour-blind tell apart (Okabe and Ito, darkened to stand on white). A hollow shape is the press's word.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple, TypeVar

from bot.canvas import MARGIN, SHAPES, WIDTH, Canvas, drawable, leading, text_width, wrapped
from bot.passages import Page
from knowledge.conversation import Answered, Standing, Stated
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Claim, Kind, Statement, Team, Voice
from knowledge.said import day_of
from knowledge.standing import reach, standing

PAGE_TEAMS = 60
"""Teams of one picture."""
COLOURS = ("#0072B2", "#D55E00", "#00805E", "#A8417C", "#7A6200", "#2F86B8", "#444444")
INK, GREY, RULE, BAND, TINT = "#141414", "#5A5A5A", "#D4D4D4", "#FFF3D6", "#F1F4F7"
TITLE, NAME, TEXT, SMALL = 46, 36, 30, 27
"""Sizes of letters in pixels; a phone shows them at about a third."""
RIGHT = WIDTH - MARGIN
STANCE_X, DAY_WIDTH = 440, 330
"""Where the stances of a board begin, and how much of its right side belongs to the days."""

Item = TypeVar("Item")


def page_count(facts: Facts, teams: Sequence[str] = ()) -> int:
    """How many pictures a board, or a timeline of these teams, takes."""
    return max(1, -(-len(teams or facts.teams) // PAGE_TEAMS))


def draw_board(facts: Facts, *, language: Language, as_of: date | None = None, page: int = 0) -> bytes:
    """Where each team stands, now or at the end of a day, as a PNG; a page beyond the last is the last."""
    canvas, view = Canvas(), View(facts, language, as_of)
    rows = sorted((Row.of(standing(team, facts, as_of=as_of)) for team in facts.teams), key=view.order)
    shown, numbers = _page_of(rows, page)
    _head(canvas, view, view.page.phrases.overview(view.programme, len(rows)), numbers)
    counted = Counter(each.stance.code for row in rows for each in row.shown)
    said, silent = view.page.phrases, sum(row.first is None for row in rows)
    key = [(code, said.counted(view.label(code), counted[code])) for code in view.held(counted)]
    _key(canvas, view, [*key, *([("", said.counted(said.no_entry(), silent))] if silent else ())])
    for row in shown:
        _row(canvas, view, row)
    _foot(canvas, view)
    return canvas.png()


def draw_timeline(
    facts: Facts, *, language: Language, teams: Sequence[str] = (), as_of: date | None = None, page: int = 0
) -> bytes:
    """What these teams, or all, said and when, as a PNG; what was corrected or taken back is struck through."""
    canvas, view = Canvas(), View(facts, language, as_of)
    chosen = [facts.teams[team] for team in teams or facts.teams if team in facts.teams]
    shown, numbers = _page_of(chosen, page)
    marks = _marks(view, {team.id for team in chosen})
    told = sum(mark.times for each in marks.values() for mark in each if not mark.is_replaced)
    canvas.paragraph((MARGIN, canvas.y + TEXT / 2), wrapped(view.programme, TEXT, RIGHT - MARGIN, lines=1), TEXT, GREY)
    canvas.y += leading(TEXT) + 4
    _head(canvas, view, view.page.phrases.history(view.page.names(chosen) if teams else "", told), numbers)
    drawn = [mark for team in shown for mark in marks.get(team.id, ())]
    _key(canvas, view, [(code, view.label(code)) for code in view.held({mark.stance for mark in drawn})])
    axis = Axis.of(drawn)
    _scale(canvas, view, axis)
    for team in shown:
        _lane(canvas, view, axis, team, marks.get(team.id, ()))
    _foot(canvas, view, is_struck=any(mark.is_struck for mark in drawn))
    return canvas.png()


def _page_of(items: Sequence[Item], page: int) -> tuple[Sequence[Item], str]:
    """The items of a page, and `2/3` where there are several."""
    pages = max(1, -(-len(items) // PAGE_TEAMS))
    page = min(max(page, 0), pages - 1)
    return items[page * PAGE_TEAMS : (page + 1) * PAGE_TEAMS], f"{page + 1}/{pages}" if pages > 1 else ""


@dataclass(frozen=True)
class View:
    """What everything on one picture needs: the record, the language and the day."""

    facts: Facts
    language: Language
    as_of: date | None

    @cached_property
    def page(self) -> Page:
        """Words, names and days; days of the year of the record's last one are written without their year."""
        last = self.facts.last_day or date.min
        return Page(
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

    def mark(self, canvas: Canvas, x: float, y: float, code: str, size: int, *, hollow: bool = False) -> None:
        """The shape of a stance around a point, in its colour."""
        place = self.places[code]
        canvas.shape((x, y), place % len(SHAPES), size, COLOURS[place % len(COLOURS)], hollow=hollow)

    def day(self, day: date) -> str:
        """A day with its year."""
        return self.page.phrases.day(day, date.min if day.year > 1 else date.max)

    def order(self, row: "Row") -> tuple[bool, int, int]:
        """Positions before results before silence, in the order of the file; the newest first."""
        if row.first is None:
            return True, len(self.places), 0
        newest = self.facts.dated(self.facts.statements[row.first.id])
        return row.first.stance.kind is Kind.RESULT, self.places[row.first.stance.code], -newest.toordinal()


class Row(NamedTuple):
    """A team on the board: what it is shown with first, and what stands below that."""

    standing: Standing
    first: Stated | None

    @classmethod
    def of(cls, standing: Standing) -> "Row":
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

    def notes(self, view: View) -> Iterator[tuple[Stated, str]]:
        """What stands below: conflicts, the result of a team with a position, a later report."""
        said, standing = view.page.phrases, self.standing
        lines = [(each, said.contrary(view.page.label(each.stance))) for each in standing.conflict]
        if standing.result is not None and standing.result is not self.first:
            lines.append((standing.result, said.in_short(Kind.RESULT, view.page.label(standing.result.stance))))
        lines += [(each, said.contrary(view.page.label(each.stance))) for each in standing.result_conflict]
        if standing.unconfirmed is not None:
            lines.append((standing.unconfirmed, said.unconfirmed(view.page.label(standing.unconfirmed.stance))))
        for each, line in lines:
            yield each, f"{line} · {view.page.brief(each)}"


def _head(canvas: Canvas, view: View, heading: str, numbers: str) -> None:
    """What the picture is of, as of when, and how far the record goes."""
    room = RIGHT - MARGIN - (110 if numbers else 0)
    lines = wrapped(view.page.dated(heading), TITLE, room, bold=True, lines=3)
    middle = canvas.y + TITLE / 2
    canvas.paragraph((MARGIN, middle), lines, TITLE, INK, bold=True)
    canvas.text((RIGHT, middle), numbers, TEXT, GREY, anchor="rm")
    canvas.y += len(lines) * leading(TITLE) + 6
    said, last = view.page.phrases, view.facts.last_day
    reached = said.empty_record() if last is None else said.reach(view.day(last))
    if view.as_of is not None and view.facts.first_day is not None and view.as_of < view.facts.first_day:
        reached = said.before_record(view.day(view.facts.first_day))
    canvas.paragraph((MARGIN, canvas.y + TEXT / 2), wrapped(reached, TEXT, RIGHT - MARGIN), TEXT, GREY)
    canvas.y += len(wrapped(reached, TEXT, RIGHT - MARGIN)) * leading(TEXT) + 14


def _key(canvas: Canvas, view: View, entries: Sequence[tuple[str, str]]) -> None:
    """Which shape is which stance, in as many lines as that takes; what has no code has no shape."""
    x, step = float(MARGIN), leading(TEXT) + 6
    for code, told in entries:
        (line,) = wrapped(told, TEXT, RIGHT - MARGIN - 50, bold=True, lines=1)
        indent = 40 if code else 0
        needed = indent + text_width(line, TEXT, bold=True)
        if x > MARGIN and x + needed > RIGHT:
            x, canvas.y = MARGIN, canvas.y + step
        if code:
            view.mark(canvas, x + 14, canvas.y + TEXT / 2, code, 28)
        canvas.text((x + indent, canvas.y + TEXT / 2), line, TEXT, INK if code else GREY, bold=True)
        x += needed + 34
    canvas.y += (step if entries else 0) + 12
    canvas.box((MARGIN, canvas.y, RIGHT, canvas.y + 3), INK)
    canvas.y += 3


def _row(canvas: Canvas, view: View, row: Row) -> None:
    """One team of the board."""
    page, first = view.page, row.first
    name = wrapped(page.name(row.standing.team), NAME, STANCE_X - MARGIN - 24, bold=True, lines=3)
    word = page.label(first.stance) if first else page.phrases.no_entry()
    side = wrapped(page.brief(first), SMALL, DAY_WIDTH, lines=3) if first else []
    room = RIGHT - STANCE_X - 74 - max((text_width(line, SMALL) for line in side), default=0)
    words = wrapped(word, NAME - 2, room, bold=first is not None, lines=3)
    notes = [(each, wrapped(line, SMALL, RIGHT - MARGIN - 44, lines=2)) for each, line in row.notes(view)]
    main = max(len(name) * leading(NAME), len(words) * leading(NAME - 2), len(side) * leading(SMALL))
    height = 16 + main + sum(len(lines) * leading(SMALL) + 6 for _, lines in notes) + 14
    if row.conflict:
        canvas.box((MARGIN - 24, canvas.y + 2, RIGHT + 24, canvas.y + height), BAND)
        canvas.box((MARGIN - 24, canvas.y + 2, MARGIN - 14, canvas.y + height), INK)
    middle = canvas.y + 16 + NAME / 2
    canvas.paragraph((MARGIN, middle), name, NAME, INK, bold=True)
    if first is not None:
        view.mark(canvas, STANCE_X + 18, middle, first.stance.code, 36, hollow=first.voice is Voice.REPORTED)
    canvas.paragraph((STANCE_X + 50, middle), words, NAME - 2, INK if first else GREY, bold=first is not None)
    canvas.paragraph((RIGHT, canvas.y + 16 + NAME / 2), side, SMALL, GREY, anchor="rm")
    y = canvas.y + 16 + main + 6
    for each, lines in notes:
        view.mark(canvas, MARGIN + 14, y + SMALL / 2, each.stance.code, 24, hollow=each.voice is Voice.REPORTED)
        canvas.paragraph((MARGIN + 40, y + SMALL / 2), lines, SMALL, INK if each in row.conflict else GREY)
        y += len(lines) * leading(SMALL) + 6
    canvas.y += height
    canvas.box((MARGIN, canvas.y, RIGHT, canvas.y + 1), RULE)


def _foot(canvas: Canvas, view: View, *, is_struck: bool = False) -> None:
    """What full, hollow and struck shapes mean."""
    said = view.page.phrases
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
        _struck_text(canvas, x, y, drawable(said.struck()))
    canvas.y += leading(SMALL)


def _struck_text(canvas: Canvas, x: float, y: float, text: str) -> None:
    canvas.text((x, y), text, SMALL, GREY)
    canvas.box((x - 4, y, x + text_width(text, SMALL) + 4, y + 2), INK)


class Mark(NamedTuple):
    """What one bar of a timeline stands for; `times` statements say the same. Without a day it is a shape alone."""

    stance: str
    start: date | None
    end: date | None
    is_reported: bool
    is_struck: bool
    is_replaced: bool
    """Whether it is what a corrected statement said before."""
    times: int = 1


def _marks(view: View, teams: set[str]) -> Mapping[str, Sequence[Mark]]:
    """What is drawn for each team, the oldest first: statements, and what they said before they were corrected."""
    facts = view.facts
    found: dict[str, Counter[Mark]] = {}
    for statement in facts.statements.values():
        if view.as_of is not None and facts.dated(statement) > view.as_of:
            continue
        for claim, is_last in _claims(statement):
            if claim.team in teams and facts.is_verbatim(claim):
                is_struck = not is_last or statement.is_retracted
                days = (day_of(each, facts.zone) for each in (claim.said.start, claim.said.end)) if claim.said else None
                start, end = days or (None, None)
                mark = Mark(claim.stance, start, end, claim.voice is Voice.REPORTED, is_struck, not is_last)
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
    def of(cls, marks: Sequence[Mark]) -> "Axis":
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

    def span(self, mark: Mark) -> tuple[float, float]:
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

    mark: Mark
    left: float
    right: float
    word: str
    word_x: float
    begin: float
    end: float

    @classmethod
    def of(cls, mark: Mark, view: View, axis: Axis) -> "Bar":
        """The word stands in the bar if it has room there, else right of the shape, else left of it."""
        left, right = axis.span(mark)
        right = max(right, left + BAR)
        edge = RIGHT if mark.start is not None else axis.left - GAP
        label = view.label(mark.stance) + (f" ×{mark.times}" if mark.times > 1 else "")
        (word,) = wrapped(label, SMALL, (edge - axis.left) / 2 if mark.start else edge - left - BAR - GAP, lines=1)
        length = text_width(word, SMALL)
        if left + BAR + 4 + length + 8 <= right:
            return cls(mark, left, right, word, left + BAR + 4, left, right)
        if right + 6 + length <= edge:
            return cls(mark, left, right, word, right + 6, left, right + 6 + length)
        return cls(mark, left, right, word, left - 8 - length, left - 8 - length, right)


def _scale(canvas: Canvas, view: View, axis: Axis) -> None:
    """The days that the lanes below are drawn along."""
    middle = canvas.y + 16 + SMALL / 2
    if axis.has_unknown:
        unknown = view.page.phrases.said(None, view.facts.zone, view.page.answer.today)
        canvas.text((axis.left - UNKNOWN_WIDTH, middle), drawable(unknown), SMALL, GREY)
    for x, day in axis.ticks():
        named = drawable(view.page.day(day))
        if x + text_width(named, SMALL) <= RIGHT + MARGIN / 2:
            canvas.text((x, middle), named, SMALL, GREY)
    canvas.y += 16 + leading(SMALL) + 6
    canvas.box((MARGIN, canvas.y, RIGHT, canvas.y + 1), GREY)


def _lane(canvas: Canvas, view: View, axis: Axis, team: Team, marks: Sequence[Mark]) -> None:
    """One team of the timeline: its bars, on as many tracks as keep them apart."""
    tracks: list[float] = []
    placed: list[tuple[int, Bar]] = []
    left_out = 0
    for bar in sorted((Bar.of(mark, view, axis) for mark in marks), key=lambda each: each.begin):
        track = next((number for number, end in enumerate(tracks) if end + GAP <= bar.begin), len(tracks))
        if track == MOST_TRACKS:
            left_out += bar.mark.times
            continue
        tracks[track : track + 1] = [bar.end]
        placed.append((track, bar))
    name = wrapped(view.page.name(team), TEXT, LANE_NAME - 18, bold=True, lines=3)
    height = 12 + max(len(name) * leading(TEXT) + 8 + (leading(SMALL) if left_out else 0), len(tracks) * TRACK) + 4
    for x, _ in axis.ticks():
        canvas.box((x, canvas.y, x + 1, canvas.y + height), RULE)
    middle = canvas.y + 12 + BAR / 2
    canvas.paragraph((MARGIN, middle), name, TEXT, INK if marks else GREY, bold=True)
    if left_out:
        canvas.text((MARGIN, middle + len(name) * leading(TEXT)), f"+{left_out}", SMALL, GREY)
    for track, bar in placed:
        _bar(canvas, view, bar, middle + track * TRACK)
    canvas.y += height
    canvas.box((MARGIN, canvas.y, RIGHT, canvas.y + 1), RULE)


def _bar(canvas: Canvas, view: View, bar: Bar, middle: float) -> None:
    mark = bar.mark
    colour = GREY if mark.is_struck else COLOURS[view.places[mark.stance] % len(COLOURS)]
    if mark.start is not None:
        canvas.box((bar.left, middle - BAR / 2, bar.right, middle + BAR / 2), TINT, colour)
    if bar.word_x > bar.right or bar.word_x < bar.left:
        # Beside the bar, where the lines of days would cross the word.
        end = bar.word_x + text_width(bar.word, SMALL)
        canvas.box((bar.word_x - 3, middle - BAR / 2, end + 3, middle + BAR / 2), "white")
    view.mark(canvas, bar.left + BAR / 2, middle, mark.stance, 28, hollow=mark.is_reported)
    if mark.is_struck:
        _struck_text(canvas, bar.word_x, middle, bar.word)
    else:
        canvas.text((bar.word_x, middle), bar.word, SMALL, INK)
