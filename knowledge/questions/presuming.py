"""Which stance words speak of the teams that a question names, and not of something else (카카오 주가 떨어졌어?)."""

import re
from collections.abc import Sequence
from typing import Final

from knowledge.questions.hearing import MARKS
from knowledge.questions.senses import Hit
from knowledge.text import english, korean
from knowledge.text.lexicon import words
from knowledge.text.particles import PARTICLES

OTHER_SUBJECTS: Final = words("ko", "other-subject") | words("en", "other-subject")
_WORD: Final = re.compile(rf"[가-힣ㄱ-ㅣ]+|[a-z][a-z'’\-]*|[{MARKS}]")


def presuming_hits(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The words whose subject can only be a team: talk stands before them, and nothing else that may fall or pass."""
    return [hit for hit in hits if _speaks_of_teams(text, hit)]


def _speaks_of_teams(text: str, hit: Hit) -> bool:
    named = max(map(text[: hit.start].rfind, MARKS))
    before = _WORD.findall(text[named + 1 : hit.start])
    return not before or (_is_no_subject(before[-1]) and not any(map(_is_other_subject, before)))


def _is_no_subject(word: str) -> bool:
    if word[0].isascii():
        return english.is_stopword(word)
    return word in PARTICLES or korean.is_stopword(word) or len(word) == 1


def _is_other_subject(word: str) -> bool:
    return any(word[:at] in OTHER_SUBJECTS and word[at:] in PARTICLES for at in range(1, len(word))) or (
        word in OTHER_SUBJECTS
    )
