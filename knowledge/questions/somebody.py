"""Whether the one thing in a text that nothing explains is somebody who is asked about as a team would be."""

import re
from typing import Final

from knowledge.questions import cues
from knowledge.questions.hearing import TEAM
from knowledge.questions.languages import HANGUL
from knowledge.questions.unexplained import Strange
from knowledge.text.korean import is_ending

_LEGAL_FORM: Final = (
    r"(?:\((?:주|유|사|재)\)|(?:주식|유한)\s?회사|\b(?:co\.?,?\s*ltd|inc|corp|corporation|ltd|llc|company)\b\.?)"
)
LEGAL_FORM: Final = re.compile(_LEGAL_FORM)
_WITH_LEGAL_FORM: Final = re.compile(rf"{TEAM},?\s*{_LEGAL_FORM}|{_LEGAL_FORM}\s*{TEAM}")
_SPEECH_MARKS: Final = " ?!.,~…·\"'“”‘’()[]"
SUBJECT_PARTICLES: Final = frozenset(
    ("은", "는", "이", "가", "도", "에서", "에서는", "에서도", "측은", "측이", "측도", "쪽은")
)
SHORTEST: Final = 2
"""Characters of a name: one syllable is rather a noun that the lists do not know (비 오나)."""


def is_asked_about(text: str, name: Strange, *, asks: bool) -> bool:
    """Whether somebody is asked about by an unexplained word: 크래프톤은?, is Krafton in?, 한빛소프트 봤냐.

    `asks` says that the text asks something that is asked of teams: a stance, a history, the news.
    """
    rest = name.marked_in(text, TEAM)
    if (asks and stands_as_a_name(text, name)) or is_bare(rest) or cues.ASKED_ABOUT.search(rest):
        return True
    if _WITH_LEGAL_FORM.search(rest) or is_company(name.text):
        return True
    if name.start or len(name.text) < SHORTEST or not HANGUL.search(rest):
        return False
    is_subject = name.particle in SUBJECT_PARTICLES and cues.REQUEST.search(rest) is not None
    return is_subject or cues.OPEN_QUESTION.search(rest) is not None


def stands_as_a_name(text: str, name: Strange) -> bool:
    """Whether an unexplained word stands where names do: a Latin one is often an English word that nobody listed."""
    rest = name.marked_in(text, TEAM)
    return not name.text.isascii() or any(cue.search(rest) for cue in (cues.SUBJECT, cues.PLACE))


def stands_out(text: str, name: Strange) -> bool:
    """Whether an unexplained word is a name although others are there: 삼성전자의 … 회신, did OpenAI put forward."""
    return is_company(name.text) or cues.SUBJECT.search(name.marked_in(text, TEAM)) is not None


def is_introduced(text: str, name: Strange) -> bool:
    """Whether somebody is introduced by that name: 딥무브라는 스타트업, a start-up called Deepmove."""
    return cues.CALLED.search(name.marked_in(text, TEAM)) is not None


def is_bare(rest: str) -> bool:
    """Whether the name is all that was said."""
    return not LEGAL_FORM.sub("", rest).replace(TEAM, "").strip(_SPEECH_MARKS)


def is_company(name: str) -> bool:
    """Whether a name ends as those of companies do: 한빛소프트, 현대모비스홀딩스."""
    last = name.split()[-1]
    return len(last) > SHORTEST and bool(HANGUL.search(last)) and is_ending(last)
