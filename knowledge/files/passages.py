"""The private text of one source while a file adds to it: the sentences quoted of it, or all of it (pure)."""

from knowledge.facts import PASSAGE_BREAK

BLOCK_LENGTH = 8_000
"""Characters that are searched at once: a search of few long texts is quicker than one of thousands of short ones."""


class Passages:
    """Passages in the order of adding."""

    def __init__(self, text: str | None) -> None:
        self._blocks = [text] if text else []

    def have(self, quote: str) -> bool:
        """Whether one of them has the quote in it; a break between two is in no quote."""
        return any(quote in block for block in self._blocks)

    def add(self, passage: str) -> None:
        """One more."""
        if self._blocks and len(self._blocks[-1]) < BLOCK_LENGTH:
            self._blocks[-1] += PASSAGE_BREAK + passage
        else:
            self._blocks.append(passage)

    def every(self) -> list[str]:
        """Each of them."""
        return [passage for block in self._blocks for passage in block.split(PASSAGE_BREAK)]
