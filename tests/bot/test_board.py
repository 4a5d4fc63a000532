"""The pictures by themselves: what is on them, that it can be read, and that nothing is missing in the font."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from bot.board import draw_board, draw_timeline, page_count
from bot.canvas import (
    BAND,
    COLOURS,
    GETA,
    INK,
    MARGIN,
    PAGE_TEAMS,
    RIGHT_EDGE,
    SHAPES,
    WIDTH,
    drawable,
    has_glyph,
    shape_mask,
    text_width,
    wrapped,
)
from bot.messages.answers import phrases
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Action, Label, Names, Revision, Stance, Statement, Team, Voice
from tests.benchmarks.boards import crowd
from tests.knowledge.programme import shipped
from tests.knowledge.records import RECORDED, STANCES, TEAMS, facts, lighthouse, statement

LANGUAGES: tuple[Language, ...] = ("ko", "en")
DRAW: tuple[Callable[..., bytes], ...] = (draw_board, draw_timeline)
LANES = 310
"""Where the days of a timeline begin that knows the day of all."""
SIGNS = "·–—…“”‘’→←↑↓↔×※•●○■□▲△▼◆◇★☆~─①㈜㎡€₩℃½éüñßøžłİ「」〈〉《》"


def picture(content: bytes) -> Image.Image:
    assert content.startswith(b"\x89PNG")
    return Image.open(BytesIO(content)).convert("RGB")


def pixels(image: Image.Image, colour: str) -> int:
    """How many pixels are of exactly this colour."""
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return sum(count for count, found in image.getcolors(1 << 20) or () if found == wanted)


def box_of(image: Image.Image, colour: str) -> tuple[int, int, int, int]:
    """The smallest box around everything of this colour."""
    red, green, blue = (image.getchannel(band) for band in "RGB")
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    masks = [
        band.point(lambda value, part=part: 255 * (value == part))
        for band, part in zip((red, green, blue), wanted, strict=True)
    ]
    black = Image.new("L", image.size, 0)
    found = Image.composite(Image.composite(masks[0], black, masks[1]), black, masks[2]).getbbox()
    assert found is not None, colour
    return found


def test_the_font_has_every_name_and_word_of_the_shipped_programme() -> None:
    record = shipped()
    words = [name for team in record.teams.values() for name in (*team.names.every, *team.decoys)]
    words += [
        *record.programme.names.every,
        *(text for each in record.stances.values() for text in (each.label.ko, each.label.en)),
    ]
    words += [source.publisher or "" for source in record.sources.values()]
    assert {char for word in words for char in word if not char.isspace() and not has_glyph(char)} == set()
    assert [word for word in words if drawable(word) != " ".join(word.split())] == []


def test_the_font_has_every_syllable_and_the_usual_signs() -> None:
    assert [chr(code) for code in range(0xAC00, 0xD7A4) if not has_glyph(chr(code))] == []
    assert [char for char in SIGNS if not has_glyph(char)] == []


def test_what_the_font_has_not_is_shown_as_missing_and_not_left_out() -> None:
    assert not has_glyph("ꙮ")
    assert drawable("가ꙮ\u200b나\n다") == f"가{GETA}나 다"
    assert drawable("한빛") == "한빛"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("draw", DRAW)
@pytest.mark.parametrize(
    "record", [shipped(), lighthouse(), crowd(100), facts(())], ids=["shipped", "lights", "100", "empty"]
)
def test_a_picture_is_as_wide_as_a_phone_the_same_each_time_and_has_margins(
    record: Facts, draw: Callable[..., bytes], language: Language
) -> None:
    content = draw(record, language=language)
    image = picture(content)
    assert content == draw(record, language=language)
    assert image.width == WIDTH == 1080
    assert image.crop((RIGHT_EDGE, 0, WIDTH, image.height)).getcolors() == [
        ((WIDTH - RIGHT_EDGE) * image.height, (255, 255, 255))
    ]


@pytest.mark.parametrize("draw", DRAW)
def test_the_languages_differ(draw: Callable[..., bytes]) -> None:
    assert draw(shipped(), language="ko") != draw(shipped(), language="en")


@pytest.mark.parametrize("draw", DRAW)
def test_there_is_a_page_every_sixty_teams(draw: Callable[..., bytes]) -> None:
    assert PAGE_TEAMS == 60
    assert [page_count(crowd(teams)) for teams in (1, 60, 61, 121)] == [1, 1, 2, 3]
    assert page_count(crowd(121), ["t1", "t2"]) == 1
    record = crowd(61)
    pages = [draw(record, language="ko", page=page) for page in range(3)]
    assert pages[0] != pages[1] == pages[2]
    assert picture(pages[0]).height > 10 * picture(pages[1]).height / 2
    assert draw(record, language="ko", page=-1) == pages[0]


def test_shapes_are_told_apart_without_their_colours() -> None:
    masks = [[value > 127 for value in shape_mask(number, 32, hollow=False).tobytes()] for number in range(len(SHAPES))]
    for (one, first), (other, second) in combinations(enumerate(masks), 2):
        assert sum(a != b for a, b in zip(first, second, strict=True)) > 90, (one, other)
    for number, mask in enumerate(masks):
        hollow = shape_mask(number, 32, hollow=True).tobytes()
        assert sum(value > 127 for value in hollow) < 0.85 * sum(mask), number


def test_two_stances_of_a_long_list_never_look_the_same() -> None:
    assert len({(place % len(SHAPES), place % len(COLOURS)) for place in range(63)}) == 63


def test_a_stance_keeps_its_colour_and_a_silent_team_has_none() -> None:
    said = facts((statement(1, "harbour", "stays_out"),))
    board = picture(draw_board(said, language="ko"))
    assert pixels(board, COLOURS[1]) > 500
    assert pixels(board, COLOURS[0]) == pixels(picture(draw_board(facts(()), language="ko")), COLOURS[1]) == 0


def test_a_report_is_a_hollow_shape() -> None:
    own, reported = (facts((statement(1, "harbour", "bids", voice=voice),)) for voice in (Voice.OWN, Voice.REPORTED))
    full, hollow = (pixels(picture(draw_board(each, language="ko")), COLOURS[0]) for each in (own, reported))
    assert hollow < full - 200


def test_a_conflict_stands_out_and_names_both() -> None:
    one = (statement(1, "byeol", "bids", "2026-03-11"),)
    both = facts((*one, statement(2, "byeol", "stays_out", "2026-03-11")))
    calm, torn = (picture(draw_board(each, language="ko")) for each in (facts(one), both))
    assert pixels(calm, BAND) == 0
    assert pixels(torn, BAND) > 10_000
    assert pixels(torn, COLOURS[0]) > 300
    assert pixels(torn, COLOURS[1]) > 300


def test_a_board_of_a_day_shows_that_day() -> None:
    record = facts((statement(1, "harbour", "bids", "2026-03-02"), statement(2, "harbour", "stays_out", "2026-03-10")))
    then, now = (picture(draw_board(record, language="en", as_of=day)) for day in (date(2026, 3, 5), None))
    assert (pixels(then, COLOURS[0]) > 300, pixels(then, COLOURS[1])) == (True, 0)
    assert (pixels(now, COLOURS[0]), pixels(now, COLOURS[1]) > 300) == (0, True)


def test_a_board_leaves_out_what_is_not_in_its_source() -> None:
    record = facts((statement(1, "harbour", "bids"),))
    forged = facts((statement(1, "harbour", "bids"),), texts={"source-1": "다른 글"})
    assert pixels(picture(draw_board(record, language="ko")), COLOURS[0]) > 0
    for draw in DRAW:
        assert pixels(picture(draw(forged, language="ko")), COLOURS[0]) == 0


def test_an_interval_is_a_bar_as_long_as_its_days() -> None:
    days = facts(
        (statement(1, "harbour", "bids", "2026-03-01/2026-03-10"), statement(2, "dl", "stays_out", "2026-03-20"))
    )
    lanes = picture(draw_timeline(days, language="en")).crop((LANES, 240, WIDTH, 900))
    left, _, right, _ = box_of(lanes, COLOURS[0])
    lone, _, end, _ = box_of(lanes, COLOURS[1])
    assert 9 < (right - left) / (WIDTH - LANES - MARGIN) * 20 < 11
    assert end - lone < 60
    assert lone > right


def corrected(stance: str, *, team: str = "harbour") -> Statement:
    """Recorded as a bid of the harbour, and corrected."""
    first = statement(1, "harbour", "bids").revisions[0]
    claim = first.claim.model_copy(update={"stance": stance, "team": team})
    later = Revision(number=2, action=Action.CORRECT, claim=claim, by="x", at=RECORDED + timedelta(hours=1), reason="r")
    return Statement(id="harbour-1", sequence=1, revisions=(first, later))


def test_what_was_corrected_is_struck_through_beside_what_stands() -> None:
    plain = picture(draw_timeline(facts((statement(1, "harbour", "stays_out"),)), language="ko"))
    mended = picture(draw_timeline(facts((corrected("stays_out"),)), language="ko"))
    assert mended.height > plain.height
    assert pixels(mended, INK) > pixels(plain, INK) + 100


def test_a_correction_to_another_team_is_struck_in_the_lane_of_the_first() -> None:
    record = facts((corrected("bids", team="dl"),))
    alone = [picture(draw_timeline(record, language="ko", teams=[team])) for team in ("harbour", "dl")]
    assert pixels(alone[1], COLOURS[0]) > pixels(alone[0], COLOURS[0])


def test_a_retracted_statement_is_struck_through() -> None:
    taken = statement(1, "harbour", "bids", past=[(Action.RETRACT, "r", RECORDED + timedelta(hours=1))])
    standing, struck = (
        picture(draw_timeline(facts((each,)), language="ko")) for each in (statement(1, "harbour", "bids"), taken)
    )
    assert pixels(struck, COLOURS[0]) < pixels(standing, COLOURS[0]) - 300


def test_a_crowded_lane_keeps_its_words_apart_and_says_how_many_more_there_are() -> None:
    many = facts(
        [statement(n, "harbour", STANCES[n % 3].code, "2026-03-10", quote=f"{n}") for n in range(1, 30)]
        + [statement(40 + n, "harbour", "bids", f"2026-03-{n:02}T09:{n:02}", quote=f"x{n}") for n in range(1, 28)]
    )
    assert picture(draw_timeline(many, language="ko")).height < 1400


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_names_and_labels_stay_on_the_page(language: Language) -> None:
    name = "아주긴이름의컨소시엄" * 12
    team = Team(id="harbour", names=Names(ko=(name,), en=("Consortium of Very Long Names " * 5 + "End",)))
    stance = Stance(
        code="bids", kind=STANCES[0].kind, label=Label(ko="매우 긴 입장의 이름" * 5, en="A very long word " * 6 + "x")
    )
    record = facts((statement(1, "harbour", "bids"),), teams=(team, *TEAMS[1:]), stances=(stance, *STANCES[1:]))
    for draw in DRAW:
        image = picture(draw(record, language=language))
        assert image.crop((RIGHT_EDGE, 0, WIDTH, image.height)).getextrema() == ((255, 255),) * 3


def test_lines_break_at_blanks_and_end_in_an_ellipsis_where_there_is_no_room() -> None:
    assert wrapped("Motif Technologies", 30, 200) == ["Motif", "Technologies"]
    lines = wrapped("가나다라마바사아자차카타파하" * 4, 30, 200)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(line, 30) <= 200 for line in lines)
    assert wrapped("", 30, 200) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_pictures_are_in_the_font(language: Language) -> None:
    said = phrases(language)
    words: Sequence[str] = [
        said.no_entry(),
        said.struck(),
        said.empty_record(),
        said.unconfirmed("x"),
        said.contrary("x"),
    ]
    assert all(drawable(each) == each for each in words)
