"""The pictures of the READMEs are of today's replies, and small."""

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from tests.knowledge.programme import shipped
from tests.pictures import BOARDS, FOLDER, LARGEST, PICTURES, browser, draw, is_of, pages

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return asyncio.run(pages())


@pytest.mark.parametrize("name", [picture.name for picture in PICTURES])
def test_a_picture_is_of_what_the_bot_answers_today(name: str, drawn: dict[str, str]) -> None:
    png = (FOLDER / f"{name}.png").read_bytes()
    assert png.startswith(PNG)
    assert is_of(png, drawn[name]), "run: make pictures"
    assert len(png) < LARGEST


def test_there_are_no_other_pictures() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == {*(picture.name for picture in PICTURES), *BOARDS}


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_is_what_the_bot_draws_today(name: str) -> None:
    png = (FOLDER / f"{name}.png").read_bytes()
    drawn = BOARDS[name](shipped())
    # Pixel by pixel: another zlib packs the same picture into other bytes.
    assert Image.open(BytesIO(png)).convert("RGB").tobytes() == Image.open(BytesIO(drawn)).convert("RGB").tobytes(), (
        "run: make pictures"
    )
    assert len(png) < LARGEST


@pytest.mark.skipif(browser() is None, reason="Chromium is not on this machine")
def test_a_page_is_drawn_as_a_picture_that_says_which_page_it_is_of(drawn: dict[str, str]) -> None:
    command = browser()
    assert command is not None
    png = draw(drawn["asked-back"], command)
    assert png.startswith(PNG)
    assert is_of(png, drawn["asked-back"])
    assert not is_of(png, drawn["reply"])
    assert 5_000 < len(png) < LARGEST
