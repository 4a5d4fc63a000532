"""What was seen is known for long enough, and not for ever."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.storage.replicas import RecentNumbers


@given(st.lists(st.integers(-600, 600) | st.integers(-3, 40), max_size=200), st.integers(1, 10))
def test_the_last_are_known_and_no_more_than_twice_as_many_are_kept(numbers: list[int], count: int) -> None:
    seen = RecentNumbers(count)
    for number in numbers:
        seen.add(number)
    distinct = list(dict.fromkeys(reversed(numbers)))
    known = [number for number in range(-700, 700) if number in seen]
    assert set(distinct[:count]) <= set(known) <= set(distinct)
    assert len(known) <= 2 * count


def test_one_of_long_ago_is_forgotten() -> None:
    seen = RecentNumbers(3)
    for number in range(10):
        seen.add(number)
    assert 0 not in seen
    assert 9 in seen
