"""One edit away, found through shared parts: nothing missed, nothing more."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.matching.nearby import NearIndex

strings = st.text("abc", min_size=3, max_size=12)


@given(st.lists(strings, max_size=60), st.text("abc", min_size=2, max_size=13))
def test_the_index_finds_what_comparing_with_everything_finds(known: list[str], asked: str) -> None:
    index = NearIndex(3)
    for string in known:
        index.add(string)
    expected = {number: OSA.distance(string, asked) for number, string in enumerate(known)}
    assert index.near(asked) == {number: distance for number, distance in expected.items() if distance <= 1}
