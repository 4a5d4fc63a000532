"""The editors' guide says what is true: every command is in it, and its examples can be sent as they stand."""

import re
from pathlib import Path

import pytest

from bot.editing.acts import COMMANDS
from tests.bot.editing.editorial import Editorial, texts

GUIDE = (Path(__file__).parents[3] / "docs" / "editing.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```\n(/add\n.*?)\n```", GUIDE, re.DOTALL)


def test_the_guide_names_every_command_and_no_other() -> None:
    assert set(re.findall(r"`/([a-z]+)", GUIDE)) == set(COMMANDS)


@pytest.mark.parametrize("example", EXAMPLES)
async def test_an_example_of_the_guide_can_be_sent(desk: Editorial, example: str) -> None:
    preview = await desk.say(example)
    assert "미정 (1월 16일) → 불참 (1월 23일)" in texts(preview)
    assert "kt-20260123" in texts(await desk.tap(preview, "저장"))


def test_there_are_examples_in_both_languages() -> None:
    assert len(EXAMPLES) == 2
