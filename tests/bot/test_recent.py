"""What was asked lately is not worked out again, and never outlives the record that it was worked out from."""

from bot.chat.asking import KEPT, AnswerCache


class World:
    """One state of the record."""


def test_the_same_question_is_worked_out_once() -> None:
    recent, world, worked = AnswerCache[int](), World(), list[str]()
    for text in ("a", "b", "a", "a"):
        recent.get((world, 1), text, lambda: worked.append(text) or len(worked))  # type: ignore[func-returns-value] # noqa: B023
    assert worked == ["a", "b"]


def test_another_record_or_another_day_forgets_everything() -> None:
    recent, world = AnswerCache[str](), World()
    assert recent.get((world, 1), "a", lambda: "old") == "old"
    assert recent.get((world, 2), "a", lambda: "next day") == "next day"
    assert recent.get((World(), 2), "a", lambda: "new record") == "new record"
    assert len(recent) == 1


def test_only_so_much_is_kept() -> None:
    recent, world = AnswerCache[int](), World()
    for number in range(3 * KEPT):
        assert recent.get((world, 1), number, lambda: number) == number  # noqa: B023
    assert len(recent) == KEPT
