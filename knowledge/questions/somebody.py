"""Whether the one thing in a text that nothing explains is somebody who is asked about as a team would be."""

from typing import Final

from knowledge.language.talk_korean import is_ending
from knowledge.patterns import lazy_pattern
from knowledge.questions import cues
from knowledge.questions.hearing import TEAM
from knowledge.questions.languages import HANGUL
from knowledge.questions.unexplained import Strange

LEGAL_FORM: Final = lazy_pattern(
    r"\((?:주|유|사|재)\)|(?:주식|유한)\s?회사|\b(?:co\.?,?\s*ltd|inc|corp|corporation|ltd|llc|company)\b\.?"
)
_SPEECH_MARKS: Final = " ?!.,~…·\"'“”‘’()[]"
SHORTEST: Final = 2
"""Characters of a name: one syllable is rather a noun that the lists do not know (비 오나)."""


def is_asked_about(text: str, name: Strange, *, asks: bool) -> bool:
    """Whether somebody is asked about by an unexplained word: 크래프톤은?, is Krafton in?, 한빛소프트 봤냐.

    `asks` says that the text asks something that is asked of teams: a stance, a history, the news.
    """
    rest = f"{text[: name.start]}{TEAM}{text[name.end :]}"
    if asks or is_bare(rest) or cues.ASKED_ABOUT.search(rest):
        return True
    if LEGAL_FORM.search(rest) or is_company(name.text):
        return True
    begins = name.start == 0 and len(name.text) >= SHORTEST
    return begins and HANGUL.search(rest) is not None and cues.OPEN_QUESTION.search(rest) is not None


def is_bare(rest: str) -> bool:
    """Whether the name is all that was said."""
    return not LEGAL_FORM.sub("", rest).replace(TEAM, "").strip(_SPEECH_MARKS)


def is_company(name: str) -> bool:
    """Whether a name ends as those of companies do: 한빛소프트, 현대모비스홀딩스."""
    last = name.split()[-1]
    return len(last) > SHORTEST and bool(HANGUL.search(last)) and is_ending(last)
