"""Long replies: parts within the limit, cut between lines only."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.reply import TEXT_LIMIT, blockquote, bold, split, utf16_length

lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=400).map(bold)
paragraphs = st.lists(st.lists(lines, min_size=1, max_size=6), min_size=1, max_size=30)


@given(paragraphs)
def test_nothing_is_lost_and_no_line_is_cut(told: list[list[str]]) -> None:
    parts = split(told)
    assert all(utf16_length(part) <= TEXT_LIMIT for part in parts)
    joined = "\n\n".join(parts)
    at = 0
    for line in (line for paragraph in told for line in paragraph):
        at = joined.index(line, at) + len(line)


def test_a_paragraph_that_fits_stays_together() -> None:
    parts = split([["x" * 3000], ["y" * 500, "z" * 1000]])
    assert parts == ("x" * 3000, f"{'y' * 500}\n{'z' * 1000}")


def test_the_longest_quote_of_emoji_has_a_part_of_its_own() -> None:
    quote = blockquote("🦜" * 2000)
    parts = split([[bold("머리말"), "a" * 100, quote, "출처"]])
    assert any(quote in part for part in parts)
    assert all(utf16_length(part) <= TEXT_LIMIT for part in parts)


def test_lengths_are_counted_in_utf16() -> None:
    assert utf16_length("가🦜a") == 4
