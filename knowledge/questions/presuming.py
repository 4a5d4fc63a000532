"""Which stance words speak of the teams that a question names, and not of something else (카카오 주가 떨어졌어?)."""

from collections.abc import Sequence
from typing import Final

from knowledge.language.lexicon import sections
from knowledge.language.particles import PARTICLES
from knowledge.language.talk_english import is_english_talk
from knowledge.language.talk_korean import is_korean_talk
from knowledge.patterns import lazy_pattern
from knowledge.questions.hearing import MARKS
from knowledge.questions.senses import Hit

OTHER_SUBJECTS: Final = sections("question_words.txt")["other subjects"]
_WORD: Final = lazy_pattern(rf"[가-힣ㄱ-ㅣ]+|[a-z][a-z'’\-]*|[{MARKS}]")


def presuming_hits(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """The words whose subject can only be a team: talk stands before them, and nothing else that may fall or pass."""
    return [hit for hit in hits if _speaks_of_teams(text, hit)]


def _speaks_of_teams(text: str, hit: Hit) -> bool:
    named = max(map(text[: hit.start].rfind, MARKS))
    before = _WORD.findall(text[named + 1 : hit.start])
    return not before or (_is_no_subject(before[-1]) and not any(map(_is_other_subject, before)))


def _is_no_subject(word: str) -> bool:
    if word[0].isascii():
        return is_english_talk(word)
    return word in PARTICLES or is_korean_talk(word) or len(word) == 1


def _is_other_subject(word: str) -> bool:
    return any(word[:at] in OTHER_SUBJECTS and word[at:] in PARTICLES for at in range(1, len(word))) or (
        word in OTHER_SUBJECTS
    )
