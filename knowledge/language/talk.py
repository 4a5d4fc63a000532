"""Which words are talk about a company and never a part of its name, whatever their language."""

from knowledge.language.talk_english import is_english_talk
from knowledge.language.talk_korean import is_korean_talk
from knowledge.names import LEGAL_WORDS

__all__ = ["is_english_talk", "is_korean_talk", "is_talk"]


def is_talk(word: str) -> bool:
    """Whether a folded word is talk, or a legal form."""
    if word.isascii():
        return is_english_talk(word) or word in LEGAL_WORDS
    return is_korean_talk(word)
