"""What was seen is known for long enough, and not for ever."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.seen import Seen


@given(st.lists(st.integers(0, 40), max_size=200), st.integers(1, 10))
def test_the_last_are_known_and_no_more_than_twice_as_many_are_kept(numbers: list[int], count: int) -> None:
    seen = Seen(count)
    for number in numbers:
        seen.add(number)
        assert len(seen) <= 2 * count
    distinct = list(dict.fromkeys(reversed(numbers)))
    assert all(number in seen for number in distinct[:count])
    assert len(seen) == sum(number in seen for number in range(41))


def test_one_of_long_ago_is_forgotten() -> None:
    seen = Seen(3)
    for number in range(10):
        seen.add(number)
    assert 0 not in seen
    assert 9 in seen
