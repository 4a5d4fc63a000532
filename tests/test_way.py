from pathlib import Path

from knowledge.said import format_point, parse_point
from knowledge.text.korean import heads
from tests.way import QUESTION, module_of, report, walk, walked


def test_modules_are_named_and_other_files_are_none() -> None:
    root = Path(__file__).parents[1]
    assert module_of(str(root / "bot/app.py")) == "bot.app"
    assert module_of(str(root / "knowledge/matching/__init__.py")) == "knowledge.matching"
    assert module_of(__file__) is None
    assert module_of("<string>") is None


def test_each_call_counts_and_a_generator_counts_once() -> None:
    with walked() as way:
        format_point(parse_point("2026-01-16"))
        assert len(list(heads("카카오는"))) > 1
    assert way.calls == {"knowledge.said": 2, "knowledge.text.korean": 1}
    assert way.changes == 2


async def test_both_ways_are_walked_through_to_the_answer(sqlite_url: str) -> None:
    ways = await walk(sqlite_url)
    question, change = ways.values()
    assert {"bot.chat.asking", "knowledge.answering"} <= set(question.calls)
    assert not any(module.startswith("bot.editing.saving") for module in question.calls)
    assert len(change.calls) > len(question.calls) / 2
    assert QUESTION in report(ways, modules=False)
