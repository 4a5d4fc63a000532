"""The editors' guides say what is true: every command is in them, and their examples can be sent as they stand."""

import re
from pathlib import Path

import pytest

from bot.editing.access import COMMANDS
from tests.bot.editing.editorial import Editorial, texts

DOCS = Path(__file__).parents[3] / "docs"
GUIDE, KOREAN = ((DOCS / name).read_text(encoding="utf-8") for name in ("editing.md", "editing.ko.md"))
EXAMPLES, KOREAN_EXAMPLES = (re.findall(r"```\n(/add\n.*?)\n```", page, re.DOTALL) for page in (GUIDE, KOREAN))


@pytest.mark.parametrize("guide", [GUIDE, KOREAN], ids=["en", "ko"])
def test_the_guide_names_every_command_and_no_other(guide: str) -> None:
    assert set(re.findall(r"`/([a-z]+)", guide)) == set(COMMANDS)


def test_the_guides_have_the_same_sections_and_tables() -> None:
    for pattern in (r"^#+ ", r"^\| `/[a-z]+"):
        assert re.findall(pattern, KOREAN, re.MULTILINE) == re.findall(pattern, GUIDE, re.MULTILINE)


@pytest.mark.parametrize("example", [*EXAMPLES, *KOREAN_EXAMPLES])
async def test_an_example_of_the_guide_can_be_sent(desk: Editorial, example: str) -> None:
    preview = await desk.say(example)
    assert "미정 (1월 16일) → 불참 (1월 23일)" in texts(preview)
    assert "kt-20260123" in texts(await desk.tap(preview, "저장"))


def test_there_are_examples_in_both_languages() -> None:
    assert (len(EXAMPLES), len(KOREAN_EXAMPLES)) == (2, 1)
